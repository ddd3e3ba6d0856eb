"""An address from the books: a few letters and numbers bring up the dwellings that may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.language import _
from ui import theme
from ui.widgets.cells import RIGHT, write
from ui.widgets.fields import Suggest, TextField
from ui.widgets.text import cap_width, paint_cap

ROW, FOOT, WIDTH, MOST = 36, 34, 470, 8
TYPING_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant: its value, its words, and a note such as who lives there."""

    value: Any
    words: str
    note: str = ""
    tone: str = "text2"

    def spoken(self) -> str:
        """The suggestion as a screen reader says it."""
        return f"{self.words} {self.note}".strip()


class SuggestionList(QWidget):
    """The list that hangs below the field; it never takes the focus, so the field speaks for it.

    ``spoken`` carries the row in hand in words, "" once the list is away.
    """

    spoken = Signal(str)
    picked = Signal(object)
    new_asked = Signal()

    def __init__(self, new_words: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._new_words, self._at = new_words, 0
        self._rows: tuple[Suggestion, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rows(self, rows: tuple[Suggestion, ...], below: QWidget) -> None:
        """Show what was found below a field, wider than it where need be."""
        self._rows, self._at = rows[:MOST], 0
        height = theme.px(ROW) * len(self._rows) + theme.px(FOOT) + 2
        self.resize(max(theme.px(WIDTH), below.width()), height)
        self.move(below.mapToGlobal(QPoint(0, below.height() + 2)))
        self.setAccessibleName(_("Suggestions"))
        self.setAccessibleDescription(", ".join(row.spoken() for row in self._rows))
        self.show()
        self._take(0)

    def move_by(self, step: int) -> None:
        """Go up or down."""
        self._take(max(0, min(self._at + step, len(self._rows) - 1)))

    def pick(self) -> None:
        """Take the row in hand, or ask for a new one when nothing was found."""
        if self._rows:
            self.picked.emit(self._rows[self._at])
        else:
            self.new_asked.emit()

    def _take(self, number: int) -> None:
        self._at = number
        self.spoken.emit(self._in_hand())
        self.update()

    def _in_hand(self) -> str:
        if not self._rows:
            return _("Not there?") + " " + self._new_words
        place = _("{n} of {all}", n=self._at + 1, all=len(self._rows))
        return f"{self._rows[self._at].spoken()}, {place}"

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.spoken.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // theme.px(ROW))
        if number < len(self._rows):
            self.picked.emit(self._rows[number])
        else:
            self.new_asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        self._paint_foot(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_row(self, painter: QPainter, number: int, row: Suggestion) -> None:
        area = QRectF(1, 1 + number * theme.px(ROW), self.width() - 2, theme.px(ROW))
        if number == self._at:
            painter.fillRect(area, theme.colour("tint"))
            painter.fillRect(
                QRectF(area.left(), area.top(), theme.px(3), area.height()), theme.colour("accent")
            )
        inner = area.adjusted(theme.px(13), 0, -theme.px(13), 0)
        used = write(painter, inner, row.note, theme.font(theme.NOTE), theme.colour(row.tone), RIGHT)
        inner.setRight(inner.right() - used - theme.px(8))
        write(painter, inner, row.words, theme.font(), theme.colour("text"))

    def _paint_foot(self, painter: QPainter) -> None:
        area = QRectF(1, 1 + len(self._rows) * theme.px(ROW), self.width() - 2, theme.px(FOOT))
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), 1), theme.colour("line"))
        inner = area.adjusted(theme.px(13), 0, -theme.px(13), 0)
        used = write(painter, inner, _("Not there?"), theme.font(theme.NOTE), theme.colour("text2"))
        inner.setLeft(inner.left() + used + theme.px(8))
        used = write(painter, inner, self._new_words, theme.font(), theme.colour("accent"))
        cap = _("Ctrl N")
        box = QRectF(
            inner.left() + used + theme.px(8), area.center().y() - theme.px(10), cap_width(cap), theme.px(20)
        )
        paint_cap(painter, box, cap)


class AddressField(TextField):
    """One field for a dwelling. Its value is that of the suggestion picked, None while it is only typed.

    ``suggest(text, show)`` looks for dwellings and calls ``show`` with Suggestions,
    now or later. ``new_asked`` carries the text for which a new dwelling is wanted.
    """

    picked = Signal(object)
    new_asked = Signal(str)

    def __init__(
        self,
        suggest: Suggest,
        *,
        placeholder: str = "",
        new_words: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, note=_("Alt ↓"), name=name, parent=parent)
        self._suggest = suggest
        self._chosen: Suggestion | None = None
        self._list = SuggestionList(new_words or _("Add a dwelling"), self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)

        self._pause.timeout.connect(self.look)
        self._list.picked.connect(self.pick)
        self._list.new_asked.connect(self._ask_for_new)
        self._list.spoken.connect(self._describe)

    def value(self) -> Any:
        return self._chosen.value if self._chosen else None

    def show_value(self, value: Any) -> None:
        """Show a Suggestion as picked; None empties the field."""
        self._chosen = value
        self._list.hide()
        self.show_typed(value.words if value else "")
        self._chosen = value

    def pick(self, suggestion: Suggestion) -> None:
        """Take a suggestion."""
        self.show_value(suggestion)
        self.picked.emit(suggestion.value)

    def show_typed(self, text: str) -> None:
        if self._chosen is not None and text != self._chosen.words:
            self._chosen = None
        super().show_typed(text)

    def fault(self) -> str:
        if not self.text().strip() or self._chosen is not None:
            return ""
        return _("Pick the dwelling from the list, or add a new one")

    def look(self) -> None:
        """Look for what the text may mean."""
        text = self.text().strip()
        self._suggest(text, partial(self._show, text))

    def event(self, event: QEvent) -> bool:
        asks = event.type() == QEvent.Type.ShortcutOverride and self._list.isVisible()
        if asks and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()  # it closes the list, not the page
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_ = self._list.isVisible()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() == Qt.Key.Key_N:
            self._ask_for_new()
        elif event.key() == Qt.Key.Key_Down and (alt or not open_):
            self.look()
        elif open_ and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif open_ and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.pick()
        elif open_ and event.key() == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)

    def suggesting(self) -> bool:
        """Whether the list is open, so that Enter picks from it."""
        return self._list.isVisible()

    def _edited(self) -> None:
        self._chosen = None
        super()._edited()
        self._pause.start()

    def _show(self, text: str, found: tuple[Suggestion, ...]) -> None:
        if text == self.text().strip() and self.hasFocus():
            self._list.show_rows(tuple(found), self)

    def _ask_for_new(self) -> None:
        self._list.hide()
        self.new_asked.emit(self.text().strip())
