"""How fast the program is: each figure against something that everybody knows, both in one run.

A figure is one file here with a ``measure() -> Figure``, and one word in
``bench.__main__.FIGURES``. Seconds differ from computer to computer; the
ratio hardly does, so only the ratio has a limit. What a clerk should have in
seconds or megabytes is a ``Goal``: it is told whether this machine reached it,
and a slow or busy one that did not is no fault of the program. What is asked
at a city's size is asked in ``bench.city``, a real file of a million invented residents.
"""

from __future__ import annotations

from dataclasses import dataclass


class Unmeasured(Exception):
    """What a figure is measured against is not on this machine; it says what to install."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What was reached of something, in seconds or bytes, and what it should be at most."""

    what: str
    reached: float
    at_most: float
    unit: str = "s"

    @property
    def holds(self) -> bool:
        return self.reached <= self.at_most

    def __str__(self) -> str:
        verdict = "reached" if self.holds else "NOT REACHED on this machine"
        told = _bytes if self.unit == "B" else _seconds
        return f"{self.what}: {told(self.reached)} (goal {told(self.at_most)}: {verdict})"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in seconds or bytes, against what, and how many times as much it may take."""

    what: str
    seconds: float
    against: str
    their_seconds: float
    at_most: float
    note: str = ""
    goals: tuple[Goal, ...] = ()
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.seconds / self.their_seconds

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "MISSED"
        ratio = f"{_times(self.ratio)} {self.against} (at most {_times(self.at_most)}: {verdict})"
        told = _bytes if self.unit == "B" else _seconds
        measured = f"{told(self.seconds)} against {told(self.their_seconds)}"
        note = self.note and f"; {self.note}"
        return "\n    ".join((f"{self.what}: {ratio}", measured + note, *map(str, self.goals)))


def _times(ratio: float) -> str:
    """A ratio in words that can be compared at a glance: 2.5 times, or 1/40 of."""
    return f"{ratio:.2f} times" if ratio >= 0.2 else f"1/{1 / ratio:.0f} of"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.5 else f"{seconds * 1000:.{2 if seconds < 0.01 else 0}f} ms"


def _bytes(count: float) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 5e8 else f"{count / 1e6:.0f} MB"
