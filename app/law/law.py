"""The law of one office: what is in force there, and what it answers about a person on a day.

Three verbs serve the whole program: ``value`` for a dated number, ``ask`` for a rule
about a person, ``all`` for many rules at once. Every day is an argument; nothing here
asks for today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from itertools import pairwise
from pathlib import Path

from app.errors import Refused
from app.language import N_
from app.law.answers import Answer, Outlook, Reason, Value, Verdict
from app.law.calendar import END, FIRST, Period, ordinal_after
from app.law.conditions import Condition, Single, Test, View, Weighed
from app.law.days import NEVER, Days, Holding
from app.law.facts import FACTS, Scene
from app.law.histories import Amount, Bound
from app.law.pack import RULES, Edition, Entry, Pack, read_packs
from app.law.parameters import ENDORSEMENT, RESIDENCE
from app.law.residence import OUTLOOK, Regime, Setting, next_due
from app.law.residents import MUNICIPALITIES, Case, Resident


@dataclass(frozen=True, slots=True)
class InForce:
    """An edition with the pack and the entry it stands in."""

    pack: Pack
    entry: Entry
    edition: Edition


class Law:
    """The packs of one office, the nearest laid over the wider: the most specific edition wins, whole."""

    def __init__(self, office: str, packs: tuple[Pack, ...]) -> None:
        self.office = office
        self.packs = packs

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
            citation=found.pack.articles.get(edition.article, ""),
            pack=found.pack.code,
            version=found.pack.version,
            checksum=found.pack.checksum,
            status=edition.status,
            since=date.fromordinal(edition.begins),
            until=_last_day(edition.ends),
            moves_off_holidays=edition.moves_off_holidays,
        )

    def ask(self, rule: str, case: Case, day: date) -> Answer:
        """What the rule says about the person on that day; raises Refused where no rule has that name."""
        return _Hearing(self, case, day).answer(rule)

    def outlook(self, rule: str, case: Case, day: date) -> Outlook:
        """The days to come: when there will be a yes, if what is open goes on and endorsements are made."""
        return _Hearing(self, case, day).outlook(rule)

    def all(self, kind: str, case: Case, day: date) -> tuple[Answer, ...]:
        """The answer of every rule of a kind: ``benefit`` for all services, else a name's beginning."""
        hearing = _Hearing(self, case, day)
        return tuple(hearing.answer(rule) for rule in self.rules(kind))

    def fact(self, name: str, case: Case, day: date, **parameters: object) -> Amount:
        """The value of a fact on that day: a clock's in days, a span's a bool, None if it cannot be said."""
        hearing = _Hearing(self, case, day)
        return (
            hearing.view(day.toordinal())
            .scene.history(name, tuple(parameters.items()))
            .value(day.toordinal())
        )

    def next_endorsement(self, case: Case, day: date) -> date | None:
        """The due day of the endorsement to be made next, past where it is late.

        None where no permit is held on that day, or where its endorsements are not on file.
        """
        lives = _Hearing(self, case, day).view(day.toordinal()).scene.lives()
        due = next_due(lives, day.toordinal())
        return date.fromordinal(due) if due else None

    # --- what is on the shelf

    def rules(self, kind: str = "") -> tuple[str, ...]:
        """The names of the rules on file: all, those of a kind (``benefit``), or those that begin so."""
        names = dict.fromkeys(
            name for pack in reversed(self.packs) for name in pack.entries if "." not in name
        )
        if kind == "benefit":
            return tuple(name for name in names if self._tier(name))
        return tuple(name for name in names if name.startswith(kind))

    def in_force(self, name: str, day: int) -> InForce | None:
        """The edition of the nearest pack that is in force on the day."""
        for pack in self.packs:
            entry = pack.entries.get(name)
            edition = entry.on(day) if entry else None
            if entry and edition:
                return InForce(pack, entry, edition)
        return None

    def editions(self, name: str) -> Iterator[InForce]:
        """Every edition of a rule or parameter on file, the nearest pack's first."""
        for pack in self.packs:
            entry = pack.entries.get(name)
            if entry:
                yield from (InForce(pack, entry, edition) for edition in entry.editions)

    def stretches(self, rule: str) -> tuple[tuple[int, int], ...]:
        """The whole of time, cut wherever the rule or the way of counting changes."""
        editions = [
            found.edition for name in (rule, *self._counted_by(rule)) for found in self.editions(name)
        ]
        edges = sorted({FIRST, END, *(edge for one in editions for edge in (one.begins, one.ends))})
        return tuple(pairwise(edges))

    def setting(self, day: int) -> Setting:
        """How residence is counted on a day, before the first edition as in the first."""
        return self._settings[max(edge for edge in self._settings if edge <= day)]

    def bound(self, name: str, day: int) -> Bound | None:
        """The amount of a parameter on a day, None where none is in force."""
        found = self.in_force(name, day)
        content = found.edition.content if found else None
        return content if isinstance(content, (Period, str, tuple)) else None

    def _tier(self, name: str) -> int | None:
        return next((pack.entries[name].tier for pack in self.packs if name in pack.entries), None)

    def _counted_by(self, rule: str) -> set[str]:
        names = set(RESIDENCE)
        for found in self.editions(rule):
            names |= set(_condition(found.edition).amounts())
        return names

    @cached_property
    def _settings(self) -> dict[int, Setting]:
        edges = {found.edition.begins for name in RESIDENCE for found in self.editions(name)}
        edges |= {found.edition.ends for name in RESIDENCE for found in self.editions(name)}
        return {edge: self._setting_on(edge) for edge in {FIRST, *edges} if edge < END}

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
            recognised=recognised,
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


