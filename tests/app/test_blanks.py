"""Blank cards: none is lost or doubled, whatever is killed, jams, is printed again or lay on top."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from app import blanks, offices, printing, tray, undoing
from app.desk import Desk
from app.errors import Refused
from app.paper import PERMIT_CARD
from db.records import Blank, Permit, Printout
from tests.helpers import office
from tests.helpers.office import Samples
from tests.helpers.queues import unconfirmed

CARD = PERMIT_CARD.name
TODAY = date(2026, 11, 23)


def states(desk: Desk) -> Counter[str]:
    with desk.reading() as session:
        return Counter(session.scalars(select(Blank.state)))


def number_of(desk: Desk, printout_id: UUID) -> str:
    with desk.reading() as session:
        return session.scalars(select(Blank.number).where(Blank.printout_id == printout_id)).one()


def test_a_box_is_taken_in_by_its_numbers_and_used_in_order(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    blanks.receive(desk, "a0234501", "A0234600")
    stock = blanks.stock(desk)
    assert (stock.kept, stock.left, stock.next, stock.is_low) == (True, 100, "A0234501", False)
    card = printing.make(desk, CARD, made.permits["approved"])
    assert card.blank == "A0234501"
    printing.sent(desk, card.printout_id)
    printing.came_out(desk, card.printout_id)
    assert states(desk) == {"lies": 99, "used": 1}
    assert blanks.stock(desk).next == "A0234502"
    assert blanks.balance(desk, TODAY) == blanks.Balance(0, 100, 1, 0, 0, 99, cards=1)


@pytest.mark.parametrize(
    ("first", "last", "because"),
    [
        ("A0234501", "B0234600", "no row of numbers"),
        ("A0234600", "A0234501", "no row of numbers"),
        ("A0234501", "A02346000", "no row of numbers"),
        ("A0000001", "A0009999", "a box has at most 1000"),
        ("box no. 7", "A0234600", "no number of a blank"),
        ("A0234501", "", "no number of a blank"),
        ("A0234550", "A0234650", "on file already"),
        ("A0234401", "A0234501", "on file already"),
    ],
)
def test_numbers_that_cannot_be_are_refused_and_nothing_is_taken_in(
    own_sampled: tuple[Desk, Samples], first: str, last: str, because: str
) -> None:
    desk, _made = own_sampled
    blanks.receive(desk, "A0234501", "A0234600")
    with pytest.raises(Refused, match=because):
        blanks.receive(desk, first, last)
    assert states(desk) == {"lies": 100}


def test_an_office_without_a_stock_prints_without(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    assert printing.make(desk, CARD, made.permits["approved"]).blank == ""
    assert not blanks.stock(desk).kept


def test_without_a_blank_nothing_is_printed(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    blanks.receive(desk, "A1", "A1")
    blanks.spoil(desk, "A1", "bent")
    with pytest.raises(Refused, match="No blank card is left"):
        printing.make(desk, CARD, made.permits["approved"])
    with desk.reading() as session:
        assert not session.scalars(select(Printout).where(Printout.state == "prepared")).all()


def test_the_number_seen_on_the_card_counts(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    blanks.receive(desk, "A01", "A05")
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    with pytest.raises(Refused, match="No blank has the number"):
        printing.came_out(desk, card.printout_id, seen="A77")
    printing.came_out(desk, card.printout_id, seen="a03")
    assert number_of(desk, card.printout_id) == "A03"
    assert blanks.stock(desk).next == "A01"


def test_a_spoiled_card_spoils_its_blank_and_one_that_never_came_does_not(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    blanks.receive(desk, "A01", "A05")
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.nothing_came(desk, card.printout_id)
    assert states(desk) == {"lies": 5}
    card = printing.make(desk, CARD, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    printing.spoiled(desk, card.printout_id, "crooked")
    assert states(desk) == {"lies": 4, "spoiled": 1}
    assert printing.make(desk, CARD, made.permits["approved"]).blank == "A02"


def test_a_blank_is_put_aside_with_a_reason_and_undone(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    blanks.receive(desk, "A01", "A05")
    with pytest.raises(Refused, match="Say why") as refused:
        blanks.spoil(desk, "A01", " ")
    assert refused.value.field == "reason"
    blanks.give_back(desk, "A01", "to the county")
    with pytest.raises(Refused, match="does not lie here any more"):
        blanks.spoil(desk, "A01", "bent")
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    assert states(desk) == {"lies": 5}


def test_a_box_taken_in_by_mistake_goes_again(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    blanks.receive(desk, "A01", "A05")
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    assert not blanks.stock(desk).kept


def test_the_tray_is_counted_against_the_ledger_and_a_difference_says_why(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, _made = own_sampled
    blanks.receive(desk, "A01", "A05")
    assert tray.counted(desk, TODAY) is None
    with pytest.raises(Refused, match="You counted 4, the ledger has 5") as refused:
        tray.count(desk, 4, " ")
    assert refused.value.field == "reason"
    assert tray.counted(desk, TODAY) is None
    short = tray.count(desk, 4, " one not found ")
    assert (short.seen, short.on_ledger, short.reason, short.differs) == (4, 5, "one not found", True)
    assert states(desk) == {"lies": 5}

    blanks.spoil(desk, "A05", "lost")
    again = tray.count(desk, 4)
    assert not again.differs
    assert tray.counted(desk, TODAY) == again
    assert tray.counted(desk, TODAY - timedelta(1)) is None
    assert blanks.balance(desk, TODAY).left == again.seen


def test_nobody_counts_while_a_card_is_in_the_printer(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    blanks.receive(desk, "A01", "A05")
    card = printing.make(desk, CARD, made.permits["approved"])
    tray.count(desk, 5)  # it was drawn, and lies in the tray as before
    printing.sent(desk, card.printout_id)
    with pytest.raises(Refused, match="Say first whether they came out"):
        tray.count(desk, 4)
    printing.came_out(desk, card.printout_id)
    assert tray.count(desk, 4).on_ledger == 4


def test_a_count_is_an_act_of_its_officer_and_taken_back(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    blanks.receive(desk, "A01", "A05")
    first = tray.count(desk, 5)
    tray.count(desk, 3, "two at the other desk")
    act = undoing.last(desk)
    assert act is not None
    assert act.act == "count_tray"
    undoing.undo(desk, act.txn)
    assert tray.counted(desk, TODAY) == first


class Press(RuleBasedStateMachine):
    """Two officers at one file print the same few cards; the program is killed, the printer jams.

    The world outside is kept beside it: which blanks lie in the tray, and which cards exist.
    """

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self._folder = tempfile.TemporaryDirectory()
        desk, made = office.sampled(Path(self._folder.name))
        self._url = desk._store.url
        self.desks = [desk, offices.open_fiction(self._url, TODAY)]
        self.permits = [made.permits["approved"]]
        self.sent: dict[UUID, str] = {}
        self.prepared: dict[UUID, str] = {}
        self.tray: set[str] = set()
        self.good: list[UUID] = []
        self.spoiled, self.day = 0, TODAY
        self.received = 0

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        self._folder.cleanup()

    @rule(size=st.integers(1, 4))
    def takes_a_box(self, size: int) -> None:
        first = self.received + 1
        blanks.receive(self.desks[0], f"K{first:05}", f"K{first + size - 1:05}")
        self.tray |= {f"K{number:05}" for number in range(first, first + size)}
        self.received += size

    @rule(desk=st.integers(0, 1))
    def makes(self, desk: int) -> None:
        try:
            made = printing.make(self.desks[desk], CARD, self.permits[0])
        except Refused:
            assert self.good or self.sent or not self.free()
            return
        assert not self.good
        assert bool(made.blank) == bool(self.received)
        self.prepared = {made.printout_id: made.blank}

    @precondition(lambda self: self.prepared)
    @rule(desk=st.integers(0, 1))
    def sends(self, desk: int) -> None:
        ((printout, blank),) = self.prepared.items()
        printing.sent(self.desks[desk], printout)
        self.sent, self.prepared = {printout: blank}, {}

    @precondition(lambda self: self.sent)
    @rule(desk=st.integers(0, 1), other=st.booleans(), chance=st.randoms(use_true_random=False))
    def comes_out(self, desk: int, other: bool, chance: random.Random) -> None:
        ((printout, blank),) = self.sent.items()
        seen = self.on_top(blank, other, chance)
        printing.came_out(self.desks[desk], printout, seen=seen)
        self.tray.discard(seen)
        self.good.append(printout)
        self.sent = {}

    @precondition(lambda self: self.sent)
    @rule(desk=st.integers(0, 1), other=st.booleans(), chance=st.randoms(use_true_random=False))
    def comes_out_wrong(self, desk: int, other: bool, chance: random.Random) -> None:
        ((printout, blank),) = self.sent.items()
        seen = self.on_top(blank, other, chance)
        printing.spoiled(self.desks[desk], printout, "jammed", seen=seen)
        self.spoiled += bool(seen)
        self.tray.discard(seen)
        self.sent = {}

    @precondition(lambda self: self.sent)
    @rule(desk=st.integers(0, 1))
    def never_comes(self, desk: int) -> None:
        printing.nothing_came(self.desks[desk], next(iter(self.sent)))
        self.sent = {}

    @rule(desk=st.integers(0, 1))
    def is_killed(self, desk: int) -> None:
        """The program dies and is started again: what was sent is asked about, the rest goes on."""
        self.desks[desk].close()
        self.desks[desk] = offices.open_fiction(self._url, self.day)
        waiting = {one.printout_id for one in unconfirmed(self.desks[desk])}
        assert waiting == set(self.sent)

    @rule()
    def night_falls(self) -> None:
        self.day += timedelta(1)
        for number, desk in enumerate(self.desks):
            desk.close()
            self.desks[number] = offices.open_fiction(self._url, self.day)

    @precondition(lambda self: self.free())
    @rule(desk=st.integers(0, 1), chance=st.randoms(use_true_random=False))
    def a_blank_is_bent(self, desk: int, chance: random.Random) -> None:
        number = chance.choice(sorted(self.free()))
        blanks.spoil(self.desks[desk], number, "bent")
        self.tray.discard(number)
        self.spoiled += 1

    @rule(desk=st.integers(0, 1), wrong=st.integers(-1, 1))
    def counts(self, desk: int, wrong: int) -> None:
        """Whoever counts is believed, and told when the ledger says something else."""
        try:
            count = tray.count(self.desks[desk], len(self.tray) + wrong)
        except Refused:
            assert wrong or any(self.sent.values())
            return
        assert not wrong
        assert (count.seen, count.differs) == (len(self.tray), False)

    @invariant()
    def the_ledger_is_the_tray(self) -> None:
        desk = self.desks[0]
        with desk.reading() as session:
            lying = set(session.scalars(select(Blank.number).where(Blank.state.in_(("lies", "reserved")))))
            permit = session.get_one(Permit, self.permits[0])
        assert lying == self.tray
        balance = blanks.balance(desk, self.day)
        assert balance.left == len(self.tray)
        assert (
            balance.before + balance.received - balance.used - balance.spoiled - balance.returned
            == balance.left
        )
        assert states(desk)["spoiled"] == self.spoiled
        assert (permit.state == "printed") == bool(self.good)
        assert len(self.good) <= 1

    def free(self) -> set[str]:
        """The blanks in the tray that no print holds."""
        return self.tray - set(self.prepared.values()) - set(self.sent.values())

    def on_top(self, reserved: str, other: bool, chance: random.Random) -> str:
        """Which blank the printer really took: mostly the one reserved."""
        others = sorted(self.free())
        return chance.choice(others) if reserved and other and others else reserved


Press.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestPress = Press.TestCase
