"""The one box: whoever is meant by a name, pinyin, the head or tail of a number, an address — and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from app import leads, listed, reasons, typed
from app.desk import Desk
from app.leads import Place
from app.listed import PersonRow
from app.reasons import Reason, reason
from app.typed import Word
from db import clues
from db.clues import By

A_FEW, TIMES = 100, 4
"""So many labels are read before it is told how often two words meet; then so many times as many at most."""
MANY = 1_000
"""Two words are laid side by side when so many more labels would have to be read."""
SELDOM = leads.COUNTED
"""They are at once where one of them leads to fewer than so many."""
ONE_EACH = frozenset({By.NAME, By.PINYIN, By.INITIALS, By.PHONE, By.PHONE_END})
"""Of these nobody has two: two words of which neither begins like the other are never both meant."""


class Hit(NamedTuple):
    """Somebody who is meant, and why: a reason for each word that was typed."""

    person: PersonRow
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """Who is meant, the most likely first, and from where to go on; ``then`` is None where nobody else is."""

    found: tuple[Hit, ...]
    then: Place | None


NOBODY = Hits((), None)


def find(desk: Desk, text: str, at_most: int = 50) -> tuple[PersonRow, ...]:
    """The first of the people meant by every word of what was typed."""
    return tuple(hit.person for hit in hits(desk, text, at_most).found)


def hits(desk: Desk, text: str, at_most: int = 50, after: Place | None = None) -> Hits:
    """People meant by every word of what was typed, and why: the first so many, or the next after a place."""
    words = typed.words(text)
    if not words:
        return NOBODY
    with desk.reading() as session:
        found = list(islice(_Walk(session.connection(), words, after).all(at_most + 1), at_most + 1))
    more, on = found[at_most - 1].place if len(found) > at_most else None, desk.today()
    return Hits(tuple(_hit(each, words, on) for each in found[:at_most]), more)


class _Found(NamedTuple):
    """Somebody found: where in the search, the lines of their label, the clues that answer to each word."""

    place: Place
    lines: list[str]
    meant: list[list[clues.Clue]]


class _Walk:
    """Goes through the clues of one word, the most telling kind first, and keeps whom all words mean.

    Whoever is found by several clues stands at the first of them only: so nobody is told twice,
    however often it is gone on.
    """

    def __init__(self, connection: Connection, words: Sequence[Word], after: Place | None) -> None:
        self._connection = connection
        self._words = words
        self._after = after
        self._counts = leads.counts(connection, words) if len(words) > 1 else [{}]
        many = [sum(of_word.values()) for of_word in self._counts]
        far = [2 * self._counts[at].get(By.ADDRESS, 0) > many[at] for at in range(len(self._counts))]
        # To begin with: a word that leads to a few; else, as it is farther to a person from an address than
        # from any other clue, one that is mostly none; of several the rarest.
        costs = [(many[at] > A_FEW, far[at], many[at]) for at in range(len(self._counts))]
        self._at = after.word if after else costs.index(min(costs))
        self._word = words[self._at]
        self._others = sorted((at for at in range(len(words)) if at != self._at), key=many.__getitem__)
        self._kinds = [by for by in self._word.ways if self._leads_on(by)]
        self._meet_seldom = bool(self._others) and many[self._at] > A_FEW and many[self._others[0]] < SELDOM

    def all(self, wanted: int) -> Iterator[_Found]:
        """Everybody, read as is quickest if so many are wanted."""
        if not self._kinds:
            return
        if self._meet_seldom:
            yield from self._sifted(self._after, wanted)
            return
        place, read, told = self._after, 0, 0
        others = [self._words[at] for at in self._others]
        at_once = A_FEW if others else wanted
        while True:
            led = leads.following(self._connection, self._word, self._kinds, others, place, at_once)
            for by, text, dwelling, person, label in led:
                found = self._found(person, label) if label else None
                if found is not None and found.place[1:4] == (by, text, dwelling):
                    told += 1
                    yield found
            if len(led) < at_once:
                return
            place, read = Place(self._at, *led[-1][:4]), read + len(led)
            likely = leads.to_read(wanted - told, told, read)
            if others and likely > MANY:
                yield from self._sifted(place, wanted - told)
                return
            at_once = min(max(A_FEW, likely), TIMES * at_once)

    def _sifted(self, after: Place | None, wanted: int) -> Iterator[_Found]:
        """Everybody after a place, found by laying this word and the next rarest side by side."""
        from app.sifting import Beside  # NumPy is only loaded for words that seldom meet

        at = self._others[0]
        ways = {by: self._ways_beside(by, at) for by in self._kinds if after is None or by >= after.by}
        needed = sorted({way for of_kind in ways.values() for way in of_kind})
        beside = Beside(self._connection, self._words[at], needed)
        for by, of_kind in ways.items():
            start, told = after if after and by == after.by else None, set[int]()
            for some in beside.maybe_meant(by, self._word, start, of_kind, wanted):
                for person, label in self._labelled(some, wanted):
                    found = self._found(person, label)
                    is_here = found is not None and found.place.by == by
                    if found is not None and is_here and (start is None or found.place > start):
                        if person not in told:
                            yield found
                        told.add(person)

    def _labelled(self, people: list[int], at_once: int) -> Iterator[tuple[int, str]]:
        """The labels of these people, read so many at once, in their order."""
        for some in (people[first : first + at_once] for first in range(0, len(people), at_once)):
            labels = listed.labels(self._connection, some)
            yield from ((person, labels[person]) for person in some if person in labels)

    def _found(self, person: int, label: str) -> _Found | None:
        """Somebody, if every word means them, at the first of the clues that they stand at."""
        lines, meant = label.split("\n"), [list[clues.Clue]()] * len(self._words)
        for at in (*self._others, self._at):  # the others first: that this word means them is known
            meant[at] = self._words[at].meant_in(lines)
            if not meant[at]:
                return None
        by, text, dwelling = _first(meant[self._at])
        text = text[: clues.CUT]
        return _Found(Place(self._at, by, text, dwelling, person), lines, meant)

    def _leads_on(self, by: By) -> bool:
        """Whether a kind of clue leads to anybody to whom the other words may lead too."""
        if not self._others:
            return True
        return bool(self._counts[self._at][by]) and all(self._ways_beside(by, at) for at in self._others)

    def _ways_beside(self, by: By, other: int) -> list[By]:
        """By which kinds of clues another word may mean somebody whom a kind of this one's means."""
        word, begins = self._words[other], self._word.ways[by]
        return [
            way
            for way, count in self._counts[other].items()
            if count and not (way == by and by in ONE_EACH and _differ(begins, word.ways[way]))
        ]


def _first(meant: Sequence[clues.Clue]) -> clues.Clue:
    """The clue that the search comes upon first; they are kept cut."""
    if len(meant) == 1:  # as it mostly is
        return meant[0]
    return min(meant, key=lambda clue: (clue[0], clue[1][: clues.CUT], clue[2]))


def _differ(begins: str, others: str) -> bool:
    return not begins.startswith(others) and not others.startswith(begins)


def _hit(found: _Found, words: Sequence[Word], on: date) -> Hit:
    """Somebody found as they are shown, and why."""
    row = listed.of_label(found.place.person, found.lines, on)
    why = [
        reason(word, reasons.best(meant, row.dwelling), row, found.lines)
        for word, meant in zip(words, found.meant, strict=True)
    ]
    return Hit(row, tuple(why))
