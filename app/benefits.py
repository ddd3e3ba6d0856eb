"""政策找人: who has come, or is about to come, to which service, from which day on and why; and telling them.

A service has newly come to a resident where the answer of the day is yes since one of the days looked
back on, or will by outlook be yes from one of the days ahead. Everyone with an open stay is asked at once
(``law.sweep``), in blocks; afterwards only those are asked again about whom something was entered since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app import facts, listed, people
from app.changed import Entry, last_entry, people_since
from app.desk import Desk
from app.errors import Refused
from app.extracts import Everyone
from app.language import N_
from app.law import Answer, Case, Verdict
from app.law import words as law_words
from app.law.sweep import Swept
from app.listed import PersonRow
from app.progress import Progress
from db.records import Offer, Person, Stay

ALONE = 500
"""So many changed residents are asked again by themselves; after more, everyone is."""

ASKING = N_("Counting the points of each")


@dataclass(frozen=True, slots=True)
class Gain:
    """The services that open to one resident on one day; ``told`` once the resident was told of them."""

    person_id: UUID
    opens_on: date
    rules: tuple[str, ...]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Who has newly come to what, as of ``day``, looking so many days back and ahead.

    ``law`` names the packs it was asked of, ``entry`` the last entry of the journal it knows.
    """

    day: date
    back: int
    ahead: int
    law: tuple[tuple[str, str, str], ...]
    entry: Entry
    gains: Mapping[UUID, tuple[Gain, ...]]

    def in_order(self) -> tuple[Gain, ...]:
        """What is open already, the latest first; then what is expected, the nearest first."""
        every = [gain for gains in self.gains.values() for gain in gains]
        opened = sorted((gain for gain in every if gain.opens_on <= self.day), key=_latest_first)
        expected = sorted((gain for gain in every if gain.opens_on > self.day), key=_nearest_first)
        return (*opened, *expected)

    def untold(self) -> int:
        """How many residents are still to be told of something that is open to them."""
        return sum(any(self._is_due(gain) for gain in gains) for gains in self.gains.values())

    def _is_due(self, gain: Gain) -> bool:
        return not gain.told and gain.opens_on <= self.day


@dataclass(frozen=True, slots=True)
class GainRow:
    """A gain in words: the resident, the services, the weightiest first, and what came true that day."""

    gain: Gain
    person: PersonRow
    services: tuple[str, ...]
    why: tuple[str, ...]


# --- finding


def newly_qualified(desk: Desk, back: int = 30, ahead: int = 0, progress: Progress | None = None) -> Found:
    """Everyone to whom a service opened in the last ``back`` days or will in the next ``ahead``.

    Raises Cancelled where ``progress`` says so.
    """
    with desk.reading() as session:
        found = Found(desk.today(), back, ahead, _law_of(desk), last_entry(session), {})
        covered = _covered(session, found)
    # What is entered from here on is behind the entry noted above, and asked again by ``renewed``.
    opening = _Openings(desk, found)
    opening.of_everyone(progress or Progress())
    return replace(found, gains=opening.gains(covered))


def renewed(desk: Desk, found: Found, progress: Progress | None = None) -> Found:
    """The same as of now: who was changed since is asked again alone, everyone on another day or law."""
    if (found.day, found.law) == (desk.today(), _law_of(desk)):
        with desk.reading() as session:
            changed = people_since(session, found.entry, ALONE)
            if changed is not None:
                return _asked_again(session, desk, found, changed)
    return newly_qualified(desk, found.back, found.ahead, progress)


def _asked_again(session: Session, desk: Desk, found: Found, changed: Collection[UUID]) -> Found:
    opening = _Openings(desk, found)
    opening.of_files(session, changed)
    kept = {who: gains for who, gains in found.gains.items() if who not in changed}
    anew = opening.gains(_covered(session, found))
    return replace(found, entry=last_entry(session), gains=kept | anew)


