"""时间轴: a resident's days and services as a chart, and beside it what the law says to the one in hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import statements
from app.language import N_, _
from app.law import Answer, Outlook, Score, Verdict
from app.law import words as law_words
from app.resident_files import ENDORSE, ResidentFile
from app.whatif import Tried
from ui import theme
from ui.answers import reason_of
from ui.pages.resident_lanes import lanes_of, told_of, whole_of
from ui.widgets.answer import AnswerTree
from ui.widgets.cells import Status
from ui.widgets.chart import LaneChart
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.lanepaint import Sample
from ui.widgets.lanes import COUNTED, EXPECTED, GAP, LACKING, OPEN, Told
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text

WONDER_MS = 200
"""What would be otherwise is worked out when somebody stays with a service for so long."""

BREADTHS = {"narrow": 340, "normal": 400, "wide": 520}

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


class TimelineTab(QWidget):
    """The chart at the left, the service in hand explained at the right.

    ``stated`` carries the name of a question and the yes or no; ``wondered`` the rule of which it
    should be told what would be if something went otherwise.
    """

    stated = Signal(str, bool)
    wondered = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._pause = QTimer(self, singleShot=True, interval=WONDER_MS)
        self._file: ResidentFile | None = None
        self.chart = LaneChart(name=_("Residence and services in time"), describe=self._describe)
        self.why, self._legend = Explanation(), Legend()

        panel = Panel(_("Residence and services in time"), padded=False)
        panel.add_tool(self._legend)
        panel.body.addWidget(self.chart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(panel, 1)
        row.addWidget(self.why)
        self.chart.chosen.connect(self._choose)
        self.why.stated.connect(self.stated)
        self._pause.timeout.connect(self._wonder)

    def show_tried(self, rule: str, tried: tuple[Tried, ...]) -> None:
        """Say what would be, if this rule is still the one in hand."""
        if self.why.asked is not None and self.why.asked.answer.rule == rule:
            self.why.show_tried(tried)

    def _wonder(self) -> None:
        asked = self.why.asked
        if asked is not None and not asked.is_step and asked.answer.verdict is not Verdict.UNKNOWN:
            self.wondered.emit(asked.answer.rule)

    def show_file(self, file: ResidentFile) -> None:
        """Show a resident's days; another resident is shown from the next step on."""
        other = self._file is None or self._file.card.id != file.card.id
        self._file = file
        today = self._today()
        if other:
            self.chart.key = None
        self.chart.show_lanes(lanes_of(file, today), today, whole_of(file, today))

    def fit(self, breadth: str) -> None:
        """Lay out for a narrow, normal or wide window."""
        self._legend.setVisible(breadth != "narrow")
        self.why.fit(breadth)

    def answers(self) -> tuple[Asked, ...]:
        """Every answer there is a lane for, the one to the next step first."""
        if self._file is None:
            return ()
        step = (Asked(self._file.answer, is_step=True),) if self._file.answer is not None else ()
        return (*step, *(Asked(answer, is_step=False) for answer in self._file.services))

    def _describe(self, key: Hashable, day: date) -> Told:
        return told_of(self._file, key, day, self._today()) if self._file is not None else Told("")

    def _choose(self, key: Hashable) -> None:
        asked = next((asked for asked in self.answers() if asked.answer.rule == key), None)
        if asked is None:  # a fact explains nothing; what was explained stays
            if self.why.asked is None or self.why.asked not in self.answers():
                self.why.show_answer(next(iter(self.answers()), None))
            return
        assert self._file is not None
        self.why.show_answer(asked)
        self.why.warn(None if asked.is_step else endorsement_in_sight(self._file))
        if asked.answer.verdict is Verdict.NO and asked.answer.opens is not None:
            self.why.show_outlook(self._file.outlooks[asked.answer.rule])
        self.why.show_score(self._file.scores.get(asked.answer.rule))
        self._pause.start()


