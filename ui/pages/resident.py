"""档案: somebody is found, their file is looked at, and it leads on along the list and back again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from app import resident_files
from app.language import _
from app.listed import PersonRow
from app.resident_files import ResidentFile
from ui.office import Office
from ui.pages import Action, Key, Page
from ui.pages.resident_bodies import DRAFTED_ON, PERMITS, TIMELINE
from ui.pages.resident_find import FindResident
from ui.pages.resident_pages import FilePages
from ui.pages.resident_saving import Saving
from ui.pages.resident_sheet import FileSheet
from ui.pages.resident_trail import TrailFoot
from ui.pages.trail import Trail, file_of

if TYPE_CHECKING:
    from ui.pages.page_taking import PageTaking


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
        self._find = FindResident(office)
        self._saving = Saving(self)
        self._sheet = FileSheet(self, self._saving)
        self._pages = FilePages(self, self._saving)
        self._foot = TrailFoot(office, self)
        self._views = QStackedWidget()
        self._begin_with: tuple[UUID, str] | None = None

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
                self._open(person_id, PERMITS)
            case ("draft", UUID() as person_id, str() as form):
                self._open(person_id, DRAFTED_ON[form])
                self._sheet.go_on(person_id, form)
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
        if self._sheet.person is None:
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
        if self._sheet.person is None:
            return self._find.field
        return self._sheet.first() if self._sheet.file is not None else None

    def foot(self) -> QWidget | None:
        return None if self._sheet.person is None or self._pages.view else self._foot

    def own_keys(self) -> tuple[Key, ...]:
        if self._pages.view:
            return self._pages.view.keys()
        if self._sheet.file is None:
            return (Key("Down", _("To the list"), hinted=True), Key("Enter", _("Open the file"), hinted=True))
        return (
            *self._keys_along(),
            *self._sheet.keys_of_tab(),
            Key("Ctrl+F", _("Find somebody else"), self._search, hinted=True),
            Key("Esc", _("Back"), self._go_back),
            *self._sheet.keys_of_acts(),
        )

    def _keys_along(self) -> tuple[Key, ...]:
        """The keys that lead along the list the file was opened from."""
        if not self._foot.leads_on:
            return ()
        return (
            Key("[", _("Person before"), partial(self._go_along, -1), hinted=True),
            Key("]", _("Person after"), partial(self._go_along, 1), hinted=True),
        )

    def mark(self, field: str, words: str, because: object) -> bool:
        return self._sheet.mark(field, words)

    def leave(self) -> None:
        self._sheet.keep()
        self._pages.put_by()
        if self._sheet.person is None:  # else the open file leads along all who are being looked for
            self._find.give_up()

    def fit(self, breadth: str) -> None:
        self._sheet.fit(breadth)

    # -- from file to file

    def _follow(self, person_id: UUID, trail: Trail[Any]) -> None:
        """Somebody's file was opened from a list; who was looked for from another file leads back to it."""
        looked_for_here = trail.listed is None and trail.page == "resident"
        file = self._sheet.file
        shown = file.card if looked_for_here and file is not None else None
        if shown is None or shown.id != person_id:
            self._foot.follow(trail, aside=shown)
        self._go_to(person_id)

    def _open(self, person_id: UUID, tab: int = TIMELINE) -> None:
        """Somebody's file was asked for by itself: of another person than the one shown, off the list."""
        if person_id != self._sheet.person:
            self._foot.follow(None)
            self._find.give_up()
        self._go_to(person_id, tab)
        self._foot.renew()

    def _go_to(self, person_id: UUID, tab: int = TIMELINE) -> None:
        """Show a person; another one than is shown as soon as it is known how the saving here ended."""
        if person_id == self._sheet.person:
            self._saving.forget()
            self._read()
        else:
            self._saving.afterwards(partial(self._turn_to, person_id, tab))

    def _turn_to(self, person_id: UUID, tab: int) -> None:
        self._pages.leave()
        self._sheet.turn_to(person_id, tab)
        self._read()

    def _open_relative(self, person_id: UUID) -> None:
        """Somebody of the household, to come back from to the file that is shown."""
        if (file := self._sheet.in_hand()) is not None and person_id != file.card.id:
            self._foot.follow(None, aside=file.card)
        self._go_to(person_id)

    def _go_along(self, by: int) -> None:
        """To the next file of the list, unless something was typed in this one and not taken in yet."""
        self._sheet.must_be_done()
        self._foot.step(by)

    def _open_found(self, row: PersonRow) -> None:
        """Open the file of somebody in the list; the others of it follow."""
        listed, growing = self._find.list, not self._find.has_all()
        found = file_of(
            row.id, listed, "resident", person=lambda each: each.id, of_people=True, growing=growing
        )  # fmt: skip
        self.show_for(found)

    def _grow(self) -> None:
        """All who are meant have been found: the list that is gone along is whole now."""
        if (trail := self._foot.trail) is not None and trail.listed is self._find.list:
            self._foot.show_listing(trail, self._find.list.listing())

    def _search(self) -> None:
        self._close_file()
        self._find.field.setFocus()
        self._find.field.selectAll()

    def _close_file(self) -> None:
        self._pages.leave()
        self._sheet.close_file()
        self._saving.forget()
        self._foot.follow(None)
        self.reload()
        self.changed.emit()

    def _go_back(self) -> None:
        if self._sheet.back():
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

    # -- what is shown

    def _read(self) -> None:
        if (person := self._sheet.person) is not None:
            read = partial(resident_files.read, self.office.desk, person)
            self.office.jobs.run(read, then=self._show, owner=self)

    def _show(self, file: ResidentFile) -> None:
        if file.card.id != self._sheet.person:  # another was asked for meanwhile
            return
        begin_with, self._begin_with = self._begin_with, None
        self._sheet.show_file(file)
        if self._views.currentWidget() is not self._sheet and self._pages.view is None:
            self._views.setCurrentWidget(self._sheet)
            self._sheet.first().setFocus()
        if begin_with is not None:
            self._sheet.begin_step(*begin_with)
        self.changed.emit()

    def _show_pages(self, view: PageTaking) -> None:
        self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        view.first().setFocus()
        self.changed.emit()

    def _close_pages(self) -> None:
        self._views.setCurrentWidget(self._sheet)
        self._sheet.go_behind_tab()
        self.changed.emit()

    def _connect(self) -> None:
        self._find.opened.connect(self._open_found)
        self._find.found_all.connect(self._grow)
        self._sheet.opened.connect(self._open_relative)
        self._sheet.photographed.connect(self._pages.begin)
        self._pages.opened.connect(self._show_pages)
        self._pages.closed.connect(self._close_pages)
        self._pages.changed.connect(self.changed)
        self._foot.led.connect(lambda person_id: self._go_to(person_id, self._sheet.tab()))
        self._foot.returns.connect(self._go_back)

    def _arrange(self) -> None:
        self._views.addWidget(self._find)
        self._views.addWidget(self._sheet)
        self.lay(self._views)
