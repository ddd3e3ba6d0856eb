"""Words on the screen: a label in one of the program's tones, a hairline, and the picture of a key."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.language import WIDE_MARKS, _
from ui import icons, theme
from ui.widgets.ink import paint_round
from ui.widgets.refill import refill

CAP_HEIGHT = 20
MARKS = (".", "!", "?", ":", ";", ",")
EM_SPACE = "\u2003"
LEAST_SHOWN = 60
LINE = 20
"""The height of a line of text, in the middle of which a picture beside it stands."""

KEY_NAMES = {
    "Return": "Enter", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Escape": "Esc",
    "PageUp": "PgUp", "PageDown": "PgDn", "PgDown": "PgDn",
}  # fmt: skip


class Text(QLabel):
    """One piece of text: a size of the type scale, regular or bold, in a tone (a colour token).

    One that ``yields`` is cut off with … where there is no room, and is whole in its tooltip.
    """

    def __init__(
        self,
        words: str = "",
        *,
        size: int = theme.BODY,
        bold: bool = False,
        mono: bool = False,
        tone: str = "text",
        wrap: bool = False,
        yields: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._yields = yields
        self.setFont(theme.font(size, bold=bold, mono=mono))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)

    def show_words(self, words: str, tone: str | None = None) -> None:
        """Say something else, in another tone where one is given."""
        self.setText(words)
        if tone is not None and tone != self.property("tone"):
            self.setProperty("tone", tone)
            theme.restyle(self)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(theme.px(LEAST_SHOWN), whole.width()), whole.height()) if self._yields else whole

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._yields:
            super().paintEvent(event)
            return
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        if shown == self.text():
            self.setToolTip("")
            super().paintEvent(event)
            return
        self.setToolTip(self.text())
        role, enabled = self.foregroundRole(), self.isEnabled()
        flags = int(self.alignment().value)
        with QPainter(self) as painter:
            self.style().drawItemText(painter, room, flags, self.palette(), enabled, shown, role)


class RunIn(Text):
    """A paragraph whose first words are bold, broken where there is no more room in a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(wrap=True, parent=parent)
        self._bold = 0
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, bold: str, rest: str) -> None:
        """Show other words; what begins a new line in ``rest`` begins one here."""
        self._bold = len(bold)
        self.setText(bold + _gap(bold, rest) + rest)

    def sizeHint(self) -> QSize:
        room = super().sizeHint()  # as if nothing were bold; a little wider is the same number of lines
        return QSize(room.width(), self.heightForWidth(room.width()))

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.fontMetrics().height()))

    def heightForWidth(self, width: int) -> int:
        return ceil(self._laid(width).boundingRect().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        laid = self._laid(room.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            laid.draw(painter, QPointF(room.topLeft()))

    def _laid(self, width: int) -> QTextLayout:
        """The words in lines of this width."""
        laid = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        laid.setTextOption(option)
        bold = QTextLayout.FormatRange()
        bold.start, bold.length = 0, self._bold
        heavy = QTextCharFormat()
        heavy.setFontWeight(QFont.Weight.Bold)
        bold.format = heavy
        laid.setFormats([bold])
        below = 0.0
        laid.beginLayout()
        while (line := laid.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, below))
            below += line.height()
        laid.endLayout()
        return laid


def _gap(bold: str, rest: str) -> str:
    """What stands between: nothing after a Chinese mark, which brings its own room, nor before a new line."""
    if not bold or not rest or bold.endswith(WIDE_MARKS) or rest.startswith("\n"):
        return ""
    return " " if bold.endswith(MARKS) else EM_SPACE


class Phrase(QWidget):
    """A sentence whose parts differ in tone and weight: ``[("2 overdue", "bad", True), …]``."""

    def __init__(self, parts: tuple[tuple[str, str, bool], ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

        self.show_parts(parts)

    def show_parts(self, parts: tuple[tuple[str, str, bool], ...]) -> None:
        """Say another sentence: each part is its words, its tone, and whether it is bold."""
        refill(self._row, (Text(words, tone=tone, bold=bold, yields=True) for words, tone, bold in parts))
        self._row.addStretch(1)
        self._row.activate()


class Picture(QWidget):
    """One icon in a tone; beside words it is passed over by a screen reader."""

    def __init__(
        self, name: str, *, size: int = 16, tone: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, theme.px(size)
        self.setFixedSize(self._size, max(self._size, theme.px(LINE)))

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon, or the same in another tone."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRectF(0, (self.height() - self._size) / 2, self._size, self._size)
            icons.paint(painter, box, self._name, theme.colour(self._tone))


def hairline(parent: QWidget | None = None) -> QFrame:
    """A one-pixel line across."""
    line = QFrame(parent)
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def upright(height: int = 20) -> QFrame:
    """A one-pixel line down, between two facts in a row."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedSize(1, theme.px(height))
    return line


def key_caps(press: str) -> tuple[str, ...]:
    """The caps a key is drawn with: "Ctrl+Return" is Ctrl and Enter, "[ ]" is [ and ]."""
    caps = [
        cap
        for together in press.split()
        for cap in (together.split("+") if len(together) > 1 else [together])
    ]
    return tuple(KEY_NAMES.get(cap, cap) for cap in caps)


def cap_width(words: str) -> int:
    """How wide the cap of a key is drawn, in pixels."""
    return max(
        theme.px(CAP_HEIGHT), QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(words) + theme.px(10)
    )


def paint_cap(painter: QPainter, rect: QRectF, words: str, *, on_accent: bool = False) -> None:
    """Draw one key cap."""
    ground, edge = ("", "on_accent") if on_accent else ("sunken", "line")
    paint_round(painter, rect, ground, edge, corner=3)
    painter.setPen(theme.colour("on_accent" if on_accent else "text2"))
    painter.setFont(theme.font(theme.NOTE))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


class Keycap(QWidget):
    """The picture of one key or of keys pressed together."""

    def __init__(self, press: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = key_caps(press)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(_("Key {key}", key=" ".join(self._caps)))

    def sizeHint(self) -> QSize:
        gaps = theme.px(4) * (len(self._caps) - 1)
        return QSize(sum(map(cap_width, self._caps)) + gaps, theme.px(CAP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        left = 0
        with QPainter(self) as painter:
            for cap in self._caps:
                paint_cap(painter, QRectF(left, 0, cap_width(cap), self.height()), cap)
                left += cap_width(cap) + theme.px(4)


class KeyHint(QWidget):
    """A key and, beside it, what it does."""

    def __init__(self, press: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(Keycap(press))
        row.addWidget(Text(words, tone="text2"))
