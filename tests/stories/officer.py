"""An officer at the window: sees what stands on the screen, presses keys, clicks, and types.

Nothing behind the screen is asked. The program runs as it does for its users:
its own threads, a real file, a real window; only the screen is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.opening import Program
from ui.preferences import Preferences
from ui.rail import RailButton
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceRow
from ui.widgets.suggesting import SuggestionList

SIZE = (1366, 696)
PATIENCE_MS = 20_000
LEFT = Qt.MouseButton.LeftButton
F = TypeVar("F")


class Officer:
    """Comes to the window on a day, does the job there, and goes home in the evening."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self._qtbot, self._app = qtbot, app
        self._program: Program | None = None

    @property
    def window(self) -> QWidget:
        """The window in front of the officer."""
        assert self._program is not None
        return self._program.window

    # -- coming and going

    def comes(self, day: date, database: Path | str = "") -> None:
        """Start the program on this day, in Chinese."""
        self._program = Program(self._app, Preferences("zh_CN"), str(database), day)
        self._program.window.painted.connect(self._program.begin)
        self._program.window.resize(*SIZE)
        with self._qtbot.waitActive(self._program.window):
            self._program.window.show()
            self._program.window.activateWindow()

    def goes_home(self) -> None:
        """Close the window, and the program after it."""
        program, self._program = self._program, None
        if program is not None:
            program.window.close()
            program.close()
            for each in (program.window, program):
                each.deleteLater()
                QApplication.sendPostedEvents(each, QEvent.Type.DeferredDelete)

    # -- seeing

    def sees(self, *words: str) -> None:
        """Wait until all of this can be read on the screen."""

        def there() -> None:
            screen = self.reads()
            missing = [each for each in words if each not in screen]
            assert not missing, f"not on the screen: {missing}\non the screen: {screen}"

        self._qtbot.waitUntil(there, timeout=PATIENCE_MS)

    def sees_no(self, *words: str) -> None:
        """Wait until nothing of this can be read on the screen."""

        def gone() -> None:
            screen = self.reads()
            assert not [each for each in words if each in screen], screen

        self._qtbot.waitUntil(gone, timeout=PATIENCE_MS)

    def reads(self) -> str:
        """Everything that can be read on the screen."""
        return read(self.window)

    def is_not_offered(self, words: str) -> None:
        """Wait until there is no button that says this."""
        self._qtbot.waitUntil(lambda: self._button(words) is None, timeout=PATIENCE_MS)

    def is_in(self, name: str) -> None:
        """Wait until the next key goes into the field of this name."""

        def focused() -> None:
            now = self._focus().accessibleName()
            assert now == name, f"in {now!r}: {self.reads()}"

        self._qtbot.waitUntil(focused, timeout=PATIENCE_MS)

    # -- doing it with keys

    def presses(self, *presses: str) -> None:
        """Press keys, each written as on the buttons: "F2", "Ctrl+Enter", "Alt+1"."""
        for each in presses:
            self._qtbot.keySequence(self._focus(), QKeySequence(each.replace("Enter", "Return")))

    def writes(self, text: str) -> None:
        """Type where the focus is; Chinese comes from an input method, as everywhere."""
        if text.isascii():
            self._qtbot.keyClicks(self._focus(), text)
            return
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(self._focus(), composed)

    def waits_for_suggestions(self) -> None:
        """Wait until the list below the field is open."""
        self._qtbot.waitUntil(lambda: self._suggestions() is not None, timeout=PATIENCE_MS)

    # -- doing it with the mouse

    def clicks(self, words: str) -> None:
        """Click on the button, tab or box that says this."""
        button = self._waits_for(lambda: self._button(words), words)
        at = QPoint(min(button.width() // 2, 40), button.height() // 2)
        self._click(button, at)

    def goes_to(self, title: str) -> None:
        """Click on a page of the rail."""
        self._click(self._waits_for(lambda: self._rail(title), title), QPoint(20, 20))

    def clicks_row(self, *words: str, on: str = "") -> None:
        """Click in a list on the row that says all of this, or on the cell of it that says ``on``."""
        view, cell = self._waits_for(lambda: self._cell(words, on), " ".join(words))
        self._click(view.viewport(), cell.center())

    def clicks_into(self, name: str) -> None:
        """Click into the field of this name."""
        field = self._waits_for(lambda: self._field(name), name)
        self._click(field, QPoint(20, field.height() // 2))

    def picks(self, name: str, number: int, of: int) -> None:
        """Click on one of the segments of a choice."""
        choice = self._waits_for(lambda: self._field(name), name)
        share = choice.width() / of
        self._click(choice, QPoint(round(share * (number - 0.5)), choice.height() // 2))

    def picks_suggestion(self, from_below: int = 0) -> None:
        """Click on the first line of the list below the field, or on a line counted from its end."""
        shown = self._waits_for(self._suggestions, "suggestions")
        self._qtbot.mouseClick(shown, LEFT, pos=QPoint(40, shown.height() - 12 if from_below else 12))

    # -- the dialogs of the system

    @contextmanager
    def answering(self, answer: Callable[[QDialog], object]) -> Iterator[None]:
        """While this lasts, the dialog that opens is answered; there must be one."""
        seen: list[str] = []
        timer = QTimer(interval=20)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.isAncestorOf(self._focus()):
                timer.stop()
                seen.append(read(dialog))
                try:
                    answer(dialog)
                finally:
                    if dialog.isVisible():
                        dialog.reject()  # whatever was answered, the program must go on

        timer.timeout.connect(look)
        timer.start()
        yield
        self._qtbot.waitUntil(
            lambda: bool(seen) and QApplication.activeModalWidget() is None, timeout=PATIENCE_MS
        )
        timer.stop()
        self.window.activateWindow()  # as the window manager does, which this screen has not
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)

    def with_keys(self, path: Path) -> Callable[[QDialog], object]:
        """Type a path into the dialog and press Enter."""

        def answer(dialog: QDialog) -> None:
            line = dialog.findChild(QLineEdit)
            assert line is not None
            self._qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self._qtbot.keyClicks(line, str(path))
            self._qtbot.keyClick(line, Qt.Key.Key_Return)

        return answer

    def with_mouse(self, path: Path) -> Callable[[QDialog], object]:
        """Put a path into the dialog's line and click on its first button."""

        def answer(dialog: QDialog) -> None:
            line, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
            assert line is not None
            assert box is not None
            self._qtbot.mouseDClick(line, LEFT)
            line.selectAll()
            self._qtbot.keyClicks(line, str(path))
            accepting = QDialogButtonBox.ButtonRole.AcceptRole
            button = next(b for b in box.buttons() if box.buttonRole(b) == accepting)
            self._qtbot.mouseClick(button, LEFT)

        return answer

    def not_at_all(self, dialog: QDialog) -> None:
        """Press Esc in the dialog."""
        self._qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    # -- how it is found

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _waits_for(self, find: Callable[[], F | None], words: str) -> F:
        def there() -> None:
            assert find() is not None, f"nothing to click on: {words}\non the screen: {self.reads()}"

        self._qtbot.waitUntil(there, timeout=PATIENCE_MS)
        found = find()
        assert found is not None
        return found

    def _click(self, widget: QWidget, at: QPoint) -> None:
        """Click where the pointer really meets the widget: nothing may lie over it."""
        hit = self.window.childAt(widget.mapTo(self.window, at))
        assert hit is not None
        assert hit is widget or widget.isAncestorOf(hit), f"{widget} is covered by {hit}"
        self._qtbot.mouseClick(widget, LEFT, pos=at)

    def _button(self, words: str) -> QAbstractButton | None:
        named = (b for b in self.window.findChildren(QAbstractButton) if words in (b.text(), spoken(b)))
        usable = (b for b in named if not isinstance(b, RailButton) and b.isEnabled())
        return next((b for b in usable if is_on_screen(b)), None)

    def _rail(self, title: str) -> RailButton | None:
        pages = self.window.findChildren(RailButton)
        return next((page for page in pages if spoken(page).startswith(title)), None)

    def _field(self, name: str) -> QWidget | None:
        named = (w for w in self.window.findChildren(QWidget) if w.accessibleName() == name)
        return next((w for w in named if is_on_screen(w)), None)

    def _cell(self, words: tuple[str, ...], on: str) -> tuple[QTableView, QRect] | None:
        for view in self.window.findChildren(QTableView):
            for line in lines_of(view) if is_on_screen(view) else ():
                if all(any(each in cell for cell, _rect in line) for each in words):
                    return view, next(rect for cell, rect in line if on in cell)
        return None

    def _suggestions(self) -> SuggestionList | None:
        return next((w for w in self.window.findChildren(SuggestionList) if w.isVisible()), None)


def read(widget: QWidget) -> str:
    """What can be read on a widget and all that stands on it, in the parts that are on the screen."""
    return " | ".join(
        words
        for each in (widget, *widget.findChildren(QWidget))
        if is_on_screen(each)
        for words in words_of(each)
        if words
    )


def words_of(widget: QWidget) -> tuple[str, ...]:
    """The words written on one widget."""
    match widget:
        case QLabel() | QAbstractButton():
            return (widget.text() or spoken(widget),)
        case Chip():
            return (spoken(widget),)
        case QLineEdit():
            return (widget.displayText() or widget.placeholderText(),)
        case QPlainTextEdit():
            return (widget.toPlainText() or widget.placeholderText(),)
        case QComboBox():
            return (widget.currentText(),)
        case ChoiceRow():
            return (widget.accessibleDescription(),)
        case SuggestionList():
            return (widget.accessibleDescription(),)
        case QTableView():
            return tuple(" ".join(cell for cell, _rect in line if cell) for line in lines_of(widget))
        case _:
            return ()


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget that paints its words itself."""
    return widget.accessibleName()


def is_on_screen(widget: QWidget) -> bool:
    """Whether some of it is on the screen, not scrolled away."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def lines_of(view: QTableView) -> tuple[tuple[tuple[str, QRect], ...], ...]:
    """The lines of a list that are on the screen, each as its cells: their words and where they are."""
    model, seen = view.model(), view.viewport().rect()
    lines = []
    for row in range(model.rowCount()):
        cells = [model.index(row, column) for column in range(model.columnCount())]
        line = tuple((str(cell.data() or ""), view.visualRect(cell)) for cell in cells)
        if any(rect.intersects(seen) for _words, rect in line):
            lines.append(line)
    return tuple(lines)
