"""One case heard on one day: the person is gathered once, and every rule asked is weighed against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from app.errors import Refused
from app.language import N_
from app.law.answers import Answer, Outlook, Reason, Score, Verdict
from app.law.calendar import END, FIRST, ordinal_after
from app.law.conditions import Condition, Single, Test, View, Weighed
from app.law.days import CANNOT_SAY, Holding, joined
from app.law.facts import FACTS, Scene
from app.law.histories import Amount, Bound, History
from app.law.pack import RULES
from app.law.points import BestOf, Item, PerPeriod, Scheme, WhenSo, exact, number, tally_of
from app.law.residence import OUTLOOK, Setting
from app.law.residents import Case, Resident

if TYPE_CHECKING:
    from app.law.law import Course, Law, Piece


class Hearing:
    """One case heard on one day: what was once gathered about the person serves every rule asked."""

    def __init__(self, law: Law, case: Case, day: date) -> None:
        self._law = law
        self._case = case
        self._day = day.toordinal()
        self._told_on = day
        self._horizon = ordinal_after(self._day, OUTLOOK)
        self._views: dict[int, View] = {}
        self._scenes: dict[tuple[int, int, bool], Scene] = {}
        self._first: dict[tuple[int, bool], Scene] = {}
        self._holdings: dict[tuple[Course, bool], Holding] = {}
        self._said: dict[Course, dict[str, Any]] = {}
        self._reasoned: dict[tuple[Weighed, Weighed], Reason] = {}

    def answer(self, rule: str) -> Answer:
        """The answer of a rule; raises Refused where no rule has that name."""
        found = self._law.in_force(rule, self._day)
        if found is None:
            return self._nothing_on_file(rule)
        return Answer(
            rule=rule,
            title=found.entry.title,
            article=found.edition.article,
            citation=found.citation,
            pack=found.pack.code,
            version=found.pack.version,
            checksum=found.pack.checksum,
            status=found.edition.status,
            unverified=self._law.unverified(found.condition, self._day),
            tier=found.entry.tier,
            **self._says(rule, found.condition),
        )

    def _says(self, rule: str, condition: Condition) -> dict[str, Any]:
        """What the law says, told once for all the rules that ask the same."""
        course = self._law.course(rule)
        if course not in self._said:
            holding = self._holding(rule)
            since, until = _bounds(holding, self._day)
            self._said[course] = {
                "verdict": Verdict.of(holding.at(self._day)),
                "day": self._told_on,
                "reasons": self._reasons(condition),
                "since": since,
                "until": until,
                "opens": self._opening(self._holding(rule, ahead=True)),
            }
        return self._said[course]

    def outlook(self, rule: str) -> Outlook:
        """The answer with the days to come; raises Refused where no rule has that name."""
        answer = self.answer(rule)
        horizon = min(self._horizon + 1, END)
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

    def days_on_file(self, rule: str) -> Holding:
        """All the days on which the rule holds by what is on file, without endorsements still to come."""
        return self._holding(rule)

    def days_of(self, fact: str, **parameters: object) -> Holding:
        """The days on which a fact that is so or is not is so, by what is on file and the day's numbers."""
        return self.view(self._day).scene.history(fact, tuple(parameters.items())).test("is", True)

    def days_to_come(self, rule: str) -> Holding:
        """All the days on which the rule holds, those to come as an outlook takes them."""
        return self._holding(rule, ahead=True)

    def fact(self, name: str, **parameters: object) -> Amount:
        """The value of a fact on the day: a clock's in days, a span's a bool, None if it cannot be said."""
        return self.view(self._day).scene.history(name, tuple(parameters.items())).value(self._day)

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
        ahead = View(self._scene(person, setting, ahead=True), later, amount)
        return View(self._scene(person, setting), guardians, amount, ahead, ahead.lasting)

    def _scene(self, person: Resident, setting: Setting, *, ahead: bool = False) -> Scene:
        """The person by a setting of the law's; what becomes of permits no setting changes."""
        key = (id(person), id(setting), ahead)
        if key not in self._scenes:
            counted = replace(setting, assumed_after=self._day) if ahead else setting
            scene = Scene(person, counted, self._first.get((id(person), ahead)))
            self._scenes[key] = self._first[id(person), ahead] = scene
        return self._scenes[key]

    def _weigh(self, condition: Condition, day: int, *, ahead: bool = False) -> Weighed:
        """The condition by the numbers of a day."""
        view = self.view(self._law.alike(condition, day))
        return (view.ahead or view if ahead else view).weigh(condition)

    def _holding(self, rule: str, *, ahead: bool = False) -> Holding:
        """When the rule holds, each edition for its own time; where none is on file it cannot be said."""
        key = self._law.course(rule), ahead
        if key not in self._holdings:
            self._holdings[key] = joined(self._held(piece, ahead=ahead) for piece in key[0].pieces)
        return self._holdings[key]

    def _held(self, piece: Piece, *, ahead: bool) -> Holding:
        if piece.condition is None:
            return _unsaid(piece.start, piece.end)
        held = self._weigh(piece.condition, piece.counted, ahead=ahead).holding
        return held.within(piece.start, piece.end)

    def _opening(self, ahead: Holding) -> date | None:
        opens = ahead.surely.first_from(self._day)
        return date.fromordinal(opens) if opens and opens <= self._horizon else None

    def _reasons(self, condition: Condition) -> Reason:
        on_file = self._weigh(condition, self._day)
        ahead = self._weigh(condition, self._day, ahead=True)
        return self._reason(on_file, ahead)

    def _reason(self, weighed: Weighed, ahead: Weighed) -> Reason:
        """The reason of a condition, told once however many rules ask it."""
        known = self._reasoned.get((weighed, ahead))
        if known is None:
            since, until = _bounds(weighed.holding, self._day)
            known = self._reasoned[weighed, ahead] = Reason(
                kind=weighed.condition.kind,
                verdict=Verdict.of(weighed.holding.at(self._day)),
                since=since,
                until=until,
                first_day=self._opening(ahead.holding),
                unverified=self._unverified(weighed.condition),
                parts=tuple(map(self._reason, weighed.parts, ahead.parts)),
                **self._told(weighed),
            )
        return known

    def _told(self, weighed: Weighed) -> dict[str, Any]:
        """What is told of a condition beside its days."""
        condition, history = weighed.condition, weighed.history
        if isinstance(condition, Test) and history:
            return self._tested(condition, history, weighed.bound)
        if isinstance(condition, PerPeriod | WhenSo | BestOf | Scheme) and history:
            return {"value": history.value(self._day), **_scored(condition)}
        if isinstance(condition, Single) and condition.day:
            return {"asked": "{:02}-{:02}".format(*condition.day)}
        return {}

    def _tested(self, test: Test, history: History, bound: Bound | None) -> dict[str, Any]:
        """The fact, its value on the day, and what was asked of it."""
        start = history.start(self._day)
        return {
            "fact": test.fact,
            "parameters": dict(test.parameters),
            "test": test.test,
            "asked": _asked(bound),
            "value": history.value(self._day),
            "start": date.fromordinal(start) if start else None,
            "article": self._article_of(test),
        }

    def _unverified(self, condition: Condition) -> tuple[str, ...]:
        """What a condition about a fact rests on unread; one made of parts leaves it to them."""
        asks = isinstance(condition, Test | PerPeriod)
        return self._law.unverified(condition, self._day) if asks else ()

    def _article_of(self, test: Test) -> str:
        """The article of a number that stands elsewhere than in the rule; empty where none is in force."""
        named = (self._law.in_force(name, self._day) for name in test.amounts())
        return "".join(found.edition.article for found in named if found)

    def _assumptions(self, rule: str) -> tuple[str, ...]:
        facts = [fact for found in self._law.editions(rule) for fact in found.condition.facts()]
        return tuple(dict.fromkeys(said for fact in facts for said in FACTS[fact].assumes))

    def _nothing_on_file(self, rule: str) -> Answer:
        """The answer where no rule is in force: it cannot be said, and that is the reason."""
        known = self._law.entry(rule)
        if not known and rule not in RULES:
            raise self._law.no_rule(rule)
        return Answer(
            rule=rule,
            title=known.title if known else {"zh": rule, "en": rule},
            verdict=Verdict.UNKNOWN,
            day=self._told_on,
            reasons=Reason("absent", Verdict.UNKNOWN),
            opens=self._opening(self._holding(rule, ahead=True)) if known else None,
            tier=known.tier if known else None,
        )


