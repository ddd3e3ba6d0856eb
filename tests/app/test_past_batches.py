"""Batches printed before: each card in the one it was sent with, told by day, found by name and number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import batch_paper, blanks, card_sheets, past_batches, printing, printouts
from app.desk import Desk
from app.paper import CARDS_BY_TEN, PERMIT_CARD
from app.past_batches import Batch, Span
from tests.helpers.office import Samples, building_full
from tests.paper import pages

CARD = PERMIT_CARD.name
CAME, SPOILED, NOTHING, WAITS = "came_out", "spoiled", "void", "sent"


def send(desk: Desk, permits: Sequence[UUID]) -> list[UUID]:
    """One batch of single cards, as the page sends them."""
    sent: list[UUID] = []
    for permit_id in permits:
        made = printing.make(desk, CARD, permit_id, batch=sent[0] if sent else None)
        printing.sent(desk, made.printout_id)
        sent.append(made.printout_id)
    return sent


def say(desk: Desk, printout_id: UUID, state: str) -> None:
    """What the officer says of a card; of one that waits nothing."""
    if state == CAME:
        printing.came_out(desk, printout_id)
    elif state == SPOILED:
        printing.spoiled(desk, printout_id, "Out of place")
    elif state == NOTHING:
        printing.nothing_came(desk, printout_id)


def listed(desk: Desk, text: str = "") -> list[Batch]:
    return list(past_batches.listed(desk, text).listing)


def test_a_batch_tells_who_printed_it_when_what_became_of_its_cards_and_which_blanks_it_took(
    filled: tuple[Desk, Samples],
) -> None:
    desk, _made = filled
    blanks.receive(desk, "A0234501", "A0234503")
    blanks.receive(desk, "B001", "B100")
    permits = building_full(desk, 5)
    before = listed(desk)
    sent = send(desk, permits)
    for printout_id, state in zip(sent, (CAME, SPOILED, NOTHING, CAME, WAITS), strict=True):
        say(desk, printout_id, state)
    batch, *others = listed(desk)
    assert others == before
    assert (batch.id, batch.made_on, batch.officer, batch.name) == (
        sent[0], date(2026, 11, 23), desk.officer.name, "住户1",
    )  # fmt: skip
    assert batch.states == {CAME: 2, SPOILED: 1, NOTHING: 1, WAITS: 1}
    assert (batch.cards, batch.came_out) == (5, 2)
    assert batch.blanks == (Span(1, "A0234501", "A0234502"), Span(2, "B001", "B002"))
    assert batch.began_at is not None
    cards = list(past_batches.cards(desk, batch.id))
    assert [(card.blank, card.state, card.reason) for card in cards] == [
        ("A0234501", CAME, ""), ("A0234502", SPOILED, "Out of place"), ("", NOTHING, ""), ("B001", CAME, ""),
        ("B002", WAITS, ""),
    ]  # fmt: skip
    assert [card.permit_state for card in cards] == ["printed", "approved", "approved", "printed", "approved"]


def test_the_latest_day_stands_first_and_a_card_by_itself_is_a_batch_of_one(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permits = building_full(desk, 4)
    first = send(desk, permits[:2])
    (alone,) = send(desk, [made.permits["approved"]])
    later = send(desk.on(date(2026, 11, 24)), permits[2:])
    found = past_batches.listed(desk).listing
    assert [batch.id for batch in found][:3] == [later[0], alone, first[0]]
    assert found.parts[:2] == (("2026-11-24", 1), ("2026-11-23", 2))
    assert sum(count for _day, count in found.parts) == len(found)


def test_all_sheets_that_were_sent_at_one_go_are_one_batch(own_desk: Desk) -> None:
    permits = building_full(own_desk, 15)
    first = card_sheets.make(own_desk, CARDS_BY_TEN.name, permits)
    card_sheets.make(own_desk, CARDS_BY_TEN.name, permits[10:], batch=first.printout_id)
    (batch,) = listed(own_desk)
    assert batch.cards == 15
    assert [card.place for card in past_batches.cards(own_desk, batch.id)] == [*range(1, 11), *range(1, 6)]


def test_a_batch_is_found_by_whose_card_it_has_and_by_the_number_of_a_blank(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    blanks.receive(desk, "A0234501", "A0234600")
    permits = building_full(desk, 6)
    one, other = send(desk, permits[:3]), send(desk, [*permits[3:], made.permits["approved"]])
    for text in ("李雪梅", "lxm", "A0234507", "4507", "a023 4507"):
        found = past_batches.listed(desk, text)
        (batch,) = found.listing
        assert (text, batch.id) == (text, other[0])
        cards = past_batches.cards(desk, batch.id, found.cards)
        assert [cards.number(3)] == list(found.cards) == [cards.wanted]
    assert [batch.id for batch in listed(desk, "住户2")] == [one[0]]
    assert listed(desk, "A0234599") == [], "it lies in the box"
    assert listed(desk, "欧阳无人") == []
    assert {one[0], other[0]} <= {batch.id for batch in listed(desk, "  ")}


def test_it_is_told_where_more_people_are_meant_than_were_looked_for(
    own_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(own_desk, building_full(own_desk, 4))
    assert not past_batches.listed(own_desk, "住户").more
    monkeypatch.setattr(past_batches, "MANY", 3)
    found = past_batches.listed(own_desk, "住户")
    assert found.more
    assert len(found.cards) == 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from((CAME, SPOILED, NOTHING, WAITS)), min_size=1, max_size=3), max_size=4),
    st.booleans(),
)
def test_every_card_is_in_one_batch_whatever_became_of_the_others(
    own_desk: Desk, fates: list[list[str]], boxed: bool
) -> None:
    known = len(listed(own_desk))  # of the examples before
    if boxed and not blanks.stock(own_desk).kept:
        blanks.receive(own_desk, "A0001", "A0999")
    sent = []
    for number, states in enumerate(fates, known + 1):
        permits = building_full(own_desk, len(states), f"滨江苑 {number}", series=number)
        cards = send(own_desk, permits)
        for printout_id, state in zip(cards, states, strict=True):
            say(own_desk, printout_id, state)
        sent.append(cards)
    found = listed(own_desk)
    assert len(found) == known + len(fates)
    for batch, ids, states in zip(reversed(found[: len(fates)]), sent, fates, strict=True):
        assert batch.id == ids[0]
        assert batch.states == Counter(states)
        told = list(past_batches.cards(own_desk, batch.id))
        assert [(card.id, card.state) for card in told] == list(zip(ids, states, strict=True))
        taken = [card.blank for card in told if card.blank]
        assert [(span.first, span.last) for span in batch.blanks] == (
            [(taken[0], taken[-1])] if taken else []
        )


def test_the_list_of_a_batch_tells_every_card_and_covers_the_numbers_of_people(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    blanks.receive(desk, "A0234501", "A0234600")
    permits = [made.permits["approved"], *building_full(desk, 2)]
    sent = send(desk, permits)
    say(desk, sent[0], CAME)
    say(desk, sent[1], SPOILED)
    made_list = batch_paper.make(desk, sent[0])
    said = pages.solid(made_list.pdf)
    for words in (
        "李雪梅",
        "住户1",
        "住户2",
        "A0234501",
        "A0234502",
        "A0234503",
        "打坏了",
        "3张",
        desk.officer.name,
    ):
        assert words in said
    assert "********" in said
    (kept,) = [each for each in printouts.of_day(desk, desk.today()) if each.id == made_list.printout_id]
    assert (kept.document, kept.name) == ("batch_list", "")
