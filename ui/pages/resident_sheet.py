"""A resident's file as it is looked at: head, remark and tabs, and the strips in which something is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import arrivals, looks, paperwork, remarks, resident_files
from app.clashes import MINE, THEIRS
from app.errors import Refused
from app.language import N_, _
from app.lives import PermitLife
from app.paper import SERVICES_NOTICE
from app.resident_files import ResidentFile
from app.spells import GONE, OVERTAKEN
from ui import theme
from ui.pages import Key, Page
from ui.pages.permit_step import BUTTONS, KEYS, StepStrip
from ui.pages.resident_agent import AgentStrip
from ui.pages.resident_bodies import DRAFTED_ON, MATERIALS, PERMITS, TABS, TIMELINE, Bodies
from ui.pages.resident_clash import ClashNotice
from ui.pages.resident_draft import REMARK
from ui.pages.resident_head import STEPS, ResidentHead
from ui.pages.resident_leave import LeaveStrip
from ui.pages.resident_permits import PermitsTab
from ui.pages.resident_remark import Remark
from ui.pages.resident_saving import Saving
from ui.pages.resident_steps import PermitSteps
from ui.pages.resident_tabs import MaterialsTab
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.widgets.panel import Panel
from ui.widgets.tabs import TabStrip
from ui.widgets.text import KeyHint, hairline

T = TypeVar("T")
# What the next step is called among the moves of a permit, where it is called otherwise.
NEXT = {resident_files.REVIEW: "approve"}
# The fields of a refused application that are about who applies: nobody, or a number that cannot be.
ABOUT_AGENT = ("agent", "id_number")


class FileSheet(QWidget):
    """One person's file, with the next legal step and all that can be done about the person.

    ``opened`` carries whose file is wanted instead, ``photographed`` an OnFile whose pages are to be taken,
    and files with some of them.
    """

    opened = Signal(object)
    photographed = Signal(object, object)

    def __init__(self, page: Page, saving: Saving) -> None:
        """``page`` is told what to open and what was done, ``saving`` does it."""
        super().__init__()
        today = page.office.desk.today
        self._page, self._saving = page, saving
        self.person: UUID | None = None
        """Whose file was asked for; None where somebody is still to be found."""
        self.file: ResidentFile | None = None
        """What is shown: while another person's is on its way still the file of the one before."""
        self._head = ResidentHead(today)
        self._leave, self._agent, self._strip = LeaveStrip(today), AgentStrip(today), StepStrip(today)
        self._steps = PermitSteps(page, self._strip, self._agent, saving.do)
        self._tabs = TabStrip(tuple(_(words) for words in TABS))
        self._bodies = Bodies(page, self._tabs, self._ask, saving.do)
        self._remark = Remark(page, self._bodies.beside, lambda: self._tabs.go(TIMELINE))

        self._arrange()
        self._connect()

    # -- whose file it is

    def turn_to(self, person_id: UUID, tab: int) -> None:
        """Leave the file that is shown for another person's, which is looked at from this tab on."""
        self._bodies.leave()
        self._remark.panel.leave()
        self._tabs.go(tab)
        self._leave.hide()
        self._steps.leave()
        self.person = person_id

    def show_file(self, file: ResidentFile) -> None:
        """Show the file that was asked for."""
        self.file = file
        self._head.show_file(file)
        self._steps.show_file(file)
        self._bodies.show_file(file)
        self._remark.show_card(file.card)

    def close_file(self) -> None:
        """Nobody's file is looked at any more."""
        self.person, self.file = None, None

    def in_hand(self) -> ResidentFile | None:
        """The file that is shown; None while another person's, who was asked for, is on its way."""
        return self.file if self.file is not None and self.file.card.id == self.person else None

    # -- looking at it

    def first(self) -> QWidget:
        """Where the officer begins: behind the tab that is looked at, or at a remark to be gone on with."""
        if self._remark.panel.goes_on():
            return self._remark.panel.field
        return self._bodies.current().first()

    def go_behind_tab(self) -> None:
        """Put the officer behind the tab that is looked at, wherever they were before."""
        self._bodies.current().first().setFocus()

    def tab(self) -> int:
        """The tab that is looked at."""
        return self._tabs.current()

    def go_to(self, tab: int) -> None:
        """Look at another tab of the file in hand."""
        if self.in_hand() is not None:
            self._tabs.go(tab)

    def go_on(self, person_id: UUID, form: str) -> None:
        """Go on with what was typed about somebody, where it was typed."""
        self.go_to(DRAFTED_ON[form])
        if form == REMARK:
            self._remark.panel.go_on(person_id)

    def fit(self, breadth: str) -> None:
        """Lay out for a narrow, normal or wide window."""
        self._head.be_narrow(breadth == "narrow")
        self._bodies.fit(breadth)
        self._remark.fit(breadth)

    def keep(self) -> None:
        """Keep what is typed and not taken in: the officer goes to another page."""
        self._bodies.keep()
        self._remark.panel.draft.keep()

    def back(self) -> bool:
        """What Esc does within the file; says whether it did anything."""
        if self._remark.panel.is_in_hand() and self._remark.panel.close_field():
            self.go_behind_tab()
            return True
        if self._is_asking():
            self._leave.hide()
            self._steps.leave()
            return True
        return self._bodies.back()

    def must_be_done(self) -> None:
        """Refused while something is asked here, or typed and not taken in yet."""
        if self._is_asking():
            raise Refused(N_("Something is being asked here. Finish it first, or close it with Esc."))
        if self._bodies.is_begun():
            raise Refused(
                N_("What is typed here is not taken in yet. Take it in, or empty the fields first.")
            )

    def mark(self, field: str, words: str) -> bool:
        """Mark the field a refusal is about; says whether the file has it."""
        if field == "left_on" and not self._leave.isHidden():
            self._leave.mark(words)
            return True
        if field == remarks.REMARK and self._remark.panel.is_open:
            self._remark.panel.mark(words)
            return True
        tab = self._bodies.typed_in()
        marked = tab is not None and tab.mark(field, words)
        if field in (OVERTAKEN, GONE, "months"):
            self._page.reload()  # another station may have been there first, and its acts make no news here
        if marked:
            return True
        if self.file is not None and field in ABOUT_AGENT:
            self._steps.ask_agent(words, wrong=True)
            return True
        return self._strip.mark(field, words)

    def _is_asking(self) -> bool:
        return self._steps.is_open() or not self._leave.isHidden()

    def _show_tab(self, _number: int) -> None:
        self._bodies.turn()
        self.go_behind_tab()
        self._head.leave.show_key("" if self._tabs.current() == MATERIALS else "F7")
        self._page.changed.emit()

    # -- its keys

    def keys_of_tab(self) -> tuple[Key, ...]:
        """The keys of what is looked at."""
        keys = [Key("Ctrl+Tab", _("Next tab"))]
        if self._tabs.current() == TIMELINE:
            keys += _keys_of_timeline()
        if isinstance(tab := self._bodies.typed_in(), WorkTab | SchoolTab):
            keys.append(Key("F9", _("Take in what is typed"), tab.give))
        return (*keys, *self._keys_to_choose(), *self._remark.panel.keys())

    def keys_of_acts(self) -> tuple[Key, ...]:
        """The keys of what can be done about the person, and of the papers."""
        keys: list[Key] = []
        if self.file is not None and self.file.step in STEPS:
            keys.append(Key("F6", _(STEPS[self.file.step]), self._take_step))
        if isinstance(proofs := self._bodies.current(), MaterialsTab):
            keys.append(Key("Enter", _("Look at the pages of the proof"), hinted=True))
            keys.append(Key("F7", _("Take pages of a proof"), proofs.photograph, hinted=True))
        elif not self._head.leave.isHidden():
            keys.append(Key("F7", _("Left"), self._begin_leaving))
        keys += self._keys_of_steps()
        keys.append(
            Key("F8", _("Print the notice"), self._open_papers, hinted=self._tabs.current() != TIMELINE)
        )
        keys.append(Key("Shift+F8", _("Printed before, to be had as a copy"), self._open_printed))
        if not self._head.print.isHidden():
            keys.append(Key("Ctrl+P", _("Print the voucher"), self._print_voucher))
        else:
            keys.append(Key("Ctrl+P", _("Print"), self._open_papers))
        return tuple(keys)

    def _keys_to_choose(self) -> list[Key]:
        """The keys for what another officer saved and for what is typed here, while one is to be chosen."""
        if self._clash() is None:
            return []
        keys = [Key("Alt+Y", _("Leave what the other officer saved"), partial(self._choose, THEIRS))]
        if not isinstance(self._bodies.typed_in(), WorkTab | SchoolTab):  # there F9 gives what is typed
            keys.append(Key("F9", _("Save what is said here"), partial(self._choose, MINE)))
        return keys

    def _choose(self, whose: str) -> None:
        if (clash := self._clash()) is not None:
            clash.chosen.emit(whose)

    def _clash(self) -> ClashNotice | None:
        """What is to be chosen: about the remark while it is written, else on the tab."""
        about_remark = self._remark.panel.clash
        return about_remark if about_remark.clashed is not None else self._bodies.clash()

    def _keys_of_steps(self) -> list[Key]:
        """The steps the permit may take that have a key of their own, wherever on the page one is."""
        permit = self._permit_in_hand()
        if permit is None:
            return []
        return [
            Key(press, _(BUTTONS[step]), partial(self.begin_step, permit.id, step))
            for step, press in KEYS.items()
            if step in permit.moves
        ]

    def _permit_in_hand(self) -> PermitLife | None:
        """The permit in hand on its tab; elsewhere the one at the head of the page."""
        file = self.file
        if file is None:
            return None
        body = self._bodies.current()
        if isinstance(body, PermitsTab) and (shown := body.permit.in_hand()) is not None:
            return shown
        brief = file.card.new_card or file.card.permit
        return next((life for life in file.permits if brief is not None and life.id == brief.id), None)

    # -- what is done about the person

    def begin_step(self, permit_id: UUID, step: str) -> None:
        """Begin a step of a permit where the permits are."""
        if self.in_hand() is not None:
            self._tabs.go(PERMITS)
            self._steps.begin(permit_id, step)

    def _take_step(self) -> None:
        """Take the next legal step, here or on the page where it is taken."""
        file = self.in_hand()
        if file is None:
            return
        stay, permit = file.card.stay, file.card.new_card or file.card.permit
        match file.step:
            case resident_files.ARRIVE:
                self._page.opens.emit("registration", ("person", file.card.id))
            case resident_files.REGISTER if stay is not None:
                self._page.opens.emit("registration", ("stay", stay.id))
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

    def _begin_leaving(self) -> None:
        if self.in_hand() is not None:
            self._leave.begin()

    def _record_leaving(self, left_on: date, reason: str) -> None:
        file = self.in_hand()
        stay = file.card.stay if file else None
        if stay is not None:
            depart = partial(arrivals.depart, self._page.office.desk, stay.id, left_on, reason)
            self._saving.do(depart, _("Departure recorded."), self._leave.hide)

    def _open_papers(self) -> None:
        """The notice of services first: it says what is there, what is missing and from when."""
        self._page.opens.emit("papers", ("paper", SERVICES_NOTICE.name, self.person))

    def _open_printed(self) -> None:
        self._page.opens.emit("papers", ("paper", paperwork.PRINTED, self.person))

    def _print_voucher(self) -> None:
        file = self.in_hand()
        stay = file.card.stay if file else None
        if stay is not None and stay.registration_id is not None:
            self._page.opens.emit("registration", ("voucher", stay.registration_id))

    def _reveal(self) -> None:
        if (file := self.in_hand()) is not None:
            person = file.card.id

            def show(number: str) -> None:
                if self.in_hand() is not None and person == self.person:
                    self._head.number.reveal(number)

            self._ask(partial(looks.whole_number, self._page.office.desk, person), show)

    def _ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self._page.office.jobs.run(work, then=then, owner=self._page)

    # -- building

    def _connect(self) -> None:
        self._saving.failed.connect(self._bodies.give_back)
        self._tabs.chosen.connect(self._show_tab)
        self._head.stepped.connect(self._take_step)
        self._head.leaving.connect(self._begin_leaving)
        self._head.voucher.connect(self._print_voucher)
        self._head.asked.connect(self._reveal)
        self._leave.given.connect(self._record_leaving)
        self._leave.closed.connect(self._leave.hide)
        self._remark.panel.asked.connect(self._bodies.change)
        self._saving.failed.connect(self._remark.panel.give_back)
        self._head.by_agent.connect(self._through_an_agent)
        self._bodies.begun.connect(self._steps.begin)
        self._bodies.opened.connect(self.opened)
        self._bodies.notice.connect(self._open_papers)
        self._bodies.photographed.connect(self.photographed)

    def _arrange(self) -> None:
        head = Panel(padded=False)
        head.body.setSpacing(0)
        head.body.addWidget(self._head)
        head.body.addWidget(hairline())
        tabs = QHBoxLayout()
        tabs.setContentsMargins(theme.px(4), 0, theme.px(12), 0)
        tabs.addWidget(self._tabs)
        self._head.add_note(self._remark.button)
        self._tabs.add_note(KeyHint("Ctrl+Tab", _("Next tab")))
        head.body.addLayout(tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(head)
        column.addLayout(self._remark.under)
        for strip in (self._leave, self._agent, self._strip):
            column.addWidget(strip)
            strip.hide()
        column.addWidget(self._bodies, 1)
        yields = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._bodies.setSizePolicy(yields)  # in a low window, before the head and what is asked below it


def _keys_of_timeline() -> tuple[Key, ...]:
    return (
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
