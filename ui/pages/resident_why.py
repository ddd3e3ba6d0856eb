"""Beside the chart: one answer in the order it is asked for, from what comes first to what if."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import statements
from app.language import N_, _
from app.law import Answer, Outlook, Score, Verdict
from app.law import words as law_words
from app.whatif import Tried
from ui import theme
from ui.answers import basis_of, conditions_of
from ui.widgets.answer import AnswerTree
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.ink import paint_round
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline

BREADTHS = {"narrow": 340, "normal": 372, "wide": 420}
QUOTED, HEADLINE = 60, 20
"""How much of an article stands beside the chart, and how long the headline may be in large letters."""

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
    """What is explained: an answer, or several with the same reasons under one title; or that to a step."""

    title: str
    answers: tuple[Answer, ...]
    is_step: bool

    @property
    def answer(self) -> Answer:
        """The answer; of several the first, whose reasons are those of all."""
        return self.answers[0]


class Explanation(Panel):
    """What comes first, what is missing, from when, why, by which article, what if; below it the notice.

    ``stated`` carries the name of a question and the yes or no; ``opened`` asks for the articles' whole text,
    ``notice`` for the notice of services on paper.
    """

    stated = Signal(str, bool)
    opened = Signal()
    notice = Signal()

    def __init__(self) -> None:
        super().__init__(_("Why"))
        self.asked: Asked | None = None
        self._chip = Chip()
        self._first, self._headline = Notice(kind="warn"), Text(bold=True, wrap=True)
        self._alike = Text(tone="text2", wrap=True)
        self._expected, self._granted = (
            Text(tone="text2", wrap=True),
            Text(size=theme.NOTE, tone="text3", wrap=True),
        )
        self._announced = Text(
            _("Today tells of it under “Policy finds people” when the day comes near."),
            size=theme.NOTE, tone="plan", wrap=True,
        )  # fmt: skip
        self._score, self._questions = Text(bold=True, wrap=True), QVBoxLayout()
        self._tree, self._cited, self._caution = AnswerTree(), Cited(), Notice(kind="warn")
        self._wondered, self._tried = QWidget(), QVBoxLayout()
        self._basis = Text(size=theme.NOTE, tone="text3", wrap=True)
        self.print = KeyButton(_("Print the notice"), key="F8")
        self._answered = QWidget()
        self._nothing = EmptyState("law", _("No step is due"), _("The law asks nothing of this file now."))

        self._lay_out()
        self._cited.opened.connect(self.opened)
        self.print.clicked.connect(self.notice)

    def show_asked(self, asked: Asked | None, outlook: Outlook | None = None, *, here: bool = False) -> None:
        """Explain this, with the days to come where they are known; None says that nothing is asked.

        Of whoever lives ``here`` a service that comes near is told of in 今日: nobody need note it down.
        """
        self.asked = asked
        self._announced.setVisible(here and _is_to_come(asked))
        self.show_score(None)
        self.show_tried(())
        self._nothing.setVisible(asked is None)
        self._answered.setVisible(asked is not None)
        self._chip.setVisible(asked is not None)
        if asked is None:
            self.show_title(_("Why"))
            return
        answer = asked.answer
        self.show_title(asked.title)
        self._chip.show_status(_chip(asked))
        self._show_headline(asked, outlook)
        self._ask(statements.open_questions(answer))
        self._tree.show_reasons(conditions_of(answer))
        self._cite(asked)
        caution = cautions(asked.answers)
        self._caution.setVisible(bool(caution))
        self._caution.say(caution, kind="warn")
        self._basis.setText("\n".join(dict.fromkeys(map(basis_of, asked.answers))))
        self._basis.setVisible(bool(answer.checksum))

    def warn(self, unless_endorsed: str | None) -> None:
        """Say what comes before every service: an endorsement due now, and what comes of not making it."""
        self._first.setVisible(unless_endorsed is not None)
        if unless_endorsed is not None:
            self._first.say(_("Endorse first."), unless_endorsed, kind="warn")

    def fit(self, breadth: str) -> None:
        """Take more of a wide window, and less of a narrow one."""
        self.setFixedWidth(theme.px(BREADTHS[breadth]))

    def show_score(self, score: Score | None) -> None:
        """Add the points, the mark asked for, and the day on which it is reached; None adds nothing."""
        self._score.setVisible(score is not None)
        if score is not None:
            self._score.setText(_scored(score))

    def show_tried(self, tried: tuple[Tried, ...]) -> None:
        """Add what would become of it if one thing went otherwise; nothing hides it."""
        refill(self._tried, map(_line, tried))
        self._wondered.setVisible(bool(tried))

    def _show_headline(self, asked: Asked, outlook: Outlook | None) -> None:
        """What is still missing, and below it from when; else the answer in one sentence."""
        answer = asked.answer
        lacking = law_words.listed(law_words.missing(answer))
        by_day = answer.verdict is Verdict.NO and answer.opens is not None and not asked.is_step and lacking
        words = _("Still missing: {things}", things=lacking) if by_day else law_words.summary(answer)
        large = theme.PAGE if len(words) <= HEADLINE else theme.NUMBER
        self._headline.setFont(theme.font(large, bold=True))
        self._headline.setText(words)
        self._expected.setVisible(bool(by_day))
        self._expected.setText(_("Expected to open on {day}", day=answer.opens))
        granted = outlook.assumptions if outlook and answer.opens and not answer else ()
        self._granted.setText(_("Taken for granted: {what}", what=" ".join(map(_, granted))))
        self._granted.setVisible(bool(granted))
        names = law_words.listed(tuple(law_words.titled(one.title) for one in asked.answers))
        self._alike.setText(_("The same for: {services}.", services=names))
        self._alike.setVisible(len(asked.answers) > 1)

    def _cite(self, asked: Asked) -> None:
        """The articles, and of one that is quoted its beginning; the whole text is opened."""
        articles = tuple(dict.fromkeys(one.article for one in asked.answers if one.article))
        quote = asked.answer.citation if len(articles) == 1 else ""
        begins = f"{quote[:QUOTED]}……" if len(quote) > QUOTED else quote
        self._cited.show_article(_(", ").join(articles), begins)
        self._cited.setVisible(bool(articles))

    def _ask(self, questions: tuple[str, ...]) -> None:
        refill(self._questions, map(self._question, questions))

    def _question(self, name: str) -> Notice:
        question = Notice(_(statements.QUESTIONS[name]), kind="info")
        question.add_action(_("Yes"), partial(self.stated.emit, name, True))
        question.add_action(_("No"), partial(self.stated.emit, name, False))
        return question

    def _lay_out(self) -> None:
        self.fit("normal")
        self.add_tool(self._chip)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(8))
        for part in (
            self._first, self._headline, self._expected, self._announced, self._granted, self._score,
        ):  # fmt: skip
            column.addWidget(part)
        column.addLayout(self._questions)
        for below in (self._tree, self._alike, self._cited, self._caution, self._wondered, self._basis):
            column.addWidget(below)
        column.addStretch(1)
        wondered = QVBoxLayout(self._wondered)
        wondered.setContentsMargins(0, 0, 0, 0)
        wondered.setSpacing(theme.px(6))
        wondered.addWidget(hairline())
        wondered.addWidget(Text(_("What if"), bold=True))
        wondered.addLayout(self._tried)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addStretch(1)
        whole = QVBoxLayout(self._answered)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(8))
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(buttons)
        self.body.addWidget(self._answered)
        self.body.addWidget(self._nothing)


class Cited(QWidget):
    """By which article, and how it begins; ``opened`` asks for its whole text."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._article, self._quote = Text(bold=True, wrap=True), Text(tone="text2", wrap=True)
        whole = KeyButton(_("Whole text"), key="Enter", kind="quiet", small=True)

        head = QHBoxLayout()
        head.addWidget(self._article, 1)
        head.addWidget(whole, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(4), theme.px(4), theme.px(8))
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addWidget(self._quote)
        whole.clicked.connect(self.opened)

    def show_article(self, article: str, quote: str) -> None:
        """Show this article; without its words only its name."""
        self._article.setText(article)
        self._quote.setText(quote)
        self._quote.setVisible(bool(quote))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "sunken")


