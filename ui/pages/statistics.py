"""统计: how many live here, came, left, hold a permit and fall due; every number opens to those it counts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QGridLayout,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import codes, entitled, scopes, statistics
from app.entitled import Entitled
from app.language import N_, _, plural
from app.listing import Listing
from app.statistics import BANDS, Named, Of, Statistics
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.statistics_marks import (
    ages_in_words,
    due_marks,
    figures,
    matrix_rows,
    month_marks,
    pyramid_marks,
    service_marks,
)
from ui.pages.trail import AS_LEFT, file_of
from ui.pages.wording import sex_and_age
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Words
from ui.widgets.combo import Combo
from ui.widgets.marks import Columns, Figures, Marks, Matrix, Meters, Pyramid
from ui.widgets.panel import PageHead, Panel, scrolled
from ui.widgets.text import Text

TABLES = N_("Tables for a spreadsheet (*.csv)")
HEADINGS = (
    N_("Live here"), N_("Came this month"), N_("Registered in time"), N_("Hold a permit"),
    N_("Due in 30 days"),
)  # fmt: skip


class StatisticsPage(Page):
    """The figures, and behind each of them the list of those it counts."""

    reads = frozenset({"stay", "person", "dwelling", "registration", "permit", "endorsement"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        today = office.desk.today()
        self._told: Statistics | None = None
        everybody = (("", _("Every age")),)
        ages = tuple((band, ages_in_words(band)) for band in BANDS)
        purposes = tuple((entry.code, entry.title) for entry in codes.entries("reasons", today))
        self.community = Combo(((("", _("Every community"))),), name=_("Community"))
        self.purpose = Combo((("", _("Every reason")), *purposes), name=_("Reason for coming"))
        self.ages = Combo((*everybody, *ages), name=_("Ages"))
        self.services = Meters(_("Services"))
        self.figures = Figures(_("Figures"))
        self.pyramid = Pyramid(_("Ages and sexes"))
        self.months = Columns(_("Arrivals by month"), "d_res")
        self.matrix = Matrix(_("Communities"), tuple(_(words) for words in HEADINGS), _("Arrivals by month"))
        self.dues = Columns(_("Endorsements due"), "d_end")
        self.list: LongList[Named] = LongList(
            (
                Column[Named](
                    N_("Name"),
                    lambda row: Words(row.name, sex_and_age(row.sex, row.age), bold=True),
                    width=190,
                ),
                Column[Named](N_("ID number"), lambda row: Words(row.number, mono=True), width=190),
                Column[Named](N_("Address"), lambda row: row.address),
                Column[Named](
                    N_("Day"), lambda row: row.day, lambda day: "" if day is None else str(day), width=120
                ),
                Column[Named](N_("Next step"), lambda row: NextStep(_("Open")), width=110),
            ),
            key=lambda row: (row.person_id, row.day),
            jobs=office.jobs,
            name=_("Those who are counted"),
        )
        self._head, self._rule = PageHead(_("Statistics")), Text(size=theme.NOTE, tone="text2", yields=True)
        self._names, self._views, self._law = Panel(padded=False), QStackedLayout(), QStackedWidget()
        self._close = KeyButton(_("‹ Back to the figures"), key="Esc", kind="quiet", small=True)

        self._arrange()
        self.community.show_value(None)
        self.purpose.show_value("")
        self.ages.show_value("")
        for field in (self.community, self.purpose, self.ages):
            field.changed.connect(self.reload)
        for chart in self._charts():
            chart.opened.connect(self._name)
        self.list.opened.connect(self._open_file)
        self._close.clicked.connect(self._back)

    def show_for(self, what: object) -> None:
        if what != AS_LEFT:
            self._back()
        ask = partial(scopes.communities, self.office.desk)
        self.office.jobs.run(ask, then=self._offer, owner=self)
        self.reload()

    def reload(self) -> None:
        ages = self.ages.value() or None
        of = Of(community=self.community.value(), purpose=self.purpose.value() or "", ages=ages)
        gather = partial(statistics.gather, self.office.desk, of)
        self.office.jobs.run_long(gather, then=self._show, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        return (Action(_("Export the table"), self._export, "Ctrl+E"),)

    def own_keys(self) -> tuple[Key, ...]:
        if self._names_shown():
            return (
                Key("Enter", _("Open the file"), hinted=True),
                Key("Esc", _("Back to the figures"), self._back),
            )
        return (
            Key("Tab", _("Next chart"), hinted=True),
            Key("Left Right", _("Next number"), hinted=True),
            Key("Enter", _("Who they are"), hinted=True),
            Key("F6", _("Ask the law about everyone"), self._ask_services),
            Key("Ctrl+C", _("Copy the table"), self._copy, hinted=True),
        )

    def foot(self) -> QWidget | None:
        return self._close if self._names_shown() else self._rule

    def first_focus(self) -> QWidget | None:
        return self.list if self._names_shown() else self.figures

    def _show(self, told: Statistics) -> None:
        self._told = told
        self.figures.show_marks(figures(told))
        self.pyramid.show_marks(pyramid_marks(told))
        this_month = told.day.month - 1
        numbered = tuple(str(month.first.month) for month in told.months)
        before = tuple(month.year_before for month in told.months)
        self.months.show_columns(month_marks(told), numbered, before, this_month)
        ahead = tuple(f"{first:%y-%m}" for first, _n in told.dues)
        self.dues.show_columns(due_marks(told), ahead, now=0)
        self.matrix.show_matrix(matrix_rows(told))
        self._head.say(_("as of {day}", day=told.day))
        unsaid = plural(
            "of one, birth or sex is not on file", "of {n}, birth or sex is not on file", told.unsaid
        )
        rule = _("Whoever has come and not left lives here; arrivals and departures count each time.")
        self._rule.show_words(f"{rule} {unsaid}" if told.unsaid else rule)

    def _offer(self, communities: tuple[str, ...]) -> None:
        self.community.show_choices(
            (
                (None, _("Every community")),
                *((name, name or _("without a community")) for name in communities),
            )
        )

    def _ask_services(self) -> None:
        counts = partial(entitled.counts, self.office.desk)
        self.office.jobs.run_long(counts, then=self._show_services, owner=self)

    def _show_services(self, services: tuple[Entitled, ...]) -> None:
        """All of the office: the law is asked about everyone, whatever the fields above narrow."""
        self.services.show_marks(service_marks(services))
        self._law.setCurrentIndex(1)
        self.services.setFocus()

    def _name(self, mark: tuple[str, Of | str]) -> None:
        """The list behind a number: whom it counts, or who has the service of a rule."""
        words, of = mark
        show = partial(self._show_named, words)
        if isinstance(of, Of):
            self.office.jobs.run(partial(statistics.named, self.office.desk, of), then=show, owner=self)
        else:
            having = partial(entitled.named, self.office.desk, of)
            self.office.jobs.run_long(having, then=show, owner=self)

    def _show_named(self, words: str, named: Listing[Named]) -> None:
        self._names.show_title(words, plural("One in all", "{n} in all", len(named)))
        self.list.show_listing(named, anew=True)
        self._views.setCurrentIndex(1)
        self.list.setFocus()
        self.changed.emit()

    def _back(self) -> None:
        if self._names_shown():
            self._views.setCurrentIndex(0)
            self.figures.setFocus()
            self.changed.emit()

    def _open_file(self, row: Named) -> None:
        """Open the file of one of those counted; the others of the list follow."""
        self.opens.emit("resident", file_of(row.person_id, self.list, "statistics", of_people=True))

    def _names_shown(self) -> bool:
        return self._views.currentIndex() == 1

    def _export(self) -> None:
        if self._told is None:
            return
        name = _("Statistics {day}.csv", day=self._told.day)
        path, _kind = QFileDialog.getSaveFileName(self, _("Export the table"), name, _(TABLES))
        if path:
            write = partial(statistics.export, self._told, Path(path))
            self.office.jobs.run(write, then=lambda _none: self.did.emit(Done(_("Exported."))), owner=self)

    def _copy(self) -> None:
        """The communities' numbers as a spreadsheet takes them."""
        rows = (
            "\t".join((row.name, *(mark.written() for mark in row.marks)))
            for row in (matrix_rows(self._told) if self._told else ())
        )
        headings = "\t".join((_("Community"), *(_(words) for words in HEADINGS)))
        QApplication.clipboard().setText("\n".join((headings, *rows)))
        self.did.emit(Done(_("Copied.")))

    def _charts(self) -> tuple[Marks, ...]:
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
        ask.clicked.connect(self._ask_services)
        for view in (asks, scrolled(self.services)):
            self._law.addWidget(view)
        return self._law

    def _arrange(self) -> None:
        for field, width in ((self.community, 170), (self.purpose, 130), (self.ages, 120)):
            field.setFixedWidth(theme.px(width))
            self._head.add_tool(field)
        strip = Panel(padded=False)
        strip.body.addWidget(self.figures)
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        area = scrolled(self.matrix)
        shown: tuple[tuple[str, str, QWidget, int, int, int], ...] = (
            (_("Ages and sexes"), _("people"), self.pyramid, 0, 0, 1),
            (_("Arrivals by month"), _("line: last year"), self.months, 0, 1, 1),
            (_("Services"), _("who has them today"), self._asked_law(), 0, 2, 1),
            (_("Communities"), _("darker: more in this column"), area, 1, 0, 2),
            (_("Endorsements due"), _("the next 6 months"), self.dues, 1, 2, 1),
        )
        for title, note, chart, row, column, span in shown:
            panel = Panel(title, note=note)
            panel.body.addWidget(chart, 1)
            grid.addWidget(panel, row, column, 1, span)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        figures = QWidget()
        column_ = QVBoxLayout(figures)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(theme.px(12))
        column_.addWidget(strip)
        column_.addLayout(grid, 1)
        self._names.body.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(n) for n in (16, 8, 16, 12)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self._head)
        whole.addLayout(self._views, 1)
        self._views.addWidget(figures)
        self._views.addWidget(self._names)
