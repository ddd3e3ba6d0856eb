"""The law's answer as an opened tree: each condition with its verdict, its value and its article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.language import N_, _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.notice import Notice
from ui.widgets.overlay import Overlay
from ui.widgets.text import Picture, Text

GLYPHS = {"yes": ("check-circle", "ok"), "no": ("alert", "bad"), "unknown": ("question", "warn")}
SPOKEN = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("cannot say")}


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition in the officer's language; ``verdict`` is "yes", "no" or "unknown", ``note`` its value."""

    words: str
    verdict: str
    note: str = ""
    article: str = ""
    parts: tuple[Reason, ...] = ()


class ReasonLine(QWidget):
    """One condition: glyph, words, at the right the verdict and the value in words, below it a quiet line."""

    def __init__(self, reason: Reason, *, depth: int) -> None:
        super().__init__()
        self.level, self.folded = depth, False
        icon, tone = GLYPHS[reason.verdict]
        verdict = _(SPOKEN[reason.verdict])
        words = Text(reason.words, bold=depth == 0 or reason.verdict != "yes", wrap=True)
        stands = " · ".join(part for part in (reason.note, verdict) if part)
        value = Text(stands, tone="text2" if reason.verdict == "yes" else tone, yields=True)
        article = Text(reason.article, size=theme.NOTE, tone="text3", wrap=True)
        spoken = (f"{reason.words}: {verdict}", reason.note, reason.article)
        self.setAccessibleName(" ".join(part for part in spoken if part))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(Picture(icon, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        line.addWidget(value, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24) * depth + theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        column.setSpacing(theme.px(2))
        column.addLayout(line)
        column.addWidget(article)
        article.setContentsMargins(theme.px(24), 0, 0, 0)
        article.setVisible(bool(reason.article))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))


class AnswerTree(QWidget):
    """Shows a Reason and all its parts, those that are missing first.

    Tab comes to its first line; ↑ and ↓ go from line to line, ← folds what is below one, or goes to the
    one above it, → unfolds.
    """

    def __init__(self, reason: Reason | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[ReasonLine] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(4))
        self.show_reason(reason)

    def show_reason(self, reason: Reason | None) -> None:
        """Show another answer; None shows nothing."""
        self.lines = []
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if reason is not None:
            self._add(reason, 0)
            self.lines[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((number for number, line in enumerate(self.lines) if line.hasFocus()), -1)
        if at < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(at, 1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(at, fold=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def _add(self, reason: Reason, depth: int) -> None:
        line = ReasonLine(reason, depth=depth)
        self.lines.append(line)
        self._lines.addWidget(line)
        for part in sorted(reason.parts, key=lambda each: each.verdict == "yes"):
            self._add(part, depth + 1)

    def _go(self, at: int, by: int) -> None:
        shown = [line for line in self.lines if not line.isHidden()]
        place = shown.index(self.lines[at]) + by
        if 0 <= place < len(shown):
            self._take(shown[place])

    def _take(self, line: ReasonLine) -> None:
        line.setFocus()
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(line)

    def _below(self, at: int) -> list[ReasonLine]:
        depth = self.lines[at].level
        return list(takewhile(lambda line: line.level > depth, self.lines[at + 1 :]))

    def _fold(self, at: int, *, fold: bool) -> None:
        line, below = self.lines[at], self._below(at)
        if fold and (line.folded or not below):
            above = [each for each in self.lines[:at] if each.level < line.level]
            if above:
                self._take(above[-1])
            return
        line.folded = fold
        for each in below:
            each.folded = False
            each.setHidden(fold)


class AnswerSheet(Overlay):
    """An answer laid over the window: the tree, and below it the article's own words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=720)
        self._tree, self._quote = AnswerTree(), Notice()
        close = KeyButton(_("Close"), key="Esc", small=True)

        head = QHBoxLayout()
        head.addWidget(Text(_("Why?"), size=theme.PAGE, bold=True), 1)
        head.addWidget(close)
        self.body.setSpacing(theme.px(12))
        self.body.addLayout(head)
        self.body.addWidget(self._tree)
        self.body.addWidget(self._quote)
        self.body.addStretch(1)
        close.clicked.connect(self.close_sheet)

    def show_reason(self, reason: Reason, quotation: str = "") -> None:
        """Show an answer and, where it is on file, the text of its article."""
        self._tree.show_reason(reason)
        self._quote.say(quotation)
        self._quote.setVisible(bool(quotation))
        self.open()
