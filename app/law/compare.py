"""Two versions of the packs side by side: who gains and who loses which service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.law.answers import Verdict
from app.law.calendar import END, FIRST
from app.law.pack import RULES, Content
from app.law.packing import Block
from app.law.parameters import PARAMETERS, TARGETS
from app.law.sweep import VERDICTS, Swept, Told

if TYPE_CHECKING:
    from app.law.law import Law


@dataclass(frozen=True, slots=True)
class Stand:
    """How a person stands to a rule: the verdict of the day, and the first day from then on with a yes."""

    verdict: Verdict
    opens: date | None


NO_RULE = Stand(Verdict.UNKNOWN, None)
"""Where a law has no such rule, nothing can be said."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that the new law answers otherwise than the old; ``who`` is the place among all compared."""

    who: int
    rule: str
    old: Stand
    new: Stand

    @property
    def gains(self) -> bool:
        """Whether the person may have now what could not be said or was refused."""
        return self.new.verdict is Verdict.YES and self.old.verdict is not Verdict.YES

    @property
    def loses(self) -> bool:
        """Whether the person may no longer have what could be had."""
        return self.old.verdict is Verdict.YES and self.new.verdict is not Verdict.YES


def differing(old: Law, new: Law) -> tuple[str, ...]:
    """The rules of either law that are written otherwise in the other, or counted by another number."""
    named = tuple(dict.fromkeys((*old.rules(), *new.rules())))
    if any(_course(old, name) != _course(new, name) for name in PARAMETERS if name not in TARGETS):
        return named
    return tuple(rule for rule in named if _course(old, rule) != _course(new, rule))


def compare(old: Law, new: Law, people: Iterable[Block], day: date, rules: Sequence[str]) -> Iterator[Change]:
    """Everybody whom one of the rules answers otherwise on that day, or opens to on another; as they come."""
    for block in people:
        before = old.sweep([rule for rule in rules if _is_known(old, rule)], [block], day)
        after = new.sweep([rule for rule in rules if _is_known(new, rule)], [block], day)
        for one, other in zip(before, after, strict=True):
            for rule in rules:
                yield from _changes(rule, one, other)


def _is_known(law: Law, rule: str) -> bool:
    return rule in RULES or rule in law.rules()


def _changes(rule: str, before: Swept, after: Swept) -> Iterator[Change]:
    """What a rule says otherwise of the persons of a block."""
    one, other = before.told.get(rule), after.told.get(rule)
    unlike = _verdicts(one, before) != _verdicts(other, after)
    unlike |= _openings(one, before) != _openings(other, after)
    for at in np.flatnonzero(unlike):
        yield Change(int(before.who[at]), rule, _stand(one, int(at)), _stand(other, int(at)))


def _verdicts(told: Told | None, swept: Swept) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    unknown = np.int8(VERDICTS.index(Verdict.UNKNOWN))
    return np.full(len(swept.who), unknown) if told is None else told.verdict


def _openings(told: Told | None, swept: Swept) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.full(len(swept.who), np.int32(END)) if told is None else told.opens


def _stand(told: Told | None, at: int) -> Stand:
    if told is None:
        return NO_RULE
    opens = int(told.opens[at])
    return Stand(VERDICTS[int(told.verdict[at])], date.fromordinal(opens) if opens < END else None)


# --- what is the same in both


def _course(law: Law, name: str) -> tuple[tuple[int, Content | None], ...]:
    """What a rule or parameter is at each time, from its first day on; None where it is not on file."""
    editions = [found.edition for found in law.editions(name)]
    edges = {FIRST, *(edge for one in editions for edge in (one.begins, one.ends) if edge < END)}
    at_each = [(edge, _content(law, name, edge)) for edge in sorted(edges)]
    return (at_each[0], *(now for before, now in pairwise(at_each) if before[1] != now[1]))


def _content(law: Law, name: str, day: int) -> Content | None:
    found = law.in_force(name, day)
    return found.edition.content if found else None
