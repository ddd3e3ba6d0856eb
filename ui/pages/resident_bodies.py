"""What is behind the tabs of a resident's file: each is built when it is first opened, with its acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app import enclosures, households, resident_files, statements, undoing, whatif
from app.desk import Desk
from app.language import N_, _
from app.resident_files import ResidentFile
from app.undoing import Plan
from ui.pages import Done, Page, resident_draft
from ui.pages import resident_lanes as lanes
from ui.pages.proof_pages import ProofPages
from ui.pages.registration_lookup import looking
from ui.pages.resident_clash import ClashNotice
from ui.pages.resident_draft import MONTHS, REMARK
from ui.pages.resident_family import FamilyTab
from ui.pages.resident_history import HistoryTab
from ui.pages.resident_law import TimelineTab
from ui.pages.resident_more import Beside
from ui.pages.resident_pages import OnFile
from ui.pages.resident_permits import PermitsTab
from ui.pages.resident_tabs import MaterialsTab, StaysTab
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.widgets.tabs import TabStrip

TIMELINE, STAYS, PERMITS, MATERIALS, WORK, SCHOOL, FAMILY, HISTORY = range(8)
TABS = (
    N_("In time"), N_("Stays"), N_("Permits"), N_("Proofs"),
    N_("Work, insurance"), N_("At school"), N_("Household"), N_("History"),
)  # fmt: skip
DRAFTED_ON = {
    MONTHS: WORK, resident_draft.WORK: WORK, resident_draft.SCHOOL: SCHOOL, REMARK: TIMELINE,
}  # fmt: skip
"""The tab on which a draft of each form is gone on with."""
TAB_OF = {lanes.STAYS: STAYS, lanes.PERMIT: PERMITS, lanes.INSURED: WORK, lanes.SCHOOL: SCHOOL}
"""Where what stands on a lane of the chart is kept."""
Body = TimelineTab | StaysTab | PermitsTab | MaterialsTab | WorkTab | SchoolTab | FamilyTab | HistoryTab
TYPED_IN = (WorkTab, SchoolTab, FamilyTab)
T = TypeVar("T")
Ask = Callable[[Callable[[], Any], Callable[[Any], object]], None]
Do = Callable[[Callable[[], object], str | Callable[[Any], str]], None]


class Bodies(QStackedWidget):
    """The tabs' bodies; only the one that is looked at is shown the file, any other when it is opened.

    ``begun`` carries a permit and a step that is to be taken, ``opened`` whose file is wanted, and
    ``notice`` asks for the notice of services on paper, ``photographed`` for pages of a person's proof, an
    OnFile, behind those of files.
    """

    begun = Signal(object, str)
    opened = Signal(object)
    notice = Signal()
    photographed = Signal(object, object)

    def __init__(self, page: Page, tabs: TabStrip, ask: Ask, do: Do) -> None:
        """``ask`` asks something at the desk; ``do`` does what can be taken back, and says so."""
        super().__init__()
        self._page, self._tabs, self._ask, self._do = page, tabs, ask, do
        self._desk: Desk = page.office.desk
        self._file: ResidentFile | None = None
        self._breadth = "normal"
        self._built: dict[int, Body] = {}
        self._builders: tuple[Callable[[], Body], ...] = (
            self._timeline, self._stays, self._permits, self._proofs, self._work, self._school, self._family,
            self._history,
        )  # fmt: skip

    def show_file(self, file: ResidentFile) -> None:
        """Show a resident's file behind the tab that is looked at."""
        self._file = file
        self.show_counts(file)
        self.turn()

    def show_counts(self, file: ResidentFile) -> None:
        """Say on the tabs how much there is behind them."""
        held = sum(1 for material in file.materials if material.state == "held")
        self._tabs.show_counts(
            (None, len(file.card.stays), len(file.permits), held, None, None, None, len(file.history))
        )

    def turn(self) -> None:
        """Show what is behind the tab that is looked at now."""
        body = self.current()
        self.setCurrentWidget(body)
        if self._file is None:
            return
        person, name = self._file.card.id, self._file.card.name
        match body:
            case FamilyTab():
                self._ask_here(partial(households.of_person, self._desk, person), body.show_rows)
            case WorkTab() | SchoolTab():
                body.begin(person, name)
                self._ask_here(partial(resident_files.spells_of, self._desk, person), body.show_spells)
            case _:
                body.show_file(self._file)

    def current(self) -> Body:
        """What is behind the tab that is looked at; built if it never was."""
        return self._body(self._tabs.current())

    def beside(self) -> Beside:
        """The third column of a wide window."""
        timeline = self._body(TIMELINE)
        assert isinstance(timeline, TimelineTab)
        return timeline.beside

    def typed_in(self) -> WorkTab | SchoolTab | FamilyTab | None:
        """The tab that is looked at, if one types in it."""
        body = self._built.get(self._tabs.current())
        return body if isinstance(body, TYPED_IN) else None

    def clash(self) -> ClashNotice | None:
        """What is to be chosen behind the tab that is looked at, the one beside the focus first."""
        asked = [each for each in self.current().findChildren(ClashNotice) if each.clashed is not None]
        return max(asked, key=lambda each: each.is_by(self.focusWidget()), default=None)

    def is_begun(self) -> bool:
        """Whether something is typed behind a tab that was not taken in, or is still to be chosen."""
        to_choose = any(each.clashed is not None for each in self.findChildren(ClashNotice))
        return to_choose or any(
            isinstance(body, WorkTab | SchoolTab) and body.is_begun() for body in self._built.values()
        )

    def leave(self) -> None:
        """Another person is shown; what was typed and not taken in is there again with its own person."""
        for body in self._built.values():
            if isinstance(body, (*TYPED_IN, MaterialsTab)):
                body.leave()
        self._file = None

    def keep(self) -> None:
        """Keep what is typed and not taken in: the officer goes to another page."""
        for body in self._built.values():
            if isinstance(body, WorkTab | SchoolTab):
                body.keep()

    def give_back(self) -> None:
        """What was handed over last could not be saved: it is typed and not handed over again."""
        for body in self._built.values():
            if isinstance(body, WorkTab | SchoolTab):
                body.give_back()

    def back(self) -> bool:
        """What Esc does behind the tab that is looked at; says whether it did anything."""
        body = self._built.get(self._tabs.current())
        return isinstance(body, MaterialsTab) and body.back()

    def change(self, verb: Callable[[Desk, UUID], object], said: Callable[[Any], str]) -> None:
        """Have something done about the person shown; ``said`` puts the answer in words."""
        if self._file is not None:
            self._do(partial(verb, self._desk, self._file.card.id), said)

    def fit(self, breadth: str) -> None:
        """Lay out for a narrow, normal or wide window."""
        self._breadth = breadth
        timeline = self._built.get(TIMELINE)
        if isinstance(timeline, TimelineTab):
            timeline.fit(breadth)

    def _body(self, number: int) -> Body:
        if number not in self._built:
            self._built[number] = body = self._builders[number]()
            self.addWidget(body)
        return self._built[number]

    def _ask_here(self, work: Callable[[], T], show: Callable[[T], object]) -> None:
        """Ask about the person shown; an answer that comes when another is shown is not shown."""
        asked = self._person()

        def tell(answer: T) -> None:
            if self._person() == asked:
                show(answer)

        self._ask(work, tell)

    def _person(self) -> UUID | None:
        return self._file.card.id if self._file is not None else None

    # -- each tab, as it is built

    def _timeline(self) -> TimelineTab:
        tab = TimelineTab(self._desk.today)
        tab.fit(self._breadth)
        tab.stated.connect(self._state)
        tab.wondered.connect(partial(self._wonder, tab))
        tab.explains.connect(self._page.explains)
        tab.leads.connect(lambda fact: self._tabs.go(TAB_OF[fact]))
        tab.notice.connect(self.notice)
        tab.history.connect(lambda: self._tabs.go(HISTORY))
        return tab

    def _stays(self) -> StaysTab:
        return StaysTab(self._desk.today)

    def _permits(self) -> PermitsTab:
        tab = PermitsTab()
        tab.asked.connect(self.begun)
        self._takes_back(tab)
        return tab

    def _proofs(self) -> MaterialsTab:
        tab = MaterialsTab(self._desk.today, ProofPages(self._page.office, framing=False))
        tab.photographed.connect(self._photograph)
        tab.asked.connect(self.change)
        tab.looked.connect(partial(self._look_at, tab))
        return tab

    def _work(self) -> WorkTab:
        tab = WorkTab(self._page.office, looking(self._page.office, self._page))
        tab.asked.connect(self.change)
        tab.looked.connect(self._ask)
        return tab

    def _school(self) -> SchoolTab:
        tab = SchoolTab(self._page.office, looking(self._page.office, self._page))
        tab.asked.connect(self.change)
        return tab

    def _family(self) -> FamilyTab:
        tab = FamilyTab(self._desk.today)
        tab.asked.connect(self.change)
        tab.opened.connect(self.opened)
        tab.joining.connect(self._join_family)
        return tab

    def _history(self) -> HistoryTab:
        tab = HistoryTab(self._page.office)
        self._takes_back(tab)
        return tab

    def _takes_back(self, tab: PermitsTab | HistoryTab) -> None:
        tab.looked_back.connect(partial(self._look_back, tab.show_plan))
        tab.taken_back.connect(self._take_back)

    # -- what is done on them

    def _state(self, name: str, value: bool) -> None:
        if self._file is not None:
            record = partial(statements.record, self._desk, self._file.card.id, name, value)
            self._do(record, _("Statement recorded."))

    def _wonder(self, tab: TimelineTab, rule: str) -> None:
        if self._file is not None:
            tried = partial(whatif.try_out, self._desk, self._file.card.id, rule)
            self._ask_here(tried, partial(tab.show_tried, rule))

    def _photograph(self, kind: str, proves: str, title: str, files: tuple[str, ...]) -> None:
        if self._file is not None:
            card = self._file.card
            self.photographed.emit(OnFile(card.id, card.name, kind, proves, title), files)

    def _look_at(self, tab: MaterialsTab, kind: str) -> None:
        """The pages of a proof, and of the person's others beside it."""
        if self._file is not None:
            card = self._file.card
            found = partial(
                enclosures.of_proofs, self._desk, card.id, self._file.materials, photo=card.photo is not None
            )
            self._ask_here(found, partial(tab.show_pages, kind))

    def _join_family(self) -> None:
        stay = self._file.card.stay if self._file else None
        if stay is not None:
            self._page.opens.emit("registration", ("stay", stay.id))

    def _look_back(self, show: Callable[[Plan], object], txn: UUID) -> None:
        """What hangs on an act, to be shown before it is taken back."""
        self._ask_here(partial(undoing.plan, self._desk, txn), show)

    def _take_back(self, txn: UUID, reason: str, along: tuple[UUID, ...]) -> None:
        def tell(_nothing: None) -> None:
            self._page.did.emit(Done(_("Taken back.")))

        self._ask(partial(undoing.undo, self._desk, txn, reason, along), tell)
