"""就业 and 就学: a resident's spells of work or of schooling, noted, put right and taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import codes, plainly, spells
from app.clashes import MINE, Clashed, settled
from app.desk import Desk
from app.language import N_, _, run_on
from app.spells import School, Spell, SpellRow, Work
from ui import theme
from ui.office import Office
from ui.pages.divisions import DivisionField
from ui.pages.registration_lookup import Looking
from ui.pages.resident_clash import ClashNotice, or_clashed
from ui.pages.resident_draft import SCHOOL, WORK, About, PanelDraft
from ui.pages.resident_saving import InTurn
from ui.pages.resident_tabs import inset, stacked
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import Words
from ui.widgets.combo import Combo
from ui.widgets.dates import DateField
from ui.widgets.empty import EmptyState
from ui.widgets.fields import FormRow, TextField
from ui.widgets.panel import Panel
from ui.widgets.suggesting import RememberedField
from ui.widgets.worklist import ROW_HEIGHT, WorkList

LABEL, WIDEST = 76, 640


@dataclass(frozen=True, slots=True)
class Own:
    """A field that only one kind of spell has: what the spell calls it, its label, whether it must be."""

    name: str
    label: str
    field: Any
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of spell as its panel shows it: its own fields, what the list says of one, and of none."""

    form: str
    spell: type[Spell]
    title: str
    own: tuple[Own, ...]
    where: Callable[[SpellRow], Words]
    empty: tuple[str, str]


def work(looking: Looking) -> Kind:
    """Spells of work."""
    employer = RememberedField(looking.employers, name=_("Employer"))
    return Kind(
        WORK, Work, _("Employment"), (Own("employer", _("Employer"), employer, needed=True),),
        partial(_workplace, today=looking.today),
        (_("No work on file"), _("Without any, the law cannot say whether somebody is employed.")),
    )  # fmt: skip


def schooling(looking: Looking) -> Kind:
    """Spells on a school's roll."""
    levels = tuple((entry.code, entry.title) for entry in codes.entries("school_levels", looking.today()))
    return Kind(
        SCHOOL, School, _("At school"),
        (
            Own("level", _("Level"), Combo(levels, name=_("Level")), needed=True),
            Own("school", _("School"), TextField(_("Optional"), name=_("School"))),
        ),
        partial(_school, today=looking.today),
        (_("No schooling on file"), _("Without any, the law cannot say for how many years.")),
    )  # fmt: skip


