"""The panels of the review: declared and proved side by side, the time left, the law, the opinion."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.language import N_, _, plural
from app.materials import MaterialRow
from app.permits import Compared, ReviewFile
from app.queues import Waiting
from ui import theme
from ui.pages.listing import listed
from ui.pages.wording import sex_and_age
from ui.table import Column
from ui.widgets.answer import AnswerTree, Reason
from ui.widgets.button import KeyButton
from ui.widgets.cells import Deadline, Status, TwoLines, Words, days_left, working_days_left
from ui.widgets.chip import Chip, DeadlineMeter
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import LongText
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

ITEMS = {
    "name": N_("Name"),
    "id_number": N_("ID number"),
    "photo": N_("Photo"),
    "residence": N_("Half a year"),
    "dwelling": N_("Address"),
    "work": N_("Employment"),
    "study": N_("Study"),
}
RESULTS = {
    "agrees": (N_("Agrees"), "ok"),
    "holds": (N_("Holds"), "ok"),
    "missing": (N_("To be proved"), "warn"),
    "not_declared": (N_("Not declared"), "mute"),
}
VERIFIED = {
    "original_seen": N_("original seen"),
    "card_read": N_("read from the card"),
    "database": N_("found in a database"),
    "by_phone": N_("asked by phone"),
}
GROUPS = {
    "identity": N_("identity"),
    "photo": N_("photo"),
    "address": N_("address"),
    "work": N_("employment"),
    "study": N_("schooling"),
    "proof": N_("address, employment or schooling"),
}
REGISTRATION, PHOTO, HOLDS = "registration", "photo", "holds"

APPROVE, SEND_BACK, REFUSE = "approve", "send_back", "refuse"
OPINIONS = ((APPROVE, N_("Approve")), (SEND_BACK, N_("Send back")), (REFUSE, N_("Refuse")))
PHRASES = {
    APPROVE: (
        (N_("Meets all"), N_("Meets the conditions.")),
        (N_("Agrees all"), N_("The proofs were compared and agree.")),
        (N_("Seen"), N_("The dwelling was seen on the spot.")),
    ),
    SEND_BACK: (
        (N_("Signature"), N_("The lease lacks the landlord's signature.")),
        (N_("Seal"), N_("The contract lacks the seal.")),
        (N_("New photo"), N_("The photo does not fit; a new one is needed.")),
    ),
    REFUSE: (
        (N_("Half a year"), N_("Not yet half a year since registration.")),
        (N_("No proof"), N_("No lawful dwelling, job or schooling is proved.")),
        (N_("Withdrawn"), N_("The applicant withdrew the application.")),
    ),
}
"""Of each opinion the common phrases: how the button calls one, and what it writes."""

PRESS_AGAIN = {
    SEND_BACK: N_("Everything that is missing goes on one notice. Press F8 again to send it back."),
    REFUSE: N_("The reason is told to the applicant. Press F7 again to refuse."),
}


def deadline_of(row: Waiting, note: str = "") -> Deadline | Words:
    """The time left for a permit: the meter where working days count, words where all days do."""
    if row.days_left is None:
        return Words(_("waits for proofs"), note, tone="warn")
    if row.working_days_left is not None:
        return working_days_left(row.working_days_left, note=note, total=row.working_days or 0)
    return days_left(row.days_left, note=note)


def queue_cell(row: Waiting) -> TwoLines:
    """A row of the queue."""
    permit = row.permit
    taken = permit.accepted_on or permit.applied_on
    since = _("accepted {day}") if permit.accepted_on else _("applied {day}")
    name = Words(permit.name, sex_and_age(permit.sex, permit.age), bold=True)
    return TwoLines(name, deadline_of(row), since.format(day=taken.strftime("%m-%d")))


def due_now(rows: tuple[Waiting, ...]) -> tuple[int, int]:
    """How many are overdue, and how many fall due today."""
    left = [row.days_left for row in rows if row.days_left is not None]
    return sum(days < 0 for days in left), left.count(0)


class ComparePanel(Panel):
    """What was declared beside what proves it, and below it the proofs with how each was verified."""

    def __init__(self) -> None:
        super().__init__(_("Application"), padded=False)
        self._lines = WorkList(
            (
                Column[Compared](N_("Entry"), lambda line: _(ITEMS[line.item]), width=88),
                Column[Compared](N_("Declared"), lambda line: line, _declared),
                Column[Compared](N_("Proofs and books"), lambda line: line, _on_file),
                Column[Compared](N_("Result"), lambda line: line.result, _result, width=104),
            ),
            key=lambda line: line.item, row_height=32, name=_("Declared and proved"),
        )  # fmt: skip
        self._proofs = WorkList(
            (
                Column[MaterialRow](N_("Proof"), lambda m: m.title),
                Column[MaterialRow](N_("Proves"), lambda m: _(GROUPS[m.proves]), width=88),
                Column[MaterialRow](N_("Verified"), lambda m: m, _verified, width=132),
                Column[MaterialRow](N_("Received"), lambda m: m.received_on, _day, width=104),
            ),
            key=lambda m: m.id, row_height=32, name=_("Proofs"),
        )  # fmt: skip
        self._none = Text(_("No proof has been noted yet."), tone="text2")
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lacking = Text(tone="warn")

        head = QHBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(4))
        head.setSpacing(theme.px(8))
        head.setSpacing(theme.px(8))
        head.addWidget(Text(_("Proofs"), size=theme.TITLE, bold=True))
        head.addWidget(self._lacking)
        head.addStretch(1)
        self._lines.setFixedHeight(theme.px(32 + 7 * 32 + 2))
        self._none.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(8))
        self.body.setSpacing(0)
        self.body.addWidget(self._lines)
        self.body.addLayout(head)
        self.body.addWidget(self._none, 1)
        self.body.addWidget(self._proofs, 1)

    def show_file(self, file: ReviewFile) -> None:
        """Show an application."""
        applied = _("applied {day}").format(day=file.permit.applied_on.isoformat())
        self.show_title(_("{name} · residence permit", name=file.permit.name), applied)
        self._lines.show_rows(file.lines)
        self._proofs.show_rows(file.materials)
        for table in (self._lines, self._proofs):
            table.setCurrentIndex(QModelIndex())  # they are read, nothing is done to a row
        for table in (self._lines, self._proofs):
            table.setCurrentIndex(QModelIndex())  # they are read, nothing is done to a row
        self._proofs.setVisible(bool(file.materials))
        self._none.setVisible(not file.materials)
        self._lacking.show_words(lacking_in_words(file))


def lacking_in_words(file: ReviewFile) -> str:
    """What an application still lacks, all at once; "" when nothing."""
    if not file.lacking:
        return ""
    return _("Still lacking: {things}", things=listed(_(GROUPS[group]) for group in file.lacking))


def _declared(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words("")  # it is handed in, not declared
    return Words(
        line.declared or "—", mono=line.item == "id_number", tone="text" if line.declared else "text3"
    )


def _on_file(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words(_("Photo on file") if line.result == HOLDS else _("No photo on file"))
    source = _("registration books") if line.source == REGISTRATION else line.source
    return Words(line.on_file or "—", source, tone="text" if line.on_file else "text3")


def _result(result: str) -> Status:
    words, kind = RESULTS[result]
    return Status(_(words), kind)


def _verified(material: MaterialRow) -> Status:
    if material.state == "missing":
        return Status(_("still missing"), "warn")
    return Status(_(VERIFIED[material.verified]), "ok") if material.verified else Status(_("held"), "mute")


def _day(day: object) -> str:
    return str(day) if day else "—"


class DeadlinePanel(Panel):
    """The time the law gives."""

    def __init__(self) -> None:
        super().__init__(_("Time by law"))
        self._chip, self._meter = Chip(), DeadlineMeter(Deadline(""))
        self._since, self._until = Text(size=theme.NOTE, tone="text2"), Text(size=theme.NOTE)
        self.add_tool(self._chip)
        ends = QHBoxLayout()
        ends.addWidget(self._since)
        ends.addStretch(1)
        ends.addWidget(self._until)
        self.body.addWidget(self._meter)
        self.body.addLayout(ends)

    def show_row(self, row: Waiting) -> None:
        """Show how much of it is left."""
        cell = deadline_of(row)
        permit = row.permit
        self._meter.setVisible(isinstance(cell, Deadline))
        if isinstance(cell, Deadline):
            self._meter.show_deadline(cell)
        kind = {"bad": "bad", "warn": "warn"}.get(cell.tone, "info")
        self._chip.show_status(Status(cell.words, kind))
        taken = permit.accepted_on or permit.applied_on
        since = _("accepted {day}") if permit.accepted_on else _("applied {day}")
        self._since.setText(since.format(day=taken.strftime("%m-%d")))
        self._until.setText(_until(row))


def _until(row: Waiting) -> str:
    issue_by = row.permit.issue_by
    if issue_by is None:
        return _("The time begins with acceptance.")
    due = _("due {day}", day=issue_by.strftime("%m-%d"))
    if row.working_days is None:
        return due
    length = plural("{n} working day", "{n} working days", row.working_days)
    return f"{length} · {due}" + (" · " + _("provisional") if row.provisional else "")


class ConditionsPanel(Panel):
    """The law's answer for the day of application."""

    def __init__(self) -> None:
        super().__init__(_("Conditions to apply"), note=_("by the day of application"))
        self._tree = AnswerTree()
        self.body.addWidget(scrolled(self._tree), 1)

    def show_reason(self, reason: Reason) -> None:
        """Show the conditions, those that are missing first."""
        self._tree.show_reason(reason)


