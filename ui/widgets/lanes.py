"""What a chart of days shows: lanes with bars, each in the officer's words; days are ordinals."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

FACT, PLANNED, GAP, OPEN, EXPECTED, COUNTED, LACKING, UNSURE, NOTE = (
    "fact", "planned", "gap", "open", "expected", "counted", "lacking", "unsure", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """Days [start, end) drawn in one manner, with words in it where there is room.

    A note is words alone; ``tone`` is what it is written in.
    """

    start: int
    end: int
    manner: str
    words: str = ""
    tone: str = "text3"


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the chart: at the left what it is and how it stands, then its bars.

    ``key`` is None for a heading, which cannot be gone to; ``colour`` is the token facts are filled with.
    ``folded`` says of a group whether its lanes are put away, and is None for any other lane; those of an
    open group stand ``under`` it. ``also`` are words behind the title that are never cut off.
    """

    key: Hashable | None
    title: str
    note: str = ""
    tone: str = "text2"
    colour: str = ""
    bars: tuple[Bar, ...] = ()
    also: str = ""
    folded: bool | None = None
    under: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lane lies, by its upper edge and its height in pixels, and whether it is the one in hand."""

    lane: Lane
    top: float
    tall: float
    at_hand: bool = False
    focused: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a lane on a day: a heading and at most two lines below it."""

    heading: str
    lines: tuple[str, ...] = ()


Describe = Callable[[Lane, date], Told]
