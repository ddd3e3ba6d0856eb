"""A row of tabs as of folders: what lies with an application, how many pages of each, and where one lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.language import _, plural
from ui import icons, theme
from ui.widgets.ink import paint_round, write

HEIGHT, GAP, EDGE, GLYPH = 28, 8, 11, 14
LEAST_WIDE = 200
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class LeafTab:
    """One tab: its words, the number of pages behind it, told where there are several, and if one lacks."""

    words: str
    pages: int = 0
    lacks: bool = False

    @property
    def count(self) -> str:
        """The number as it stands on the tab."""
        return f"{self.pages:,}" if self.pages > 1 else ""

    def spoken(self) -> str:
        """The tab as a screen reader says it."""
        pages = plural("{n} page", "{n} pages", self.pages) if self.pages else _("no page")
        lacks = _("to be put right") if self.lacks else ""
        return _(", ").join(filter(None, (self.words, pages, lacks)))


class LeafTabs(QWidget):
    """Tabs of which one is chosen: ← and → go along them, one tab stop; those there is no room for are cut.

    ``chosen`` carries the number of the one that was gone to, ``spaced`` the one in hand on Space.
    """

    chosen = Signal(int)
    spaced = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[LeafTab, ...] = ()
        self._at = 0
        self._name = name
        self.setFixedHeight(theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._say()

    def show_tabs(self, tabs: Sequence[LeafTab], at: int) -> None:
        """Show these, the one with this number chosen."""
        self._tabs, self._at = tuple(tabs), at
        self._say()
        self.updateGeometry()

    def current(self) -> int:
        """The number of the one chosen."""
        return self._at

    def go(self, number: int) -> None:
        """Choose a tab; a number beyond the ends chooses none."""
        if 0 <= number < len(self._tabs) and number != self._at:
            self._at = number
            self._say()
            self.chosen.emit(number)

    def step(self, by: int) -> None:
        """Choose the next tab, or the one before; after the last comes the first."""
        if self._tabs:
            self.go((self._at + by) % len(self._tabs))

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._needs()) + theme.px(GAP) * len(self._tabs)), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDE), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MOVES:
            self.go(self._at + MOVES[key])
        elif key == Qt.Key.Key_Space and self._tabs:
            self.spaced.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, place in enumerate(self._places()):
            if place.contains(event.position()):
                self.go(number)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            over = (
                tab
                for tab, place in zip(self._tabs, self._places(), strict=True)
                if place.contains(event.pos())
            )
            tab = next(over, None)
            QToolTip.showText(event.globalPos(), tab.spoken() if tab else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for number, (tab, place) in enumerate(zip(self._tabs, self._places(), strict=True)):
                self._paint(painter, place, tab, chosen=number == self._at)

    def _paint(self, painter: QPainter, place: QRectF, tab: LeafTab, *, chosen: bool) -> None:
        width = 2 if chosen and self.hasFocus() else 1
        ground, edge = ("tint", "accent") if chosen else ("surface", "line2")
        paint_round(painter, place, ground, edge, width=width)
        inner = place.adjusted(theme.px(EDGE), 0, -theme.px(EDGE), 0)
        if tab.lacks:
            side = theme.px(GLYPH)
            glyph = QRectF(inner.left(), place.center().y() - side / 2, side, side)
            icons.paint(painter, glyph, "warning", theme.colour("warn"))
            inner.setLeft(inner.left() + side + theme.px(4))
        ink = theme.colour("accent" if chosen else "text")
        write(painter, inner, f"{tab.words} {tab.count}".strip(), theme.font(bold=chosen), ink)

    def _needs(self) -> list[float]:
        """How wide each would be with room for all its words."""
        metrics = QFontMetrics(theme.font(bold=True))
        return [
            metrics.horizontalAdvance(f"{tab.words} {tab.count}".strip())
            + 2.0 * theme.px(EDGE) + (theme.px(GLYPH + 4) if tab.lacks else 0) + 2
            for tab in self._tabs
        ]  # fmt: skip

    def _places(self) -> list[QRectF]:
        widths = fitted(self._needs(), self.width() - theme.px(GAP) * (len(self._tabs) - 1), self._at)
        starts = accumulate((width + theme.px(GAP) for width in widths), initial=0.0)
        return [QRectF(at, 0, width, self.height()) for at, width in zip(starts, widths, strict=False)]

    def _say(self) -> None:
        """What is chosen, to a screen reader."""
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self._tabs[self._at].spoken() if self._tabs else "")
        self.update()


def fitted(needs: Sequence[float], room: float, whole: int) -> list[float]:
    """Widths within a room: the one chosen keeps what it needs, of the others the widest give way."""
    others = sorted(need for number, need in enumerate(needs) if number != whole)
    left = room - sum(needs[whole : whole + 1])
    for number, need in enumerate(others):
        share = max(0.0, left / (len(others) - number))
        if need > share:
            return [need if at == whole else min(need, share) for at, need in enumerate(needs)]
        left -= need
    return list(needs)
