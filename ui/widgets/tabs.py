"""Tabs under the head of a page: words and a count, the chosen one underlined; Ctrl+Tab goes to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.ink import write

HEIGHT = 34


class Tab(QAbstractButton):
    """One tab."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setFixedHeight(theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """Show how much is behind the tab; None shows no number."""
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleName(f"{self.text()} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bold, plain = QFontMetrics(theme.font(bold=True)), QFontMetrics(theme.font())
        count = plain.horizontalAdvance(self._count) + theme.px(5) if self._count else 0
        return QSize(bold.horizontalAdvance(self.text()) + count + theme.px(24), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            chosen = self.isChecked()
            tone = "accent" if chosen or self.underMouse() else "text2"
            words = QRectF(self.rect()).adjusted(theme.px(12), 0, 0, 0)
            used = write(painter, words, self.text(), theme.font(bold=chosen), theme.colour(tone))
            words.setLeft(words.left() + used + theme.px(5))
            write(painter, words, self._count, theme.font(), theme.colour("accent" if chosen else "text3"))
            if chosen:
                line = theme.px(3)
                painter.fillRect(QRectF(0, self.height() - line, self.width(), line), theme.colour("accent"))
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class TabStrip(QWidget):
    """Tabs side by side; ``chosen`` carries the number of the one that was gone to, the first being 0."""

    chosen = Signal(int)

    def __init__(self, words: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)

        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(4))
        for number, each in enumerate(words):
            tab = Tab(each)
            self._group.addButton(tab, number)
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(lambda number, on: self.chosen.emit(number) if on else None)
        for press, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(press), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda by=by: self.step(by))

    def show_counts(self, counts: tuple[int | None, ...]) -> None:
        """Show how much is behind each tab."""
        for number, count in enumerate(counts):
            tab = self._group.button(number)
            assert isinstance(tab, Tab)
            tab.show_count(count)

    def current(self) -> int:
        """The number of the tab chosen."""
        return self._group.checkedId()

    def go(self, number: int) -> None:
        """Choose a tab."""
        self._group.button(number).setChecked(True)

    def step(self, by: int) -> None:
        """Choose the next tab, or the one before; after the last comes the first."""
        self.go((self.current() + by) % len(self._group.buttons()))

    def add_note(self, note: QWidget) -> None:
        """Put a quiet note at the right end."""
        self._row.addWidget(note)