class _Openings:
    """Which rules open on which day to whom, gathered block by block."""

    def __init__(self, desk: Desk, found: Found) -> None:
        self._desk, self._found = desk, found
        self._rules = desk.law.rules("benefit")
        self._opened: list[tuple[UUID, date, str]] = []

    def of_everyone(self, progress: Progress) -> None:
        """Ask for everyone on file; what is scored in points is told by the files alone, one by one."""
        by_columns = [rule for rule in self._rules if not self._desk.law.is_scored(rule)]
        everyone = Everyone(self._desk, progress=progress)
        for swept in self._desk.law.sweep(by_columns, everyone, self._found.day, progress):
            with self._desk.reading() as session:
                some = Person.row.between(int(swept.who.min()), int(swept.who.max()))
                self._note(swept, _living_here(session, self._found.day, some))
        scored = [rule for rule in self._rules if rule not in by_columns]
        if scored:
            self._one_by_one(scored, progress)

    def of_files(self, session: Session, people: Collection[UUID]) -> None:
        """Ask for these residents, of those who live here."""
        here = dict(enumerate(_living_here(session, self._found.day, Person.id.in_(people)).values()))
        cases = (facts.about(session, person_id, self._desk.today()) for person_id in here.values())
        for swept in self._desk.law.sweep(self._rules, cases, self._found.day):
            self._note(swept, here)

    def gains(self, covered: Mapping[UUID, Mapping[str, date]]) -> dict[UUID, tuple[Gain, ...]]:
        """The gains of each resident, what was told of apart from what was not."""
        gains: dict[UUID, tuple[Gain, ...]] = defaultdict(tuple)
        for (who, opens_on), opened in groupby(sorted(self._opened), key=itemgetter(0, 1)):
            rules = sorted((rule for _who, _day, rule in opened), key=self._rules.index)
            gains[who] += tuple(_split(who, opens_on, rules, covered.get(who, {})))
        return dict(gains)

    def _one_by_one(self, rules: Sequence[str], progress: Progress) -> None:
        with self._desk.reading() as session:
            here = dict(enumerate(_living_here(session, self._found.day).values()))
            told = progress.through(here.values(), total=len(here), doing=ASKING)
            cases = (facts.about(session, person_id, self._desk.today()) for person_id in told)
            for swept in self._desk.law.sweep(rules, cases, self._found.day):
                self._note(swept, here)

    def _note(self, swept: Swept, here: Mapping[int, UUID]) -> None:
        """Note what opens to those of a block who live here, by the number the block knows them by."""
        who, found = swept.who.tolist(), self._found
        for rule, told in swept.told.items():
            for place, opens_on in told.opened(found.day, found.back, found.ahead):
                if person_id := here.get(who[place]):
                    self._opened.append((person_id, opens_on, rule))


def _split(who: UUID, opens_on: date, rules: Sequence[str], covered: Mapping[str, date]) -> Iterator[Gain]:
    """What opens on a day, what was told of apart from what was not."""
    told = tuple(rule for rule in rules if covered.get(rule, date.min) >= opens_on)
    untold = tuple(rule for rule in rules if rule not in told)
    if untold:
        yield Gain(who, opens_on, untold)
    if told:
        yield Gain(who, opens_on, told, told=True)


def _latest_first(gain: Gain) -> tuple[int, UUID]:
    return -gain.opens_on.toordinal(), gain.person_id


def _nearest_first(gain: Gain) -> tuple[int, UUID]:
    return gain.opens_on.toordinal(), gain.person_id


