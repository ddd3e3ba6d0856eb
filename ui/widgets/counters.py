"""The counter strip: how many of each kind, each a filter of the list below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.ink import RIGHT, paint_round, write

HEIGHT = 72


@dataclass(frozen=True, slots=True)
class Counter:
    """A kind of work: its name, its words, how many there are, and one short fact in the tone of its state.

    ``short`` is what it is called where the window is narrow, or the whole name finds no room.
    """

    name: str
    label: str
    count: int
    fact: str = ""
    tone: str = "text2"
    short: str = ""


class CounterButton(QAbstractButton):
    """One counter of the strip."""

    def __init__(self, number: int, counter: Counter) -> None:
        super().__init__()
        self.number, self.narrow = number, False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(HEIGHT - 10))
        self.show_counter(counter)

    def show_counter(self, counter: Counter) -> None:
        self.counter = counter
        self.setAccessibleName(f"{counter.label} {counter.count:,} {counter.fact}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        label = QFontMetrics(theme.font(bold=True)).horizontalAdvance(
            self.counter.short or self.counter.label
        )
        return QSize(label + theme.px(44), theme.px(HEIGHT - 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.isChecked() or self.underMouse():
                paint_round(painter, self.rect(), "tint" if self.isChecked() else "hover")
            if self.hasFocus():
                paint_round(painter, self.rect(), edge="accent", width=2)
            left, right = (8, 4) if self.narrow else (12, 8)
            inner = QRectF(self.rect()).adjusted(theme.px(left), theme.px(4), -theme.px(right), -theme.px(4))
            self._paint_label(painter, inner)
            self._paint_count(painter, inner)

    def _paint_label(self, painter: QPainter, inner: QRectF) -> None:
        line = QRectF(inner.left(), inner.top(), inner.width(), theme.px(24))
        write(painter, line, str(self.number), theme.font(theme.NOTE), theme.colour("text3"), RIGHT)
        room = line.adjusted(0, 0, -theme.px(12), 0)
        tone = "accent" if self.isChecked() else "text2"
        write(
            painter,
            room,
            self._called(room.width()),
            theme.font(bold=self.isChecked()),
            theme.colour(tone),
        )

    def _called(self, room: float) -> str:
        """The name, or the short one where that has not so much room."""
        label, short = self.counter.label, self.counter.short
        wide = QFontMetrics(theme.font(bold=True)).horizontalAdvance(label) > room
        return short if short and (self.narrow or wide) else label

    def _paint_count(self, painter: QPainter, inner: QRectF) -> None:
        line = QRectF(inner.left(), inner.top() + theme.px(24), inner.width(), theme.px(32))
        count = f"{self.counter.count:,}"
        big = theme.font(theme.COUNT, bold=True)
        used = write(painter, line, count, big, theme.colour("text"))
        if self.isChecked():
            under = QRectF(line.left(), inner.bottom() + theme.px(1), min(used, theme.px(28)), theme.px(3))
            painter.fillRect(under, theme.colour("accent"))
        fact = line.adjusted(used + theme.px(8), self._drop(big), 0, 0)
        write(painter, fact, self.counter.fact, theme.font(theme.NOTE), theme.colour(self.counter.tone))

    def _drop(self, big: QFont) -> int:
        """How much lower the fact stands, so that it shares the number's base line."""
        return max(0, QFontMetrics(big).descent() - QFontMetrics(theme.font(theme.NOTE)).descent())


def _choose(button: CounterButton) -> None:
    if not button.isHidden():
        button.click()


class CounterStrip(QFrame):
    """Counters side by side; one is chosen, by a click or Alt and its digit. ``chosen`` carries its name."""

    chosen = Signal(str)

    def __init__(self, counters: tuple[Counter, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, CounterButton] = {}

        self.setFixedHeight(theme.px(HEIGHT))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))
        row.setSpacing(theme.px(8))
        for number, counter in enumerate(counters):
            button = CounterButton(number, counter)
            self._buttons[counter.name] = button
            self._group.addButton(button, number)
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(partial(_choose, button))
        self._group.idClicked.connect(lambda number: self.chosen.emit(counters[number].name))
        self._group.button(0).setChecked(True)

    def show_counters(self, counters: tuple[Counter, ...]) -> None:
        """Show new counts; the counters themselves stay the same."""
        for counter in counters:
            self._buttons[counter.name].show_counter(counter)

    def leave_out(self, name: str, out: bool) -> None:
        """Leave a counter out where there is nothing of its kind to be counted, or show it again."""
        button = self._buttons[name]
        if out and button.isChecked():
            self._group.button(0).click()
        button.setHidden(out)
        self.update()

    @property
    def last(self) -> int:
        """The greatest digit that chooses a counter."""
        return max(button.number for button in self._buttons.values() if not button.isHidden())

    def current(self) -> str:
        """The name of the counter chosen."""
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def choose(self, name: str) -> None:
        """Choose a counter."""
        self._buttons[name].click()

    def be_narrow(self, narrow: bool) -> None:
        """Use the short words and little room around them where the window is narrow."""
        self._row.setSpacing(theme.px(4 if narrow else 8))
        for button in self._buttons.values():
            button.narrow = narrow
            button.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "surface", "line", corner=6)
            buttons = [button for button in self._buttons.values() if not button.isHidden()]
            for button in buttons[1:]:
                at = button.x() - self._row.spacing() // 2
                painter.drawLine(at, theme.px(18), at, self.height() - theme.px(18))