class Legend(QWidget):
    """What the manners of the chart mean."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        for manner, words in (
            (OPEN, _("open now")), (EXPECTED, _("expected, or after endorsing")),
            (COUNTED, _("counted so far")), (LACKING, _("still lacking")), (GAP, _("interrupted")),
        ):  # fmt: skip
            row.addWidget(Sample(manner, words))


class Explanation(Panel):
    """One answer in the order it is asked for: what is missing, from when, why, what if, by which article."""

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
        self._score = Text(bold=True, wrap=True)
        self._wondered, self._tried = Text(_("What if"), bold=True), QVBoxLayout()
        self._basis = Text(size=theme.NOTE, tone="text3", wrap=True)
        self.asked: Asked | None = None
        self._tree = AnswerTree()
        self._cited, self._caution = Notice(), Notice(kind="warn")
        self._answered = QWidget()
        self._nothing = EmptyState("law", _("No step is due"), _("The law asks nothing of this file now."))

        self._lay_out()

    def show_answer(self, asked: Asked | None) -> None:
        """Explain this answer; None says that there is none."""
        self.asked = asked
        self._score.hide()
        self.show_tried(())
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
        self._basis.setText(_basis(answer))
        self._basis.setVisible(bool(answer.checksum))

    def warn(self, endorse_by: date | None) -> None:
        """Say what comes before every service: an endorsement due soon or overdue; None says nothing."""
        self._first.setVisible(endorse_by is not None)
        if endorse_by is not None:
            rest = _("Without it by {day} the use of the permit is suspended (art. 10).", day=endorse_by)
            self._first.say(_("Endorse first."), rest, kind="warn")

    def fit(self, breadth: str) -> None:
        """Take more of a wide window, and less of a narrow one."""
        self.setFixedWidth(theme.px(BREADTHS[breadth]))

    def show_outlook(self, outlook: Outlook) -> None:
        """Add what is taken for granted in saying when it will be so."""
        self._outlook.setText(" ".join(law_words.outlook_in_words(outlook)[1:]))
        self._outlook.show()

    def show_score(self, score: Score | None) -> None:
        """Add the points, the mark asked for, and the day on which it is reached; None adds nothing."""
        self._score.setVisible(score is not None)
        if score is not None:
            self._score.setText(_scored(score))

    def show_tried(self, tried: tuple[Tried, ...]) -> None:
        """Add what would become of it if one thing went otherwise; nothing hides it."""
        _empty(self._tried)
        self._wondered.setVisible(bool(tried))
        for one in tried:
            words, tone = _become(one)
            self._tried.addWidget(_line(_(one.name), words, tone))

    def _ask(self, questions: tuple[str, ...]) -> None:
        _empty(self._questions)
        for name in questions:
            question = Notice(_(statements.QUESTIONS[name]), kind="info")
            question.add_action(_("Yes"), partial(self.stated.emit, name, True))
            question.add_action(_("No"), partial(self.stated.emit, name, False))
            self._questions.addWidget(question)

    def _lay_out(self) -> None:
        self.fit("normal")
        self.add_tool(self._chip)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        for part in (self._first, self._verdict, self._outlook, self._score):
            column.addWidget(part)
        column.addLayout(self._questions)
        for below in (self._tree, self._wondered):
            column.addWidget(below)
        column.addLayout(self._tried)
        for last in (self._cited, self._caution, self._basis):
            column.addWidget(last)
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


def _chip(asked: Asked) -> Status:
    status = (STEP_CHIPS if asked.is_step else SERVICE_CHIPS)[asked.answer.verdict]
    return Status(_(status.words), status.kind)


def _become(tried: Tried) -> tuple[str, str]:
    """What becomes of a service, and the tone to say it in."""
    if tried.open_now:
        until = _("open until {day}", day=tried.until) if tried.until else _("stays open")
        return until, "warn" if tried.until else "ok"
    opens = _("expected {day}", day=tried.opens) if tried.opens else _("not in sight")
    return opens, "text" if tried.opens else "text3"


def _line(words: str, becomes: str, tone: str) -> QWidget:
    """What goes otherwise at the left, what becomes of it at the right."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, theme.px(2), 0, theme.px(2))
    row.addWidget(Text(words, tone="text2", yields=True), 1)
    row.addWidget(Text(becomes, tone=tone))
    return line


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def _scored(score: Score) -> str:
    """87.5 of 100 points, reached on 2027-06-01."""
    got = score.total if score.total is not None else score.known
    points = _("{points} of {mark} points", points=f"{got:g}", mark=f"{score.mark:g}")
    if score.total is None:
        points = _("at least {points}", points=points)
    if score.reached is None:
        return _("{points}; the mark is not in sight", points=points)
    return _("{points}; reached on {day}", points=points, day=score.reached)


def _basis(answer: Answer) -> str:
    """Which rules answered: the pack, its version and its checksum."""
    return _(
        "Rules {pack}, version {version}, checksum {sum}",
        pack=answer.pack, version=answer.version, sum=answer.checksum[:12],
    )  # fmt: skip
