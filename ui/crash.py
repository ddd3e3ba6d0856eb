"""What is said when the program itself is at fault: calm words, and details that can be copied.

The details name the error's kind, the places in the code and the versions.
They leave out every value and message, which may speak of a person.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSize,
    QSysInfo,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.text import Text

ROOT = Path(__file__).parent.parent
LOG = logging.getLogger("anju")
QT_LOG = logging.getLogger("anju.qt")
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

PAINTING = frozenset({"paintEvent", "paint"})
"""What Qt calls to have a widget, or a line of a list, painted."""

_TOLD_OF: set[str] = set()


class _Messenger(QObject):
    """Brings an error from whatever thread it was raised on to the window's."""

    raised = Signal(object)


class CrashDialog(QDialog):
    """Says that the program is at fault, what is safe, and shows the details."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details = details
        self.setWindowTitle(_("A fault in the program"))
        said = Text(_("Something in the program went wrong"), size=theme.PAGE, bold=True)
        safe = Text(
            _(
                "What was saved is safe, and what you typed is kept as a draft. You can go on working."
                " If it happens again, send the details below; they name nobody."
            ),
            wrap=True,
        )
        shown = QPlainTextEdit(details, readOnly=True)
        shown.setFont(theme.font(theme.NOTE, mono=True))
        copy, close = KeyButton(_("Copy the details")), KeyButton(_("Go on"), kind="primary")

        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(16)] * 4)
        column.setSpacing(theme.px(12))
        for part in (said, safe, shown):
            column.addWidget(part)
        column.addLayout(buttons)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        close.clicked.connect(self.accept)
        close.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(420))


def details_of(error: BaseException) -> str:
    """An error as a report without personal data: its kind, where it was raised, and the versions."""
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    if (cause := error.__cause__ or error.__context__) is not None:
        lines += ["caused by", *details_of(cause).splitlines()[:-1]]
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
    versions = f"Python {sys.version.split()[0]}, PySide {PySide6.__version__}, {system}"
    return "\n".join([*lines, versions])


def report(error: BaseException) -> None:
    """Log a fault and show it, one dialog at a time.

    What cannot be painted is tried again at every turn; it is told of once, or nobody could go on.
    """
    details = details_of(error)
    if _while_painting(error):
        if details in _TOLD_OF:
            return
        _TOLD_OF.add(details)
    LOG.error("A fault in the program\n%s", details)
    app = QApplication.instance()
    if not isinstance(app, QApplication) or any(isinstance(w, CrashDialog) for w in app.topLevelWidgets()):
        return
    dialog = CrashDialog(details, app.activeWindow())
    dialog.finished.connect(lambda: dialog.deleteLater())  # which also keeps it alive until then
    dialog.open()


def _while_painting(error: BaseException) -> bool:
    trace = error.__traceback__
    return trace is not None and trace.tb_frame.f_code.co_name in PAINTING


def watch(app: QApplication) -> None:
    """From now on every error that nobody caught, on any thread or in Qt itself, ends here."""
    messenger = _Messenger(app)
    messenger.raised.connect(report)

    def hear(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            app.quit()
        else:
            messenger.raised.emit(error.with_traceback(trace))

    def hear_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hear(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = hear
    threading.excepthook = hear_thread
    qInstallMessageHandler(hear_qt)


def hear_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write what Qt says into the log, at its own level."""
    QT_LOG.log(QT_LEVELS[kind], "%s", message)


def _place(filename: str) -> str:
    """A source file's place without the folders of this machine."""
    path = Path(filename)
    if path.is_relative_to(ROOT):
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-2:])
