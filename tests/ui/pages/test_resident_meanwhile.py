"""The desk is held up: what is typed goes on file once and about its own person, whatever is pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import insurance, spells
from app.desk import Desk
from app.errors import Unavailable
from app.insurance import Paid
from app.spells import SpellRow, Work
from tests.helpers.office import Samples, colleague
from tests.helpers.window import open_window, press, the, words_of
from ui.jobs import Jobs
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import WORK
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_work import WorkTab
from ui.widgets.tabs import TabStrip
from ui.window import Window

JOB = Work(date(2019, 3, 1), date(2019, 12, 31), "530302", "Hebin Furniture")
WHO, NEXT = "settled", "soon"
Hold = Callable[[], Event]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    jobs = Jobs()
    yield open_window(qtbot, desk, "resident", "today", jobs=jobs)
    jobs.close()


@pytest.fixture
def page(qtbot: QtBot, window: Window, made: Samples) -> ResidentPage:
    shown = cast(ResidentPage, window.page())
    go_to(window, made, WHO)
    qtbot.waitUntil(lambda: whose(shown) != "")
    the(shown, TabStrip).go(WORK)
    return shown


@pytest.fixture
def tab(qtbot: QtBot, page: ResidentPage) -> WorkTab:
    return the(page, WorkTab)


@pytest.fixture
def hold(window: Window) -> Hold:
    """Holds the desk up until what it answers is set, as a long act or a slow server does."""

    def begin() -> Event:
        let_go = Event()
        page = cast(ResidentPage, window.page())
        page.office.jobs.run(let_go.wait, owner=window)
        return let_go

    return begin


def go_to(window: Window, made: Samples, who: str) -> None:
    window.go("resident", ("person", made.people[who]))


def all_back(qtbot: QtBot, page: ResidentPage) -> None:
    """Wait until everything that was asked for the page has been answered."""
    back: list[bool] = []
    page.office.jobs.when_back(lambda: back.append(True), owner=page)
    qtbot.waitUntil(lambda: bool(back))


def whose(page: ResidentPage) -> str:
    return the(page, ResidentHead)._name.text()


def type_job(qtbot: QtBot, tab: WorkTab, employer: str = JOB.employer) -> None:
    qtbot.waitUntil(lambda: tab.work.since.typed() == "" and tab.isVisible())
    for field, text in ((tab.work.since, "2019-03-01"), (tab.work.until, "2019-12-31")):
        field.setFocus()
        qtbot.keyClicks(field, text)
    type_over(qtbot, tab, employer)


def type_over(qtbot: QtBot, tab: WorkTab, employer: str) -> None:
    field = tab.work.own["employer"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, employer)


def give_job(qtbot: QtBot, window: Window, tab: WorkTab, hold: Hold) -> Event:
    """Type a job and press F9; it goes on file once what is answered is set."""
    type_job(qtbot, tab)
    let_go = hold()
    press(qtbot, window, Qt.Key.Key_F9)
    return let_go


def jobs_of(desk: Desk, made: Samples, who: str) -> list[str]:
    rows = spells.of_person(desk, made.people[who], Work)
    return [cast(Work, row.spell).employer for row in rows if row.spell.since == JOB.since]


def out_of_reach() -> None:
    raise Unavailable("The database cannot be reached just now.")


def test_a_spell_goes_on_file_once_however_often_f9_is_pressed(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    type_job(qtbot, tab)
    let_go = hold()
    for _time in range(3):
        press(qtbot, window, Qt.Key.Key_F9)
    let_go.set()
    all_back(qtbot, page)
    assert not tab.work.is_begun()
    assert jobs_of(desk, made, WHO) == [JOB.employer]


def test_f9_pressed_again_after_something_could_not_be_read_notes_no_second_spell(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    type_job(qtbot, tab)
    read, let_go = hold(), Event()
    page.office.jobs.run(out_of_reach, owner=page)
    page.office.jobs.run(let_go.wait, owner=window)
    press(qtbot, window, Qt.Key.Key_F9)
    with qtbot.waitSignal(page.office.jobs.failed):
        read.set()
    press(qtbot, window, Qt.Key.Key_F9)
    let_go.set()
    all_back(qtbot, page)
    assert jobs_of(desk, made, WHO) == [JOB.employer]


def test_what_is_corrected_while_a_spell_goes_on_file_puts_it_right_and_notes_no_second_one(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    let_go = give_job(qtbot, window, tab, hold)
    type_over(qtbot, tab, "Hebin Design")
    let_go.set()
    all_back(qtbot, page)
    assert jobs_of(desk, made, WHO) == [JOB.employer]
    assert tab.work.own["employer"].value() == "Hebin Design"
    assert "What you typed since puts this right by F9." in words_of(window)
    press(qtbot, window, Qt.Key.Key_F9)
    all_back(qtbot, page)
    assert jobs_of(desk, made, WHO) == ["Hebin Design"]
    assert not tab.is_begun()


def test_f9_pressed_again_with_a_correction_before_the_answer_puts_right_what_the_first_noted(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    let_go = give_job(qtbot, window, tab, hold)
    type_over(qtbot, tab, "Hebin Design")
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_F9)
    let_go.set()
    qtbot.waitUntil(lambda: jobs_of(desk, made, WHO) == ["Hebin Design"])
    all_back(qtbot, page)
    assert not tab.is_begun()
    assert jobs_of(desk, made, WHO) == ["Hebin Design"]


def test_f9_struck_twice_saves_nothing_of_what_is_half_typed_after_it(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    let_go = give_job(qtbot, window, tab, hold)
    press(qtbot, window, Qt.Key.Key_F9)
    type_over(qtbot, tab, "Hebin Desi")
    let_go.set()
    all_back(qtbot, page)
    assert "What you typed since puts this right by F9." in words_of(window)
    assert jobs_of(desk, made, WHO) == [JOB.employer]
    assert tab.work.own["employer"].value() == "Hebin Desi"


def test_months_corrected_before_the_answer_take_out_what_was_wrong_and_nothing_from_before(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    insurance.take_in(desk, made.people[WHO], (pension(1, 1),))
    qtbot.waitUntil(lambda: tab.months.months.hasFocus())
    qtbot.keyClicks(tab.months.months, "2019-01~2019-06")
    let_go = hold()
    press(qtbot, window, Qt.Key.Key_F9)
    tab.months.months.selectAll()
    qtbot.keyClicks(tab.months.months, "2019-03~2019-05")
    press(qtbot, window, Qt.Key.Key_F9)
    let_go.set()
    right = {pension(1, 1), pension(3, 5)}
    qtbot.waitUntil(lambda: right <= {row.paid for row in insurance.of_person(desk, made.people[WHO])})
    all_back(qtbot, page)
    assert not tab.is_begun()


def pension(since: int, until: int) -> Paid:
    return Paid("pension", "530300", date(2019, since, 1), date(2019, until, 1))


def test_who_goes_on_while_a_spell_goes_on_file_finds_it_there_once_and_nothing_typed(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    type_job(qtbot, tab)
    let_go, before = hold(), whose(page)
    press(qtbot, window, Qt.Key.Key_F9)
    go_to(window, made, NEXT)
    let_go.set()
    qtbot.waitUntil(lambda: whose(page) != before)
    the(page, TabStrip).go(WORK)
    assert not tab.is_begun()
    assert jobs_of(desk, made, WHO) == [JOB.employer]
    assert jobs_of(desk, made, NEXT) == []

    go_to(window, made, WHO)
    qtbot.waitUntil(lambda: whose(page) == before)
    the(page, TabStrip).go(WORK)
    assert not tab.is_begun()


def test_a_choice_is_asked_of_nobody_else_and_what_was_typed_is_there_with_its_person(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    shown = SpellRow(spells.note(desk, made.people[WHO], JOB), JOB)
    qtbot.waitUntil(lambda: tab.work.list.go_to(shown.id))
    tab.work.correct.click()
    type_over(qtbot, tab, "Hebin Design")
    spells.note(colleague(desk), made.people[WHO], replace(JOB, employer="Hebin Works"), shown)
    let_go, before = hold(), whose(page)
    press(qtbot, window, Qt.Key.Key_F9)
    go_to(window, made, NEXT)
    let_go.set()
    qtbot.waitUntil(lambda: whose(page) != before)
    the(page, TabStrip).go(WORK)
    assert tab.work.clash.isHidden()
    assert not tab.is_begun()

    go_to(window, made, WHO)
    qtbot.waitUntil(lambda: whose(page) == before)
    the(page, TabStrip).go(WORK)
    qtbot.waitUntil(lambda: tab.work.own["employer"].value() == "Hebin Design")
    assert jobs_of(desk, made, WHO) == ["Hebin Works"]


def test_what_is_refused_may_be_handed_over_again_and_is_there_with_its_person(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    type_job(qtbot, tab)
    tab.work.until.show_value(date(2018, 1, 1))
    let_go, before = hold(), whose(page)
    press(qtbot, window, Qt.Key.Key_F9)
    go_to(window, made, NEXT)
    let_go.set()
    qtbot.waitUntil(lambda: whose(page) != before)
    go_to(window, made, WHO)
    qtbot.waitUntil(lambda: whose(page) == before)
    the(page, TabStrip).go(WORK)
    qtbot.waitUntil(tab.work.is_begun)
    tab.work.until.show_value(JOB.until)
    tab.work.give()
    qtbot.waitUntil(lambda: jobs_of(desk, made, WHO) == [JOB.employer])


def test_till_the_next_file_has_come_nothing_of_the_last_can_be_taken_out(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, page: ResidentPage, tab: WorkTab, hold: Hold
) -> None:
    spells.note(desk, made.people[WHO], JOB)
    qtbot.waitUntil(lambda: len(tab.work.list.table.rows()) > 0)
    insured = insurance.of_person(desk, made.people[WHO])
    let_go, before = hold(), whose(page)
    go_to(window, made, NEXT)
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_F6)
    for out in (tab.work.out, tab.months.out):
        out.click()
    let_go.set()
    qtbot.waitUntil(lambda: whose(page) != before)
    assert jobs_of(desk, made, WHO) == [JOB.employer]
    assert insurance.of_person(desk, made.people[WHO]) == insured
    assert page._sheet._leave.isHidden()
