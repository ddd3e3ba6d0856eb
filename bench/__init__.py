"""How fast the program is: each figure against something that everybody knows, both in one run.

A figure is one file here with a ``measure() -> Figure``, and one word in
``bench.__main__.FIGURES``. Seconds differ from computer to computer; the
ratio hardly does, so only the ratio has a limit.
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
            f"{self.what}: {self.ratio:.2f} times {self.against} (at most {self.at_most:g}: {verdict})\n"
            f"    {self.seconds:.3f} s against {self.their_seconds:.3f} s{self.note and '; ' + self.note}"
        )
