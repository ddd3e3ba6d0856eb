"""Buttons with their key printed on them: primary, secondary, pending, danger and quiet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from ui import icons, theme
from ui.widgets.text import CAP_HEIGHT, cap_width, key_caps, paint_cap

KINDS = ("secondary", "primary", "pending", "danger", "quiet")
HEIGHT, SMALL = 32, 28


@dataclass(frozen=True, slots=True)
class Dress:
    """How one kind of button is drawn: fill, edge and ink as tokens; "" draws none."""

    fill: str
    edge: str
    ink: str
    bold: bool


DRESSES = {
    "secondary": Dress("surface", "line2", "text", bold=False),
    "primary": Dress("accent", "accent", "on_accent", bold=True),
    "pending": Dress("surface", "accent", "accent", bold=True),
    "danger": Dress("surface", "bad", "bad", bold=False),
    "quiet": Dress("", "", "accent", bold=False),
}
UNUSABLE = Dress("sunken", "line", "text3", bold=False)


class KeyButton(QPushButton):
    """A button that prints its key. The key itself is declared by the page, not here.

    A pending button is the primary one while something is still missing: it is
    pressed like any other, and leads to what is missing.
    """

    def __init__(
        self,
        words: str,
        *,
        key: str = "",
        kind: str = "secondary",
        icon: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._caps, self._kind, self._icon = key_caps(key), kind, icon
        self.setFont(theme.font(bold=DRESSES[kind].bold))
        self.setFixedHeight(theme.px(SMALL if small else HEIGHT))
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if key and kind == "quiet":
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def kind(self) -> str:
        """Which of the five kinds it is drawn as."""
        return self._kind

    def show_kind(self, kind: str) -> None:
        """Draw it as another kind, such as pending turning primary."""
        self._kind = kind
        self.setFont(theme.font(bold=DRESSES[kind].bold))
        self.updateGeometry()
        self.update()

    def show_words(self, words: str) -> None:
        """Say something else on it."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def show_key(self, key: str) -> None:
        """Print another key on it; "" prints none."""
        self._caps = key_caps(key)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bold = theme.font(bold=DRESSES[self._kind].bold)
        width = QFontMetrics(bold).horizontalAdvance(self.text()) + 2 * self._padding()
        if self._icon:
            width += theme.px(16 + 6)
        if self._caps:
            width += theme.px(8) + self._caps_width()
        return QSize(width, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dress = DRESSES[self._kind] if self.isEnabled() else UNUSABLE
            self._paint_body(painter, dress)
            left = self._padding()
            if self._icon:
                box = QRectF(left, (self.height() - theme.px(16)) / 2, theme.px(16), theme.px(16))
                icons.paint(painter, box, self._icon, theme.colour(dress.ink))
                left += theme.px(16 + 6)
            painter.setPen(theme.colour(dress.ink))
            painter.setFont(self.font())
            words = QRectF(left, 0, self.width() - left, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            left += QFontMetrics(self.font()).horizontalAdvance(self.text()) + theme.px(8)
            self._paint_caps(painter, left, dress)

    def _paint_body(self, painter: QPainter, dress: Dress) -> None:
        width = 2 if self.hasFocus() else 1
        edge = self._edge(dress)
        fill = self._fill(dress)
        painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        inset = width / 2
        body = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(body, theme.px(4), theme.px(4))

    def _paint_caps(self, painter: QPainter, left: int, dress: Dress) -> None:
        if not self._caps:
            return
        top = (self.height() - theme.px(CAP_HEIGHT)) / 2
        words = " ".join(self._caps)
        box = QRectF(left, top, cap_width(words), theme.px(CAP_HEIGHT))
        paint_cap(painter, box, words, on_accent=dress.fill == "accent")

    def _edge(self, dress: Dress) -> QColor | None:
        if self.hasFocus():
            return theme.colour("text" if self._kind == "primary" else "accent")
        return theme.colour(dress.edge) if dress.edge else None

    def _fill(self, dress: Dress) -> QColor | None:
        if self.isDown() and self.isEnabled() and self._kind != "primary":
            return theme.colour("tint")
        if self.underMouse() and self.isEnabled() and dress.fill in ("surface", ""):
            return theme.colour("hover")
        return theme.colour(dress.fill) if dress.fill else None

    def _caps_width(self) -> int:
        return cap_width(" ".join(self._caps))

    def _padding(self) -> int:
        return theme.px(8 if self._kind == "quiet" else 11)
