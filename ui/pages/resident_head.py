"""The head of a resident's file: who it is, how it stands, the dates that matter, and the next legal step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import idnumbers, resident_files
from app.language import N_, _, plural
from app.law import Answer
from app.law import words as law_words
from app.reporting import is_unverified, last_day
from app.resident_files import ResidentFile
from app.timeline import Insured
from ui import theme
from ui.pages.resident_lanes import months_of, stopped_before
from ui.pages.wording import SEXES, covered_phone
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.masked import MaskedText
from ui.widgets.photo import PhotoBox
from ui.widgets.refill import refill
from ui.widgets.text import Text, upright

STEPS = {
    resident_files.ARRIVE: N_("New stay"),
    resident_files.REGISTER: N_("Register now"),
    resident_files.APPLY: N_("Apply for a permit"),
    resident_files.COMPLETE: N_("Add the proofs"),
    resident_files.ACCEPT: N_("Accept"),
    resident_files.REVIEW: N_("Review"),
    resident_files.PRINT: N_("Print the card"),
    resident_files.HAND_OUT: N_("Hand out"),
    resident_files.ENDORSE: N_("Endorse now"),
    resident_files.REISSUE: N_("Issue anew"),
    resident_files.CANCEL: N_("Cancel the permit"),
}
STATE_CHIPS = {
    "applied": (N_("waits for proofs"), "warn"),
    "accepted": (N_("under review"), "info"),
    "approved": (N_("to be printed"), "info"),
    "printed": (N_("to be handed out"), "info"),
    "issued": (N_("permit in use"), "ok"),
    "suspended": (N_("use suspended"), "bad"),
    "lost": (N_("permit lost"), "bad"),
    "refused": (N_("application refused"), "mute"),
    "cancelled": (N_("permit cancelled"), "mute"),
    "replaced": (N_("permit replaced"), "mute"),
    "seized": (N_("permit taken away"), "mute"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the key facts: its label, its words, a quiet note, and a tone."""

    label: str
    words: str
    note: str = ""
    tone: str = "text"


class ResidentHead(QWidget):
    """The head. ``stepped`` asks for the next step, ``leaving`` to record a departure, ``voucher`` for paper.

    ``asked`` is emitted when the officer wants to see the whole number, ``by_agent``
    when somebody else applies.
    """

    stepped = Signal()
    leaving = Signal()
    voucher = Signal()
    asked = Signal()
    by_agent = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today, self._narrow, self._may_apply = today, False, False
        self._standing: tuple[Status, ...] = ()
        self._photo = PhotoBox()
        self._name, self._about = Text(size=theme.PAGE, bold=True), Text(tone="text2", yields=True)
        self._chips, self._facts, self._notes = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.number = MaskedText()
        self._places = Text(tone="text2", yields=True)
        self.agent = KeyButton(_("Through an agent …"))
        self.leave = KeyButton(_("Left"), key="F7")
        self.print = KeyButton(_("Print the voucher"), key="Ctrl+P")
        self.step = KeyButton("", key="F6", kind="primary")

        self._lay_out()
        self.number.asked.connect(self.asked)
        self.agent.clicked.connect(self.by_agent)
        self.leave.clicked.connect(self.leaving)
        self.print.clicked.connect(self.voucher)
        self.step.clicked.connect(self.stepped)

    def show_file(self, file: ResidentFile) -> None:
        """Show a resident's file."""
        card, stay = file.card, file.card.stay
        self._photo.show_photo(card.photo)
        self._name.setText(card.name)
        self._about.setText(self._about_in_words(file))
        self.number.show_masked(idnumbers.masked(card.number))
        self._places.setText(places(file))
        self._standing = chips(file, self._today())
        self._show_chips()
        refill(
            self._facts,
            [part for fact in facts(file, self._today()) for part in (_fact(fact), upright(32))][:-1],
        )
        self.leave.setVisible(stay is not None)
        self.print.setVisible(stay is not None and stay.registration_id is not None)
        self._may_apply = file.step == resident_files.APPLY and may_step(file)
        self.agent.setVisible(self._may_apply and not self._narrow)
        self.step.setVisible(file.step in STEPS)
        if file.step in STEPS:
            self.step.show_words(_(STEPS[file.step]))
            self.step.show_kind("primary" if may_step(file) else "pending")

    def be_narrow(self, narrow: bool) -> None:
        """Show only what presses where there is no room for every chip."""
        self._narrow = narrow
        self.agent.setVisible(self._may_apply and not narrow)
        self._show_chips()

    def add_note(self, note: QWidget) -> None:
        """Put something at the right end of the facts."""
        self._notes.addWidget(note, 0, Qt.AlignmentFlag.AlignBottom)

    def _show_chips(self) -> None:
        pressing = tuple(status for status in self._standing if status.kind in ("warn", "bad"))
        shown = (*self._standing[:1], *pressing) if self._narrow else self._standing
        refill(self._chips, [Chip(status.words, status.kind) for status in shown])

    def _about_in_words(self, file: ResidentFile) -> str:
        card = file.card
        age = "" if card.age is None else plural("{n} year old", "{n} years old", card.age)
        sex = _(SEXES[card.sex]) if card.sex in SEXES else ""
        return " · ".join(part for part in (sex, age, card.nation) if part)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        self._chips.setSpacing(theme.px(8))
        for part in (self._name, self._about):
            top.addWidget(part)
        top.addLayout(self._chips)
        top.addStretch(1)
        for button in (self.agent, self.leave, self.print, self.step):
            top.addWidget(button)
        second = QHBoxLayout()
        second.setSpacing(theme.px(16))
        second.addWidget(self.number)
        second.addWidget(self._places, 1)
        self._facts.setSpacing(theme.px(16))
        third = QHBoxLayout()
        third.addLayout(self._facts)
        third.addStretch(1)
        third.addLayout(self._notes)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(4))
        for line in (top, second, third):
            lines.addLayout(line)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        whole.setSpacing(theme.px(14))
        whole.addWidget(self._photo)
        whole.addLayout(lines, 1)


