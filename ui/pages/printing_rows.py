"""The queue of the press: prints nobody has spoken for, cards to print, cards to hand out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app import batches, blanks, card_sheets, printing, printouts, queues
from app.batches import Printable
from app.blanks import Stock, TrayCount
from app.card_sheets import OpenSheet
from app.desk import Desk
from app.language import _
from app.paper import PERMIT_CARD
from app.printing import Unconfirmed
from app.printouts import Kept
from app.queues import Waiting
from ui.pages.review_panels import deadline_of
from ui.pages.wording import sex_and_age
from ui.table import Group
from ui.widgets.cells import Deadline, Status, Words

ASK, PRINT, HAND_OUT = "ask", "print", "hand_out"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue: what is to be done, about which permit, or about which print that was sent."""

    todo: str
    waiting: Waiting | None = None
    sent: Unconfirmed | None = None

    @property
    def id(self) -> UUID:
        """The permit's, or the print's that is asked about."""
        subject = self.waiting or self.sent
        assert subject is not None
        return subject.id if isinstance(subject, Waiting) else subject.printout_id

    @property
    def name(self) -> str:
        """Whose it is."""
        if self.waiting is not None:
            return self.waiting.permit.name
        return self.sent.name if self.sent is not None else ""

    @property
    def is_own_card(self) -> bool:
        """Whether it is a permit card that the officer at this desk sent."""
        return self.sent is not None and self.sent.mine and self.sent.document == PERMIT_CARD.name

    def document(self) -> str:
        """What was sent, where a print is asked about."""
        return _(self.sent.title) if self.sent is not None else ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything the page shows at once."""

    asked: tuple[Line, ...]
    to_print: tuple[Line, ...]
    to_hand_out: tuple[Line, ...]
    printable: tuple[Printable, ...]
    kept: tuple[Kept, ...]
    stock: Stock
    counted: TrayCount | None
    sheet: OpenSheet | None

    def groups(self) -> tuple[Group[Line], ...]:
        """The lines under their headings; what must be said first stands first."""
        return (
            Group(_("Did these come out?"), self.asked, _("Say so before printing on"), "warn"),
            Group(_("To print"), self.to_print, self._how_many()),
            Group(_("To hand out"), self.to_hand_out, str(len(self.to_hand_out))),
        )

    def _how_many(self) -> str:
        """How many wait, and how many of them the list shows; a batch may take all of them."""
        if len(self.printable) > len(self.to_print):
            return _("the first {shown} of {n} · Ctrl+A ticks all", shown=len(self.to_print),
                     n=len(self.printable))  # fmt: skip
        return _("{n} · Space ticks for a batch", n=len(self.to_print))


def gather(desk: Desk, layout: str) -> Queue:
    """The queue as it stands, with the stock of single cards, or that of sheets laid out so."""
    each = card_sheets.to_a_sheet(layout, desk) if layout else 1
    return Queue(
        tuple(Line(ASK, sent=sent) for sent in printing.unconfirmed(desk)),
        tuple(Line(PRINT, waiting) for waiting in queues.queue(desk, "approved")),
        tuple(Line(HAND_OUT, waiting) for waiting in queues.queue(desk, "printed")),
        batches.printable(desk),
        printouts.of_day(desk, desk.today()),
        blanks.stock(desk, each),
        blanks.counted(desk, desk.today()),
        card_sheets.open_sheet(desk, layout) if layout else None,
    )


def name_cell(line: Line) -> Words:
    """The name, with sex and age where it is a card."""
    if line.waiting is None:
        return Words(line.name, bold=True)
    permit = line.waiting.permit
    return Words(permit.name, sex_and_age(permit.sex, permit.age), bold=True)


def number_cell(line: Line) -> Words:
    """The permit's number, or which document was sent."""
    if line.waiting is None:
        return Words(line.document())
    # The division before the first dash is the office's own, the same on every line.
    return Words((line.waiting.permit.number or "—").partition("-")[2] or "—", mono=True)


def deadline_cell(line: Line) -> Deadline | Words:
    """The time left; where the card is printed, none counts any more."""
    if line.waiting is None:
        return Words(line.sent.made_on.strftime("%m-%d") if line.sent else "")
    left = deadline_of(line.waiting)
    return Words(left.words, tone=left.tone, bold=left.tone == "bad")


def state_cell(line: Line) -> Status:
    """What is to be done with it."""
    if line.todo == ASK:
        return Status(_("Came out?"), "warn")
    if line.todo == HAND_OUT:
        return Status(_("To hand out"), "info")
    assert line.waiting is not None
    return Status(_("To print"), "mute") if line.waiting.permit.has_photo else Status(_("No photo"), "bad")
