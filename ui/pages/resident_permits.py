"""证件签注: the life of each permit step by step, what may follow as buttons, and each step's way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import permits
from app.language import N_, _
from app.lives import LifeStep, PermitLife
from app.resident_files import ResidentFile
from app.undoing import Plan
from ui import theme
from ui.answers import quoted
from ui.pages.permit_step import BUTTONS, KEYS
from ui.pages.resident_head import STATE_CHIPS
from ui.pages.take_back import TakeBack
from ui.table import Column, Group
from ui.widgets.answer import Article
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status, Words
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline
from ui.widgets.worklist import WorkList

APPLY = "apply"


@dataclass(frozen=True, slots=True)
class Lived:
    """A step in the list, told apart by its permit and its place in that permit's life."""

    permit: PermitLife
    number: int
    step: LifeStep


class PermitsTab(QWidget):
    """The lives of the permits at the left; at the right the permit in hand, its moves, and the step in hand.

    ``asked`` carries a permit and a step that is to be taken; ``looked_back`` a transaction, to see what
    hangs on it; ``taken_back`` one that is taken back, with the reason and what goes along.
    """

    asked = Signal(object, str)
    looked_back = Signal(object)
    taken_back = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.list: WorkList[Lived] = WorkList(
            (
                Column[Lived](N_("Day"), lambda lived: lived.step.day, str, width=108),
                Column[Lived](N_("Step"), _step_words, width=210),
                Column[Lived](N_("Officer"), lambda lived: lived.step.officer, width=88),
                Column[Lived](N_("Reason or note"), _step_note),
            ),
            key=lambda lived: (lived.permit.id, lived.number),
            row_height=32,
            name=_("Permits and endorsements"),
        )
        self.permit = PermitPanel()
        self._none = EmptyState("card", _("No permit yet"), _("The first tab says from when one may be had."))
        self._lives = Panel(_("Permits and endorsements"), note=_("the latest first"), padded=False)

        self._lives.body.addWidget(self.list, 1)
        self._lives.body.addWidget(self._none, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._lives, 1)
        row.addWidget(self.permit)
        self.list.chosen.connect(self.permit.show_lived)
        self.permit.asked.connect(self.asked)
        self.permit.back.asked.connect(self.looked_back)
        self.permit.back.confirmed.connect(self.taken_back)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.list

    def show_file(self, file: ResidentFile) -> None:
        """Show the permits."""
        self.list.show_groups(_life(permit) for permit in file.permits)
        self.list.setVisible(bool(file.permits))
        self._none.setVisible(not file.permits)
        self.permit.setVisible(bool(file.permits))
        self.permit.show_lived(self.list.current())

    def show_plan(self, plan: Plan) -> None:
        """Show what hangs on the step in hand."""
        self.permit.back.show_plan(plan)


