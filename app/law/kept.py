"""A packed block as bytes and back: numpy's own format for the columns, JSON for the words, no code in it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from app.law.packing import Block, Codes, Guardians, Paid, Permits, Spells, Stays

T = TypeVar("T", Stays, Permits, Spells, Paid)
TABLES: dict[str, Any] = {
    "stays": Stays, "permits": Permits, "employment": Spells, "schooling": Spells, "insurance": Paid,
}  # fmt: skip
MAPPINGS = ("fixed", "statements")

LAYOUT = 2
"""Raise it when a block holds something else, or the same read differently: older bytes are read no more."""


class Damaged(Exception):
    """These bytes are no block."""


def to_bytes(block: Block) -> bytes:
    """The block; it must have no single cases beside its columns."""
    assert not any((block.alone, block.cases))
    columns: dict[str, Any] = {}
    words: dict[str, list[Any]] = {}
    _take_apart(block, "", columns, words)
    columns["words"] = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)
    written = io.BytesIO()
    np.savez(written, **columns)
    return written.getvalue()


def from_bytes(kept: bytes) -> Block:
    """The block that was kept; raises Damaged where it cannot be read."""
    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as columns:
            found = {name: columns[name] for name in columns.files}
        return _put_together("", found, json.loads(found["words"].tobytes()))
    except (BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError) as error:
        raise Damaged from error


def _take_apart(block: Block, prefix: str, columns: dict[str, Any], words: dict[str, list[Any]]) -> None:
    columns[prefix + "who"], columns[prefix + "born"] = block.who, block.born
    for table in TABLES:
        own = getattr(block, table)
        for column in fields(own):
            _take(getattr(own, column.name), f"{prefix}{table}.{column.name}", columns, words)
    for mapping in MAPPINGS:
        for name, codes in getattr(block, mapping).items():
            _take(codes, f"{prefix}{mapping}.{name}", columns, words)
    if block.guardians is not None:
        for name in ("told", "ward", "guardian"):
            columns[f"{prefix}guardians.{name}"] = getattr(block.guardians, name)
        _take_apart(block.guardians.block, prefix + "guardians.", columns, words)


def _take(column: Any, name: str, columns: dict[str, Any], words: dict[str, list[Any]]) -> None:
    if isinstance(column, Codes):
        columns[name], words[name] = column.codes, list(column.words)
    else:
        columns[name] = column


def _put_together(prefix: str, columns: Mapping[str, Any], words: Mapping[str, list[Any]]) -> Block:
    def column(name: str) -> Any:
        return Codes(columns[name], tuple(map(_word, words[name]))) if name in words else columns[name]

    tables: dict[str, Any] = {
        table: kind(**{part.name: column(f"{prefix}{table}.{part.name}") for part in fields(kind)})
        for table, kind in TABLES.items()
    }
    mappings: dict[str, Any] = {
        mapping: {
            name.removeprefix(f"{prefix}{mapping}."): column(name)
            for name in words
            if name.startswith(f"{prefix}{mapping}.")
        }
        for mapping in MAPPINGS
    }
    guardians = None
    if f"{prefix}guardians.told" in columns:
        told, ward, guardian = (columns[f"{prefix}guardians.{name}"] for name in ("told", "ward", "guardian"))
        guardians = Guardians(told, _put_together(prefix + "guardians.", columns, words), ward, guardian)
    return Block(
        who=columns[prefix + "who"], born=columns[prefix + "born"], guardians=guardians, **tables, **mappings
    )


def _word(word: Any) -> Any:
    """A word as it was: what JSON makes a list of was a tuple."""
    return tuple(word) if isinstance(word, list) else word
