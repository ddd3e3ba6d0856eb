"""The invented community in a database: the same for the same seed, workable, and gone when cancelled."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app import invent, offices, permits, search, today
from app.desk import Desk
from app.errors import Cancelled, Refused, Unavailable
from app.offices import Found
from app.progress import Progress
from db import journal
from db.base import Record
from db.records import Page, PagePicture, Permit, Person, Series
from tests.helpers.queues import in_states

DAY = date(2026, 11, 23)
OF_THIS_FILE = {"officer_id", "version"}


@pytest.fixture
def community(desk: Desk) -> Desk:
    invent.fill(desk, 400, 7, Progress())
    return desk


def content(desk: Desk) -> dict[str, list[tuple[str, ...]]]:
    with desk.reading() as session:
        return {
            mapper.class_.__tablename__: [
                tuple(str(getattr(row, c.key)) for c in mapper.column_attrs if c.key not in OF_THIS_FILE)
                for row in session.scalars(select(mapper.class_).order_by(mapper.class_.row))
            ]
            for mapper in Record.registry.mappers
            if issubclass(mapper.class_, Record) and mapper.class_.__tablename__ not in ("office", "officer")
        }


def invented(path: Path, seed: int) -> dict[str, list[tuple[str, ...]]]:
    url = offices.url_of(str(path))
    invent.invent(url, 150, seed, DAY)
    desk = offices.open_fiction(url, DAY)
    found = content(desk)
    desk.close()
    return found


def test_the_same_seed_invents_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    first = invented(tmp_path / "1", 5)
    assert first == invented(tmp_path / "2", 5)
    assert first["person"] != invented(tmp_path / "3", 6)["person"]


def test_there_is_something_of_every_kind_to_do_and_a_permit_in_every_state(community: Desk) -> None:
    board = today.board(community)
    assert all(tally.total for tally in board.tallies.values())
    with community.reading() as session:
        states = Counter(session.scalars(select(Permit.state)))
    assert set(states) == set(permits.STATES)


def test_its_journal_is_whole_and_everybody_is_found(community: Desk) -> None:
    with community.reading() as session:
        assert journal.check(session) is None
        people = session.scalars(select(Person).limit(40)).all()
    for person in people:
        for text in (person.name, person.pinyin):
            assert person.id in {row.id for row in search.find(community, text, at_most=400)}


def test_its_queues_can_be_worked_off(community: Desk) -> None:
    queue = in_states(community, "accepted")
    assert queue
    for row in queue:
        assert permits.move(community, row.id, "approve").state == "approved"
    for row in in_states(community, "printed"):
        assert permits.move(community, row.id, "hand_out").state == "issued"


def test_some_applications_in_review_bring_pages_which_share_a_few_drawn_pictures(community: Desk) -> None:
    in_review = {row.person_id for row in in_states(community, "accepted")}
    with community.reading() as session:
        of = Counter(session.scalars(select(Page.person_id)))
        kept = session.scalars(select(PagePicture.content)).all()
    assert of
    assert set(of) <= in_review
    assert set(of.values()) == {2}
    assert len(kept) <= 4
    for jpeg in kept:
        with Image.open(BytesIO(jpeg)) as picture:
            assert picture.format == "JPEG"
            assert picture.height > picture.width  # a sheet of paper


def test_numbers_go_on_where_it_stopped(community: Desk) -> None:
    with community.reading() as session:
        drawn = {series.name: series.next for series in session.scalars(select(Series))}
        numbers = set(session.scalars(select(Permit.number)))
    row = in_states(community, "accepted")[0]
    number = permits.move(community, row.id, "approve").number
    assert number == f"530302-2026-{drawn['permit:530302:2026']:06d}"
    assert number not in numbers


def test_cancelled_on_the_way_no_file_is_left(tmp_path: Path) -> None:
    file = tmp_path / "community.anju"
    with pytest.raises(Cancelled):
        invent.invent(offices.url_of(str(file)), 100, 1, DAY, Progress(stopped=lambda: True))
    assert list(tmp_path.glob("community*")) == []


def test_cancelled_on_a_server_it_can_be_invented_again(postgres: str) -> None:
    url = offices.url_of(postgres)
    with pytest.raises(Cancelled):
        invent.invent(url, 100, 1, DAY, Progress(stopped=lambda: True))
    invent.invent(url, 100, 1, DAY)
    desk = offices.open_fiction(url, DAY)
    assert len(content(desk)["person"]) == 100
    desk.close()


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "community.anju"
    file.write_bytes(b"something else")
    with pytest.raises(Refused, match="already a file"):
        invent.invent(offices.url_of(str(file)), 60, 1, DAY)
    assert file.read_bytes() == b"something else"


def test_what_a_cut_off_invention_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "community.anju.making").write_bytes(b"half a community")
    url = offices.url_of(str(tmp_path / "community.anju"))
    invent.invent(url, 60, 1, DAY)
    desk = offices.open_fiction(url, DAY)
    assert len(content(desk)["person"]) == 60
    desk.close()
    assert [file.name for file in tmp_path.glob("community*")] == ["community.anju"]


def test_where_no_file_can_be_made_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    with pytest.raises(Unavailable, match="cannot be written"):
        invent.invent(offices.url_of(str(tmp_path / "no folder" / "community.anju")), 60, 1, DAY)


@pytest.mark.parametrize("people", [0, -1, 2_070_001])
def test_too_few_and_too_many_people_are_refused_and_leave_nothing(tmp_path: Path, people: int) -> None:
    url = offices.url_of(str(tmp_path / "community.anju"))
    with pytest.raises(Refused):
        invent.invent(url, people, 1, DAY)
    assert offices.found_at(url) is Found.NOTHING
