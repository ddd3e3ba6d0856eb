"""政策: the packs in force here, what each says by which article; bringing one in, rehearsing it."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app import amendments, packs, rulebook
from app.amendments import Affected, Weighed
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, plural
from app.law import PackFaults
from app.packs import BroughtIn, CommencementRow, Rehearsal
from app.rulebook import IN_FORCE, TO_COME, EditionRow, PackRow
from ui import theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page, on_paper
from ui.pages.listing import listed
from ui.pages.policy_panels import (
    ChangesPanel,
    DetailPanel,
    EditionsPanel,
    FaultsPanel,
    HistoryPanel,
    RehearsalPanel,
    pack_cell,
)
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.saving import ask_where
from ui.table import Column, Group
from ui.widgets.dates import DateField
from ui.widgets.dropping import FileDrop
from ui.widgets.fields import FormRow
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, side_by_side
from ui.widgets.tabs import TabStrip
from ui.widgets.worklist import WorkList

KINDS = N_("Rule packs (pack.yaml *.zip)")
EDITIONS, CHANGES, REHEARSAL, HISTORY = range(4)
SECONDS_TO_UNDO = 30


class PolicyPage(Page):
    """The packs at the left, what the one in hand says in the middle, its article's words at the right.

    A pack that was brought in stands at the left too, and counts for nothing before it is put in force.
    """

    reads = frozenset({"commencement"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._brought_in: BroughtIn | None = None
        self._own: tuple[PackRow, ...] = ()
        self._rehearsal: Rehearsal | None = None
        self._rows: tuple[PackRow, ...] = ()
        self._head, self._notice, self._side = (
            PageHead(_("Policy")),
            Notice(),
            Panel(_("Packs"), padded=False),
        )
        columns = (Column[PackRow](N_("Pack"), lambda row: row, lambda row: pack_cell(row)),)
        self.packs: WorkList[PackRow] = WorkList(
            columns, key=lambda row: (row.checksum, row.since), row_height=64, header=False, name=_("Packs")
        )
        self.since = DateField(office.desk.today, ahead=True, name=_("In force from"))
        self._since_row = FormRow(_("In force from"), self.since, label_width=80)
        self.tabs = TabStrip((_("What it says"), _("What changed"), _("Rehearsal"), _("History")))
        self.editions, self.changes, self.rehearsal = EditionsPanel(), ChangesPanel(), RehearsalPanel()
        self.history, self.faults, self.detail = HistoryPanel(), FaultsPanel(), DetailPanel()
        self._views = QStackedWidget()

        self._arrange()
        self._connect()

    # -- what the window asks

    def reload(self) -> None:
        desk = self.office.desk
        self.office.jobs.run(partial(rulebook.packs, desk), then=self._show_packs, owner=self)
        self.office.jobs.run(partial(packs.history, desk), then=self._show_history, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        bring = _("Bring in a pack")
        if self._brought_in is None:
            back = (Action(_("Roll back"), self._roll_back, "Ctrl+R"),) if self._to_roll_back() else ()
            faulty = self._views.currentWidget() is self.faults
            close = (Action(_("Close"), self._put_away, "Esc", "quiet"),) if faulty else ()
            return (*close, *self._to_print(), *back, Action(bring, self._choose, "F7", "primary"))
        export = self._rehearsal and (Action(_("Export"), self._export, "Ctrl+E"),)
        return (
            Action(_("Put it away"), self._put_away, "Esc", "quiet"),
            Action(_("Another pack"), self._choose, "F7"),
            *self._to_print(),
            *(export or ()),
            Action(_("Rehearse"), self._rehearse, "F6"),
            Action(_("Put in force"), self._put_in_force, "F9", "primary" if self._rehearsal else "pending"),
        )

    def _to_print(self) -> tuple[Action, ...]:
        """What is in hand and can be printed: a rule, or the names of a rehearsal."""
        shown = self._views.currentWidget()
        rule = shown is self.editions and self.editions.list.current() is not None
        names = shown is self.rehearsal and self._rehearsal is not None
        return (Action(_("Print"), self._print, "Ctrl+P"),) if rule or names else ()

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Pack before"), partial(self.packs.step, -1)),
            Key("]", _("Next pack"), partial(self.packs.step, 1)),
            Key("Ctrl+Tab", _("Next tab")),
            Key("Shift+F7", _("Bring in a folder of packs"), self._choose_folder),
            Key("Enter", _("Into the list; on a name, open the file")),
        )

    def first_focus(self) -> QWidget:
        return self.packs

    def mark(self, field: str, words: str, because: object) -> bool:
        if field != "since":
            return False
        self.since.set_state("error", words)
        self.since.setFocus()
        return True

    def fit(self, breadth: str) -> None:
        narrow = breadth == "narrow"
        self.rehearsal.be_narrow(narrow)
        self._side.setFixedWidth(theme.px(230 if narrow else 280))
        self.detail.setFixedWidth(theme.px(260 if narrow else 400 if breadth == "wide" else 340))

    # -- the packs

    def _show_packs(self, rows: tuple[PackRow, ...]) -> None:
        self._rows = rows
        shown = {state: tuple(row for row in rows if row.state == state) for state in (IN_FORCE, TO_COME)}
        self.packs.show_groups(
            (
                Group(_("Brought in, not in force"), self._own, tone="plan"),
                Group(_("In force, the nearest first"), shown[IN_FORCE]),
                Group(_("To come"), shown[TO_COME]),
            )
        )
        if self._own:
            self.packs.go_to((self._own[0].checksum, self._own[0].since))
        unread = sum(row.entries - row.verified for row in shown[IN_FORCE])
        self._head.say(
            plural("{n} pack is in force", "{n} packs are in force", len(shown[IN_FORCE])),
            " · ",
            (_("{n} of their rules and numbers unverified", n=unread), "warn" if unread else "text2", False),
        )
        self._open(self.packs.current())

    def _open(self, row: PackRow | None) -> None:
        if self._views.currentWidget() is self.faults and self.packs.hasFocus():
            self._views.setCurrentIndex(self.tabs.current())
        if row is not None:
            self.changes.show_pack(row)
            self.editions.show_pack(row)
        self.changed.emit()

    def _show_history(self, rows: tuple[CommencementRow, ...]) -> None:
        self.history.show_rows(rows)
        self.tabs.show_counts((None, None, None, len(rows) or None))

    def _show_edition(self, edition: EditionRow | None) -> None:
        row = self.packs.current()
        self.changed.emit()
        if edition is None or row is None:
            self.detail.show_edition(edition, ())
            return
        ask = partial(rulebook.requires, self.office.desk, row, edition, self._brought_in)
        self.office.jobs.run(ask, then=partial(self._show_requires, edition), owner=self)

    def _show_requires(self, edition: EditionRow, requires: tuple[tuple[int, str], ...]) -> None:
        if self.editions.list.current() == edition:
            self.detail.show_edition(edition, requires)

    # -- bringing one in

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a rule pack"), "", _(KINDS))
        if path:
            self._bring_in(path)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Choose a folder of rule packs"))
        if path:
            self._bring_in(path)

    def _bring_in(self, path: str) -> None:
        file = Path(path)
        look = partial(_brought_in, self.office.desk, file.parent if file.suffix == ".yaml" else file)
        self.office.jobs.run(look, then=self._show_brought_in, owner=self)

    def _show_brought_in(self, found: tuple[BroughtIn, tuple[PackRow, ...]] | PackFaults) -> None:
        self._rehearsal = None
        self.rehearsal.show_rehearsal(None)
        if isinstance(found, PackFaults):
            self._brought_in, self._own = None, ()
            self.faults.show_faults(found.faults)
            self._tell(_("Nothing was taken."), _("What is in force stays in force."), "bad")
            self._views.setCurrentWidget(self.faults)
            self.faults.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._brought_in, self._own = found
            rest = _("F6 names everyone it would touch; then F9 puts it in force from the day below.")
            if any(one.has_namesake for one in self._brought_in.each):
                rest = _("A pack with the same version but other content counts here; compare the checksums.")
            if self._brought_in.elsewhere:
                left = listed(self._brought_in.elsewhere)
                rest = _("{rest} Left alone, for other places: {places}.", rest=rest, places=left)
            read = listed(f"{row.issuer} {row.version}" for row in self._own)
            self._tell(_("Read without a fault: {packs}", packs=read), rest, "ok")
            self.since.show_value(self.office.desk.today())
            self.tabs.go(EDITIONS)
            self._views.setCurrentIndex(EDITIONS)
        self._since_row.setVisible(self._brought_in is not None)
        self._show_packs(self._rows)

    def _put_away(self) -> None:
        self._brought_in, self._own, self._rehearsal = None, (), None
        self._since_row.hide()
        self._notice.hide()
        self._views.setCurrentIndex(self.tabs.current())
        self.rehearsal.show_rehearsal(None)
        self._show_packs(self._rows)

    # -- rehearsing it

    def _rehearse(self) -> None:
        if self._brought_in is not None and not self.office.jobs.busy():
            work = partial(packs.rehearse, self.office.desk, self._brought_in, self._day())
            self.office.jobs.run_long(work, then=self._show_rehearsal, owner=self)

    def _show_rehearsal(self, rehearsal: Rehearsal) -> None:
        if rehearsal.brought_in is not self._brought_in:
            return
        self._rehearsal = rehearsal
        self.tabs.go(REHEARSAL)
        self.rehearsal.show_rehearsal(rehearsal)
        if rehearsal.changes:
            self.rehearsal.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show_affected(self, one: Affected | None) -> None:
        if one is None or self._rehearsal is None:
            return
        ask = partial(_why, self.office.desk, self._rehearsal, one)
        self.office.jobs.run(ask, then=partial(self._show_why, one), owner=self)

    def _show_why(self, one: Affected, weighed: Weighed) -> None:
        if self.rehearsal.list.current() == one:
            self.detail.show_why(one, weighed)

    def _export(self) -> None:
        rehearsal = self._rehearsal
        if rehearsal is None:
            return
        name = _("{packs}, who gains and who loses.csv", packs=rehearsal.brought_in.words)
        to = ask_where(self, _("Export"), name, "CSV (*.csv)")
        if to is not None:
            write = partial(packs.export, self.office.desk, rehearsal, to)
            tell = Done(_("Saved: {file}", file=to))
            self.office.jobs.run_long(write, then=lambda done: self.did.emit(tell), owner=self)

    def _print(self) -> None:
        """The rule in hand with its article, or everyone the rehearsal named."""
        desk, row, edition = self.office.desk, self.packs.current(), self.editions.list.current()
        if self._views.currentWidget() is self.rehearsal and self._rehearsal is not None:
            self._press(on_paper.rehearsal(desk, self._rehearsal))
        elif row is not None and edition is not None:
            ask = partial(rulebook.requires, desk, row, edition, self._brought_in)
            self.office.jobs.run(
                ask, then=lambda asks: self._press(on_paper.rule(desk, row, edition, asks)), owner=self
            )

    def _press(self, page: str) -> None:
        from ui import printing  # QtPrintSupport is only loaded when something is printed

        printing.send_page(self.office.jobs, page, _("Policy"), self)

    # -- putting it in force, and back

    def _day(self) -> date:
        day = self.since.value()
        if day is None:
            raise Refused(N_("Say from which day, like 2026-12-01."), field="since")
        return day

    def _put_in_force(self) -> None:
        """Put the pack in force; one that was not rehearsed for that day is rehearsed first."""
        desk, day = self.office.desk, self._day()
        if self._brought_in is None:
            return
        if self._rehearsal is None or self._rehearsal.since != day:
            self._rehearse()
            return
        verb = partial(packs.put_in_force, desk, self._brought_in, day)
        words = _("In force from {day}: {packs}", day=day, packs=self._brought_in.words)
        then = partial(self._show_put_in_force, words)
        self.office.jobs.run(partial(with_way_back, desk, verb), then=then, owner=self)

    def _show_put_in_force(self, words: str, outcome: Outcome[tuple[UUID, ...]]) -> None:
        self._put_away()
        self.did.emit(Done(words, outcome.undo, SECONDS_TO_UNDO))
        self.reload()

    def _roll_back(self) -> None:
        if code := self._to_roll_back():
            desk = self.office.desk
            verb = partial(packs.roll_back, desk, code)
            self.office.jobs.run(partial(with_way_back, desk, verb), then=self._show_rolled_back, owner=self)

    def _to_roll_back(self) -> str:
        """The place whose pack in hand was put in force here; from the history also an unreadable one."""
        put = self.history.list.current() if self.tabs.current() == HISTORY else None
        if put is not None:
            return put.code if put.withdrawn_on is None else ""
        row = self.packs.current()
        return row.code if row is not None and row.since is not None else ""

    def _show_rolled_back(self, outcome: Outcome[CommencementRow]) -> None:
        back = outcome.result
        words = _("Rolled back: {code} {version}; the one before counts again", code=back.code,
                  version=back.version)  # fmt: skip
        self.did.emit(Done(words, outcome.undo, SECONDS_TO_UNDO))
        self.reload()

    # -- building

    def _tell(self, fact: str, rest: str, kind: str) -> None:
        self._notice.say(fact, rest, kind=kind)
        self._notice.show()

    def _into(self, row: PackRow) -> None:
        self.tabs.go(EDITIONS)
        self.editions.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tab(self, number: int) -> None:
        self._views.setCurrentIndex(number)
        if number == REHEARSAL:
            self._show_affected(self.rehearsal.list.current())
        elif number == EDITIONS:
            self._show_edition(self.editions.list.current())
        self.changed.emit()

    def _open_file(self, one: Affected) -> None:
        """Open the file of one of those a rehearsal tells of; the others follow."""
        self.opens.emit("resident", file_of(one.person_id, self.rehearsal.list, "policy", of_people=True))

    def _connect(self) -> None:
        self.packs.chosen.connect(self._open)
        self.packs.opened.connect(self._into)
        self.tabs.chosen.connect(self._show_tab)
        self.editions.chosen.connect(self._show_edition)
        self.history.list.chosen.connect(lambda row: self.changed.emit())
        self.rehearsal.chosen.connect(self._show_affected)
        self.rehearsal.list.opened.connect(self._open_file)
        FileDrop(self, (".zip", ".yaml", "")).dropped.connect(self._bring_in)

    def _arrange(self) -> None:
        self._notice.hide()
        self._since_row.hide()
        for view in (self.editions, self.changes, self.rehearsal, self.history, self.faults):
            self._views.addWidget(view)
        self.rehearsal.show_rehearsal(None)
        self._side.body.addWidget(self.packs, 1)
        middle = QVBoxLayout()
        middle.setSpacing(theme.px(6))
        middle.addWidget(self.tabs)
        middle.addWidget(self._since_row)
        middle.addWidget(self._views, 1)
        self.lay(self._head, self._notice, side_by_side(self._side, middle, self.detail, wide=middle))


def _brought_in(desk: Desk, path: Path) -> tuple[BroughtIn, tuple[PackRow, ...]] | PackFaults:
    """The packs as they would stand here; or all their faults, which the page lists."""
    try:
        brought_in = packs.bring_in(desk, path)
    except PackFaults as faults:
        return faults
    return brought_in, tuple(rulebook.row_of(desk, sound) for sound in brought_in.each)


def _why(desk: Desk, rehearsal: Rehearsal, one: Affected) -> Weighed:
    new = desk.shelf.with_packs(rehearsal.brought_in.packs, rehearsal.since)
    return amendments.why(desk, one.person_id, one.rule, desk.law, new, rehearsal.day)
