"""Which months 统计 counts: this year, the last twelve, last year, or some of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout

from app.language import N_, _
from app.law import Period, calendar
from app.statistics import MONTHS_AT_MOST, Months, last_twelve, last_year, this_year
from app.statistics_words import month_in_words, months_in_words
from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.panel import Panel
from ui.widgets.text import Text

OWN = "own"
YEARS_BACK = 6
OFFERED: tuple[tuple[str, str, Callable[[date], Months]], ...] = (
    ("year", N_("{months}, this year"), this_year),
    ("twelve", N_("{months}, 12 months"), last_twelve),
    ("last_year", N_("{months}, last year"), last_year),
)


class PeriodField(Combo):
    """The months to choose, each with its first and last; the last choice is to choose them oneself."""

    def __init__(self, today: date) -> None:
        super().__init__(name=_("Months"))
        self.show_today(today)
        self.show_value(OFFERED[0][0])

    def show_today(self, today: date) -> None:
        """Offer the months as they are on a day."""
        self._months = {name: months(today) for name, _words, months in OFFERED}
        offered = tuple(
            (name, _(words, months=months_in_words(self._months[name]))) for name, words, _of in OFFERED
        )
        self.show_choices((*offered, (OWN, _("Other months"))))

    def sizeHint(self) -> QSize:
        whole = QFontMetrics(theme.font()).horizontalAdvance(self.itemText(0)) + theme.px(40)
        return QSize(max(theme.px(212), whole), super().sizeHint().height())

    def months(self) -> Months | None:
        """The months chosen; None where the officer says which."""
        return self._months.get(self.value())

    def show_months(self, months: Months) -> None:
        """Show these as chosen."""
        self.show_value(next((name for name, one in self._months.items() if one == months), OWN))


class OwnMonths(Panel):
    """From which month to which, where they are one's own; ``changed`` tells that they are others."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.first, self.last = Combo(name=_("First month")), Combo(name=_("Last month"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for part in (Text(_("From"), tone="text2"), self.first, Text(_("to"), tone="text2"), self.last):
            row.addWidget(part)
        row.addWidget(
            Text(_("at most {n} months", n=MONTHS_AT_MOST), size=theme.NOTE, tone="text2", yields=True), 1
        )
        self.body.addLayout(row)
        self.body.setContentsMargins(*(theme.px(n) for n in (12, 6, 12, 6)))
        self.show_months(this_year(today), today)
        self.first.changed.connect(self._keep_order)
        self.last.changed.connect(self._keep_order)
        self.hide()

    def show_months(self, months: Months, today: date) -> None:
        """Offer every month back from the one under way, and show these as chosen."""
        month = today.replace(day=1)
        offered = []
        for _month in range(12 * YEARS_BACK):
            offered.append((month, month_in_words(month)))
            month = calendar.before(month, Period(1, "month"))
        for field, chosen in ((self.first, months.first), (self.last, months.last)):
            field.blockSignals(True)
            field.show_choices(tuple(offered))
            field.show_value(chosen)
            field.blockSignals(False)

    def months(self) -> Months:
        """The months chosen."""
        return Months(self.first.value(), self.last.value())

    def _keep_order(self) -> None:
        """The first is not after the last, nor further from it than can be shown: the other one follows."""
        moved, other = (self.last, self.first) if self.sender() is self.last else (self.first, self.last)
        first, last = self.first.value(), self.last.value()
        span = Period(MONTHS_AT_MOST - 1, "month")
        if first > last:
            self._follow(other, moved.value())
        elif calendar.after(first, span) < last:
            at = moved.value()
            far = calendar.after(at, span) if moved is self.first else calendar.before(at, span)
            self._follow(other, far)
        self.changed.emit()

    def _follow(self, field: Combo, month: date) -> None:
        field.blockSignals(True)
        field.show_value(month)
        field.blockSignals(False)
        field.update()
