"""Entry fields that show and return values, and say in what state they are.

A field is normal, ``auto`` (filled from elsewhere, may be changed), ``warn``,
``error`` or ``read_only``. Every field of the program answers to ``Field``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.ink import RIGHT, paint_box, paint_round, write
from ui.widgets.text import Picture, Text

FIELD_HEIGHT, LABEL_WIDTH, PADDING = 32, 66, 11
STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The ways of losing the focus that do not mean the officer went on to another field."""


class Field(Protocol):
    """What a form asks of each of its fields.

    ``left`` is emitted when the officer goes on to another field, ``changed``
    when the value was changed by hand or shown anew, ``told`` with the state and
    the words to stand below the field.
    """

    left: Any
    changed: Any
    told: Any

    def value(self) -> Any:
        """What was entered, None when empty or not readable."""

    def show_value(self, value: Any) -> None:
        """Show a value; None empties the field."""

    def typed(self) -> str:
        """What was typed, readable or not, for the draft; a choice by its value, whatever its words."""

    def show_typed(self, text: str) -> None:
        """Show again what was typed."""

    def fault(self) -> str:
        """Why what was typed cannot be read, in the officer's language; "" when it can."""

    def state(self) -> str:
        """The state it is in."""

    def set_state(self, state: str, words: str = "") -> None:
        """Put it into a state and say why below it."""


class TextField(QLineEdit):
    """A line of text, with a quiet note at its right end such as where the value was taken from.

    Where there is no room for both, the note is left out and is still said aloud: a name or an address that
    is cut looks like another one.
    """

    left = Signal()
    changed = Signal()
    told = Signal(str, str)

    def __init__(
        self, placeholder: str = "", *, note: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state, self._note, self._note_tone, self._own_note = "normal", "", "text3", note
        self._told = ""
        self.setFont(theme.font())
        self.setPlaceholderText(placeholder)
        self.setFixedHeight(theme.px(FIELD_HEIGHT))
        self.setAccessibleName(name or placeholder)
        self.show_note(note)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._lay_note)

    def value(self) -> Any:
        return self.text().strip() or None

    def show_value(self, value: Any) -> None:
        self.show_typed("" if value is None else str(value))

    def typed(self) -> str:
        return self.text()

    def show_typed(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)
        if self._state != "read_only":
            self._be_plain()
        self.changed.emit()

    def fault(self) -> str:
        return ""

    def fill(self, value: object, source: str = "") -> None:
        """Fill it from elsewhere; ``source`` says at its right end where the value comes from."""
        self.show_value(value)
        self.set_state("auto")
        self.show_note(source)

    def state(self) -> str:
        return self._state

    def set_state(self, state: str, words: str = "") -> None:
        self._state = state
        self.setProperty("state", state)
        self.setReadOnly(state == "read_only")
        self._told = words
        self._describe()
        policy = Qt.FocusPolicy.ClickFocus if state in ("auto", "read_only") else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy)
        theme.restyle(self)
        self.told.emit(state, words)

    def show_note(self, note: str, tone: str = "text3") -> None:
        """Show a quiet note at the right end, inside the field."""
        self._note, self._note_tone = note, tone
        self._lay_note()
        self._describe()

    def shows_note(self) -> bool:
        """Whether there is a note, and room for it beside what stands there."""
        return self.textMargins().right() > 0

    def _lay_note(self) -> None:
        needed = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(self._note) + theme.px(8)
        room = self.width() - theme.px(PADDING) * 2 - self.fontMetrics().horizontalAdvance(self.text())
        fits = bool(self._note) and (needed <= room or not self.text())
        self.setTextMargins(0, 0, needed if fits else 0, 0)
        cut = room < 0 and self.echoMode() == QLineEdit.EchoMode.Normal
        self.setToolTip(self.text() if cut else "")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_note()

    def event(self, event: QEvent) -> bool:
        undoes = event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).matches(
            QKeySequence.StandardKey.Undo
        )
        if undoes and not self.isUndoAvailable():
            event.ignore()  # nothing was typed here: Ctrl+Z is for the act that was done last
            return False
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.shows_note():
            box = QRectF(self.rect()).adjusted(0, 0, -theme.px(9), 0)
            font, colour = theme.font(theme.NOTE), theme.colour(self._note_tone)
            with QPainter(self) as painter:
                write(painter, box, self._note, font, colour, RIGHT)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self._leave()

    def _leave(self) -> None:
        if self.fault():
            self.set_state("error", self.fault())
        self.left.emit()

    def _edited(self) -> None:
        self._be_plain()
        self.changed.emit()

    def _describe(self, *more: str) -> None:
        """What a screen reader says after the name: what is wrong, the note painted inside, and ``more``."""
        self.setAccessibleDescription(" ".join(words for words in (self._told, self._note, *more) if words))

    def _be_plain(self) -> None:
        if self._state == "auto":
            self.show_note(self._own_note)
        if self._state != "normal":
            self.set_state("normal")