class OpinionPanel(Panel):
    """The reviewing officer's opinion; common phrases are put in by Alt and their digit."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Opinion"))
        self._choice = ChoiceRow(tuple((step, _(words)) for step, words in OPINIONS), name=_("Opinion"))
        self._text = LongText(_("Reason or remark"), lines=2, name=_("Reason or remark"))
        self._words = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._phrases = [KeyButton("", kind="quiet", small=True) for _phrase in range(3)]
        self._lacking = ""
        for number, button in enumerate(self._phrases):
            button.clicked.connect(partial(self.use_phrase, number))
        self._choice.changed.connect(self._show_phrases)

        phrases = QHBoxLayout()
        phrases.setSpacing(0)
        phrases.addWidget(Text(_("Phrases Alt 1–3"), size=theme.NOTE, tone="text2"))
        for button in self._phrases:
            phrases.addWidget(button)
        phrases.addStretch(1)
        for part in (self._choice, self._text, self._words):
            self.body.addWidget(part)
        self.body.addLayout(phrases)

    def begin(self, file: ReviewFile) -> None:
        """Begin with another application."""
        self._lacking = lacking_in_words(file)
        self._text.show_value(None)
        self._choice.show_value(SEND_BACK if file.permit.state == "applied" else APPROVE)
        self._show_phrases()

    def step(self) -> str:
        """Which step the opinion stands on."""
        return str(self._choice.value())

    def reason(self) -> str:
        """What is written."""
        return str(self._text.value() or "")

    def choose(self, step: str) -> None:
        """Turn the opinion to a step and ask for its reason."""
        self._choice.show_value(step)
        if step == SEND_BACK and not self.reason():
            self._text.show_value(self._lacking or None)
        self.ask_for_reason(_(PRESS_AGAIN.get(step, "")))

    def ask_for_reason(self, words: str) -> None:
        """Put the officer into the text."""
        self._words.show_words(words, "warn")
        self._words.show()
        self.go_to()

    def go_to(self) -> None:
        """Put the officer into the text."""
        self._text.setFocus()

    def use_phrase(self, number: int) -> None:
        """Add a common phrase to what is written."""
        _label, phrase = PHRASES[self.step()][number]
        self._text.show_value(f"{self.reason()} {_(phrase)}".strip())

    def _show_phrases(self) -> None:
        self._words.hide()
        for button, (label, _phrase) in zip(self._phrases, PHRASES[self.step()], strict=True):
            button.show_words(_(label))
        self.changed.emit()
