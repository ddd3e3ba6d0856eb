"""A permit's life lived at random on a real file: right and wrong steps, days going by, acts taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from app import arrivals, endorsements, history, materials, permits, printing, registrations, undoing
from app.errors import Refused
from app.history import FINAL
from app.notices import Lack
from app.permits import GROUNDS, IN_USE, MOVES, OPEN, OWN_ACTS, STEPS, UNDER_WAY
from app.steps import Given
from db import journal
from db.records import Decision, Endorsement, Permit, PermitStep, Reversal, Stay
from tests.app.test_undoing import Content, content
from tests.helpers import office
from tests.helpers.office import PROOFS, arrival

FIRST_DAY = date(2026, 2, 1)
LEASE = PROOFS[1]
GROUND = {"extend": "remote", "replace": "damaged", "cancel": "left", "seize": "deceit"}
who = st.integers(0, 1)


class PermitLife(RuleBasedStateMachine):
    """Two residents, whose permits go whatever way the rules below take them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="anju-life-"))
        self.desk = office.office(self.folder, FIRST_DAY.isoformat())
        self.people: list[UUID] = []
        self.before: dict[UUID, Content] = {}

    @initialize()
    def two_arrive_and_after_half_a_year_apply(self) -> None:
        for sequence in (951, 953):
            new = arrival("王立群", sequence, FIRST_DAY.isoformat(), materials=PROOFS)
            self.people.append(registrations.record_and_register(self.desk, new).person_id)
        self.days_go_by(190)
        for one in (0, 1):
            self.applies(one)

    @rule(days=st.sampled_from((1, 3, 40, 190, 340)))
    def days_go_by(self, days: int) -> None:
        self.desk = self.desk.on(self.desk.today() + timedelta(days))

    @rule(who=who)
    def applies(self, who: int) -> None:
        self.attempt(lambda: permits.apply(self.desk, self.people[who]))

    @rule(who=who, ground=st.sampled_from(("", "damaged")))
    def wants_a_new_card(self, who: int, ground: str) -> None:
        held = self.in_use(who)
        if held is not None and self.attempt(lambda: permits.renew(self.desk, held.id, ground)):
            assert held.state == "lost" or ground

    @rule(
        who=who,
        step=st.sampled_from(sorted(set(STEPS) - OWN_ACTS)),
        given=st.booleans(),
        returned=st.booleans(),
    )
    def takes_a_step(self, who: int, step: str, given: bool, returned: bool) -> None:
        self.takes(self.latest(who), step, given, returned)

    @rule(who=who, step=st.sampled_from(("report_lost", "find", "suspend", "restore", "cancel", "seize")))
    def is_used(self, who: int, step: str) -> None:
        self.takes(self.in_use(who), step, given=True, returned=False)

    @rule(who=who)
    def is_made_and_handed_out(self, who: int) -> None:
        permit = self.latest(who)
        if permit is not None and permit.state in UNDER_WAY:
            for step in ("accept", "approve"):
                self.takes(permit, step, given=True, returned=False)
            self.is_printed(who, comes_out=True)
            self.takes(self.latest(who), "hand_out", given=True, returned=True)

    @rule(who=who, comes_out=st.booleans())
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

    @rule(who=who)
    def is_endorsed(self, who: int) -> None:
        permit = self.in_use(who)
        if permit is not None and self.attempt(lambda: endorsements.endorse(self.desk, permit.id)):
            assert permit.state in ("issued", "suspended")

    @rule(who=who, held=st.booleans())
    def papers_come_and_go(self, who: int, held: bool) -> None:
        proof = replace(LEASE, state="held" if held else "missing")
        self.attempt(lambda: materials.note(self.desk, self.people[who], (proof,)))

    @rule(who=who, room=st.integers(1, 9))
    def moves_house_and_has_it_noted(self, who: int, room: int) -> None:
        def move() -> None:
            with self.desk.reading() as session:
                here = select(Stay.id).where(Stay.person_id == self.people[who], Stay.left_on.is_(None))
                stay_id = session.scalars(here).one()
            arrivals.depart(self.desk, stay_id, self.desk.today(), "moved")
            form = arrivals.form_for(self.desk, self.people[who])
            moved = replace(
                form, arrived_on=self.desk.today(), community="新区", address=f"{room}号", tenure="rented",
                purpose="01",
            )  # fmt: skip
            registrations.record_and_register(self.desk, moved)

        self.attempt(move)
        self.takes(self.in_use(who), "change_address", given=True, returned=False)

    @rule()
    def the_latest_act_is_taken_back(self) -> None:
        act = undoing.last(self.desk)
        if act is not None and act.act != "register" and act.txn in self.before:
            undoing.undo(self.desk, act.txn)
            assert content(self.desk) == self.before[act.txn]

    @precondition(lambda self: self.people)
    @rule(who=who, back=st.integers(1, 6), shown=st.booleans())
    def an_act_of_long_ago_is_taken_back_with_all_that_hangs_on_it(
        self, who: int, back: int, shown: bool
    ) -> None:
        acts = [
            line for line in history.of_person(self.desk, self.people[who])
            if not line.taken_back and line.act not in {*FINAL, "undo", "register"}
        ]  # fmt: skip
        if len(acts) < back:
            return
        plan = undoing.plan(self.desk, acts[back - 1].txn)
        along = plan.along if shown else ()
        done = self.attempt(lambda: undoing.undo(self.desk, acts[back - 1].txn, "an error", along))
        assert done == (not plan.blocked and (shown or not plan.hangs))

    def takes(self, permit: Permit | None, step: str, given: bool, returned: bool) -> None:
        if permit is None:
            return
        ground = GROUND.get(step, "") if given else ""
        lacks = (Lack("lease", "unsigned"),) if given else ()
        reason, receipt = ("a reason", "0012345") if given else ("", "")
        if self.attempt(
            lambda: permits.move(
                self.desk, permit.id, step, Given(reason, ground=ground, lacks=lacks, returned=returned,
                receipt=receipt, proof="lease"))
        ):  # fmt: skip
            assert (permit.state, step) in MOVES
            assert given or step not in (*GROUNDS, "refuse")

    def attempt(self, do: Callable[[], object]) -> bool:
        """Whether it was done, or refused in words; what was on file before is remembered."""
        before = content(self.desk)
        try:
            do()
        except Refused:
            return False
        act = undoing.last(self.desk)
        if act is not None:
            self.before.setdefault(act.txn, before)
        return True

    def latest(self, who: int) -> Permit | None:
        return self.one(who, *OPEN, "refused", "replaced", "cancelled", "seized")

    def in_use(self, who: int) -> Permit | None:
        return self.one(who, *IN_USE)

    def one(self, who: int, *states: str) -> Permit | None:
        if not self.people:
            return None
        with self.desk.reading() as session:
            of_person = select(Permit).where(Permit.person_id == self.people[who], Permit.state.in_(states))
            return session.scalars(of_person.order_by(Permit.row.desc())).first()

    @invariant()
    def the_state_is_where_the_last_step_led_and_no_step_came_from_nowhere(self) -> None:
        with self.desk.reading() as session:
            for permit in session.scalars(select(Permit)):
                steps = session.scalars(
                    select(PermitStep).where(PermitStep.permit_id == permit.id).order_by(PermitStep.row)
                ).all()
                at = ""
                for step in steps:
                    assert step.before == at
                    assert MOVES[at, step.step] == step.after
                    assert session.get_one(Decision, step.decision_id).pack_checksum
                    at = step.after
                assert permit.state == at
                assert (permit.ended_on is not None) == (permit.state not in OPEN)
                assert permit.state in ("applied", "accepted", "refused") or permit.number
                assert permit.state not in ("printed", *IN_USE) or permit.issued_on
                assert (permit.issue_by is None) == (permit.accepted_on is None)

    @invariant()
    def nobody_has_two_permits_in_use_or_two_applications_and_no_number_is_borne_twice(self) -> None:
        with self.desk.reading() as session:
            held = session.scalars(select(Permit)).all()
        for states in (IN_USE, UNDER_WAY):
            people = [permit.person_id for permit in held if permit.state in states]
            assert len(people) == len(set(people))
        numbers = [permit.number for permit in held if permit.number]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def an_old_card_is_out_of_use_from_the_day_the_new_one_is_in_somebodys_hand(self) -> None:
        with self.desk.reading() as session:
            for new in session.scalars(select(Permit).where(Permit.replaces_id.is_not(None))):
                old = session.get_one(Permit, new.replaces_id)
                assert (old.state == "replaced") == (new.handed_on is not None)
                assert new.handed_on is None or old.ended_on == new.handed_on

    @invariant()
    def endorsements_are_made_for_due_days_in_or_after_their_window(self) -> None:
        with self.desk.reading() as session:
            for endorsement in session.scalars(select(Endorsement)):
                assert endorsement.endorsed_on > endorsement.due_on - timedelta(32)

    @invariant()
    def nobody_lives_at_two_places(self) -> None:
        with self.desk.reading() as session:
            living = session.scalars(select(Stay.person_id).where(Stay.left_on.is_(None))).all()
        assert len(living) == len(set(living))

    @invariant()
    def the_journal_is_whole_and_what_was_taken_back_is_in_it(self) -> None:
        with self.desk.reading() as session:
            assert journal.check(session) is None
            reversed_once = session.scalars(select(Reversal.txn)).all()
        assert len(reversed_once) == len(set(reversed_once))

    def teardown(self) -> None:
        self.desk.close()
        shutil.rmtree(self.folder)


TestPermitLife = PermitLife.TestCase
TestPermitLife.settings = settings(max_examples=8, stateful_step_count=20)
