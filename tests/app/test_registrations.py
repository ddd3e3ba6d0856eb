"""Residence registrations: made once, late or in time, with the law they were made under."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import arrivals, people, registrations
from app.desk import Desk
from app.errors import Refused
from app.households import NewMember
from db.records import Decision, Person, Registration
from tests.helpers.office import arrival, colleague

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(("days", "late_by"), [(0, 0), (29, 0), (30, 0), (31, 1), (400, 370)])
def test_a_registration_tells_how_late_it_is(own_desk: Desk, days: int, late_by: int) -> None:
    recorded = arrivals.record(own_desk, arrival("王立群", 921, (DAY - timedelta(days)).isoformat()))
    registered = registrations.register(own_desk, recorded.stay_id, registrations.TELL)
    assert (registered.registered_on, registered.late_by) == (DAY, late_by)
    assert registered.number == "530302-2026-000001"


def test_what_was_told_and_the_law_it_was_made_under_are_kept(desk: Desk) -> None:
    registered = registrations.record_and_register(
        desk, arrival("王立群", 921, "2026-11-01"), told=("report_moves",)
    )
    with desk.reading() as session:
        kept = session.get_one(Registration, registered.id)
        decision = session.scalars(select(Decision)).one()
    assert kept.told == ["report_moves"]
    assert (decision.subject, decision.outcome, decision.rule) == (
        "registration",
        "registered",
        "must_register",
    )
    assert decision.pack_checksum


def test_a_stay_is_registered_once_whichever_desk_is_quicker(desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("王立群", 921, "2026-11-01"))

    def register(_: int) -> bool:
        try:
            registrations.register(desk, recorded.stay_id)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as desks:
        assert sum(desks.map(register, range(6))) == 1
    with pytest.raises(Refused, match="registered on 2026-11-23 under number 530302-2026-000001"):
        registrations.register(desk, recorded.stay_id)


def test_a_stay_that_ended_is_not_registered(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-01"))
    arrivals.depart(own_desk, recorded.stay_id, date(2026, 11, 20), "left")
    with pytest.raises(Refused, match="ended on 2026-11-20"):
        registrations.register(own_desk, recorded.stay_id)


def test_nobody_is_registered_before_arriving(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-20"))
    with pytest.raises(Refused, match="before arriving on 2026-11-20"):
        registrations.register(own_desk.on(date(2026, 11, 19)), recorded.stay_id)


def test_a_stay_that_is_gone_is_refused_in_words(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="not on file any more"):
        registrations.register(own_desk, uuid4())


def test_recorded_and_registered_in_one_act_both_are_kept_or_neither(desk: Desk) -> None:
    gone = arrival("王立群", 921, "2026-11-01", purpose="no such code longer than ten")
    with pytest.raises(Refused):
        registrations.record_and_register(desk, gone)
    with desk.reading() as session:
        assert session.scalars(select(Person)).all() == []
    registered = registrations.record_and_register(desk, arrival("王立群", 921, "2026-11-01"))
    stay = people.card(desk, registered.person_id).stay
    assert stay is not None
    assert (stay.registration_number, stay.registered_on) == (registered.number, DAY)


def test_whose_head_another_desk_has_registered_is_registered_all_the_same(desk: Desk) -> None:
    new = arrival("王立群", 921, "2026-11-02")
    head = arrivals.record(desk, new)
    form = arrivals.form_of(desk, head.stay_id)
    son = NewMember("20", "王小军", arrivals.NO_NUMBER, "", date(2017, 2, 3))
    quicker = registrations.register(colleague(desk), head.stay_id)
    made = registrations.record_and_register(desk, form, head.stay_id, family=(son,))
    assert (made.number, made.before) == (quicker.number, True)
    assert [people.card(desk, each.person_id).name for each in made.family] == ["王小军"]
    assert made.family[0].number != quicker.number
    with pytest.raises(Refused, match="was registered on"):
        registrations.record_and_register(desk, form, head.stay_id)
