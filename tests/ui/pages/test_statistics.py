"""统计 by real keys: every number is read aloud, opens its list, and is the list's length."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app import arrivals, invent, offices, printouts, roll
from app.desk import Desk
from app.progress import Progress
from app.statistics import Months
from db.records import Stay
from tests.helpers.office import arrival, office
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.jobs import Jobs
from ui.pages import statistics_count
from ui.pages.statistics import StatisticsPage
from ui.pages.trail import AS_LEFT
from ui.widgets.marks import Marks
from ui.window import Window

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    invented = tmp_path_factory.mktemp("statistics") / "community.anju"
    invent.invent(offices.url_of(str(invented)), 600, 5, DAY)
    return invented


@pytest.fixture
def community(file: Path, tmp_path: Path) -> Iterator[Desk]:
    own = shutil.copy(file, tmp_path / "community.anju")
    desk = offices.open_fiction(offices.url_of(str(own)), DAY)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, community: Desk) -> Window:
    return open_window(qtbot, community, "statistics", "resident")


def page(window: Window) -> StatisticsPage:
    return cast(StatisticsPage, window.page())


def charts(shown: StatisticsPage) -> tuple[Marks, ...]:
    return (
        shown.charts.figures,
        shown.charts.pyramid,
        shown.charts.months,
        shown.charts.matrix,
        shown.charts.dues,
    )


def test_all_is_seen_at_the_size_of_the_pictures_and_a_low_window_scrolls(
    qtbot: QtBot, window: Window
) -> None:
    charts = page(window).charts
    areas = (area for area in page(window).findChildren(QScrollArea) if area.widget() is charts)
    bar = next(areas).verticalScrollBar()
    assert (window.height(), bar.maximum()) == (696, 0)
    window.resize(1093, 542)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert charts.pyramid.height() >= charts.pyramid.minimumSizeHint().height()


def test_the_first_number_is_in_hand_and_said(window: Window) -> None:
    shown = page(window)
    assert shown.charts.figures.hasFocus()
    mark = shown.charts.figures.in_hand()
    assert mark is not None
    assert shown.charts.figures.accessibleDescription().startswith(f"Live here {mark.count}")


def test_every_number_opens_a_list_of_its_length_and_esc_leads_back(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    for chart in charts(shown):
        for _mark in chart.marks()[:12]:
            chart.setFocus()
            in_hand = chart.in_hand()
            assert in_hand is not None
            press(qtbot, window, Qt.Key.Key_Return)
            if in_hand.count:
                assert shown.list.hasFocus()
                assert shown.list.table.rowCount() == in_hand.count, in_hand.words
                press(qtbot, window, Qt.Key.Key_Escape)
            assert not shown.list.isVisible()
            chart.setFocus()
            press(qtbot, window, Qt.Key.Key_Right)


def test_enter_in_a_list_opens_the_file(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    press(qtbot, window, Qt.Key.Key_Return)
    row = shown.list.current()
    assert row is not None
    press(qtbot, window, Qt.Key.Key_Return)
    assert row.name in words_of(window)


def test_the_law_is_asked_about_everyone_by_f6_and_a_service_opens_who_has_it(
    qtbot: QtBot, window: Window
) -> None:
    shown = page(window)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: bool(shown.charts.services.marks()))
    first = shown.charts.services.marks()[0]
    assert first.count > 0
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.list.isVisible)
    assert shown.list.table.rowCount() == first.count


def test_a_community_narrows_everything(window: Window) -> None:
    shown = page(window)
    whole = shown.charts.figures.marks()[0].count
    shown.community.setCurrentIndex(1)
    some = shown.charts.figures.marks()[0].count
    assert 0 < some < whole
    assert shown.charts.pyramid.marks()[0].count <= some
    assert len(shown.charts.matrix.marks()) == 5  # one row


def test_the_months_are_chosen_by_keys_from_those_offered_or_ones_own(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    assert shown.period.currentText() == "2026-01 to 2026-11, this year"
    assert len(shown.charts.months.marks()) == 12  # December too, for last year's arrivals are known
    shown.period.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert shown.period.currentText() == "2025-12 to 2026-11, 12 months"
    assert shown.charts.months.marks()[0].words == "Arrivals in 2025-12"
    press(qtbot, window, Qt.Key.Key_End)
    assert shown.own.isVisible()
    assert shown.own.first.currentText() == "2025-12"
    shown.own.first.setFocus()
    for _month in range(3):
        press(qtbot, window, Qt.Key.Key_Up)
    assert shown.charts.months.marks()[0].words == "Arrivals in 2026-03"
    assert len(shown.charts.months.marks()) == 9
    assert shown.charts.matrix.marks()[0].count > 0


def test_the_first_month_draws_the_last_one_along_and_never_too_far(window: Window) -> None:
    own = page(window).own
    own.last.show_value(date(2022, 3, 1))
    assert own.months() == Months(date(2022, 3, 1), date(2022, 3, 1))
    own.last.show_value(date(2026, 11, 1))
    assert own.months() == Months(date(2023, 12, 1), date(2026, 11, 1))


def test_unticking_counts_whoever_lived_here_meanwhile(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    here = shown.charts.figures.marks()[0]
    shown.here.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    ever = shown.charts.figures.marks()[0]
    assert (here.words, ever.words) == ("Live here", "Lived here")
    assert ever.count > here.count
    assert "where they lived last" in words_of(window)


def test_the_numbers_of_the_chart_in_hand_are_copied(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    for chart, first, lines in (
        (shown.charts.figures, "Figure\tNumber\tRemark", 7),
        (shown.charts.pyramid, "Ages\tMen\tWomen", 9),
        (shown.charts.months, "Month\tArrivals\tA year before", 13),
    ):
        chart.setFocus()
        press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        copied = QApplication.clipboard().text().splitlines()
        assert (copied[0], len(copied)) == (first, lines)
    shown.charts.matrix.setFocus()
    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Community\tLive here")
    assert len(copied) == 2 + len(shown.charts.matrix.marks()) // 5  # the headings, and all together
    assert int(copied[-1].split("\t")[1]) == shown.charts.figures.marks()[0].count


def test_the_tables_are_exported(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    press(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file.exists)


def test_the_sheet_is_saved_and_asked_about(
    qtbot: QtBot, window: Window, community: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "statistics.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page(window).period.setCurrentIndex(2)
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file.exists)
    text = "".join(pages.texts(file.read_bytes()))
    assert "流动人口统计表" in text
    assert "2025-01" in text
    assert "2025-12" in text
    qtbot.waitUntil(
        lambda: [button.text() for button in window.bottom.buttons()][-1:] == ["It came out right"]
    )
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    states = [each.state for each in printouts.of_day(community, DAY)]
    assert states == ["sent"], "the same sheets are saved again, and no others made"
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not window.bottom.buttons())
    page(window).purpose.setCurrentIndex(1)
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(printouts.of_day(community, DAY)) == 2


def test_what_another_station_saves_is_counted_by_itself_where_that_is_quick(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    shown = page(window)
    before = shown.charts.figures.marks()[2].count
    with community.reading() as session:
        stay = session.scalars(select(Stay.id).where(Stay.left_on.is_(None)).order_by(Stay.row)).first()
    assert stay is not None
    arrivals.depart(community, stay, DAY, "left")
    qtbot.waitUntil(lambda: shown.charts.figures.marks()[2].count == before + 1)


def test_where_counting_takes_long_it_stays_said_that_more_was_done_until_it_is_counted(
    qtbot: QtBot, window: Window, community: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics_count, "QUICK", 0)
    shown = page(window)
    with community.reading() as session:
        stay = session.scalars(select(Stay.id).where(Stay.left_on.is_(None)).order_by(Stay.row)).first()
    assert stay is not None
    arrivals.depart(community, stay, DAY, "left")
    qtbot.waitUntil(lambda: "More was done since" in words_of(window))
    shown.purpose.setCurrentIndex(1)
    assert "More was done since" in words_of(window), "the figures are still those of before"
    press(qtbot, window, Qt.Key.Key_F5)
    assert "More was done since" not in words_of(window)


def test_what_is_chosen_while_the_stays_are_read_is_counted_on_them_and_nothing_is_read_again(
    qtbot: QtBot, community: Desk, monkeypatch: pytest.MonkeyPatch, jobs: Jobs
) -> None:
    read, gate, times = roll.read_roll, Event(), list[int]()

    def slowly(desk: Desk, progress: Progress) -> roll.Roll:
        times.append(1)
        assert gate.wait(20)
        return read(desk, progress)

    monkeypatch.setattr(roll, "read_roll", slowly)
    window = open_window(qtbot, community, "statistics", jobs=jobs)
    shown = page(window)
    qtbot.waitUntil(lambda: bool(times))
    shown.purpose.setCurrentIndex(1)
    gate.set()
    qtbot.waitUntil(lambda: bool(shown.charts.figures.marks()))
    assert shown._told is not None
    assert shown._told.of.purpose == shown.purpose.value()
    assert times == [1]


def test_a_list_is_still_there_after_a_file_was_opened_from_it_while_it_was_counted_anew(
    qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    desk = offices.open_fiction(offices.url_of(str(shutil.copy(file, tmp_path / "own.anju"))), DAY)
    jobs = Jobs()
    window = open_window(qtbot, desk, "statistics", "resident", jobs=jobs)
    shown = page(window)
    qtbot.waitUntil(lambda: bool(shown.charts.figures.marks()))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.list.isVisible)
    gate = Event()
    jobs.look_through(
        lambda progress: gate.wait(20), stepped=lambda step: None, stopped=lambda: False, owner=shown
    )
    shown.reload()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page() is not shown)
    stopped = qtbot.waitSignal(shown._counting.stopped)
    gate.set()
    stopped.wait()
    window.go("statistics", AS_LEFT)
    assert shown.list.isVisible()
    jobs.close()
    desk.close()


def test_a_count_that_was_stopped_leaves_the_figures_and_what_they_are_of(
    qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    desk = offices.open_fiction(offices.url_of(str(shutil.copy(file, tmp_path / "own.anju"))), DAY)
    jobs = Jobs()
    window = open_window(qtbot, desk, "statistics", jobs=jobs)
    shown = page(window)
    qtbot.waitUntil(lambda: bool(shown.charts.figures.marks()))
    gate = Event()
    jobs.look_through(
        lambda progress: gate.wait(20), stepped=lambda step: None, stopped=lambda: False, owner=shown
    )
    shown.purpose.setCurrentIndex(1)  # waits for the gate, longer than a glance
    qtbot.waitUntil(shown.progress.isVisible)
    press(qtbot, window, Qt.Key.Key_Escape)
    gate.set()
    qtbot.waitUntil(shown.charts.figures.isVisible)
    assert shown.purpose.value() == ""
    jobs.close()
    desk.close()


# -- a new office


def test_in_a_new_office_each_chart_says_in_words_that_there_is_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    desk = office(tmp_path)
    shown = page(open_window(qtbot, desk, "statistics"))
    qtbot.waitUntil(lambda: bool(shown.charts.figures.marks()))
    said = [chart.accessibleDescription() for chart in charts(shown)[1:]]
    assert said == [
        "Nobody is here to be counted.",
        "Nobody came in these months, nor a year before.",
        "No community is on file yet; they come with the addresses.",
        "No endorsement falls due in these months.",
    ]
    arrivals.record(desk, arrival("方晓明", 941, "2026-11-20"))
    qtbot.waitUntil(lambda: "Nobody" not in shown.charts.pyramid.accessibleDescription())
    assert "Nobody" not in shown.charts.months.accessibleDescription()
    desk.close()
