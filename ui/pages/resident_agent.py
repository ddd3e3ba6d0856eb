"""代办: who applies for a child under 16, or for the old or disabled (art. 9), with the papers of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app import codes
from app.agents import MINOR, Agent
from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.fields import FormRow, TextField, TickBox
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel


class AgentStrip(Panel):
    """Asks for the agent. ``given`` carries an Agent, ``closed`` that nobody applies now."""

    given = Signal(object)
    closed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.name, self.number = TextField(name=_("Agent")), TextField(name=_("Agent's number"))
        self.relation = Combo(_choices("agent_relations", today()), name=_("Kinship"))
        self.reason = ChoiceRow(_choices("agent_reasons", today()), name=_("Why an agent"))
        self.seen = TickBox(_("Both identity cards seen"))
        self._why = Notice()
        self.save = KeyButton(_("Apply as the agent"), key="Enter", kind="primary")
        self.cancel = KeyButton(_("Cancel"), key="Esc", kind="quiet")

        self._lay_out()
        self.save.clicked.connect(self.give)
        self.cancel.clicked.connect(self.closed)
        for field in (self.name, self.number):
            field.returnPressed.connect(self.give)

    def begin(self, words: str, *, minor: bool = True, wrong: bool = True) -> None:
        """Ask, and say why an agent is needed, what is wrong with the one given, or what is asked of one."""
        self._why.say(words, kind="warn" if wrong else "info")
        if self.reason.value() is None and minor:
            self.reason.show_value(MINOR)
        if self.isHidden():
            self.seen.show_value(True)
        self.show()
        self.name.setFocus()

    def give(self) -> None:
        """Hand the agent over."""
        self.given.emit(
            Agent(
                self.name.text().strip(), self.number.text().strip(), self.relation.value() or "",
                self.reason.value() or "", self.seen.value(),
            )
        )  # fmt: skip

    def clear(self) -> None:
        """Forget who was named."""
        for field in (self.name, self.number, self.relation, self.reason):
            field.show_value(None)
        self.hide()

    def _lay_out(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(theme.px(12))
        who.addWidget(FormRow(_("Agent"), self.name), 2)
        who.addWidget(FormRow(_("ID number"), self.number), 3)
        who.addWidget(FormRow(_("Kinship"), self.relation), 2)
        why = QHBoxLayout()
        why.setSpacing(theme.px(12))
        why.addWidget(FormRow(_("Reason"), self.reason), 3)
        why.addWidget(self.seen)
        why.addStretch(1)
        why.addWidget(self.cancel)
        why.addWidget(self.save)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(self._why)
        column.addLayout(who)
        column.addLayout(why)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addLayout(column)


def _choices(table: str, today: date) -> tuple[tuple[str, str], ...]:
    return tuple((entry.code, entry.title) for entry in codes.entries(table, today))
