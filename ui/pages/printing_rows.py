"""The queue of the press: prints nobody has spoken for, cards to print, cards to hand out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app import blanks, card_sheets, press_queue, printouts, tray
from app.blanks import Stock
from app.card_sheets import OpenSheet
from app.desk import Desk
from app.language import N_, _, plural
from app.listing import Listing
from app.paper import PERMIT_CARD
from app.press_queue import ASK, HAND_OUT, PRINT, Line, PressQueue
from app.printouts import Kept
from app.tray import TrayCount
from ui.pages.printing_batch import Batch, Stage, Ticks
from ui.pages.review_panels import deadline_of
from ui.pages.wording import sex_and_age
from ui.table import Column, Heading
from ui.widgets.cells import Deadline, Status, Tick, Words


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows at once."""

    queue: PressQueue
    kept: Listing[Kept]
    stock: Stock
    counted: TrayCount | None
    sheet: OpenSheet | None


def gather(desk: Desk, layout: str, wanted: UUID | None, from_the_top: bool) -> Shown:
    """The queue as it stands, with the stock of single cards, or that of sheets laid out so."""
    each = card_sheets.to_a_sheet(layout, desk) if layout else 1
    return Shown(
        press_queue.queue(desk, wanted, from_the_top=from_the_top),
        printouts.of_day(desk, desk.today()),
        blanks.stock(desk, each),
        tray.counted(desk, desk.today()),
        card_sheets.open_sheet(desk, layout) if layout else None,
    )


def waiting(desk: Desk) -> Listing[Line]:
    """The queue as it stands now."""
    return press_queue.queue(desk).listing


def holder(line: Line) -> UUID | None:
    """Whose file a line opens: a print nobody has spoken for is nobody's."""
    return None if line.waiting is None else line.waiting.permit.person_id


def headings(listing: Listing[Line]) -> tuple[tuple[Heading, int], ...]:
    """What stands over each part of the queue; what must be said first stands first."""
    asked, to_print, to_hand_out = (count for _todo, count in listing.parts)
    return (
        (Heading(_("Did these come out?"), _("Say so before printing on"), "warn"), asked),
        (Heading(_("To print"), _("{n} · Space ticks for a batch", n=to_print)), to_print),
        (Heading(_("To hand out"), str(to_hand_out)), to_hand_out),
    )


def columns(ticks: Ticks, batch: Batch) -> tuple[Column[Line], ...]:
    """The columns of the queue; a card to print has its box to tick, and in a batch how far it is."""

    def named(line: Line) -> Words | Tick:
        words = name_cell(line)
        return Tick(line.row in ticks, words) if line.todo == PRINT else words

    def state(line: Line) -> Status:
        stage = batch.stage(line.row) if line.todo == PRINT else None
        return state_cell(line) if stage is None else stage_cell(stage)

    def itself(line: Line) -> Line:
        return line

    return (
        Column(N_("Name"), itself, named),
        Column(N_("Permit no."), itself, number_cell, width=92),
        Column(N_("Time left"), itself, deadline_cell, width=102),
        Column(N_("State"), itself, state, width=100),
    )


def name_cell(line: Line) -> Words:
    """The name, with sex and age where it is a card."""
    if line.waiting is None:
        return Words(called(line), bold=True)
    permit = line.waiting.permit
    return Words(permit.name, sex_and_age(permit.sex, permit.age), bold=True)


def number_cell(line: Line) -> Words:
    """The permit's number, or which document was sent."""
    if line.waiting is None:
        return Words(document(line))
    return short_number(line.waiting.permit.number)


def short_number(number: str | None) -> Words:
    """A permit's number without the division before the first dash, which is the office's own everywhere."""
    return Words((number or "").partition("-")[2] or "—", mono=True)


def called(line: Line) -> str:
    """Whose card or paper it is; of a paper that is nobody's, as the list of a batch, which it is."""
    return line.name or document(line)


def document(line: Line) -> str:
    """What was sent, where a print is asked about."""
    return _(line.sent.title) if line.sent is not None else ""


def is_card(line: Line) -> bool:
    """Whether it is a permit's card; other papers are asked about only."""
    return line.sent is None or line.sent.document == PERMIT_CARD.name


def question(line: Line) -> str:
    """What is asked about a print that was sent, untranslated."""
    if is_card(line):
        return N_("Did the card of {name} come out right?")
    if not line.name:
        return N_("Did {title} come out right?")
    return N_("Did {title} of {name} come out right?")


def came_out(line: Line) -> str:
    """What is said once a print came out right, untranslated: only a card goes on to be handed out."""
    if is_card(line):
        return N_("Printed: {name}")
    return N_("{title} of {name} came out right") if line.name else N_("{title} came out right")


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


def stage_cell(stage: Stage) -> Status:
    """How far a card of the batch is."""
    match stage:
        case Stage.IN_HAND:
            return Status(_("Printing"), "info")
        case Stage.WAITING:
            return Status(_("Waiting"), "mute")
        case Stage.SENT:
            return Status(_("Sent"), "ok")


def settle_first(asked: int) -> tuple[tuple[str, str, bool], ...]:
    """What is said in the head of the page of prints that nobody has spoken for."""
    words = plural("{n} to be settled first", "{n} to be settled first", asked)
    return ((" · " + words, "warn", True),) if asked else ()


def has_photo(line: Line) -> bool:
    """Whether it has the photo without which no card is printed."""
    return line.waiting is None or line.waiting.permit.has_photo
