"""A sentence to an officer at another desk: one of those said most often, by its number, or one's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField
from ui.widgets.ink import paint_round
from ui.widgets.refill import refill
from ui.widgets.text import Keycap, Text

ROW = 26


class Ready(QWidget):
    """Sentences that are said most often, each with its number; a digit takes one (``taken``)."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._sentences: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*(theme.px(n) for n in (4, 2, 4, 2)))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(0)

    def show_sentences(self, sentences: tuple[str, ...], name: str) -> None:
        """Offer these, two in a row."""
        self._sentences = sentences
        self.setAccessibleName(name)
        self.setAccessibleDescription(_(", ").join(f"{n} {words}" for n, words in enumerate(sentences, 1)))
        self.setFixedHeight(theme.px(ROW * ((len(sentences) + 1) // 2) + 4))
        refill(self._grid)
        for place, words in enumerate(sentences):
            line = _Numbered(str(place + 1), words)
            line.pressed.connect(partial(self.taken.emit, words))
            self._grid.addWidget(line, place // 2, place % 2)
            line.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        place = event.key() - Qt.Key.Key_1
        if plain and 0 <= place < len(self._sentences):
            self.taken.emit(self._sentences[place])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as painter:
                paint_round(painter, self.rect(), edge="accent", width=2)


class _Numbered(QWidget):
    """One sentence with its number; ``pressed`` when it is clicked."""

    pressed = Signal()

    def __init__(self, number: str, words: str) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(ROW))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Keycap(number))
        row.addWidget(Text(words, yields=True), 1)

    def mouseReleaseEvent(self, event: object) -> None:
        self.pressed.emit()


class Saying(QFrame):
    """Asks for a sentence, written or taken by its number. ``said`` carries it, ``left`` gives it up."""

    said = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sunken")
        self._title = Text(bold=True, yields=True)
        self.ready, self.words = Ready(), TextField(_("Or in your own words"))
        self._wrong = Text(size=theme.NOTE, tone="bad", wrap=True)
        self._say = KeyButton(_("Ask"), key="Enter", small=True)
        self._leave = KeyButton(_("Do not ask"), key="Esc", kind="quiet", small=True)

        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for part, room in ((self.words, 1), (self._leave, 0), (self._say, 0)):
            row.addWidget(part, room)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(n) for n in (12, 6, 12, 8)))
        column.setSpacing(theme.px(4))
        column.addWidget(self._title)
        column.addWidget(self.ready)
        column.addLayout(row)
        column.addWidget(self._wrong)
        self.ready.taken.connect(self._take)
        self.words.told.connect(lambda state, words: self._tell(words if state == "error" else ""))
        self.words.returnPressed.connect(self.say)
        self._say.clicked.connect(self.say)
        self._leave.clicked.connect(self.left)
        self._tell("")
        self.hide()

    def ask_for(self, title: str, sentences: tuple[str, ...], typed: str) -> None:
        """Ask for a sentence; what was ``typed`` before stands there again.

        Without a title it is an answer, whose question stands above and which the page's button gives.
        """
        self._title.setText(title)
        self.ready.show_sentences(sentences, title or _("Answer"))
        self.words.show_typed(typed)
        for part in (self._title, self._leave, self._say):
            part.setVisible(bool(title))
        self.show()

    def say(self) -> None:
        """Say what stands there."""
        self.said.emit(self.words.text())

    def mark(self, words: str) -> None:
        """Say what is wrong with the sentence."""
        self.words.set_state("error", words)
        self.words.setFocus()

    def _take(self, sentence: str) -> None:
        self.words.show_typed(sentence)
        self.words.end(False)
        self.words.setFocus()

    def _tell(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
