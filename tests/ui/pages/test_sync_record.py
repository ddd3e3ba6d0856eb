"""同步记录: what was chosen between two officers is looked up, and taken back so that it waits again."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import conflict_record, conflicts, questions
from app.clashes import MINE, THEIRS
from app.desk import Desk
from db.kept_beside import OF_CONFLICTS
from tests.helpers.in_two_hands import At
from tests.helpers.window import open_window, press, words_of
from ui.pages.resident import ResidentPage
from ui.pages.sync import SyncPage
from ui.pages.sync_record import SyncRecordPage
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(desk: Desk) -> At:
    """陈晓岚 asked 张海涛 about two entries, was answered, and has merged them."""
    at = At(desk, phone="13700000001", job="电工")
    at.other_saves(phone="15900000371", job="焊工")
    conflict = at.waits()
    questions.ask(desk, conflict, ("phone",), "电话核对过吗")
    questions.answer(at.other, conflict, "打通了", {"phone": THEIRS})
    conflicts.merge(desk, conflict, {"phone": THEIRS, "job": MINE})
    return at


def opened(qtbot: QtBot, desk: Desk) -> tuple[Window, SyncRecordPage]:
    window = open_window(qtbot, desk, "sync", "sync_record", "resident")
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    return window, cast(SyncRecordPage, window.page())


def test_what_was_merged_asked_and_answered_is_listed_the_latest_first(qtbot: QtBot, at: At) -> None:
    rows = list(conflict_record.of_station(at.desk))
    assert [row.line.act for row in rows] == ["merge", "answer_question", "ask_question"]
    assert {row.name for row in rows} == {"赵明慧"}
    assert [row.line.officer for row in rows] == ["陈晓岚", "张海涛", "陈晓岚"]

    window, page = opened(qtbot, at.desk)
    assert "Taken: 159****0371 (张海涛). Not taken: 137****0001 (陈晓岚)." in words_of(page.chosen)
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "打通了" in words_of(page.chosen))
    assert page.back.isHidden()  # a word that was said is not taken back from here
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "电话核对过吗" in words_of(page.chosen))
    assert "Asked 张海涛 about: Phone" in words_of(page.chosen)
    press(qtbot, window, Qt.Key.Key_Return)
    assert isinstance(window.page(), ResidentPage)


def test_a_merging_is_taken_back_with_its_reason_and_waits_again(qtbot: QtBot, at: At) -> None:
    window, page = opened(qtbot, at.desk)
    page.back.begin.click()
    page.back.reason.setFocus()
    qtbot.keyClicks(page.back.reason, "mistaken")
    press(qtbot, window, Qt.Key.Key_Return)
    (again,) = conflicts.waiting(at.desk)
    assert (again.name, at.form().phone, at.form().job) == ("赵明慧", "15900000371", "焊工")
    qtbot.waitUntil(lambda: page.back.isHidden())
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), SyncPage)
    assert "1 person to choose about" in words_of(window)


def test_after_seven_days_it_stands(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = next(iter(conflict_record.of_station(at.desk)))
    assert merged.can_wait_again
    later = at.desk.now() + timedelta(days=8)
    monkeypatch.setattr("app.desk.now", lambda: later)
    assert not next(iter(conflict_record.of_station(at.desk))).can_wait_again


def test_the_list_of_a_city_is_read_by_its_own_index(at: At) -> None:
    with at.desk.reading() as session:
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT epoch, max(seq) FROM journal WHERE "
            f"({OF_CONFLICTS.text}) GROUP BY epoch, txn"
        )
        assert any("ix_journal_epoch_seq" in str(line) for line in plan)


def test_phones_that_differ_only_where_they_are_covered_are_whole(qtbot: QtBot, desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="13799990001")
    conflicts.merge(desk, at.waits(), {"phone": MINE})
    _window, page = opened(qtbot, desk)
    assert "Taken: 13700000001 (陈晓岚). Not taken: 13799990001 (张海涛)." in words_of(page.chosen)


def test_an_answer_without_a_sentence_tells_what_is_right(qtbot: QtBot, desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    conflict = at.waits()
    questions.ask(desk, conflict, ("phone",), "核对过吗")
    questions.answer(at.other, conflict, "", {"phone": THEIRS})
    _window, page = opened(qtbot, desk)
    assert "Right: 159****0371" in words_of(page.chosen)
