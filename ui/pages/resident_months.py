"""社保: the months paid, typed as ranges, pasted from a table or taken from a file; each counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app import codes, insurance, plainly
from app.clashes import MINE, Clash, Clashed
from app.desk import Desk
from app.exchange import months_list
from app.exchange.months_list import Listed
from app.insurance import Paid, PaidRow, TakenIn
from app.language import N_, _, plural, run_on, sentence
from ui import theme
from ui.office import Office
from ui.pages.divisions import DivisionField
from ui.pages.registration_lookup import Looking
from ui.pages.resident_clash import ClashNotice, Told, or_clashed
from ui.pages.resident_draft import MONTHS, About, PanelDraft
from ui.pages.resident_saving import InTurn
from ui.pages.resident_tabs import inset, stacked
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import Words
from ui.widgets.combo import Combo
from ui.widgets.dropping import FileDrop
from ui.widgets.empty import EmptyState
from ui.widgets.fields import LongText, TickBox
from ui.widgets.panel import Panel
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

USUAL_KIND = "pension"
LISTS = N_("Tables saved as text (*.csv *.txt *.tsv)")
FILES = (".csv", ".txt", ".tsv")
SHOWN_FAULTS = 3


@dataclass(frozen=True, slots=True)
class Begun:
    """What is typed of months and not taken in, field by field, and the months it is to replace."""

    texts: tuple[str, ...]
    instead_of: tuple[Paid, ...] = ()


class MonthsPanel(Panel):
    """The months of one person.

    ``asked`` carries a verb of a desk and a person, and a function that says its answer in words;
    ``looked`` carries work that changes nothing, and what is done with what it finds.
    """

    asked = Signal(object, object)
    looked = Signal(object, object)

    def __init__(self, office: Office, looking: Looking, home: str) -> None:
        super().__init__(_("Social insurance"), note=_("a month counts once"), padded=False)
        today = looking.today
        self._today, self._home = today, home
        self._instead_of: tuple[Paid, ...] = ()
        self._turn = InTurn()
        self.clash = ClashNotice(today)
        self.draft = PanelDraft(self, office, MONTHS, self._begun)
        kinds = tuple((entry.code, entry.title) for entry in codes.entries("insurance_kinds", today()))
        self.kind = Combo(kinds, name=_("Kind of insurance"))
        self.region = DivisionField(
            looking.divisions, lambda code: codes.division(code, today()), name=_("Paid in")
        )
        self.backpaid = TickBox(_("Back-paid"))
        self.flexible = TickBox(_("Own account"))
        self.months = LongText(
            _("Months: 2024-03~2026-10, 2025-01, or paste a table"), lines=2, name=_("Months paid")
        )
        self.take = KeyButton(_("Take these in"), key="F9", kind="pending")
        self.file, self.out = KeyButton(_("From a file"), small=True), KeyButton(_("Take out"), small=True)
        self.correct = KeyButton(_("Put right"), small=True)
        self._read = Text(size=theme.NOTE, tone="text2", yields=True)
        self.list: WorkList[PaidRow] = WorkList(
            _columns(),
            key=lambda row: (row.paid.kind, row.paid.region, row.paid.since),
            name=_("Months paid"),
        )
        self._none = EmptyState(
            "file", _("No month on file"), _("Without any, the law cannot say whether months were paid.")
        )
        self._shown = stacked(self.list, self._none)

        self._lay_out()
        self._connect()
        self._begin_anew()

    def show_rows(self, rows: tuple[PaidRow, ...]) -> None:
        """Show the months on file."""
        self.list.show_rows(rows)
        self._shown.setCurrentWidget(self.list if rows else self._none)
        for button in (self.correct, self.out):
            button.setVisible(bool(rows))

    def leave(self) -> None:
        """Another person is shown: what was typed and what is listed is about somebody else."""
        self.draft.leave()
        self._begin_anew()
        self.list.show_rows(())

    def is_begun(self) -> bool:
        """Whether months are typed that were not taken in."""
        return bool(self.months.typed().strip()) and self._typed() != self._shown_as

    def give(self) -> None:
        """Hand the months over, or go to what is missing; one after the other."""
        if self._turn.is_taken(self._typed()):
            return
        listed = self._listed()
        if self.clash.clashed is not None:
            self.settle(MINE)
        elif self.region.value() is None:
            self.region.set_state("error", _("Pick the place from the list"))
            self.region.setFocus()
        elif listed.faults or not listed.paid:
            self.months.setFocus()
            self._say_what_is_read()
        else:
            self._give(listed.paid)

    def settle(self, whose: str) -> None:
        """Of the months another officer changed too take MINE or THEIRS, and save the rest as it is typed."""
        listed, clashed = self._listed(), self.clash.clashed
        if listed.faults or clashed is None:
            self._say_what_is_read()
            return
        shown, typed = insurance.settled(clashed.clashes, self._instead_of, listed.paid, whose)
        self._instead_of = tuple(shown)
        self.clash.leave()
        if typed or shown:
            self._give(typed)
        else:
            self._begin_anew()  # nothing of what was typed is left to be saved

    def give_back(self) -> None:
        """What was handed over could not be saved."""
        self._turn.end()

    def _give(self, paid: Sequence[Paid]) -> None:
        self._turn.take()
        take_in = partial(_take_in, paid, self._instead_of, self.draft.about)
        self.asked.emit(take_in, partial(self._taken, self._typed()))

    def mark(self, words: str) -> None:
        """Say at the months what is wrong with them."""
        self.months.set_state("error")
        self._read.show_words(words, "bad")
        self.months.setFocus()

    def _taken(self, typed: tuple[str, ...], answer: TakenIn | Clashed) -> str:
        asked_for = self._turn.end()
        if isinstance(answer, Clashed):
            self.clash.ask(answer, _months_told)
            return ""
        said = [plural("One month taken in.", "{n} months taken in.", answer.new)]
        if answer.on_file:
            said.append(plural("One was on file already.", "{n} were on file already.", answer.on_file))
        if typed == self._typed():
            self._begin_anew()
            return run_on(*said)
        self._go_on_from(typed, answer.entered)
        if asked_for == self._typed():
            self.give()
        else:
            said.append(_("What you typed since puts this right by F9."))
        return run_on(*said)

    def _go_on_from(self, typed: tuple[str, ...], entered: tuple[Paid, ...]) -> None:
        """What was typed meanwhile puts right what stands on file by what was typed before."""
        self._replace(entered)
        self._shown_as = typed
        self.draft.keep()

    def _take_out(self) -> None:
        row = self.list.current()
        if row is not None:
            out = plural("One month taken out.", "{n} months taken out.", row.paid.months)
            self.asked.emit(partial(insurance.take_out, paid=row.paid), lambda _nothing: out)

    def _put_right(self) -> None:
        """The row in hand into the fields, to be replaced by what is made of it there."""
        row = self.list.current()
        if row is not None:
            self._begin_instead_of((row.paid,))
            self.months.setFocus()
            self.months.selectAll()

    def _begin_instead_of(self, shown: tuple[Paid, ...]) -> None:
        """Months on file into the fields, to be replaced by what is made of them there."""
        self._begin_anew()
        self._replace(shown)
        paid = shown[0]
        self.kind.show_value(paid.kind)
        self.region.show_value(paid.region)
        self.backpaid.show_value(paid.backpaid)
        self.flexible.show_value(paid.flexible)
        self.months.show_typed(_stretch(paid))
        self._shown_as = self._typed()

    def _replace(self, shown: tuple[Paid, ...]) -> None:
        """What is typed replaces these months; none, and it is taken in beside what is on file."""
        self._instead_of = shown
        self.take.show_words(_("Put the months right") if shown else _("Take these in"))

    def _begun(self) -> Mapping[str, Any] | None:
        """What is typed and instead of which months, as plain data; None where nothing is begun."""
        if not self.is_begun():
            return None
        data: Mapping[str, Any] = plainly.to_data(Begun(self._typed(), self._instead_of))
        return data

    def _show_begun(self, data: Mapping[str, Any]) -> None:
        begun = plainly.from_data(Begun, data)
        if begun.instead_of:
            self._begin_instead_of(begun.instead_of)
        for field, text in zip(self._fields(), begun.texts, strict=True):
            field.show_typed(text)

    def _typed(self) -> tuple[str, ...]:
        """What stands in the fields, as it is typed."""
        return tuple(field.typed() for field in self._fields())

    def _fields(self) -> tuple[Any, ...]:
        return self.kind, self.region, self.backpaid, self.flexible, self.months

    def _begin_anew(self) -> None:
        self._replace(())
        self.clash.leave()
        self.kind.show_value(self.kind.value() or USUAL_KIND)
        self.region.show_value(self.region.value() or self._home)
        self.backpaid.show_value(False)
        self.flexible.show_value(False)
        self.months.show_typed("")
        self._shown_as = self._typed()

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a list"), "", _(LISTS))
        if path:
            self._open(path)

    def _open(self, path: str) -> None:
        """The text of a file goes where it might have been pasted, to be seen before it is taken in."""
        self.looked.emit(partial(months_list.text_of, Path(path)), self._show_text)

    def _show_text(self, text: str) -> None:
        self.months.show_typed(text)
        self.months.setFocus()

    def _listed(self) -> Listed:
        usual = Paid(
            self.kind.value(), self.region.value() or self._home, self._today(), self._today(),
            self.backpaid.value(), self.flexible.value(),
        )  # fmt: skip
        return months_list.read(self.months.typed(), usual, self._today())

    def _say_what_is_read(self) -> None:
        """What will be taken in, or which lines are not understood."""
        if self.months.state() == "error":
            self.months.set_state("normal")
        listed = self._listed()
        self.take.show_kind("primary" if listed.paid and not listed.faults else "pending")
        if listed.faults:
            told = (
                _("Line {n}: {why}", n=fault.line, why=sentence(fault.error))
                for fault in listed.faults[:SHOWN_FAULTS]
            )
            self._read.show_words(run_on(*told), "bad")
        elif listed.paid:
            self._read.show_words(_in_short(listed, self._today()), "text2")
        else:
            self._read.show_words(_("Every month is taken in once, however often it is written."), "text3")

    def _connect(self) -> None:
        for field in self._fields():
            field.changed.connect(self._say_what_is_read)
        self.draft.watch(*self._fields())
        self.draft.found.connect(self._show_begun)
        self.take.clicked.connect(self.give)
        self.file.clicked.connect(self._choose)
        self.out.clicked.connect(self._take_out)
        self.clash.chosen.connect(self.settle)
        self.correct.clicked.connect(self._put_right)
        self.list.opened.connect(lambda _row: self._put_right())
        FileDrop(self, FILES).dropped.connect(self._open)

    def _lay_out(self) -> None:
        self.kind.setFixedWidth(theme.px(128))
        for part in (self.correct, self.out, self.file):
            self.add_tool(part)
        self.body.addLayout(_in_a_row(self.kind, (self.region, 1), self.backpaid, self.flexible))
        self.body.addLayout(_in_a_row((self.months, 1)))
        self.body.addLayout(_in_a_row((self._read, 1), self.take))
        self.body.addLayout(inset(self.clash))
        self.body.addWidget(self._shown, 1)


def _in_a_row(*parts: QWidget | tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
    row.setSpacing(theme.px(8))
    for part in parts:
        row.addWidget(*part) if isinstance(part, tuple) else row.addWidget(part)
    return row


def _in_short(listed: Listed, today: date) -> str:
    """How many months were read, by kind."""
    counted: dict[str, int] = {}
    for one in listed.paid:
        counted[one.kind] = counted.get(one.kind, 0) + one.months
    kinds = (
        _("{kind} {n}", kind=codes.title("insurance_kinds", kind, today), n=months)
        for kind, months in counted.items()
    )
    return plural(
        "One month read: {kinds}", "{n} months read: {kinds}", listed.months, kinds=_(", ").join(kinds)
    )


def _columns() -> tuple[Column[PaidRow], ...]:
    return (
        Column[PaidRow](N_("Kind"), lambda row: Words(row.kind, bold=True), width=92),
        Column[PaidRow](N_("Months"), lambda row: _stretch(row.paid), width=158),
        Column[PaidRow](N_("How many"), lambda row: f"{row.paid.months}", width=76, right=True),
        Column[PaidRow](N_("Paid in"), lambda row: Words(row.region, _how(row.paid))),
    )


def _take_in(
    paid: Sequence[Paid], instead_of: Sequence[Paid], draft: About | None, desk: Desk, person_id: UUID
) -> TakenIn | Clashed:
    assert draft is not None
    take_in = partial(insurance.take_in, desk, person_id, paid, instead_of)
    return draft.save(lambda kept: or_clashed(partial(take_in, kept)))


def _months_told(clash: Clash, today: date) -> Told:
    """Which months were changed otherwise, and how they are paid by either."""
    asked = _(", ").join(_stretch(paid) for paid in clash.shown)
    return asked, _paid_in_words(clash.theirs, today), _paid_in_words(clash.mine, today)


def _paid_in_words(paid: Sequence[Paid], today: date) -> str:
    if not paid:
        return _("not paid")
    return _(", ").join(
        " ".join(filter(None, (_stretch(one), codes.division(one.region, today) or one.region, _how(one))))
        for one in paid
    )


def _stretch(paid: Paid) -> str:
    if paid.since == paid.until:
        return f"{paid.since:%Y-%m}"
    return f"{paid.since:%Y-%m}~{paid.until:%Y-%m}"


def _how(paid: Paid) -> str:
    return _(", ").join(
        words for words, so in ((_("back-paid"), paid.backpaid), (_("own account"), paid.flexible)) if so
    )