class SpellsPanel(Panel):
    """The spells of one kind.

    ``asked`` carries a verb of a desk and a person, and a function that says its answer in words, "" where
    nothing was saved because another officer was there first.
    """

    asked = Signal(object, object)

    def __init__(self, office: Office, kind: Kind, looking: Looking, home: str) -> None:
        super().__init__(kind.title, note=_("the latest first"), padded=False)
        self._kind, self._home, today = kind, home, looking.today
        self._instead_of: SpellRow | None = None
        self._turn = InTurn()
        self.clash = ClashNotice(today)
        self.draft = PanelDraft(self, office, kind.form, self._begun)
        self.own = {own.name: own.field for own in kind.own}
        self.since = DateField(today, name=_("From"))
        self.until = DateField(today, ahead=True, placeholder=_("Empty: goes on"), name=_("Last day"))
        self.division = DivisionField(
            looking.divisions, lambda code: codes.division(code, today()), name=_("In")
        )
        self.take = KeyButton(_("Note it"), key="F9", kind="pending")
        self.correct, self.out = KeyButton(_("Put right"), small=True), KeyButton(_("Take out"), small=True)
        self.list: WorkList[SpellRow] = WorkList(
            (
                Column[SpellRow](N_("From"), lambda row: row.spell.since, str, width=92),
                Column[SpellRow](N_("Last day"), lambda row: row.spell.until, _or_on, width=88),
                Column[SpellRow](N_("Where"), kind.where),
            ),
            key=lambda row: row.id,
            name=kind.title,
        )
        self._shown = stacked(self.list, EmptyState("file", *kind.empty))
        self._shown.setMinimumHeight(theme.px(ROW_HEIGHT))  # where there is little room the fields have it

        self._lay_out()
        self._empty()
        for field in self._fields():
            field.changed.connect(self._say_whether_whole)
        self.draft.watch(*self._fields())
        self.draft.found.connect(self._show_begun)
        self.take.clicked.connect(self.give)
        self.correct.clicked.connect(self._put_right)
        self.out.clicked.connect(self._take_out)
        self.list.opened.connect(lambda _row: self._put_right())
        self.clash.chosen.connect(self.settle)

    def show_rows(self, rows: tuple[SpellRow, ...]) -> None:
        """Show the spells on file."""
        self.list.show_rows(rows)
        self._shown.setCurrentIndex(0 if rows else 1)
        for button in (self.correct, self.out):
            button.setVisible(bool(rows))

    def leave(self) -> None:
        """Another person is shown: what was typed and what is listed is about somebody else."""
        self.draft.leave()
        self._empty()
        self.list.show_rows(())

    def is_begun(self) -> bool:
        """Whether a spell is typed that was not handed over."""
        return self._typed() != self._shown_as

    def give(self) -> None:
        """Hand the spell over, or go to what is missing; one after the other."""
        if self._turn.is_taken(self._typed()):
            return
        if self.clash.clashed is not None:
            self.settle(MINE)
        elif (spell := self._whole()) is not None:
            self._give(spell)

    def give_back(self) -> None:
        """What was handed over could not be saved."""
        self._turn.end()

    def settle(self, whose: str) -> None:
        """Of what another officer changed too take MINE or THEIRS, and save the rest as it is typed."""
        spell, clashed, shown = self._whole(), self.clash.clashed, self._instead_of
        if spell is None or clashed is None or shown is None:
            return
        on_file, spell = settled(clashed.clashes, shown.spell, spell, whose)
        self._instead_of = replace(shown, spell=on_file)
        self.clash.leave()
        if spell == on_file:
            self._empty()  # nothing of what was typed is left to be saved
        else:
            self._give(spell)

    def mark(self, field: str, words: str) -> bool:
        """Say at a field what is wrong with it; say whether there is such a field."""
        if field == spells.GONE:
            self._begin_anew()
        wrong = {"since": self.since, "until": self.until}.get(field)
        if wrong is None:
            return False
        wrong.set_state("error", words)
        wrong.setFocus()
        return True

    def _give(self, spell: Spell) -> None:
        self._turn.take()
        note = partial(_note, spell, self._instead_of, self.draft.about)
        self.asked.emit(note, partial(self._noted, self._typed(), spell))

    def _noted(self, typed: tuple[str, ...], spell: Spell, answer: UUID | Clashed) -> str:
        asked_for = self._turn.end()
        if isinstance(answer, Clashed):
            self.clash.ask(answer)
            return ""
        if typed == self._typed():
            self._empty()
            return _("Noted.")
        self._go_on_from(typed, SpellRow(answer, spell))
        if asked_for == self._typed():
            self.give()
            return _("Noted.")
        return run_on(_("Noted."), _("What you typed since puts this right by F9."))

    def _go_on_from(self, typed: tuple[str, ...], noted: SpellRow) -> None:
        """What was typed meanwhile puts right what is on file by what was typed before."""
        self._replace(noted)
        self._shown_as = typed
        self.draft.keep()

    def _empty(self) -> None:
        """Empty the fields: what was typed is on file now, or nothing was."""
        self._begin_anew()
        self._show(None)

    def _whole(self) -> Spell | None:
        """The spell as it is typed; None where something is missing, which is marked."""
        missing, since = self._missing(), self.since.value()
        if missing is not None or since is None:
            missing.set_state("error", missing.fault() or _("Still missing"))
            missing.setFocus()
            return None
        own = {name: field.value() or "" for name, field in self.own.items()}
        return self._kind.spell(since, self.until.value(), self.division.value(), **own)

    def _begin_anew(self) -> None:
        """What is typed is noted beside what is on file, and replaces nothing."""
        self._replace(None)
        self.clash.leave()

    def _replace(self, row: SpellRow | None) -> None:
        """What is typed replaces this spell, or none."""
        self._instead_of = row
        self.take.show_words(_("Put it right") if row else _("Note it"))

    def _missing(self) -> Any:
        """The first field that cannot be read or must not be empty; None where all is there."""
        needed = [self.since, self.division, *(own.field for own in self._kind.own if own.needed)]
        for field in (self.since, self.until, *self.own.values(), self.division):
            if field.fault() or (field in needed and field.value() is None):
                return field
        return None

    def _say_whether_whole(self) -> None:
        self.take.show_kind("primary" if self._missing() is None else "pending")

    def _put_right(self) -> None:
        """The row in hand into the fields, to be replaced by what is made of it there."""
        row = self.list.current()
        if row is not None:
            self._begin_instead_of(row)
            self.since.setFocus()
            self.since.selectAll()

    def _begin_instead_of(self, row: SpellRow) -> None:
        self._begin_anew()
        self._replace(row)
        self._show(row.spell)

    def _take_out(self) -> None:
        row = self.list.current()
        if row is not None:
            self.asked.emit(partial(_out, row), lambda _nothing: _("Taken out."))

    def _show(self, spell: Spell | None) -> None:
        self.since.show_value(spell.since if spell else None)
        self.until.show_value(spell.until if spell else None)
        self.division.show_value(spell.division if spell else self._home)
        for name, field in self.own.items():
            field.show_value(getattr(spell, name) if spell else None)
        self._shown_as = self._typed()
        self._say_whether_whole()

    def _begun(self) -> Mapping[str, Any] | None:
        """What is typed and instead of which spell, as plain data; None where nothing is begun."""
        if not self.is_begun():
            return None
        instead_of = plainly.to_data(self._instead_of) if self._instead_of else None
        return {"texts": list(self._typed()), "instead_of": instead_of}

    def _show_begun(self, data: Mapping[str, Any]) -> None:
        if (row := data["instead_of"]) is not None:
            spell = plainly.from_data(self._kind.spell, row["spell"])
            self._begin_instead_of(SpellRow(UUID(row["id"]), spell))
        for field, text in zip(self._fields(), data["texts"], strict=True):
            field.show_typed(text)
        self._say_whether_whole()

    def _typed(self) -> tuple[str, ...]:
        """What stands in the fields, as it is typed."""
        return tuple(field.typed() for field in self._fields())

    def _fields(self) -> tuple[Any, ...]:
        return self.since, self.until, self.division, *self.own.values()

    def _lay_out(self) -> None:
        self.add_tool(self.correct)
        self.add_tool(self.out)
        typed = QWidget()
        typed.setMaximumWidth(theme.px(WIDEST))
        form = QVBoxLayout(typed)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.px(8))
        form.addWidget(FormRow(_("From and to"), self.since, _("to"), self.until, label_width=LABEL))
        for own in self._kind.own:
            form.addWidget(FormRow(own.label, own.field, label_width=LABEL))
        form.addWidget(FormRow(_("In"), self.division, self.take, label_width=LABEL))
        row = inset(typed)
        row.setStretch(0, 1)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addLayout(inset(self.clash))
        self.body.addWidget(self._shown, 1)


def _note(
    spell: Spell, instead_of: SpellRow | None, draft: About | None, desk: Desk, person_id: UUID
) -> UUID | Clashed:
    assert draft is not None
    return draft.save(lambda kept: or_clashed(partial(spells.note, desk, person_id, spell, instead_of, kept)))


def _out(row: SpellRow, desk: Desk, _person_id: UUID) -> None:
    spells.take_out(desk, row)


def _workplace(row: SpellRow, today: Callable[[], date]) -> Words:
    spell = row.spell
    place = codes.division(spell.division, today()) or spell.division
    return Words(spell.employer if isinstance(spell, Work) else "", place)


def _school(row: SpellRow, today: Callable[[], date]) -> Words:
    spell = row.spell
    level = codes.title("school_levels", spell.level, today()) if isinstance(spell, School) else ""
    name = spell.school if isinstance(spell, School) else ""
    place = codes.division(spell.division, today()) or spell.division
    return Words(level, f"{name} · {place}" if name else place)


def _or_on(until: date | None) -> str:
    return _("goes on") if until is None else str(until)
