"""An Answer of the law as the tree of words a window shows."""

from __future__ import annotations

from datetime import date

from app.language import _
from app.law import Answer, Verdict, words
from app.law import Reason as Weighed
from ui.widgets.answer import Reason


def reason_of(answer: Answer) -> Reason:
    """An Answer in the officer's language: the rule and its article, below it every condition weighed."""
    whole = answer.reasons
    parts = whole.parts if whole.kind == "all" else (whole,)
    below = tuple(_in_words(part, answer.day) for part in parts)
    return Reason(words.titled(answer.title), answer.verdict.value, "", words.basis(answer), below)


def _in_words(weighed: Weighed, day: date) -> Reason:
    return Reason(
        words.asked_in_words(weighed),
        weighed.verdict.value,
        words.stands_in_words(weighed, day),
        " · ".join(filter(None, (when(weighed), words.rests_on_in_words(weighed)))),
        parts=tuple(_in_words(part, day) for part in weighed.parts),
    )


def when(weighed: Weighed) -> str:
    """Since and until when a condition holds; for one that does not, from which day it is expected to."""
    if weighed.verdict is not Verdict.YES:
        return _("expected {day}", day=weighed.first_day) if weighed.first_day else ""
    since = _("holds since {day}", day=weighed.since) if weighed.since else ""
    until = _("no longer from {day}", day=weighed.until) if weighed.until else ""
    return " · ".join(part for part in (since, until) if part)
