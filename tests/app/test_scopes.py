"""The day's work of the station, of one's own grid, and of oneself."""

from __future__ import annotations

from app import arrivals, endorsements, scopes, today
from app.desk import Desk
from app.scopes import GRID, OWN, STATION
from tests.helpers.office import Samples, arrival, colleague


def names(desk: Desk, scope: str) -> set[str]:
    board = today.board(desk, scope)
    found = {duty.name for duty in board.listing}
    assert sum(tally.total for tally in board.tallies.values()) == len(board.listing)
    return found


def test_a_grid_is_chosen_by_the_officer_and_narrows_the_work(filled: tuple[Desk, Samples]) -> None:
    desk, _made = filled
    whole = names(desk, STATION)
    assert names(desk, GRID) == set()
    every = scopes.communities(desk)
    scopes.choose_grid(desk, every)
    assert scopes.grid(desk) == every
    assert names(desk, GRID) == whole
    arrivals.record(desk, arrival("方晓明", 941, "2026-11-20", community="新桥社区"))
    assert names(desk, GRID) == whole
    assert names(desk, STATION) == whole | {"方晓明"}
    scopes.choose_grid(desk, ("新桥社区",))
    assert names(desk, GRID) == {"方晓明"}


def test_only_mine_is_what_i_entered_or_took_a_step_of(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    whole = names(desk, STATION)
    assert names(desk, OWN) == whole
    other = colleague(desk)
    assert names(other, OWN) == set()
    arrivals.record(other, arrival("方晓明", 941, "2026-11-20"))
    assert names(other, OWN) == {"方晓明"}
    assert names(desk, OWN) == whole
    endorsements.endorse(other, made.permits["endorsable"])
    assert "方晓明" not in names(desk, OWN)
