"""The bar above the page (search, day, station, officer, database) and the one bar below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.language import N_, _
from ui import icons, theme
from ui.pages import RAIL_WIDTH, Action, Key, breadth
from ui.widgets.button import KeyButton
from ui.widgets.hints import HintStrip
from ui.widgets.ink import paint_round, write
from ui.widgets.progress import ProgressStrip
from ui.widgets.refill import refill
from ui.widgets.text import CAP_HEIGHT, Picture, Text, cap_width, paint_cap, upright
from ui.widgets.undo import UndoBar

TOP, HINTS, ACTIONS = 48, 28, 52
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the top bar tells: the day, the station, the officer and their role, and how the database stands.

    ``database`` and ``note`` are in the officer's language, such as "Fictional
    community" or "Offline" and "14 to upload"; ``tone`` and ``icon`` go with them.
    """

    day: date
    station: str
    officer: str
    role: str = ""
    database: str = ""
    note: str = ""
    tone: str = "text2"
    icon: str = "database"


class SearchBox(QAbstractButton):
    """Looks like a field and opens the search when pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.words = _("Name, ID number, phone, address, case number")
        self.setAccessibleName(_("Find"))
        self.setAccessibleDescription(self.words)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(32))
        self.setMaximumWidth(theme.px(460))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            edge = "accent" if self.hasFocus() else "text3" if self.underMouse() else "line2"
            paint_round(painter, self.rect(), "canvas", edge, width=2 if self.hasFocus() else 1)
            size, middle = theme.px(16), self.height() / 2
            icons.paint(
                painter, QRectF(theme.px(11), middle - size / 2, size, size), "search", theme.colour("text2")
            )
            right = float(self.width() - theme.px(7))
            for cap in ("K", "Ctrl"):
                width = cap_width(cap)
                height = theme.px(CAP_HEIGHT)
                paint_cap(painter, QRectF(right - width, middle - height / 2, width, height), cap)
                right -= width + theme.px(6)
            left = theme.px(33)
            write(
                painter,
                QRectF(left, 0, right - left, self.height()),
                self.words,
                theme.font(),
                theme.colour("text3"),
            )


class TopBar(QFrame):
    """Search at the left; at the right the facts one works under. ``search_asked`` opens the search."""

    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        search = SearchBox()
        self._day = Text(tone="text2")
        self._station, self._officer, self._role = Text(), Text(), Text(size=theme.NOTE, tone="text2")
        self._database, self._note = Text(bold=True), Text(tone="text2")
        self._named, self._tone = "", "text2"
        self._glyph = Picture("database")
        self._facts = QWidget()
        self._lines = tuple(upright() for _fact in range(3))

        self.setFixedHeight(theme.px(TOP))
        facts = QHBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(theme.px(10))
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._day,),
            (Picture("station"), self._station),
            (Picture("person"), self._officer, self._role),
            (self._glyph, self._database, self._note),
        )
        for number, group in enumerate(groups):
            if number:
                facts.addWidget(self._lines[number - 1])
            for part in group:
                facts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.addWidget(search)
        row.addStretch(1)
        row.addWidget(self._facts)
        self._facts.hide()
        search.clicked.connect(self.search_asked)

    def show_standing(self, standing: Standing) -> None:
        """Show the facts one works under."""
        self.show_day(standing.day)
        self._station.setText(standing.station)
        self._officer.setText(standing.officer)
        self._role.show_words(standing.role)
        self._role.setVisible(bool(standing.role))
        self._glyph.show_icon(standing.icon, standing.tone)
        self._named, self._tone = standing.database, standing.tone
        self._database.show_words(standing.database, standing.tone)
        self._note.setText(standing.note)
        self._note.setVisible(bool(standing.note))
        self._facts.show()

    def show_reached(self, reached: bool) -> None:
        """Show whether the database can be reached: then what it is, else that it cannot."""
        words = self._named if reached else _("Database out of reach")
        self._database.show_words(words, self._tone if reached else "bad")

    def show_day(self, day: date) -> None:
        """Show that it is another day."""
        self._day.setText(spoken_day(day))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = breadth(self.width() + theme.px(RAIL_WIDTH)) != "narrow"
        self._day.setVisible(roomy)
        self._lines[0].setVisible(roomy)


def spoken_day(day: date) -> str:
    """A day as the top bar writes it: "11月23日 周一"."""
    return _("{month}/{day} {weekday}", month=day.month, day=day.day, weekday=_(WEEKDAYS[day.weekday()]))


class BottomBar(QFrame):
    """The one bar below the page: hints while one looks, buttons while one works.

    At its left stand long work, else what can be undone, else the page's own foot.
    """

    def __init__(self, run: Callable[[Callable[[], object]], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._actions: tuple[Action, ...] = ()
        self._buttons: list[KeyButton] = []
        self._foot: QWidget | None = None
        self.undo, self.progress, self.hints = UndoBar(), ProgressStrip(), HintStrip()

        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self._row.setSpacing(theme.px(8))
        self._left = QHBoxLayout()
        self._left.setSpacing(theme.px(12))
        self._right = QHBoxLayout()
        self._right.setSpacing(theme.px(8))
        self._left.addWidget(self.progress, 1)
        self._left.addWidget(self.undo)
        self._left.addStretch(1)
        self._row.addLayout(self._left, 1)
        self._row.addLayout(self._right)
        self._row.addWidget(self.hints)
        self.undo.shown.connect(lambda shown: self._fit())
        self.progress.hide()
        self._fit()

    def show_page(self, actions: tuple[Action, ...], keys: tuple[Key, ...], foot: QWidget | None) -> None:
        """Show what a page offers: its actions, or without any its hinted keys."""
        self._show_foot(foot)
        same = [(a.words, a.key) for a in actions] == [(a.words, a.key) for a in self._actions]
        if actions and same:
            for button, action in zip(self._buttons, actions, strict=True):
                button.show_kind(action.kind)
        self._actions = actions
        if not (actions and same):
            self._rebuild(actions, keys)
        self._fit()

    def show_progress(self, shown: bool) -> None:
        """Show long work, which needs the height of the action bar."""
        self.progress.setVisible(shown)
        self._fit()

    def buttons(self) -> tuple[KeyButton, ...]:
        """The buttons of the action bar."""
        return tuple(self._buttons)

    def _rebuild(self, actions: tuple[Action, ...], keys: tuple[Key, ...]) -> None:
        self._buttons = [self._button(number, action) for number, action in enumerate(actions)]
        refill(self._right, self._buttons)
        self.hints.setVisible(not actions)
        self.hints.show_hints(tuple((key.press, key.words) for key in keys if key.hinted and not actions))

    def _button(self, number: int, action: Action) -> KeyButton:
        button = KeyButton(action.words, key=action.key, kind=action.kind)
        button.clicked.connect(lambda: self._run(self._actions[number].do))
        return button

    def _show_foot(self, foot: QWidget | None) -> None:
        if foot is self._foot:
            return
        if self._foot is not None:
            self._left.removeWidget(self._foot)
            self._foot.hide()
        self._foot = foot
        if foot is not None:
            self._left.insertWidget(0, foot)

    def _fit(self) -> None:
        """Give each thing at the left its turn, and the bar its height."""
        working = not self.progress.isHidden()
        if self._foot is not None:
            self._foot.setVisible(not working and self.undo.isHidden())
        tall = bool(self._actions) or working
        self.setFixedHeight(theme.px(ACTIONS if tall else HINTS))
