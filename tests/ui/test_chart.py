"""The chart of days: gone about in with the keyboard alone, and every lane said to a screen reader."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.chart import LaneChart
from ui.widgets.chart_margins import fitting
from ui.widgets.lanepaint import Card
from ui.widgets.lanes import COUNTED, EXPECTED, FACT, LACKING, OPEN, Bar, Lane, Told

TODAY = date(2026, 11, 23)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WHOLE = (date(2022, 1, 1), date(2028, 6, 1))


def day(year: int, month: int, of: int) -> int:
    return date(year, month, of).toordinal()


LANES = (
    Lane(None, "事实"),
    Lane(
        "stays", "居住", "4年8个月", colour="d_res",
        bars=(Bar(day(2022, 3, 14), day(2026, 11, 23), FACT, "北关社区"),),
    ),
    Lane(None, "可享服务"),
    Lane(
        "school", "义务教育", "已开通", "ok",
        bars=(Bar(day(2022, 12, 18), day(2026, 12, 18), OPEN, "2022-12-18 起"),),
    ),
    Lane(
        "housing", "住房保障", "差 7 月", "warn",
        bars=(
            Bar(day(2024, 6, 1), day(2026, 11, 23), COUNTED),
            Bar(day(2026, 11, 23), day(2027, 6, 1), LACKING),
            Bar(day(2027, 6, 1), day(2028, 6, 1), EXPECTED, "预计 2027-06-01"),
        ),
    ),
    Lane("exams", "考试", folded=True, bars=(Bar(day(2027, 9, 1), day(2028, 6, 1), EXPECTED),)),
)  # fmt: skip


def describe(lane: Lane, on: date) -> Told:
    return Told(f"{lane.key}", (f"on {on}",))


class Painted(QObject):
    """Counts how often a widget is painted."""

    times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def chart(qtbot: QtBot) -> LaneChart:
    chart = LaneChart(name="居住与享受时间轴", describe=describe)
    qtbot.addWidget(chart)
    chart.resize(840, 300)
    with qtbot.waitActive(chart):
        chart.show()
        chart.activateWindow()
    chart.show_lanes(LANES, TODAY, WHOLE)
    chart.setFocus()
    QApplication.processEvents()
    return chart


def press(
    chart: LaneChart, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        QTest.keyClick(chart, key, held)


def in_hand(chart: LaneChart) -> Hashable:
    return chart.key


def tops(chart: LaneChart) -> dict[Hashable, float]:
    return {place.lane.key: place.top for place in chart.places()}


def test_up_and_down_go_from_lane_to_lane_past_the_headings(qtbot: QtBot, chart: LaneChart) -> None:
    assert in_hand(chart) == "stays"
    with qtbot.waitSignal(chart.chosen) as chosen:
        press(chart, Qt.Key.Key_Down)
    assert chosen.args == ["school"]
    press(chart, Qt.Key.Key_Down)
    assert in_hand(chart) == "housing"
    press(chart, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert in_hand(chart) == "exams"
    press(chart, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert in_hand(chart) == "stays"


def test_left_and_right_go_by_a_day_a_month_or_to_the_next_change(chart: LaneChart) -> None:
    press(chart, Qt.Key.Key_Right)
    assert chart.day == date(2026, 11, 24)
    press(chart, Qt.Key.Key_Left, held=SHIFT)
    assert chart.day == date(2026, 10, 24)
    chart.go_to_day(date(2026, 12, 31))
    press(chart, Qt.Key.Key_Right, held=SHIFT)
    assert chart.day == date(2027, 1, 31)
    press(chart, Qt.Key.Key_Right, held=SHIFT)
    assert chart.day == date(2027, 2, 28)
    press(chart, Qt.Key.Key_Home)
    chart.go_to("housing")
    press(chart, Qt.Key.Key_Right, held=CTRL)
    assert chart.day == date(2027, 6, 1)
    press(chart, Qt.Key.Key_Home)
    assert chart.day == TODAY


def test_no_key_leads_beyond_the_first_and_the_last_day(chart: LaneChart) -> None:
    chart.go_to_day(date(1900, 1, 1))
    assert chart.day == WHOLE[0]
    press(chart, Qt.Key.Key_Left)
    assert chart.day == WHOLE[0]
    chart.go_to_day(date(2100, 1, 1))
    assert chart.day == WHOLE[1]


def test_looking_closer_keeps_the_day_in_hand_where_it_is_and_0_shows_all(chart: LaneChart) -> None:
    chart.go_to_day(date(2025, 1, 1))
    before, whole = chart.x_of(chart.day), chart.x_of(TODAY) - chart.x_of(date(2022, 1, 1))
    press(chart, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert chart.x_of(chart.day) == pytest.approx(before, abs=2)
    assert chart.x_of(TODAY) - chart.x_of(date(2022, 1, 1)) > whole * 1.4
    press(chart, Qt.Key.Key_0)
    assert chart.x_of(TODAY) - chart.x_of(date(2022, 1, 1)) == pytest.approx(whole, abs=2)


def test_what_is_so_on_the_day_in_hand_stands_on_the_card_and_is_read_aloud(chart: LaneChart) -> None:
    chart.go_to("school")
    press(chart, Qt.Key.Key_Right)
    card = chart.findChild(Card)
    assert card is not None
    assert card.isVisible()
    assert chart.rect().contains(card.geometry())
    assert chart.accessibleDescription() == "2026-11-24。school。on 2026-11-24"


def test_the_lane_in_hand_is_read_aloud_before_the_first_key(chart: LaneChart) -> None:
    chart.clearFocus()
    chart.setAccessibleDescription("")
    chart.setFocus()
    QApplication.processEvents()
    assert chart.accessibleDescription() == "2026-11-23。stays。on 2026-11-23"


@pytest.mark.parametrize("key", ["stays", "school", "housing", "exams"])
def test_the_card_leaves_the_lane_below_its_own_in_sight(chart: LaneChart, key: str) -> None:
    chart.go_to(key)
    press(chart, Qt.Key.Key_Right)
    card = chart.findChild(Card)
    assert card is not None
    places = chart.places()
    at = next(number for number, place in enumerate(places) if place.lane.key == key)
    for place in places[at : at + 2]:
        row = QRect(chart._labels.mapTo(chart, QPoint(0, round(place.top))), QSize(chart.width(), 1))
        assert not card.geometry().intersects(row.adjusted(0, 1, 0, round(place.tall) - 1))


def test_space_folds_a_group_and_enter_asks_for_more_of_a_lane(qtbot: QtBot, chart: LaneChart) -> None:
    chart.go_to("exams")
    with qtbot.waitSignal(chart.folded) as folded:
        press(chart, Qt.Key.Key_Space)
    assert folded.args == ["exams"]
    with qtbot.waitSignal(chart.opened) as opened:
        press(chart, Qt.Key.Key_Return)
    assert opened.args == ["exams"]
    chart.go_to("housing")
    with qtbot.assertNotEmitted(chart.folded):
        press(chart, Qt.Key.Key_Space)
    with qtbot.waitSignal(chart.folded):
        QTest.mouseClick(
            chart._labels, Qt.MouseButton.LeftButton, pos=QPoint(14, round(tops(chart)["exams"]) + 12)
        )


@pytest.mark.parametrize("width", [500, 600, 840, 1200])
@pytest.mark.parametrize("years", [1, 2, 5])
def test_the_days_told_above_never_run_into_one_another(chart: LaneChart, width: int, years: int) -> None:
    chart.show_lanes(LANES, TODAY, (date(2027 - years, 1, 1), date(2027, 12, 1)))
    chart.resize(width, 300)
    QApplication.processEvents()
    advance = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance
    ticks = chart.ticks()
    assert len(ticks) > 1
    for (before, words), (after, next_words) in pairwise(ticks):
        assert after - before > (advance(words) + advance(next_words)) / 2


def test_lanes_take_more_height_where_there_is_room(chart: LaneChart) -> None:
    before = tops(chart)["exams"]
    chart.be_large(True)
    assert tops(chart)["exams"] > before * 1.5
    chart.be_large(False)
    assert tops(chart)["exams"] == before


def test_the_mouse_says_the_same_and_a_click_takes_the_lane(chart: LaneChart) -> None:
    view = chart._plane.viewport()
    top = round(tops(chart)["housing"])
    place = QPoint(round(chart.x_of(date(2027, 6, 15))), top + theme.px(12))
    QTest.mouseMove(view, place)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert chart.key == "housing"
    assert abs((chart.day - date(2027, 6, 15)).days) < 10


def test_other_lanes_are_painted_once(chart: LaneChart) -> None:
    painted = Painted()
    chart._plane.viewport().installEventFilter(painted)
    chart.show_lanes(LANES[:3], date(2026, 12, 24), (date(2020, 1, 1), date(2029, 6, 1)))
    for _turn in range(5):
        QApplication.processEvents()
    assert painted.times == 1


@pytest.mark.parametrize("look", ["light", "dark"])
def test_each_manner_is_drawn_in_its_own_colour(qapp: QApplication, chart: LaneChart, look: str) -> None:
    theme.apply(qapp, look)
    chart.show_lanes(LANES, TODAY, WHOLE)
    QApplication.processEvents()
    picture = chart._plane.viewport().grab().toImage()

    def seen(key: str, on: date) -> str:
        dot = picture.pixelColor(round(chart.x_of(on)), round(tops(chart)[key]) + theme.px(12))
        return str(dot.name()).upper()

    assert seen("stays", date(2025, 9, 1)) == theme.colour("d_res").name().upper()
    assert seen("school", date(2025, 9, 1)) == theme.colour("ok_t").name().upper()
    assert seen("housing", date(2025, 9, 1)) == theme.colour("d_wait").name().upper()


@pytest.mark.parametrize(
    ("title", "short"),
    [("养老服务（老年人优待）", "养老服务"), ("Elderly (benefits)", "Elderly"), ("义务教育", "义务教育")],
)
def test_a_title_without_room_does_without_its_remark_first(
    title: str, short: str, qapp: QApplication
) -> None:
    metrics = QFontMetrics(theme.font())
    assert fitting(title, metrics, metrics.horizontalAdvance(title)) == title
    assert fitting(title, metrics, metrics.horizontalAdvance(title) - 1) == short
