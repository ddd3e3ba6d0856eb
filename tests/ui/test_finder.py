"""The search box over the real books: who is found and why, and what Enter and a page's keys do there."""

from __future__ import annotations

from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import arrivals, people, permits
from app.desk import Desk
from app.steps import Given
from tests.helpers.office import Samples
from tests.helpers.window import open_window, the, words_of
from ui.jobs import Jobs
from ui.pages.papers import PapersPage
from ui.pages.registration import RegistrationPage
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_trail import TrailFoot
from ui.pages.review import ReviewPage
from ui.pages.today import TodayPage
from ui.pages.wording import sex_and_age
from ui.widgets.cells import TwoLines, Words
from ui.widgets.finder import Found, _cell
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
NEW = "Register somebody new"


@pytest.fixture
def window(qtbot: QtBot, sample: tuple[Desk, Samples]) -> Window:
    return open_window(qtbot, sample[0], "today", "resident", "papers", "review")


def search(qtbot: QtBot, window: Window, text: str, first: str) -> QWidget:
    """Type something into the box and wait for what it finds first."""
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    line = window.focusWidget()
    assert line is not None
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(lambda: window.sheets.finder.found()[:1] == (first,), timeout=30_000)
    return line


def listed(window: Window) -> list[Found]:
    return list(window.sheets.finder._list.table.rows())


def marked(found: Found) -> list[str]:
    """The parts of a row that stand out."""
    cell = _cell(found)
    lines = (cell.top, cell.bottom) if isinstance(cell, TwoLines) else (cell,)
    return [
        part for line in lines if isinstance(line, Words) for part, stands_out in line.parts() if stands_out
    ]


def test_people_and_the_address_they_live_at_are_found_by_two_words(qtbot: QtBot, window: Window) -> None:
    search(qtbot, window, "liu 602", "刘志强 M 39")
    person, place = listed(window)[:2]
    assert (person.words, marked(person)) == ("刘志强 M 39", ["刘", "602"])
    assert (place.words, marked(place)) == ("河滨社区 滨江苑 3-1-602", ["602"])
    assert place.status is not None
    assert place.status.words == "1 lives there"


def test_a_chip_says_what_is_due_and_a_line_below_does_it(qtbot: QtBot, window: Window) -> None:
    line = search(qtbot, window, "liu 602", "刘志强 M 39")
    person, *_, step, _new = listed(window)
    assert person.status is not None
    assert (person.status.words, step.words, step.press) == ("under review", "Review for 刘志强", "F6")
    for _row in listed(window)[1:-1]:
        qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not window.sheets.finder.isVisible()
    qtbot.waitUntil(lambda: isinstance(window.page(), ReviewPage), timeout=30_000)


def test_the_most_pressing_alone_stands_on_a_chip(qtbot: QtBot, window: Window) -> None:
    search(qtbot, window, "1", "马晓东 M 45")
    chips = {found.words: found.status.words for found in listed(window) if found.status}
    assert chips["马晓东 M 45"] == "registration overdue"
    assert chips["赵明慧 F 32"] == "endorse in 24 days"
    assert chips["许长江 M 35"] == "has left"
    assert "唐国华 M 41" not in chips


def test_the_step_it_offers_is_the_one_that_stands_on_the_page(
    qtbot: QtBot, window: Window, sample: tuple[Desk, Samples]
) -> None:
    desk, made = sample
    arrivals.depart(desk, made.stays["endorsable"], date(2026, 11, 20), "left")
    search(qtbot, window, "zhaominghui", "赵明慧 F 32")
    assert not [found.words for found in listed(window) if found.acts], "a card of who has left is cancelled"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    applied = people.card(desk, made.people["applied"])
    head = f"{applied.name} {sex_and_age(applied.sex, applied.age)}"
    search(qtbot, window, applied.number, head)
    assert [found.words for found in listed(window) if found.acts] == [f"Add the proofs for {applied.name}"]


def test_a_new_card_that_was_refused_hides_nothing_of_the_one_in_use(
    qtbot: QtBot, window: Window, sample: tuple[Desk, Samples]
) -> None:
    desk, made = sample
    new = permits.renew(desk, made.permits["endorsable"], "damaged")
    permits.move(desk, new.id, "refuse", Given("not theirs"))
    search(qtbot, window, "zhaominghui", "赵明慧 F 32")
    assert [found.words for found in listed(window) if found.acts] == ["Endorse now for 赵明慧"]


def test_a_page_and_a_key_are_found_by_a_part_of_their_words(qtbot: QtBot, window: Window) -> None:
    line = search(qtbot, window, "lock the", "Lock the window")
    assert window.sheets.finder.found() == ("Lock the window", NEW)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.lock.locked


def test_a_page_with_a_key_of_its_own_is_found_once(qtbot: QtBot, sample: tuple[Desk, Samples]) -> None:
    window = open_window(qtbot, sample[0], "today", "settings")
    search(qtbot, window, "settings", "Settings")
    assert window.sheets.finder.found() == ("Settings", NEW)


