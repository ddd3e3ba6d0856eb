"""Papers: made, sent, seen; a second card never, whatever crashed between and whichever desk was quicker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import arrivals, offices, permits, printing, registrations
from app.desk import Desk
from app.errors import Refused
from app.paper import PERMIT_CARD, REGISTRATION_VOUCHER
from db.records import Permit, Printout
from tests.helpers.office import Samples, arrival
from tests.helpers.queues import unconfirmed

DAY = date(2026, 11, 23)
CARD = PERMIT_CARD.name


def state_of(desk: Desk, made: Samples, who: str) -> str:
    with desk.reading() as session:
        return session.get_one(Permit, made.permits[who]).state


def test_a_preview_keeps_nothing(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    with desk.reading() as session:
        before = session.scalars(select(Printout.id)).all()
    assert printing.preview(desk, CARD, made.permits["approved"]).startswith(b"%PDF")
    with desk.reading() as session:
        assert session.scalars(select(Printout.id)).all() == before


def test_a_card_counts_as_printed_once_it_was_seen_and_bears_the_day_it_was_made(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    assert state_of(desk, made, "approved") == "approved"
    printing.came_out(desk.on(DAY + timedelta(1)), card.printout_id)
    assert state_of(desk, made, "approved") == "printed"
    with desk.reading() as session:
        assert session.get_one(Permit, made.permits["approved"]).issued_on == DAY
    assert printing.kept(desk, card.printout_id) == card.pdf


def test_a_spoiled_card_is_said_why_and_made_again(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    with pytest.raises(Refused, match="what went wrong") as refused:
        printing.spoiled(desk, card.printout_id, "  ")
    assert refused.value.field == "reason"
    printing.spoiled(desk, card.printout_id, " crooked ")
    assert state_of(desk, made, "approved") == "approved"
    with desk.reading() as session:
        assert session.get_one(Printout, card.printout_id).reason == "crooked"
    again = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, again.printout_id)
    printing.came_out(desk, again.printout_id)
    assert state_of(desk, made, "approved") == "printed"


def test_after_a_crash_between_sending_and_seeing_the_next_start_asks_first(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    desk.close()

    again = offices.open_fiction(desk._store.url, DAY)
    (waiting,) = unconfirmed(again)
    assert (waiting.printout_id, waiting.name, waiting.document) == (card.printout_id, "李雪梅", CARD)
    with pytest.raises(Refused, match="Say first whether it came out"):
        printing.make(again, CARD, made.permits["approved"])
    printing.came_out(again, waiting.printout_id)
    assert unconfirmed(again) == ()
    again.close()


def test_after_a_crash_before_sending_the_card_is_simply_made_again(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    forgotten = printing.make(desk, CARD, made.permits["approved"])
    assert unconfirmed(desk) == ()
    second = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, second.printout_id)
    with pytest.raises(Refused, match="Say first whether it came out"):
        printing.sent(desk, forgotten.printout_id)
    printing.came_out(desk, second.printout_id)
    with pytest.raises(Refused, match="only once"):
        printing.sent(desk, forgotten.printout_id)
    with pytest.raises(Refused):
        printing.came_out(desk, forgotten.printout_id)
    assert state_of(desk, made, "approved") == "printed"


@pytest.mark.parametrize("who", ["applied", "accepted", "printed", "issued"])
def test_only_an_approved_permit_is_printed(own_sampled: tuple[Desk, Samples], who: str) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="only once"):
        printing.make(desk, CARD, made.permits[who])


@pytest.mark.parametrize("last", ["came_out", "spoiled"])
def test_a_print_is_settled_once(own_sampled: tuple[Desk, Samples], last: str) -> None:
    desk, made = own_sampled
    card = printing.make(desk, CARD, made.permits["approved"])
    if last == "came_out":
        printing.came_out(desk, card.printout_id)
    else:
        printing.spoiled(desk, card.printout_id, "crooked")
    for settle in (
        lambda: printing.came_out(desk, card.printout_id),
        lambda: printing.spoiled(desk, card.printout_id, "again"),
        lambda: printing.sent(desk, card.printout_id),
    ):
        with pytest.raises(Refused):
            settle()


def test_six_desks_at_once_send_one_card_to_a_printer(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    cards = [printing.make(desk, CARD, made.permits["approved"]) for _ in range(6)]

    def send(card: printing.Made) -> bool:
        try:
            printing.sent(desk, card.printout_id)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as desks:
        assert sum(desks.map(send, cards)) == 1


def test_a_card_without_a_day_of_birth_is_not_made(own_desk: Desk) -> None:
    new = arrival("老周", 961, "2026-02-01", id_kind=arrivals.NO_NUMBER, id_number="", born_on=None)
    registered = registrations.record_and_register(own_desk.on(date(2026, 2, 1)), new)
    permit = permits.apply(own_desk, registered.person_id)
    with pytest.raises(Refused, match="day of birth is not on file"):
        printing.preview(own_desk, CARD, permit.id)


def test_a_voucher_is_printed_as_often_as_it_is_asked_for(own_desk: Desk) -> None:
    registered = registrations.record_and_register(own_desk, arrival("王立群", 961, "2026-11-01"))
    for _ in range(2):
        voucher = printing.make(own_desk, REGISTRATION_VOUCHER.name, registered.id)
        printing.sent(own_desk, voucher.printout_id)
    assert len(unconfirmed(own_desk)) == 2


def test_a_paper_about_nobody_is_refused(own_desk: Desk) -> None:
    for document in (CARD, REGISTRATION_VOUCHER.name):
        with pytest.raises(Refused, match="not on file any more"):
            printing.make(own_desk, document, uuid4())
