"""An Answer of the law as the tree of words a window shows."""

from __future__ import annotations

from datetime import date

from app.language import _
from app.law import Answer, Period, Verdict, words
from app.law import Reason as Weighed
from app.law.calendar import after
from ui.widgets.answer import Quoted, Reason


def reason_of(answer: Answer) -> Reason:
    """An Answer in the officer's language: the rule and its article, below it every condition weighed."""
    title = words.titled(answer.title)
    return Reason(title, answer.verdict.value, "", words.basis(answer), conditions_of(answer))


def conditions_of(answer: Answer) -> tuple[Reason, ...]:
    """The conditions of an Answer that stand side by side, each with what is below it."""
    whole = answer.reasons
    parts = whole.parts if whole.kind == "all" else (whole,)
    return tuple(_in_words(part, answer.day) for part in parts)


def quoted(answer: Answer) -> Quoted:
    """The article of an Answer with its own words, where it was read, and what nobody has read in the act."""
    return Quoted(answer.article, answer.citation, basis_of(answer), words.caution(answer))


def basis_of(answer: Answer) -> str:
    """Which rules answered: the pack, its version and its checksum; "" where no rule of any pack did."""
    if not answer.pack:
        return ""
    return _(
        "Rules {pack}, version {version}, checksum {sum}",
        pack=answer.pack, version=answer.version, sum=answer.checksum[:12],
    )  # fmt: skip


def _in_words(weighed: Weighed, day: date) -> Reason:
    return Reason(
        words.asked_in_words(weighed),
        weighed.verdict.value,
        words.stands_in_words(weighed, day),
        " · ".join(filter(None, (when(weighed), words.rests_on_in_words(weighed)))),
        share=_share(weighed, day),
        parts=tuple(_in_words(part, day) for part in weighed.parts),
    )


def _share(weighed: Weighed, day: date) -> float | None:
    """How much there is of a length or a number that is not reached yet; None where nothing is measured."""
    if weighed.verdict is not Verdict.NO or weighed.test != "at_least" or weighed.asked is None:
        return None
    if weighed.start is not None:
        whole = after(weighed.start, Period.parse(weighed.asked)) - weighed.start
        return (day - weighed.start) / whole
    if not isinstance(weighed.value, int | float):
        return None
    asked = float(weighed.asked) if weighed.kind == "points" or weighed.asked.isdigit() else 0.0
    return weighed.value / asked if asked else 0.0


def when(weighed: Weighed) -> str:
    """Since and until when a condition holds; for one that does not, from which day it is expected to."""
    if weighed.verdict is not Verdict.YES:
        return _("expected {day}", day=weighed.first_day) if weighed.first_day else ""
    since = _("holds since {day}", day=weighed.since) if weighed.since else ""
    until = _("no longer from {day}", day=weighed.until) if weighed.until else ""
    return " · ".join(part for part in (since, until) if part)
