"""The fields only registration has: a dwelling, a telephone, and a choice with more behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app import people, phones
from app.codes import Code
from app.language import N_, _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import TextField
from ui.widgets.ink import paint_round
from ui.widgets.suggesting import Suggestion
from ui.widgets.text import Text

COMMUNITY_END = "社区"
NAME_RESTS_MS = 400
USUAL = re.compile("[\u4e00-\u9fa5A-Za-z·. ]*")
"""A name of which the shipped font has every sign."""
Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A dwelling as it is picked: community, address down to the room, and who lets it."""

    community: str
    address: str
    landlord_name: str = ""
    landlord_phone: str = ""

    def suggested(self) -> Suggestion:
        """The dwelling as it is shown once it is picked."""
        return Suggestion(self, people.in_one_line(self.community, self.address))


def choices(entries: tuple[Code, ...]) -> tuple[tuple[str, str], ...]:
    """Entries of a code table to choose from."""
    return tuple((entry.code, entry.title) for entry in entries)


class NameField(TextField):
    """A name; what keeps it from being printed is told as soon as the fingers rest, and it is kept."""

    def __init__(
        self, on_paper: Callable[[str, Callable[[str], None]], None], placeholder: str = "", *, name: str = ""
    ) -> None:
        super().__init__(placeholder, name=name)
        self._on_paper = on_paper
        self._rest = QTimer(self, singleShot=True, interval=NAME_RESTS_MS)
        self._rest.timeout.connect(self._look)
        self.changed.connect(self._wait)

    def _wait(self) -> None:
        self._rest.stop()
        if not USUAL.fullmatch(self.text()):
            self._rest.start()

    def _look(self) -> None:
        self._on_paper(self.text(), partial(self._tell, self.text()))

    def _tell(self, name: str, words: str) -> None:
        if words and name == self.text():
            self.set_state("warn", words)


class PhoneField(TextField):
    """A telephone number in narrow digits; one that cannot be called is told on leaving, and kept."""

    def value(self) -> str | None:
        return phones.plain(self.text()) or None

    def _leave(self) -> None:
        if self.value() and not phones.can_be_called(self.text()):
            self.set_state("warn", _("No telephone number as it stands; compare it. It is kept as typed."))
        super()._leave()


class WideChoice(ChoiceRow):
    """A choice row whose last segment opens the less common answers and then shows the one picked."""

    def __init__(self, common: Choices, rest: Choices, *, name: str = "") -> None:
        self._common, self._rest = common, rest
        super().__init__((*common, ("", _("Others"))), name=name)

    def show_value(self, value: Any) -> None:
        self._lay_last(next((each for each in self._rest if each[0] == value), ("", _("Others"))))
        super().show_value(value)

    def show_typed(self, text: str) -> None:
        self.show_value(text or None)

    def pick(self, number: int) -> None:
        if number == len(self._common):
            self._open()
        else:
            super().pick(number)

    def _open(self) -> None:
        menu = QMenu(self)
        for value, words in self._rest:
            menu.addAction(words, partial(self._take, value))
        menu.popup(self.mapToGlobal(QPoint(self.width() // 2, self.height())))

    def _take(self, value: Any) -> None:
        self.show_value(value)
        self.changed.emit()

    def _lay_last(self, last: tuple[Any, str]) -> None:
        self._choices = (*self._common, last)
        self.update()


class NewDwelling(QWidget):
    """Community and address of a dwelling that is not in the books yet; ``made`` carries the Place."""

    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.community = TextField(_("Community"), name=_("Community of the new dwelling"))
        self.address = TextField(_("Street, number, room"), name=_("Address of the new dwelling"))
        take = KeyButton(_("Fill in"), key="Enter", small=True)

        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(74), 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.community, 2)
        row.addWidget(self.address, 3)
        row.addWidget(take)
        self.community.returnPressed.connect(self.address.setFocus)
        self.address.returnPressed.connect(self._take)
        take.clicked.connect(self._take)
        self.hide()

    def begin(self, text: str) -> None:
        """Ask for a new dwelling, beginning with what was typed."""
        written = text if not text.isascii() else ""
        before, community_end, rest = written.partition(COMMUNITY_END)
        self.community.show_typed(before + community_end if community_end else "")
        self.address.show_typed(rest.strip() if community_end else written)
        self.show()
        (self.address if self.community.typed() else self.community).setFocus()

    def _take(self) -> None:
        community, address = self.community.value(), self.address.value()
        if community and address:
            self.hide()
            self.made.emit(Place(community, address))
        else:
            (self.address if community else self.community).setFocus()


class SectionHead(QWidget):
    """The head of a section: its number, which Alt jumps to, its title, and a fact or tools at the right."""

    def __init__(self, number: int, title: str, note: str = "") -> None:
        super().__init__()
        self.note = Text(note, size=theme.NOTE, tone="text2", yields=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(_Tile(number))
        self._row.addWidget(Text(title, size=theme.TITLE, bold=True))
        self._row.addStretch(1)
        self._row.addWidget(self.note)
        self.setFixedHeight(theme.px(28))

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the right."""
        self._row.addWidget(tool)


class _Tile(QWidget):
    """The number of a section."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._words = str(number)
        self.setFixedSize(theme.px(20), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "tint")
            painter.setFont(theme.font(theme.NOTE, bold=True))
            painter.setPen(theme.colour("accent"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)


# Shorter than in the code table, because five stand side by side in a row.
TENURES = (
    ("rented", N_("Rent")),
    ("owned", N_("Own")),
    ("dormitory", N_("Firm")),
    ("relatives", N_("Kin")),
    ("school", N_("School")),
    ("other", N_("Other")),
)
PURPOSES = (("01", N_("Work")), ("06", N_("Study")), ("03", N_("Trade")), ("09", N_("Family")))
