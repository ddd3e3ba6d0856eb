"""The list of what is to do (待办清单): one line to a duty, with a box to tick and room to write in."""

from __future__ import annotations

from dataclasses import dataclass

from app.paper.letters import Issued


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: what, for whom, where, and until when."""

    matter: str
    name: str
    id_number: str
    address: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDoList(Issued):
    """What was to do on the day it was made on; whoever is on it has a masked number.

    ``scope`` says whose work it is and of which kind, ``order`` by what it is sorted.
    """

    total: str
    scope: str
    order: str
    lines: tuple[ToDo, ...]
