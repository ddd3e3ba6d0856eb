"""The strip in which a step of a permit's life is taken: it asks only what the step needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import codes, permits
from app.language import N_, _
from app.permits import StepNote
from app.steps import Given
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.dates import DateField
from ui.widgets.fields import FormRow, TextField, TickBox
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel

# What a step is called on its button, in the order the buttons stand.
BUTTONS = {
    "accept": N_("Accept"),
    "approve": N_("Review"),
    "send_back": N_("Tell what is missing"),
    "extend": N_("Extend the time"),
    "refuse": N_("Refuse"),
    "print": N_("Print the card"),
    "hand_out": N_("Hand out"),
    "endorse": N_("Endorse"),
    "change_address": N_("Change the address"),
    "report_lost": N_("Report lost"),
    "find": N_("Found again"),
    "replace": N_("New card"),
    "reissue": N_("Issue anew"),
    "suspend": N_("Note as suspended"),
    "restore": N_("Restore"),
    "cancel": N_("Cancel the permit"),
    "seize": N_("Take away"),
}
# The keys of the steps on a resident's page, beside F6 for the one that comes next: what goes on with the
# card on F6, what ends it on F7, what is in order again on F9.
KEYS = {
    "change_address": "Shift+F6",
    "report_lost": "Ctrl+F6",
    "replace": "Alt+F6",
    "reissue": "Alt+F6",
    "cancel": "Shift+F7",
    "seize": "Ctrl+F7",
    "refuse": "Alt+F7",
    "extend": "Shift+F9",
    "find": "Ctrl+F9",
    "restore": "Alt+F9",
    "suspend": "Alt+F9",
}
# What follows from a step, said before it is taken.
FOLLOWS = {
    "extend": N_("The time may be extended where the place's rules allow it, up to the limit of the act."),
    "hand_out": N_("The holder has the new card, and the old one goes out of use."),
    "change_address": N_("The permit is for the address where the holder is registered now."),
    "report_lost": N_("The permit is not valid from today, until it is found or issued anew."),
    "find": N_("The permit is valid again from today."),
    "replace": N_("The old card stays in use until the new one is handed out against it."),
    "reissue": N_("A new card is made for the lost one; the years go on."),
    "suspend": N_("The endorsement is overdue, so the use of the permit is suspended by law."),
    "restore": N_("The use of the permit is restored once the endorsement is made."),
    "cancel": N_("The permit ends today. Its days of residence are kept."),
    "seize": N_("The permit ends today and the card is taken in."),
}
DANGEROUS = ("cancel", "seize")
WITH_THE_CARD = ("returned", "receipt")  # what is asked when a new card is handed out for an old one
ASK_AN_AGENT = ("replace", "reissue")


class StepStrip(Panel):
    """Asks what a step needs. ``given`` carries the step and a Given, ``closed`` that it is not taken now.

    ``by_agent`` carries the same as ``given`` where somebody else applies for a new card.
    """

    given = Signal(str, object)
    by_agent = Signal(str, object)
    closed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._step = ""
        self._asks: tuple[str, ...] = ()
        self.why = Notice()
        self.grounds: dict[str, ChoiceRow | Combo] = {
            step: _ground(table, today()) for step, table in permits.GROUNDS.items()
        }
        self.reason = TextField(name=_("Reason"))
        self.until = DateField(today, name=_("Extended to"), ahead=True)
        self.proof = Combo(_address_proofs(today()), name=_("Proof of the address"))
        self.receipt = TextField(name=_("Receipt number"))
        self.returned = TickBox(_("The card was handed back"))
        self.save, self.cancel = (
            KeyButton("", key="Enter", kind="primary"),
            KeyButton(_("Cancel"), key="Esc", kind="quiet"),
        )
        self.agent = KeyButton(_("Through an agent …"))

        self._lay_out()
        self.save.clicked.connect(self.give)
        self.agent.clicked.connect(lambda: self.by_agent.emit(self._step, self._given()))
        self.cancel.clicked.connect(self.closed)
        for field in (self.reason, self.until, self.receipt):
            field.returnPressed.connect(self.give)

    def begin(
        self, step: str, note: StepNote, *, asks: tuple[str, ...] | None = None, ground: str = ""
    ) -> None:
        """Ask what this step needs, or only ``asks`` of it, and say what follows from it and by which law."""
        self._step = step
        self._asks = permits.ASKS.get(step, ()) if asks is None else asks
        for field in (
            *self.grounds.values(),
            self.reason,
            self.until,
            self.proof,
            self.receipt,
            self.returned,
        ):
            field.show_value(None)
        if ground:
            self.grounds[step].show_value(ground)
        self._show_asked()
        self.why.say(_(FOLLOWS[step]), _told(note))
        self.save.show_words(_(BUTTONS[step]))
        self.save.show_kind("danger" if step in DANGEROUS else "primary")
        self.show()
        self._first().setFocus()

    def give(self) -> None:
        """Hand over what was given; a day that cannot be read is said at its field."""
        if "until" in self._asks and self.until.fault():
            self.until.set_state("error", self.until.fault())
            self.until.setFocus()
            return
        self.given.emit(self._step, self._given())

    def mark(self, field: str, words: str) -> bool:
        """Say at a field what is wrong; says whether it is asked here."""
        if self.isHidden() or field not in self._asks:
            return False
        asked = self._fields()[field]
        if field == "returned":
            self.why.say(words, kind="warn")
        else:
            asked.set_state("error", words)
        asked.setFocus()
        return True

    def _given(self) -> Given:
        ground = self.grounds[self._step].value() if self._step in self.grounds else ""
        return Given(
            reason=self.reason.text().strip(), ground=ground or "", proof=self.proof.value() or "",
            returned=self.returned.value(), receipt=self.receipt.text().strip(), until=self.until.value(),
        )  # fmt: skip

    def _fields(self) -> dict[str, ChoiceRow | Combo | TextField | TickBox]:
        fields: dict[str, ChoiceRow | Combo | TextField | TickBox] = {
            "reason": self.reason, "until": self.until, "proof": self.proof, "receipt": self.receipt,
            "returned": self.returned,
        }  # fmt: skip
        return fields | ({"ground": self.grounds[self._step]} if self._step in self.grounds else {})

    def _first(self) -> QWidget:
        return next((self._fields()[name] for name in self._asks if name in self._fields()), self.save)

    def _show_asked(self) -> None:
        for step, ground in self._grounds.items():
            ground.setVisible(step == self._step and "ground" in self._asks)
        for name, asked in self._rows.items():
            asked.setVisible(name in self._asks)
        self.agent.setVisible(self._step in ASK_AN_AGENT)
        hint = REASONS.get(self._step)
        self.reason.setPlaceholderText(_(hint) if hint else "")

    def _lay_out(self) -> None:
        self._grounds = {step: FormRow(_("Ground"), field) for step, field in self.grounds.items()}
        self._rows: dict[str, QWidget] = {
            "proof": FormRow(_("Proof"), self.proof), "reason": FormRow(_("Reason"), self.reason),
            "until": FormRow(_("To"), self.until, label_width=32),
            "receipt": FormRow(_("Receipt"), self.receipt), "returned": self.returned,
        }  # fmt: skip
        self.until.setFixedWidth(theme.px(130))
        self.proof.setFixedWidth(theme.px(240))
        top, row = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(theme.px(12))
        for ground in self._grounds.values():
            top.addWidget(ground)
        top.addStretch(1)
        for name, asked in self._rows.items():
            row.addWidget(asked, 1 if name == "reason" else 0)
            if name != "reason":  # what is short keeps its label at the left, whatever room is left over
                asked.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        row.addStretch(0)
        for button in (self.cancel, self.agent, self.save):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(self.why)
        column.addLayout(top)
        column.addLayout(row)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addLayout(column)


REASONS = {
    "extend": N_("Which local rule allows it, and why"),
    "report_lost": N_("Where and how, if told"),
    "cancel": N_("What else there is to say"),
    "seize": N_("What was found"),
}


def _told(note: StepNote) -> str:
    parts = [note.article]
    if note.fee is not None:
        parts.append(_("fee: {fee} ({article})", fee=note.fee.words, article=note.fee.article))
    return " · ".join(part for part in parts if part)


def _ground(table: str, today: date) -> ChoiceRow | Combo:
    """The grounds of a step as segments where they are few."""
    choices = tuple((entry.code, entry.title) for entry in codes.entries(table, today))
    if len(choices) > 5:
        combo = Combo(choices, name=_("Ground"))
        combo.setFixedWidth(theme.px(240))
        return combo
    return ChoiceRow(choices, name=_("Ground"))


def _address_proofs(today: date) -> tuple[tuple[str, str], ...]:
    return tuple(
        (entry.code, entry.title) for entry in codes.entries("materials", today) if entry.group == "address"
    )
