"""The law's answer as an opened tree: each condition with its verdict, its value and its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.language import N_, _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.ink import paint_round
from ui.widgets.notice import Notice
from ui.widgets.overlay import Overlay
from ui.widgets.panel import scrolled
from ui.widgets.progress import MeterBar
from ui.widgets.refill import refill
from ui.widgets.text import Picture, Text

GLYPHS = {"yes": ("check-circle", "ok"), "no": ("alert", "warn"), "unknown": ("question", "warn")}
"""Nothing here is red: what is not there yet is no mistake, and late only where a deadline says so."""
SHEET = 720
SPOKEN = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("cannot say")}


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition in the officer's language; ``verdict`` is "yes", "no" or "unknown", ``note`` its value.

    ``share`` says how much there is of what is asked, up to 1; None where nothing is measured.
    """

    words: str
    verdict: str
    note: str = ""
    article: str = ""
    parts: tuple[Reason, ...] = ()
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """An article with its own words, what it was read from, and what is to be doubted about it."""

    article: str
    text: str
    basis: str = ""
    caution: str = ""


class ReasonLine(QWidget):
    """One condition: glyph, words, at the right the verdict and the value; below a bar and a quiet line."""

    def __init__(self, reason: Reason, *, depth: int) -> None:
        super().__init__()
        self.level, self.folded = depth, False
        icon, tone = GLYPHS[reason.verdict]
        verdict = _(SPOKEN[reason.verdict])
        strong = reason.verdict != "yes" or (depth == 0 and bool(reason.parts))
        words = Text(reason.words, bold=strong, wrap=True)
        stands = " · ".join(part for part in (reason.note, verdict) if part)
        value = Text(stands, tone="text2" if reason.verdict == "yes" else tone, yields=True)
        article = Text(reason.article, size=theme.NOTE, tone="text3", wrap=True)
        spoken = (f"{reason.words}: {verdict}", reason.note, reason.article)
        self.setAccessibleName(" ".join(part for part in spoken if part))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(Picture(icon, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
        self._told = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._told.setSpacing(theme.px(8))
        self._told.addWidget(words, 1)
        self._told.addWidget(value, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._told, 1)
        self._words, self._value = words, value
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24) * depth + theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        column.setSpacing(theme.px(2))
        column.addLayout(line)
        if reason.share is not None:
            column.addLayout(_meter(reason.share, tone))
        column.addWidget(article)
        article.setContentsMargins(theme.px(24), 0, 0, 0)
        article.setVisible(bool(reason.article))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The value stands below the words where they would need three lines beside it."""
        super().resizeEvent(event)
        whole = self._words.fontMetrics().horizontalAdvance(self._words.text())
        beside = self._told.geometry().width() - self._value.sizeHint().width() - theme.px(8)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if whole > 2 * beside else ways.LeftToRight
        if way != self._told.direction():
            self._told.setDirection(way)
            self._told.setSpacing(theme.px(8 if way == ways.LeftToRight else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                paint_round(painter, self.rect(), edge="accent", width=2)


def _meter(share: float, tone: str) -> QHBoxLayout:
    """How much there is, below the words it belongs to."""
    bar = MeterBar(tone=tone)
    bar.show_share(share)
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(24), theme.px(2), 0, theme.px(2))
    row.addWidget(bar)
    return row


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
        self.show_reasons(() if reason is None else (reason,))

    def show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """Show several that stand side by side."""
        self.lines = list(_lines_of(reasons))
        refill(self._lines, self.lines)
        if self.lines:
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


def _lines_of(reasons: tuple[Reason, ...], depth: int = 0) -> Iterator[ReasonLine]:
    """A line for each condition and, below it, for its parts."""
    for reason in _missing_first(reasons):
        yield ReasonLine(reason, depth=depth)
        yield from _lines_of(reason.parts, depth + 1)


def _missing_first(reasons: tuple[Reason, ...]) -> list[Reason]:
    return sorted(reasons, key=lambda each: each.verdict == "yes")


class AnswerSheet(Overlay):
    """An answer laid over the window: the tree, and below it the articles' own words. PgUp, PgDn scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, name=_("Why?"), width=SHEET)
        self._tree, self._articles = AnswerTree(), QVBoxLayout()
        self._close = KeyButton(_("Close"), key="Esc", small=True)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._area = scrolled(inner)

        head = QHBoxLayout()
        head.addWidget(Text(_("Why?"), size=theme.PAGE, bold=True), 1)
        head.addWidget(self._close)
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        for column in (self.body, self._column, self._articles):
            column.setSpacing(theme.px(12))
        self._column.addWidget(self._tree)
        self._column.addLayout(self._articles)
        self._column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self._area, 1)
        self._close.clicked.connect(self.close_sheet)

    def show_reason(self, reason: Reason, articles: tuple[Quoted, ...] = ()) -> None:
        """Show an answer and the articles it rests on."""
        self._tree.show_reason(reason)
        refill(self._articles, map(Article, articles))
        self._column.activate()
        inside = theme.px(SHEET - 2 * 24 - 8)
        self._height = self._column.heightForWidth(inside) + theme.px(84)
        self._area.verticalScrollBar().setValue(0)
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        steps |= {Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_Up: -bar.singleStep()}
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Article(QWidget):
    """One article: what it is, its own words, what is to be doubted, and what it was read from."""

    def __init__(self, quoted: Quoted | None = None) -> None:
        super().__init__()
        self._quote, self._caution = Notice(), Notice(kind="warn")
        self._basis = Text(size=theme.NOTE, tone="text3", wrap=True)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for part in (self._quote, self._caution, self._basis):
            column.addWidget(part)
        self.show_quoted(quoted or Quoted("", ""))

    def show_quoted(self, quoted: Quoted) -> None:
        """Show another article."""
        self._quote.say(quoted.article, "\n" + (quoted.text or _("The pack does not quote this article.")))
        self._quote.setVisible(bool(quoted.article or quoted.text))
        self._caution.say(quoted.caution, kind="warn")
        self._caution.setVisible(bool(quoted.caution))
        self._basis.setText(quoted.basis)
        self._basis.setVisible(bool(quoted.basis))
