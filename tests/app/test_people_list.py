"""档案 lists everyone, and all who are meant by what was typed, each of them once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import invent, people_list, search
from app.desk import Desk
from app.errors import Cancelled
from app.progress import Progress
from db.records import Person


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    invent.fill(desk, 150, 1, Progress())
    return desk


def test_without_a_word_everyone_is_listed_the_latest_entered_first(peopled: Desk) -> None:
    with peopled.reading() as session:
        every = list(session.scalars(select(Person.id).order_by(Person.row.desc())))
    meant = people_list.meant(peopled, "  ")
    assert [row.id for row in meant.listing] == every
    assert meant.then is None


@pytest.mark.parametrize("text", ["1", "张", "z", "z 1"])
def test_all_who_are_meant_are_listed_in_the_order_of_the_search(
    peopled: Desk, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    every = [row.id for row in search.find(peopled, text, at_most=1_000)]
    assert len(every) > 3
    monkeypatch.setattr(people_list, "PAGE", 7)
    monkeypatch.setattr(people_list, "AT_ONCE", 20)
    begun = people_list.meant(peopled, text)
    assert [row.id for row in begun.listing] == every[:7]
    whole = people_list.all_meant(peopled, begun, Progress())
    assert [row.id for row in whole.listing] == every


def test_looking_for_all_of_them_stops_when_something_else_is_typed(
    peopled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_list, "PAGE", 7)
    begun = people_list.meant(peopled, "1")
    with pytest.raises(Cancelled):
        people_list.all_meant(peopled, begun, Progress(stopped=lambda: True))


def test_nobody_is_meant_by_nonsense(peopled: Desk) -> None:
    assert not people_list.meant(peopled, "qqqq").listing
