"""Two desks at one household in the same moment: one comes after the other, nothing is refused or doubled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from app import arrivals, households, merging, undoing
from app.arrivals import NO_NUMBER, Recorded
from app.clashes import Clashed
from app.desk import Desk
from app.errors import InWords, Refused
from app.households import NewMember
from db.records import Member
from tests.helpers.office import arrival, colleague

WANG = arrival("王立群", 931, "2026-11-01", address="麒麟路 5-1")
LI = arrival("李建国", 933, "2026-11-01", address="麒麟路 5-1")
SON = NewMember(households.SON, "王小军", NO_NUMBER, "", date(2019, 5, 1))
DAUGHTER = NewMember(households.DAUGHTER, "王小红", NO_NUMBER, "", date(2021, 5, 1))
ROUNDS = 8


def at_once(*verbs: Callable[[], object]) -> list[InWords]:
    """What goes wrong where each is done at a desk of its own in the same moment."""
    meet, wrong = Barrier(len(verbs), timeout=60), list[InWords]()

    def do(verb: Callable[[], object]) -> None:
        meet.wait()
        try:
            verb()
        except InWords as error:
            wrong.append(error)

    threads = [Thread(target=do, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def known(of: Recorded, member: NewMember) -> NewMember:
    return replace(member, person_id=of.person_id)


def open_places(desk: Desk, of: Recorded) -> int:
    """In how many households somebody is now."""
    with desk.reading() as session:
        now = select(func.count()).select_from(Member).where(Member.person_id == of.person_id)
        return session.scalar(now.where(Member.until.is_(None))) or 0


def corrects(desk: Desk, head: Recorded, family: tuple[NewMember, ...], **typed: Any) -> None:
    """Correct a head's stay with the family beside it, as the form does."""
    form = arrivals.form_of(desk, head.stay_id)
    shown = merging.values_of(form, {each.person_id: each.relation for each in family if each.person_id})
    households.record(desk, replace(form, **typed), family, head.stay_id, shown)


def test_two_families_take_the_same_child_along_and_it_is_in_one_of_them(
    desk: Desk, other_desk: Desk
) -> None:
    wang, child = households.record(desk, WANG, (SON,))
    li = arrivals.record(desk, LI)
    for number in range(ROUNDS):
        wrong = at_once(
            partial(corrects, desk, wang, (known(child, SON),), remark=f"{number}"),
            partial(corrects, other_desk, li, (known(child, SON),), remark=f"{number}"),
        )
        assert wrong == []
        assert open_places(desk, child) == 1


def test_one_moves_the_family_while_another_corrects_the_child(desk: Desk, other_desk: Desk) -> None:
    wang, child = households.record(desk, WANG, (SON,))
    for number in range(ROUNDS):
        wrong = at_once(
            partial(corrects, desk, wang, (known(child, SON),), address=f"麒麟路 {number + 6}-1"),
            partial(corrects, other_desk, child, (), remark=f"{number}"),
        )
        assert wrong == []
        form = arrivals.form_of(desk, child.stay_id)
        assert (form.address, form.remark) == (f"麒麟路 {number + 6}-1", f"{number}")


def test_a_father_and_a_child_who_names_him_are_corrected_at_once_and_neither_waits_for_ever(
    desk: Desk, other_desk: Desk
) -> None:
    wang, child = households.record(desk, WANG, (SON,))
    father = NewMember(households.PARENT, "王立群", "citizen", WANG.id_number, person_id=wang.person_id)
    for number in range(ROUNDS):
        wrong = at_once(
            partial(corrects, desk, wang, (known(child, SON),), remark=f"{number}"),
            partial(corrects, other_desk, child, (father,), remark=f"{number}"),
        )
        assert wrong == []
        assert (open_places(desk, wang), open_places(desk, child)) == (1, 1)


def test_a_child_leaves_while_the_family_is_corrected(desk: Desk, other_desk: Desk) -> None:
    wang, child = households.record(desk, WANG, (SON,))
    for number in range(ROUNDS):
        households.record(desk, arrivals.form_of(desk, wang.stay_id), (known(child, SON),), wang.stay_id)
        (row,) = households.led_by(desk, wang.person_id)
        wrong = at_once(
            partial(corrects, desk, wang, (known(child, SON),), remark=f"{number}"),
            partial(households.leave, other_desk, row.id, date(2026, 11, 20)),
        )
        assert wrong == []
        assert open_places(desk, child) == 0


def test_two_desks_begin_the_same_household_and_there_is_one(desk: Desk, other_desk: Desk) -> None:
    for n in range(ROUNDS):
        wang = arrivals.record(desk, arrival(f"王{n}", 941 + 2 * n, "2026-11-01", address=f"三江路 {n}-1"))
        wrong = at_once(
            partial(corrects, desk, wang, (SON,)),
            partial(corrects, other_desk, wang, (DAUGHTER,)),
        )
        assert wrong == []
        assert open_places(desk, wang) == 1
        assert [row.name for row in households.of_person(desk, wang.person_id)].count(f"王{n}") == 1
        assert {row.name for row in households.led_by(desk, wang.person_id)} == {"王小军", "王小红"}


def test_who_says_another_day_of_leaving_is_told_who_said_which_and_may_put_it_right(desk: Desk) -> None:
    other = colleague(desk)
    wang, child = households.record(desk, WANG, (SON,))
    (row,) = households.led_by(desk, wang.person_id)
    households.leave(other, row.id, date(2026, 11, 20))
    with pytest.raises(Clashed) as clashed:
        households.leave(desk, row.id, date(2026, 11, 21))
    (clash,) = clashed.value.clashes
    assert (clash.field, clash.theirs, clash.mine) == ("until", "2026-11-20", "2026-11-21")
    assert clashed.value.written is not None
    assert clashed.value.written.officer == "张海涛"

    households.leave(desk, row.id, date(2026, 11, 20))  # the same said twice is said once
    assert undoing.last(desk) != undoing.last(other)
    households.leave(desk, row.id, date(2026, 11, 21), date(2026, 11, 20))
    with desk.reading() as session:
        assert session.get_one(Member, row.id).until == date(2026, 11, 21)
    assert open_places(desk, child) == 0
    with pytest.raises(Refused, match="before joining"):
        households.leave(desk, row.id, date(2026, 10, 1), date(2026, 11, 21))
