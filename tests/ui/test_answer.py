"""The tree of reasons: read line by line with the arrow keys, each line spoken whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.widgets.answer import AnswerTree, Reason, ReasonLine

WHOLE = Reason(
    "may apply", "no", parts=(
        Reason("half a year", "no", "28 days so far", "expected 2027-03-01"),
        Reason("one of these", "yes", parts=(Reason("a job", "yes"), Reason("a dwelling", "unknown"))),
    ),
)  # fmt: skip


def spoken(lines: list[ReasonLine]) -> list[str]:
    return [line.accessibleName() for line in lines if not line.isHidden()]


def test_each_line_says_the_verdict_the_value_and_the_day(qtbot: QtBot) -> None:
    tree = AnswerTree(WHOLE)
    qtbot.addWidget(tree)
    assert spoken(tree.lines) == [
        "may apply: no", "half a year: no 28 days so far expected 2027-03-01", "one of these: yes",
        "a dwelling: cannot say", "a job: yes",
    ]  # fmt: skip


def test_the_arrow_keys_go_through_the_lines_fold_and_unfold(qtbot: QtBot) -> None:
    tree = AnswerTree(WHOLE)
    qtbot.addWidget(tree)
    with qtbot.waitActive(tree):
        tree.show()
        tree.activateWindow()
    tree.lines[0].setFocus()

    def press(*keys: Qt.Key) -> str:
        for key in keys:
            focused = tree.focusWidget()
            assert focused is not None
            qtbot.keyClick(focused, key)
        return next(line.accessibleName() for line in tree.lines if line.hasFocus())

    assert press(Qt.Key.Key_Up) == "may apply: no"
    assert press(Qt.Key.Key_Down, Qt.Key.Key_Down) == "one of these: yes"
    assert press(Qt.Key.Key_Left) == "one of these: yes"
    assert len(spoken(tree.lines)) == 3
    assert press(Qt.Key.Key_Down) == "one of these: yes"
    assert press(Qt.Key.Key_Right, Qt.Key.Key_Down) == "a dwelling: cannot say"
    assert press(Qt.Key.Key_Left) == "one of these: yes"
