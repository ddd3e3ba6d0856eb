"""档案: one resident's file, the next legal step, what the law says to it, and all that was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import (
    arrivals,
    households,
    looks,
    materials,
    paperwork,
    resident_files,
    statements,
    undoing,
    whatif,
)
from app.desk import Desk
from app.language import N_, _
from app.lives import PermitLife
from app.materials import NewMaterial
from app.paper import SERVICES_NOTICE
from app.resident_files import ResidentFile
from app.spells import OVERTAKEN
from app.undoing import Plan
from ui import theme
from ui.office import Office
from ui.pages import Done, Key, Page
from ui.pages import resident_lanes as lanes
from ui.pages.permit_step import BUTTONS, KEYS, StepStrip
from ui.pages.registration_lookup import looking
from ui.pages.resident_agent import AgentStrip
from ui.pages.resident_family import FamilyTab
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import STEPS, ResidentHead
from ui.pages.resident_history import HistoryTab
from ui.pages.resident_law import TimelineTab
from ui.pages.resident_leave import LeaveStrip
from ui.pages.resident_permits import PermitsTab
from ui.pages.resident_steps import PermitSteps
from ui.pages.resident_tabs import MaterialsTab, StaysTab, stacked
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.pages.wayback import Outcome, with_way_back
from ui.widgets.button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.tabs import TabStrip
from ui.widgets.text import KeyHint, hairline

T = TypeVar("T")
# What the next step is called among the moves of a permit, where it is called otherwise.
NEXT = {resident_files.REVIEW: "approve"}
TIMELINE, STAYS, PERMITS, MATERIALS, WORK, SCHOOL, FAMILY, HISTORY = range(8)
TABS = (
    N_("In time"), N_("Stays"), N_("Permits"), N_("Proofs"),
    N_("Work, insurance"), N_("At school"), N_("Household"), N_("History"),
)  # fmt: skip
TAB_OF = {lanes.STAYS: STAYS, lanes.PERMIT: PERMITS, lanes.INSURED: WORK, lanes.SCHOOL: SCHOOL}
"""Where what stands on a lane of the chart is kept."""
# The fields of a refused application that are about who applies: nobody, or a number that cannot be.
ABOUT_AGENT = ("agent", "id_number")


class ResidentPage(Page):
    """A resident's file; without a person, the field to find one."""

    reads = frozenset(
        {
            "person", "identifier", "stay", "dwelling", "registration", "permit", "permit_step",
            "endorsement", "material", "statement", "decision", "printout", "employment", "insurance",
            "schooling", "member",
        }
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        today = office.desk.today
        self._person: UUID | None = None
        self._file: ResidentFile | None = None
        self._find = FindResident(office)
        self._head = ResidentHead(today)
        self._leave, self._agent, self._strip = LeaveStrip(today), AgentStrip(today), StepStrip(today)
        self._steps = PermitSteps(self, self._strip, self._agent, self._do)
        self._begin_with: tuple[UUID, str] | None = None
        self._tabs = TabStrip(tuple(_(words) for words in TABS))
        self._timeline, self._stays, self._permits = TimelineTab(today), StaysTab(today), PermitsTab()
        self._materials, self._history = MaterialsTab(today), HistoryTab(office)
        places = (looking(office, self), office.desk.office.division)
        self._work, self._school = WorkTab(*places), SchoolTab(*places)
        self._family = FamilyTab(today)
        self._late: dict[int, WorkTab | SchoolTab | FamilyTab] = {
            WORK: self._work, SCHOOL: self._school, FAMILY: self._family,
        }  # fmt: skip
        self._bodies = stacked(
            self._timeline, self._stays, self._permits, self._materials, self._work, self._school,
            self._family, self._history,
        )  # fmt: skip
        self._lists: tuple[QWidget, ...] = (
            self._timeline.chart, self._stays.list, self._permits.list, self._materials.list,
            self._work.first(), self._school.first(), self._family.first(), self._history.acts,
        )  # fmt: skip
        self._opened = QWidget()
        self._views = QStackedWidget()
        self._back = KeyButton(_("‹ Back to today"), key="Esc", kind="quiet", small=True)

        self._arrange()
        self._connect()

    def show_for(self, what: object) -> None:
        """Show the person of ("person", id), or what was shown before; without either, the search.

        ("step", person, permit, step) begins a step of a permit that another page cannot take.
        """
        match what:
            case ("step", UUID() as person_id, UUID() as permit_id, str() as step):
                self._begin_with = (permit_id, step)
                self._go_to(person_id)
            case ("find", str() as text):
                self._search()
                self._find.look_for(text)
            case ("person", UUID() as person_id) | (UUID() as person_id):
                self._go_to(person_id)
            case _:
                self.reload()

    def reload(self) -> None:
        if self._person is None:
            self._views.setCurrentWidget(self._find)
            self._find.ask()
        else:
            self._ask(partial(resident_files.read, self.office.desk, self._person), self._show)

    def first_focus(self) -> QWidget:
        return self._find.field if self._person is None else self._lists[self._tabs.current()]

    def foot(self) -> QWidget | None:
        return None if self._person is None else self._back

    def own_keys(self) -> tuple[Key, ...]:
        if self._file is None:
            return (Key("Down", _("To the list"), hinted=True), Key("Enter", _("Open the file"), hinted=True))
        keys = [
            Key("Ctrl+Tab", _("Next tab")),
            Key("Ctrl+F", _("Find somebody else"), self._search, hinted=True),
        ]
        if self._tabs.current() == TIMELINE:
            keys += (
                Key("Up Down", _("Choose a service"), hinted=True),
                Key("Enter", _("The reasons and the article's text, or the tab of a fact")),
                Key("Space", _("Open a group of services, or put it away")),
                Key("Left Right", _("Another day"), hinted=True),
                Key("Shift+Left Right", _("A month back or on")),
                Key("Ctrl+Left Right", _("To the next change")),
                Key("+ -", _("Zoom in time"), hinted=True),
                Key("0", _("See all the time")),
                Key("Home", _("To today")),
            )
        tab = self._late.get(self._tabs.current())
        if isinstance(tab, WorkTab | SchoolTab):
            keys.append(Key("F9", _("Take in what is typed"), tab.give))
        keys.append(Key("Esc", _("Back"), self._go_back))
        if self._file.step in STEPS:
            keys.append(Key("F6", _(STEPS[self._file.step]), self._take_step))
        if not self._head.leave.isHidden():
            keys.append(Key("F7", _("Left"), self._begin_leaving))
        keys += self._step_keys()
        keys.append(
            Key("F8", _("Print the notice"), self._open_papers, hinted=self._tabs.current() != TIMELINE)
        )
        keys.append(Key("Shift+F8", _("Printed before, to be had as a copy"), self._open_printed))
        if not self._head.print.isHidden():
            keys.append(Key("Ctrl+P", _("Print the voucher"), self._print_voucher))
        else:
            keys.append(Key("Ctrl+P", _("Print"), self._open_papers))
        return tuple(keys)

    def _step_keys(self) -> list[Key]:
        """The steps the permit may take that have a key of their own, wherever on the page one is."""
        permit = self._permit_in_hand()
        if permit is None:
            return []
        return [
            Key(press, _(BUTTONS[step]), partial(self._take_move, permit.id, step))
            for step, press in KEYS.items()
            if step in permit.moves
        ]

    def _permit_in_hand(self) -> PermitLife | None:
        """The permit in hand on its tab; elsewhere the one at the head of the page."""
        file = self._file
        if file is None:
            return None
        if self._tabs.current() == PERMITS and (shown := self._permits.permit.in_hand()) is not None:
            return shown
        brief = file.card.new_card or file.card.permit
        return next((life for life in file.permits if brief is not None and life.id == brief.id), None)

    def _take_move(self, permit_id: UUID, step: str) -> None:
        self._tabs.go(PERMITS)
        self._steps.begin(permit_id, step)

    def mark(self, field: str, words: str, because: object) -> bool:
        if field == "left_on" and not self._leave.isHidden():
            self._leave.mark(words)
            return True
        tab = self._late.get(self._tabs.current())
        marked = tab is not None and tab.mark(field, words)
        if field in (OVERTAKEN, "months", "materials"):
            self.reload()  # another station may have been there first, and its acts make no news here
        if marked:
            return True
        if self._file is not None and field in ABOUT_AGENT:
            self._steps.ask_agent(words, wrong=True)
            return True
        return self._strip.mark(field, words)

    def fit(self, breadth: str) -> None:
        self._head.be_narrow(breadth == "narrow")
        self._timeline.fit(breadth)

    def _go_to(self, person_id: UUID) -> None:
        if person_id != self._person:
            self._tabs.go(TIMELINE)
            self._leave.hide()
            self._steps.leave()
            for tab in self._late.values():
                tab.leave()
        self._person = person_id
        self.reload()

    def _show(self, file: ResidentFile) -> None:
        if file.card.id != self._person:  # another was asked for meanwhile
            return
        self._file = file
        self._head.show_file(file)
        self._steps.show_file(file)
        for tab in (self._timeline, self._stays, self._permits, self._materials, self._history):
            tab.show_file(file)
        held = sum(1 for material in file.materials if material.state == "held")
        self._tabs.show_counts(
            (None, len(file.card.stays), len(file.permits), held, None, None, None, len(file.history))
        )
        self._show_late()
        if self._views.currentWidget() is not self._opened:
            self._views.setCurrentWidget(self._opened)
            self.first_focus().setFocus()
        if self._begin_with is not None:
            (permit_id, step), self._begin_with = self._begin_with, None
            self._tabs.go(PERMITS)
            self._steps.begin(permit_id, step)
        self.changed.emit()

    def _show_tab(self, number: int) -> None:
        self._bodies.setCurrentIndex(number)
        self._show_late()
        self._lists[number].setFocus()
        self.changed.emit()

    def _show_late(self) -> None:
        """What is behind the tab in hand, where it is asked for only when it is looked at."""
        if self._person is None:
            return
        match self._late.get(self._tabs.current()):
            case FamilyTab() as tab:
                self._ask(partial(households.of_person, self.office.desk, self._person), tab.show_rows)
            case WorkTab() | SchoolTab() as tab:
                self._ask(partial(resident_files.spells_of, self.office.desk, self._person), tab.show_spells)

    def _join_family(self) -> None:
        stay = self._file.card.stay if self._file else None
        if stay is not None:
            self.opens.emit("registration", ("stay", stay.id))

    def _search(self) -> None:
        self._person, self._file = None, None
        self.reload()
        self.changed.emit()
        self._find.field.setFocus()
        self._find.field.selectAll()

    def _go_back(self) -> None:
        if not self._leave.isHidden() or self._steps.is_open():
            self._leave.hide()
            self._steps.leave()
        else:
            self.opens.emit("today", None)

    def _take_step(self) -> None:
        """Take the next legal step, here or on the page where it is taken."""
        file = self._file
        if file is None:
            return
        stay, permit = file.card.stay, file.card.new_card or file.card.permit
        match file.step:
            case resident_files.ARRIVE:
                self.opens.emit("registration", ("person", file.card.id))
            case resident_files.REGISTER if stay is not None:
                self.opens.emit("registration", ("stay", stay.id))
            case resident_files.COMPLETE:
                self._tabs.go(MATERIALS)
            case resident_files.APPLY:
                self._steps.leave()
                self._steps.apply()
            case step if permit is not None:
                self._steps.begin(permit.id, NEXT.get(step, step))

    def _through_an_agent(self) -> None:
        self._steps.leave()
        self._steps.ask_agent(_("Who applies, and why not in person?"), wrong=False)

    def _look_back(self, show: Callable[[Plan], object], txn: UUID) -> None:
        """What hangs on an act, to be shown before it is taken back."""
        self._ask(partial(undoing.plan, self.office.desk, txn), show)

    def _take_back(self, txn: UUID, reason: str, along: tuple[UUID, ...]) -> None:
        def tell(_nothing: None) -> None:
            self.did.emit(Done(_("Taken back.")))

        self._ask(partial(undoing.undo, self.office.desk, txn, reason, along), tell)

    def _begin_leaving(self) -> None:
        self._leave.begin()

    def _record_leaving(self, left_on: date, reason: str) -> None:
        stay = self._file.card.stay if self._file else None
        if stay is not None:
            depart = partial(arrivals.depart, self.office.desk, stay.id, left_on, reason)
            self._do(depart, _("Departure recorded."), self._leave.hide)

    def _open_papers(self) -> None:
        """The notice of services first: it says what is there, what is missing and from when."""
        self.opens.emit("papers", ("paper", SERVICES_NOTICE.name, self._person))

    def _open_printed(self) -> None:
        self.opens.emit("papers", ("paper", paperwork.PRINTED, self._person))

    def _print_voucher(self) -> None:
        stay = self._file.card.stay if self._file else None
        if stay is not None and stay.registration_id is not None:
            self.opens.emit("registration", ("voucher", stay.registration_id))

    def _state(self, name: str, value: bool) -> None:
        if self._person is not None:
            record = partial(statements.record, self.office.desk, self._person, name, value)
            self._do(record, _("Statement recorded."))

    def _wonder(self, rule: str) -> None:
        if self._person is not None:
            tried = partial(whatif.try_out, self.office.desk, self._person, rule)
            self._ask(tried, partial(self._timeline.show_tried, rule))

    def _note(self, material: NewMaterial) -> None:
        if self._person is not None and self._file is not None:
            shown = self._file.materials
            note = partial(materials.note, self.office.desk, self._person, (material,), shown)
            self._do(note, _("Proof noted."))

    def _reveal(self) -> None:
        if self._person is not None:
            self._ask(partial(looks.whole_number, self.office.desk, self._person), self._head.number.reveal)

    def _ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self.office.jobs.run(work, then=then, owner=self)

    def _change(self, verb: Callable[[Desk, UUID], object], said: Callable[[object], str]) -> None:
        """What a tab wants done about the person shown; ``said`` puts the answer in words."""
        if self._person is not None:
            self._do(partial(verb, self.office.desk, self._person), said)

    def _do(
        self,
        verb: Callable[[], object],
        words: str | Callable[[object], str],
        after: Callable[[], object] | None = None,
    ) -> None:
        """Do something that can be taken back, and say so."""

        def tell(outcome: Outcome[object]) -> None:
            if after is not None:
                after()
            said = words if isinstance(words, str) else words(outcome.result)
            self.did.emit(Done(said, outcome.undo))

        self._ask(partial(with_way_back, self.office.desk, verb), tell)

    def _connect(self) -> None:
        self._find.opened.connect(lambda row: self._go_to(row.id))
        self._tabs.chosen.connect(self._show_tab)
        self._head.stepped.connect(self._take_step)
        self._head.leaving.connect(self._begin_leaving)
        self._head.voucher.connect(self._print_voucher)
        self._head.asked.connect(self._reveal)
        self._leave.given.connect(self._record_leaving)
        self._leave.closed.connect(self._leave.hide)
        self._head.by_agent.connect(self._through_an_agent)
        self._permits.asked.connect(self._steps.begin)
        for tab in (self._permits, self._history):
            tab.looked_back.connect(partial(self._look_back, tab.show_plan))
            tab.taken_back.connect(self._take_back)
        self._timeline.stated.connect(self._state)
        self._timeline.wondered.connect(self._wonder)
        self._timeline.explains.connect(self.explains)
        self._timeline.leads.connect(lambda fact: self._tabs.go(TAB_OF[fact]))
        self._timeline.notice.connect(self._open_papers)
        self._timeline.history.connect(lambda: self._tabs.go(HISTORY))
        self._materials.noted.connect(self._note)
        for late in self._late.values():
            late.asked.connect(self._change)
        self._family.opened.connect(self._go_to)
        self._family.joining.connect(self._join_family)
        self._work.looked.connect(self._ask)
        self._back.clicked.connect(self._go_back)

    def _arrange(self) -> None:
        head = Panel(padded=False)
        head.body.setSpacing(0)
        head.body.addWidget(self._head)
        head.body.addWidget(hairline())
        tabs = QHBoxLayout()
        tabs.setContentsMargins(theme.px(4), 0, theme.px(12), 0)
        tabs.addWidget(self._tabs)
        self._tabs.add_note(KeyHint("Ctrl+Tab", _("Next tab")))
        head.body.addLayout(tabs)
        opened = QVBoxLayout(self._opened)
        opened.setContentsMargins(0, 0, 0, 0)
        opened.setSpacing(theme.px(10))
        opened.addWidget(head)
        opened.addWidget(self._leave)
        opened.addWidget(self._agent)
        opened.addWidget(self._strip)
        opened.addWidget(self._bodies, 1)
        self._leave.hide()
        self._agent.hide()
        self._strip.hide()
        self._views.addWidget(self._find)
        self._views.addWidget(self._opened)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        whole.addWidget(self._views)
