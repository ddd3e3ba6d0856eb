"""How a text is made to fit its box: shrink a little, then wrap, then shrink to the smallest legible size, or refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import Refused
from app.language import N_
from app.paper import fonts

STEP = 0.1  # points by which the size is made smaller
LEADING = 1.28  # distance between two baselines, in sizes

_OPENING = "（《〈「『【〔“‘(["
_CLOSING = "）》〉」』】〕”’)]，。、；：！？·,.;:!?%"
_WORD = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9\-/]+|\s+|.)[{re.escape(_CLOSING)}]*"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one text may be fitted, in points: it starts at ``size``, is kept on fewer lines down to ``keep``,
    takes up to ``lines`` lines, and is never smaller than ``least``."""

    size: float
    keep: float
    least: float
    lines: int = 1
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it will be drawn: its size in points and its lines from the top."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height in points from the top of the first line's characters to the foot of the last line's."""
        return self.size * (1 + LEADING * (len(self.lines) - 1))


def fit(text: str, width: float, height: float, rule: Rule, field: str | None = None) -> Fitted:
    """The text fitted into ``width`` by ``height`` points; Refused when it would have to be clipped."""
    best: Fitted | None = None
    for lines in range(1, rule.lines + 1):
        fitted = _largest(text, width, height, rule, lines, field)
        if fitted and (best is None or fitted.size > best.size):
            best = fitted
        if best and best.size >= rule.keep:
            return best
    if best is None:
        raise Refused(
            N_("“{text}” is too long for its place on the paper, even in the smallest letters."),
            field=field,
            text=text,
        )
    return best


def _largest(
    text: str, width: float, height: float, rule: Rule, lines: int, field: str | None
) -> Fitted | None:
    """The text on at most ``lines`` lines, in the largest size that fits; None when none does."""
    for step in range(round((rule.size - rule.least) / STEP) + 1):
        size = round(rule.size - step * STEP, 2)
        fitted = Fitted(size, _wrapped(text, width, size, rule.spacing, field))
        if len(fitted.lines) > lines or fitted.height > height:
            continue
        if all(fonts.width(line, size, rule.spacing, field) <= width for line in fitted.lines):
            return fitted
    return None


def _wrapped(text: str, width: float, size: float, spacing: float, field: str | None) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; a line break in the text stays one."""
    return tuple(
        line
        for paragraph in text.split("\n")
        for line in _filled(paragraph, width, size, spacing, field)
    )


def _filled(text: str, width: float, size: float, spacing: float, field: str | None) -> list[str]:
    """One paragraph filled line by line with whole words."""
    lines = [""]
    for word in _words(text, width, size, spacing, field):
        if lines[-1] and fonts.width((lines[-1] + word).rstrip(), size, spacing, field) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(word.lstrip())
        else:
            lines[-1] += word
    return lines


def _words(text: str, width: float, size: float, spacing: float, field: str | None) -> list[str]:
    """What must not be torn apart: a number, a Latin word, a character with the punctuation that hangs on it,
    and each part of a name written with dots (买买提·阿卜杜拉) that is no longer than a line."""
    words: list[str] = []
    for part in re.findall(r"[^·]*·?", text):
        whole = "·" in text and fonts.width(part, size, spacing, field) <= width
        words += [part] if whole else _WORD.findall(part)
    return words
