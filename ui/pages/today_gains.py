"""政策找人 on 今日: who has newly come to which service, since when and why, each with the button to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Event
from uuid import UUID

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app import benefits, listing
from app.benefits import Found, Gain, GainRow
from app.desk import Desk
from app.language import N_, _, plural
from app.law.words import listed
from app.listing import Listing
from app.progress import Progress, Step
from ui.jobs import Failure
from ui.longlist import LongList
from ui.office import Office
from ui.pages.wording import sex_and_age, short_day
from ui.preferences import of_program
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Status, TwoLines, Words
from ui.widgets.choice import Switch
from ui.widgets.empty import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.text import Text

SPANS, USUAL = (7, 30, 90, 180), 30
"""The days that may be looked back and ahead, and those that are until the officer chooses."""

SPAN = "newly_qualified/days"
"""Under which name an officer's choice is remembered."""

AFTER_PAINT_MS = 200
"""So long the page is left to show itself before anything is looked for."""

Numbers = dict[tuple[UUID, date], int]
"""Which number somebody's gain of a day has in the list; it keeps it however often it is looked again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everyone found, as a list that is put in words as it is looked at; how many are still to be told.

    A city's are counted beside the window: for ten thousands it would be held too long.
    """

    found: Found
    listing: Listing[GainRow]
    untold: int

    @property
    def counted(self) -> int:
        """How many there are."""
        return len(self.listing)


def seek(desk: Desk, known: Seen | None, numbers: Numbers, days: int, progress: Progress) -> Seen:
    """Who has newly come to what; of what was found today already only the changed is asked again."""
    if known is None:
        found = benefits.newly_qualified(desk, days, days, progress)
    else:
        found = benefits.renewed(desk, known.found, progress)
    gains = {
        numbers.setdefault((gain.person_id, gain.opens_on), len(numbers)): gain for gain in found.in_order()
    }
    order = np.fromiter(gains, dtype=np.int64)
    return Seen(found, listing.begin(order, partial(in_words, desk, gains)), found.untold())


def in_words(desk: Desk, gains: Mapping[int, Gain], wanted: Sequence[int]) -> dict[int, GainRow]:
    """Some of the gains by their numbers, in words."""
    numbers = {gains[number]: number for number in wanted}
    return {numbers[row.gain]: row for row in benefits.described(desk, tuple(numbers))}


class Seeking(QObject):
    """Looks for them beside the desk and remembers; ``seen`` carries a Seen, ``stepped`` how far it is."""

    seen = Signal(object)
    stepped = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._seen: Seen | None = None
        self._numbers: Numbers = {}
        self._days = _remembered(office.desk)
        self._under_way = self._once_more = False
        self._stop = Event()
        self._timer = QTimer(self, singleShot=True, interval=AFTER_PAINT_MS)
        self._timer.timeout.connect(self._begin)
        office.jobs.failed.connect(self._give_way)

    def look(self) -> None:
        """Look, once the page has been painted; what comes meanwhile is looked at afterwards."""
        if self._under_way:
            self._once_more = True
        else:
            self._timer.start()

    @property
    def days(self) -> int:
        """How many days are looked back and ahead."""
        return self._days

    def look_over(self, days: int) -> None:
        """Look over another number of days, which is remembered for this officer."""
        if days != self._days:
            of_program().remember(self._office.desk.officer.login, SPAN, str(days))
            self.stop()
            self._days, self._seen = days, None
            self._timer.start()

    def stop(self) -> None:
        """Give up looking; what was seen before stays."""
        self._once_more = self._under_way = False
        self._stop.set()

    def _begin(self) -> None:
        self._under_way, self._stop = True, Event()
        self._office.jobs.look_through(
            partial(seek, self._office.desk, self._seen, self._numbers, self._days),
            then=self._come_back, stepped=self._tell, stopped=self._stop.is_set, owner=self,
        )  # fmt: skip

    def _tell(self, step: Step) -> None:
        if self._under_way:  # the last step may be heard after the end
            self.stepped.emit(step)

    def _give_way(self, failure: Failure) -> None:
        if failure.owner is self:
            self._under_way = False

    def _come_back(self, seen: Seen) -> None:
        if seen.found.back != self._days:  # another number of days was chosen meanwhile
            return
        self._under_way, self._seen = False, seen
        self.seen.emit(seen)
        if self._once_more:
            self._once_more = False
            self.look()


