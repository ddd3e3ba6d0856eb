"""Taking an act back, even one of long ago: what hangs on it is shown before the button can be pressed."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import history
from app.history import HistoryLine
from app.language import _, plural
from app.paper import DOCUMENTS
from app.undoing import Paper, Plan
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField
from ui.widgets.notice import Notice
from ui.widgets.text import Text


class TakeBack(QWidget):
    """The way back of one act. ``asked`` carries its transaction, to see what hangs on it; ``confirmed``
    carries the transaction, the reason and what goes along.
    """

    asked = Signal(object)
    confirmed = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self._txn: UUID | None = None
        self._plan: Plan | None = None
        self.begin = KeyButton(_("Take this back …"), small=True)
        self._told, self._lines = Notice(), Text(size=theme.NOTE, wrap=True)
        self.reason = TextField(_("Why it is taken back"), name=_("Why it is taken back"))
        self.confirm = KeyButton("", key="Enter", kind="danger", small=True)
        self.leave = KeyButton(_("Leave it"), kind="quiet", small=True)
        self._planned = QWidget()

        self._lay_out()
        self.begin.clicked.connect(self._ask)
        self.confirm.clicked.connect(self._confirm)
        self.reason.returnPressed.connect(self._confirm)
        self.leave.clicked.connect(self.forget)
        self.show_act(None)

    def show_act(self, txn: UUID | None) -> None:
        """Offer to take this act back; None offers nothing."""
        if txn != self._txn or self._plan is None:
            self._txn = txn
            self.forget()
        self.setVisible(txn is not None)

    def show_plan(self, plan: Plan) -> None:
        """Show what hangs on the act; what cannot be taken back stops it."""
        if plan.line.txn != self._txn:
            return
        self._plan = plan
        stopped = bool(plan.blocked)
        if stopped:
            self._told.say(_("This cannot be taken back. Follow it by another step."), kind="bad")
        elif plan.hangs:
            told = plural(
                "{n} later act goes along with it.", "{n} later acts go along with it.", len(plan.hangs)
            )
            self._told.say(told, kind="warn")
        else:
            self._told.say(_("Nothing else hangs on it."), kind="info")
        lines = (*map(_line, plan.blocked if stopped else plan.hangs), *map(_paper, plan.papers))
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        number = 1 + len(plan.hangs)
        self.confirm.show_words(plural("Take {n} act back", "Take {n} acts back", number))
        self.reason.show_value(None)
        for part in (self.reason, self.confirm):
            part.setVisible(not stopped)
        self.begin.hide()
        self._planned.show()
        (self.leave if stopped else self.reason).setFocus()

    def forget(self) -> None:
        """Leave the act as it is."""
        self._plan = None
        self._planned.hide()
        self.begin.setVisible(self._txn is not None)

    def _ask(self) -> None:
        if self._txn is not None:
            self.asked.emit(self._txn)

    def _confirm(self) -> None:
        if self._plan is None or self._plan.blocked:
            return
        if not self.reason.text().strip():
            self.reason.set_state("error", _("Write why it is taken back"))
            self.reason.show_note(_("Write why it is taken back"), "bad")
            self.reason.setFocus()
            return
        self.confirmed.emit(self._plan.line.txn, self.reason.text().strip(), self._plan.along)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.confirm)
        planned = QVBoxLayout(self._planned)
        planned.setContentsMargins(0, 0, 0, 0)
        planned.setSpacing(theme.px(6))
        for part in (self._told, self._lines, self.reason):
            planned.addWidget(part)
        planned.addLayout(buttons)
        begin = QHBoxLayout()
        begin.addWidget(self.begin)
        begin.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(begin)
        whole.addWidget(self._planned)


def _line(line: HistoryLine) -> str:
    day = line.at.astimezone().strftime("%Y-%m-%d")
    return _("{day} {act} ({officer})", day=day, act=_(history.ACTS[line.act]), officer=line.officer)


def _paper(paper: Paper) -> str:
    titles = {document.name: document.title for document in DOCUMENTS}
    title = _(titles.get(paper.document, paper.document))
    return _("{day} {title} went out: take it in", day=paper.made_on, title=title)
