"""The row in hand on 今日, looked at more closely: who, where, until when, and the proofs held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import codes, materials, people, reporting, today
from app.desk import Desk
from app.language import _
from app.law import Answer
from app.law.words import titled
from app.materials import MaterialRow
from app.people import PersonCard
from app.today import Duty
from ui import theme
from ui.pages.today_queue import MATTERS, deadline
from ui.pages.wording import covered_phone, sex_and_age, short_day
from ui.widgets.button import KeyButton
from ui.widgets.cells import Deadline, days_left
from ui.widgets.chip import Chip, DeadlineMeter
from ui.widgets.panel import Panel
from ui.widgets.photo import PhotoBox
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline

SHOWN_MATERIALS = 5


@dataclass(frozen=True, slots=True)
class Glance:
    """What the preview shows of a duty; ``reports`` are those the person owes besides, the nearest first."""

    duty: Duty
    card: PersonCard
    materials: tuple[MaterialRow, ...]
    reports: tuple[Answer, ...] = ()


def glance(desk: Desk, duty: Duty) -> Glance:
    """Look a duty's person up; raises Refused when the person is not on file any more."""
    card, held = people.card(desk, duty.person_id), materials.of_person(desk, duty.person_id)
    owed = reporting.owed_by(desk, duty.person_id) if duty.kind == today.REGISTER else ()
    return Glance(duty, card, held, owed)


class DutyPreview(Panel):
    """The preview. ``taken`` asks for the next step of the duty shown, ``opened`` for the person's file."""

    taken = Signal(object)
    opened = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("In hand"))
        self._today = today
        self._duty: Duty | None = None
        self._photo = PhotoBox(60, 76)
        self._who, self._from, self._phone = Text(), Text(tone="text2"), Text(tone="text2")
        self._number, self._address, self._work = Text(mono=True), Text(yields=True), Text(yields=True)
        self._deadline = DeadlineMeter(Deadline(""))
        self._owes, self._report = Text(tone="text2"), DeadlineMeter(Deadline(""))
        self._proofs = QWidget()
        self._step, self._file = KeyButton("", key="Enter"), KeyButton(_("Open the file"), key="Ctrl+O")

        self._lay_out()
        self._step.clicked.connect(lambda: self.taken.emit(self._duty))
        self._file.clicked.connect(lambda: self.opened.emit(self._duty))

    def show_glance(self, seen: Glance) -> None:
        """Show this duty."""
        duty, card = seen.duty, seen.card
        self._duty = duty
        self.show_title(card.name, _(MATTERS[duty.kind].words))
        self._photo.show_photo(card.photo)
        self._who.setText(" · ".join(part for part in (sex_and_age(card.sex, card.age), card.nation) if part))
        self._from.setText(card.household)
        self._phone.setText(covered_phone(card.phone))
        self._number.setText(duty.id_number)
        self._address.setText(duty.address)
        self._work.setText(self._purpose(card))
        self._deadline.show_deadline(deadline(duty, self._today()))
        self._show_report(seen.reports[0] if seen.reports else None)
        self._step.show_words(_(MATTERS[duty.kind].step))
        self._show_proofs(seen.materials)

    def be_wide(self, wide: bool) -> None:
        """Show the proofs too, where there is room."""
        self._proofs.setVisible(wide)

    def _show_report(self, owed: Answer | None) -> None:
        """The place's own last day to report, beside the thirty days; hidden where none is owed."""
        day = None if owed is None else reporting.last_day(owed)
        for part in (self._owes, self._report):
            part.setVisible(day is not None)
        if owed is not None and day is not None:
            left, by = (day - self._today()).days, _("by {day}", day=short_day(day, self._today()))
            unread = _("unverified") if reporting.is_unverified(owed) else ""
            self._owes.setText(titled(owed.title))
            self._report.show_deadline(days_left(left, note=" · ".join(filter(None, (by, unread)))))

    def _purpose(self, card: PersonCard) -> str:
        stay = card.stay
        if stay is None:
            return ""
        purpose = codes.title("reasons", stay.purpose, self._today())
        return " · ".join(part for part in (purpose, stay.employer) if part)

    def _show_proofs(self, held: tuple[MaterialRow, ...]) -> None:
        lines = self._proofs.layout()
        assert isinstance(lines, QVBoxLayout)
        refill(lines, (hairline(), *map(proof_line, held[:SHOWN_MATERIALS])))

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        for line in (self._who, self._from, self._phone):
            line.setWordWrap(line is self._from)
            lines.addWidget(line)
        lines.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._photo, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(lines, 1)
        facts = QGridLayout()
        facts.setHorizontalSpacing(theme.px(12))
        facts.setVerticalSpacing(theme.px(4))
        facts.setColumnStretch(1, 1)
        told = (
            (_("ID number"), self._number), (_("Address"), self._address), (_("Purpose"), self._work),
            (_("Deadline"), self._deadline),
        )  # fmt: skip
        for row, (label, value) in enumerate(told):
            facts.addWidget(Text(label, tone="text2"), row, 0)
            facts.addWidget(value, row, 1)
        facts.addWidget(self._owes, len(told), 0)
        facts.addWidget(self._report, len(told), 1)
        proofs = QVBoxLayout(self._proofs)
        proofs.setContentsMargins(0, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.addWidget(self._step)
        buttons.addWidget(self._file)
        buttons.addStretch(1)
        self.body.addLayout(head)
        self.body.addLayout(facts)
        self.body.addWidget(self._proofs)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
        self._proofs.hide()


def proof_line(material: MaterialRow) -> QWidget:
    """One proof and whether it is held."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Text(material.title))
    row.addStretch(1)
    row.addWidget(Chip(_("held"), "ok") if material.state == "held" else Chip(_("missing"), "warn"))
    return line
