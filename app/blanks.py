"""Blank cards (空白卡): boxes received, and where each blank is: lying there, used, spoiled or returned.

A blank is reserved for a card before anything is drawn, and used or spoiled only when an
officer has seen it; whatever is cut off in between, no blank and no number is lost. An office
that has never received a box keeps no stock, and prints without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Blank, BlankBox, PermitStep, Printout

NUMBER = re.compile(r"([A-Z]{0,6})(\d{1,12})")
LARGEST_BOX = 1_000
FEW = 20
"""With fewer blanks left than these the officer is told to fetch some."""

LIES, RESERVED, USED, SPOILED, RETURNED = "lies", "reserved", "used", "spoiled", "returned"
STATES = {
    LIES: N_("in the box"),
    RESERVED: N_("in the printer"),
    USED: N_("used"),
    SPOILED: N_("spoiled"),
    RETURNED: N_("returned"),
}


@dataclass(frozen=True, slots=True)
class BoxCard:
    """A box as the page shows it: its blanks in order, each with its state."""

    id: UUID
    nth: int
    first: str
    last: str
    received_on: date
    blanks: tuple[tuple[str, str], ...]
    to_a_sheet: int = 1


@dataclass(frozen=True, slots=True)
class Stock:
    """How many blanks there are; ``open`` is the box the next one comes from, None where none is left.

    ``kept`` says whether the office keeps a stock at all.
    """

    kept: bool
    left: int
    spoiled: int
    next: str | None
    open: BoxCard | None

    @property
    def is_low(self) -> bool:
        """Whether it is time to fetch new ones."""
        return self.kept and self.left < FEW


@dataclass(frozen=True, slots=True)
class Balance:
    """The blanks of a day: what lay there in the morning, what came and went, what must lie there now.

    ``cards`` are the cards that came out right that day; each has used one blank.
    """

    before: int
    received: int
    used: int
    spoiled: int
    returned: int
    left: int
    cards: int

    @property
    def adds_up(self) -> bool:
        """Whether every blank is accounted for, and every card has its blank."""
        gone = self.used + self.spoiled + self.returned
        return self.before + self.received - gone == self.left and self.used == self.cards


# -- receiving and giving away


def receive(desk: Desk, first: str, last: str, to_a_sheet: int = 1) -> UUID:
    """Take in a box by the first and the last number on it, of single cards or of so many to a sheet.

    Raises Refused where these are no numbers of one row, where they are too many or no whole sheets, and
    where one of them is on file already.
    """
    numbers = _row_of_numbers(first, last, to_a_sheet)
    with desk.writing("receive_blanks") as session:
        _refuse_known(session, numbers)
        box = BlankBox(
            first=numbers[0], last=numbers[-1], to_a_sheet=to_a_sheet, received_on=desk.today(),
            officer_id=desk.officer.id,
        )  # fmt: skip
        session.add(box)
        session.flush()
        session.add_all(Blank(box_id=box.id, number=number, state=LIES) for number in numbers)
        return box.id


def _row_of_numbers(first: str, last: str, to_a_sheet: int) -> list[str]:
    """Every number of a box, as it is written; raises Refused where these are none of one row."""
    prefix, start, width = _number(first, "first")
    other, end, other_width = _number(last, "last")
    if (prefix, width) != (other, other_width) or end < start:
        raise Refused(
            N_("{first} to {last} is no row of numbers; letters and length must agree. Look again."),
            field="last", first=_written(prefix, start, width), last=_written(other, end, other_width),
        )  # fmt: skip
    count = end - start + 1
    if count > LARGEST_BOX:
        raise Refused(
            N_("These would be {n} blanks; a box has at most {most}. Look at both numbers again."),
            field="last", n=count, most=LARGEST_BOX,
        )  # fmt: skip
    if count % to_a_sheet:
        raise Refused(
            N_("{n} blanks are no whole sheets of {each}. Look at both numbers again."),
            field="last", n=count, each=to_a_sheet,
        )  # fmt: skip
    return [_written(prefix, number, width) for number in range(start, end + 1)]


def _refuse_known(session: Session, numbers: Sequence[str]) -> None:
    prefix, _first, width = _number(numbers[0], "first")
    known = select(Blank.number).where(
        Blank.number.between(numbers[0], numbers[-1]), _as_long_as(width, prefix)
    )
    if (twice := session.scalars(known.order_by(Blank.number).limit(1)).first()) is not None:
        raise Refused(
            N_("{number} is on file already; the box was taken in before."), field="first", number=twice
        )


def spoil(desk: Desk, number: str, reason: str) -> None:
    """A blank is found damaged, or lost; raises Refused where it does not lie here, or without a reason."""
    _refuse_without(reason)
    with desk.writing("spoil_blank") as session:
        _put_aside(session, desk, number, SPOILED, reason)


def give_back(desk: Desk, number: str, reason: str) -> None:
    """A blank is returned, or handed to another station; raises Refused as ``spoil`` does."""
    _refuse_without(reason)
    with desk.writing("return_blank") as session:
        _put_aside(session, desk, number, RETURNED, reason)


def _put_aside(session: Session, desk: Desk, number: str, state: str, reason: str) -> None:
    blank = _found(session, number)
    if blank.state != LIES:
        raise Refused(N_("{number} does not lie here any more."), field="number", number=blank.number)
    _turn(blank, state, desk, reason)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Say why; every blank is accounted for."), field="reason")


# -- printing: within the transaction of the print


def reserve(session: Session, desk: Desk, printout: Printout) -> Blank | None:
    """The next single blank in order, kept for this print; None where the office keeps no stock.

    Raises Refused where none is left.
    """
    if not is_kept(session):
        return None
    blank = session.scalars(_next(1).with_for_update(of=Blank)).first()
    if blank is None:
        raise Refused(N_("No blank card is left. Take in a new box first; nothing was printed."))
    hold(blank, printout)
    return blank


def hold(blank: Blank, printout: Printout) -> None:
    """Keep a blank for a print."""
    blank.state, blank.printout_id = RESERVED, printout.id


def is_kept(session: Session) -> bool:
    """Whether the office keeps a stock at all."""
    return session.scalars(select(BlankBox.id).limit(1)).first() is not None


def on_the_sheet(session: Session, to_a_sheet: int) -> tuple[Blank, ...]:
    """The blanks of the sheet on which the next one lies, in their places; none where no sheet is left."""
    following = session.scalars(_next(to_a_sheet)).first()
    if following is None:
        return ()
    box = session.get_one(BlankBox, following.box_id)
    _prefix, number, _width = _number(following.number, "number")
    _prefix, first, _width = _number(box.first, "first")
    begins = (number - first) // to_a_sheet * to_a_sheet
    sheet = select(Blank).where(Blank.box_id == box.id).order_by(Blank.row).offset(begins).limit(to_a_sheet)
    return tuple(session.scalars(sheet.with_for_update()))


def of_print(session: Session, printout_id: UUID) -> Blank | None:
    """The blank reserved for a print."""
    return session.scalars(
        select(Blank).where(Blank.printout_id == printout_id, Blank.state == RESERVED)
    ).first()


def use(session: Session, desk: Desk, printout_id: UUID, seen: str = "") -> None:
    """The card came out: its blank is used, or that of the number ``seen`` on it, if another lay on top.

    Raises Refused where the number seen is none of a blank that lies here.
    """
    _settle(session, desk, printout_id, USED, seen)


def waste(session: Session, desk: Desk, printout_id: UUID, reason: str, seen: str = "") -> None:
    """The card came out wrong: its blank, or the one seen, is spoiled."""
    _settle(session, desk, printout_id, SPOILED, seen, reason)


def release(session: Session, printout_id: UUID) -> None:
    """Nothing came out: the blank lies where it lay."""
    blank = of_print(session, printout_id)
    if blank is not None:
        blank.state, blank.printout_id = LIES, None


def _settle(session: Session, desk: Desk, printout_id: UUID, state: str, seen: str, reason: str = "") -> None:
    reserved = of_print(session, printout_id)
    if reserved is None:
        return
    blank = reserved
    if seen.strip() and _plain(seen) != reserved.number:
        blank = _found(session, seen)
        if blank.state != LIES:
            raise Refused(
                N_("{number} cannot have been on top: it does not lie here."),
                field="seen",
                number=blank.number,
            )
        reserved.state, reserved.printout_id = LIES, None
        session.flush()
    blank.printout_id = printout_id
    _turn(blank, state, desk, reason)


# -- what there is


def stock(desk: Desk, to_a_sheet: int = 1) -> Stock:
    """The blanks as they stand: the single ones, or those of so many to a sheet."""
    these = Blank.box_id.in_(select(BlankBox.id).where(BlankBox.to_a_sheet == to_a_sheet))
    with desk.reading() as session:
        following = session.scalars(_next(to_a_sheet)).first()
        box = session.get_one(BlankBox, following.box_id) if following is not None else None
        return Stock(
            kept=is_kept(session),
            left=_count(session, these, Blank.state.in_((LIES, RESERVED))),
            spoiled=_count(session, these, Blank.state == SPOILED, Blank.settled_on == desk.today()),
            next=following.number if following is not None else None,
            open=_card(session, box) if box is not None else None,
        )


def balance(desk: Desk, day: date) -> Balance:
    """The blanks of one day, for the daily close; what is still in the printer lies here yet."""
    with desk.reading() as session:
        came = select(func.count()).select_from(Blank).join(BlankBox, BlankBox.id == Blank.box_id)
        received = session.scalar(came.where(BlankBox.received_on == day)) or 0
        ever = session.scalar(came.where(BlankBox.received_on < day)) or 0
        gone_before = _count(session, Blank.settled_on < day)
        later = session.scalar(came.where(BlankBox.received_on > day)) or 0
        used, spoiled, returned = (
            _count(session, Blank.state == state, Blank.settled_on == day)
            for state in (USED, SPOILED, RETURNED)
        )
        settled_later = _count(session, Blank.settled_on > day)
        lying = _count(session, Blank.state.in_((LIES, RESERVED)))
        cards = (
            select(func.count())
            .select_from(PermitStep)
            .where(PermitStep.step == "print", PermitStep.taken_on == day)
        )
        return Balance(
            ever - gone_before, received, used, spoiled, returned, lying + settled_later - later,
            session.scalar(cards) or 0,
        )  # fmt: skip


def _next(to_a_sheet: int) -> Select[Blank]:
    """The next blank of so many to a sheet: the box received first before the others, each by its numbers."""
    return (
        select(Blank)
        .join(BlankBox, BlankBox.id == Blank.box_id)
        .where(Blank.state == LIES, BlankBox.to_a_sheet == to_a_sheet)
        .order_by(BlankBox.row, Blank.row)
        .limit(1)
    )


def _card(session: Session, box: BlankBox) -> BoxCard:
    blanks = session.execute(
        select(Blank.number, Blank.state).where(Blank.box_id == box.id).order_by(Blank.row)
    ).all()
    nth = session.scalar(select(func.count()).select_from(BlankBox).where(BlankBox.row <= box.row)) or 0
    return BoxCard(
        box.id, nth, box.first, box.last, box.received_on, tuple((number, state) for number, state in blanks),
        box.to_a_sheet,
    )  # fmt: skip


def held(session: Session) -> int:
    """How many blanks the ledger has in the tray or in the printer."""
    return _count(session, Blank.state.in_((LIES, RESERVED)))


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Blank).where(*which)) or 0


def _turn(blank: Blank, state: str, desk: Desk, reason: str = "") -> None:
    blank.state, blank.settled_on, blank.reason = state, desk.today(), reason.strip()


def _found(session: Session, number: str) -> Blank:
    blank = session.scalars(select(Blank).where(Blank.number == _plain(number)).with_for_update()).first()
    if blank is None:
        raise Refused(N_("No blank has the number {number}."), field="number", number=_plain(number))
    return blank


def _number(text: str, field: str) -> tuple[str, int, int]:
    """The letters, the number and how many digits it is written with; raises Refused where it is none."""
    match = NUMBER.fullmatch(_plain(text))
    if match is None:
        raise Refused(N_("This is no number of a blank, such as A0234501."), field=field)
    return match[1], int(match[2]), len(match[2])


def _plain(text: str) -> str:
    return text.strip().upper().replace(" ", "")


def _written(prefix: str, number: int, width: int) -> str:
    return f"{prefix}{number:0{width}}"


def _as_long_as(width: int, prefix: str) -> ColumnElement[bool]:
    return func.length(Blank.number) == width + len(prefix)
