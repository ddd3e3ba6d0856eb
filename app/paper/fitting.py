"""How a text is made to fit its box: shrunk a little, then wrapped, then shrunk as far as it reads."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import Refused
from app.language import N_
from app.paper import fonts

STEP = 0.1  # points by which the size is made smaller
LEADING = 1.28  # distance between two baselines, in sizes

_OPENING = "（《〈「『【〔“‘(["
_CLOSING = "）》〉」』】〕”’)]，。、；：！？·,.;:!?%"
_WORD = re.compile(rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9\-/]+|\s+|.)[{re.escape(_CLOSING)}]*")


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
    if _is_one_line(text, width, rule.size, rule) and rule.size <= height:  # as nearly every text is
        return Fitted(rule.size, (text,))
    fewest = math.ceil(fonts.width("".join(text.split()), rule.keep, rule.spacing) / width)
    kept = None
    for size in _sizes(rule.size, rule.keep):
        fitted = _tried(text, width, size, rule)
        if _fits(fitted, width, height, rule) and (kept is None or len(fitted.lines) < len(kept.lines)):
            kept = fitted
            if len(kept.lines) <= fewest:
                break
    if kept is not None:
        return kept
    for size in _sizes(rule.keep, rule.least):
        fitted = _tried(text, width, size, rule)
        if _fits(fitted, width, height, rule):
            return fitted
    raise Refused(
        N_("“{text}” is too long for its place on the paper, even in the smallest letters."),
        field=field,
        text=text,
    )


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    """The sizes to try, from large to small."""
    steps = round((largest - smallest) / STEP)
    return (largest - step * STEP for step in range(steps + 1))


def _is_one_line(text: str, width: float, size: float, rule: Rule) -> bool:
    return "\n" not in text and fonts.width(text, size, rule.spacing) <= width


def _fits(fitted: Fitted, width: float, height: float, rule: Rule) -> bool:
    """Whether the lines are few, low and narrow enough."""
    return (
        len(fitted.lines) <= rule.lines
        and fitted.height <= height
        and all(fonts.width(line, fitted.size, rule.spacing) <= width for line in fitted.lines)
    )


def _tried(text: str, width: float, size: float, rule: Rule) -> Fitted:
    """The text in this size on as many lines as it takes; a line break in the text stays one."""
    lines = [line for paragraph in text.split("\n") for line in _filled(paragraph, width, size, rule.spacing)]
    return Fitted(size, tuple(lines))


def _filled(text: str, width: float, size: float, spacing: float) -> list[str]:
    """One paragraph filled line by line with whole words."""
    lines, used = [""], 0.0
    for word in _words(text, width, size, spacing):
        wide = fonts.width(word, size, spacing)
        blank = fonts.width(word[len(word.rstrip()) :], size, spacing) if word[-1].isspace() else 0.0
        if lines[-1] and used + wide - blank > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            word, used = word.lstrip(), 0.0
            wide = fonts.width(word, size, spacing)
        lines[-1] += word
        used += wide
    return lines


def _words(text: str, width: float, size: float, spacing: float) -> list[str]:
    """What must not be torn apart: a number, a Latin word, a character with the punctuation that hangs on it,
    and each part of a name written with dots (买买提·阿卜杜拉) that is no longer than a line."""
    words: list[str] = []
    for part in re.findall(r"[^·]+·*|·+", text):
        whole = "·" in text and fonts.width(part, size, spacing) <= width
        words += [part] if whole else _WORD.findall(part)
    return words
