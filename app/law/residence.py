"""The residence clock: what a person's stays, permits and yearly endorsements come to.

Two numbers, always both: the run, since the last break, and the total, of all that
counts. Where the papers are silent on what a late endorsement does, the place says
(``Regime``); the reading of 居住证暂行条例 art. 10 is the nation's pack's, not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.law.calendar import END, FIRST, Period, ordinal_after, ordinal_before, worked_from
from app.law.days import ALWAYS, NEVER, Days, Holding
from app.law.histories import Clock, Measured
from app.law.residents import UNKNOWN, Permit, Resident, Stay

A_YEAR = Period(1, "year")
OUTLOOK = Period(50, "year")
"""How far ahead the law looks; what opens later than that does not open."""

HOUSED = {"owned": True, "rented": True, "dormitory": True, "school": True}
OWN = {"owned": False, "rented": False, "dormitory": False}
LODGING = {
    "hosted": ({**OWN, "relatives": False, "school": True}, "on_a_hosts_list"),
    "with_relatives": ({**OWN, "school": False}, "joins_relatives"),
}
"""What the tenure says of whose roof it is, and the statement that says it where the tenure does not."""


@dataclass(frozen=True, slots=True)
class Regime:
    """What a place says about the yearly endorsement due on a day; None is never."""

    window: Period
    anchor: str
    grace: Period
    reset_after: Period | None
    cancel_after: Period | None

    def suspends(self, due: int) -> int:
        """The first suspended day of the due day: itself, or later where the window's last day moves."""
        return worked_from(due - 1) + 1 if self.window.moves_off_holidays else due


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and by which numbers stays are counted, and from which day endorsements are taken as made.

    ``regime`` says how an endorsement due on a day is treated, None where none was asked for
    then. ``assumed_after`` is the day of an outlook: every endorsement due after it falls on the
    last day of its window. It is None for what is on file, where nothing is assumed.
    """

    office: str
    count_from: str
    area: int
    recognised: tuple[str, ...]
    gap: Period
    elsewhere: str
    regime: Callable[[int], Regime | None]
    assumed_after: int | None = None

    def here(self, division: str | None) -> bool | None:
        """Whether the division is in the office's area; None where the division is not on file."""
        return None if division is None else same_place(division, self.office, self.area)

    def counts(self, division: str | None) -> bool | None:
        """Whether time there counts: in the area, or in a recognised place."""
        if division is None or self.here(division):
            return self.here(division)
        if division.startswith(self.recognised):
            return True
        coarser = any(place.startswith(division) for place in self.recognised)
        return None if coarser else self.here(division)


def same_place(division: str, office: str, digits: int) -> bool | None:
    """Whether the two agree in so many digits, or in all the office has; None if told too coarsely."""
    asked = min(digits, len(office))
    if len(division) < asked:
        return None if office.startswith(division) else False
    return division[:asked] == office[:asked]


@dataclass(frozen=True, slots=True)
class Lapse:
    """A time, [due, ended), in which a permit's function was suspended for want of an endorsement."""

    due: int
    ended: int
    forgiven: bool = False
    resets: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """An endorsement that is not on file: the day on which its year is full, and the first suspended day.

    The second is later than the first where the last day of the window moves off holidays.
    """

    full: int
    due: int


@dataclass(frozen=True, slots=True)
class Life:
    """What became of one permit: when it was held, when lost, when it lapsed, when it could be endorsed.

    ``missing`` is the first endorsement that is not on file, None once it has ended before.
    From ``doubtful`` on, its endorsements are not on file and any of this may be otherwise.
    """

    held: Days
    lost: Days
    lapses: tuple[Lapse, ...]
    windows: Days
    doubtful: int = END
    missing: Missing | None = None

    @property
    def valid(self) -> Days:
        """The days on which it can be used."""
        return self.held - self.lost - Days.of((lapse.due, lapse.ended) for lapse in self.lapses)


@dataclass(frozen=True, slots=True)
class Presence:
    """The days that are there to be counted, as far as is known, and the days on which all begins again.

    On the days of ``perhaps`` all may begin again: it is not known whether it does.
    """

    surely: Days
    possibly: Days
    resets: tuple[int, ...] = ()
    perhaps: tuple[int, ...] = ()