def test_enter_on_an_address_shows_who_lives_there(qtbot: QtBot, window: Window) -> None:
    line = search(qtbot, window, "3-1-602", "刘志强 M 39")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    page = window.page()
    assert page is not None
    finder = page.findChild(FindResident)
    assert finder is not None
    qtbot.waitUntil(lambda: [row.name for row in finder.list.table.rows()] == ["刘志强"], timeout=30_000)


def test_a_key_of_the_page_acts_on_whoever_is_in_hand(qtbot: QtBot, window: Window) -> None:
    line = search(qtbot, window, "zmh", "赵明慧 F 32")
    qtbot.keyClick(line, Qt.Key.Key_F8)
    assert not window.sheets.finder.isVisible()
    qtbot.waitUntil(lambda: isinstance(window.page(), PapersPage), timeout=30_000)


def test_enter_opens_the_file(qtbot: QtBot, window: Window) -> None:
    line = search(qtbot, window, "zhaominghui", "赵明慧 F 32")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "赵明慧" in words_of(the_head(window) or window), timeout=30_000)


def test_esc_leads_back_from_the_file_to_the_page_one_was_on(qtbot: QtBot, window: Window) -> None:
    window.go("review")
    line = search(qtbot, window, "zhaominghui", "赵明慧 F 32")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "赵明慧" in words_of(the_head(window) or window), timeout=30_000)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert isinstance(window.page(), ReviewPage)


def test_the_others_that_were_found_follow_in_the_file(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    line = window.focusWidget()
    qtbot.keyClicks(line, "5")
    qtbot.waitUntil(lambda: listed(window)[0].heading.startswith("People"), timeout=30_000)
    people = [found.words for found in listed(window) if isinstance(found.what, tuple) and not found.acts]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    foot = the(window, TrailFoot)
    qtbot.waitUntil(lambda: "Person 1 of" in words_of(foot), timeout=30_000)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_BracketRight)
    assert people[1].split()[0] in words_of(the_head(window) or window)


def test_who_was_looked_for_from_a_file_leads_back_to_it_and_to_the_list_it_came_from(
    qtbot: QtBot, window: Window
) -> None:
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_O, CTRL)
    foot = the(window, TrailFoot)
    before, first = words_of(foot), words_of(the_head(window) or window)
    line = search(qtbot, window, "zhaominghui", "赵明慧 F 32")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "赵明慧" in words_of(the_head(window) or window), timeout=30_000)
    assert "Case" not in words_of(foot)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert (words_of(foot), words_of(the_head(window) or window)) == (before, first)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert isinstance(window.page(), TodayPage)


def test_the_newest_typing_wins(qtbot: QtBot, window: Window, sample: tuple[Desk, Samples]) -> None:
    """Of two searches that wait behind another, only the newest looks in the books."""
    asked: list[str] = []
    free = Event()
    jobs = Jobs(window)

    def find(text: str) -> tuple[Found, ...]:
        free.wait(30)
        asked.append(text)
        return (Found("People", f"found by {text}", "resident"),)

    shown = open_window(qtbot, sample[0], "today", "resident", jobs=jobs)
    shown.sheets._find = find
    shown.open_finder()
    for text in ("z", "zm", "zmh"):
        shown.sheets.finder._line.setText(text)
        shown.sheets.finder.asked.emit(text)
    free.set()
    qtbot.waitUntil(lambda: "found by zmh" in shown.sheets.finder.found(), timeout=30_000)
    assert "zm" not in asked
    assert asked[-1] == "zmh"
    jobs.close()


def the_head(window: Window) -> ResidentHead | None:
    page = window.page()
    return None if page is None else page.findChild(ResidentHead)


def test_enter_pressed_before_anything_was_found_takes_what_is_found_then(
    qtbot: QtBot, sample: tuple[Desk, Samples], jobs: Jobs
) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, "today", "resident", jobs=jobs)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    line = window.focusWidget()
    number = people.card(desk, made.people["settled"]).number
    qtbot.keyClicks(line, number)  # a scanner types the number, and Enter at once
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.sheets.finder.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: "罗建国" in words_of(window), timeout=30_000)


def test_who_goes_on_typing_after_enter_opens_nothing(
    qtbot: QtBot, sample: tuple[Desk, Samples], jobs: Jobs
) -> None:
    window = open_window(qtbot, sample[0], "today", "resident", jobs=jobs)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    line = window.focusWidget()
    qtbot.keyClicks(line, "liu")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(line, " 602")
    qtbot.waitUntil(lambda: window.sheets.finder.found()[:1] == ("刘志强 M 39",), timeout=30_000)
    assert window.sheets.finder.isVisible()


def test_who_is_not_on_file_is_registered_from_the_box(qtbot: QtBot, sample: tuple[Desk, Samples]) -> None:
    window = open_window(qtbot, sample[0], "today", "registration")
    search(qtbot, window, "qqq", NEW)
    assert "Nothing found" in words_of(window.sheets.finder)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F2)
    assert not window.sheets.finder.isVisible()
    assert isinstance(window.page(), RegistrationPage)
