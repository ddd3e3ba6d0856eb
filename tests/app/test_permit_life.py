"""A permit's life lived at random on a real file: right and wrong steps, days going by, acts taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from app import endorsements, history, materials, permits, printing, registrations
from app.errors import Refused
from app.permits import MOVES, OPEN, STEPS
from db import journal
from db.records import Decision, Endorsement, Permit, PermitStep
from tests.helpers import office
from tests.helpers.office import PROOFS, arrival

FIRST_DAY = date(2026, 2, 1)


class PermitLife(RuleBasedStateMachine):
    """Two residents, whose permits go whatever way the rules below take them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="anju-life-"))
        self.desk = office.office(self.folder, FIRST_DAY.isoformat())
        self.people: list[UUID] = []
        self.numbers: set[str] = set()

    @initialize()
    def two_arrive(self) -> None:
        for sequence in (951, 953):
            new = arrival("王立群", sequence, FIRST_DAY.isoformat(), materials=PROOFS)
            self.people.append(registrations.record_and_register(self.desk, new).person_id)

    @rule(days=st.sampled_from((1, 3, 40, 190, 340)))
    def days_go_by(self, days: int) -> None:
        self.desk = self.desk.on(self.desk.today() + timedelta(days))

    @rule(who=st.integers(0, 1))
    def applies(self, who: int) -> None:
        self.attempt(lambda: permits.apply(self.desk, self.people[who]))

    @rule(
        who=st.integers(0, 1), step=st.sampled_from(sorted(STEPS)), reason=st.sampled_from(("", "a reason"))
    )
    def takes_a_step(self, who: int, step: str, reason: str) -> None:
        permit = self.latest(who)
        if permit is None:
            return
        allowed = (permit.state, step) in MOVES
        if self.attempt(lambda: permits.move(self.desk, permit.id, step, reason)):
            assert allowed
            assert step != "print"

    @rule(who=st.integers(0, 1), comes_out=st.booleans())
    def is_printed(self, who: int, comes_out: bool) -> None:
        permit = self.latest(who)
        if permit is None:
            return

        def print_it() -> None:
            card = printing.make(self.desk, "permit_card", permit.id)
            printing.sent(self.desk, card.printout_id)
            if comes_out:
                printing.came_out(self.desk, card.printout_id)
            else:
                printing.spoiled(self.desk, card.printout_id, "crooked")

        assert self.attempt(print_it) == (permit.state == "approved")

    @rule(who=st.integers(0, 1))
    def is_endorsed(self, who: int) -> None:
        permit = self.latest(who)
        if permit is not None and self.attempt(lambda: endorsements.endorse(self.desk, permit.id)):
            assert permit.state == "issued"

    @rule(who=st.integers(0, 1), held=st.booleans())
    def papers_come_and_go(self, who: int, held: bool) -> None:
        proof = materials.NewMaterial("lease", "address", state="held" if held else "missing")
        materials.note(self.desk, self.people[who], (proof,))

    @rule()
    def the_latest_act_is_taken_back(self) -> None:
        act = history.last(self.desk)
        if act is not None and act.act != "register":
            history.undo(self.desk, act.txn)

    def attempt(self, do: Callable[[], object]) -> bool:
        """Whether it was done, or refused in words."""
        try:
            do()
        except Refused:
            return False
        return True

    def latest(self, who: int) -> Permit | None:
        if not self.people:
            return None
        with self.desk.reading() as session:
            of_person = select(Permit).where(Permit.person_id == self.people[who]).order_by(Permit.row.desc())
            return session.scalars(of_person).first()

    @invariant()
    def the_state_is_where_the_last_step_led(self) -> None:
        with self.desk.reading() as session:
            for permit in session.scalars(select(Permit)):
                steps = session.scalars(
                    select(PermitStep).where(PermitStep.permit_id == permit.id).order_by(PermitStep.row)
                ).all()
                at = "applied"
                for step in steps:
                    assert step.before == at
                    assert MOVES[at, step.step] == step.after
                    at = step.after
                assert permit.state == at
                assert (permit.ended_on is not None) == (permit.state not in OPEN)
                assert permit.state in ("applied", "accepted", "refused") or permit.number
                assert permit.state not in ("printed", "issued", "lost") or permit.issued_on

    @invariant()
    def nobody_has_two_open_permits_and_no_number_is_borne_twice(self) -> None:
        with self.desk.reading() as session:
            held = session.scalars(select(Permit)).all()
        open_ones = [permit.person_id for permit in held if permit.state in OPEN]
        assert len(open_ones) == len(set(open_ones))
        numbers = [permit.number for permit in held if permit.number]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def every_decision_names_its_law_and_endorsements_their_due_days(self) -> None:
        with self.desk.reading() as session:
            assert all(decision.pack_checksum for decision in session.scalars(select(Decision)))
            for endorsement in session.scalars(select(Endorsement)):
                assert endorsement.endorsed_on > endorsement.due_on - timedelta(32)

    @invariant()
    def the_journal_is_whole(self) -> None:
        with self.desk.reading() as session:
            assert journal.check(session) is None

    def teardown(self) -> None:
        self.desk.close()
        shutil.rmtree(self.folder)


TestPermitLife = PermitLife.TestCase
TestPermitLife.settings = settings(max_examples=8, stateful_step_count=20)