class _Hearing:
    """One case heard on one day: what was once gathered about the person serves every rule asked."""

    def __init__(self, law: Law, case: Case, day: date) -> None:
        self._law = law
        self._case = case
        self._day = day.toordinal()
        self._scenes: dict[tuple[int, Setting], Scene] = {}

    def answer(self, rule: str) -> Answer:
        found = self._law.in_force(rule, self._day)
        if found is None:
            return self._nothing_on_file(rule)
        condition = _condition(found.edition)
        holding, ahead = self._holding(rule), self._holding(rule, ahead=True)
        since, until = _bounds(holding, self._day)
        return Answer(
            rule=rule,
            title=found.entry.title,
            verdict=Verdict.of(holding.at(self._day)),
            day=date.fromordinal(self._day),
            reasons=self._reasons(condition),
            article=found.edition.article,
            citation=found.pack.articles.get(found.edition.article, ""),
            pack=found.pack.code,
            version=found.pack.version,
            checksum=found.pack.checksum,
            status=found.edition.status,
            unverified=self._unverified(condition),
            since=since,
            until=until,
            opens=self._opening(ahead),
            tier=found.entry.tier,
        )

    def outlook(self, rule: str) -> Outlook:
        answer = self.answer(rule)
        horizon = ordinal_after(self._day, OUTLOOK)
        days = self._holding(rule, ahead=True).surely.within(self._day, horizon)
        stretches = tuple(
            (date.fromordinal(start), None if end == horizon else date.fromordinal(end))
            for start, end in days.stretches
        )
        return Outlook(answer, self._opening(Holding.known(days)), stretches, self._assumptions(rule))

    def view(self, day: int) -> View:
        """The case as counted by the numbers of a day, with what is on file."""
        setting = self._law.setting(day)
        ahead = self._seen(replace(setting, assumed_after=self._day), day, None)
        return self._seen(setting, day, ahead)

    def _seen(self, setting: Setting, day: int, ahead: View | None) -> View:
        amount = partial(self._law.bound, day=day)
        others = None
        if self._case.guardians is not None:
            later = ahead.guardians if ahead and ahead.guardians else (None,) * len(self._case.guardians)
            others = tuple(
                View(self._scene(guardian, setting), (), amount, seen_ahead)
                for guardian, seen_ahead in zip(self._case.guardians, later, strict=True)
            )
        return View(self._scene(self._case.person, setting), others, amount, ahead)

    def _scene(self, person: Resident, setting: Setting) -> Scene:
        key = (id(person), setting)
        if key not in self._scenes:
            self._scenes[key] = Scene(person, setting)
        return self._scenes[key]

    def _weigh(self, condition: Condition, day: int, *, ahead: bool = False) -> Weighed:
        view = self.view(day)
        return condition.weigh(view.ahead or view if ahead else view)

    def _holding(self, rule: str, *, ahead: bool = False) -> Holding:
        """When the rule holds, each edition for its own time; where none is on file it cannot be said."""
        surely, possibly = NEVER, NEVER
        for start, end in self._law.stretches(rule):
            found = self._law.in_force(rule, start)
            if found is None:
                possibly |= Days.between(start, end)
                continue
            holding = self._weigh(_condition(found.edition), start, ahead=ahead).holding.within(start, end)
            surely, possibly = surely | holding.surely, possibly | holding.possibly
        return Holding(surely, possibly)

    def _opening(self, ahead: Holding) -> date | None:
        opens = ahead.surely.first_from(self._day)
        return date.fromordinal(opens) if opens and opens <= ordinal_after(self._day, OUTLOOK) else None

    def _reasons(self, condition: Condition) -> Reason:
        on_file = self._weigh(condition, self._day)
        ahead = self._weigh(condition, self._day, ahead=True)
        return self._reason(on_file, ahead)

    def _reason(self, weighed: Weighed, ahead: Weighed) -> Reason:
        parts = tuple(
            self._reason(part, later) for part, later in zip(weighed.parts, ahead.parts, strict=True)
        )
        since, until = _bounds(weighed.holding, self._day)
        plain = Reason(
            kind=weighed.condition.kind,
            verdict=Verdict.of(weighed.holding.at(self._day)),
            since=since,
            until=until,
            first_day=self._opening(ahead.holding),
            parts=parts,
        )
        if isinstance(weighed.condition, Test) and weighed.history:
            return self._told(plain, weighed.condition, weighed)
        if isinstance(weighed.condition, Single) and weighed.condition.day:
            return replace(plain, asked="{:02}-{:02}".format(*weighed.condition.day))
        return plain

    def _told(self, reason: Reason, test: Test, weighed: Weighed) -> Reason:
        """The reason with the fact, its value on the day, and what was asked of it."""
        history = weighed.history
        start = history.start(self._day) if history else None
        return replace(
            reason,
            fact=test.fact,
            parameters=dict(test.parameters),
            test=test.test,
            asked=_asked(weighed.bound),
            value=history.value(self._day) if history else None,
            start=date.fromordinal(start) if start else None,
        )

    def _unverified(self, condition: Condition) -> tuple[str, ...]:
        """The parameters in force that the condition rests on and nobody has read in the act."""
        names = [name for fact in condition.facts() for name in FACTS[fact].rests_on]
        found = {name: self._law.in_force(name, self._day) for name in (*names, *condition.amounts())}
        return tuple(name for name, one in found.items() if one and one.edition.status == "unverified")

    def _assumptions(self, rule: str) -> tuple[str, ...]:
        facts = [fact for found in self._law.editions(rule) for fact in _condition(found.edition).facts()]
        return tuple(dict.fromkeys(said for fact in facts for said in FACTS[fact].assumes))

    def _nothing_on_file(self, rule: str) -> Answer:
        """The answer where no rule is in force: it cannot be said, and that is the reason."""
        known = [found.entry.title for found in self._law.editions(rule)]
        if not known and rule not in RULES:
            raise Refused(N_("No rule is called '{rule}'."), rule=rule)
        return Answer(
            rule=rule,
            title=known[0] if known else {"zh": rule, "en": rule},
            verdict=Verdict.UNKNOWN,
            day=date.fromordinal(self._day),
            reasons=Reason("absent", Verdict.UNKNOWN),
            opens=self._opening(self._holding(rule, ahead=True)) if known else None,
        )


def _condition(edition: Edition) -> Condition:
    content = edition.content
    if isinstance(content, (Period, str, tuple)):
        raise Refused(N_("This is a parameter, not a rule."))
    return content


def _bounds(holding: Holding, day: int) -> tuple[date | None, date | None]:
    """Since when the verdict of the day holds, and the first day with another; None where there is no end."""
    stretch = holding.same_answer(day).stretch_at(day)
    if stretch is None:
        return None, None
    start, end = stretch
    return (date.fromordinal(start) if start > FIRST else None), (
        date.fromordinal(end) if end < END else None
    )


def _last_day(ends: int) -> date | None:
    return date.fromordinal(ends - 1) if ends < END else None


def _or_never(amount: Bound | None) -> Period | None:
    return amount if isinstance(amount, Period) else None


def _asked(bound: Bound | None) -> str | None:
    if isinstance(bound, bool):
        return "yes" if bound else "no"
    if isinstance(bound, tuple):
        return ", ".join(bound)
    return None if bound is None else str(bound)