def cautions(answers: tuple[Answer, ...]) -> str:
    """What nobody has read in the act; where it differs among several, of which it is so."""
    of_each: dict[str, list[str]] = {}
    for answer in answers:
        of_each.setdefault(law_words.caution(answer), []).append(law_words.titled(answer.title))
    if len(of_each) == 1:
        return next(iter(of_each))
    told = (
        _("{services}: {words}", services=law_words.listed(tuple(titles)), words=words)
        for words, titles in of_each.items()
        if words
    )
    return "\n".join(told)


def _is_to_come(asked: Asked | None) -> bool:
    """Whether it is a service that is not open yet and has a day on which it will be."""
    if asked is None or asked.is_step:
        return False
    return asked.answer.verdict is Verdict.NO and asked.answer.opens is not None


def _chip(asked: Asked) -> Status:
    status = (STEP_CHIPS if asked.is_step else SERVICE_CHIPS)[asked.answer.verdict]
    return Status(_(status.words), status.kind)


def _become(tried: Tried) -> tuple[str, str]:
    """What becomes of a service, and the tone to say it in."""
    if tried.open_now and tried.until and tried.again:
        return _("closed from {day}, again on {again}", day=tried.until, again=tried.again), "bad"
    if tried.open_now:
        return (_("closed from {day}", day=tried.until), "bad") if tried.until else (_("stays open"), "ok")
    if tried.opens is not None:
        return _("expected {day}", day=tried.opens), "text"
    return (_("cannot be said"), "warn") if tried.unsure else (_("not in sight"), "bad")


def _line(tried: Tried) -> QWidget:
    """What goes otherwise at the left, what becomes of it at the right; below it what that assumes."""
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(Text(_(tried.way.name), wrap=True), 1)
    words, tone = _become(tried)
    becomes = Text(words, tone=tone, bold=tone == "bad", wrap=True)
    becomes.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    row.addWidget(becomes, 1)
    column.addLayout(row)
    assumed = _(tried.way.assumes, day=tried.day)
    column.addWidget(Text(assumed, size=theme.NOTE, tone="text3", wrap=True))
    return line


def _scored(score: Score) -> str:
    """87.5 of 100 points, reached on 2027-06-01."""
    got = score.total if score.total is not None else score.known
    points = _("{points} of {mark} points", points=f"{got:g}", mark=f"{score.mark:g}")
    if score.total is None:
        points = _("at least {points}", points=points)
    if score.reached is None:
        return _("{points}; the mark is not in sight", points=points)
    return _("{points}; reached on {day}", points=points, day=score.reached)