class LongText(QPlainTextEdit):
    """Some lines of text."""

    left = Signal()
    changed = Signal()
    told = Signal(str, str)

    def __init__(
        self, placeholder: str = "", *, lines: int = 2, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = "normal"
        self.setFont(theme.font())
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(QFontMetrics(theme.font()).lineSpacing() * lines + theme.px(20))
        self.textChanged.connect(self.changed)

    def value(self) -> str | None:
        return self.toPlainText().strip() or None

    def show_value(self, value: Any) -> None:
        self.setPlainText("" if value is None else str(value))

    def typed(self) -> str:
        return self.toPlainText()

    def show_typed(self, text: str) -> None:
        self.setPlainText(text)

    def fault(self) -> str:
        return ""

    def state(self) -> str:
        return self._state

    def set_state(self, state: str, words: str = "") -> None:
        self._state = state
        self.setProperty("state", state)
        self.setReadOnly(state == "read_only")
        theme.restyle(self)
        self.told.emit(state, words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.left.emit()


class TickBox(QCheckBox):
    """A box to tick and its words."""

    left = Signal()
    changed = Signal()
    told = Signal(str, str)

    def __init__(self, words: str, *, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setFont(theme.font())
        self.toggled.connect(lambda on: self.changed.emit())
        self.clicked.connect(lambda on: self.left.emit())

    def value(self) -> bool:
        return self.isChecked()

    def show_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def typed(self) -> str:
        return "yes" if self.isChecked() else ""

    def show_typed(self, text: str) -> None:
        self.setChecked(bool(text))

    def fault(self) -> str:
        return ""

    def state(self) -> str:
        return "normal" if self.isEnabled() else "read_only"

    def set_state(self, state: str, words: str = "") -> None:
        self.setEnabled(state != "read_only")
        self.told.emit(state, words)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(self.text())
        return QSize(words + theme.px(18 + 8 + 2), theme.px(26))

    def hitButton(self, pos: Any) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            size = theme.px(18)
            box = QRectF(0, (self.height() - size) / 2, size, size)
            paint_box(painter, box, on=self.isChecked(), focused=self.hasFocus())
            words = QRectF(self.rect()).adjusted(size + theme.px(8), 0, 0, 0)
            write(
                painter,
                words,
                self.text(),
                theme.font(),
                theme.colour("text" if self.isEnabled() else "text3"),
            )


def paint_field(painter: QPainter, rect: QRectF, state: str, *, focused: bool) -> None:
    """Draw the ground and edge of a field in a state, as the style sheet does for lines of text."""
    grounds = {"auto": "tint", "read_only": "sunken"}
    edges = {"auto": "tint2", "read_only": "line", "warn": "warn", "error": "bad"}
    width = 2 if focused or state in ("warn", "error") else 1
    edge = edges[state] if state in ("warn", "error") else "accent" if focused else edges.get(state, "line2")
    paint_round(painter, rect, grounds.get(state, "surface"), edge, width=width)


class FormRow(QWidget):
    """A label at the left, one or more fields, and below them what is wrong with one of them.

    A string among the fields is a label between two of them. ``stretch`` gives
    each field its share of the width. Without a label the fields have all of it.
    """

    def __init__(
        self,
        label: str,
        *fields: QWidget | str,
        stretch: tuple[int, ...] = (),
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = Text(label, tone="text2")
        self._glyph, self._words = Picture("alert", size=14, tone="bad"), Text(size=theme.NOTE, wrap=True)
        self._message = QWidget()
        self._label_width = max(theme.px(label_width), self._label.sizeHint().width())

        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._arrange(fields, stretch)
        self._message.hide()
        for field in fields:
            if isinstance(field, QWidget):
                self._stand_beside(label, field)

    def say(self, words: str, tone: str = "bad") -> None:
        """Say something below the fields; "" says nothing."""
        self._words.show_words(words, tone)
        self._glyph.show_icon("warning" if tone == "warn" else "info" if tone == "text2" else "alert", tone)
        self._message.setVisible(bool(words))

    def _stand_beside(self, label: str, field: QWidget) -> None:
        if not field.accessibleName():
            field.setAccessibleName(label)
        if hasattr(field, "told"):
            field.told.connect(self._hear)

    def _hear(self, state: str, words: str) -> None:
        self.say(words, {"error": "bad", "warn": "warn"}.get(state, "text2"))

    def _arrange(self, fields: tuple[QWidget | str, ...], stretch: tuple[int, ...]) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._label.setFixedWidth(self._label_width)
        self._label.setAlignment(RIGHT)
        if self._label.text():
            row.addWidget(self._label)
        shares, label = iter(stretch), self._label
        for field in fields:
            if isinstance(field, str):
                label = Text(field, tone="text2")
                row.addWidget(label)
            else:
                row.addWidget(field, next(shares, 1 if _grows(field) else 0))
                if label.buddy() is None:
                    label.setBuddy(field)  # a screen reader says it before what is chosen in a combo
        if not any(isinstance(f, QWidget) and _grows(f) for f in fields):
            row.addStretch(1)
        message = QHBoxLayout(self._message)
        message.setContentsMargins(self._label_width + theme.px(8) if self._label.text() else 0, 0, 0, 0)
        message.setSpacing(theme.px(6))
        message.addWidget(self._glyph)
        message.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self._message)


def _grows(field: QWidget) -> bool:
    return field.sizePolicy().horizontalPolicy() not in (
        QSizePolicy.Policy.Fixed,
        QSizePolicy.Policy.Minimum,
    )


Suggest = Callable[[str, Callable[[tuple[Any, ...]], None]], None]
"""Looks for what a text may mean and hands what it finds to the function given, now or later."""
