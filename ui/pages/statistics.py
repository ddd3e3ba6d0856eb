"""统计: how many live here, came, left, hold a permit and fall due; every number opens to those it counts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app import codes, entitled, printing, scopes, statistics, statistics_words
from app.language import N_, _, plural
from app.listing import Listing
from app.paper import STATISTICS_SHEET
from app.printing import Made
from app.progress import Step
from app.roll import Of
from app.statistics import BANDS, Months, Named, Statistics
from app.statistics_words import ages_in_words
from ui import theme
from ui.jobs import SHOWN_AFTER_MS
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.came_out import CameOut
from ui.pages.press import Getting, Press
from ui.pages.statistics_charts import Charts
from ui.pages.statistics_count import Counting
from ui.pages.statistics_period import OWN, OwnMonths, PeriodField
from ui.pages.trail import AS_LEFT, file_of
from ui.pages.wording import sex_and_age
from ui.saving import ask_where
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Words
from ui.widgets.combo import Combo
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TickBox
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled
from ui.widgets.progress import ProgressStrip
from ui.widgets.text import Text

TABLES = N_("Tables for a spreadsheet (*.csv)")
SHOWING, NAMES, WAITING, STOPPED = range(4)


class StatisticsPage(Page):
    """The figures, and behind each of them the list of those it counts."""

    reads = frozenset({"stay", "person", "dwelling", "registration", "permit", "endorsement"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        today = office.desk.today()
        self._told: Statistics | None = None
        self._moved_on = False
        self._on_paper: Statistics | None = None
        self._made: tuple[Statistics | None, Made | None] = None, None
        self._counting, self._press = Counting(office, self), Press(self)
        purposes = tuple((entry.code, entry.title) for entry in codes.entries("reasons", today))
        ages = tuple((band, _("Aged {ages}", ages=ages_in_words(band))) for band in BANDS)
        self.period, self.own = PeriodField(today), OwnMonths(today)
        self.community = Combo(((None, _("Everywhere")),), name=_("Community"))
        self.purpose = Combo((("", _("Any reason")), *purposes), name=_("Reason for coming"))
        self.ages = Combo(((None, _("Any age")), *ages), name=_("Ages"))
        self.here = TickBox(_("Only those here"))
        self.print, self.export = (
            KeyButton(words, key=key, small=True)
            for words, key in ((_("Print"), "Ctrl+P"), (_("Export"), "Ctrl+E"))
        )
        self.charts = Charts()
        self.list: LongList[Named] = LongList(
            _named_columns(), key=lambda row: (row.person_id, row.day), jobs=office.jobs,
            name=_("Those who are counted"),
        )  # fmt: skip
        self.progress, self._late = ProgressStrip(), QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._stopped = EmptyState("statistics", _("Not counted"), _("It was stopped before the end."))
        self._came_out, self._question = CameOut(self, self._press), Notice()
        self._head, self._rule = PageHead(_("Statistics")), Text(size=theme.NOTE, tone="text2", yields=True)
        self._names, self._views = Panel(padded=False), QStackedWidget()
        self._close = KeyButton(_("‹ Back to the figures"), key="Esc", kind="quiet", small=True)

        self._arrange()
        self._begin_with_everybody()
        self._connect()

    # -- what the window asks

    def show_for(self, what: object) -> None:
        if what != AS_LEFT:
            self._back()
        self.period.show_today(self.office.desk.today())
        ask = partial(scopes.communities, self.office.desk)
        self.office.jobs.run(ask, then=self._offer, owner=self)
        self.reload()

    def reload(self) -> None:
        self._count(anew=True)

    def hear(self, tables: frozenset[str]) -> None:
        if tables & self.reads:
            self._moved_on = True
            self._catch_up()

    def _catch_up(self) -> None:
        """What was done since is counted by itself where that is quick, else it is said."""
        if self._moved_on and self._counting.quick:
            self.reload()
        else:
            self._say_of_what()

    def leave(self) -> None:
        self._counting.forget()

    def buttons(self) -> tuple[Action, ...]:
        return self._came_out.buttons() if self._came_out.asks else ()

    def own_keys(self) -> tuple[Key, ...]:
        if self._views.currentIndex() == NAMES:
            return (
                Key("Enter", _("Open the file"), hinted=True),
                Key("Esc", _("Back to the figures"), self._back, hinted=True),
            )
        stop = (Key("Esc", _("Stop counting"), self._counting.stop),) if self._counting.under_way else ()
        return (
            Key("Tab", _("Next chart"), hinted=True),
            Key("Left Right", _("Next number")),
            Key("Enter", _("Who they are"), hinted=True),
            Key("Ctrl+C", _("Copy the numbers"), self._copy, hinted=True),
            Key("F6", _("Ask the law about everyone"), self._ask_services),
            Key("Ctrl+P", _("Print"), self._print),
            Key("Ctrl+S", _("Save as PDF"), self._save),
            Key("Ctrl+E", _("Export the tables"), self._export),
            *stop,
        )

    def foot(self) -> QWidget:
        return self._rule

    def first_focus(self) -> QWidget:
        return self.list if self._views.currentIndex() == NAMES else self.charts.figures

    # -- counting

    def _count(self, *, anew: bool = False) -> None:
        self._moved_on = self._moved_on and not anew
        self._late.start()
        self._counting.count(self._months(), self._whom(), anew=anew)

    def _months(self) -> Months:
        return self.period.months() or self.own.months()

    def _whom(self) -> Of:
        return Of(
            community=self.community.value(), purpose=self.purpose.value() or "", ages=self.ages.value(),
            here=self.here.value(),
        )  # fmt: skip

    def _wait(self) -> None:
        """It takes longer than a glance: how far it is takes the place of figures that are of before."""
        if self._counting.under_way and self._views.currentIndex() != NAMES:
            self.progress.begin(_("Cancel"))
            self._views.setCurrentIndex(WAITING)
            self.changed.emit()

    def _show(self, told: Statistics) -> None:
        self._late.stop()
        self._told = told
        self.charts.show_told(told)
        self._stop_waiting(SHOWING)
        self._catch_up()

    def _stop_waiting(self, view: int) -> None:
        if self._views.currentIndex() in (WAITING, STOPPED):
            self._views.setCurrentIndex(view)
            fields = (*self._head.findChildren(QWidget), *self.own.findChildren(QWidget))
            if view == SHOWING and not any(field.hasFocus() for field in fields):
                self.charts.figures.setFocus()
        self.changed.emit()

    def _give_up(self) -> None:
        """What is shown is of what was asked before; where nothing was counted yet, that is said."""
        self._late.stop()
        if self._told is not None and self._counting.roll is not None:
            self._show_asked(self._told.months, self._told.of)
            self._stop_waiting(SHOWING)
        elif self._views.currentIndex() != NAMES:  # whoever opens a file from a list comes back to it
            self._views.setCurrentIndex(STOPPED)
            self.changed.emit()

    def _say_of_what(self) -> None:
        if self._told is None:
            return
        counted = _("Figures as of {time}.", time=statistics_words.time_in_words(self._told))
        since = _("More was done since: F5 counts anew.") if self._moved_on else ""
        rule = _("What is counted: {rule}", rule=statistics_words.rule_in_words(self._told))
        self._rule.show_words(" ".join(filter(None, (rule, counted, since))))

    # -- whom they count

    def _begin_with_everybody(self) -> None:
        self.community.show_value(None)
        self.purpose.show_value("")
        self.ages.show_value(None)
        self.here.show_value(True)

    def _show_asked(self, months: Months, of: Of) -> None:
        """Show in the fields what the figures are of."""
        fields = (self.period, self.community, self.purpose, self.ages, self.here)
        for field in fields:
            field.blockSignals(True)
        self.period.show_months(months)
        self.own.show_months(months, self.office.desk.today())
        self.community.show_value(of.community)
        self.purpose.show_value(of.purpose)
        self.ages.show_value(of.ages)
        self.here.show_value(of.here)
        for field in fields:
            field.blockSignals(False)
        self.own.setVisible(self.period.value() == OWN)

    def _choose_period(self) -> None:
        if self.period.value() == OWN and self.own.isHidden() and self._told is not None:
            self.own.show_months(self._told.months, self.office.desk.today())
        self.own.setVisible(self.period.value() == OWN)
        self._count()

    def _offer(self, communities: tuple[str, ...]) -> None:
        names = tuple((name, statistics_words.community_in_words(name)) for name in communities)
        self.community.show_choices(((None, _("Everywhere")), *names))

    # -- who they are

    def _ask_services(self) -> None:
        """All of the office: the law is asked about everyone, whatever the fields above narrow."""
        counts = partial(entitled.counts, self.office.desk)
        self.office.jobs.run_long(counts, then=self.charts.show_services, owner=self)

    def _name(self, mark: tuple[str, Of | str]) -> None:
        """The list behind a number: whom it counts, or who has the service of a rule."""
        words, of = mark
        show = partial(self._show_named, words)
        desk, roll = self.office.desk, self._counting.roll
        if isinstance(of, str):
            self.office.jobs.run_long(partial(entitled.named, desk, of), then=show, owner=self)
        elif roll is not None:
            self.office.jobs.run(partial(statistics.named, desk, roll, of), then=show, owner=self)

    def _show_named(self, words: str, named: Listing[Named]) -> None:
        self._names.show_title(words, plural("One in all", "{n} in all", len(named)))
        self.list.show_listing(named, anew=True)
        self._views.setCurrentIndex(NAMES)
        self.list.setFocus()
        self.changed.emit()

    def _back(self) -> None:
        if self._views.currentIndex() == NAMES:
            self._views.setCurrentIndex(SHOWING)
            self.charts.figures.setFocus()
            self._wait()
            self.changed.emit()

    def _open_file(self, row: Named) -> None:
        """Open the file of one of those counted; the others of the list follow."""
        self.opens.emit("resident", file_of(row.person_id, self.list, "statistics", of_people=True))

    # -- what leaves the page

    def _copy(self) -> None:
        """The numbers of the chart in hand as a spreadsheet takes them."""
        if self._told is None:
            return
        lines = self.charts.table_in_hand(self._told).lines()
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self.did.emit(Done(_("Copied.")))

    def _export(self) -> None:
        if self._told is None:
            return
        name = _("Statistics {day}.csv", day=self._told.day)
        path = ask_where(self, _("Export the tables"), name, _(TABLES))
        if path is not None:
            write = partial(statistics_words.export, self._told, path)
            self.office.jobs.run(write, then=lambda _none: self.did.emit(Done(_("Exported."))), owner=self)

    def _print(self) -> None:
        if self._told is not None:
            self._press.print(self._get(self._told), STATISTICS_SHEET.name)

    def _save(self) -> None:
        if self._told is not None:
            name = _("Statistics {day}", day=self._told.day)
            self._press.save(self._get(self._told), name)

    def _get(self, told: Statistics) -> Getting:
        """The sheets made before of these figures, while nobody has said what became of them; else new."""
        of, made = self._made
        if made is not None and of is told:
            return lambda bare: made
        self._on_paper = told
        return partial(_sheet, told, self.office)

    def _ask(self, made: Made) -> None:
        self._made = self._on_paper, made
        self._came_out.ask(made.printout_id)
        self._question.say(_("Did the sheets come out right?"), _("Look at them, then say so."), kind="warn")
        self._question.show()
        self.changed.emit()

    def _settle(self) -> None:
        self._made = None, None
        self._came_out.ask(None)
        self._question.hide()
        self.changed.emit()

    # -- how it is laid out

    def _connect(self) -> None:
        self.period.changed.connect(self._choose_period)
        for field in (self.own, self.community, self.purpose, self.ages, self.here):
            field.changed.connect(self._count)
        self.charts.opened.connect(self._name)
        self.charts.asked.connect(self._ask_services)
        self._counting.counted.connect(self._show)
        self._counting.stopped.connect(self._give_up)
        self._counting.stepped.connect(self._show_step)
        self._late.timeout.connect(self._wait)
        self.progress.stopped.connect(self._counting.stop)
        self.print.clicked.connect(self._print)
        self.export.clicked.connect(self._export)
        self.list.opened.connect(self._open_file)
        self._close.clicked.connect(self._back)
        self._press.out.connect(self._ask)
        self._press.saved.connect(lambda path: self.did.emit(Done(_("The PDF is at {path}", path=path))))
        self._came_out.right.connect(self._settle)
        self._came_out.spoiled.connect(self._settle)

    def _show_step(self, step: Step) -> None:
        self.progress.show_step(_(step.doing), step.done, step.total)

    def _arrange(self) -> None:
        for field, least, most in ((self.period, 192, 240), (self.community, 88, 128),
                                   (self.purpose, 88, 108), (self.ages, 88, 104)):  # fmt: skip
            field.setMinimumWidth(theme.px(least))
            field.setMaximumWidth(theme.px(most))
            self._head.add_beside(field)
        self._head.add_beside(self.here)
        for button in (self.print, self.export):
            self._head.add_tool(button)
        self._names.add_tool(self._close)
        self._names.body.addWidget(self.list)
        self._stopped.offer(_("Count anew"), self.reload, key="F5")
        for view in (scrolled(self.charts), self._names, _in_the_middle(self.progress), self._stopped):
            self._views.addWidget(view)
        self.lay(self._head, self.own, self._question, self._came_out, self._views)
        self._question.hide()


def _named_columns() -> tuple[Column[Named], ...]:
    return (
        Column(N_("Name"), lambda row: Words(row.name, sex_and_age(row.sex, row.age), bold=True), width=190),
        Column(N_("ID number"), lambda row: Words(row.number, mono=True), width=190),
        Column(N_("Address"), lambda row: row.address),
        Column(N_("Day"), lambda row: row.day, width=120),
        Column(N_("Next step"), lambda row: NextStep(_("Open")), width=110),
    )


def _sheet(told: Statistics, office: Office, bare: bool) -> Made:
    """The printed sheet of these figures."""
    subject = statistics_words.sheet(told, office.desk)
    return printing.make_of(office.desk, STATISTICS_SHEET.name, subject, bare)


def _in_the_middle(part: QWidget) -> QWidget:
    area = QWidget()
    column = QVBoxLayout(area)
    column.addStretch(1)
    column.addWidget(part)
    column.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    part.setMinimumWidth(theme.px(420))
    return area
