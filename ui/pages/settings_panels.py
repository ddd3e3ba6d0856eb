"""The panels of the settings: look, card reader, officers, own password, database and recovery code, law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Refused
from app.language import LANGUAGES, N_, _, sentence
from app.officers import OfficerRow
from app.offices import NewOfficer
from app.rulebook import PackRow
from ui import preferences, theme
from ui.form import Form
from ui.table import Column
from ui.welcome.recovery import CodeGroups
from ui.welcome.scene import PasswordField, line
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status, Tick, Words
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import FormRow
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.refill import refill
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

T = TypeVar("T")
LABELS, ROW, HEADER = 96, 36, 32
LIBRARIES = N_("Libraries (*.dll *.so *.dylib);;All files (*)")
THEMES = (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")))
SIZES = (("standard", N_("Standard")), ("large", N_("Large")), ("largest", N_("Very large")))

LOCKS = (("5", N_("5 minutes")), ("10", N_("10 minutes")), ("30", N_("30 minutes")), ("0", N_("Never")))


class LookPanel(Panel):
    """Language, colours, text size and when to lock; a choice is kept and shown at once."""

    def __init__(self) -> None:
        super().__init__(_("Look"), note=_("applied at once"))
        kept = preferences.of_program()
        self.language = self._row(_("Language"), "language", tuple(LANGUAGES.items()), kept.language)
        self.theme = self._row(_("Colours"), "theme", _said(THEMES), kept.theme)
        self.text_size = self._row(_("Text size"), "text_size", _said(SIZES), kept.text_size)
        self.lock_after = self._row(_("Lock after"), "lock_after", _said(LOCKS), str(kept.lock_after))

    def _row(self, label: str, name: str, choices: tuple[tuple[str, str], ...], now: str) -> ChoiceRow:
        row = ChoiceRow(choices, name=label)
        row.show_value(now)
        row.changed.connect(lambda: preferences.of_program().choose(name, row.value()))
        self.body.addWidget(FormRow(label, row, label_width=LABELS))
        return row


class ReaderPanel(Panel):
    """Where the library of this machine's card reader is. ``chosen`` carries another one, "" for none."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Card reader"), note=_("for this machine"))
        self._where = Text(mono=True, size=theme.NOTE, tone="text2", wrap=True)
        self._choose = KeyButton(_("Choose its library …"), small=True)
        self._forget = KeyButton(_("None"), small=True)
        untried = Notice()
        untried.say(
            _("It has not been tried with a real reader yet."),
            _("It uses the sdtapi interface that every maker's library has. The first times, compare all"
              " that it fills in with the card."),
            kind="warn",
        )  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(self._where, 1)
        row.addWidget(self._forget)
        row.addWidget(self._choose)
        self.body.addLayout(row)
        self.body.addWidget(untried)
        self._choose.clicked.connect(self._ask)
        self._forget.clicked.connect(lambda: self.chosen.emit(""))
        self._forget.hide()

    def _ask(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Library of the card reader"), "", _(LIBRARIES))
        if path:
            self.chosen.emit(path)

    def show_library(self, chosen: str, found: str) -> None:
        """Show which library was chosen and which is used; "" where there is none."""
        self._where.setText(found or _("No library is chosen and the system has none."))
        self._forget.setVisible(bool(chosen))


class OfficersPanel(Panel):
    """Who signs in here, and taking in one more; ``given`` carries a NewOfficer."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Officers"), note=_("who sign in at this station"), padded=False)
        self.list: WorkList[OfficerRow] = WorkList(
            _officer_columns(), key=lambda officer: officer.id, name=_("Officers")
        )
        fields: dict[str, Any] = {
            "name": line(_("Name"), _("Name"), 60),
            "post": line(_("Post, may be left empty"), _("Post"), 60),
            "login": line(_("Sign-in name"), _("Sign-in name"), 30),
            "password": PasswordField(name=_("Password")),
        }
        self.form: Form[_Named] = Form(_Named, fields, required=("name", "login", "password"), parent=self)
        add = KeyButton(_("Take in"), small=True)
        add.clicked.connect(partial(_give, self.form, self._give))

        self.body.setSpacing(0)
        self.body.addWidget(self.list)
        form = _padded(
            Text(_("Take in an officer"), bold=True),
            FormRow(_("Name and post"), fields["name"], fields["post"], label_width=LABELS),
            FormRow(_("Sign-in name"), fields["login"], label_width=LABELS),
            FormRow(_("Password"), fields["password"], add, label_width=LABELS),
        )
        self.body.addWidget(form)

    def show_officers(self, rows: tuple[OfficerRow, ...]) -> None:
        """Show who signs in, up to six at a time."""
        self.list.setFixedHeight(theme.px(HEADER + ROW * min(max(len(rows), 1), 6)) + 2)
        self.list.show_rows(rows)

    def _give(self, named: _Named) -> None:
        self.given.emit(NewOfficer(named.login, named.name, named.post or "", named.password))


@dataclass(frozen=True, slots=True)
class _Named:
    """An officer as the form asks about them."""

    name: str
    post: str | None
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Changing:
    """The officer's own password: the present one, the new one, and the new one again."""

    old: str
    password: str
    again: str


class GridPanel(Panel):
    """The communities of the officer's own grid, ticked with Space; ``given`` carries those that are now."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("My grid"), note=_("Space ticks a community"), padded=False)
        self._chosen: frozenset[str] = frozenset()
        self.list: WorkList[str] = WorkList(
            (Column[str](N_("Community"), self._tick),),
            key=lambda name: name,
            header=False,
            name=_("My grid"),
        )
        self._none = Text(
            _("No community is on file yet. They come with the first addresses that are registered."),
            tone="text2", wrap=True,
        )  # fmt: skip
        self._none.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        self.body.addWidget(self.list)
        self.body.addWidget(self._none)
        self.list.spaced.connect(self._turn)
        self.list.opened.connect(self._turn)

    def show_grid(self, grid: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        """Show every community, and which of them are the officer's, up to six at a time."""
        every, chosen = grid
        self._chosen = frozenset(chosen)
        self.list.setFixedHeight(theme.px(ROW * min(max(len(every), 1), 6)) + 2)
        self.list.show_rows(every)
        self.list.setVisible(bool(every))
        self._none.setVisible(not every)
        self.show_title(_("My grid"), _("Space ticks a community") if every else "")

    def _tick(self, name: str) -> Tick:
        return Tick(name in self._chosen, Words(name))

    def _turn(self, name: str) -> None:
        self.given.emit(tuple(sorted(self._chosen ^ {name})))


class PasswordPanel(Panel):
    """The officer's own password; ``given`` carries a Changing."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("My password"))
        fields: dict[str, Any] = {
            "old": PasswordField(name=_("Present password")),
            "password": PasswordField(name=_("New password")),
            "again": PasswordField(name=_("New password again")),
        }
        self.form: Form[Changing] = Form(Changing, fields, required=tuple(fields), parent=self)
        change = KeyButton(_("Change"), small=True)
        change.clicked.connect(partial(_give, self.form, self._give))
        self.body.addWidget(FormRow(_("Present"), fields["old"], label_width=LABELS))
        self.body.addWidget(FormRow(_("New"), fields["password"], label_width=LABELS))
        self.body.addWidget(FormRow(_("Once more"), fields["again"], change, label_width=LABELS))

    def _give(self, changing: Changing) -> None:
        if changing.password != changing.again:
            self.form.mark("again", _("The two passwords differ; type it once more."))
        else:
            self.given.emit(changing)


class DatabasePanel(Panel):
    """Where the database lies, whether the search finds everybody there, and a new recovery code.

    ``looked_over`` is emitted when the search is to be looked over, ``asked`` when a code is to be made.
    """

    looked_over = Signal()
    asked = Signal()
    printing = Signal()
    saving = Signal()

    def __init__(self, address: str, *, has_key: bool) -> None:
        super().__init__(_("Database"))
        where = Text(address, mono=True, size=theme.NOTE, wrap=True)
        self.notice = Notice()
        self.make = KeyButton(_("New recovery code"), small=True)
        self.search = KeyButton(_("Look over the search"), small=True)
        self._code = QVBoxLayout()
        self.body.addWidget(where)
        self.body.addWidget(self.notice)
        self.body.addLayout(self._code)
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addWidget(self.make)
        row.addStretch(1)
        self.body.addLayout(row)
        self.search.clicked.connect(self._warn_of_waiting)
        self.make.setVisible(has_key)
        self.make.clicked.connect(self._warn)
        self.notice.hide()

    def say(self, words: str, kind: str = "info") -> None:
        """Say something about the database."""
        self.notice.say(words, kind=kind)
        self.notice.show()

    def be_quiet(self) -> None:
        """Say nothing, while the window itself tells how far the work is."""
        self.notice.hide()

    def show_code(self, code: str) -> None:
        """Show a new recovery code, to be printed or saved."""
        self.say(_("Print it and lock it away; it is shown only now."), "warn")
        self.notice.add_action(_("Print"), self.printing.emit)
        self.notice.add_action(_("Save as PDF"), self.saving.emit)
        refill(self._code, (CodeGroups(code),))

    def _warn_of_waiting(self) -> None:
        self.say(_("When somebody on file is not found. It may take minutes; saving waits now and then."))
        begin = self.notice.add_action(_("Look it over"), self.looked_over.emit)
        begin.setAutoDefault(True)
        begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _warn(self) -> None:
        self.say(_("The sheet printed before will open nothing any more."), "warn")
        make = self.notice.add_action(_("Make a new one"), self.asked.emit)
        make.setAutoDefault(True)
        make.setFocus(Qt.FocusReason.OtherFocusReason)


class LawPanel(Panel):
    """The packs in force, the nearest first."""

    def __init__(self) -> None:
        super().__init__(_("Law in force"), note=_("the nearest goes before the wider"), padded=False)
        self.list: WorkList[PackRow] = WorkList(
            _pack_columns(), key=lambda pack: (pack.code, pack.since), name=_("Law in force")
        )
        self.body.addWidget(self.list)

    def show_packs(self, packs: tuple[PackRow, ...]) -> None:
        """Show them, all at once."""
        self.list.setFixedHeight(theme.px(HEADER + ROW * max(len(packs), 1)) + 2)
        self.list.show_rows(packs)


def _officer_columns() -> tuple[Column[OfficerRow], ...]:
    return (
        Column(N_("Name"), lambda officer: Words(officer.name, bold=True), width=120),
        Column(N_("Sign-in name"), lambda officer: officer.login, width=130),
        Column(N_("Post"), lambda officer: officer.post),
        Column(N_("State"), _state, width=110),
    )


def _state(officer: OfficerRow) -> Status:
    if officer.here:
        return Status(_("at this desk"), "ok")
    return Status(_("can sign in"), "mute") if officer.active else Status(_("has left"), "mute")


def _pack_columns() -> tuple[Column[PackRow], ...]:
    return (
        Column(N_("Pack"), lambda pack: Words(pack.code, bold=True), width=90),
        Column(N_("Issued by"), lambda pack: pack.issuer),
        Column(N_("Version"), lambda pack: pack.version, width=110),
        Column(N_("Read in the act"), _verified, width=120),
    )


def _verified(pack: PackRow) -> Status:
    if not pack.entries:
        return Status(_("nothing yet"), "mute")
    words = f"{pack.verified} / {pack.entries}"
    return Status(words, "ok" if pack.verified == pack.entries else "warn")


def _said(choices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((value, _(words)) for value, words in choices)


def _give(form: Form[T], give: Callable[[T], object]) -> None:
    """Hand on what a form says, or mark what it lacks."""
    try:
        value = form.value()
    except Refused as refused:
        form.mark(refused.field or "", sentence(refused))
    else:
        give(value)


def _padded(*parts: QWidget) -> QWidget:
    """Parts one below the other, away from the panel's edges."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
    column.setSpacing(theme.px(8))
    for part in parts:
        column.addWidget(part)
    return inner
