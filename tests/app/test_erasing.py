"""Pages go on their day, by themselves: never while they are read, never later, and what named them last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import arrivals, conflicts, drafts, erasing, history, pages, permits, undoing
from app.clashes import MINE, THEIRS
from app.desk import Desk
from app.errors import Refused
from app.frames import Frame
from app.materials import NewMaterial
from app.steps import Given
from db.records import Journal, PagePicture, Permit
from tests.helpers import office
from tests.helpers.in_two_hands import At
from tests.helpers.office import Samples, arrival

A_DAY = timedelta(1)
FIRST = date(2026, 11, 23)
ONE, TWO = b"a page, 1", b"a page, 2"


def has_pages(desk: Desk, person_id: UUID) -> bool:
    return bool(pages.of_person(desk, person_id))


def pictures(desk: Desk) -> set[bytes]:
    with desk.reading() as session:
        return set(session.scalars(select(PagePicture.content)))


def in_days(desk: Desk, days: int) -> Desk:
    return desk.on(desk.today() + timedelta(days))


# -- the day ------------------------------------------------------------------------------------------


def test_pages_stay_through_the_sixtieth_day_after_the_last_decision_and_are_gone_on_the_next(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    who = made.people["accepted"]
    pages.take(desk, who, "lease", (ONE, TWO))
    decided = in_days(desk, 3)
    permits.move(decided, made.permits["accepted"], "refuse", Given("not theirs"))

    assert erasing.erase(in_days(decided, 60)) == 0
    assert has_pages(desk, who)
    assert erasing.erase(in_days(decided, 61)) == 2
    assert not has_pages(desk, who)
    assert pictures(desk) == set()


def test_nothing_goes_while_an_application_is_under_way(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["approved"]
    pages.take(desk, who, "lease", (ONE,))

    assert erasing.erase(in_days(desk, 400)) == 0
    assert has_pages(desk, who)


@contextmanager
def an_office() -> Iterator[Desk]:
    with TemporaryDirectory() as folder:
        desk = office.office(Path(folder))
        yield desk
        desk.close()


Life = tuple[int, int | None, int | None]
"""On which day pages were taken; from when to when an application was under way, None for never."""
DAYS = st.integers(0, 40)
LIVES = st.lists(st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=4)


@settings(max_examples=12)
@given(lives=LIVES)
def test_the_day_is_told_by_what_was_of_use_last(lives: list[Life]) -> None:
    """Against a plain reading of the same: day by day, who still has pages."""
    with an_office() as desk:
        whose = [
            arrivals.record(desk, arrival(f"方晓{'一二三四'[n]}", 941 + 2 * n, "2026-11-20"))
            for n in range(len(lives))
        ]
        applied: dict[int, UUID] = {}
        for day in range(130):
            then = in_days(desk, day)
            for number, (taken, begun, ended) in enumerate(lives):
                if day == taken:
                    pages.take(then, whose[number].person_id, "lease", (ONE,))
                if day == begun:
                    applied[number] = an_application(then, whose[number])
                if ended is not None and number in applied and day == max(begun or 0, ended):
                    settle(then, applied[number])
            if day in (0, 20) or day >= 55:
                erasing.erase(then)
                for number, life in enumerate(lives):
                    if day > life[0]:
                        assert has_pages(desk, whose[number].person_id) == is_kept(life, day), (life, day)


def is_kept(life: Life, day: int) -> bool:
    taken, begun, ended = life
    if begun is None:
        return day <= taken + 60
    last = None if ended is None else max(begun, ended)
    waits = begun <= day and (last is None or day < last)
    gone_before = begun > taken + 60
    if gone_before:
        return day <= taken + 60
    return waits or (begun > day) or (last is not None and day <= max(taken, last) + 60)


def an_application(desk: Desk, whose: arrivals.Recorded) -> UUID:
    """An application under way, past the law: here only its days count."""
    with desk.writing("invent") as session:
        permit = Permit(
            person_id=whose.person_id, stay_id=whose.stay_id, kind="first", state="accepted",
            applied_on=desk.today(), accepted_on=desk.today(),
        )  # fmt: skip
        session.add(permit)
        session.flush()
        return permit.id


def settle(desk: Desk, permit_id: UUID) -> None:
    permits.move(desk, permit_id, "refuse", Given("not theirs"))


def test_what_stands_is_told_in_numbers(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    assert erasing.standing(desk).until is None
    pages.take(desk, made.people["settled"], "lease", (ONE, TWO))
    pages.take(desk, made.people["approved"], "lease", (ONE,))

    told = erasing.standing(desk)
    assert (told.pages, told.people, told.until) == (3, 2, desk.today() + timedelta(60))


# -- what is told of it, and what goes with it ------------------------------------------------------------


def test_it_is_one_act_in_the_history_of_each_and_is_final(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    for who in ("settled", "waiting"):
        pages.take(desk, made.people[who], "lease", (ONE,))
    erasing.erase(in_days(desk, 61))

    with desk.reading() as session:
        told = session.scalars(select(Journal).where(Journal.act == "erase_pages")).all()
    assert {entry.person_id for entry in told} == {made.people["settled"], made.people["waiting"]}
    assert len({entry.txn for entry in told}) == 1
    assert "erase_pages" in history.FINAL
    (line,) = history.of_person(desk, made.people["settled"]).first(1)
    assert (line.act, line.officer) == ("erase_pages", "the program"), "whoever sits there has not done it"


def test_the_way_back_of_what_an_officer_did_last_stays_when_the_program_erases(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    pages.take(desk, made.people["settled"], "lease", (ONE,))
    latest = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20"))
    erasing.erase(in_days(desk, 61))
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    with pytest.raises(Refused):
        arrivals.form_for(desk, latest.person_id)


def test_taking_in_what_was_erased_since_cannot_be_taken_back(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    pages.take(desk, made.people["settled"], "lease", (ONE,))
    act = undoing.last(desk)
    assert act is not None
    erasing.erase(in_days(desk, 61))
    with pytest.raises(Refused, match="Its pages were erased since"):
        undoing.undo(desk, act.txn)


def test_an_arrival_is_taken_back_though_the_pages_it_came_with_are_gone(desk: Desk) -> None:
    pages.lay(desk, (ONE, TWO))
    lease = NewMaterial("lease", "address", pictures=(pages.name_of(ONE), pages.name_of(TWO)))
    who = arrivals.record(desk, replace(arrival("方晓明", 941, "2026-11-20"), materials=(lease,))).person_id
    arrived = undoing.last(desk)
    assert arrived is not None
    first, second = (page.id for page in pages.of_person(desk, who))
    pages.frame(desk, first, (Frame(40, 700, 300, 120, "缺公章"),))
    pages.take(desk, who, "lease", (first,), (first, second))
    assert erasing.erase(in_days(desk, 61)) == 1

    plan = undoing.plan(desk, arrived.txn)
    assert [line.act for line in plan.hangs] == ["arrange_pages", "frame_page"]
    assert plan.blocked == ()
    undoing.undo(desk, arrived.txn, "", plan.along)
    with pytest.raises(Refused):
        arrivals.form_for(desk, who)


def test_what_was_framed_on_a_page_that_was_erased_since_stays(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    pages.take(desk, made.people["settled"], "lease", (ONE,))
    (page,) = pages.of_person(desk, made.people["settled"])
    pages.frame(desk, page.id, (Frame(40, 700, 300, 120, "缺公章"),))
    act = undoing.last(desk)
    assert act is not None
    erasing.erase(in_days(desk, 61))
    with pytest.raises(Refused, match="Its pages were erased since"):
        undoing.undo(desk, act.txn)


def test_a_picture_that_somebody_else_has_too_stays(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    pages.take(desk, made.people["settled"], "lease", (ONE,))
    pages.take(desk, made.people["approved"], "lease", (ONE,))
    erasing.erase(in_days(desk, 61))

    assert not has_pages(desk, made.people["settled"])
    assert pages.picture(desk, pages.of_person(desk, made.people["approved"])[0].id) == ONE


# -- pictures that nothing names ----------------------------------------------------------------------------


def test_what_was_removed_can_be_taken_back_that_day_and_its_picture_goes_on_the_next(desk: Desk) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (ONE,))
    shown = [page.id for page in pages.of_person(desk, who)]
    pages.take(desk, who, "lease", (), shown)
    act = undoing.last(desk)
    assert act is not None
    erasing.erase(desk)
    erasing.erase(desk)
    assert pictures(desk) == {ONE}
    undoing.undo(desk, act.txn)
    erasing.erase(desk.on(FIRST + A_DAY))
    assert pictures(desk) == {ONE}
    shown = [page.id for page in pages.of_person(desk, who)]
    pages.take(desk.on(FIRST + A_DAY), who, "lease", (), shown)
    erasing.erase(desk.on(FIRST + A_DAY))
    assert pictures(desk) == {ONE}
    erasing.erase(desk.on(FIRST + 2 * A_DAY))
    assert pictures(desk) == set()


def test_once_its_picture_is_gone_a_removed_page_is_not_brought_back(desk: Desk) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (ONE,))
    pages.take(desk, who, "lease", (), [page.id for page in pages.of_person(desk, who)])
    act = undoing.last(desk)
    assert act is not None
    erasing.erase(desk)
    erasing.erase(desk.on(FIRST + A_DAY))
    with pytest.raises(Refused, match="has been erased"):
        undoing.undo(desk, act.txn)


def test_what_a_draft_names_stays_until_the_draft_is_gone(desk: Desk) -> None:
    pages.lay(desk, (ONE,))
    name = pages.name_of(ONE)
    draft = drafts.keep(desk, "registration", {"proofs": [{"kind": "lease", "pictures": [name]}]})
    for days in range(4):
        erasing.erase(in_days(desk, days))
    assert pictures(desk) == {ONE}
    drafts.discard(desk, draft.id)
    erasing.erase(in_days(desk, 5))
    erasing.erase(in_days(desk, 6))
    assert pictures(desk) == set()


def test_where_there_is_nothing_to_erase_nothing_is_written(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    pages.take(desk, made.people["settled"], "lease", (ONE,))
    told: list[frozenset[str]] = []
    desk.on_change(told.append)

    assert erasing.erase(desk) == 0
    assert told == []


# -- what was typed of a conflict ---------------------------------------------------------------------------


def test_what_was_typed_of_a_merged_conflict_is_in_the_file_for_seven_days_and_no_longer(
    own_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = At(own_desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    conflicts.keep(own_desk, at.meant, {"fields": {"typed": "TYPED_ONLY"}})
    (conflict,) = conflicts.waiting(own_desk)
    conflicts.merge(own_desk, conflict, {"phone": THEIRS})
    merged = own_desk.now()
    assert conflict.person_id is not None
    told = list(history.of_person(own_desk, conflict.person_id))

    for days, is_there in ((6, True), (8, False)):
        monkeypatch.setattr("app.desk.now", lambda days=days: merged + timedelta(days))
        assert erasing.erase(own_desk) == 0
        own_desk.close()
        (file,) = tmp_path.glob("*.anju")
        assert (b"TYPED_ONLY" in file.read_bytes()) == is_there
    assert list(history.of_person(own_desk, conflict.person_id)) == told


def test_as_long_as_a_merging_may_be_taken_back_the_pages_it_entered_can_be_brought_back(desk: Desk) -> None:
    pages.lay(desk, (ONE,))
    lease = NewMaterial("lease", "address", pages=1, pictures=(pages.name_of(ONE),))
    at = At(desk, phone="13700000001", materials=(lease,))
    at.other_saves(phone="15900000371")
    conflicts.merge(desk, at.waits(), {"phone": MINE})
    merged = undoing.last(desk)
    assert merged is not None
    who = at.form().person_id
    assert who is not None
    pages.take(desk, who, "lease", (), [page.id for page in pages.of_person(desk, who)])
    for days in range(3):
        erasing.erase(in_days(desk, days))
    along = undoing.plan(desk, merged.txn).along
    undoing.undo(in_days(desk, 3), merged.txn, "", along)

    (waits,) = conflicts.waiting(desk)
    conflicts.merge(desk, waits, {"phone": MINE})
    assert [pages.picture(desk, page.id) for page in pages.of_person(desk, who)] == [ONE]
