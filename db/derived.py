"""What people and dwellings are found by: tables that follow from the records (``db.labels`` keeps them)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, table_of
from db.types import BYTEWISE


class Label(Base):
    """All that a resident is found by and shown by, in one text; ``row`` is the resident's (``db.clues``)."""

    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str]


class PlaceLabel(Base):
    """All that a dwelling is found by; ``row`` is the dwelling's."""

    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str]


class Clue(Base):
    """A text by whose beginning a resident or a dwelling is found, and which: ``row`` is the record's.

    ``home`` and ``other_home`` are the rows of the dwellings where a resident lives or lived, in ascending
    order and 0 for none, so that a name and an address are compared without a look at the label; where
    they are more than two, ``home`` is -1.
    """

    __table_args__: Any = ({"sqlite_with_rowid": False},)
    by: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    home: Mapped[int]
    other_home: Mapped[int]


DERIVED = frozenset(table_of(kind).name for kind in (Label, PlaceLabel, Clue))
"""Their names; a change of them tells nobody anything new."""
