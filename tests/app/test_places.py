"""Addresses are found by whatever is typed of them, in whatever order, and found soon."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from app import arrivals, invent, places, search
from app.desk import Desk
from app.progress import Progress
from db.records import Dwelling
from tests.app.test_search import lies_at
from tests.helpers.office import arrival


def found(desk: Desk, text: str) -> list[str]:
    return [place.where for place in places.find(desk, text)]


def test_an_address_is_found_by_its_words_in_either_order(desk: Desk) -> None:
    arrivals.record(desk, arrival("王立群", 921, "2026-11-01", community="南苑社区", address="三江路 41号"))
    arrivals.record(desk, arrival("曾小兰", 922, "2026-11-01", community="南苑社区", address="麒麟路 4号"))
    for text in ("南苑 41", "41 南苑", "三江 南苑", "41 三江"):
        (place,) = places.find(desk, text)
        assert (place.where, place.residents, place.reason.part) == (
            "南苑社区 三江路 41号", 1, text.split()[-1]
        ), text  # fmt: skip
    assert found(desk, "南苑 43") == []


def test_a_name_and_a_room_find_the_address_where_somebody_of_that_name_lives(desk: Desk) -> None:
    arrivals.record(desk, arrival("王立群", 921, "2026-11-01", community="南苑社区", address="三江路 41号"))
    hits = search.hits(desk, "王 41").found
    assert [place.where for place in places.find(desk, "王 41", hits)] == ["南苑社区 三江路 41号"]


@pytest.mark.parametrize("seed", range(2))
def test_the_addresses_that_every_word_means_are_found_and_no_other(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    invent.fill(desk, 120, seed, Progress())
    with desk.reading() as session:
        dwellings = session.scalars(select(Dwelling)).all()
        written = [(each.community, each.address) for each in dwellings]
    for _ in range(60):
        words = [_part_of(chance.choice(written), chance) for _ in range(chance.choice([1, 2, 2, 3]))]
        meant = {
            f"{community} {address}"
            for community, address in written
            if all(lies_at(community, address.replace(" ", "").lower(), word) for word in words)
        }
        told = found(desk, " ".join(words))
        assert set(told) <= meant, words
        assert len(told) == min(3, len(meant)), words


def _part_of(where: tuple[str, str], chance: random.Random) -> str:
    text = chance.choice(where).replace(" ", "").lower()
    first = chance.choice([0, 0, chance.randrange(len(text))])
    return text[first : first + chance.choice([1, 2, 3, 6])]