# --- stays


def stays_of(person: Resident, setting: Setting) -> Presence:
    """The days of residence by the stays alone, those not farther apart than the gap joined."""
    if person.stays is None:
        return Presence(NEVER, ALWAYS)
    surely, possibly, elsewhere, somewhere = [], [], [], []
    for stay in person.stays:
        counted = setting.counts(stay.division)
        sure, perhaps = _covered(stay, setting.count_from)
        surely += [sure] if counted else []
        possibly += [perhaps] if counted is not False else []
        elsewhere += [sure] if counted is False else []
        somewhere += [perhaps] if not counted else []
    sure_days = _bridged(surely, setting.gap)
    present = Presence(sure_days, _bridged(possibly, setting.gap))
    if setting.elsewhere != "reset":
        return present
    resets, perhaps_resets = (
        tuple(start for start, _ in (Days.of(days) - sure_days).stretches) for days in (elsewhere, somewhere)
    )
    return replace(present, resets=resets, perhaps=perhaps_resets)


def _covered(stay: Stay, count_from: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The stretch the stay covers for sure, and the one it may cover."""
    nothing = (END, END)
    left = stay.left.toordinal() if stay.left else END
    arrived = stay.arrived.toordinal() if stay.arrived else None
    begun = stay.arrived if count_from == "arrived" else stay.registered
    if isinstance(begun, date):
        return (begun.toordinal(), left), (begun.toordinal(), left)
    if count_from == "registered" and begun is None:
        return nothing, nothing
    return nothing, (arrived or FIRST, left)


def _bridged(stretches: Iterable[tuple[int, int]], gap: Period) -> Days:
    """The days of the stretches, and those between two when the next begins at most gap + 1 day after."""
    joined: list[tuple[int, int]] = []
    for start, end in Days.of(stretches).stretches:
        if joined and start <= ordinal_after(joined[-1][1], gap) + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return Days(tuple(joined))


def registered(person: Resident, setting: Setting) -> Holding:
    """The days on which a stay here is registered and open."""
    return _while_staying(person, setting, lambda stay: True)


def housed(person: Resident, setting: Setting) -> Holding:
    """The days with a lawful stable dwelling here: by the tenure, else by what was stated."""
    stated = person.statements.get("lawful_dwelling")
    return _while_staying(person, setting, lambda stay: _is_housed(stay, stated))


def _is_housed(stay: Stay, stated: bool | None) -> bool | None:
    """By the tenure where it decides; where none is on file, a dwelling stated to be lawful is one."""
    if stay.tenure is None:
        return stated or None
    return HOUSED.get(stay.tenure, stated)


def lodging(person: Resident, setting: Setting, kind: str) -> Holding:
    """The days here under a roof of that kind of LODGING: by the tenure, else by what was stated."""
    by_tenure, statement = LODGING[kind]
    stated = person.statements.get(statement)
    return _while_staying(person, setting, lambda stay: by_tenure.get(stay.tenure or "", stated), "arrived")


def _while_staying(
    person: Resident, setting: Setting, so: Callable[[Stay], bool | None], begun: str = "registered"
) -> Holding:
    if person.stays is None:
        return Holding(NEVER, ALWAYS)
    surely, possibly = [], []
    for stay in person.stays:
        verdicts = (setting.here(stay.division), so(stay))
        sure, perhaps = _covered(stay, begun)
        surely += [sure] if all(verdicts) else []
        possibly += [perhaps] if False not in verdicts else []
    return Holding(Days.of(surely), Days.of(possibly))


def same_address(person: Resident, setting: Setting, lives: tuple[Life, ...] | None) -> Holding:
    """The days on which the valid permit is for the address of an open stay here."""
    if lives is None or person.permits is None:
        return Holding(NEVER, ALWAYS)
    days = Holding.known(NEVER)
    for permit, life in zip(sorted(person.permits, key=_issue_day), lives, strict=True):
        valid = Holding(life.valid.within(FIRST, life.doubtful), life.valid)
        days |= valid & _while_staying(person, setting, partial(_at_same_address, permit))
    return days


def _at_same_address(permit: Permit, stay: Stay) -> bool | None:
    if permit.address is None or stay.address is None:
        return None
    return permit.address == stay.address


def unregistered(person: Resident, setting: Setting) -> Measured:
    """The time since an arrival here that has not been registered, until it is or the person leaves."""
    if person.stays is None:
        return Measured(Clock(), Clock.run(ALWAYS))
    surely, possibly = [], []
    for stay in person.stays:
        left = stay.left.toordinal() if stay.left else END
        arrived = stay.arrived.toordinal() if stay.arrived else FIRST
        on_file = stay.registered.toordinal() if isinstance(stay.registered, date) else END
        known = stay.arrived is not None and stay.registered is not UNKNOWN
        here = setting.here(stay.division)
        waiting = (arrived, min(left, on_file))
        surely += [waiting] if here and known else []
        possibly += [waiting] if here is not False else []
    return Measured(Clock.run(Days.of(surely)), Clock.run(Days.of(possibly)))


# --- permits


def lives_of(person: Resident, setting: Setting) -> tuple[Life, ...] | None:
    """What became of each permit, in the order of issue; None where it is not known which there were.

    A permit ends when it is cancelled, or when the next is issued.
    """
    if person.permits is None or any(permit.issued is None for permit in person.permits):
        return None
    permits = sorted(person.permits, key=_issue_day)
    following = [*map(_issue_day, permits), END][1:]
    return tuple(_life_of(permit, end, setting) for permit, end in zip(permits, following, strict=True))


def _issue_day(permit: Permit) -> int:
    return permit.issued.toordinal() if permit.issued else FIRST


def _life_of(permit: Permit, end: int, setting: Setting) -> Life:
    issued = _issue_day(permit)
    end = min(end, permit.cancelled.toordinal() if permit.cancelled else END)
    if permit.endorsed is None:
        first_due = min(ordinal_after(issued, A_YEAR), end)
        regime = setting.regime(first_due)
        opens = ordinal_before(first_due, regime.window) if regime else first_due
        doubtful = regime.suspends(first_due) if regime else first_due
        return Life(Days.between(issued, end), _lost(permit), (), Days.between(opens, end), doubtful)
    years = _Years(issued, end, sorted({day.toordinal() for day in permit.endorsed}), setting)
    years.follow()
    days, windows = Days.between(issued, years.end), Days.of(years.windows)
    return Life(days, _lost(permit), tuple(years.lapses), windows, missing=years.missing)


def _lost(permit: Permit) -> Days:
    return Days.of(
        (loss.lost.toordinal(), loss.replaced.toordinal() if loss.replaced else END) for loss in permit.losses
    )


class _Years:
    """A permit followed from one due day to the next, until it ends or nothing more is on file or assumed."""

    def __init__(self, issued: int, end: int, endorsed: list[int], setting: Setting) -> None:
        self.end = end
        self.lapses: list[Lapse] = []
        self.windows: list[tuple[int, int]] = []
        self.missing: Missing | None = None
        self._anchor = issued
        self._year = 1
        self._waiting = [day for day in endorsed if issued <= day < end]
        self._setting = setting
        self._assumed = setting.assumed_after
        self._horizon = END if self._assumed is None else ordinal_after(self._assumed, OUTLOOK)

    def follow(self) -> None:
        """Go on from due day to due day."""
        while (due := self._due()) < self.end and due <= self._horizon and self._past(due):
            pass

    def _due(self) -> int:
        return ordinal_after(self._anchor, Period(self._year, "year"))

    def _past(self, due: int) -> bool:
        """Whether the permit goes on after this due day."""
        regime = self._setting.regime(due)
        if regime is None:
            self._year += 1
            return True
        full, opens, due = due, ordinal_before(due, regime.window), regime.suspends(due)
        in_time = [day for day in self._waiting if day < due]
        if in_time:
            self._in_time(due, opens, in_time[0])
        elif not self._waiting and self._assumed is not None and due > self._assumed:
            self._in_time(due, opens, max(due - 1, self._assumed + 1))
        else:
            return self._late(Missing(full, due), opens, regime)
        return True

    def _in_time(self, due: int, opens: int, endorsed: int) -> None:
        """The anchor stays; an endorsement before its window counts for the coming due day all the same."""
        self.windows.append((opens, min(endorsed, self.end)))
        self._waiting = [day for day in self._waiting if day >= due]
        self._year += 1

    def _late(self, missed: Missing, opens: int, regime: Regime) -> bool:
        due = missed.due
        cancelled = ordinal_after(due, regime.cancel_after) if regime.cancel_after else END
        endorsed = self._waiting.pop(0) if self._waiting else END
        if endorsed >= min(cancelled, self.end):
            self._never_endorsed(missed, opens, cancelled)
            return False
        forgiven = endorsed <= ordinal_after(due, regime.grace)
        too_late = regime.reset_after and endorsed > ordinal_after(due, regime.reset_after)
        self.windows.append((opens, endorsed))
        self.lapses.append(Lapse(due, endorsed, forgiven, resets=bool(too_late) and not forgiven))
        if forgiven or regime.anchor == "issue":
            while self._due() <= endorsed:
                self._year += 1
        else:
            self._anchor, self._year = endorsed, 1
        return True

    def _never_endorsed(self, missing: Missing, opens: int, cancelled: int) -> None:
        """Suspended until the permit ends; cancelled for the lapse, all that was counted ends with it."""
        for_the_lapse = cancelled < self.end
        self.missing = missing
        self.end = min(cancelled, self.end)
        self.windows.append((opens, self.end))
        self.lapses.append(Lapse(missing.due, self.end, resets=for_the_lapse))


def permit_valid(lives: tuple[Life, ...] | None) -> Holding:
    """The days on which a permit can be used."""
    if lives is None:
        return Holding(NEVER, ALWAYS)
    days = Holding.known(NEVER)
    for life in lives:
        valid = life.valid
        days |= Holding(valid.within(FIRST, life.doubtful), valid)
    return days


def next_missing(lives: tuple[Life, ...] | None, day: int) -> Missing | None:
    """The endorsement to be made next, past where it is late; None without a permit."""
    held = [life for life in lives or () if day in life.held]
    return held[-1].missing if held else None


def may_be_endorsed(lives: tuple[Life, ...] | None) -> Holding:
    """The days on which an endorsement is open: in its window until made, and after a lapse until made."""
    if lives is None:
        return Holding(NEVER, ALWAYS)
    days = Holding.known(NEVER)
    for life in lives:
        days |= Holding(NEVER, life.windows) if life.doubtful < END else Holding.known(life.windows)
    return days


def permit_presence(lives: tuple[Life, ...] | None) -> Presence:
    """The days a permit was held and not lost, to be counted like days of residence."""
    if lives is None:
        return Presence(NEVER, ALWAYS)
    days = Days.of(stretch for life in lives for stretch in (life.held - life.lost).stretches)
    return Presence(days, days)


# --- the two numbers


def run_of(present: Presence, lives: tuple[Life, ...] | None) -> Measured:
    """The time since the last break (连续)."""
    least, most, _ = _counted(present, lives)
    return _between(Clock.run(least), Clock.run(most))


def total_of(present: Presence, lives: tuple[Life, ...] | None) -> Measured:
    """All the time that counts, with what does not count left out (累计)."""
    least, most, resets = _counted(present, lives)
    doubt = [doubtful(present, lives), *present.perhaps]
    return _between(Clock.total(least, [*resets, *doubt]), Clock.total(most, resets))


def _between(least: Clock, most: Clock) -> Measured:
    return Measured(least, least if most == least else most)


def _counted(present: Presence, lives: tuple[Life, ...] | None) -> tuple[Days, Days, list[int]]:
    """The days that count at least, those that count at most, and those on which the total begins again."""
    lapses = [lapse for life in lives or () for lapse in life.lapses if not lapse.forgiven]
    uncounted = Days.of((lapse.due, lapse.ended) for lapse in lapses)
    resets = [*present.resets, *(lapse.ended for lapse in lapses if lapse.resets)]
    least = (present.surely - uncounted).within(FIRST, doubtful(present, lives))
    return least, present.possibly - uncounted, resets


def doubtful(present: Presence, lives: tuple[Life, ...] | None) -> int:
    """The first day on which an endorsement not on file may have been missed.

    A permit is issued on residence, so none can be due before residence is a year old.
    """
    if lives is not None:
        return min((life.doubtful for life in lives), default=END)
    first = present.possibly.first_from(FIRST)
    return END if first is None else ordinal_after(first, A_YEAR)
