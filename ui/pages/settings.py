"""设置: how the program looks, who signs in, where the database and its backups lie, the law in force."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import erasing, findable, officers, opening, readers, retention, rulebook, scopes
from app.desk import Desk
from app.errors import Cancelled, InWords
from app.language import _, sentence
from app.offices import NewOfficer
from app.progress import Progress
from app.retention import Rule
from ui import theme
from ui.backing_up import NEWS
from ui.office import Office
from ui.pages import Done, Key, Page
from ui.pages.backup_panel import BackupPanel
from ui.pages.registration_card import LIBRARY
from ui.pages.retention_panel import RetentionPanel
from ui.pages.settings_panels import (
    Changing,
    DatabasePanel,
    GridPanel,
    LawPanel,
    LookPanel,
    OfficersPanel,
    PasswordPanel,
    ReaderPanel,
)
from ui.pages.wayback import Outcome, with_way_back
from ui.preferences import of_program
from ui.welcome.recovery import print_sheet, save_sheet
from ui.widgets.panel import PageHead, Panel, scrolled


class SettingsPage(Page):
    """Look, backups, card reader, database and law at the left; officers, password and grid at the right."""

    reads = frozenset({"officer", "office", "page", NEWS})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.look, self.law, self.reader = LookPanel(), LawPanel(), ReaderPanel()
        self.officers, self.password, self.grid = OfficersPanel(), PasswordPanel(), GridPanel()
        self.database = DatabasePanel(office.desk.address, has_key=office.desk.encrypted)
        self.backups = BackupPanel(office, whole=True)
        self.retention = RetentionPanel(office.desk)
        self._asked: OfficersPanel | PasswordPanel | None = None
        self._code = ""

        self._arrange()
        self._connect()

    def reload(self) -> None:
        desk = self.office.desk
        self.office.jobs.run(partial(officers.listing, desk), then=self.officers.show_officers, owner=self)
        self.office.jobs.run(partial(rulebook.packs, desk), then=self.law.show_packs, owner=self)
        self.office.jobs.run(partial(_grid, desk), then=self.grid.show_grid, owner=self)
        standing = partial(erasing.standing, desk)
        self.office.jobs.run(standing, then=self.retention.show_standing, owner=self)
        self._look_for_reader()
        self.backups.reload()

    def own_keys(self) -> tuple[Key, ...]:
        return self.backups.keys()

    def first_focus(self) -> QWidget:
        return self.look.language

    def mark(self, field: str, words: str, because: object) -> bool:
        return self._asked is not None and self._asked.form.mark(field, words)

    def _add_officer(self, new: NewOfficer) -> None:
        self._asked = self.officers
        self.office.jobs.run(
            partial(officers.add, self.office.desk, new), then=lambda made: self._tell_added(new), owner=self
        )

    def _tell_added(self, new: NewOfficer) -> None:
        self.officers.form.clear()
        self.did.emit(Done(_("{name} can sign in now.", name=new.name)))

    def _change_password(self, changing: Changing) -> None:
        self._asked = self.password
        self.office.jobs.run(
            partial(officers.change_password, self.office.desk, changing.old, changing.password),
            then=self._tell_changed,
            owner=self,
        )

    def _tell_changed(self, done: None) -> None:
        self.password.form.clear()
        self.did.emit(Done(_("From now on the new password opens the desk.")))

    def _choose_grid(self, chosen: tuple[str, ...]) -> None:
        choose = partial(scopes.choose_grid, self.office.desk, chosen)
        self.office.jobs.run(choose, owner=self)

    def _choose_retention(self, rule: Rule) -> None:
        choose = partial(with_way_back, self.office.desk, partial(retention.choose, self.office.desk, rule))
        self.office.jobs.run(choose, then=self._tell_retention, owner=self)

    def _tell_retention(self, outcome: Outcome[None]) -> None:
        self.did.emit(Done(_("Chosen which pages are kept."), outcome.undo))

    def _look_over(self) -> None:
        self.database.be_quiet()
        work = partial(_set_right, self.office.desk)
        self.office.jobs.run_long(work, then=self._tell_search, owner=self)

    def _tell_search(self, was_wanting: bool | None) -> None:
        if was_wanting is None:
            self.database.say(_("Stopped. The search may find wrongly until it has run through."), "warn")
        elif was_wanting:
            self.database.say(_("Somebody would not have been found; the search is written anew."), "warn")
        else:
            self.database.say(_("Everybody on file is found."), "ok")

    def _choose_reader(self, library: str) -> None:
        of_program().keep_of_machine(LIBRARY, library)
        self._look_for_reader()

    def _look_for_reader(self) -> None:
        chosen = of_program().of_machine(LIBRARY)
        show = partial(self.reader.show_library, chosen)
        self.office.jobs.at_once(partial(readers.library, chosen), then=show, owner=self)

    def _make_code(self) -> None:
        make = partial(officers.new_recovery_code, self.office.desk)
        self.office.jobs.run(make, then=self._show_code, owner=self)

    def _show_code(self, code: str) -> None:
        self._code = code
        self.database.show_code(code)

    def _sheet(self) -> bytes:
        desk = self.office.desk
        return opening.recovery_sheet(desk.office.name, self._code, desk.today())

    def _print(self, sheet: bytes) -> None:
        print_sheet(self.office.jobs, sheet, self)

    def _save(self, sheet: bytes) -> None:
        try:
            saved = save_sheet(sheet, self)
        except InWords as error:
            self.database.say(sentence(error), "warn")
        else:
            if saved:
                self.did.emit(Done(_("Saved: {file}", file=saved)))

    def _connect(self) -> None:
        self.officers.given.connect(self._add_officer)
        self.password.given.connect(self._change_password)
        self.grid.given.connect(self._choose_grid)
        self.retention.chosen.connect(self._choose_retention)
        self.database.looked_over.connect(self._look_over)
        self.backups.said.connect(lambda words: self.did.emit(Done(words)))
        self.backups.changed.connect(self.changed)
        self.backups.puts_back.connect(self.leaves)
        self.reader.chosen.connect(self._choose_reader)
        self.database.asked.connect(self._make_code)
        press = partial(self.office.jobs.press, self._sheet, owner=self)
        self.database.printing.connect(partial(press, then=self._print))
        self.database.saving.connect(partial(press, then=self._save))

    def _arrange(self) -> None:
        columns = QWidget()
        side_by_side = QHBoxLayout(columns)
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.setSpacing(theme.px(12))
        side_by_side.addLayout(_stacked(self.look, self.backups, self.reader, self.database, self.law), 1)
        side_by_side.addLayout(_stacked(self.officers, self.password, self.grid, self.retention), 1)
        self.lay(PageHead(_("Settings")), scrolled(columns), apart=10)


def _set_right(desk: Desk, progress: Progress) -> bool | None:
    """Whether the search was wrong and is right now; None where the officer did not want to wait."""
    try:
        return findable.set_right(desk, progress)
    except Cancelled:
        return None


def _grid(desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return scopes.communities(desk), scopes.grid(desk)


def _stacked(*panels: Panel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(12))
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return column
