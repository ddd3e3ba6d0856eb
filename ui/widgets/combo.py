"""A field to choose in, where there are more than five choices."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.language import _
from ui import icons, theme
from ui.widgets.fields import FIELD_HEIGHT, STAYS, paint_field
from ui.widgets.ink import write

LINE_HEIGHT = 30
Index = QModelIndex | QPersistentModelIndex


def as_typed(value: Any) -> str:
    """The value of a choice as a draft keeps it, so that the draft is whole in every language."""
    return "" if value is None else str(value)


class ChoiceLine(QStyledItemDelegate):
    """Draws one line of the list that a combo opens."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(72), theme.px(LINE_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect)
        painter.fillRect(area, theme.colour("tint" if chosen else "surface"))
        inner = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        write(painter, inner, index.data(), theme.font(), theme.colour("accent" if chosen else "text"))


class Combo(QComboBox):
    """One of more than five choices, each a value and its words; opened with Alt+↓."""

    left = Signal()
    changed = Signal()
    told = Signal(str, str)

    def __init__(
        self, choices: tuple[tuple[Any, str], ...] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = "normal"
        self.setFont(theme.font())
        self.setFixedHeight(theme.px(FIELD_HEIGHT))
        self.setAccessibleName(name)
        self.setItemDelegate(ChoiceLine(self))
        self.setMaxVisibleItems(14)
        self.show_choices(choices)
        self.currentIndexChanged.connect(self._chose)

    def show_choices(self, choices: tuple[tuple[Any, str], ...]) -> None:
        """Offer these choices and keep the one chosen, if it is among them."""
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.blockSignals(False)
        self.show_value(chosen)

    def value(self) -> Any:
        return self.currentData()

    def show_value(self, value: Any) -> None:
        values = [self.itemData(n) for n in range(self.count())]
        self.setCurrentIndex(values.index(value) if value in values else -1)

    def typed(self) -> str:
        return as_typed(self.value())

    def show_typed(self, text: str) -> None:
        values = [as_typed(self.itemData(n)) for n in range(self.count())]
        self.setCurrentIndex(values.index(text) if text in values else -1)

    def fault(self) -> str:
        return ""

    def fill(self, value: object, source: str = "") -> None:
        """Choose it from elsewhere."""
        self.show_value(value)
        self.set_state("auto")

    def state(self) -> str:
        return self._state

    def set_state(self, state: str, words: str = "") -> None:
        self._state = state
        self.setEnabled(state != "read_only")
        self.update()
        self.told.emit(state, words)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(128), theme.px(FIELD_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(72), theme.px(FIELD_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_field(painter, QRectF(self.rect()), self._state, focused=self.hasFocus())
            size = theme.px(16)
            words = QRectF(self.rect()).adjusted(theme.px(10), 0, -(size + theme.px(10)), 0)
            ink = "text" if self.currentText() else "text3"
            write(painter, words, self.currentText() or _("Choose"), theme.font(), theme.colour(ink))
            cut = QFontMetrics(theme.font()).horizontalAdvance(self.currentText()) > words.width()
            self.setToolTip(self.currentText() if cut else "")
            arrow = QRectF(self.width() - size - theme.px(7), (self.height() - size) / 2, size, size)
            icons.paint(painter, arrow, "chevron-down", theme.colour("text2"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the form must not choose something else

    def _chose(self) -> None:
        if self._state in ("auto", "warn", "error"):
            self.set_state("normal")
        self.changed.emit()
