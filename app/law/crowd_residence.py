"""The residence clock of many persons at once: what ``residence`` answers for one, in columns.

Read ``residence`` first; here are the same steps in the same order, each for everyone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.law.calendar import END, Period, ordinal_after
from app.law.crowd import (
    Crowd,
    Held,
    Mask,
    Rows,
    after_each,
    before_each,
    months_later,
    pairs,
    taken,
    worked_from_each,
)
from app.law.crowd_clocks import Runs, Totals
from app.law.packing import Block, Permits
from app.law.residence import HOUSED, LODGING, OUTLOOK, Regime, Setting

Regimes = Sequence[tuple[int, Regime | None]]
"""From which day on an endorsement due is treated how, in order."""


@dataclass(frozen=True, slots=True)
class Lives:
    """What became of the permits, in the days to come as an outlook takes them.

    ``ends`` is where each permit ends; a row of the others belongs to the permit ``of_…``.
    ``windows`` are only there when they were asked for.
    """

    ends: Rows
    of_lapse: Rows
    due: Rows
    ended: Rows
    forgiven: Mask
    resets: Mask
    of_window: Rows
    opens: Rows
    closes: Rows


class _Years:
    """All the permits of a block followed from due day to due day, as ``residence`` follows one."""

    def __init__(self, permits: Permits, regimes: Regimes, day: int, *, windows: bool) -> None:
        self.ends = permits.ends.copy()
        self._endorsed = np.append(permits.endorsed, np.int32(END))
        self._next = permits.first[:-1].copy()
        self._stop = permits.first[1:]
        self._anchor = permits.issued.copy()
        self._year = np.ones_like(self.ends)
        self._begins = np.array([begin for begin, _ in regimes], dtype=np.int32)
        self._regimes = [regime for _, regime in regimes]
        self._day, self._windows = day, windows
        self._horizon = ordinal_after(day, OUTLOOK)
        self.lapses: list[tuple[Rows, Rows, Rows, Mask, Mask]] = []
        self.windows: list[tuple[Rows, Rows, Rows]] = []

    def follow(self) -> Lives:
        """Go on until every permit has ended, or nothing more is on file."""
        going = np.arange(len(self.ends), dtype=np.int32)
        while len(going):
            due = self._due(going)
            on = (due < self.ends[going]) & (due <= self._horizon)
            going, due = taken(on, going, due)
            which = np.searchsorted(self._begins, due, side="right") - 1
            still = [self._past(regime, *taken(which == n, going, due))
                     for n, regime in enumerate(self._regimes)]  # fmt: skip
            going = np.concatenate(still) if still else going[:0]
        return self._lives()

    def _due(self, which: Rows) -> Rows:
        months = self._year.take(which) * np.int32(12)
        return np.minimum(months_later(self._anchor.take(which), months), np.int32(END))

    def _past(self, regime: Regime | None, which: Rows, due: Rows) -> Rows:
        """Those of the permits that go on after this due day."""
        if regime is None:
            self._year[which] += 1
            return which
        opens = before_each(due, regime.window) if self._windows else due
        if regime.window.moves_off_holidays:
            due = worked_from_each(due - np.int32(1)) + np.int32(1)
        upcoming = self._next.take(which)
        waiting = upcoming < self._stop.take(which)
        made = np.maximum(self._endorsed.take(upcoming), ~waiting * np.int32(END))
        in_time, assumed = made < due, ~waiting & (due > self._day)
        late = ~in_time & ~assumed
        if self._windows:
            closes = np.where(in_time, made, np.maximum(due - 1, np.int32(self._day + 1)))
            self._open(*taken(~late, which, opens, closes))
        self._year[which.compress(~late)] += 1
        self._use_up(*taken(in_time, which, due))
        on = [which.compress(in_time), self._late(regime, *taken(late, which, due, opens, made))]
        return np.concatenate([*on, which.compress(assumed)] if self._windows else on)

    def _open(self, which: Rows, opens: Rows, closes: Rows) -> None:
        if self._windows:
            self.windows.append((which, opens, np.minimum(closes, self.ends[which])))

    def _use_up(self, which: Rows, due: Rows) -> None:
        """Every endorsement made before the due day counts for it."""
        while len(which):
            upcoming = self._next.take(which)
            more = (upcoming < self._stop.take(which)) & (self._endorsed.take(upcoming) < due)
            which, due = taken(more, which, due)
            self._next[which] += 1

    def _late(self, regime: Regime, which: Rows, due: Rows, opens: Rows, made: Rows) -> Rows:
        cancelled = np.full_like(due, END)
        if regime.cancel_after:
            cancelled = after_each(due, regime.cancel_after)
        self._next[which[made < END]] += 1
        never = made >= np.minimum(cancelled, self.ends[which])
        for_the_lapse = cancelled < self.ends[which]
        self.ends[which[never]] = np.minimum(cancelled, self.ends[which])[never]
        ended = np.where(never, self.ends[which], made)
        forgiven = ~never & (made <= after_each(due, regime.grace))
        resets = np.where(never, for_the_lapse, ~forgiven & _too_late(made, due, regime.reset_after))
        self._open(which, opens, ended)
        self.lapses.append((which, due, ended, forgiven, resets))
        stays = forgiven | (~never & (regime.anchor == "issue"))
        self._catch_up(which[stays], made[stays])
        moves = ~never & ~stays
        self._anchor[which[moves]], self._year[which[moves]] = made[moves], 1
        return which[~never]

    def _catch_up(self, which: Rows, made: Rows) -> None:
        """The next old anniversary after the late endorsement."""
        while len(which):
            behind = self._due(which) <= made
            which, made = which[behind], made[behind]
            self._year[which] += 1

    def _lives(self) -> Lives:
        none, no = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_)
        lapses = [
            np.concatenate(column) for column in zip((none, none, none, no, no), *self.lapses, strict=True)
        ]
        windows = [np.concatenate(column) for column in zip((none, none, none), *self.windows, strict=True)]
        return Lives(self.ends, *lapses, *windows)


def _too_late(made: Rows, due: Rows, reset_after: Period | None) -> Mask:
    return made > after_each(due, reset_after) if reset_after else np.zeros(len(made), dtype=np.bool_)


class Permitted:
    """The permits of a block, counted the same wherever residence is counted from."""

    def __init__(self, block: Block, regimes: Regimes, day: int) -> None:
        self._block, self._regimes, self._day = block, regimes, day

    @cached_property
    def lives(self) -> Lives:
        """What became of each permit, without its windows."""
        return _Years(self._block.permits, self._regimes, self._day, windows=False).follow()

    @cached_property
    def valid(self) -> Crowd:
        """The days on which each permit can be used, permit by permit."""
        lives = self.lives
        every = np.arange(len(lives.ends), dtype=np.int32)
        lapses = Crowd.table(len(every), lives.of_lapse, lives.due, lives.ended)
        return self._unlost(every) - lapses

    def _unlost(self, owner: Rows) -> Crowd:
        """The days on which a permit was held and not lost, by permit or by person as ``owner`` says."""
        permits, ends = self._block.permits, self.lives.ends
        people = len(owner) if owner is not permits.person else self._block.people
        held = Crowd.table(people, owner, permits.issued, ends)
        of = permits.of_loss
        lost = np.maximum(permits.lost, permits.issued.take(of))
        return held - Crowd.table(people, owner.take(of), lost, np.minimum(permits.replaced, ends.take(of)))

    @cached_property
    def permit_valid(self) -> Held:
        """The days on which a permit can be used."""
        return Held.known(self._by_person(self.valid))

    def _by_person(self, days: Crowd) -> Crowd:
        return Crowd.table(
            self._block.people, self._block.permits.person[days.person], days.starts, days.ends
        )

    @cached_property
    def endorsement_open(self) -> Held:
        """The days on which an endorsement may be made."""
        lives = _Years(self._block.permits, self._regimes, self._day, windows=True).follow()
        owner = self._block.permits.person[lives.of_window]
        return Held.known(Crowd.table(self._block.people, owner, lives.opens, lives.closes))

    @cached_property
    def permit_run(self) -> Runs:
        """The time a permit was valid, since the last break."""
        return Runs(self._unlost(self._block.permits.person) - self.uncounted)

    @cached_property
    def permit_total(self) -> Totals:
        """All the time a permit was valid."""
        return Totals(self.permit_run.days, self.resets)

    @cached_property
    def uncounted(self) -> Crowd:
        """The days that do not count because an endorsement was missing."""
        lives = self.lives
        those = ~lives.forgiven
        of_lapse, due, ended = taken(those, lives.of_lapse, lives.due, lives.ended)
        return Crowd.table(self._block.people, self._block.permits.person.take(of_lapse), due, ended)

    @property
    def resets(self) -> tuple[Rows, Rows]:
        """Whose total begins again for a lapse, and on which day."""
        lives = self.lives
        return self._block.permits.person[lives.of_lapse[lives.resets]], lives.ended[lives.resets]


class Residing:
    """The stays of a block, counted by the numbers of one setting."""

    def __init__(self, block: Block, setting: Setting, permitted: Permitted) -> None:
        self._block, self._setting, self._permitted = block, setting, permitted

    @cached_property
    def _here(self) -> Mask:
        here: Mask = self._block.stays.division.each(self._setting.here) == 1
        return here

    def _table(self, those: Mask, starts: Rows, ends: Rows) -> Crowd:
        stays = self._block.stays
        return Crowd.table(self._block.people, *taken(those, stays.person, starts, ends))

    @cached_property
    def _present(self) -> tuple[Crowd, tuple[Rows, Rows]]:
        """The days of residence by the stays alone, and the days on which all begins again."""
        stays, setting = self._block.stays, self._setting
        begun = stays.arrived if setting.count_from == "arrived" else stays.registered
        counts = stays.division.each(setting.counts) == 1
        days = _bridged(self._table(counts, begun, stays.left), setting.gap)
        if setting.elsewhere != "reset" or counts.all():
            return days, (stays.person[:0], begun[:0])
        away = self._table(~counts, begun, stays.left) - days
        return days, (away.person, away.starts)

    @cached_property
    def registered(self) -> Held:
        """The days on which a stay here is registered and open."""
        return Held.known(self._table(self._here, self._block.stays.registered, self._block.stays.left))

    @cached_property
    def housed(self) -> Held:
        """The days with a lawful stable dwelling here: by the tenure, else by what was stated."""
        stays = self._block.stays
        by_tenure = stays.tenure.each(lambda tenure: HOUSED.get(tenure or ""))
        so = np.where(by_tenure == 1, 1, self._stated("lawful_dwelling"))
        so[(stays.tenure.each(lambda tenure: tenure is None) == 1) & (so == 0)] = -1
        surely = self._table(self._here & (so == 1), stays.registered, stays.left)
        if not (so == -1).any():
            return Held.known(surely)
        return Held(surely, self._table(self._here & (so != 0), stays.registered, stays.left))

    def _stated(self, statement: str) -> Rows:
        """What was stated, for each stay: 1, 0, or -1 where nothing was."""
        person = self._block.stays.person
        if statement not in self._block.statements:
            return np.full(len(person), -1, dtype=np.int32)
        return self._block.statements[statement].each(lambda so: so)[person]

    @cached_property
    def hosted(self) -> Held:
        """The days here at a hotel, hospital, school or relief station."""
        return self._lodging("hosted")

    @cached_property
    def with_relatives(self) -> Held:
        """The days here with close relatives whose household is registered here."""
        return self._lodging("with_relatives")

    def _lodging(self, kind: str) -> Held:
        stays, (tenures, statement) = self._block.stays, LODGING[kind]
        by_tenure = stays.tenure.each(lambda tenure: tenures.get(tenure or ""))
        so = np.where(by_tenure < 0, self._stated(statement), by_tenure)
        surely = self._table(self._here & (so == 1), stays.arrived, stays.left)
        return Held(surely, self._table(self._here & (so != 0), stays.arrived, stays.left))

    @cached_property
    def unregistered(self) -> Runs:
        """The time since an arrival here that has not been registered."""
        stays = self._block.stays
        return Runs(self._table(self._here, stays.arrived, np.minimum(stays.left, stays.registered)))

    @cached_property
    def same_address(self) -> Held:
        """The days on which the valid permit is for the address of an open stay here."""
        stays, permits = self._block.stays, self._block.permits
        valid = self._permitted.valid
        owner = permits.person[valid.person]
        order = np.argsort(stays.person, kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(stays.person, minlength=self._block.people))])
        ours, theirs = pairs(owner, first)
        theirs = order[theirs]
        starts = np.maximum(valid.starts[ours], stays.registered[theirs])
        ends = np.where(self._here[theirs], np.minimum(valid.ends[ours], stays.left[theirs]), 0)
        same = self._same(valid.person[ours], theirs)
        surely, possibly = (
            Crowd.table(self._block.people, *taken(kept, owner.take(ours), starts, ends))
            for kept in (same == 1, same != 0)
        )
        return Held(surely, possibly)

    def _same(self, permit: Rows, stay: NDArray[np.intp]) -> Rows:
        """Whether the addresses are the same: 1, 0, or -1 where one is not on file."""
        ours, theirs = self._block.permits.address, self._block.stays.address
        places = {word: code for code, word in enumerate(ours.words)}
        in_our_codes = np.array([*(places.get(word, -2) for word in theirs.words), -2], dtype=np.int32)
        same = (ours.codes[permit] == in_our_codes[theirs.codes[stay]]).astype(np.int32)
        untold = (ours.each(lambda word: word is not None)[permit] == 0) | (
            theirs.each(lambda word: word is not None)[stay] == 0
        )
        return np.where(untold, -1, same).astype(np.int32)

    @cached_property
    def residence_run(self) -> Runs:
        """The time since the last break (连续)."""
        return Runs(self._present[0] - self._permitted.uncounted)

    @cached_property
    def residence_total(self) -> Totals:
        """All the time that counts (累计)."""
        return Totals(self.residence_run.days, _with(self._present[1], self._permitted.resets))


def _with(resets: tuple[Rows, Rows], more: tuple[Rows, Rows]) -> tuple[Rows, Rows]:
    return np.concatenate([resets[0], more[0]]), np.concatenate([resets[1], more[1]])


def _bridged(days: Crowd, gap: Period) -> Crowd:
    """The days, and those between two stretches when the next begins at most gap + 1 day after."""
    if len(days.person) < 2:
        return days
    fresh = np.ones(len(days.person), dtype=np.bool_)
    near = days.starts[1:] <= after_each(days.ends[:-1], gap) + np.int32(1)
    fresh[1:] = ~near | (days.person[1:] != days.person[:-1])
    last = np.append(fresh[1:], True)
    return Crowd(days.people, days.person[fresh], days.starts[fresh], days.ends[last])