def _remembered(desk: Desk) -> int:
    """The number of days this officer chose last."""
    kept = of_program().remembered(desk.officer.login, SPAN)
    return int(kept) if kept in map(str, SPANS) else USUAL


def span_switch(days: int) -> Switch:
    """How many days to look over, with those chosen now."""
    switch = Switch(
        tuple((each, plural("{n} day", "{n} days", each)) for each in SPANS), name=_("Days back and ahead")
    )
    switch.show_value(days)
    return switch


class GainsPanel(Panel):
    """The nearest of them at the right of 今日.

    ``told`` carries the GainRow whose resident was told, ``whole`` is emitted where the whole list is
    wanted, and ``stopped`` where nobody wants to wait.
    """

    told = Signal(object)
    whole = Signal()
    stopped = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(_("Policy finds people"), padded=False)
        today = office.desk.today
        self.list: LongList[GainRow] = LongList(
            (
                Column[GainRow](N_("Resident and service"), partial(_two_lines, today)),
                Column[GainRow](N_("To tell"), _step, width=92),
            ),
            key=_key, jobs=office.jobs, row_height=50, header=False, name=_("Policy finds people"),
        )  # fmt: skip
        self._whole = KeyButton("", kind="quiet", small=True)
        self._far, self._stop = Text(tone="text2"), KeyButton(_("Cancel"), kind="quiet", small=True)
        self._nobody = EmptyState("star", _("Policy finds people"), _("They are being looked for."))

        for tool in (self._far, self._stop, self._whole):
            self.add_tool(tool)
            tool.hide()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nobody, 1)
        self.list.hide()
        self.list.opened.connect(self.told)
        self._whole.clicked.connect(self.whole)
        self._stop.clicked.connect(self.stopped)

    def show_seen(self, seen: Seen) -> None:
        """Show who was found."""
        self.be_looking(None)
        self.show_title(_("Policy finds people"), around(seen.found.back))
        self.list.show_listing(seen.listing)
        self.list.setVisible(bool(seen.listing))
        self._nobody.show_words(_("Nobody new"), _("Whoever newly qualifies will stand here."))
        self._nobody.setHidden(bool(seen.listing))
        people = len(seen.found.gains)
        self._whole.show_words(plural("All, {n} person", "All, {n} people", people))
        self._whole.setVisible(people > 0)

    def be_looking(self, step: Step | None) -> None:
        """Say how far the looking is; None says that it is over."""
        self._far.setVisible(step is not None)
        self._stop.setVisible(step is not None)
        if step is not None:
            self._whole.hide()
            self._far.setText(_("looking {done} / {total}", done=step.done, total=step.total))


def around(days: int) -> str:
    """The days that were looked over, said of the list."""
    return plural("± {n} day", "± {n} days", days)


def whole_list(office: Office) -> LongList[GainRow]:
    """All of them as a list of the width of the queue."""
    today = office.desk.today
    return LongList(
        (
            Column[GainRow](N_("Name"), _who, width=130),
            Column[GainRow](N_("Service"), _service),
            Column[GainRow](N_("From"), partial(_when, today), width=130),
            Column[GainRow](N_("Why"), lambda row: Words(listed(row.why), tone="text2"), width=210),
            Column[GainRow](N_("To tell"), _step, width=104),
        ),
        key=_key, jobs=office.jobs, name=_("Policy finds people"),
    )  # fmt: skip


def _key(row: GainRow) -> Gain:
    return replace(row.gain, told=False)


def _who(row: GainRow) -> Words:
    return Words(row.person.name, sex_and_age(row.person.sex, row.person.age), bold=True)


def _service(row: GainRow) -> Words:
    """The weightiest service, and how many come with it."""
    others = len(row.services) - 1
    more = plural("and {n} more service", "and {n} more services", others) if others else ""
    return Words(row.services[0], more)


def _two_lines(today: Callable[[], date], row: GainRow) -> TwoLines:
    service = _service(row)
    when = f"{_when(today, row).words} · {listed(row.why)}"
    return TwoLines(Words(row.person.name, service.spoken(), bold=True), Words(when, tone="text2"))


def _when(today: Callable[[], date], row: GainRow) -> Words:
    day = row.gain.opens_on
    shown = short_day(day, today())
    if day > today():
        return Words(_("expected {day}", day=shown), tone="plan")
    return Words(_("open since {day}", day=shown))


def _step(row: GainRow) -> Status | NextStep:
    return Status(_("told"), "ok") if row.gain.told else NextStep(_("Tell"))
