"""档案 without a person: a search field and who was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import N_, _
from app.listed import PersonRow
from ui import theme
from ui.pages.resident_tabs import stacked
from ui.pages.wording import covered_phone, sex_and_age
from ui.table import Column
from ui.widgets.cells import NextStep, Status, Words
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.panel import PageHead, Panel
from ui.widgets.worklist import WorkList

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
    """Finds people. ``asked`` carries what was typed, ``opened`` the person's row."""

    asked = Signal(str)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._head = PageHead(_("Resident's file"))
        self.field = SearchField(
            _("Name, pinyin, ID number, phone, address or permit number"), name=_("Find")
        )
        self.list: WorkList[PersonRow] = WorkList(
            (
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
            ),
            key=lambda row: row.id,
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
        self.show_found("", ())

    def ask(self) -> None:
        """Look for what is typed now."""
        self._timer.stop()
        self.asked.emit(self.field.text())

    def look_for(self, text: str) -> None:
        """Look for a text as if it had been typed."""
        self.field.setText(text)
        self.ask()

    def show_found(self, text: str, rows: tuple[PersonRow, ...]) -> None:
        """Show who was found for a text."""
        self.list.show_rows(rows)
        self._shown.setCurrentWidget(self.list if rows else self._nothing)
        if text.strip():
            self._nothing.show_words(
                _("Nobody found for “{text}”", text=text), _("Try the pinyin or fewer digits.")
            )
        else:
            self._nothing.show_words(_("Whose file?"), _("Type a name, a number or an address above."))

    def _go_down(self) -> None:
        if self._timer.isActive():
            self.ask()
        if self.list.current() is not None:
            self.list.setFocus()


def _lives(row: PersonRow) -> Status:
    return Status(_("lives here"), "ok") if row.here else Status(_("has left"), "mute")
