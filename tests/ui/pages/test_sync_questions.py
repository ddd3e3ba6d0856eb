"""问一下对方: asked, answered and taken with real keys; who is asked notices, and nothing typed is lost."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import conflicts, questions
from app.clashes import MINE, THEIRS
from app.desk import Desk
from app.questions import Unsaid
from db.records import Officer
from tests.helpers.in_two_hands import At
from tests.helpers.window import open_window, press, words_of
from ui.jobs import Jobs
from ui.pages.registration import RegistrationPage
from ui.pages.sync import SyncPage
from ui.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SEEN = "Have you seen the original of this?"


@pytest.fixture
def at(desk: Desk) -> At:
    """陈晓岚 sits here and could not save a phone and a job, which 张海涛 changed meanwhile."""
    at = At(desk, phone="13700000001", job="diangong")
    at.other_saves(phone="15900000371", job="hangong")
    at.is_kept()
    return at


def page(window: Window) -> SyncPage:
    return cast(SyncPage, window.page())


def type_in(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), words)


def test_a_question_is_asked_answered_and_taken_with_the_keyboard(qtbot: QtBot, at: At) -> None:
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    assert "Ask 张海涛 about: Phone, Job" in words_of(window)
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_Return)
    (put,) = questions.put_to(at.other)
    assert put.sentence == SEEN
    assert "Asked 张海涛" in words_of(window)

    theirs = open_window(qtbot, at.other, "today", "sync")
    assert "Sync, 2 due today" in theirs.rail.spoken()  # somebody to choose about, and a question
    theirs.go("sync")
    assert "陈晓岚 asks you" in words_of(theirs)
    press(qtbot, theirs, Qt.Key.Key_Right)
    before = at.form()
    theirs_page = page(theirs)
    theirs_page.questions.saying.ready.setFocus()
    press(qtbot, theirs, Qt.Key.Key_1)
    press(qtbot, theirs, Qt.Key.Key_Return, CTRL)
    assert questions.count(at.other) == 0
    (one,) = conflicts.waiting(at.desk)
    assert (at.form(), one.chosen) == (before, {})  # the answer has chosen nothing yet
    qtbot.waitUntil(lambda: "Sync, 1 due today" in theirs.rail.spoken())

    with qtbot.waitActive(window):
        window.activateWindow()
    page(window).reload()
    assert "I have seen the original; mine is right." in words_of(window)
    boxes = page(window).choices._lines[0].boxes
    assert "张海涛" in boxes[THEIRS]._original.answered
    press(qtbot, window, Qt.Key.Key_F6)
    assert page(window).choices.chosen() == {"phone": THEIRS}
    assert at.form() == before
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert (at.form().phone, at.form().job) == ("15900000371", "diangong")


def test_only_what_is_not_chosen_is_asked_about_and_with_all_chosen_nothing_is(qtbot: QtBot, at: At) -> None:
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_F8)
    assert "Ask 张海涛 about: Job" in words_of(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_F8)
    assert "Everything is chosen already" in words_of(window)


def test_all_that_is_asked_about_is_seen_while_the_question_is_written(qtbot: QtBot, desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="diangong", employer="yunling", remark="loushang")
    at.other_saves(phone="15900000371", job="hangong", employer="hebin", remark="louxia")
    at.is_kept()
    window = open_window(qtbot, desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    assert page(window).questions.open
    qtbot.waitUntil(lambda: page(window)._area.verticalScrollBar().maximum() == 0)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert "Database" in words_of(window)  # the facts, which had given way


def test_an_empty_question_is_marked_and_what_was_typed_is_there_again_the_next_time(
    qtbot: QtBot, at: At
) -> None:
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    page(window).questions.saying.words.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert "Write what you want to know" in words_of(window)
    type_in(qtbot, "dianhua?")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not page(window).questions.open
    press(qtbot, window, Qt.Key.Key_F8)
    assert page(window).questions.saying.words.text() == "dianhua?"
    assert questions.of_waiting(at.desk) == ()


def test_a_sentence_not_sent_is_not_lost_on_the_way_back_to_the_form(qtbot: QtBot, at: At) -> None:
    window = open_window(qtbot, at.desk, "sync", "registration")
    press(qtbot, window, Qt.Key.Key_F8)
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "which phone?")
    press(qtbot, window, Qt.Key.Key_F7)
    assert isinstance(window.page(), SyncPage)
    assert "is typed and not sent" in words_of(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F7)
    assert "is typed and not sent" in words_of(window)
    press(qtbot, window, Qt.Key.Key_F8)
    assert page(window).questions.saying.words.text() == "which phone?"
    page(window).questions.saying.words.setFocus()
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    press(qtbot, window, Qt.Key.Key_Delete)
    press(qtbot, window, Qt.Key.Key_F7)
    assert isinstance(window.page(), RegistrationPage)


def test_what_one_is_typing_is_not_disturbed_by_news(qtbot: QtBot, at: At) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    questions.ask(at.other, conflict, ("phone",), SEEN)
    window = open_window(qtbot, at.desk, "sync")
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "shi wo")
    page(window).reload()
    type_in(qtbot, " luru")
    assert page(window).questions.saying.words.text() == "shi wo luru"


def test_a_question_is_withdrawn_by_its_key_and_that_is_taken_back(qtbot: QtBot, at: At) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    questions.ask(at.desk, conflict, ("phone",), SEEN)
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_W, ALT)
    assert questions.count(at.other) == 0
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert questions.count(at.other) == 1


def test_asking_is_taken_back_by_the_undo_bar(qtbot: QtBot, at: At) -> None:
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_Return)
    assert questions.count(at.other) == 1
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert questions.count(at.other) == 0


def test_who_is_asked_may_choose_instead_and_the_question_is_over(qtbot: QtBot, at: At) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    questions.ask(at.desk, conflict, ("phone", "job"), SEEN)
    window = open_window(qtbot, at.other, "sync")
    press(qtbot, window, Qt.Key.Key_Left)  # for the answer
    press(qtbot, window, Qt.Key.Key_F8)
    assert page(window).choices.chosen() == {}
    press(qtbot, window, Qt.Key.Key_F8)
    assert page(window).choices.chosen() == {"phone": MINE}  # the answer begun is there again
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert (conflicts.count(at.desk), questions.count(at.other)) == (0, 0)


def test_an_answer_comes_too_late_where_it_was_chosen_meanwhile_and_the_officer_is_told(
    qtbot: QtBot, at: At
) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    questions.ask(at.desk, conflict, ("phone",), SEEN)
    window = open_window(qtbot, at.other, "sync")
    page(window).reads = frozenset()  # news take a moment between two stations
    conflicts.merge(at.desk, conflict, {"phone": MINE, "job": MINE})
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "shi de")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "Somebody else has chosen meanwhile" in words_of(window)
    assert "Nothing to choose" in words_of(window)


def test_the_officer_who_has_left_cannot_be_asked_and_it_is_said_how_to_go_on(qtbot: QtBot, at: At) -> None:
    with at.desk.writing("add_officer") as session:
        session.get_one(Officer, at.other.officer.id).active = False
    window = open_window(qtbot, at.desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    assert "张海涛 does not sign in here any more. Look at the original" in words_of(window)
    assert not page(window).questions.open


def test_whoever_did_not_type_it_sees_both_sides_by_what_they_are(qtbot: QtBot, at: At) -> None:
    here, there = open_window(qtbot, at.desk, "sync"), open_window(qtbot, at.other, "sync")
    assert "This desk" in words_of(here)
    assert "This desk" not in words_of(there)
    assert "Typed, not saved" in words_of(there)


def test_today_tells_what_one_is_asked_and_what_was_answered_until_it_is_seen_to(
    qtbot: QtBot, at: At
) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    here = open_window(qtbot, at.desk, "today", "sync")
    there = open_window(qtbot, at.other, "today", "sync")
    assert "asks you" not in words_of(there)
    questions.ask(at.desk, conflict, ("phone",), SEEN)
    qtbot.waitUntil(lambda: "陈晓岚 asks you about 赵明慧" in words_of(there))
    assert "asks you" not in words_of(here)
    press(qtbot, there, Qt.Key.Key_F6)
    assert isinstance(there.page(), SyncPage)
    assert page(there).questions.answering

    there.go("today")
    questions.answer(at.other, conflict, "shi de", {})
    qtbot.waitUntil(lambda: "asks you" not in words_of(there))
    qtbot.waitUntil(lambda: "张海涛 has answered about 赵明慧" in words_of(here))
    conflicts.merge(at.desk, conflict, {"phone": MINE, "job": MINE})
    qtbot.waitUntil(lambda: "has answered" not in words_of(here))


def test_an_answer_begun_holds_for_what_stood_there_and_can_be_given_whatever_was_saved_since(
    qtbot: QtBot, at: At
) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    questions.ask(at.desk, conflict, ("phone", "job"), SEEN)
    window = open_window(qtbot, at.other, "sync")
    press(qtbot, window, Qt.Key.Key_Right)  # the phone on file
    at.other_saves(phone="15900000999")
    page(window).reload()
    assert page(window).choices.chosen() == {}  # nobody has said that this one is right
    press(qtbot, window, Qt.Key.Key_Left)
    at.other_saves(phone="13700000001")  # the phone does not differ any more
    page(window).reload()
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "shi de")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert questions.count(at.other) == 0


@pytest.mark.parametrize("answers", [True, False])
def test_enter_pressed_twice_asks_and_answers_once_and_is_no_fault(
    qtbot: QtBot, at: At, answers: bool
) -> None:
    (conflict,) = conflicts.waiting(at.desk)
    if answers:
        questions.ask(at.desk, conflict, ("phone", "job"), SEEN)
    jobs = Jobs()
    window = open_window(qtbot, at.other if answers else at.desk, "sync", jobs=jobs)
    asks = page(window).questions
    qtbot.waitUntil(lambda: asks.answering if answers else page(window).questions._conflict is not None)
    if not answers:
        asks.begin()
    qtbot.waitUntil(lambda: asks.open)
    qtbot.keyClicks(asks.saying.words, "shi de?")
    asks.saying.say()
    asks.saying.say()
    told = "张海涛 answers" if answers else "Asked 张海涛"
    qtbot.waitUntil(lambda: told in words_of(page(window)))
    said = words_of(window)
    jobs.close()
    assert "withdrawn meanwhile" not in said
    assert "asked already" not in said


def half_asked(qtbot: QtBot, desk: Desk) -> Window:
    """A window in which somebody has typed a question and not sent it."""
    window = open_window(qtbot, desk, "sync")
    press(qtbot, window, Qt.Key.Key_F8)
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "dianhua?")
    return window


def test_what_is_chosen_at_another_desk_is_seen_here_and_the_latest_choice_counts(
    qtbot: QtBot, at: At
) -> None:
    here, there = open_window(qtbot, at.desk, "sync"), open_window(qtbot, at.other, "sync")
    press(qtbot, here, Qt.Key.Key_Left)
    page(there).reload()
    assert page(there).choices.chosen() == {"phone": MINE}
    press(qtbot, there, Qt.Key.Key_Right)
    press(qtbot, there, Qt.Key.Key_Down)
    press(qtbot, there, Qt.Key.Key_Right)
    page(here).reload()
    assert page(here).choices.chosen() == {"phone": THEIRS, "job": THEIRS}


def test_a_question_and_an_answer_being_typed_are_there_in_another_window(
    qtbot: QtBot, at: At, desk: Desk
) -> None:
    window = half_asked(qtbot, desk)
    press(qtbot, window, Qt.Key.Key_Tab)  # gone on from the field
    (conflict,) = conflicts.waiting(desk)
    questions.ask(at.other, conflict, ("phone", "job"), SEEN)
    page(window).reload()
    page(window).choices.setFocus()
    press(qtbot, window, Qt.Key.Key_Right)  # the side that is right
    page(window).questions.saying.words.setFocus()
    type_in(qtbot, "shi wo luru")
    qtbot.waitUntil(lambda: questions.unsaid(desk)[conflict.id].answer == "shi wo luru")  # rested

    window = open_window(qtbot, desk, "sync")
    assert page(window).questions.saying.words.text() == "shi wo luru"
    assert page(window).choices.chosen() == {"phone": THEIRS}
    press(qtbot, window, Qt.Key.Key_F8)  # to choose here instead, and ask
    page(window).questions.begin()
    assert page(window).questions.saying.words.text() == "dianhua?"
    assert (
        page(open_window(qtbot, at.other, "sync")).questions.saying.words.text() == ""
    )  # it is nobody else's


def test_what_is_said_is_typed_no_more_in_any_window(qtbot: QtBot, at: At, desk: Desk) -> None:
    window = half_asked(qtbot, desk)
    press(qtbot, window, Qt.Key.Key_Tab)
    (typed,) = questions.unsaid(desk).values()
    assert typed.question == "dianhua?"
    page(window).questions.saying.say()
    (left,) = questions.unsaid(desk).values()
    assert left == Unsaid()


def test_a_question_half_typed_when_the_window_is_closed_is_there_the_next_time(
    qtbot: QtBot, at: At, desk: Desk
) -> None:
    window = half_asked(qtbot, desk)
    window.close()
    (typed,) = questions.unsaid(desk).values()
    assert typed.question == "dianhua?"
