"""离开: the strip in which a departure is recorded, with its day and its reason; nothing else is covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app import codes
from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.combo import Combo
from ui.widgets.dates import DateField
from ui.widgets.fields import FormRow
from ui.widgets.panel import Panel

USUAL = "left"


class LeaveStrip(Panel):
    """Asks the day and the reason of leaving. ``given`` carries both, ``closed`` that nothing is recorded."""

    given = Signal(object, str)
    closed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.day = DateField(today, name=_("Day of leaving"))
        reasons = tuple((entry.code, entry.title) for entry in codes.entries("cancellations", today()))
        self.reason = Combo(reasons, name=_("Reason of leaving"))
        self.save = KeyButton(_("Record the departure"), key="Enter", kind="primary")
        self.cancel = KeyButton(_("Cancel"), key="Esc", kind="quiet")

        self.day.setFixedWidth(theme.px(150))
        self.reason.setFixedWidth(theme.px(200))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(FormRow(_("Day of leaving"), self.day, label_width=90))
        row.addWidget(FormRow(_("Reason"), self.reason))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addLayout(row)
        self.save.clicked.connect(self.give)
        self.cancel.clicked.connect(self.closed)
        self.day.returnPressed.connect(self.give)

    def begin(self) -> None:
        """Ask, from today and the usual reason on."""
        self.day.show_value(self._today())
        self.reason.show_value(USUAL)
        self.show()
        self.day.setFocus()
        self.day.selectAll()

    def give(self) -> None:
        """Hand day and reason over, or say that the day cannot be read."""
        day = self.day.value()
        if day is None:
            self.day.set_state("error", self.day.fault() or _("Enter the day of leaving"))
            self.day.setFocus()
            return
        self.given.emit(day, self.reason.value())

    def mark(self, words: str) -> None:
        """Say at the day what is wrong with it."""
        self.day.set_state("error", words)
        self.day.setFocus()
