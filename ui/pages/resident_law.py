"""时间轴: a resident's days and services as a chart, and beside it what is said of the lane in hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.endorsements import A_DAY
from app.language import N_, _
from app.law import Answer, Verdict
from app.law import words as law_words
from app.resident_files import ENDORSE, ResidentFile
from app.timeline import grouped
from app.whatif import Tried
from ui import theme
from ui.pages.resident_facts import FactEntries, entries_of
from ui.pages.resident_lanes import INSURED, Group, InsuredKind, lanes_of, told_of, whole_of
from ui.pages.resident_more import Beside
from ui.pages.resident_why import Asked, Explanation
from ui.widgets.chart import LaneChart
from ui.widgets.lanepaint import Sample
from ui.widgets.lanes import COUNTED, EXPECTED, GAP, LACKING, OPEN, Lane, Told
from ui.widgets.panel import Panel

WONDER_MS = 200
"""What would be otherwise is worked out when somebody stays with a service for so long."""


class TimelineTab(QWidget):
    """The chart at the left, the lane in hand explained beside it; in a wide window the rest at the right.

    ``stated`` carries the name of a question and the yes or no; ``wondered`` the rule of which it should be
    told what would be if something went otherwise; ``explains`` the answers to be laid open with their
    articles; ``leads`` the fact whose tab is asked for; ``notice`` and ``history`` ask for the printed notice
    and the tab of all that was done.
    """

    stated = Signal(str, bool)
    wondered = Signal(str)
    explains = Signal(object)
    leads = Signal(str)
    notice = Signal()
    history = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._pause = QTimer(self, singleShot=True, interval=WONDER_MS)
        self._file: ResidentFile | None = None
        self._unfolded: set[Hashable] = set()
        self._wide = False
        self.chart = LaneChart(name=_("Residence and services in time"), describe=self._describe)
        self.why, self.facts, self.beside = Explanation(), FactEntries(), Beside()
        self._middle, self._legend = QStackedWidget(), Legend()

        self._lay_out()
        self._connect()

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.chart

    def show_file(self, file: ResidentFile) -> None:
        """Show a resident's days; another resident is shown from the next step on."""
        if self._file is None or self._file.card.id != file.card.id:
            self.chart.key = None
            self._unfolded.clear()
        self._file = file
        self._show_lanes()

    def show_tried(self, rule: str, tried: tuple[Tried, ...]) -> None:
        """Say what would be, if this rule is still the one in hand."""
        if self.why.asked is not None and self.why.asked.answer.rule == rule:
            self.why.show_tried(tried)

    def fit(self, breadth: str) -> None:
        """Lay out for a narrow, normal or wide window."""
        self._legend.setVisible(breadth != "narrow")
        self._wide = breadth == "wide"
        self.why.fit(breadth)
        self._middle.setFixedWidth(self.why.width())
        self.chart.be_large(self._wide)
        self.beside.setVisible(self._wide)
        self._show_beside()

    def answers(self) -> tuple[Answer, ...]:
        """Every answer there is a lane for, the one to the next step first."""
        if self._file is None:
            return ()
        step = (self._file.answer,) if self._file.answer is not None else ()
        return (*step, *self._file.services)

    def _show_lanes(self) -> None:
        assert self._file is not None
        today = self._today()
        self.chart.show_lanes(lanes_of(self._file, today, self._unfolded), today, whole_of(self._file, today))

    def _fold(self, key: Hashable) -> None:
        """Open a group of services, or put it away."""
        self._unfolded ^= {key}
        self._show_lanes()

    def _describe(self, lane: Lane, day: date) -> Told:
        return told_of(self._file, lane, day, self._today()) if self._file is not None else Told("")

    def _choose(self, key: Hashable) -> None:
        """Explain the answers of a lane, or show what is on file of a fact."""
        file = self._file
        if file is None:
            return
        self._pause.stop()
        asked = self._asked(file, key)
        if asked is None:
            self.facts.show_entries(self._title_of(key), entries_of(file, key, self._today()))
            self._middle.setCurrentWidget(self.facts)
        else:
            self._explain(file, asked)
            self._middle.setCurrentWidget(self.why)
        self._show_beside()

    def _explain(self, file: ResidentFile, asked: Asked) -> None:
        rule = asked.answer.rule
        self.why.show_asked(asked, file.outlooks[rule], here=file.card.stay is not None)
        self.why.warn(None if asked.is_step else endorse_first(file, self._today()))
        self.why.show_score(file.scores.get(rule))
        if not asked.is_step and asked.answer.verdict is not Verdict.UNKNOWN:
            self._pause.start()

    def _asked(self, file: ResidentFile, key: Hashable) -> Asked | None:
        """What is explained of a lane; None for a fact."""
        if isinstance(key, Group):
            groups = grouped(file.timeline.services)
            group = next(each for each in groups if key.rule in [days.answer.rule for days in each])
            return Asked(self._title_of(key), tuple(days.answer for days in group), is_step=False)
        found = next((answer for answer in self.answers() if answer.rule == key), None)
        if found is None:
            return None
        step = file.answer is not None and found.rule == file.answer.rule
        return Asked(law_words.titled(found.title), (found,), is_step=step)

    def _title_of(self, key: Hashable) -> str:
        return next((f"{lane.title}{lane.also}" for lane in self.chart.lanes() if lane.key == key), "")

    def _show_beside(self) -> None:
        if self._wide and self._file is not None:
            self.beside.show_file(self._file, self.chart.key, self._today())

    def _open(self, key: Hashable) -> None:
        """More about a lane: the articles' whole text, or the tab of a fact."""
        if self._file is not None:
            asked = self._asked(self._file, key)
            if asked is not None:
                self.explains.emit(asked.answers)
            else:
                self.leads.emit(INSURED if isinstance(key, InsuredKind) else key)

    def _wonder(self) -> None:
        if self.why.asked is not None:
            self.wondered.emit(self.why.asked.answer.rule)

    def _connect(self) -> None:
        self.chart.chosen.connect(self._choose)
        self.chart.folded.connect(self._fold)
        self.chart.opened.connect(self._open)
        self.why.stated.connect(self.stated)
        self.why.notice.connect(self.notice)
        for asks in (self.why.opened, self.facts.opened):
            asks.connect(lambda: self._open(self.chart.key))
        self.beside.history.connect(self.history)
        self._pause.timeout.connect(self._wonder)

    def _lay_out(self) -> None:
        panel = Panel(_("Residence and services"), padded=False)
        panel.add_tool(self._legend)
        panel.body.addWidget(self.chart)
        self._middle.addWidget(self.why)
        self._middle.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(panel, 1)
        row.addWidget(self._middle)
        row.addWidget(self.beside)
        self.beside.hide()


class Legend(QWidget):
    """What the manners of the chart mean."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        for manner, words in (
            (OPEN, _("open now")), (EXPECTED, _("expected or to endorse")),
            (COUNTED, _("counted so far")), (LACKING, _("still lacking")), (GAP, _("interrupted")),
        ):  # fmt: skip
            row.addWidget(Sample(manner, words))


def endorse_first(file: ResidentFile, today: date) -> str | None:
    """What comes of an endorsement that may be made now, or must be made up for, if it is not made."""
    permit, answer = file.card.permit, file.answer
    if permit is None or permit.endorse_by is None or file.step != ENDORSE or not answer:
        return None
    suspended = permit.endorse_by + A_DAY
    if suspended <= today:
        said = N_("The use of the permit has been suspended since {day} ({article}).")
    else:
        said = N_("Without it the use of the permit is suspended from {day} on ({article}).")
    return _(said, day=suspended, article=answer.article)
