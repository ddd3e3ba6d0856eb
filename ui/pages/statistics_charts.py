"""The charts of 统计: six figures, ages and sexes, arrivals, services, communities, and what falls due."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from app import statistics_words
from app.entitled import Entitled
from app.language import _
from app.statistics import Statistics
from app.statistics_words import AGES, ARRIVALS, COMMUNITIES, DUES, FIGURES, Table
from ui import theme
from ui.pages.statistics_marks import (
    due_marks,
    figure_marks,
    headings,
    matrix_rows,
    month_labels,
    month_marks,
    pyramid_marks,
    service_marks,
    this_month,
)
from ui.widgets.button import KeyButton
from ui.widgets.columns import BAR, TICK, Columns, Legend
from ui.widgets.marks import Figures, Marks, Matrix, Meters, Pyramid
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text


class Charts(QWidget):
    """All of them. ``opened`` carries what the mark in hand opens; ``asked`` asks the law about everyone."""

    opened = Signal(object)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = Figures(_("Figures"))
        self.pyramid = Pyramid(_("Ages and sexes"))
        self.months = Columns(_("Arrivals by month"), "d_res", scaled=True)
        self.services = Meters(_("Services"))
        self.matrix = Matrix(_("Communities"), _("Arrivals by month"))
        self.dues = Columns(_("Endorsements due"), "d_end")
        self._shades, self._law = _quiet(""), QStackedWidget()

        self._arrange()
        self.pyramid.say_when_empty(_("Nobody is here to be counted."))
        self.months.say_when_empty(_("Nobody came in these months, nor a year before."))
        self.matrix.say_when_empty(_("No community is on file yet; they come with the addresses."))
        self.dues.say_when_empty(_("No endorsement falls due in these months."))
        for chart in self._every():
            chart.opened.connect(self.opened)

    def show_told(self, told: Statistics) -> None:
        """Show these figures."""
        self.figures.show_marks(figure_marks(told))
        self.pyramid.show_marks(pyramid_marks(told))
        before = tuple(month.year_before for month in told.arrivals)
        self.months.show_columns(month_marks(told), month_labels(told), before, this_month(told))
        self.dues.show_columns(due_marks(told), tuple(f"{first:%y-%m}" for first, _n in told.dues), now=0)
        self.matrix.show_matrix(matrix_rows(told), headings(told))
        low = (_("↓ below the target"),) if any(share is not None for share in told.targets) else ()
        self._shades.show_words(" · ".join((_("darker: more in this column"), *low)))

    def show_services(self, services: tuple[Entitled, ...]) -> None:
        """Show how many have each service."""
        self.services.show_marks(service_marks(services))
        self._law.setCurrentIndex(1)
        self.services.setFocus()

    def table_in_hand(self, told: Statistics) -> Table:
        """The numbers of the chart that has the focus; of the communities where none has."""
        names: dict[Marks, str] = {
            self.figures: FIGURES, self.pyramid: AGES, self.months: ARRIVALS, self.dues: DUES,
        }  # fmt: skip
        in_hand = next((chart for chart in self._every() if chart.hasFocus()), self.matrix)
        if in_hand is self.services:
            rows = tuple((mark.words, mark.count, mark.note) for mark in self.services.marks())
            return Table(_("Services"), (_("Service"), _("Number"), _("Share")), rows)
        return statistics_words.tables(told)[names.get(in_hand, COMMUNITIES)]

    def _every(self) -> tuple[Marks, ...]:
        return self.figures, self.pyramid, self.months, self.services, self.matrix, self.dues

    def _asked_law(self) -> QWidget:
        """The services, or the button that counts them: everyone is asked for it, which may take a while."""
        asks = QWidget()
        column = QVBoxLayout(asks)
        column.addStretch(1)
        column.addWidget(
            Text(_("How many have each service today, by the law in force."), tone="text2", wrap=True)
        )
        ask = KeyButton(_("Ask about everyone"), key="F6", small=True)
        column.addWidget(ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        ask.clicked.connect(self.asked)
        for view in (asks, self.services):  # in an area words that wrap ask the page for no height of its own
            self._law.addWidget(scrolled(view))
        return self._law

    def _arrange(self) -> None:
        strip = Panel(padded=False)
        strip.body.addWidget(self.figures)
        year = Legend(_("a month"), ((BAR, "d_res", _("shown")), (TICK, "text", _("year before"))))
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        shown: tuple[tuple[str, QWidget, QWidget, int, int, int], ...] = (
            (_("Ages and sexes"), _quiet(_("people")), self.pyramid, 0, 0, 1),
            (_("Arrivals"), year, self.months, 0, 1, 1),
            (_("Services"), _quiet(_("the whole office, today")), self._asked_law(), 0, 2, 1),
            (_("Communities"), self._shades, scrolled(self.matrix), 1, 0, 2),
            (_("Endorsements due"), _quiet(_("the next 6 months")), self.dues, 1, 2, 1),
        )
        for title, note, chart, row, column, span in shown:
            panel = Panel(title)
            panel.add_tool(note)
            panel.body.addWidget(chart, 1)
            grid.addWidget(panel, row, column, 1, span)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(12))
        whole.addWidget(strip)
        whole.addLayout(grid, 1)


def _quiet(words: str) -> Text:
    return Text(words, size=theme.NOTE, tone="text2")