def may_step(file: ResidentFile) -> bool:
    """Whether the next step can be taken today; registering may be done any day, and what is open goes on."""
    if file.step in (resident_files.APPLY, resident_files.ENDORSE):
        return bool(file.answer)
    return True


def chips(file: ResidentFile, today: date) -> tuple[Status, ...]:
    """How the resident stands, in a few short words."""
    card, permit = file.card, file.card.permit
    stay = card.stay
    lives_here = Status(_("lives here"), "ok") if stay else Status(_("has left"), "mute")
    told = [lives_here]
    if stay is not None and stay.registered_on is None:
        left = (stay.register_by - today).days
        told.append(to_register(left))
    if permit is not None:
        words, kind = STATE_CHIPS[permit.state]
        told.append(Status(_(words), kind))
        if permit.endorse_by is not None and permit.state != "suspended":
            told.extend(_endorsing((permit.endorse_by - today).days, open_now=file.timeline.endorsable))
    if card.new_card is not None:
        told.append(Status(_("new card"), "info"))
    open_now = sum(1 for answer in file.services if answer)
    coming = sum(1 for answer in file.services if not answer and answer.opens is not None)
    if open_now and coming:
        told.append(Status(_("{n} open · {coming} to come", n=open_now, coming=coming), "info"))
    elif open_now:
        told.append(Status(plural("{n} service open", "{n} services open", open_now), "info"))
    return tuple(told)


def _report_by(owed: Answer, today: date) -> Fact:
    """The place's own last day to report the arrival or the move, beside the thirty days."""
    day = last_day(owed)
    unread = _("unverified") if is_unverified(owed) else ""
    told = " · ".join(filter(None, (str(day), unread)))
    return Fact(_("Report by"), told, tone="bad" if day and day < today else "warn")


def to_register(days: int) -> Status:
    """The chip of whoever is still to be registered, by the days left for it."""
    return Status(_("registration overdue"), "bad") if days < 0 else Status(_("to be registered"), "warn")


