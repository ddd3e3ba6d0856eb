"""What may be meant by a few letters and numbers: a list below the field, gone through with the keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app.language import _
from ui import theme
from ui.widgets.fields import Suggest, TextField
from ui.widgets.ink import RIGHT, write
from ui.widgets.text import cap_width, paint_cap

ROW, FOOT, WIDTH, MOST = 36, 34, 470, 8
TYPING_PAUSE_MS = 120
PATIENCE_MS = 3000
"""So long keys are held for what is being looked for; then the officer sees the field as it stands."""
TYPED = {QEvent.Type.KeyPress, QEvent.Type.InputMethod}
"""Whatever a hand types: Tab too, which else moves on at once, and Chinese, which comes by its own way."""
NONE = -1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant: its value, its words, and a note such as who lives there.

    ``matched`` are the places in the words that answer to what was typed, as (first, length).
    """

    value: Any
    words: str
    note: str = ""
    tone: str = "text2"
    matched: tuple[tuple[int, int], ...] = ()

    def spoken(self) -> str:
        """The suggestion as a screen reader says it."""
        return f"{self.words} {self.note}".strip()

    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The words in their parts, each with whether it answers to what was typed."""
        parts, at = [], 0
        for first, length in self.matched:
            parts += [(self.words[at:first], False), (self.words[first : first + length], True)]
            at = first + length
        return tuple(part for part in (*parts, (self.words[at:], False)) if part[0])


class SuggestionList(QWidget):
    """The list that hangs below the field; it never takes the focus, so the field speaks for it.

    ``new_words`` offer something new by Ctrl+N in its last row; without them there is only what was found.
    ``spoken`` carries the row in hand in words, "" once the list is away.
    """

    spoken = Signal(str)
    picked = Signal(object)
    new_asked = Signal()

    def __init__(self, new_words: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._new_words, self._at = new_words, NONE
        self._rows: tuple[Suggestion, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rows(self, rows: tuple[Suggestion, ...], below: QWidget, *, first_in_hand: bool) -> None:
        """Show what was found below a field, wider than it where need be."""
        self._rows = rows[:MOST]
        height = theme.px(ROW) * len(self._rows) + theme.px(FOOT) + 2
        self.resize(max(theme.px(WIDTH), below.width()), height)
        self.move(below.mapToGlobal(QPoint(0, below.height() + 2)))
        self.setAccessibleName(_("Suggestions"))
        self.setAccessibleDescription(", ".join(row.spoken() for row in self._rows))
        self.show()
        self._take(0 if first_in_hand else NONE)

    def takes_enter(self) -> bool:
        """Whether Enter does something in the list: take the row in hand, or ask for something new."""
        return self.isVisible() and (self._at != NONE or not self._rows)

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
        if self._at == NONE:
            return _("{n} suggestions", n=len(self._rows))
        place = _("{n} of {all}", n=self._at + 1, all=len(self._rows))
        return f"{self._rows[self._at].spoken()}, {place}"

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.spoken.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // theme.px(ROW))
        if number < len(self._rows):
            self.picked.emit(self._rows[number])
        elif self._new_words:
            self.new_asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
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
        for words, matched in row.parts():
            colour = theme.colour("accent" if matched else "text")
            used = write(painter, inner, words, theme.font(bold=matched), colour)
            inner.setLeft(inner.left() + used)

    def _paint_foot(self, painter: QPainter) -> None:
        area = QRectF(1, 1 + len(self._rows) * theme.px(ROW), self.width() - 2, theme.px(FOOT))
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), 1), theme.colour("line"))
        inner = area.adjusted(theme.px(13), 0, -theme.px(13), 0)
        self._paint_keys(painter, inner)
        asks = _("Not there?") if self._new_words else _("Somebody new: just type on")
        used = write(painter, inner, asks, theme.font(theme.NOTE), theme.colour("text2"))
        if not self._new_words:
            return
        inner.setLeft(inner.left() + used + theme.px(8))
        used = write(painter, inner, self._new_words, theme.font(), theme.colour("accent"))
        self._paint_cap(painter, inner, inner.left() + used + theme.px(8), _("Ctrl N"))

    def _paint_keys(self, painter: QPainter, inner: QRectF) -> None:
        """What ↑, ↓ and Enter do, from the right end; ``inner`` keeps the room that is left."""
        of_rows = ((_("fill in"), ("Enter",)), (_("choose"), ("↓", "↑")))
        for words, caps in of_rows if self._rows else ((_("add it"), ("Enter",)),):
            used = write(painter, inner, words, theme.font(theme.NOTE), theme.colour("text2"), RIGHT)
            inner.setRight(inner.right() - used - theme.px(6))
            for cap in caps:
                inner.setRight(inner.right() - cap_width(cap))
                self._paint_cap(painter, inner, inner.right(), cap)
                inner.setRight(inner.right() - theme.px(6))

    def _paint_cap(self, painter: QPainter, inner: QRectF, left: float, cap: str) -> None:
        box = QRectF(left, inner.center().y() - theme.px(10), cap_width(cap), theme.px(20))
        paint_cap(painter, box, cap)


class SuggestingField(TextField):
    """A line of text below which hangs what may be meant by it.

    ``suggest(text, show)`` looks for it and calls ``show`` with Suggestions, now or later; ``picked``
    carries the value of the one that was taken. Whoever types fast need not wait for the list: Enter takes
    the first as soon as it is found, and the keys after it are held until then.
    """

    picked = Signal(object)

    def __init__(
        self,
        suggest: Suggest,
        *,
        new_words: str = "",
        placeholder: str = "",
        note: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, note=note, name=name, parent=parent)
        self._suggest = suggest
        self._list = SuggestionList(new_words, self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._asked: str | None = None
        self._held: list[QEvent] | None = None

        self._pause.timeout.connect(self.look)
        self._patience.timeout.connect(self._let_go)
        self._list.picked.connect(self.pick)
        self._list.spoken.connect(self._describe)

    def pick(self, suggestion: Suggestion) -> None:
        """Take a suggestion."""
        self._pause.stop()
        self.show_picked(suggestion)
        self.picked.emit(suggestion.value)

    def show_picked(self, suggestion: Suggestion) -> None:
        """Show what was picked."""
        self._list.hide()
        self.show_typed(suggestion.words)

    def look(self) -> None:
        """Look for what the text may mean."""
        text = self._asked = self.text().strip()
        self._suggest(text, partial(self._show, text))

    def suggesting(self) -> bool:
        """Whether the list is open and Enter takes something from it."""
        return self._list.takes_enter()

    def takes_enter(self) -> bool:
        """Whether Enter is the field's own: it takes something from the list, or will once it is open."""
        return self.suggesting() or self._held is not None or self._will_take()

    def event(self, event: QEvent) -> bool:
        if event.type() in TYPED and self._held is not None:
            self._held.append(event.clone())
            return True
        asks = event.type() == QEvent.Type.ShortcutOverride and self._list.isVisible()
        if asks and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()  # it closes the list, not the page
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_ = self._list.isVisible()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Down and (alt or not open_):
            self.look()
        elif open_ and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self.suggesting() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.pick()
        elif self._will_take() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hold(event)
        elif open_ and event.key() == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._pause.stop()
        self._let_go()
        self._list.hide()
        super().focusOutEvent(event)

    def _edited(self) -> None:
        super()._edited()
        self._pause.start()

    def _show(self, text: str, found: tuple[Suggestion, ...]) -> None:
        if text != self.text().strip() or not self.hasFocus():
            return
        held = self._let_go()
        self._show_found(text, found)
        if held is None:
            return
        if found and self._list.takes_enter():
            self._list.pick()
            del held[0]  # this was the Enter that took it
        elif self._list.isVisible():
            return  # nothing was found: what was typed blindly after it would go astray
        for key in held:
            QApplication.sendEvent(QApplication.focusWidget() or self, key)

    def _will_take(self) -> bool:
        """Whether something is being looked for of which the first will be in hand."""
        text = self.text().strip()
        looks = self._pause.isActive() or self._asked == text
        return looks and bool(text) and not self._list.isVisible() and self._takes_first(text)

    def _hold(self, enter: QKeyEvent) -> None:
        """Look at once, and hold the keys from this one on until it is found."""
        self._held = [enter.clone()]
        self._patience.start()
        if self._pause.isActive():
            self._pause.stop()
            self.look()

    def _let_go(self) -> list[QEvent] | None:
        """The keys held so far, if any were; nothing is waited for any more, and none are held."""
        self._patience.stop()
        self._asked, held, self._held = None, self._held, None
        return held

    def _takes_first(self, text: str) -> bool:
        """Whether the first that is found for a text is in hand."""
        return True

    def _show_found(self, text: str, found: tuple[Suggestion, ...]) -> None:
        raise NotImplementedError


class RememberedField(SuggestingField):
    """Words of one's own, or somebody already on file; letters mean whoever's initials they are.

    With letters the first who is found is in hand, and Enter takes them. With Chinese the officer may well
    be writing somebody new: Enter goes on, and ↓ takes what was found.
    """

    def _show_found(self, text: str, found: tuple[Suggestion, ...]) -> None:
        others = tuple(each for each in found if each.words != text)
        if others:
            self._list.show_rows(others, self, first_in_hand=self._takes_first(text))
        else:
            self._list.hide()

    def _takes_first(self, text: str) -> bool:
        return text.isascii()