@lru_cache(maxsize=4096)
def _unsaid(start: int, end: int) -> Holding:
    """For the time in which no rule is on file."""
    return CANNOT_SAY.within(start, end)


def _bounds(holding: Holding, day: int) -> tuple[date | None, date | None]:
    """Since when the verdict of the day holds, and the first day with another; None where there is no end."""
    start, end = holding.around(day)
    return (date.fromordinal(start) if start > FIRST else None), (
        date.fromordinal(end) if end < END else None
    )


def _scored(item: Item | Scheme) -> dict[str, Any]:
    """How an item gives its points, and what is asked of a whole scheme."""
    if isinstance(item, Scheme):
        return {"test": "at_least", "asked": str(number(item.pass_at))}
    if isinstance(item, WhenSo):
        return {"parameters": {"points": number(item.points)}}
    if isinstance(item, BestOf):
        return {}
    written = dict(item.parameters) | {"points": number(item.points), "per": str(item.per)}
    written |= {"half_at": str(item.half_at)} if item.half_at else {}
    return {"fact": item.fact, "parameters": written | ({"pro_rata": "month"} if item.by_month else {})}


def _asked(bound: Bound | None) -> str | None:
    if isinstance(bound, bool):
        return "yes" if bound else "no"
    if isinstance(bound, tuple):
        return ", ".join(map(str, bound))
    return None if bound is None else str(bound)
