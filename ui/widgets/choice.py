"""Joined segments: a choice row of a form for up to five answers, and the small switch of a panel."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import _
from ui import theme
from ui.widgets.combo import as_typed
from ui.widgets.fields import FIELD_HEIGHT, STAYS
from ui.widgets.ink import paint_round

SWITCH_HEIGHT = 26


class ChoiceRow(QWidget):
    """One of a few choices: digits pick, ← and → move, one tab stop. None until one is picked."""

    left = Signal()
    changed = Signal()
    told = Signal(str, str)

    height_at_standard, font_size = FIELD_HEIGHT, theme.BODY

    def __init__(
        self, choices: tuple[tuple[Any, str], ...], *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices, self._state = choices, "normal"
        self._chosen = -1
        self.setFixedHeight(theme.px(self.height_at_standard))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = name
        self.setAccessibleName(name)
        self._say()

    def value(self) -> Any:
        return self._choices[self._chosen][0] if self._chosen >= 0 else None

    def show_value(self, value: Any) -> None:
        values = [each for each, _words in self._choices]
        self._show(values.index(value) if value in values else -1)

    def typed(self) -> str:
        return as_typed(self.value())

    def show_typed(self, text: str) -> None:
        values = [as_typed(each) for each, _words in self._choices]
        self._show(values.index(text) if text in values else -1)

    def fault(self) -> str:
        return ""

    def fill(self, value: object, source: str = "") -> None:
        """Choose it from elsewhere; ``source`` is said aloud and in the tooltip."""
        self.show_value(value)
        self.set_state("auto")
        self.setToolTip(source)
        if source:
            self.setAccessibleDescription(f"{self.accessibleDescription()} {source}".strip())

    def state(self) -> str:
        return self._state

    def set_state(self, state: str, words: str = "") -> None:
        self._state = state
        self.setEnabled(state != "read_only")
        self.update()
        self.told.emit(state, words)

    def pick(self, number: int) -> None:
        """Pick the choice with this number, the first being 0; a number beyond the last picks nothing."""
        if 0 <= number < len(self._choices) and self.isEnabled():
            self._show(number)

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.pick(event.key() - Qt.Key.Key_1)
        elif event.key() == Qt.Key.Key_Right:
            self.pick(min(self._chosen + 1, len(self._choices) - 1))
        elif event.key() == Qt.Key.Key_Left:
            self.pick(max(self._chosen - 1, 0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, segment in enumerate(self._segments()):
            if segment.contains(event.position()):
                self.pick(number)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            shape = QPainterPath()
            shape.addRoundedRect(whole, theme.px(4), theme.px(4))
            painter.fillPath(shape, theme.colour("surface" if self.isEnabled() else "sunken"))
            painter.save()
            painter.setClipPath(shape)
            for number, segment in enumerate(self._segments()):
                self._paint_segment(painter, number, segment)
            painter.restore()
            edge, width = self._edge()
            paint_round(painter, self.rect(), edge=edge, width=width)

    def _paint_segment(self, painter: QPainter, number: int, segment: QRectF) -> None:
        chosen = number == self._chosen
        if chosen:
            painter.fillRect(segment, theme.colour("tint"))
        if number:
            painter.fillRect(
                QRectF(segment.left(), segment.top(), 1, segment.height()), theme.colour("line2")
            )
        painter.setFont(theme.font(self.font_size, bold=chosen))
        painter.setPen(theme.colour("accent" if chosen else "text" if self.isEnabled() else "text3"))
        painter.drawText(segment, Qt.AlignmentFlag.AlignCenter, self._choices[number][1])

    def _edge(self) -> tuple[str, int]:
        if self._state in ("error", "warn"):
            return {"error": "bad", "warn": "warn"}[self._state], 2
        return ("accent", 2) if self.hasFocus() else ("line2", 1)

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(theme.font(self.font_size, bold=True))
        return [metrics.horizontalAdvance(words) + theme.px(22) for _value, words in self._choices]

    def _segments(self) -> list[QRectF]:
        """Equal shares of the width; where one asks for more, what each asks for and a part of the rest."""
        widths: list[float] = [*self._widths()]
        share = self.width() / max(1, len(widths))
        spare = (self.width() - sum(widths)) / max(1, len(widths))
        even = share >= max(widths, default=0)
        widths = [share if even else each + spare for each in widths]
        ends = accumulate(widths, initial=0.0)
        return [QRectF(at, 0, width, self.height()) for at, width in zip(ends, widths, strict=False)]

    def _say(self) -> None:
        """What is chosen, to a screen reader; before that, which digit picks what."""
        offered = (f"{digit} {words}" for digit, (_value, words) in enumerate(self._choices, 1))
        self.setAccessibleDescription(
            self._choices[self._chosen][1] if self._chosen >= 0 else _(", ").join(offered)
        )

    def _show(self, number: int) -> None:
        if number == self._chosen:
            return
        self._chosen = number
        self._say()
        if self._state in ("auto", "warn", "error"):
            self.set_state("normal")
            self.setToolTip("")
        self.update()
        self.changed.emit()


class Switch(ChoiceRow):
    """The small switch in a panel's head: as wide as its words, and always one of them chosen."""

    height_at_standard, font_size = SWITCH_HEIGHT, theme.NOTE

    def __init__(
        self, choices: tuple[tuple[Any, str], ...], *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(choices, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pick(0)

    def _segments(self) -> list[QRectF]:
        segments, at = [], 0.0
        for width in self._widths():
            segments.append(QRectF(at, 0, width, self.height()))
            at += width
        return segments
