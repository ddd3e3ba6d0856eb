"""Sheets of cards: filled in order, put in again where they were left, no place used twice, no blank lost."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from app import batches, blanks, card_sheets, printing
from app.desk import Desk
from app.errors import Refused
from app.paper import CARDS_BY_EIGHT, CARDS_BY_TEN, PERMIT_CARD
from db.records import Blank, Permit, Printout
from tests.helpers.office import building_full, office
from tests.paper import pages

TODAY = date(2026, 11, 23)
TEN, EIGHT = CARDS_BY_TEN.name, CARDS_BY_EIGHT.name


def print_on(
    desk: Desk, permits: tuple[UUID, ...], layout: str = TEN, start: int | None = None
) -> printing.Made:
    made = card_sheets.make(desk, layout, permits, start=start)
    printing.sent(desk, *made.printouts)
    return made


def places(desk: Desk, made: printing.Made) -> list[int | None]:
    with desk.reading() as session:
        return [session.get_one(Printout, each).place for each in made.printouts]


def numbers(desk: Desk, made: printing.Made) -> list[str]:
    with desk.reading() as session:
        return [
            session.scalars(select(Blank.number).where(Blank.printout_id == each)).one()
            for each in made.printouts
        ]


def test_a_sheet_is_filled_in_order_and_put_in_again_where_it_was_left(own_desk: Desk) -> None:
    permits = building_full(own_desk, 15)
    assert card_sheets.open_sheet(own_desk, TEN).next == 1
    first = print_on(own_desk, permits[:3])
    assert places(own_desk, first) == [1, 2, 3]
    assert card_sheets.open_sheet(own_desk, TEN).places == ("used",) * 3 + ("lies",) * 7
    second = print_on(own_desk, permits[3:])
    assert places(own_desk, second) == [4, 5, 6, 7, 8, 9, 10]
    assert card_sheets.open_sheet(own_desk, TEN).next == 1
    with own_desk.reading() as session:
        on_it = [session.get_one(Printout, each).permit_id for each in second.printouts]
    assert on_it == list(permits[3:10])
    assert len(pages.sizes(first.pdf)) == 2
    assert "住户3" in pages.texts(first.pdf)[0]
    assert printing.kept(own_desk, first.others[1]) == first.pdf


def test_what_never_came_out_leaves_its_place_and_what_is_spoiled_does_not(own_desk: Desk) -> None:
    permits = building_full(own_desk, 4)
    made = print_on(own_desk, permits[:3])
    printing.came_out(own_desk, made.printouts[0])
    printing.spoiled(own_desk, made.printouts[1], "crooked")
    printing.nothing_came(own_desk, made.printouts[2])
    assert card_sheets.open_sheet(own_desk, TEN).next == 3
    again = print_on(own_desk, permits[1:3])
    assert places(own_desk, again) == [3, 4]


def test_a_sheet_that_was_made_and_never_sent_has_used_nothing(own_desk: Desk) -> None:
    blanks.receive(own_desk, "K01", "K10", 10)
    permits = building_full(own_desk, 4)
    card_sheets.make(own_desk, TEN, permits)  # and then the program was killed
    assert card_sheets.open_sheet(own_desk, TEN).next == 5  # held until these cards are made again
    made = print_on(own_desk, permits)
    assert places(own_desk, made) == [1, 2, 3, 4]


def test_another_layout_or_another_place_begins_as_the_officer_says(own_desk: Desk) -> None:
    permits = building_full(own_desk, 12)
    print_on(own_desk, permits[:3])
    assert card_sheets.open_sheet(own_desk, EIGHT).next == 1
    made = print_on(own_desk, permits[3:6], EIGHT, start=7)
    assert places(own_desk, made) == [7, 8]
    assert card_sheets.open_sheet(own_desk, EIGHT).next == 1


def test_where_blanks_are_kept_a_place_is_the_number_that_lies_there(own_desk: Desk) -> None:
    permits = building_full(own_desk, 14)
    blanks.receive(own_desk, "K01", "K20", 10)
    blanks.spoil(own_desk, "K02", "bent")
    made = print_on(own_desk, permits[:3])
    assert (places(own_desk, made), numbers(own_desk, made)) == ([1, 3, 4], ["K01", "K03", "K04"])
    sheet = card_sheets.open_sheet(own_desk, TEN)
    assert (sheet.next, sheet.numbers[4]) == (5, "K05")
    assert sheet.places[:5] == ("reserved", "spoiled", "reserved", "reserved", "lies")
    with pytest.raises(Refused, match="Place 2 of the sheet is not free"):
        card_sheets.make(own_desk, TEN, permits[3:], start=2)
    made = print_on(own_desk, permits[3:], start=9)
    assert numbers(own_desk, made) == ["K09", "K10"]
    made = print_on(own_desk, permits[5:])  # the places passed over are still free
    assert numbers(own_desk, made) == ["K05", "K06", "K07", "K08"]
    made = print_on(own_desk, permits[9:])
    assert numbers(own_desk, made) == ["K11", "K12", "K13", "K14", "K15"]


def test_single_cards_and_sheets_are_kept_apart(own_desk: Desk) -> None:
    permits = building_full(own_desk, 3)
    blanks.receive(own_desk, "A01", "A05")
    with pytest.raises(Refused, match="No sheet of blank cards is left"):
        card_sheets.make(own_desk, TEN, permits)
    with pytest.raises(Refused, match="5 blanks are no whole sheets of 10") as refused:
        blanks.receive(own_desk, "K01", "K05", 10)
    assert refused.value.field == "last"
    blanks.receive(own_desk, "K01", "K10", 10)
    print_on(own_desk, permits[:2])
    assert printing.make(own_desk, PERMIT_CARD.name, permits[2]).blank == "A01"
    assert (blanks.stock(own_desk).left, blanks.stock(own_desk, 10).left) == (5, 10)
    assert blanks.stock(own_desk, 10).next == "K03"


def test_a_card_that_may_not_be_printed_keeps_the_whole_sheet_from_being_made(own_desk: Desk) -> None:
    permits = building_full(own_desk, 3)
    blanks.receive(own_desk, "K01", "K10", 10)
    print_on(own_desk, permits[1:2])
    with pytest.raises(Refused, match="Say first whether it came out"):
        card_sheets.make(own_desk, TEN, permits)
    assert blanks.stock(own_desk, 10).next == "K02"


def ready(desk: Desk) -> tuple[UUID, ...]:
    """Everything a batch may take, as it waits."""
    with desk.reading() as session:
        rows = batches.to_print(session)[1].tolist()
    return batches.ids(desk, rows)


def test_everything_ready_is_taken_and_a_building_is_all_of_it(own_desk: Desk) -> None:
    permits = building_full(own_desk, 400)
    other = building_full(own_desk, 3, "南苑 2", series=8)
    assert ready(own_desk) == (*permits, *other)
    here = batches.of_building(own_desk, permits[7])
    assert set(batches.ids(own_desk, here)) == set(permits)
    printing.sent(own_desk, printing.make(own_desk, PERMIT_CARD.name, permits[0]).printout_id)
    assert ready(own_desk)[0] == permits[1]


class SheetPress(RuleBasedStateMachine):
    """Sheets are printed, seen, spoiled and lost; beside the program lies the real paper."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = office(Path(self._folder.name))
        self.permits = building_full(self.desk, 12)
        self.ink: dict[str, int] = {}
        self.sent: list[UUID] = []
        self.received = 0

    def teardown(self) -> None:
        self.desk.close()
        self._folder.cleanup()

    @precondition(lambda self: self.received < 20)
    @rule()
    def takes_sheets(self) -> None:
        first = self.received + 1
        blanks.receive(self.desk, f"K{first:03}", f"K{first + 9:03}", 10)
        self.received += 10

    @rule(count=st.integers(1, 5), killed=st.booleans())
    def prints(self, count: int, killed: bool) -> None:
        waiting = ready(self.desk)[:count]
        if not waiting:
            return
        try:
            made = card_sheets.make(self.desk, TEN, waiting)
        except Refused:
            assert self.received == sum(self.ink.values()) + len(self.sent)
            return
        if not killed:
            printing.sent(self.desk, *made.printouts)
            self.sent += made.printouts

    @precondition(lambda self: self.sent)
    @rule(fates=st.lists(st.sampled_from(("good", "spoiled", "nothing", "later")), min_size=1, max_size=10))
    def are_seen(self, fates: list[str]) -> None:
        for printout, becomes in zip(tuple(self.sent), fates, strict=False):
            if becomes != "later":
                self.sent.remove(printout)
                self.is_seen(printout, becomes)

    def is_seen(self, printout: UUID, becomes: str) -> None:
        if becomes == "nothing":
            printing.nothing_came(self.desk, printout)
            return
        with self.desk.reading() as session:
            number = session.scalars(select(Blank.number).where(Blank.printout_id == printout)).first()
        if number is not None:
            self.ink[number] = self.ink.get(number, 0) + 1
        if becomes == "good":
            printing.came_out(self.desk, printout)
        else:
            printing.spoiled(self.desk, printout, "crooked")

    @invariant()
    def no_blank_bears_two_cards_and_none_is_lost(self) -> None:
        assert set(self.ink.values()) <= {1}
        balance = blanks.balance(self.desk, TODAY)
        assert balance.left == self.received - len(self.ink)
        assert balance.before + balance.received - balance.used - balance.spoiled == balance.left

    @invariant()
    def no_permit_has_two_cards(self) -> None:
        with self.desk.reading() as session:
            good = session.scalars(select(Printout.permit_id).where(Printout.state == "came_out")).all()
            printed = session.scalars(select(Permit.id).where(Permit.state == "printed")).all()
        assert sorted(good, key=str) == sorted(printed, key=str)


SheetPress.TestCase.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSheetPress = SheetPress.TestCase
