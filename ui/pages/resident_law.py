"""办理条件: what the law says to the next step and to every service, and why, for one resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import statements
from app.language import N_, _
from app.law import Answer, Outlook, Verdict
from app.law import words as law_words
from app.resident_files import ENDORSE, ResidentFile
from ui import theme
from ui.answers import reason_of
from ui.table import Column, Group
from ui.widgets.answer import AnswerTree
from ui.widgets.cells import Status, Words
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

SERVICE_CHIPS = {
    Verdict.YES: Status(N_("open now"), "ok"),
    Verdict.NO: Status(N_("not yet"), "mute"),
    Verdict.UNKNOWN: Status(N_("to find out"), "warn"),
}
STEP_CHIPS = {
    Verdict.YES: Status(N_("may be done"), "ok"),
    Verdict.NO: Status(N_("not yet"), "warn"),
    Verdict.UNKNOWN: Status(N_("to find out"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer in the list, and whether it is the one to the next step."""

    answer: Answer
    is_step: bool


class ConditionsTab(QWidget):
    """Every answer at the left, the one in hand explained at the right.

    ``stated`` carries the name of a question and the yes or no.
    """

    stated = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.list: WorkList[Asked] = WorkList(
            (
                Column[Asked](N_("Matter"), _titled, width=250),
                Column[Asked](N_("How it stands"), _stands),
                Column[Asked](N_("State"), _chip, width=112),
            ),
            key=lambda asked: asked.answer.rule,
            row_height=30,
            name=_("What the law says"),
        )
        self.why = Explanation()
        self._endorse_by: date | None = None
        self._outlooks: Mapping[str, Outlook] = {}

        panel = Panel(padded=False)
        panel.body.addWidget(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(panel, 1)
        row.addWidget(self.why)
        self.list.chosen.connect(self._choose)
        self.why.stated.connect(self.stated)

    def show_file(self, file: ResidentFile) -> None:
        """Show the answers about a resident, the one to the next step first."""
        step = (Asked(file.answer, is_step=True),) if file.answer is not None else ()
        services = tuple(Asked(answer, is_step=False) for answer in file.services)
        open_now = sum(1 for asked in services if asked.answer)
        note = _("{open} of {all} open", open=open_now, all=len(services))
        self._endorse_by, self._outlooks = endorsement_in_sight(file), file.outlooks
        self.list.show_groups((Group(_("Next step"), step), Group(_("Services"), services, note)))

    def _choose(self, asked: Asked | None) -> None:
        self.why.show_answer(asked)
        self.why.warn(self._endorse_by if asked is not None and not asked.is_step else None)
        if asked is not None and asked.answer.verdict is Verdict.NO and asked.answer.opens is not None:
            self.why.show_outlook(self._outlooks[asked.answer.rule])


class Explanation(Panel):
    """One answer: its verdict in words, the first day, the questions, the conditions, and the article."""

    stated = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(_("Why"))
        self._chip = Chip()
        self._verdict, self._outlook = (
            Text(size=theme.NUMBER, bold=True, wrap=True),
            Text(tone="text2", wrap=True),
        )
        self._first = Notice(kind="warn")
        self._questions = QVBoxLayout()
        self._tree = AnswerTree()
        self._cited, self._caution = Notice(), Notice(kind="warn")
        self._answered = QWidget()
        self._nothing = EmptyState("law", _("No step is due"), _("The law asks nothing of this file now."))

        self._lay_out()

    def show_answer(self, asked: Asked | None) -> None:
        """Explain this answer; None says that there is none."""
        self._nothing.setVisible(asked is None)
        self._answered.setVisible(asked is not None)
        self._chip.setVisible(asked is not None)
        if asked is None:
            return
        answer = asked.answer
        self.show_title(law_words.titled(answer.title))
        self._chip.show_status(_chip(asked))
        self._verdict.setText(law_words.summary(answer))
        self._outlook.hide()
        self._ask(statements.open_questions(answer))
        self._tree.show_reason(replace(reason_of(answer), article=""))
        self._cited.say(answer.article, answer.citation)
        self._cited.setVisible(bool(answer.article))
        caution = law_words.caution(answer)
        self._caution.setVisible(bool(caution))
        self._caution.say(caution, kind="warn")

    def warn(self, endorse_by: date | None) -> None:
        """Say what comes before every service: an endorsement due soon or overdue; None says nothing."""
        self._first.setVisible(endorse_by is not None)
        if endorse_by is not None:
            rest = _("Without it by {day} the use of the permit is suspended (art. 10).", day=endorse_by)
            self._first.say(_("Endorse first."), rest, kind="warn")

    def be_wide(self, wide: bool) -> None:
        """Take more of a wide window."""
        self.setFixedWidth(theme.px(520 if wide else 400))

    def show_outlook(self, outlook: Outlook) -> None:
        """Add what is taken for granted in saying when it will be so."""
        self._outlook.setText(" ".join(law_words.outlook_in_words(outlook)[1:]))
        self._outlook.show()

    def _ask(self, questions: tuple[str, ...]) -> None:
        while (item := self._questions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name in questions:
            question = Notice(_(statements.QUESTIONS[name]), kind="info")
            question.add_action(_("Yes"), partial(self.stated.emit, name, True))
            question.add_action(_("No"), partial(self.stated.emit, name, False))
            self._questions.addWidget(question)

    def _lay_out(self) -> None:
        self.be_wide(False)
        self.add_tool(self._chip)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        for part in (self._first, self._verdict, self._outlook):
            column.addWidget(part)
        column.addLayout(self._questions)
        for below in (self._tree, self._cited, self._caution):
            column.addWidget(below)
        column.addStretch(1)
        whole = QVBoxLayout(self._answered)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        self.body.addWidget(self._answered)
        self.body.addWidget(self._nothing)


def endorsement_in_sight(file: ResidentFile) -> date | None:
    """The due day of an endorsement that may be made now, or must be made up for."""
    permit = file.card.permit
    return permit.endorse_by if permit is not None and file.step == ENDORSE and file.answer else None


def _titled(asked: Asked) -> Words:
    return Words(law_words.titled(asked.answer.title), bold=asked.is_step)


def _chip(asked: Asked) -> Status:
    status = (STEP_CHIPS if asked.is_step else SERVICE_CHIPS)[asked.answer.verdict]
    return Status(_(status.words), status.kind)


def _stands(asked: Asked) -> Words:
    """How an answer stands, short enough for a list: since when, from when, or what to find out."""
    answer = asked.answer
    if answer.verdict is Verdict.YES:
        return Words(_("open since {day}", day=answer.since) if answer.since else _("Yes"), tone="ok")
    if answer.verdict is Verdict.UNKNOWN:
        return Words(_(", ").join(law_words.unknown(answer)), tone="warn")
    missing = _(", ").join(law_words.missing(answer))
    expected = _("expected {day}", day=answer.opens) if answer.opens else ""
    return Words(_("missing: {things}", things=missing), expected, tone="text2")