def to_endorse(days: int) -> Status:
    """The chip of whose permit is to be endorsed, by the days left for it."""
    if days < 0:
        return Status(_("endorsement overdue"), "bad")
    if days == 0:
        return Status(_("last day to endorse"), "warn")
    return Status(plural("endorse in {n} day", "endorse in {n} days", days), "warn")


def _endorsing(days: int, *, open_now: bool) -> tuple[Status, ...]:
    return (to_endorse(days),) if days < 0 or open_now else ()


def places(file: ResidentFile) -> str:
    """Phone, where the resident lives, where the household is registered, and who employs."""
    card, stay = file.card, file.card.stay
    told = (
        covered_phone(card.phone),
        _("lives at {place}", place=f"{stay.community} {stay.address}") if stay else "",
        _("from {place}", place=card.household) if card.household else "",
        stay.employer if stay else "",
    )
    return "    ".join(part for part in told if part)


def facts(file: ResidentFile, today: date) -> tuple[Fact, ...]:
    """The dates that matter, in the order of a resident's life here."""
    return (*_of_the_arrival(file, today), *_of_the_permit(file, today), *_of_the_years(file, today))


def _of_the_arrival(file: ResidentFile, today: date) -> Iterator[Fact]:
    """When the resident came, and the registration: since when, or until when it is due."""
    stay = file.card.stay
    if file.card.stays:
        yield Fact(_("Arrived"), file.card.stays[-1].arrived_on.isoformat())
    if stay is None:
        return
    if stay.registered_on is not None:
        yield Fact(_("Registered"), stay.registered_on.isoformat())
        return
    late = stay.register_by < today
    yield Fact(_("Register by"), stay.register_by.isoformat(), tone="bad" if late else "warn")
    yield from (_report_by(answer, today) for answer in file.reports[:1])


def _of_the_permit(file: ResidentFile, today: date) -> Iterator[Fact]:
    """When the first one was issued, and the last day of what is due now."""
    permit = file.card.permit
    if issued := [life.issued_on for life in file.permits if life.issued_on]:
        yield Fact(_("First permit"), min(issued).isoformat())
    if permit is None:
        return
    if permit.issue_by is not None and permit.state in ("accepted", "approved", "printed"):
        late = permit.issue_by < today
        yield Fact(_("Issue by"), permit.issue_by.isoformat(), tone="bad" if late else "text")
    if permit.endorse_by is not None:
        late = permit.endorse_by < today
        tone = "bad" if late else "warn" if file.timeline.endorsable else "text"
        yield Fact(_("Endorse by"), permit.endorse_by.isoformat(), tone=tone)


def _of_the_years(file: ResidentFile, today: date) -> Iterator[Fact]:
    """How long the resident has lived here and paid, or since when the resident has been gone."""
    card = file.card
    if file.lived_since is not None:
        lived = law_words.elapsed_in_words(file.lived_since, today)
        yield Fact(_("Lived here without a break"), lived)
    if file.timeline.insured:
        yield _insured(file.timeline.insured[0], today)
    if card.stay is None and card.stays and card.stays[0].left_on is not None:
        yield Fact(_("Gone since"), card.stays[0].left_on.isoformat())


def _insured(paid: Insured, today: date) -> Fact:
    """How long one kind of insurance has been paid without a gap, and how long altogether."""
    months = [months_of(stretch, today) for stretch in paid.months]
    label = _(law_words.KINDS[paid.kind])
    if stopped_before(paid, today) is not None:
        return Fact(label, _("interrupted"), _("{n} months in all", n=sum(months)), "bad")
    in_all = _("{n} months in all", n=sum(months)) if len(months) > 1 else ""
    return Fact(label, plural("{n} month on end", "{n} months on end", months[-1]), in_all)


def _fact(fact: Fact) -> QWidget:
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(fact.label, size=theme.NOTE, tone="text2", yields=True))
    words = QHBoxLayout()
    words.setSpacing(theme.px(6))
    words.addWidget(Text(fact.words, bold=True, tone=fact.tone, yields=True))
    if fact.note:
        words.addWidget(Text(fact.note, size=theme.NOTE, tone="text2", yields=True))
    column.addLayout(words)
    return shown
