"""One case heard on one day: the person is gathered once, and every rule asked is weighed against it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from app.errors import Refused
from app.language import N_
from app.law.answers import Answer, Outlook, Reason, Score, Verdict
from app.law.calendar import END, FIRST
from app.law.conditions import View, Weighed
from app.law.days import CANNOT_SAY, Holding, Stand, joined
from app.law.facts import Scene
from app.law.histories import Amount
from app.law.points import Scheme, exact, tally_of
from app.law.residence import Setting
from app.law.residents import Case, Resident
from app.law.sitting import Called, Said

if TYPE_CHECKING:
    from app.law.law import Course, Law, Piece

NOTHING_ON_FILE = Reason("absent", Verdict.UNKNOWN)


class Hearing:
    """One case heard on one day: what was once gathered about the person serves every rule asked."""

    def __init__(self, law: Law, case: Case, day: date) -> None:
        self._law = law
        self._case = case
        self._sitting = law.sitting(day.toordinal())
        self._day = self._sitting.day
        self._views: dict[int, View] = {}
        self._scenes: dict[tuple[int, int, bool], Scene] = {}
        self._first: dict[tuple[int, bool], Scene] = {}
        self._holdings: dict[tuple[Course, bool], Holding] = {}
        self._to_come: dict[Course, Holding] = {}
        self._said: dict[Course, Said] = {}
        self._reasoned: dict[tuple[Weighed, Weighed], Reason] = {}

    def answer(self, rule: str) -> Answer:
        """The answer of a rule; raises Refused where no rule has that name."""
        return self._answer(self._sitting.called(rule))

    def _answer(self, called: Called) -> Answer:
        if not called.in_force:
            return called.answer(Said(Verdict.UNKNOWN, NOTHING_ON_FILE, opens=self._opens(called.course)))
        said = self._said.get(called.course)
        if said is None:
            said = self._said[called.course] = self._says(called.course)
        return called.answer(said)

    def _says(self, course: Course) -> Said:
        """What the law says to all the rules that ask the same."""
        here = self._sitting.place(course)
        answer, since, until = self._stand(course, here)
        reasons = self._reasons(course.pieces[here])
        return Said(Verdict.of(answer), reasons, _date(since), _date(until), self._opens(course))

    def _opens(self, course: Course) -> date | None:
        return self._opening(self._coming(course))

    def outlook(self, rule: str) -> Outlook:
        """The answer with the days to come; raises Refused where no rule has that name."""
        called = self._sitting.called(rule)
        horizon = min(self._sitting.horizon + 1, END)
        days = self._coming(called.course).surely.within(self._day, horizon)
        stretches = tuple(
            (date.fromordinal(start), None if end == horizon else date.fromordinal(end))
            for start, end in days.stretches
        )
        return Outlook(
            self._answer(called), self._opening(Holding.known(days)), stretches, called.assumptions
        )

    def score(self, rule: str) -> Score:
        """The points of a rule; raises Refused where the rule is not scored in points."""
        piece = self._law.course(rule).on(self._day)
        scheme = piece.condition
        if not isinstance(scheme, Scheme):
            raise Refused(N_("'{rule}' is not scored in points on that day."), rule=rule)
        answer, weighed = self.answer(rule), self._weigh(piece)
        items = answer.reasons.parts[1 if scheme.requires else 0 :]
        tallies = map(tally_of, weighed.parts[-len(items) :])
        ahead = tally_of(self._weigh(piece, ahead=True))
        return Score(
            answer=answer,
            total=exact(tally_of(weighed), self._day),
            known=sum(exact(tally, self._day) or 0 for tally in tallies),
            mark=scheme.pass_at,
            items=items,
            reached=self._opening(ahead.test("at_least", str(scheme.pass_at))),
        )

    def days_on_file(self, rule: str) -> Holding:
        """All the days on which the rule holds by what is on file, without endorsements still to come."""
        return self._holding(self._law.course(rule))

    def days_of(self, fact: str, **parameters: object) -> Holding:
        """The days on which a fact that is so or is not is so, by what is on file and the day's numbers."""
        return self.view(self._day).scene.history(fact, tuple(parameters.items())).test("is", True)

    def days_to_come(self, rule: str) -> Holding:
        """All the days on which the rule holds, those to come as an outlook takes them."""
        return self._holding(self._law.course(rule), ahead=True)

    def fact(self, name: str, **parameters: object) -> Amount:
        """The value of a fact on the day: a clock's in days, a span's a bool, None if it cannot be said."""
        return self.view(self._day).scene.history(name, tuple(parameters.items())).value(self._day)

    def view(self, day: int) -> View:
        """The case as counted by the numbers of a day, with what is on file."""
        if day not in self._views:
            scene = partial(self._scene, self._law.setting(day))
            self._views[day] = View(self._case, scene, partial(self._law.bound, day=day))
        return self._views[day]

    def _scene(self, setting: Setting, person: Resident, ahead: bool) -> Scene:
        """The person by a setting of the law's; what becomes of permits no setting changes."""
        ahead = ahead and bool(person.permits)  # who has none has none to endorse
        key = (id(person), id(setting), ahead)
        if key not in self._scenes:
            counted = self._sitting.assumed(setting) if ahead else setting
            scene = Scene(person, counted, self._first.get((id(person), ahead)))
            self._scenes[key] = self._first[id(person), ahead] = scene
        return self._scenes[key]

    def _weigh(self, piece: Piece, *, ahead: bool = False) -> Weighed:
        """The condition of a piece by the numbers of its time."""
        view = self.view(piece.counted)
        assert piece.condition
        return (view.ahead if ahead else view).weigh(piece.condition)

    def _stand(self, course: Course, here: int) -> Stand:
        """What is answered on the day, from the first day to the last, however many editions that takes."""
        answer, start, end = self._stand_in(course.pieces[here], self._day)
        for piece in reversed(course.pieces[:here]):
            if start > piece.end:
                break
            before, since, _ = self._stand_in(piece, piece.end - 1)
            if before is not answer:
                break
            start = since
        for piece in course.pieces[here + 1 :]:
            if end < piece.start:
                break
            after, _, until = self._stand_in(piece, piece.start)
            if after is not answer:
                break
            end = until
        return answer, start, end

    def _stand_in(self, piece: Piece, day: int) -> Stand:
        """The same as far as one piece goes."""
        if piece.condition is None:
            return None, piece.start, piece.end
        answer, start, end = self._weigh(piece).holding.stand(day)
        return answer, max(start, piece.start), min(end, piece.end)

    def _holding(self, course: Course, *, ahead: bool = False) -> Holding:
        """When a rule holds, each edition for its own time; where none is on file it cannot be said."""
        key = course, ahead
        if key not in self._holdings:
            self._holdings[key] = joined(self._held(piece, ahead=ahead) for piece in course.pieces)
        return self._holdings[key]

    def _coming(self, course: Course) -> Holding:
        """The same ahead, from the edition of the day on."""
        if course not in self._to_come:
            to_come = course.pieces[self._sitting.place(course) :]
            self._to_come[course] = joined(self._held(piece, ahead=True) for piece in to_come)
        return self._to_come[course]

    def _held(self, piece: Piece, *, ahead: bool) -> Holding:
        if piece.condition is None:
            return _unsaid(piece.start, piece.end)
        return self._weigh(piece, ahead=ahead).holding.within(piece.start, piece.end)

    def _opening(self, ahead: Holding) -> date | None:
        opens = ahead.surely.first_from(self._day)
        return date.fromordinal(opens) if opens and opens <= self._sitting.horizon else None

    def _reasons(self, piece: Piece) -> Reason:
        return self._reason(self._weigh(piece), self._weigh(piece, ahead=True))

    def _reason(self, weighed: Weighed, ahead: Weighed) -> Reason:
        """The reason of a condition, told once however many rules ask it."""
        known = self._reasoned.get((weighed, ahead))
        if known is None:
            answer, since, until = weighed.holding.stand(self._day)
            value, start = self._shown(weighed)
            known = self._reasoned[weighed, ahead] = self._sitting.asked(weighed.condition).reason(
                Verdict.of(answer), value, start, _date(since), _date(until), self._opening(ahead.holding),
                tuple(map(self._reason, weighed.parts, ahead.parts)),
            )  # fmt: skip
        return known

    def _shown(self, weighed: Weighed) -> tuple[Amount, date | None]:
        """The value of what a condition asks about on the day, a clock's with the day it counts from."""
        if weighed.history is None:
            return None, None
        start = weighed.history.start(self._day)
        return weighed.history.value(self._day), date.fromordinal(start) if start else None


@lru_cache(maxsize=4096)
def _unsaid(start: int, end: int) -> Holding:
    """For the time in which no rule is on file."""
    return CANNOT_SAY.within(start, end)


def _date(bound: int) -> date | None:
    """The day on which something begins or is over; None where it does not."""
    return date.fromordinal(bound) if FIRST < bound < END else None
