"""The law of one office: what is in force there, and what it answers about a person on a day.

Three verbs serve the whole program: ``value`` for a dated number, ``ask`` for a rule
about a person, ``all`` for many rules at once. Every day is an argument; nothing here
asks for today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise, starmap
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Refused
from app.language import N_
from app.law.answers import Answer, Outlook, Score, Value
from app.law.calendar import END, FIRST, Period
from app.law.conditions import Condition
from app.law.facts import FACTS
from app.law.hearing import Hearing
from app.law.histories import Amount, Bound
from app.law.ledger import LedgerEntry, ledger
from app.law.pack import RULES, Edition, Entry, Pack, read_packs
from app.law.parameters import ENDORSEMENT, RESIDENCE
from app.law.reading import near
from app.law.residence import Regime, Setting, next_missing
from app.law.residents import MUNICIPALITIES, Case
from app.law.sitting import Sitting

if TYPE_CHECKING:
    from app.law.packing import Block
    from app.law.sweep import Swept, Through


@dataclass(frozen=True, slots=True)
class Piece:
    """The days [start, end) in which one condition decides, by the numbers of the day ``counted``.

    The condition is None where no edition is in force.
    """

    start: int
    end: int
    condition: Condition | None
    counted: int


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The whole of time by what decides a rule; those that ask the same at the same times share it."""

    pieces: tuple[Piece, ...]

    def place(self, day: int) -> int:
        """Which of the pieces the day lies in."""
        return next(number for number, piece in enumerate(self.pieces) if day < piece.end)

    def on(self, day: int) -> Piece:
        """The piece the day lies in."""
        return self.pieces[self.place(day)]


@dataclass(frozen=True, slots=True)
class InForce:
    """An edition with the pack and the entry it stands in."""

    pack: Pack
    entry: Entry
    edition: Edition

    @property
    def condition(self) -> Condition:
        """What the rule requires; raises Refused for a parameter, which requires nothing."""
        content = self.edition.content
        if isinstance(content, (Period, str, tuple)):
            raise Refused(N_("'{name}' is a parameter, not a rule."), name=self.entry.name)
        return content

    @property
    def citation(self) -> str:
        """The text of the article it cites, where the pack quotes it."""
        return self.pack.articles.get(self.edition.article, "")


@dataclass(frozen=True, slots=True)
class NextEndorsement:
    """The endorsement to be made next: the day on which its year is full, and the last day in time.

    The last day is the day before, or later where the place moves it off holidays.
    """

    full_on: date
    last: date


