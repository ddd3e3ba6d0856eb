"""A scene of the way in: a white panel in the middle of the window, with a title, fields and buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.language import _
from ui import icons, theme
from ui.form import Form
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.progress import ProgressStrip
from ui.widgets.text import Text

BELOW = 72
LABELS = 96
"""The width of the labels before the fields, at the standard text size."""


class Scene(QWidget):
    """One step of the way in. ``left_by_esc`` asks to go back; ``form`` marks what a refusal is about."""

    left_by_esc = Signal()

    def __init__(self, title: str, lead: str = "", *, width: int = 600) -> None:
        super().__init__()
        self.form: Form[Any] | None = None
        self._give_by_enter: Callable[[], object] = lambda: None
        self.body = QVBoxLayout()
        self.notice, self.progress = Notice(), ProgressStrip()
        self._buttons = QHBoxLayout()
        self._panel = Panel()

        self._arrange(title, lead, width)
        self.notice.hide()
        self.progress.hide()

    def begin(self) -> None:
        """Put the officer where this scene begins."""

    def say(self, words: str, rest: str = "", *, kind: str = "info") -> None:
        """Say something in the scene's own strip; "" says nothing any more."""
        self.notice.say(words, rest, kind=kind)
        self.notice.setVisible(bool(words))

    def mark(self, field: str, words: str) -> bool:
        """Mark the field a refusal is about; says whether the scene has it."""
        if self.form is None or not self.form.mark(field, words):
            return False
        QTimer.singleShot(0, self, self._show_focus)  # when the words below the field have their place
        return True

    def add_button(
        self, words: str, do: Callable[[], object], *, key: str = "", kind: str = "secondary"
    ) -> KeyButton:
        """Put a button at the right of the last row; a quiet one stands at the left."""
        button = KeyButton(words, key=key, kind=kind)
        button.setAutoDefault(True)
        if "+" in key:
            button.setShortcut(QKeySequence(key))  # Enter and Esc are asked of the field in hand first
        button.clicked.connect(lambda: do())
        if kind == "quiet":
            self._buttons.insertWidget(self._quiet(), button)
        else:
            self._buttons.addWidget(button)
        return button

    def give_on_enter(self, last: QWidget, give: Callable[[], object]) -> None:
        """Enter in the last field is the scene's button; the form would look for a further field."""
        self._give_by_enter = give
        last.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and _is_key(event, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give_by_enter()
            return True
        return False

    def event(self, event: QEvent) -> bool:
        """Esc is this scene's while it is shown, not the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_key(event, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_key(event, Qt.Key.Key_Escape):
            self.left_by_esc.emit()
        else:
            super().keyPressEvent(event)

    def _show_focus(self) -> None:
        """Scroll so that the field in hand and what is said below it are seen."""
        self._area.ensureWidgetVisible(self.focusWidget(), 0, theme.px(BELOW))

    def _quiet(self) -> int:
        """Behind the quiet buttons, before the stretch."""
        items = [self._buttons.itemAt(n) for n in range(self._buttons.count())]
        return next(n for n, item in enumerate(items) if item is not None and item.widget() is None)

    def _arrange(self, title: str, lead: str, width: int) -> None:
        side = theme.px(28)
        inner = self._panel.body
        inner.setContentsMargins(side, theme.px(20), side, theme.px(16))
        inner.setSpacing(theme.px(12))
        inner.addWidget(Text(title, size=theme.PAGE, bold=True))
        if lead:
            inner.addWidget(Text(lead, tone="text2", wrap=True))
        inner.addSpacing(theme.px(4))
        self.body.setSpacing(theme.px(8))
        inner.addLayout(self.body)
        inner.addWidget(self.notice)
        inner.addWidget(self.progress)
        self._buttons.setSpacing(theme.px(8))
        self._buttons.addStretch(1)
        inner.addLayout(self._buttons)
        self._panel.setMaximumWidth(theme.px(width))
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        across.addStretch(1)
        column = QVBoxLayout()
        column.addStretch(2)
        column.addWidget(self._panel)
        column.addStretch(3)
        across.addLayout(column, 1000)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(middle)
        whole.addWidget(self._area)
        self._panel.setMinimumWidth(theme.px(min(width, 480)))


class PasswordField(TextField):
    """A password: covered, kept letter for letter, shown while the eye is pressed in."""

    def __init__(self, placeholder: str = "", *, name: str) -> None:
        super().__init__(placeholder, name=name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.addAction(
            icons.pixmap("eye", theme.colour("text2"), theme.px(16)),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        self._eye.setCheckable(True)
        self._eye.setText(_("Show what is typed"))  # a screen reader says the text, Qt shows it as a tooltip
        self._eye.toggled.connect(self._uncover)

    def value(self) -> str | None:
        return self.text() or None

    def typed(self) -> str:
        return self.text()

    def _uncover(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


def line(placeholder: str, name: str, most: int) -> TextField:
    """A line of text that takes no more than its column does."""
    field = TextField(placeholder, name=name)
    field.setMaxLength(most)
    return field


def _is_key(event: QEvent, *keys: Qt.Key) -> bool:
    return cast(QKeyEvent, event).key() in keys
