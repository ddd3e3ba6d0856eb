"""How fast the program is: each figure against something that everybody knows, both in one run.

A figure is one file here with a ``measure() -> Figure``, and one word in
``bench.__main__.FIGURES``. Seconds differ from computer to computer; the
ratio hardly does, so only the ratio has a limit. What is asked at a city's size
is asked in ``bench.city``, a real file of a million invented residents.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in seconds, against what, and how many times as long it may take."""

    what: str
    seconds: float
    against: str
    their_seconds: float
    at_most: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.seconds / self.their_seconds

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "MISSED"
        return (
            f"{self.what}: {_times(self.ratio)} {self.against} (at most {_times(self.at_most)}: {verdict})\n"
            f"    {self.seconds:.3f} s against {self.their_seconds:.3f} s{self.note and '; ' + self.note}"
        )


def _times(ratio: float) -> str:
    """A ratio in words that can be compared at a glance: 2.5 times, or 1/40 of."""
    return f"{ratio:.2f} times" if ratio >= 0.2 else f"1/{1 / ratio:.0f} of"