class Law:
    """The packs of one office, the nearest laid over the wider: the most specific edition wins, whole."""

    def __init__(self, office: str, packs: tuple[Pack, ...]) -> None:
        self.office = office
        self.packs = packs
        self._timelines: dict[str, tuple[tuple[int, int, InForce | None], ...]] = {}
        self._courses: dict[str, Course] = {}
        self._different: dict[tuple[Piece, ...], Course] = {}
        self._found: dict[tuple[str, int], InForce | None] = {}
        self._unread: dict[tuple[Condition, int], tuple[str, ...]] = {}
        self._alike: dict[tuple[Condition, int], int] = {}
        self._sittings: dict[int, Sitting] = {}

    @classmethod
    def read(cls, folder: Path, office: str) -> Law:
        """The law for an office, from the packs in ``folder``; ``office`` is its division code.

        Raises PackFaults, a Refused, listing every fault in the packs with file and line.
        """
        return cls(office, read_packs(folder, office))

    @classmethod
    @cache
    def read_once(cls, folder: Path, office: str) -> Law:
        """The same, read only the first time: for many cases over packs that do not change meanwhile."""
        return cls.read(folder, office)

    # --- the verbs

    def value(self, name: str, day: date) -> Value:
        """The parameter as in force on the day; raises Refused where no pack sets it for that day."""
        found = self.in_force(name, day.toordinal())
        if found is None:
            raise Refused(
                N_("The rules on file for this place set no '{name}' for {day}."),
                name=name,
                day=day.isoformat(),
            )
        edition = found.edition
        period = edition.content if isinstance(edition.content, Period) else None
        return Value(
            name=name,
            title=found.entry.title,
            text=edition.written,
            amount=period.amount if period else edition.written,
            unit=period.unit if period else None,
            article=edition.article,
            citation=found.citation,
            pack=found.pack.code,
            version=found.pack.version,
            checksum=found.pack.checksum,
            status=edition.status,
            since=date.fromordinal(edition.begins),
            until=_last_day(edition.ends),
            moves_off_holidays=edition.moves_off_holidays,
        )

    def hear(self, case: Case, day: date) -> Hearing:
        """A hearing of the person on that day: whoever asks more than one thing weighs the file once."""
        return Hearing(self, case, day)

    def sitting(self, day: int) -> Sitting:
        """What the law says on a day whoever is heard."""
        if day not in self._sittings:
            self._sittings[day] = Sitting(self, day)
        return self._sittings[day]

    def ask(self, rule: str, case: Case, day: date) -> Answer:
        """What the rule says about the person on that day; raises Refused where no rule has that name."""
        return self.hear(case, day).answer(rule)

    def outlook(self, rule: str, case: Case, day: date) -> Outlook:
        """The days to come: when there will be a yes, if what is open goes on and endorsements are made."""
        return self.hear(case, day).outlook(rule)

    def outlooks(self, kind: str, case: Case, day: date) -> tuple[Outlook, ...]:
        """``all``, each answer with its days to come."""
        hearing = self.hear(case, day)
        return tuple(hearing.outlook(rule) for rule in self.rules(kind))

    def points(self, rule: str, case: Case, day: date) -> Score:
        """The points of a rule on that day; raises Refused where the rule is not scored in points."""
        return self.hear(case, day).score(rule)

    def all(self, kind: str, case: Case, day: date) -> tuple[Answer, ...]:
        """The answer of every rule of a kind: ``benefit`` for all services, else a name's beginning."""
        hearing = self.hear(case, day)
        return tuple(hearing.answer(rule) for rule in self.rules(kind))

    def ledger(self, case: Case, day: date) -> tuple[LedgerEntry, ...]:
        """Every stretch of the person's days up to the day, counted as residence or not, and why."""
        return ledger(self, case, self.hear(case, day).view(day.toordinal()).scene, day)

    def sweep(
        self,
        rules: Sequence[str],
        people: Iterable[Case | Block],
        day: date,
        progress: Through | None = None,
    ) -> Iterator[Swept]:
        """The rules for everyone as of a day, some thousand persons at a time.

        ``people`` are cases, or blocks that ``packing.packed`` has made of them. Raises Refused
        where no rule has such a name, Cancelled where ``progress`` says so.
        """
        from app.law.sweep import sweep

        return sweep(self, rules, people, day, progress)

    def fact(self, name: str, case: Case, day: date, **parameters: object) -> Amount:
        """The value of a fact on that day: a clock's in days, a span's a bool, None if it cannot be said."""
        return self.hear(case, day).fact(name, **parameters)

    def next_endorsement(self, case: Case, day: date) -> NextEndorsement | None:
        """The endorsement to be made next, past where it is late (art. 10).

        It is made in the month before the year is full, so that the day after the last is the first on
        which the permit's use is suspended. None where no permit is held on that day, or where its
        endorsements are not on file.
        """
        lives = self.hear(case, day).view(day.toordinal()).scene.lives()
        missing = next_missing(lives, day.toordinal())
        if missing is None:
            return None
        return NextEndorsement(date.fromordinal(missing.full), date.fromordinal(missing.due - 1))

    # --- what is on the shelf

    def rules(self, kind: str = "") -> tuple[str, ...]:
        """The names of the rules on file: all, those of a kind (``benefit``), or those that begin so."""
        names = dict.fromkeys(
            name for pack in reversed(self.packs) for name in pack.entries if "." not in name
        )
        if kind == "benefit":
            return tuple(name for name in names if (entry := self.entry(name)) and entry.tier)
        return tuple(name for name in names if name.startswith(kind))

    def no_rule(self, name: str) -> Refused:
        """That no rule has this name, and which one was perhaps meant."""
        meant = near(name, dict.fromkeys((*RULES, *self.rules())))
        if meant is None:
            return Refused(N_("No rule is called '{rule}'."), rule=name)
        return Refused(N_("No rule is called '{rule}' (did you mean '{meant}'?)"), rule=name, meant=meant)

    def is_scored(self, rule: str, day: date | None = None) -> bool:
        """Whether the edition of the rule on the day, or without one any edition, is scored in points."""
        on_day = () if day is None else (self.in_force(rule, day.toordinal()),)
        editions = self.editions(rule) if day is None else filter(None, on_day)
        return any(found.condition.kind == "points" for found in editions)

    def entry(self, name: str) -> Entry | None:
        """The rule or parameter as the nearest pack that has it names it, in force or not."""
        return next((pack.entries[name] for pack in self.packs if name in pack.entries), None)

    def in_force(self, name: str, day: int) -> InForce | None:
        """The edition of the nearest pack that is in force on the day."""
        if (name, day) not in self._found:
            self._found[name, day] = self._find(name, day)
        return self._found[name, day]

    def _find(self, name: str, day: int) -> InForce | None:
        for pack in self.packs:
            entry = pack.entries.get(name)
            edition = entry.on(day) if entry else None
            if entry and edition:
                return InForce(pack, entry, edition)
        return None

    def unverified(self, condition: Condition, day: int) -> tuple[str, ...]:
        """The parameters in force that the condition rests on and nobody has read in the act."""
        if (condition, day) not in self._unread:
            counted_by = [name for fact in condition.facts() for name in FACTS[fact].rests_on]
            found = {name: self.in_force(name, day) for name in (*condition.amounts(), *counted_by)}
            self._unread[condition, day] = tuple(
                name for name, one in found.items() if one and one.edition.status == "unverified"
            )
        return self._unread[condition, day]

    def editions(self, name: str) -> Iterator[InForce]:
        """Every edition of a rule or parameter on file, the nearest pack's first."""
        for pack in self.packs:
            entry = pack.entries.get(name)
            if entry:
                yield from (InForce(pack, entry, edition) for edition in entry.editions)

    def timeline(self, rule: str) -> tuple[tuple[int, int, InForce | None], ...]:
        """The whole of time, cut wherever the rule or the way of counting changes, with what is in force."""
        if rule not in self._timelines:
            self._timelines[rule] = tuple(self._cut(rule, sorted(self._counted_by(rule))))
        return self._timelines[rule]

    def course(self, rule: str) -> Course:
        """The whole of time by what decides the rule."""
        if rule not in self._courses:
            pieces = tuple(starmap(self._piece, self.timeline(rule)))
            self._courses[rule] = self._different.setdefault(pieces, Course(pieces))
        return self._courses[rule]

    def _piece(self, start: int, end: int, found: InForce | None) -> Piece:
        if found is None:
            return Piece(start, end, None, start)
        return Piece(start, end, found.condition, self.alike(found.condition, start))

    def _cut(self, rule: str, names: Sequence[str]) -> Iterator[tuple[int, int, InForce | None]]:
        """The time of a rule, cut only where what is in force or a number it is counted by differs."""
        editions = [found.edition for name in (rule, *names) for found in self.editions(name)]
        edges = {FIRST, *(edge for one in editions for edge in (one.begins, one.ends) if edge < END)}
        states = [
            (edge, self.in_force(rule, edge), [self._counted(name, edge) for name in names])
            for edge in sorted(edges)
        ]
        turns = [
            now for before, now in pairwise([None, *states]) if now and (not before or now[1:] != before[1:])
        ]
        for (start, found, _), (end, _, _) in pairwise([*turns, (END, None, [])]):
            yield start, end, found

    def _counted(self, name: str, day: int) -> Bound | None:
        return self._amount(name, day) if name in RESIDENCE else self.bound(name, day)

    def setting(self, day: int) -> Setting:
        """How residence is counted on a day, before the first edition as in the first."""
        return self._settings[max(edge for edge in self._settings if edge <= day)]

    def bound(self, name: str, day: int) -> Bound | None:
        """The amount of a parameter on a day, None where none is in force."""
        found = self.in_force(name, day)
        content = found.edition.content if found else None
        return content if isinstance(content, (Period, str, tuple)) else None

    @property
    def regimes(self) -> tuple[tuple[int, Regime | None], ...]:
        """From which day on an endorsement due is treated how, in order."""
        return tuple(sorted(self._regimes.items()))

    def _counted_by(self, rule: str) -> set[str]:
        return {name for found in self.editions(rule) for name in _numbers(found.condition)}

    def alike(self, condition: Condition, day: int) -> int:
        """The first day with the same numbers as the day in all the condition is counted by."""
        key = (condition, day)
        if key not in self._alike:
            names = sorted(_numbers(condition))
            editions = [found.edition for name in names for found in self.editions(name)]
            edges = {FIRST, *(edge for one in editions for edge in (one.begins, one.ends) if edge <= day)}
            asked = [self._counted(name, day) for name in names]
            self._alike[key] = next(
                edge for edge in sorted(edges) if [self._counted(name, edge) for name in names] == asked
            )
        return self._alike[key]

    @cached_property
    def _settings(self) -> dict[int, Setting]:
        edges = {found.edition.begins for name in RESIDENCE for found in self.editions(name)}
        edges |= {found.edition.ends for name in RESIDENCE for found in self.editions(name)}
        different: dict[Setting, Setting] = {}
        settings = {edge: self._setting_on(edge) for edge in {FIRST, *edges} if edge < END}
        return {edge: different.setdefault(setting, setting) for edge, setting in settings.items()}

    def _setting_on(self, day: int) -> Setting:
        told = {name: self._amount(name, day) for name in RESIDENCE}
        gap, recognised = told["residence.gap"], told["residence.recognised"]
        assert isinstance(gap, Period)
        assert isinstance(recognised, tuple)
        area = 2 if self.office[:2] in MUNICIPALITIES else int(str(told["residence.area"]))
        return Setting(
            office=self.office,
            count_from=str(told["residence.count_from"]),
            area=area,
            recognised=tuple(map(str, recognised)),
            gap=gap,
            elsewhere=str(told["residence.elsewhere"]),
            regime=self._regime,
        )

    def _amount(self, name: str, day: int) -> Bound:
        """The amount in force; on a day before there was any, the first of the widest pack that sets it."""
        amount = self.bound(name, day)
        if amount is not None:
            return amount
        editions = list(self.editions(name))
        if not editions:
            raise Refused(N_("The rules on file for this place never set '{name}'."), name=name)
        first = editions[-1].pack.entries[name].editions[0].content
        assert isinstance(first, (Period, str, tuple))
        return first

    @cached_property
    def _regimes(self) -> dict[int, Regime | None]:
        edges = {edge for name in ENDORSEMENT for found in self.editions(name)
                 for edge in (found.edition.begins, found.edition.ends)}  # fmt: skip
        return {edge: self._regime_on(edge) for edge in {FIRST, *edges} if edge < END}

    def _regime(self, due: int) -> Regime | None:
        return self._regimes[max(edge for edge in self._regimes if edge <= due)]

    def _regime_on(self, day: int) -> Regime | None:
        """How an endorsement due on the day is treated; None where no rule on file asked for one then."""
        told = {name.removeprefix("endorsement."): self.bound(name, day) for name in ENDORSEMENT}
        window, grace = told["window"], told["grace"]
        if not isinstance(window, Period) or not isinstance(grace, Period):
            return None
        return Regime(
            window,
            str(told["anchor"]),
            grace,
            _or_never(told["reset_after"]),
            _or_never(told["cancel_after"]),
        )


def _numbers(condition: Condition) -> set[str]:
    """The parameters that decide what the condition comes to, apart from those of each due day."""
    rested_on = {name for fact in condition.facts() for name in FACTS[fact].rests_on}
    return set(condition.amounts()) | (rested_on & set(RESIDENCE))


def _last_day(ends: int) -> date | None:
    return date.fromordinal(ends - 1) if ends < END else None


def _or_never(amount: Bound | None) -> Period | None:
    return amount if isinstance(amount, Period) else None
