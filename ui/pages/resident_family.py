"""家庭: who lives together with a resident, in which relation to the head, and who left when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import codes, households, idnumbers, people
from app.clashes import MINE, Clash, Clashed
from app.desk import Desk
from app.households import MemberRow
from app.language import N_, _
from ui import theme
from ui.pages.resident_clash import ClashNotice, Told, or_clashed
from ui.pages.resident_tabs import inset, stacked
from ui.pages.wording import sex_and_age
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Status, Words
from ui.widgets.dates import DateField
from ui.widgets.empty import EmptyState
from ui.widgets.fields import FormRow
from ui.widgets.panel import Panel
from ui.widgets.worklist import WorkList


class FamilyTab(Panel):
    """The household a resident is in.

    ``opened`` carries whose file is wanted, ``joining`` asks for the registration.
    ``asked`` carries a verb of a desk and a person, and a function that says its answer in words.
    """

    asked = Signal(object, object)
    opened = Signal(object)
    joining = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Household"), padded=False)
        self._today = today
        self.day = DateField(today, name=_("Left the household on"))
        self.left = KeyButton(_("Left the household"), small=True)
        self.join = KeyButton(_("Add somebody"), small=True)
        self.list: WorkList[MemberRow] = WorkList(
            (
                Column[MemberRow](N_("To the head"), self._relation, width=130),
                Column[MemberRow](N_("Name"), self._name, width=220),
                Column[MemberRow](N_("ID number"), _number, width=200),
                Column[MemberRow](N_("Since"), lambda row: row.since, width=116),
                Column[MemberRow](N_("State"), _state),
                Column[MemberRow](N_("Next step"), lambda row: NextStep(_("Open")), width=110),
            ),
            key=lambda row: row.id,
            name=_("Household"),
        )
        self._leaving = FormRow(_("On"), self.day, self.left)
        self.clash = ClashNotice(today)
        self._noting: tuple[MemberRow, date] | None = None
        self._none = EmptyState(
            "people", _("No family on file"), _("Family who came along are entered with the registration.")
        )
        self._shown = stacked(self.list, self._none)

        self._lay_out()
        self.list.opened.connect(lambda row: self.opened.emit(row.person_id))
        self.left.clicked.connect(self._leave)
        self.join.clicked.connect(self.joining)
        self.clash.chosen.connect(self.settle)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.list

    def show_rows(self, rows: tuple[MemberRow, ...]) -> None:
        """Show who is in the household, the head first."""
        self.list.show_rows(rows)
        self._shown.setCurrentWidget(self.list if rows else self._none)
        self._leaving.setVisible(bool(rows) or self.clash.clashed is not None)

    def leave(self) -> None:
        """Another person is shown; whoever is listed is somebody else's family."""
        self.clash.leave()
        self.day.show_value(self._today())
        self.list.show_rows(())

    def mark(self, field: str, words: str) -> bool:
        """Say at a field what is wrong with it; say whether there is such a field."""
        if field == "until":
            self.day.set_state("error", words)
            self.day.setFocus()
        return field == "until"

    def _leave(self) -> None:
        row, day = self.list.current(), self.day.value()
        if day is None:
            self.day.set_state("error", self.day.fault() or _("Enter the day of leaving"))
            self.day.setFocus()
        elif row is not None:
            self.clash.leave()
            self._noting = (row, day)
            self._give(None)

    def settle(self, whose: str) -> None:
        """Let stand the day another officer has said, or say the one that is typed here."""
        clashed = self.clash.clashed
        self.clash.leave()
        if clashed is not None and whose == MINE:
            (clash,) = clashed.clashes
            self._give(date.fromisoformat(clash.theirs) if clash.theirs else None)

    def _give(self, instead_of: date | None) -> None:
        if self._noting is not None:
            row, day = self._noting
            self.asked.emit(partial(_left, row.id, day, instead_of), partial(self._noted, row))

    def _noted(self, row: MemberRow, answer: Clashed | None) -> str:
        if answer is None:
            return _("{name} has left the household.", name=row.name)
        self.clash.ask(answer, partial(_told, row.name))
        return ""

    def _relation(self, row: MemberRow) -> str:
        return codes.title("kinship", row.relation, self._today())

    def _name(self, row: MemberRow) -> Words:
        age = people.age(row.born_on, self._today())
        return Words(row.name, sex_and_age(row.sex, age), bold=True)

    def _lay_out(self) -> None:
        self.day.setFixedWidth(theme.px(130))
        self.add_tool(self._leaving)
        self.add_tool(self.join)
        self.body.addLayout(inset(self.clash))
        self.body.addWidget(self._shown, 1)


def _left(
    member_id: UUID, day: date, instead_of: date | None, desk: Desk, _person_id: UUID
) -> Clashed | None:
    return or_clashed(partial(households.leave, desk, member_id, day, instead_of))


def _told(name: str, clash: Clash, _day: date) -> Told:
    """Whose leaving it is, and both days."""
    here = _("not left")
    return _("{name} left", name=name), clash.theirs or here, clash.mine or here


def _number(row: MemberRow) -> Words:
    return Words(idnumbers.masked(row.number) if row.number else _("no number yet"), mono=bool(row.number))


def _state(row: MemberRow) -> Status:
    if not row.here:
        return Status(_("does not live here"), "mute")
    return Status(_("registered"), "ok") if row.registered else Status(_("not registered"), "warn")
