"""The law's answer as an opened tree: each condition with its verdict, its value and its article."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
    """One condition: glyph, words, value at the right, article below."""

    def __init__(self, reason: Reason, *, depth: int) -> None:
        super().__init__()
        icon, tone = GLYPHS[reason.verdict]
        words = Text(reason.words, bold=depth == 0 or reason.verdict != "yes", wrap=True)
        value = Text(reason.note, tone="text2" if reason.verdict == "yes" else tone)
        article = Text(reason.article, size=theme.NOTE, tone="text3", wrap=True)
        self.setAccessibleName(f"{reason.words}: {_(SPOKEN[reason.verdict])} {reason.note}".strip())

        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(Picture(icon, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        line.addWidget(value, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24) * depth, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(line)
        column.addWidget(article)
        article.setContentsMargins(theme.px(24), 0, 0, 0)
        article.setVisible(bool(reason.article))


class AnswerTree(QWidget):
    """Shows a Reason and all its parts, those that are missing first."""

    def __init__(self, reason: Reason | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(8))
        self.show_reason(reason)

    def show_reason(self, reason: Reason | None) -> None:
        """Show another answer; None shows nothing."""
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if reason is not None:
            self._add(reason, 0)
        self._lines.addStretch(1)

    def _add(self, reason: Reason, depth: int) -> None:
        self._lines.addWidget(ReasonLine(reason, depth=depth))
        for part in sorted(reason.parts, key=lambda each: each.verdict == "yes"):
            self._add(part, depth + 1)


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
