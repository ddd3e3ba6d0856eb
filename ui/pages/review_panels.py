"""The panels of the review: declared and proved side by side, the time left, the law, the opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app import codes
from app.language import N_, _, plural
from app.materials import PROOFS, VERIFIED, MaterialRow
from app.notices import Lack
from app.permits import KINDS
from app.queues import Waiting
from app.reviews import Compared, ReviewFile
from ui import theme
from ui.pages.listing import listed
from ui.pages.wording import sex_and_age
from ui.table import Column
from ui.widgets.answer import AnswerTree, Reason
from ui.widgets.button import KeyButton
from ui.widgets.cells import (
    FIRST,
    Deadline,
    Status,
    Tick,
    TwoLines,
    Words,
    days_left,
    room_for,
    working_days_left,
)
from ui.widgets.chip import Chip, DeadlineBand
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.fields import LongText
from ui.widgets.notice import Notice
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
GROUPS = {
    "identity": N_("identity"),
    "photo": N_("photo"),
    "address": N_("address"),
    "work": N_("employment"),
    "study": N_("schooling"),
    "proof": N_("address, employment or schooling"),
    "agent": N_("identity of the agent"),
}
ASKED_FOR = ("identity", "photo", *PROOFS)
REGISTRATION, PHOTO, ADDRESS, HOLDS = "registration", "photo", "dwelling", "holds"

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

IS_ABOUT = ("lease", "labour_contract", "photo")
"""Which proof each phrase of a notice is about: it is marked as to be put right."""

PRESS_AGAIN = {
    SEND_BACK: N_("It is told only once. Mark with Space what is to be put right; F8 again sends."),
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


class ComparePanel(Panel):
    """What was declared beside what proves it, and the proofs, to be marked where one is to be put right.

    ``marked`` is emitted when a mark was put or taken away.
    """

    marked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Application"), padded=False)
        self._file: ReviewFile | None = None
        self._marks: dict[str, str] = {}
        entry = room_for(*map(_, ITEMS.values())) + FIRST
        self._lines = WorkList(
            (
                Column[Compared](N_("Entry"), lambda line: _(ITEMS[line.item]), width=entry),
                Column[Compared](N_("Declared"), lambda line: line, _declared),
                Column[Compared](N_("Proofs and books"), lambda line: line, _on_file),
                Column[Compared](N_("Result"), lambda line: line, self._result, width=_widest(RESULTS)),
            ),
            key=lambda line: line.item, row_height=32, name=_("Declared and proved"),
        )  # fmt: skip
        self.proofs = WorkList(
            (
                Column[MaterialRow](N_("Proof"), lambda m: m, self._proof),
                Column[MaterialRow](N_("Proves"), lambda m: _(GROUPS[m.proves]), width=88),
                Column[MaterialRow](N_("Verified"), lambda m: m, _verified, width=_widest_way()),
                Column[MaterialRow](N_("Received"), lambda m: m.received_on, _day, width=104),
            ),
            key=lambda m: m.id, row_height=32, name=_("Proofs"),
        )  # fmt: skip
        self.more = Combo(name=_("Ask for another proof"))
        self._none = Text(_("No proof has been noted yet."), tone="text2")
        self._lacking, self._told = Text(tone="warn", wrap=True), Notice(kind="info")

        self._lay_out()
        self.proofs.spaced.connect(lambda proof: self.mark(proof.kind, proof.title))
        self.more.changed.connect(self._ask_more)

    def show_file(self, file: ReviewFile) -> None:
        """Show an application."""
        if self._file is None or file.permit.id != self._file.permit.id:
            self._marks.clear()
        self._file = file
        applied = _("applied {day}").format(day=file.permit.applied_on.isoformat())
        kind = _(KINDS[file.permit.kind]) if file.permit.kind != "first" else ""
        title = _("{name} · residence permit", name=file.permit.name)
        self.show_title(title, " · ".join(part for part in (kind, applied) if part))
        self.proofs.setVisible(bool(file.materials))
        self._none.setVisible(not file.materials)
        self._told.setVisible(bool(file.told))
        if file.told:
            told = file.told[0]
            named = listed(item.title for item in told.items)
            words = _("Told on {day} what is missing: {things}", day=told.told_on, things=named)
            self._told.say(words, told.remark)
        self._offer_more(file)
        self._show_marks()

    def lacks(self) -> tuple[Lack, ...]:
        """The proofs that are marked, to be put right or handed in."""
        return tuple(Lack(kind) for kind in self._marks)

    def mark(self, kind: str, title: str) -> None:
        """Mark a proof as to be put right, or take the mark away."""
        if kind in self._marks:
            del self._marks[kind]
        else:
            self._marks[kind] = title
        self._show_marks()
        self.marked.emit()

    def mark_if_held(self, kind: str) -> None:
        """Mark a proof a phrase is about, where it is there and not marked yet."""
        held = {material.kind: material.title for material in self._file.materials} if self._file else {}
        if kind == PHOTO and self._file is not None and self._file.card.photo:
            held[PHOTO] = _(ITEMS[PHOTO])
        if kind in held and kind not in self._marks:
            self.mark(kind, held[kind])

    def to_tell(self) -> str:
        """Everything that a notice would name now; "" when nothing."""
        lacking = self._file.lacking if self._file else ()
        things = (*(_(GROUPS[group]) for group in lacking), *self._marks.values())
        return listed(things)

    def _ask_more(self) -> None:
        if self.more.value() is not None:
            self.mark(self.more.value(), self.more.currentText())
            self.more.show_value(None)

    def _offer_more(self, file: ReviewFile) -> None:
        held = {material.kind for material in file.materials if material.state == "held"}
        offered = codes.entries("materials", file.permit.applied_on)
        self.more.show_choices(
            tuple((e.code, e.title) for e in offered if e.code not in held and e.group in ASKED_FOR)
        )

    def _show_marks(self) -> None:
        if self._file is None:
            return
        self._lines.show_rows(self._file.lines)
        self._lines.setCurrentIndex(QModelIndex())  # they are read, nothing is done to a row
        self._lines.setMaximumHeight(theme.px(32 + len(self._file.lines) * 32 + 2))
        self.proofs.show_rows(self._file.materials)
        words = self.to_tell()
        self._lacking.show_words(_("Still lacking: {things}", things=words) if words else "", "warn")

    def _result(self, line: Compared) -> Status:
        words, kind = RESULTS["missing" if line.proof in self._marks else line.result]
        return Status(_(words), kind)

    def _proof(self, material: MaterialRow) -> Tick:
        note = _("to be put right") if material.kind in self._marks else material.remark
        return Tick(material.kind in self._marks, Words(material.title, note, tone="text"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(4))
        head.setSpacing(theme.px(8))
        head.addWidget(Text(_("Proofs"), size=theme.TITLE, bold=True))
        head.addWidget(self._lacking, 1)
        head.addWidget(Text(_("Ask for"), size=theme.NOTE, tone="text2"))
        head.addWidget(self.more)
        self.more.setFixedWidth(theme.px(150))
        told = QHBoxLayout()
        told.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(4))
        told.addWidget(self._told)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(8))
        self.body.setSpacing(0)
        self.body.addWidget(self._lines, 1000)  # all of it, where there is room; in a low window it scrolls
        self.body.addLayout(head)
        self.body.addLayout(told)
        self.body.addWidget(self._none, 1)
        self.body.addWidget(self.proofs, 1)
        self._lines.setMinimumHeight(theme.px(32 + 3 * 32 + 2))
        self.proofs.setMinimumHeight(theme.px(80))


def _widest_way() -> int:
    ways = (*(Status(_(words), "ok") for words in VERIFIED.values()), Status(_("still missing"), "warn"))
    return room_for(*ways)


def _widest(results: Mapping[str, tuple[str, str]]) -> int:
    return room_for(*(Status(_(words), kind) for words, kind in results.values()))


def _declared(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words("")  # it is handed in, not declared
    return _compared(line, line.declared)


def _on_file(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words(_("Photo on file") if line.result == HOLDS else _("No photo on file"))
    source = _("registration books") if line.source == REGISTRATION else line.source
    if line.item == "id_number":
        source = ""  # the same document as the name's, told one line above
    return replace(_compared(line, line.on_file), note=source)


def _compared(line: Compared, words: str) -> Words:
    """One side of the comparison; of a long address the middle gives way, so that the room stays readable."""
    return Words(
        words or "—", tone="text" if words else "text3", mono=line.item == "id_number",
        cut_inside=line.item == ADDRESS,
    )  # fmt: skip


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
        self._chip, self._meter = Chip(), DeadlineBand()
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
        metered = isinstance(cell, Deadline) and cell.left is not None
        self._meter.setVisible(metered)
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
    if row.prolonged:
        due += " · " + _("moved on")
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
    """The reviewing officer's opinion; common phrases are put in by Alt and their digit.

    ``phrased`` carries which phrase of a notice was used.
    """

    changed = Signal()
    phrased = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Opinion"))
        self._choice = ChoiceRow(tuple((step, _(words)) for step, words in OPINIONS), name=_("Opinion"))
        self._text = LongText(_("Reason or remark"), lines=2, name=_("Reason or remark"))
        self._words = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._phrases = [KeyButton("", kind="quiet", small=True) for _phrase in range(3)]
        self._armed = ""
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
        self._armed = ""
        self._text.show_value(None)
        self._choice.show_value(SEND_BACK if file.permit.state == "applied" else APPROVE)
        self._show_phrases()

    def step(self) -> str:
        """Which step the opinion stands on."""
        return str(self._choice.value())

    def is_asked(self, step: str) -> bool:
        """Whether this step was pressed once already."""
        return self._armed == step

    def reason(self) -> str:
        """What is written."""
        return str(self._text.value() or "")

    def choose(self, step: str) -> None:
        """Turn the opinion to a step and ask for its reason; the next press takes it."""
        self._choice.show_value(step)
        self._armed = step
        self.ask_for_reason(_(PRESS_AGAIN.get(step, "")))

    def ask_for_reason(self, words: str) -> None:
        """Say why a reason is wanted, and put the officer into the text."""
        self.say(words)
        self.go_to()

    def say(self, words: str) -> None:
        """Say something below the text."""
        self._words.show_words(words, "warn")
        self._words.show()

    def go_to(self) -> None:
        """Put the officer into the text."""
        self._text.setFocus()

    def use_phrase(self, number: int) -> None:
        """Add a common phrase to what is written."""
        if self.step() == SEND_BACK:
            self.phrased.emit(number)
        _label, phrase = PHRASES[self.step()][number]
        self._text.show_value(f"{self.reason()} {_(phrase)}".strip())

    def _show_phrases(self) -> None:
        self._words.hide()
        self._armed = ""
        for button, (label, _phrase) in zip(self._phrases, PHRASES[self.step()], strict=True):
            button.show_words(_(label))
        self.changed.emit()
