"""The rail at the left: the pages, each with how much must be done there today."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from app.language import _, plural
from ui import icons, theme
from ui.pages import RAIL_WIDTH, Entry
from ui.widgets.ink import paint_round
from ui.widgets.text import CAP_HEIGHT, cap_width, key_caps, paint_cap

ITEM_HEIGHT, LEAST_HEIGHT, LOGO = 60, 44, 32
MARGIN, BELOW_LOGO = 8, 10


class Logo(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(theme.px(LOGO), theme.px(LOGO))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "accent", corner=6)
            painter.setPen(theme.colour("on_accent"))
            painter.setFont(theme.font(theme.PAGE, bold=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "安")


class RailButton(QAbstractButton):
    """One page of the rail."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry, self._badge = entry, 0
        self._press, self._shows_key = "", False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(theme.px(RAIL_WIDTH), theme.px(LEAST_HEIGHT))  # the rail gives it more
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_badge(0)

    def name_key(self, press: str) -> None:
        self._press = press
        self.setToolTip(f"{_(self._entry.title)}  {' '.join(key_caps(press))}")

    def show_key(self, shown: bool) -> None:
        self._shows_key = shown and bool(self._press)
        self.update()

    def show_badge(self, count: int) -> None:
        self._badge = count
        title = _(self._entry.title)
        due = plural("{title}, {n} due today", "{title}, {n} due today", count, title=title)
        self.setAccessibleName(due if count else title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            body = QRectF(self.rect()).adjusted(theme.px(6), theme.px(3), -theme.px(6), -theme.px(3))
            if self.isChecked():
                paint_round(painter, body, "surface", corner=6)
                bar = QRectF(body.left(), body.center().y() - theme.px(14), theme.px(3), theme.px(28))
                painter.fillRect(bar, theme.colour("accent"))
            if self.hasFocus():
                paint_round(painter, body, edge="accent", width=2, corner=6)
            self._paint_inside(painter, body)

    def _paint_inside(self, painter: QPainter, body: QRectF) -> None:
        ink = theme.colour("accent" if self.isChecked() else "text2")
        is_low = body.height() < theme.px(22 + 2 + 20)
        size, gap, words_height = (theme.px(n) for n in ((18, 0, 18) if is_low else (22, 2, 20)))
        top = body.center().y() - (size + gap + words_height) / 2
        icon = QRectF(body.center().x() - size / 2, top, size, size)
        icons.paint(painter, icon, self._entry.icon, ink)
        painter.setPen(ink)
        painter.setFont(theme.font(theme.NOTE, bold=self.isChecked()))
        words = QRectF(0, icon.bottom() + gap, self.width(), words_height)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, _(self._entry.label))
        if self._shows_key:
            self._paint_key(painter, icon.center())
        elif self._badge:
            self._paint_badge(painter, body)

    def _paint_key(self, painter: QPainter, middle: QPointF) -> None:
        """The key that opens the page, over its icon."""
        words = " ".join(key_caps(self._press))
        cap = QRectF(0, 0, cap_width(words), theme.px(CAP_HEIGHT))
        cap.moveCenter(middle)
        paint_cap(painter, cap, words)

    def _paint_badge(self, painter: QPainter, body: QRectF) -> None:
        words, font = f"{self._badge:,}" if self._badge < 1000 else "999+", theme.font(theme.NOTE)
        width = max(theme.px(18), QFontMetrics(font).horizontalAdvance(words) + theme.px(10))
        pill = QRectF(body.right() - width + theme.px(4), body.top() + theme.px(1), width, theme.px(18))
        paint_round(painter, pill, "line", corner=9)
        painter.setPen(theme.colour("text2"))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """The pages from top to bottom; one tab stop, ↑ and ↓ within. ``chosen`` carries a page's name."""

    chosen = Signal(str)

    def __init__(self, entries: tuple[Entry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own = tuple(entry for entry in entries if not entry.under)
        self._buttons = {entry.name: RailButton(entry) for entry in own}
        self.setFixedWidth(theme.px(RAIL_WIDTH))
        self.setAccessibleName(_("Pages"))

        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(MARGIN), 0, theme.px(MARGIN))
        column.setSpacing(0)
        column.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(BELOW_LOGO))
        for entry in own:
            if not entry.at_foot:
                column.addWidget(self._buttons[entry.name])
        column.addStretch(1)
        for entry in own:
            if entry.at_foot:
                column.addWidget(self._buttons[entry.name])
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the pages stand closer, so that none is pushed out of it."""
        super().resizeEvent(event)
        room = self.height() - theme.px(LOGO + 2 * MARGIN + BELOW_LOGO)
        each = room // max(1, len(self._buttons))
        for button in self._buttons.values():
            button.setFixedHeight(max(theme.px(LEAST_HEIGHT), min(each, theme.px(ITEM_HEIGHT))))

    def show_page(self, name: str) -> None:
        """Show which page is open; it is the rail's one tab stop."""
        for each, button in self._buttons.items():
            here = each == name
            button.setChecked(here)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def name_keys(self, keys: Mapping[str, str]) -> None:
        """Tell by which key each page is opened."""
        for name, press in keys.items():
            self._buttons[name].name_key(press)

    def show_keys(self, shown: bool) -> None:
        """Show these keys on the pages, or no longer."""
        for button in self._buttons.values():
            button.show_key(shown)

    def show_badges(self, counts: Mapping[str, int]) -> None:
        """Show how much must be done today on these pages."""
        for name, count in counts.items():
            if name in self._buttons:
                self._buttons[name].show_badge(count)

    def spoken(self) -> tuple[str, ...]:
        """The pages as a screen reader says them."""
        return tuple(button.accessibleName() for button in self._buttons.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        names = list(self._buttons)
        here = next((n for n, name in enumerate(names) if self._buttons[name].hasFocus()), 0)
        after = names[max(0, min(here + (1 if event.key() == Qt.Key.Key_Down else -1), len(names) - 1))]
        self._buttons[after].setFocus()
