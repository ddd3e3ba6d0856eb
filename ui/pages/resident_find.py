"""档案 without a person: a search field and who was found."""

from __future__ import annotations

from functools import partial
from threading import Event

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import people_list
from app.language import N_, _, plural
from app.listed import PersonRow
from app.listing import PAGE
from app.people_list import Meant
from app.progress import Step
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages.resident_tabs import stacked
from ui.pages.wording import covered_phone, sex_and_age
from ui.table import Column
from ui.widgets.cells import NextStep, Status, Words
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.panel import PageHead, Panel

TYPING_PAUSE_MS = 150


class SearchField(TextField):
    """The field; ↓ and Enter go to the list below it."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class FindResident(QWidget):
    """Everyone on file, or whoever is meant by what is typed.

    ``opened`` carries the person's row; ``found_all`` is emitted once all are listed who are meant.
    """

    opened = Signal(object)
    found_all = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._stop = Event()
        self._listed: str | None = None
        self._all_listed = False
        self._head = PageHead(_("Resident's file"))
        self.field = SearchField(
            _("Name, pinyin, ID number, phone, address or permit number"), name=_("Find")
        )
        self.list: LongList[PersonRow] = LongList(
            columns(),
            key=lambda row: row.id,
            jobs=office.jobs,
            name=_("Found"),
        )
        self._nothing = EmptyState("search", "")
        self._shown = stacked(self._nothing, self.list)
        self._timer = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)

        panel = Panel(padded=False)
        panel.body.addWidget(self._shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for part in (self._head, self.field):
            column.addWidget(part)
        column.addWidget(panel, 1)
        self.field.changed.connect(self._timer.start)
        self._timer.timeout.connect(self.ask)
        self.field.down.connect(self._go_down)
        self.list.opened.connect(self.opened)
        self.list.typed.connect(self._go_on_typing)
        self._shown.setCurrentWidget(self._nothing)

    def ask(self) -> None:
        """Look for what is typed now; with nothing typed, for everyone."""
        self.give_up()
        self._stop = stop = Event()
        meant = partial(people_list.meant, self._office.desk, self.field.text())
        self._office.jobs.run(meant, then=partial(self._show_begun, stop), owner=self)

    def look_for(self, text: str) -> None:
        """Look for a text as if it had been typed."""
        self.field.setText(text)
        self.ask()

    def has_all(self) -> bool:
        """Whether all are listed who are meant."""
        return self._all_listed

    def give_up(self) -> None:
        """Hear no more of what was asked before, and have nothing more read for it."""
        self._timer.stop()
        self._stop.set()

    def _show_begun(self, stop: Event, meant: Meant) -> None:
        if stop.is_set():
            return  # it was asked again meanwhile
        if meant.then is None or meant.text != self._listed:
            self._show(meant)  # else a row far down may be in hand: it stays until all are there again
        if meant.then is not None:
            self._office.jobs.look_through(
                partial(people_list.all_meant, self._office.desk, meant), then=partial(self._show_all, stop),
                stepped=self._say_how_far, stopped=stop.is_set, owner=self,
            )  # fmt: skip

    def _show_all(self, stop: Event, meant: Meant) -> None:
        if not stop.is_set():
            self._show(meant)
            self.found_all.emit()

    def _show(self, meant: Meant) -> None:
        self.list.show_listing(meant.listing, anew=meant.text != self._listed)
        self._listed, self._all_listed = meant.text, meant.then is None
        found = len(meant.listing)
        self._shown.setCurrentWidget(self.list if found else self._nothing)
        if meant.text.strip():
            self._head.say(f"{found:,}+" if meant.then else plural("One in all", "{n} in all", found))
            self._nothing.show_words(
                _("Nobody found for “{text}”", text=meant.text), _("Try the pinyin or fewer digits.")
            )
        else:
            self._head.say(plural("One on file", "{count} on file", found, count=f"{found:,}"))
            self._nothing.show_words(_("Nobody is on file yet"), _("Whoever is registered will stand here."))

    def _say_how_far(self, step: Step) -> None:
        """The count grows while all of them are looked for the first time."""
        if not self._all_listed:
            self._head.say(f"{step.done + PAGE:,}+")

    def _go_on_typing(self, text: str) -> None:
        """Whoever types on the list looks for somebody."""
        self.field.setFocus()
        self.field.insert(text)

    def _go_down(self) -> None:
        if self._timer.isActive():
            self.ask()
        if self.list.current() is not None:
            self.list.setFocus()


def columns() -> tuple[Column[PersonRow], ...]:
    """The columns of a list of people."""
    return (
        Column[PersonRow](
            N_("Name"),
            lambda row: Words(row.name, sex_and_age(row.sex, row.age), bold=True),
            width=170,
        ),
        Column[PersonRow](N_("ID number"), lambda row: Words(row.number, mono=True), width=180),
        Column[PersonRow](N_("Phone"), lambda row: covered_phone(row.phone), width=140),
        Column[PersonRow](N_("Address"), lambda row: row.address),
        Column[PersonRow](N_("State"), _lives, width=110),
        Column[PersonRow](N_("Next step"), lambda row: NextStep(_("Open")), width=110),
    )


def _lives(row: PersonRow) -> Status:
    return Status(_("lives here"), "ok") if row.here else Status(_("has left"), "mute")
