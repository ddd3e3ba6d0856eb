"""One page as a picture: how it is looked at, and how a place of it is framed, by mouse and by key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.frames import WHOLE, Frame
from ui import theme
from ui.widgets.frames import INK, between, place_of
from ui.widgets.gap_words import GapWords
from ui.widgets.leaf_tabs import LeafTab, LeafTabs, fitted
from ui.widgets.page_view import PageView

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
SEAL = Frame(100, 700, 400, 100, "No seal")
PAPER = QColor("#FCFAF3")
steps = st.integers(-2 * WHOLE, 2 * WHOLE)
points = st.builds(QPointF, st.floats(-500, 1500), st.floats(-500, 1500))


def a_page(wide: int = 1000, high: int = 1400) -> QImage:
    picture = QImage(wide, high, QImage.Format.Format_RGB32)
    picture.fill(PAPER)
    return picture


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(600, 300)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    view.show_page(a_page(), "Lease, page 1 of 1")
    return view


def ink_of(view: PageView) -> bool:
    """Whether the ink of a frame is to be seen."""
    picture = view.viewport().grab().toImage()
    return any(
        picture.pixelColor(x, y) == INK for x in range(0, picture.width(), 2) for y in range(picture.height())
    )


@given(points, points, st.lists(st.tuples(st.booleans(), steps, steps), max_size=6))
def test_a_frame_stays_on_the_page_whatever_is_done_to_it(
    one: QPointF, other: QPointF, done: list[tuple[bool, int, int]]
) -> None:
    frame = between(one, other)
    for grows, across, down in done:
        frame = frame.grown(across, down) if grows else frame.moved(across, down)
    assert frame.x >= 0
    assert frame.y >= 0
    assert frame.width > 0
    assert frame.height > 0
    assert frame.x + frame.width <= WHOLE
    assert frame.y + frame.height <= WHOLE


def test_a_page_begins_as_wide_as_there_is_room_and_no_larger_than_it_was_taken(view: PageView) -> None:
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    assert (across.maximum(), down.maximum() > 300) == (0, True)
    view.show_page(a_page(200, 100), "Small")
    assert (across.maximum(), down.maximum()) == (0, 0)


def test_a_photo_is_seen_whole(view: PageView) -> None:
    view.show_page(a_page(), "Photo", whole=True)
    assert (view.horizontalScrollBar().maximum(), view.verticalScrollBar().maximum()) == (0, 0)


def test_it_is_made_larger_and_smaller_by_key_and_by_wheel_and_stays_where_one_looked(
    qtbot: QtBot, view: PageView
) -> None:
    before = view.verticalScrollBar().maximum()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    larger = view.verticalScrollBar().maximum()
    assert larger > before
    assert view.horizontalScrollBar().maximum() > 0
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.verticalScrollBar().maximum() == before
    middle = QPointF(view.viewport().rect().center())
    turned = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turned)
    assert view.verticalScrollBar().maximum() == larger


def test_arrows_scroll_and_page_keys_ask_for_other_pages(qtbot: QtBot, view: PageView) -> None:
    turned: list[int] = []
    view.turned.connect(turned.append)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() > 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert turned == [1, -1, 1, -1]
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_Right)  # now there is something at the right to be seen first
    assert turned == [1, -1, 1, -1]


def test_a_page_on_which_something_lacks_is_shown_where_it_lacks(view: PageView) -> None:
    assert not ink_of(view)
    view.show_page(a_page(), "Lease", (SEAL,))
    assert view.verticalScrollBar().value() > 0
    assert ink_of(view)
    assert view.accessibleDescription() == "No seal"


def test_a_place_is_framed_with_the_mouse(qtbot: QtBot, view: PageView) -> None:
    with qtbot.waitSignal(view.asked):
        qtbot.mousePress(view.viewport(), LEFT, pos=QPoint(100, 60))
        qtbot.mouseMove(view.viewport(), QPoint(200, 120))
        qtbot.mouseRelease(view.viewport(), LEFT, pos=QPoint(300, 160))
    assert view.hand is not None
    assert view.taken is None
    place = place_of(view.hand, view._page()).toRect()
    assert abs(place.left() - 100) <= 1
    assert abs(place.top() - 60) <= 1


def test_a_click_on_the_bare_page_frames_nothing_and_one_on_a_frame_takes_it(
    qtbot: QtBot, view: PageView
) -> None:
    view.show_page(a_page(), "Lease", (SEAL,))
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(300, 20))
    assert view.hand is None
    inside = place_of(SEAL, view._page()).center().toPoint()
    with qtbot.waitSignal(view.asked):
        qtbot.mouseClick(view.viewport(), LEFT, pos=inside)
    assert view.taken == SEAL


def test_a_place_is_framed_by_key_alone(qtbot: QtBot, view: PageView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Space)
    begun = view.hand
    assert begun is not None
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert view.hand == begun.moved(0, 10).grown(10, 0)
    assert "from the left" in view.accessibleDescription()
    with qtbot.waitSignal(view.asked):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_a_frame_in_hand_is_followed_by_what_is_in_sight(qtbot: QtBot, view: PageView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Space)
    for _press in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.hand is not None
    assert view.viewport().rect().contains(place_of(view.hand, view._page()).toRect())


def test_enter_takes_one_frame_after_the_other_and_delete_asks_to_take_it_away(
    qtbot: QtBot, view: PageView
) -> None:
    other = SEAL.moved(0, -300)
    view.show_page(a_page(), "Lease", (SEAL, other))
    taken = []
    for _round in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Return)
        taken.append(view.taken)
        view.let_go()
    assert taken == [SEAL, other, SEAL]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.removed):
        qtbot.keyClick(view, Qt.Key.Key_Delete)


def test_where_pages_are_only_read_nothing_is_framed(qtbot: QtBot) -> None:
    view = PageView(framing=False)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_page(a_page(), "Lease", (SEAL,))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.mousePress(view.viewport(), LEFT, pos=QPoint(100, 60))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=QPoint(300, 160))
    assert view.hand is None


def test_the_page_stays_paper_in_the_dark(qtbot: QtBot, qapp: QApplication, view: PageView) -> None:
    theme.apply(qapp, "dark")
    picture = view.viewport().grab().toImage()
    assert picture.pixelColor(picture.rect().center()) == PAPER
    assert picture.pixelColor(2, picture.height() // 2).lightness() < 80


def test_the_common_words_are_said_by_digit_and_others_are_typed(qtbot: QtBot) -> None:
    words = GapWords(("No seal", "No signature"))
    qtbot.addWidget(words)
    with qtbot.waitActive(words):
        words.show()
        words.activateWindow()
    said: list[str] = []
    words.said.connect(said.append)
    words.ask("", new=True)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_9)
    words.ask("2024 is over", new=False)
    words._text.setFocus()
    qtbot.keyClick(words._text, Qt.Key.Key_1)  # a digit in the field is a digit
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert said[0] == "No signature"
    assert sorted(said[1]) == sorted("2024 is over1")
    assert len(said) == 2


def test_tabs_are_one_stop_and_tell_how_many_pages_lie_behind(qtbot: QtBot) -> None:
    tabs = LeafTabs("Proofs")
    qtbot.addWidget(tabs)
    tabs.show_tabs((LeafTab("Card", 1), LeafTab("Lease", 6, lacks=True), LeafTab("Contract")), 0)
    chosen: list[int] = []
    tabs.chosen.connect(chosen.append)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.accessibleDescription() == "Lease, 6 pages, to be put right"
    tabs.step(1)
    tabs.step(1)
    assert chosen == [1, 2, 0]


@given(st.lists(st.floats(20, 300), min_size=1, max_size=8), st.floats(100, 900), st.data())
def test_tabs_fit_their_room_and_the_one_chosen_is_whole(
    needs: list[float], room: float, data: st.DataObject
) -> None:
    whole = data.draw(st.integers(0, len(needs) - 1))
    widths = fitted(needs, room, whole)
    assert widths[whole] == needs[whole]
    assert sum(widths) <= max(room, needs[whole]) + 1e-6
    assert all(width <= need for width, need in zip(widths, needs, strict=True))
    if sum(needs) <= room:
        assert widths == needs
