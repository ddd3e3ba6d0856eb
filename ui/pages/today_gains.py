"""政策找人 on 今日: who has newly come to which service, since when and why, each with the button to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from app import benefits
from app.benefits import Found, Gain, GainRow
from app.desk import Desk
from app.language import N_, _, plural
from app.law.words import listed
from app.progress import Progress, Step
from ui.jobs import Failure
from ui.office import Office
from ui.pages.wording import sex_and_age, short_day
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Status, TwoLines, Words
from ui.widgets.empty import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

BACK, AHEAD = 30, 7
"""The days that are looked back and ahead."""

SHOWN = 60
AFTER_PAINT_MS = 200
"""So long the page is left to show itself before anything is looked for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everyone found, and the first of them in words."""

    found: Found
    rows: tuple[GainRow, ...]


def seek(desk: Desk, known: Found | None, progress: Progress) -> Seen:
    """Who has newly come to what; of what was found today already only the changed is asked again."""
    if known is None:
        found = benefits.newly_qualified(desk, BACK, AHEAD, progress)
    else:
        found = benefits.renewed(desk, known, progress)
    return Seen(found, benefits.described(desk, found.in_order()[:SHOWN]))


class Seeking(QObject):
    """Looks for them beside the desk and remembers; ``seen`` carries a Seen, ``stepped`` how far it is."""

    seen = Signal(object)
    stepped = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._found: Found | None = None
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

    def stop(self) -> None:
        """Give up looking; what was seen before stays."""
        self._once_more = self._under_way = False
        self._stop.set()

    def _begin(self) -> None:
        self._under_way, self._stop = True, Event()
        self._office.jobs.look_through(
            partial(seek, self._office.desk, self._found),
            then=self._come_back, stepped=self._tell, stopped=self._stop.is_set, owner=self,
        )  # fmt: skip

    def _tell(self, step: Step) -> None:
        if self._under_way:  # the last step may be heard after the end
            self.stepped.emit(step)

    def _give_way(self, failure: Failure) -> None:
        if failure.owner is self:
            self._under_way = False

    def _come_back(self, seen: Seen) -> None:
        self._under_way, self._found = False, seen.found
        self.seen.emit(seen)
        if self._once_more:
            self._once_more = False
            self.look()


class GainsPanel(Panel):
    """The nearest of them at the right of 今日.

    ``told`` carries the GainRow whose resident was told, ``whole`` is emitted where the whole list is
    wanted, and ``stopped`` where nobody wants to wait.
    """

    told = Signal(object)
    whole = Signal()
    stopped = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        note = plural("the last {n} day", "the last {n} days", BACK)
        super().__init__(_("Policy finds people"), note=note, padded=False)
        self.list: WorkList[GainRow] = WorkList(
            (
                Column[GainRow](N_("Resident and service"), partial(_two_lines, today)),
                Column[GainRow](N_("To tell"), _step, width=92),
            ),
            key=_key, row_height=54, header=False, name=_("Policy finds people"),
        )  # fmt: skip
        self._whole = KeyButton("", kind="quiet", small=True)
        self._far, self._stop = Text(tone="text2"), KeyButton(_("Cancel"), kind="quiet", small=True)
        self._nobody = EmptyState("star", _("Nobody new"), _("Whoever newly qualifies will stand here."))

        for tool in (self._far, self._stop, self._whole):
            self.add_tool(tool)
            tool.hide()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nobody, 1)
        self.list.hide()
        self._nobody.hide()
        self.list.opened.connect(self.told)
        self._whole.clicked.connect(self.whole)
        self._stop.clicked.connect(self.stopped)

    def show_seen(self, seen: Seen) -> None:
        """Show who was found."""
        self.be_looking(None)
        self.list.show_rows(seen.rows)
        self.list.setVisible(bool(seen.rows))
        self._nobody.setHidden(bool(seen.rows))
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


def whole_list(today: Callable[[], date]) -> WorkList[GainRow]:
    """All of them as a list of the width of the queue."""
    return WorkList(
        (
            Column[GainRow](N_("Name"), _who, width=130),
            Column[GainRow](N_("Service"), _service),
            Column[GainRow](N_("From"), partial(_when, today), width=130),
            Column[GainRow](N_("Why"), lambda row: Words(listed(row.why), tone="text2"), width=210),
            Column[GainRow](N_("To tell"), _step, width=104),
        ),
        key=_key, name=_("Policy finds people"),
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