def _law_of(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    return tuple((pack.code, pack.version, pack.checksum) for pack in desk.law.packs)


# --- who is asked


def _living_here(session: Session, day: date, *which: ColumnElement[bool]) -> dict[int, UUID]:
    """Those with a stay that is open on the day, by the rows of their records."""
    open_stay = (Stay.arrived_on <= day) & or_(Stay.left_on.is_(None), Stay.left_on > day)
    here = select(Person.row, Person.id).join(Stay, Stay.person_id == Person.id).where(open_stay, *which)
    return dict(session.execute(here.distinct()).all())


# --- telling


def tell(desk: Desk, gain: Gain) -> None:
    """Write down that the resident was told (告知), so that nobody is offered the same again.

    Raises Refused where somebody has told the resident already, and, with the Answer, where
    the services do not open on that day any more.
    """
    with desk.writing("tell_of_services") as session:
        person = people.held(session, gain.person_id)
        answers = _still_so(desk, facts.about(session, person.id, desk.today()), gain)
        covered = _covered_of(session, person.id)
        answers = [answer for answer in answers if covered.get(answer.rule, date.min) < gain.opens_on]
        if not answers:
            raise Refused(N_("{name} has been told of this already."), name=person.name)
        for answer in answers:
            session.add(
                Offer(
                    person_id=person.id, rule=answer.rule, opens_on=gain.opens_on, told_on=desk.today(),
                    officer_id=desk.officer.id, pack=answer.pack, pack_version=answer.version,
                    pack_checksum=answer.checksum,
                )
            )  # fmt: skip


def _still_so(desk: Desk, case: Case, gain: Gain) -> list[Answer]:
    """The answers of a gain that still open on its day; raises Refused where none does."""
    answers = [answer for answer in desk.law.all("benefit", case, desk.today()) if answer.rule in gain.rules]
    still = [answer for answer in answers if _opens_on(answer) == gain.opens_on]
    if not still:
        raise Refused(
            N_("This does not open on {day} any more: what is on file has changed. The list is made anew."),
            because=answers[0] if answers else None, day=gain.opens_on,
        )  # fmt: skip
    return still


def _opens_on(answer: Answer) -> date | None:
    """From which day a yes holds, or is expected."""
    return answer.since if answer.verdict is Verdict.YES else answer.opens


def _covered(session: Session, found: Found) -> dict[UUID, dict[str, date]]:
    """Up to which day each resident was told of each service, as far as it matters here."""
    first = found.day - timedelta(found.back)
    recent = select(Offer.person_id, Offer.rule, Offer.opens_on, Offer.told_on).where(
        or_(Offer.opens_on >= first, Offer.told_on >= first)
    )
    covered: dict[UUID, dict[str, date]] = defaultdict(dict)
    for person_id, rule, opens_on, told_on in session.execute(recent):
        of = covered[person_id]
        of[rule] = max(opens_on, told_on, of.get(rule, date.min))
    return covered


def _covered_of(session: Session, person_id: UUID) -> dict[str, date]:
    """The same of one resident.

    A telling covers whatever opened up to the day that was told, or up to the day of telling; what is
    lost afterwards and opens anew is offered anew.
    """
    told = select(Offer.rule, Offer.opens_on, Offer.told_on).where(Offer.person_id == person_id)
    covered: dict[str, date] = {}
    for rule, opens_on, told_on in session.execute(told):
        covered[rule] = max(opens_on, told_on, covered.get(rule, date.min))
    return covered


# --- in words


def described(desk: Desk, gains: Sequence[Gain]) -> tuple[GainRow, ...]:
    """These gains in words; one whose resident, or whose reason, is gone meanwhile is left out."""
    with desk.reading() as session:
        which = Person.id.in_({gain.person_id for gain in gains})
        known = {row.id: row for row in listed.who(session, which, desk.today(), len(gains))}
        rows = (_row(session, desk, gain, known[gain.person_id]) for gain in gains if gain.person_id in known)
        return tuple(row for row in rows if row.services)


def _row(session: Session, desk: Desk, gain: Gain, person: PersonRow) -> GainRow:
    answers = desk.law.all("benefit", facts.about(session, person.id, desk.today()), desk.today())
    gained = [answer for answer in answers if answer.rule in gain.rules]
    gained.sort(key=lambda answer: -(answer.tier or 0))
    return GainRow(
        gain, person, tuple(law_words.titled(answer.title) for answer in gained),
        tuple(dict.fromkeys(phrase for answer in gained for phrase in law_words.came_true(answer))),
    )  # fmt: skip
