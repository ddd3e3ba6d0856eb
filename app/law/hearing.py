"""One case heard on one day: the person is gathered once, and every rule asked is weighed against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from app.errors import Refused
from app.language import N_
from app.law.answers import Answer, Outlook, Reason, Score, Verdict
from app.law.calendar import END, FIRST, ordinal_after
from app.law.conditions import Condition, Single, Test, View, Weighed
from app.law.days import Days, Holding, Stretch
from app.law.facts import FACTS, Scene
from app.law.histories import Bound, History
from app.law.pack import RULES
from app.law.points import BestOf, Item, PerPeriod, Scheme, WhenSo, exact, number, tally_of
from app.law.residence import OUTLOOK, Setting
from app.law.residents import Case, Resident

if TYPE_CHECKING:
    from app.law.law import InForce, Law


class Hearing:
    """One case heard on one day: what was once gathered about the person serves every rule asked."""

    def __init__(self, law: Law, case: Case, day: date) -> None:
        self._law = law
        self._case = case
        self._day = day.toordinal()
        self._found: dict[str, InForce | None] = {}
        self._views: dict[int, View] = {}
        self._scenes: dict[tuple[int, Setting], Scene] = {}
        self._weighed: dict[tuple[Condition, int, bool], Weighed] = {}

    def answer(self, rule: str) -> Answer:
        """The answer of a rule; raises Refused where no rule has that name."""
        found = self._law.in_force(rule, self._day)
        if found is None:
            return self._nothing_on_file(rule)
        condition = found.condition
        holding, ahead = self._holding(rule), self._holding(rule, ahead=True)
        since, until = _bounds(holding, self._day)
        return Answer(
            rule=rule,
            title=found.entry.title,
            verdict=Verdict.of(holding.at(self._day)),
            day=date.fromordinal(self._day),
            reasons=self._reasons(condition),
            article=found.edition.article,
            citation=found.citation,
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
        """The answer with the days to come; raises Refused where no rule has that name."""
        answer = self.answer(rule)
        horizon = min(ordinal_after(self._day, OUTLOOK) + 1, END)
        days = self._holding(rule, ahead=True).surely.within(self._day, horizon)
        stretches = tuple(
            (date.fromordinal(start), None if end == horizon else date.fromordinal(end))
            for start, end in days.stretches
        )
        return Outlook(answer, self._opening(Holding.known(days)), stretches, self._assumptions(rule))

    def score(self, rule: str) -> Score:
        """The points of a rule; raises Refused where the rule is not scored in points."""
        found = self._law.in_force(rule, self._day)
        if found is None or not isinstance(found.condition, Scheme):
            raise Refused(N_("'{rule}' is not scored in points on that day."), rule=rule)
        answer = self.answer(rule)
        items = answer.reasons.parts[1 if found.condition.requires else 0 :]
        tally = tally_of(self._weigh(found.condition, self._day))
        ahead = tally_of(self._weigh(found.condition, self._day, ahead=True))
        mark = found.condition.pass_at
        weighed = self._weigh(found.condition, self._day).parts[-len(items) :]
        return Score(
            answer=answer,
            total=exact(tally, self._day),
            known=sum(exact(tally_of(item), self._day) or 0 for item in weighed),
            mark=mark,
            items=items,
            reached=self._opening(ahead.test("at_least", str(mark))),
        )

    def days_to_come(self, rule: str) -> Holding:
        """All the days on which the rule holds, those to come as an outlook takes them."""
        return self._holding(rule, ahead=True)

    def view(self, day: int) -> View:
        """The case as counted by the numbers of a day, with what is on file."""
        if day not in self._views:
            setting, amount = self._law.setting(day), partial(self._law.bound, day=day)
            guardians = self._case.guardians
            others = None
            if guardians is not None:
                others = tuple(self._seen(guardian, (), setting, amount) for guardian in guardians)
            self._views[day] = self._seen(self._case.person, others, setting, amount)
        return self._views[day]

    def _seen(
        self,
        person: Resident,
        guardians: tuple[View, ...] | None,
        setting: Setting,
        amount: Callable[[str], Bound | None],
    ) -> View:
        """One person by what is on file, and behind it the same with the days to come taken for granted."""
        later = None if guardians is None else tuple(one.ahead or one for one in guardians)
        to_come = replace(setting, assumed_after=self._day)
        ahead = View(self._scene(person, to_come), later, amount)
        return View(self._scene(person, setting), guardians, amount, ahead)

    def _scene(self, person: Resident, setting: Setting) -> Scene:
        key = (id(person), setting)
        if key not in self._scenes:
            self._scenes[key] = Scene(person, setting)
        return self._scenes[key]

    def _weigh(self, condition: Condition, day: int, *, ahead: bool = False) -> Weighed:
        """The condition by the numbers of a day; many services ask the same, so each is weighed once."""
        day = self._law.alike(condition, day)
        key = (condition, day, ahead)
        if key not in self._weighed:
            view = self.view(day)
            self._weighed[key] = condition.weigh(view.ahead or view if ahead else view)
        return self._weighed[key]

    def _holding(self, rule: str, *, ahead: bool = False) -> Holding:
        """When the rule holds, each edition for its own time; where none is on file it cannot be said."""
        surely: list[Stretch] = []
        possibly: list[Stretch] = []
        for start, end, found in self._law.timeline(rule):
            if found is None:
                possibly.append((start, end))
                continue
            holding = self._weigh(found.condition, start, ahead=ahead).holding.within(start, end)
            surely += holding.surely.stretches
            possibly += holding.possibly.stretches
        return Holding(Days.of(surely), Days.of(possibly))

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
        if isinstance(weighed.condition, PerPeriod | WhenSo | BestOf | Scheme) and weighed.history:
            return self._scored(plain, weighed.condition, weighed.history)
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

    def _scored(self, reason: Reason, item: Item | Scheme, history: History) -> Reason:
        """The reason with the points on the day, and for an item how it gives them."""
        told = replace(reason, value=history.value(self._day))
        if isinstance(item, Scheme):
            return replace(told, test="at_least", asked=str(number(item.pass_at)))
        if isinstance(item, WhenSo):
            return replace(told, parameters={"points": number(item.points)})
        if isinstance(item, BestOf):
            return told
        written = dict(item.parameters) | {"points": number(item.points), "per": str(item.per)}
        written |= {"half_at": str(item.half_at)} if item.half_at else {}
        return replace(
            told, fact=item.fact, parameters=written | ({"pro_rata": "month"} if item.by_month else {})
        )

    def _unverified(self, condition: Condition) -> tuple[str, ...]:
        """The parameters in force that the condition rests on and nobody has read in the act."""
        names = [name for fact in condition.facts() for name in FACTS[fact].rests_on]
        found = {name: self._in_force(name) for name in (*names, *condition.amounts())}
        return tuple(name for name, one in found.items() if one and one.edition.status == "unverified")

    def _in_force(self, name: str) -> InForce | None:
        """The edition of the day; many services rest on the same parameters, so each is found once."""
        if name not in self._found:
            self._found[name] = self._law.in_force(name, self._day)
        return self._found[name]

    def _assumptions(self, rule: str) -> tuple[str, ...]:
        facts = [fact for found in self._law.editions(rule) for fact in found.condition.facts()]
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


def _bounds(holding: Holding, day: int) -> tuple[date | None, date | None]:
    """Since when the verdict of the day holds, and the first day with another; None where there is no end."""
    stretch = holding.same_answer(day).stretch_at(day)
    if stretch is None:
        return None, None
    start, end = stretch
    return (date.fromordinal(start) if start > FIRST else None), (
        date.fromordinal(end) if end < END else None
    )


def _asked(bound: Bound | None) -> str | None:
    if isinstance(bound, bool):
        return "yes" if bound else "no"
    if isinstance(bound, tuple):
        return ", ".join(bound)
    return None if bound is None else str(bound)
