"""What can go wrong in the office's own words: refused, unavailable, cancelled.

Anything else that is raised is a fault of the program and is reported as one.
The sentences are written whole and untranslated, with named blanks; they are
translated only where they are shown (``app.language.sentence``).
"""

from __future__ import annotations


class InWords(Exception):
    """An error that is a whole sentence with named blanks."""

    def __init__(self, sentence: str, **blanks: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.blanks = blanks

    def __str__(self) -> str:
        return self.sentence.format(**self.blanks) if self.blanks else self.sentence


class Refused(InWords):
    """The step is not allowed, and this is why.

    ``field`` names the entry the refusal is about, so a form can mark it;
    ``because`` carries the law's Answer where the law refused.
    """

    def __init__(
        self, sentence: str, *, field: str | None = None, because: object = None, **blanks: object
    ) -> None:
        super().__init__(sentence, **blanks)
        self.field = field
        self.because = because


class Unavailable(InWords):
    """Something outside the program cannot be reached just now; trying again may help."""


class Cancelled(Exception):
    """The officer asked to stop; everything since the last commit is undone and nobody is told."""
