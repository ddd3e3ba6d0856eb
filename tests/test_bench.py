"""The benchmarks: a figure is a ratio with a limit, and what it is measured against really runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlcipher3 import dbapi2

from bench import Figure, Goal, Unmeasured, cards, city, first_screen, inventing, program
from bench import __main__ as bench_main
from db.records import Person


def test_a_figure_holds_up_to_its_limit() -> None:
    slow = Figure("First screen", 0.5, "an empty window", 0.2, at_most=2.0)
    even = Figure("First screen", 0.4, "an empty window", 0.2, at_most=2.0)

    assert (slow.holds, even.holds) == (False, True)
    assert "2.50 times an empty window (at most 2.00 times: MISSED)" in str(slow)
    assert "2.00 times an empty window (at most 2.00 times: holds)" in str(even)


def test_a_goal_tells_whether_this_machine_reached_it_and_no_more() -> None:
    goals = (Goal("the 95th percentile", 0.00255, 0.002), Goal("memory", 4e8, 1e9, "B"))
    figure = Figure("Sweeping everyone", 0.5, "a loop", 40.0, at_most=1 / 50, goals=goals)

    assert figure.holds
    assert "the 95th percentile: 2.55 ms (goal 2.00 ms: NOT REACHED on this machine)" in str(figure)
    assert "memory: 400 MB (goal 1.00 GB: reached)" in str(figure)


def test_the_memory_of_a_process_is_its_own_whoever_started_it(tmp_path: Path) -> None:
    told = program.run(tmp_path, "-c", "from bench import program; print(program.peak())")
    assert 5e6 < int(told) < 1e8
    held = bytearray(200_000_000)
    assert program.peak() > len(held)
    told = program.run(tmp_path, "-c", "from bench import program; print(program.peak())")
    assert 5e6 < int(told) < 1e8


def test_a_ratio_is_told_as_it_is_compared_at_a_glance() -> None:
    quick = Figure("Sweeping everyone", 0.5, "a loop", 40.0, at_most=1 / 50)
    assert "1/80 of a loop (at most 1/50 of: holds)" in str(quick)


def test_an_empty_window_is_painted_and_timed(tmp_path: Path) -> None:
    assert 0 < first_screen.seconds_to_paint(tmp_path, first_screen.EMPTY) < 60


def test_a_file_is_written_once_more_to_measure_against(tmp_path: Path) -> None:
    with dbapi2.connect(str(tmp_path / "one.anju")) as connection:
        connection.execute("CREATE TABLE person (name TEXT)")
        connection.execute("INSERT INTO person VALUES ('杨一')")
    connection.close()

    assert inventing.seconds_to_copy(tmp_path / "one.anju", tmp_path / "two.anju") > 0
    copy = dbapi2.connect(str(tmp_path / "two.anju"))
    assert copy.execute("SELECT name FROM person").fetchall() == [("杨一",)]
    copy.close()


def test_a_city_is_invented_once_and_again_when_what_makes_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(city, "PEOPLE", 3)

    first = city.file()
    made = first.stat().st_mtime_ns
    with city.copy() as copied, city.desk(copied) as desk, desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 3
        assert desk.today() == city.DAY
    assert (city.file(), first.stat().st_mtime_ns) == (first, made)

    monkeypatch.setattr(city, "MADE_BY", ("app/invent.py",))
    other = city.file()
    assert other != first
    assert list((tmp_path / "kept").iterdir()) == [other]


def test_whoever_draws_cards_is_handed_another_person_each_time() -> None:
    seen: list[str] = []
    cards.seconds_each(lambda card: seen.append(card.code), times=3)
    assert len(set(seen)) == len(seen) == 5


def test_what_is_not_here_to_measure_against_is_said_and_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Missing:
        __name__ = "bench.rival"

        def measure(self) -> Figure:
            raise Unmeasured("It needs a library: apt-get install it")

    monkeypatch.setattr(bench_main, "FIGURES", (Missing(),))
    assert bench_main.main() == 0
    assert "bench.rival: not measured. It needs a library: apt-get install it" in capsys.readouterr().out
