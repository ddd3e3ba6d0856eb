"""Two packed blocks made one, and a block without some of its persons: for what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.law.crowd import DAY_BITS, Rows
from app.law.packing import Block, Codes, Guardians, Paid, Permits, Spells, Stays, in_order, some

Table = TypeVar("Table", Stays, Spells, Paid)
Places = NDArray[np.integer[Any]]


def without(block: Block, those: Rows) -> Block:
    """The block without the persons of these numbers; its guardians are those of who is left."""
    kept = np.flatnonzero(~np.isin(block.who, those)).astype(np.int32)
    left = some(block, kept)
    if block.guardians is None:
        return left
    place = np.full(block.people, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return replace(left, guardians=_of_those_left(block.guardians, place, kept))


def _of_those_left(guardians: Guardians, place: Rows, kept: Rows) -> Guardians:
    """The pairs whose ward is left, and only the guardians somebody still has."""
    ward = place.take(guardians.ward)
    pairs = np.flatnonzero(ward >= 0)
    used = np.unique(guardians.guardian.take(pairs))
    return Guardians(
        guardians.told.take(kept),
        some(guardians.block, used),
        ward.take(pairs),
        np.searchsorted(used, guardians.guardian.take(pairs)).astype(np.int32),
    )


def together(one: Block, other: Block) -> Block:
    """The persons of two blocks that share none, in the order of their numbers; neither has single cases."""
    assert not any((one.alone, one.cases, other.alone, other.cases))
    who = np.concatenate([one.who, other.who])
    order = np.argsort(who, kind="stable")
    place = np.empty(len(who), dtype=np.int32)
    place[order] = np.arange(len(who), dtype=np.int32)
    own, others = place[: one.people], place[one.people :]

    def both(ours: Table, theirs: Table, begins: str) -> Table:
        return _one_table(ours, theirs, own, others, order, begins)

    return Block(
        who=who.take(order),
        born=np.concatenate([one.born, other.born]).take(order),
        stays=both(one.stays, other.stays, "arrived"),
        permits=_one_list(one.permits, other.permits, own, others),
        employment=both(one.employment, other.employment, "starts"),
        schooling=both(one.schooling, other.schooling, "starts"),
        insurance=both(one.insurance, other.insurance, "starts"),
        fixed=_of_both(one.fixed, other.fixed, one, other, order),
        statements=_of_both(one.statements, other.statements, one, other, order),
        guardians=_all_guardians(one, other, own, others, order),
    )


def _one_table(ours: Table, theirs: Table, own: Rows, others: Rows, order: Places, begins: str) -> Table:
    columns: dict[str, Any] = {
        column.name: _behind(getattr(ours, column.name), getattr(theirs, column.name))
        for column in fields(ours)
    }
    columns["person"] = np.concatenate([own.take(ours.person), others.take(theirs.person)])
    if "told" in columns:
        columns["told"] = columns["told"].take(order)
    return in_order(replace(ours, **columns), columns[begins])


def _behind(ours: Rows | Codes, theirs: Rows | Codes) -> Rows | Codes:
    """One column behind the other; of words, each different one is kept once."""
    if not (isinstance(ours, Codes) and isinstance(theirs, Codes)):
        return np.concatenate([ours, theirs])
    known = {word: code for code, word in enumerate(ours.words)}
    in_ours = [known.setdefault(word, len(known)) for word in theirs.words]
    recoded = np.array([*in_ours, 0], dtype=np.int32).take(theirs.codes)
    return Codes(np.concatenate([ours.codes, recoded]), tuple(known))


def _one_list(ours: Permits, theirs: Permits, own: Rows, others: Rows) -> Permits:
    """The permits of both by person and issue day, each with its own endorsements and losses."""
    person = np.concatenate([own.take(ours.person), others.take(theirs.person)])
    issued = np.concatenate([ours.issued, theirs.issued])
    order = np.argsort((person.astype(np.int64) << DAY_BITS) | issued, kind="stable")
    counts = np.concatenate([np.diff(ours.first), np.diff(theirs.first)])
    begin = np.concatenate([ours.first[:-1], theirs.first[:-1] + np.int32(len(ours.endorsed))]).take(order)
    counts = counts.take(order)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    from_where = np.repeat(begin - first[:-1], counts) + np.arange(first[-1], dtype=np.int32)
    address = _behind(ours.address, theirs.address)
    assert isinstance(address, Codes)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return Permits(
        person.take(order),
        issued.take(order),
        np.concatenate([ours.ends, theirs.ends]).take(order),
        address.at(order),
        np.concatenate([ours.endorsed, theirs.endorsed]).take(from_where),
        first,
        place.take(np.concatenate([ours.of_loss, theirs.of_loss + np.int32(len(ours.person))])),
        np.concatenate([ours.lost, theirs.lost]),
        np.concatenate([ours.replaced, theirs.replaced]),
    )


def _of_both(
    ours: Mapping[str, Codes], theirs: Mapping[str, Codes], one: Block, other: Block, order: Places
) -> dict[str, Codes]:
    """A word for each person of both; who had none under a name has the word "not told" there."""
    found = {}
    for name in ours.keys() | theirs.keys():
        column = _behind(ours.get(name) or _untold(one), theirs.get(name) or _untold(other))
        assert isinstance(column, Codes)
        found[name] = column.at(order)
    return found


def _untold(block: Block) -> Codes:
    return Codes(np.zeros(block.people, dtype=np.int32), (None,))


def _all_guardians(one: Block, other: Block, own: Rows, others: Rows, order: Places) -> Guardians | None:
    """The guardians of both; whoever is a guardian in both is the same person in the same words."""
    ours, theirs = one.guardians, other.guardians
    if ours is None and theirs is None:
        return None
    ours, theirs = ours or _none_of(one), theirs or _none_of(other)
    shared = ours.block.who[np.isin(ours.block.who, theirs.block.who)]
    block = together(without(ours.block, shared), theirs.block)
    return Guardians(
        np.concatenate([ours.told, theirs.told]).take(order),
        block,
        np.concatenate([own.take(ours.ward), others.take(theirs.ward)]),
        np.concatenate([_places(block, ours), _places(block, theirs)]),
    )


def _places(block: Block, guardians: Guardians) -> Rows:
    """Where each pair's guardian stands in the block of all guardians."""
    rows = guardians.block.who.take(guardians.guardian)
    return np.searchsorted(block.who, rows).astype(np.int32)


def _none_of(block: Block) -> Guardians:
    """Of everyone it is known that there is no guardian."""
    nobody = np.zeros(0, dtype=np.int32)
    return Guardians(np.ones(block.people, dtype=np.bool_), some(block, nobody), nobody, nobody)
