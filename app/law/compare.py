"""Two versions of the packs side by side: who gains and who loses, by name, before one is put in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.law.answers import Answer, Verdict
from app.law.hearing import Hearing
from app.law.pack import RULES
from app.law.residents import Case

if TYPE_CHECKING:
    from app.law.law import Law


@dataclass(frozen=True, slots=True)
class Change:
    """One person whom the new rules answer otherwise than the old; None is no answer, for want of a rule."""

    name: str
    rule: str
    old: Answer | None
    new: Answer | None

    @property
    def gains(self) -> bool:
        """Whether the person may have now what could not be said or was refused."""
        return bool(self.new) and not self.old

    @property
    def loses(self) -> bool:
        """Whether the person may no longer have what could be had."""
        return bool(self.old) and not self.new


def compare(
    old: Law, new: Law, people: Iterable[tuple[str, Case]], day: date, rules: Sequence[str] = ()
) -> Iterator[Change]:
    """Everyone whom the two answer differently on that day, or to whom a rule opens on another; as they come.

    ``people`` are the cases with their names; ``rules`` are those to compare, all of either if none is named.
    """
    asked = rules or tuple(dict.fromkeys((*old.rules(), *new.rules())))
    for name, case in people:
        before, after = Hearing(old, case, day), Hearing(new, case, day)
        for rule in asked:
            one, other = _answer(old, before, rule), _answer(new, after, rule)
            if _said(one) != _said(other):
                yield Change(name, rule, one, other)


def _answer(law: Law, hearing: Hearing, rule: str) -> Answer | None:
    return hearing.answer(rule) if rule in RULES or rule in law.rules() else None


def _said(answer: Answer | None) -> tuple[Verdict, date | None]:
    """What matters of an answer to the person; where there is no rule nothing can be said."""
    return (Verdict.UNKNOWN, None) if answer is None else (answer.verdict, answer.opens)