class PermitPanel(Panel):
    """The permit in hand: how it stands, the steps it may take as buttons; below the step in hand."""

    asked = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(_("Permit"))
        self._chip, self._facts = Chip(), Text(tone="text2", wrap=True)
        self._moves = QGridLayout()
        self._none = Text(_("Nothing more follows: this permit has ended."), tone="text2", wrap=True)
        self._step = Text(size=theme.TITLE, bold=True)
        self._about, self._law = Text(tone="text2", wrap=True), Article()
        self.back = TakeBack()
        self._shown: tuple[UUID, frozenset[str]] | None = None
        self._in_hand: PermitLife | None = None
        self._buttons: dict[str, KeyButton] = {}

        self._lay_out()

    def show_lived(self, lived: Lived | None) -> None:
        """Show a step and the permit it belongs to."""
        if lived is None:
            return
        permit = self._in_hand = lived.permit
        self.show_title(permit.number or _("Application"))
        words, kind = STATE_CHIPS[permit.state]
        self._chip.show_status(Status(_(words), kind))
        self._facts.setText(" · ".join(_permit_facts(permit)))
        self._show_moves(permit)
        self._show_step(lived)

    def in_hand(self) -> PermitLife | None:
        """The permit whose steps are shown."""
        return self._in_hand

    def buttons(self) -> dict[str, KeyButton]:
        """The buttons of the steps that may be taken now, by step."""
        return dict(self._buttons)

    def _show_moves(self, permit: PermitLife) -> None:
        if self._shown == (permit.id, permit.moves):
            return
        self._shown = (permit.id, permit.moves)
        refill(self._moves)
        self._buttons.clear()
        for step in (step for step in BUTTONS if step in permit.moves):
            button = KeyButton(_(BUTTONS[step]), key=KEYS.get(step, ""), small=True)
            self._buttons[step] = button
            button.clicked.connect(partial(self.asked.emit, permit.id, step))
        half = self.width() // 2 - theme.px(24)
        abreast = 2 if all(each.sizeHint().width() <= half for each in self._buttons.values()) else 1
        for number, button in enumerate(self._buttons.values()):
            self._moves.addWidget(button, number // abreast, number % abreast)
            button.show()  # else it is shown a moment later, and takes no focus until then
        self._none.setVisible(not permit.moves)

    def _show_step(self, lived: Lived) -> None:
        step = lived.step
        self._step.setText(_(permits.STEPS[step.step]))
        self._about.setText("\n".join(_step_facts(lived)))
        self._law.setVisible(step.law is not None)
        if step.law is not None:
            self._law.show_quoted(quoted(step.law))
        self.back.show_act(step.txn)

    def _lay_out(self) -> None:
        self.setFixedWidth(theme.px(372))
        self.add_tool(self._chip)
        self._moves.setSpacing(theme.px(6))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._facts)
        column.addLayout(self._moves)
        column.addWidget(self._none)
        column.addWidget(hairline())
        for part in (self._step, self._about, self._law, self.back):
            column.addWidget(part)
        column.addStretch(1)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(scrolled(inner), 1)


def _life(permit: PermitLife) -> Group[Lived]:
    numbered: Iterable[tuple[int, LifeStep]] = reversed(tuple(enumerate(permit.steps)))
    title = permit.number or _("Application of {day}", day=permit.applied_on)
    note = " · ".join((_(permits.KINDS[permit.kind]), _(permits.STATES[permit.state])))
    return Group(title, tuple(Lived(permit, number, step) for number, step in numbered), note)


def _permit_facts(permit: PermitLife) -> Iterable[str]:
    yield _(permits.KINDS[permit.kind])
    if permit.issued_on is not None:
        yield _("issued {day}", day=permit.issued_on)
    if permit.endorse_by is not None:
        yield _("endorse by {day}", day=permit.endorse_by)
    if permit.ended_on is not None:
        yield _("ended {day}", day=permit.ended_on)
    if permit.end_reason:
        yield permit.end_reason
    if permit.agent:
        yield _("applied for by {name}", name=permit.agent)
    if permit.receipt:
        yield _("receipt {number}", number=permit.receipt)


def _step_words(lived: Lived) -> Words:
    return Words(_(permits.STEPS[lived.step.step]), bold=True)


def _step_note(lived: Lived) -> str:
    step = lived.step
    if step.due_on is not None:
        return _("for the last day {day}", day=step.due_on)
    if step.until is not None:
        return _("to {day}", day=step.until)
    if step.step == APPLY and lived.permit.agent:
        return _("applied for by {name}", name=lived.permit.agent)
    return "：".join(part for part in (step.ground, step.reason) if part)


def _step_facts(lived: Lived) -> Iterable[str]:
    """Who took the step in hand and when, on what ground and on which proofs."""
    step = lived.step
    yield " · ".join(part for part in (str(step.day), step.officer) if part)
    if note := _step_note(lived):
        yield note
    if step.card_returned:
        yield _("The card was handed back.")
    if step.proofs:
        yield _("Proofs: {proofs}", proofs=_(", ").join(step.proofs))
