"""Work off the window's thread: order, results, errors, stopping, and owners that are gone."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.progress import Progress, Step
from ui.jobs import Failure, Jobs, LongWork
from ui.news import News


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_a_result_comes_back_on_the_windows_thread(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    heard: list[tuple[str, bool]] = []

    def then(worker: str) -> None:
        heard.append((worker, threading.current_thread() is threading.main_thread()))

    jobs.run(lambda: threading.current_thread().name, then=then, owner=owner)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0].startswith("desk")
    assert heard[0][1]


def test_work_at_the_desk_is_done_in_the_order_asked(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    done: list[int] = []
    for number in range(50):
        jobs.run(partial(int, number), then=done.append, owner=owner)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))


def test_the_press_works_beside_the_desk(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    pressed = threading.Event()
    done: list[bool] = []
    jobs.run(lambda: pressed.wait(30), then=done.append, owner=owner)
    jobs.press(pressed.set, owner=owner)
    qtbot.waitUntil(lambda: bool(done))
    assert done == [True]


def test_a_lane_that_computes_gives_way_to_the_window_at_once(jobs: Jobs) -> None:
    """How long the window waits is told by bench.beside_work; here only that a lane is told to give way."""
    assert sys.getswitchinterval() < 0.001


def test_nothing_is_called_for_an_owner_that_is_gone(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    gone, go, last = QObject(), threading.Event(), list[object]()
    called: list[object] = []
    jobs.run(lambda: go.wait(30), then=called.append, owner=gone)
    gone.deleteLater()
    qtbot.waitSignal(gone.destroyed).wait()
    go.set()
    jobs.run(lambda: "last", then=last.append, owner=owner)
    qtbot.waitUntil(lambda: bool(last))
    assert not called


def test_no_step_is_told_to_an_owner_that_is_gone(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    gone, go, last = QObject(), threading.Event(), list[object]()
    steps: list[Step] = []

    def look(progress: Progress) -> int:
        assert go.wait(30)
        return sum(progress.through([1, 2, 3], total=3, doing="Looking"))

    jobs.look_through(look, stepped=steps.append, stopped=lambda: False, owner=gone)
    gone.deleteLater()
    qtbot.waitSignal(gone.destroyed).wait()
    go.set()
    jobs.look_through(
        lambda progress: "last", then=last.append, stepped=steps.append, stopped=lambda: False, owner=owner
    )
    qtbot.waitUntil(lambda: bool(last))
    assert not steps


def test_an_error_is_told_with_its_owner_and_can_be_tried_again(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    tries, done = count(1), list[int]()

    def work() -> int:
        if (number := next(tries)) == 1:
            raise Refused("not today")
        return number

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(work, then=done.append, owner=owner)
    failure = cast(list[Failure], told.args)[0]
    assert failure.owner is owner
    assert str(failure.error) == "not today"
    failure.again()
    qtbot.waitUntil(lambda: done == [2])


def test_long_work_that_is_stopped_tells_nobody(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    begun, done = threading.Event(), list[int]()
    failures: list[object] = []
    jobs.failed.connect(failures.append)

    def endless(progress: Progress) -> int:
        def items() -> Iterator[int]:
            for number in count():
                begun.set()
                yield number

        return sum(progress.through(items(), total=10**12, doing="Counting"))

    with qtbot.waitSignal(jobs.ended):
        jobs.run_long(endless, then=done.append, owner=owner)
        assert begun.wait(30)
        jobs.stop()
    assert not done
    assert not failures
    assert not jobs.busy()


def test_long_work_is_shown_only_when_it_lasts(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    shown: list[LongWork] = []
    jobs.began.connect(shown.append)
    go = threading.Event()
    with qtbot.waitSignal(jobs.ended):
        jobs.run_long(lambda progress: 1, owner=owner)
    with qtbot.waitSignal(jobs.began):
        jobs.run_long(lambda progress: go.wait(30), owner=owner, stop_words="Stop after this card")
    go.set()
    assert [long.stop_words for long in shown] == ["Stop after this card"]


def test_a_fast_loop_does_not_flood_the_window(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    steps: list[Step] = []
    jobs.stepped.connect(lambda long, step: steps.append(step))
    with qtbot.waitSignal(jobs.ended):
        jobs.run_long(
            lambda progress: sum(progress.through(range(20_000), total=20_000, doing="Reading")), owner=owner
        )
    assert len(steps) < 200
    assert steps[-1] == Step("Reading", 20_000, 20_000)


def test_closing_waits_for_short_work(jobs: Jobs, owner: QObject) -> None:
    done: list[int] = []
    jobs.run(lambda: done.append(1), owner=owner)
    jobs.close()
    assert done == [1]


def test_what_waits_for_both_lanes_is_called_once_when_all_is_back(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    go, told = threading.Event(), list[str]()
    jobs.press(lambda: go.wait(30), then=lambda done: told.append("photo"), owner=owner)
    jobs.run(lambda: None, then=lambda done: told.append("looked up"), owner=owner)
    jobs.when_back(partial(told.append, "saved too early"), owner=owner)
    jobs.when_back(partial(told.append, "saved"), owner=owner)
    qtbot.waitUntil(lambda: told == ["looked up"])
    go.set()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["looked up", "photo", "saved"]
    jobs.when_back(partial(told.append, "at once"), owner=owner)
    assert told[-1] == "at once"


def test_what_waits_for_something_that_fails_is_dropped(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    go, told = threading.Event(), list[str]()

    def refuse() -> None:
        go.wait(30)
        raise Refused("no picture")

    with qtbot.waitSignal(jobs.failed):
        jobs.press(refuse, owner=owner)
        jobs.when_back(partial(told.append, "saved"), owner=owner)
        go.set()
    jobs.run(lambda: None, then=lambda done: told.append("next"), owner=owner)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["next"]


def test_a_refusal_of_what_waited_is_heard_like_any_other(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    go = threading.Event()

    def refuse() -> None:
        raise Refused("compare it first")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(lambda: go.wait(30), owner=owner)
        jobs.when_back(refuse, owner=owner)
        go.set()
    assert str(cast(list[Failure], told.args)[0].error) == "compare it first"


def test_work_asked_after_closing_is_dropped_quietly(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    done: list[str] = []
    jobs.close()
    jobs.run(lambda: done.append("desk"), owner=owner)
    jobs.press(lambda: done.append("press"), owner=owner)
    jobs.run_long(lambda progress: done.append("long"), owner=owner)
    jobs.close()
    assert done == []
    assert not jobs.busy()


def test_news_of_one_moment_arrive_together_on_the_windows_thread(qtbot: QtBot) -> None:
    news, told = News(), list[tuple[frozenset[str], bool]]()
    news.arrived.connect(
        lambda tables: told.append((tables, threading.current_thread() is threading.main_thread()))
    )

    def tell() -> None:
        news.tell(frozenset({"stay"}))
        news.tell(frozenset({"person", "stay"}))

    other = threading.Thread(target=tell)
    other.start()
    other.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(frozenset({"stay", "person"}), True)]


def test_who_leaves_the_desk_does_not_wait_for_what_is_long_beside_it(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    done, steps = list[str](), list[Step]()

    def back_up(progress: Progress) -> None:
        for number in count():
            progress.at(Step("copying", number, 0))

    def count_once(progress: Progress) -> str:
        progress.at(Step("counting", 1, 1))
        return "next"

    jobs.back_up(back_up, stepped=steps.append, stopped=lambda: False, owner=owner)
    qtbot.waitUntil(lambda: bool(steps))
    jobs.when_quiet(lambda: done.append("left"), owner=owner)
    qtbot.waitUntil(lambda: done == ["left"])
    jobs.look_through(count_once, then=done.append, stepped=steps.append, stopped=lambda: False, owner=owner)
    qtbot.waitUntil(lambda: done == ["left", "next"])


def test_looking_through_the_books_holds_nobody_up_and_can_be_given_up(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    done, steps, given_up = list[str](), list[Step](), threading.Event()

    def look(progress: Progress) -> None:
        for number in count():
            progress.at(Step("looking", number, 0))

    jobs.look_through(look, stepped=steps.append, stopped=given_up.is_set, owner=owner)
    jobs.run(lambda: "beside it", then=done.append, owner=owner)
    qtbot.waitUntil(lambda: bool(done and steps))
    given_up.set()
    jobs.look_through(lambda progress: "next", then=done.append, stepped=steps.append,
                      stopped=lambda: False, owner=owner)  # fmt: skip
    qtbot.waitUntil(lambda: done == ["beside it", "next"])


def test_a_backup_and_a_count_wait_for_each_other_in_neither_order(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    done, full = list[str](), threading.Event()

    def long(name: str, progress: Progress) -> str:
        assert full.wait(30)
        return name

    def shown(step: Step) -> None:
        """Nowhere."""

    beside = (jobs.back_up, jobs.look_through)
    for held_up, other in (beside, beside[::-1]):
        full.clear()
        held_up(partial(long, "long"), then=done.append, stepped=shown, stopped=lambda: False, owner=owner)
        other(lambda progress: "short", then=done.append, stepped=shown, stopped=lambda: False, owner=owner)
        qtbot.waitUntil(lambda: done == ["short"])
        full.set()
        qtbot.waitUntil(lambda: done == ["short", "long"])
        done.clear()


def test_a_folder_on_a_machine_that_is_away_keeps_nobody_waiting(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    answers = threading.Event()
    heard: list[str] = []
    jobs.at_folder(lambda: answers.wait(30), owner=owner)
    jobs.at_device(
        lambda progress: "card", then=heard.append, stopped=lambda: False, again=lambda: None, owner=owner
    )
    jobs.when_quiet(lambda: heard.append("quiet"), owner=owner)
    qtbot.waitUntil(lambda: heard == ["card", "quiet"])
    jobs.close()
    assert not answers.is_set()
    answers.set()
