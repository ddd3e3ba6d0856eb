"""代办: who applies for a child under 16 (art. 9): the guardian's or relative's name, number and kinship."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.language import _
from app.permits import Agent
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.fields import FormRow, TextField
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel


class AgentStrip(Panel):
    """Asks for the agent. ``given`` carries an Agent, ``closed`` that nobody applies now."""

    given = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.number = TextField(name=_("Agent")), TextField(name=_("Agent's number"))
        self.reason = TextField(_("guardian, grandmother …"), name=_("Kinship"))
        self._why = Notice()
        self.save = KeyButton(_("Apply for the child"), kind="primary")
        self.cancel = KeyButton(_("Cancel"), key="Esc", kind="quiet")

        self._lay_out()
        self.save.clicked.connect(self.give)
        self.cancel.clicked.connect(self.closed)
        self.reason.returnPressed.connect(self.give)

    def begin(self, words: str) -> None:
        """Ask, and say why an agent is needed or what is wrong with the one given."""
        self._why.say(words, kind="warn")
        self.show()
        self.name.setFocus()

    def give(self) -> None:
        """Hand the agent over."""
        self.given.emit(
            Agent(self.name.text().strip(), self.number.text().strip(), self.reason.text().strip())
        )

    def clear(self) -> None:
        """Forget who was named."""
        for field in (self.name, self.number, self.reason):
            field.show_value(None)
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(FormRow(_("Agent"), self.name), 2)
        row.addWidget(FormRow(_("ID number"), self.number), 3)
        row.addWidget(FormRow(_("Kinship"), self.reason), 2)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(self._why)
        column.addLayout(row)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addLayout(column)
