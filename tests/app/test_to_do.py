"""The list of what is to do, on paper: every line of the queue, filtered, masked, in the order asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import arrivals, benefits, printing, printouts, scopes, signing, to_do, today
from app.desk import Desk
from app.errors import Refused
from app.paper import SERVICES_NOTICE, TO_DO_LIST, Document
from app.paper.to_do_list import ToDo
from app.to_do import BY_ADDRESS, Wanted
from tests.helpers.office import Samples, arrival
from tests.paper import pages

DAY = date(2026, 11, 23)


def places(said: str, *words: str) -> list[int]:
    """Where these words stand on the paper, which must hold each of them once."""
    assert [said.count(word) for word in words] == [1] * len(words)
    return [said.index(word) for word in words]


def test_every_duty_of_the_queue_stands_on_it_once_by_deadline_and_masked(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, _made = own_sampled
    said = pages.solid(to_do.seen(desk, Wanted()))
    duties = today.duties(desk)
    found = places(said, *(f"{duty.name}{duty.id_number}" for duty in duties))
    assert found == sorted(found)
    assert "全所，全部待办" in said
    assert f"共{len(duties)}件，按期限" in said
    assert "11-20，逾期3天" in said
    assert "11-23，今天" in said
    assert "待补材料" in said


def test_it_is_filtered_and_scoped_as_the_queue(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    arrivals.record(desk, arrival("孔令仪", 977, "2026-11-20", community="北关社区"))
    scopes.choose_grid(desk, ("北关社区",))
    said = pages.solid(to_do.seen(desk, Wanted("grid", today.REGISTER)))
    assert "陈晓岚的网格：北关社区，满30日待登记" in said
    assert [duty.name for duty in today.duties(desk) if duty.name in said] == ["马晓东", "孔令仪"]
    assert "罗建国" not in said
    assert "没有要办的" in pages.solid(to_do.seen(desk, Wanted("grid", today.PRINT)))


def test_by_address_it_is_sorted_as_one_walks(own_desk: Desk) -> None:
    for number, (name, door) in enumerate((("何丽华", "10-1-3"), ("吴天明", "9-2-1"), ("孔令仪", "9-12-1"))):
        new = arrival(name, 951 + number, "2026-11-20", address=f"麒麟路 {door}")
        arrivals.record(own_desk, new)
    said = pages.solid(to_do.seen(own_desk, Wanted(order=BY_ADDRESS)))
    found = places(said, "吴天明", "孔令仪", "何丽华")
    assert found == sorted(found)


@given(
    st.lists(st.lists(st.one_of(st.integers(0, 120).map(str), st.sampled_from("号栋室路- 1")), max_size=6))
)
def test_any_addresses_have_an_order(addresses: list[list[str]]) -> None:
    lines = [ToDo("", "", "", "".join(parts), "") for parts in addresses]
    walked = sorted(lines, key=to_do._way)
    assert sorted(walked, key=to_do._way) == walked


def test_it_is_on_record_signed_and_had_again_as_a_copy(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    made = to_do.make(desk, Wanted())
    kept = next(iter(printouts.of_day(desk, DAY)))
    assert (kept.id, kept.document, kept.name) == (made.printout_id, "to_do_list", "")
    assert signing.verify_file(desk, made.pdf)
    printing.sent(desk, made.printout_id)
    printing.came_out(desk, made.printout_id)
    assert printing.again(desk, made.printout_id).pdf == made.pdf


def test_other_desks_may_write_while_it_is_drawn_and_no_number_is_given_out_twice(
    own_sampled: tuple[Desk, Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, made_before = own_sampled
    draw, letters = Document.make, list[printing.Made]()

    def quicker(document: Document[Any], value: Any, on: date, *, bare: bool = False) -> bytes:
        if not letters and document is TO_DO_LIST:
            letters.append(printing.make(desk, SERVICES_NOTICE.name, made_before.people["endorsable"]))
        return draw(document, value, on, bare=bare)

    monkeypatch.setattr(Document, "make", quicker)
    made = to_do.make(desk, Wanted())
    numbers = [re.search(r"\d{6}-2026-\d{6}", pages.solid(pdf)) for pdf in (letters[0].pdf, made.pdf)]
    assert [number and number[0][-6:] for number in numbers] == ["000001", "000002"]
    assert signing.verify_file(desk, made.pdf)


def test_whom_policy_has_found_stands_on_it_until_told(own_sampled: tuple[Desk, Samples]) -> None:
    desk, _made = own_sampled
    found = benefits.newly_qualified(desk, 180, 180)
    told, *others = found.in_order()
    name = {row.gain: row.person.name for row in benefits.described(desk, found.in_order())}
    before = pages.solid(to_do.seen(desk, Wanted(found=found)))
    assert all(name[gain] in before for gain in found.in_order())
    benefits.tell(desk, told)
    after = pages.solid(to_do.seen(desk, Wanted(found=benefits.renewed(desk, found))))
    assert f"共{len(others)}件" in after


def test_a_list_that_nobody_would_carry_is_refused_in_words(
    own_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_do, "AT_MOST", 2)
    for sequence in (951, 952):
        arrivals.record(own_desk, arrival("孔令仪", sequence, "2026-11-20"))
    to_do.seen(own_desk, Wanted())
    arrivals.record(own_desk, replace(arrival("孔令仪", 953, "2026-11-20")))
    with pytest.raises(Refused, match="more than are printed"):
        to_do.make(own_desk, Wanted())
    assert len(printouts.of_day(own_desk, DAY)) == 0
