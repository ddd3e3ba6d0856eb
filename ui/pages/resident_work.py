"""就业与社保 and 就学: the tabs of what the law counts by months and years."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.resident_files import Spells
from ui import theme
from ui.office import Office
from ui.pages.registration_lookup import Looking
from ui.pages.resident_months import MonthsPanel
from ui.pages.resident_spells import SpellsPanel, schooling, work

CITY = 4


class WorkTab(QWidget):
    """Months of insurance beside spells of work; ``asked`` and ``looked`` as its panels emit them."""

    asked = Signal(object, object)
    looked = Signal(object, object)

    def __init__(self, office: Office, looking: Looking) -> None:
        super().__init__()
        division = office.desk.office.division
        city = division[:CITY].ljust(len(division), "0")  # insurance is kept by the city
        self.months = MonthsPanel(office, looking, city)
        self.work = SpellsPanel(office, work(looking), looking, division)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.months, 6)
        row.addWidget(self.work, 5)
        for panel in (self.months, self.work):
            panel.asked.connect(self.asked)
        self.months.looked.connect(self.looked)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.months.months

    def begin(self, person_id: UUID, name: str) -> None:
        """This person is shown; what was typed about them and not taken in comes back."""
        for panel in (self.months, self.work):
            panel.draft.begin(person_id, name)

    def keep(self) -> None:
        """Keep what is typed as drafts of the office."""
        for panel in (self.months, self.work):
            panel.draft.keep()

    def show_spells(self, spells: Spells) -> None:
        """Show what is on file."""
        self.months.show_rows(spells.insurance)
        self.work.show_rows(spells.work)

    def is_begun(self) -> bool:
        """Whether something is typed that was not handed over."""
        return self.months.is_begun() or self.work.is_begun()

    def give(self) -> None:
        """Hand over what stands in the panel that has the focus."""
        panel = self.work if self.work.isAncestorOf(self.focusWidget()) else self.months
        panel.give()

    def give_back(self) -> None:
        """What was handed over could not be saved."""
        self.months.give_back()
        self.work.give_back()

    def leave(self) -> None:
        """Another person is shown."""
        self.months.leave()
        self.work.leave()

    def mark(self, field: str, words: str) -> bool:
        """Say at a field what is wrong with it; say whether there is such a field."""
        if field == "months":
            self.months.mark(words)
            return True
        return self.work.mark(field, words)


class SchoolTab(SpellsPanel):
    """Spells of schooling."""

    def __init__(self, office: Office, looking: Looking) -> None:
        super().__init__(office, schooling(looking), looking, office.desk.office.division)

    def begin(self, person_id: UUID, name: str) -> None:
        """This person is shown; what was typed about them and not noted comes back."""
        self.draft.begin(person_id, name)

    def keep(self) -> None:
        """Keep what is typed as a draft of the office."""
        self.draft.keep()

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.since

    def show_spells(self, spells: Spells) -> None:
        """Show what is on file."""
        self.show_rows(spells.schooling)
