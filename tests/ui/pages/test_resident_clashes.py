"""Two officers at one entry of a tab: what is typed stays beside what is on file, a key away from either."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import arrivals, households, insurance, materials, spells
from app.arrivals import NO_NUMBER
from app.desk import Desk
from app.households import NewMember
from app.insurance import Paid
from app.materials import NewMaterial
from app.spells import SpellRow, Work
from db.records import Member
from tests.helpers.office import Samples, colleague
from tests.helpers.window import open_window, press, the, words_of
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import FAMILY, MATERIALS, WORK
from ui.pages.resident_clash import ClashNotice
from ui.pages.resident_family import FamilyTab
from ui.pages.resident_tabs import MaterialsTab
from ui.pages.resident_work import WorkTab
from ui.widgets.tabs import TabStrip
from ui.window import Window

HERE, KUNMING = "530300", "530100"
JOB = Work(date(2019, 3, 1), date(2019, 12, 31), "530302", "Hebin Furniture")
ALT = Qt.KeyboardModifier.AltModifier
WHO = "settled"


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "resident", "today")


@pytest.fixture
def other(desk: Desk) -> Desk:
    return colleague(desk)


def tab_of(window: Window, made: Samples, tab: int) -> ResidentPage:
    window.go("resident", ("person", made.people[WHO]))
    shown = cast(ResidentPage, window.page())
    the(shown, TabStrip).go(tab)
    return shown


def on_file(desk: Desk, made: Samples, spell: SpellRow) -> Work | None:
    rows = spells.of_person(desk, made.people[WHO], Work)
    return next((cast(Work, row.spell) for row in rows if row.id == spell.id), None)


def overtaken(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> tuple[WorkTab, SpellRow]:
    """A spell is put right here, its employer and its last day, while the other puts right the last day."""
    shown = SpellRow(spells.note(desk, made.people[WHO], JOB), JOB)
    tab = the(tab_of(window, made, WORK), WorkTab)
    qtbot.waitUntil(lambda: tab.work.list.go_to(shown.id))
    tab.work.correct.click()
    tab.work.until.setFocus()
    tab.work.until.selectAll()
    qtbot.keyClicks(tab.work.until, "2019-11-30")
    employer = tab.work.own["employer"]
    employer.setFocus()
    employer.selectAll()
    qtbot.keyClicks(employer, "Hebin Design")
    spells.note(other, made.people[WHO], replace(JOB, until=date(2019, 10, 31)), shown)
    press(qtbot, window, Qt.Key.Key_F9)
    return tab, shown


def test_what_is_typed_stays_beside_what_the_other_officer_saved(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    tab, shown = overtaken(qtbot, window, desk, other, made)
    said = words_of(tab.work.clash)
    assert "张海涛 changed this at" in said
    assert "Until: now 2019-10-31, typed 2019-11-30" in said
    assert tab.work.until.value() == date(2019, 11, 30)
    assert tab.work.own["employer"].value() == "Hebin Design"
    assert on_file(desk, made, shown) == replace(JOB, until=date(2019, 10, 31))


def test_f9_saves_what_is_typed_here_and_undo_brings_back_theirs(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    tab, shown = overtaken(qtbot, window, desk, other, made)
    press(qtbot, window, Qt.Key.Key_F9)
    mine = replace(JOB, until=date(2019, 11, 30), employer="Hebin Design")
    assert on_file(desk, made, shown) == mine
    assert tab.work.clash.isHidden()
    assert tab.work.until.value() is None
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert on_file(desk, made, shown) == replace(JOB, until=date(2019, 10, 31))


def test_alt_y_leaves_theirs_and_saves_what_else_is_typed(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    tab, shown = overtaken(qtbot, window, desk, other, made)
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    assert on_file(desk, made, shown) == replace(JOB, until=date(2019, 10, 31), employer="Hebin Design")
    assert tab.work.clash.isHidden()


def test_a_spell_that_was_taken_out_meanwhile_is_noted_anew_with_what_is_typed(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    shown = SpellRow(spells.note(desk, made.people[WHO], JOB), JOB)
    tab = the(tab_of(window, made, WORK), WorkTab)
    qtbot.waitUntil(lambda: tab.work.list.go_to(shown.id))
    tab.work.correct.click()
    qtbot.keyClicks(tab.work.since, "2018-03-01")  # all of it is selected
    spells.take_out(other, shown)
    press(qtbot, window, Qt.Key.Key_F9)
    assert "taken this out meanwhile" in words_of(window)
    assert tab.work.since.value() == date(2018, 3, 1)
    press(qtbot, window, Qt.Key.Key_F9)
    assert replace(JOB, since=date(2018, 3, 1)) in [
        row.spell for row in spells.of_person(desk, made.people[WHO], Work)
    ]


@pytest.mark.parametrize("key", ["F9", "Alt+Y"])
def test_months_that_two_officers_put_right_are_chosen_by_one_key(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples, key: str
) -> None:
    def pension(since: int, until: int, where: str = HERE) -> Paid:
        return Paid("pension", where, date(2019, since, 1), date(2019, until, 1))

    who, whole = made.people[WHO], pension(1, 6)
    insurance.take_in(desk, who, (whole,))
    tab = the(tab_of(window, made, WORK), WorkTab)
    tab.months.list.go_to(("pension", HERE, date(2019, 1, 1)))
    tab.months.correct.click()
    tab.months.region.show_value(KUNMING)
    insurance.take_in(
        other, who, (pension(1, 4), Paid("pension", HERE, date(2019, 5, 1), date(2019, 6, 1), True)), (whole,)
    )
    press(qtbot, window, Qt.Key.Key_F9)
    said = words_of(tab.months.clash)
    assert "2019-05~2019-06: now 2019-05~2019-06 云南省曲靖市 back-paid" in said
    assert tab.months.months.typed() == "2019-01~2019-06"

    press(qtbot, window, *((Qt.Key.Key_F9,) if key == "F9" else (Qt.Key.Key_Y, ALT)))
    paid = {row.paid for row in insurance.of_person(desk, who) if row.paid.since.year == 2019}
    if key == "F9":
        assert paid == {pension(1, 6, KUNMING)}
    else:
        assert paid == {
            pension(1, 4, KUNMING),
            Paid("pension", HERE, date(2019, 5, 1), date(2019, 6, 1), True),
        }
    assert tab.months.clash.isHidden()
    assert tab.months.months.typed() == ""


@pytest.mark.parametrize(("key", "state"), [("F9", "missing"), ("Alt+Y", "held")])
def test_a_proof_that_two_officers_saw_otherwise_is_chosen_by_one_key(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples, key: str, state: str
) -> None:
    tab = the(tab_of(window, made, MATERIALS), MaterialsTab)
    tab.kind.show_value("labour_contract")
    materials.note(other, made.people[WHO], (NewMaterial("labour_contract", "work", pages=4),))
    tab.missing.click()
    said = words_of(the(tab, ClashNotice))
    assert "now original seen, 4 pages, typed missing" in said

    press(qtbot, window, *((Qt.Key.Key_F9,) if key == "F9" else (Qt.Key.Key_Y, ALT)))
    rows = materials.of_person(desk, made.people[WHO])
    assert [row.state for row in rows if row.kind == "labour_contract"] == [state]
    assert the(tab, ClashNotice).isHidden()


def test_who_goes_to_another_person_is_asked_nothing_of_the_one_before(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    tab, _shown = overtaken(qtbot, window, desk, other, made)
    window.go("resident", ("person", made.people["soon"]))
    the(cast(ResidentPage, window.page()), TabStrip).go(WORK)
    assert tab.work.clash.isHidden()
    assert tab.work.own["employer"].value() in (None, "")


def test_another_day_of_leaving_the_household_stays_typed_beside_what_the_other_officer_said(
    qtbot: QtBot, window: Window, desk: Desk, other: Desk, made: Samples
) -> None:
    stay = made.stays[WHO]
    child = NewMember(households.SON, "周小明", NO_NUMBER, "", date(2019, 5, 1))
    households.record(desk, arrivals.form_of(desk, stay), (child,), stay)
    (row,) = households.led_by(desk, made.people[WHO])
    tab = the(tab_of(window, made, FAMILY), FamilyTab)
    qtbot.waitUntil(lambda: tab.list.go_to(row.id))
    tab.day.show_value(date(2026, 11, 21))
    the_page = cast(ResidentPage, window.page())
    the_page.reads = frozenset()  # news take a moment between two stations
    households.leave(other, row.id, date(2026, 11, 20))
    tab.left.click()
    said = words_of(tab.clash)
    assert "张海涛 changed this at" in said
    assert "周小明 left: now 2026-11-20, typed 2026-11-21" in said
    assert tab.day.value() == date(2026, 11, 21)

    press(qtbot, window, Qt.Key.Key_F9)
    assert not tab.clash.isVisible()
    with desk.reading() as session:
        assert session.get_one(Member, row.id).until == date(2026, 11, 21)
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with desk.reading() as session:
        assert session.get_one(Member, row.id).until == date(2026, 11, 20)
