"""档案: one resident's file, the next legal step, what the law says to it, and all that was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import arrivals, looks, paperwork, remarks, resident_files
from app.clashes import MINE, THEIRS
from app.errors import Refused
from app.language import N_, _
from app.listed import PersonRow
from app.lives import PermitLife
from app.paper import SERVICES_NOTICE
from app.resident_files import ResidentFile
from app.spells import GONE, OVERTAKEN
from ui import theme
from ui.office import Office
from ui.pages import Action, Key, Page
from ui.pages.permit_step import BUTTONS, KEYS, StepStrip
from ui.pages.resident_agent import AgentStrip
from ui.pages.resident_bodies import DRAFTED_ON, MATERIALS, PERMITS, TABS, TIMELINE, Bodies
from ui.pages.resident_clash import ClashNotice
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import STEPS, ResidentHead
from ui.pages.resident_leave import LeaveStrip
from ui.pages.resident_pages import FilePages
from ui.pages.resident_permits import PermitsTab
from ui.pages.resident_remark import Remark
from ui.pages.resident_saving import Saving
from ui.pages.resident_steps import PermitSteps
from ui.pages.resident_tabs import MaterialsTab
from ui.pages.resident_trail import TrailFoot
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.pages.trail import Trail, file_of
from ui.widgets.panel import Panel
from ui.widgets.tabs import TabStrip
from ui.widgets.text import KeyHint, hairline

if TYPE_CHECKING:
    from ui.pages.page_taking import PageTaking

T = TypeVar("T")
# What the next step is called among the moves of a permit, where it is called otherwise.
NEXT = {resident_files.REVIEW: "approve"}
# The fields of a refused application that are about who applies: nobody, or a number that cannot be.
ABOUT_AGENT = ("agent", "id_number")


class ResidentPage(Page):
    """A resident's file; without a person, the field to find one."""

    reads = frozenset(
        {
            "person", "identifier", "stay", "dwelling", "registration", "permit", "permit_step",
            "endorsement", "material", "statement", "decision", "printout", "employment", "insurance",
            "schooling", "member", "page",
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
        self._saving = Saving(self)
        self._steps = PermitSteps(self, self._strip, self._agent, self._saving.do)
        self._begin_with: tuple[UUID, str] | None = None
        self._tabs = TabStrip(tuple(_(words) for words in TABS))
        self._bodies = Bodies(self, self._tabs, self._ask, self._saving.do)
        self._pages = FilePages(self, self._saving)
        self._opened = QWidget()
        self._views = QStackedWidget()
        self._foot = TrailFoot(office, self)
        self._remark = Remark(self, self._bodies.beside, lambda: self._tabs.go(TIMELINE))

        self._arrange()
        self._connect()

    def show_for(self, what: object) -> None:
        """Show the person of ("person", id), or what was shown before; without either, the search.

        ("step", person, permit, step) begins a step of a permit that another page cannot take;
        ("draft", person, form) goes on with what was typed about somebody and not taken in.
        """
        match what:
            case ("step", UUID() as person_id, UUID() as permit_id, str() as step):
                self._begin_with = (permit_id, step)
                self._open(person_id)
            case ("draft", UUID() as person_id, str() as form):
                self._open(person_id, DRAFTED_ON[form])
                if self._in_hand() is not None:
                    self._tabs.go(DRAFTED_ON[form])
            case ("find", str() as text):
                self._search()
                self._find.look_for(text)
            case ("person", UUID() as person_id, Trail() as trail):
                self._follow(person_id, trail)
            case ("person", UUID() as person_id):
                self._open(person_id)
            case _:
                self.reload()

    def reload(self) -> None:
        if self._person is None:
            self._views.setCurrentWidget(self._find)
            self._find.ask()
        else:
            self._read()
            self._foot.renew()

    def buttons(self) -> tuple[Action, ...]:
        return self._pages.view.buttons() if self._pages.view else ()

    def first_focus(self) -> QWidget | None:
        if self._pages.view:
            return self._pages.view.first()
        if self._person is None:
            return self._find.field
        return self._bodies.current().first() if self._file is not None else None

    def _in_hand(self) -> ResidentFile | None:
        """The file that is shown; None while another person's, who was asked for, is on its way."""
        return self._file if self._file is not None and self._file.card.id == self._person else None

    def foot(self) -> QWidget | None:
        return None if self._person is None or self._pages.view else self._foot

    def own_keys(self) -> tuple[Key, ...]:
        if self._pages.view:
            return self._pages.view.keys()
        if self._file is None:
            return (Key("Down", _("To the list"), hinted=True), Key("Enter", _("Open the file"), hinted=True))
        keys = [*self._keys_along(), Key("Ctrl+Tab", _("Next tab"))]
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
        if isinstance(tab := self._bodies.typed_in(), WorkTab | SchoolTab):
            keys.append(Key("F9", _("Take in what is typed"), tab.give))
        keys += (*self._keys_to_choose(), *self._remark.panel.keys())
        keys.append(Key("Ctrl+F", _("Find somebody else"), self._search, hinted=True))
        keys.append(Key("Esc", _("Back"), self._go_back))
        if self._file.step in STEPS:
            keys.append(Key("F6", _(STEPS[self._file.step]), self._take_step))
        if isinstance(proofs := self._bodies.current(), MaterialsTab):
            keys.append(Key("Enter", _("Look at the pages of the proof"), hinted=True))
            keys.append(Key("F7", _("Take pages of a proof"), proofs.photograph, hinted=True))
        elif not self._head.leave.isHidden():
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

    def _keys_along(self) -> tuple[Key, ...]:
        """The keys that lead along the list the file was opened from."""
        if not self._foot.leads_on:
            return ()
        return (
            Key("[", _("Person before"), partial(self._go_along, -1), hinted=True),
            Key("]", _("Person after"), partial(self._go_along, 1), hinted=True),
        )

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
        body = self._bodies.current()
        if isinstance(body, PermitsTab) and (shown := body.permit.in_hand()) is not None:
            return shown
        brief = file.card.new_card or file.card.permit
        return next((life for life in file.permits if brief is not None and life.id == brief.id), None)

    def _take_move(self, permit_id: UUID, step: str) -> None:
        if self._in_hand() is not None:
            self._tabs.go(PERMITS)
            self._steps.begin(permit_id, step)

    def mark(self, field: str, words: str, because: object) -> bool:
        if field == "left_on" and not self._leave.isHidden():
            self._leave.mark(words)
            return True
        if field == remarks.REMARK and self._remark.panel.is_open:
            self._remark.panel.mark(words)
            return True
        tab = self._bodies.typed_in()
        marked = tab is not None and tab.mark(field, words)
        if field in (OVERTAKEN, GONE, "months"):
            self.reload()  # another station may have been there first, and its acts make no news here
        if marked:
            return True
        if self._file is not None and field in ABOUT_AGENT:
            self._steps.ask_agent(words, wrong=True)
            return True
        return self._strip.mark(field, words)

    def leave(self) -> None:
        self._bodies.keep()
        if self._person is None:  # else the file that is open leads along all who are being looked for
            self._find.give_up()

    def fit(self, breadth: str) -> None:
        self._head.be_narrow(breadth == "narrow")
        self._bodies.fit(breadth)
        self._remark.fit(breadth)

    def _follow(self, person_id: UUID, trail: Trail[Any]) -> None:
        """Somebody's file was opened from a list; who was looked for from another file leads back to it."""
        looked_for_here = trail.listed is None and trail.page == "resident"
        shown = self._file.card if looked_for_here and self._file is not None else None
        if shown is None or shown.id != person_id:
            self._foot.follow(trail, aside=shown)
        self._go_to(person_id)

    def _open(self, person_id: UUID, tab: int = TIMELINE) -> None:
        """Somebody's file was asked for by itself: of another person than the one shown, off the list."""
        if person_id != self._person:
            self._foot.follow(None)
            self._find.give_up()
        self._go_to(person_id, tab)
        self._foot.renew()

    def _go_to(self, person_id: UUID, tab: int = TIMELINE) -> None:
        """Show a person; another one than is shown as soon as it is known how the saving here ended."""
        if person_id == self._person:
            self._saving.forget()
            self._read()
        else:
            self._saving.afterwards(partial(self._turn_to, person_id, tab))

    def _turn_to(self, person_id: UUID, tab: int) -> None:
        self._bodies.leave()
        self._pages.leave()
        self._remark.panel.leave()
        self._tabs.go(tab)
        self._leave.hide()
        self._steps.leave()
        self._person = person_id
        self._read()

    def _open_relative(self, person_id: UUID) -> None:
        """Somebody of the household, to come back from to the file that is shown."""
        if (file := self._in_hand()) is not None and person_id != file.card.id:
            self._foot.follow(None, aside=file.card)
        self._go_to(person_id)

    def _go_along(self, by: int) -> None:
        """To the next file of the list, unless something was typed in this one and not taken in yet."""
        if self._steps.is_open() or not self._leave.isHidden():
            raise Refused(N_("Something is being asked here. Finish it first, or close it with Esc."))
        if self._bodies.is_begun() or self._remark.panel.is_open:
            raise Refused(
                N_("What is typed here is not taken in yet. Take it in, or empty the fields first.")
            )
        self._foot.step(by)

    def _read(self) -> None:
        if self._person is not None:
            self._ask(partial(resident_files.read, self.office.desk, self._person), self._show)

    def _show(self, file: ResidentFile) -> None:
        if file.card.id != self._person:  # another was asked for meanwhile
            return
        self._file = file
        self._head.show_file(file)
        self._steps.show_file(file)
        begin_with, self._begin_with = self._begin_with, None
        if begin_with is not None:
            self._tabs.go(PERMITS)
        self._bodies.show_file(file)
        self._remark.show_card(file.card)
        if self._views.currentWidget() is not self._opened and self._pages.view is None:
            self._views.setCurrentWidget(self._opened)
            self._bodies.current().first().setFocus()
        if begin_with is not None:
            self._steps.begin(*begin_with)
        self.changed.emit()

    def _show_tab(self, _number: int) -> None:
        self._bodies.turn()
        self._bodies.current().first().setFocus()
        self._head.leave.show_key("" if self._tabs.current() == MATERIALS else "F7")
        self.changed.emit()

    def _show_pages(self, view: PageTaking) -> None:
        self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        view.first().setFocus()
        self.changed.emit()

    def _close_pages(self) -> None:
        self._views.setCurrentWidget(self._opened)
        self._bodies.current().first().setFocus()
        self.changed.emit()

    def _open_found(self, row: PersonRow) -> None:
        """Open the file of somebody in the list; the others of it follow."""
        listed, growing = self._find.list, not self._find.has_all()
        found = file_of(
            row.id, listed, "resident", person=lambda each: each.id, of_people=True, growing=growing
        )  # fmt: skip
        self.show_for(found)

    def _search(self) -> None:
        self._close_file()
        self._find.field.setFocus()
        self._find.field.selectAll()

    def _close_file(self) -> None:
        self._pages.leave()
        self._person, self._file = None, None
        self._saving.forget()
        self._foot.follow(None)
        self.reload()
        self.changed.emit()

    def _go_back(self) -> None:
        if self._remark.panel.close_field():
            self._bodies.current().first().setFocus()
            return
        if not self._leave.isHidden() or self._steps.is_open():
            self._leave.hide()
            self._steps.leave()
            return
        if self._bodies.back():
            return
        if (aside := self._foot.resume()) is not None:
            self._go_to(aside)
            self._foot.renew()
            return
        page, what = self._foot.way_back()
        if page == "resident":
            self._close_file()
            self._find.list.setFocus()
        else:
            self.opens.emit(page, what)

    def _take_step(self) -> None:
        """Take the next legal step, here or on the page where it is taken."""
        file = self._in_hand()
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

    def _begin_leaving(self) -> None:
        if self._in_hand() is not None:
            self._leave.begin()

    def _record_leaving(self, left_on: date, reason: str) -> None:
        file = self._in_hand()
        stay = file.card.stay if file else None
        if stay is not None:
            depart = partial(arrivals.depart, self.office.desk, stay.id, left_on, reason)
            self._saving.do(depart, _("Departure recorded."), self._leave.hide)

    def _open_papers(self) -> None:
        """The notice of services first: it says what is there, what is missing and from when."""
        self.opens.emit("papers", ("paper", SERVICES_NOTICE.name, self._person))

    def _open_printed(self) -> None:
        self.opens.emit("papers", ("paper", paperwork.PRINTED, self._person))

    def _print_voucher(self) -> None:
        file = self._in_hand()
        stay = file.card.stay if file else None
        if stay is not None and stay.registration_id is not None:
            self.opens.emit("registration", ("voucher", stay.registration_id))

    def _reveal(self) -> None:
        if (file := self._in_hand()) is not None:
            person = file.card.id

            def show(number: str) -> None:
                if self._in_hand() is not None and person == self._person:
                    self._head.number.reveal(number)

            self._ask(partial(looks.whole_number, self.office.desk, person), show)

    def _ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self.office.jobs.run(work, then=then, owner=self)

    def _connect(self) -> None:
        self._saving.failed.connect(self._bodies.give_back)
        self._find.opened.connect(self._open_found)
        self._find.found_all.connect(self._grow)
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
        self._bodies.opened.connect(self._open_relative)
        self._bodies.notice.connect(self._open_papers)
        self._bodies.photographed.connect(lambda proof: self._pages.begin(*proof))
        self._pages.opened.connect(self._show_pages)
        self._pages.closed.connect(self._close_pages)
        self._pages.changed.connect(self.changed)
        self._foot.led.connect(lambda person_id: self._go_to(person_id, self._tabs.current()))
        self._foot.returns.connect(self._go_back)

    def _grow(self) -> None:
        """All who are meant have been found: the list that is gone along is whole now."""
        if (trail := self._foot.trail) is not None and trail.listed is self._find.list:
            self._foot.show_listing(trail, self._find.list.listing())

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
        opened = QVBoxLayout(self._opened)
        opened.setContentsMargins(0, 0, 0, 0)
        opened.setSpacing(theme.px(10))
        opened.addWidget(head)
        opened.addLayout(self._remark.under)
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
