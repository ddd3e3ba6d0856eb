"""The tree of reasons: read line by line with the arrow keys, each line spoken whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.answer import AnswerSheet, AnswerTree, Article, Quoted, Reason, ReasonLine
from ui.widgets.progress import MeterBar

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


def test_a_condition_that_is_measured_shows_how_much_there_is(qtbot: QtBot) -> None:
    tree = AnswerTree()
    qtbot.addWidget(tree)
    tree.show_reasons(
        (Reason("a permit", "yes"), Reason("36 months", "no", "29 months so far", share=29 / 36))
    )
    assert spoken(tree.lines) == ["36 months: no 29 months so far", "a permit: yes"]
    bars = [line.findChildren(MeterBar) for line in tree.lines]
    assert [len(each) for each in bars] == [1, 0]
    assert bars[0][0].share == 29 / 36


def test_the_articles_are_read_whole_with_the_keys(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 420)
    sheet = AnswerSheet(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    long = Quoted("Article 12", "word " * 800, "Rules cn, version 1, checksum abc", "Not checked")
    sheet.show_reason(WHOLE, (long, Quoted("Article 13", "")))
    articles = sheet.findChildren(Article)
    assert next(label.text() for label in articles[0].findChildren(QLabel)).startswith("Article 12\nword")
    assert "Article 13\nThe pack does not quote this article." in {
        label.text() for label in articles[1].findChildren(QLabel)
    }
    bar = sheet.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_where_no_rule_answered_no_pack_and_no_article_are_named(qtbot: QtBot) -> None:
    article = Article(Quoted("", ""))
    qtbot.addWidget(article)
    article.show()
    assert not [label.text() for label in article.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_long_condition_has_the_line_to_itself_where_there_is_little_room(qtbot: QtBot) -> None:
    tree = AnswerTree(Reason("连续居住满 6个月", "yes", "已 4年7个月"))
    qtbot.addWidget(tree)
    tree.resize(400, 200)
    with qtbot.waitExposed(tree):
        tree.show()
    words, value = (label for label in tree.lines[0].findChildren(QLabel) if label.isVisible())

    def beside() -> bool:
        return value.y() == words.y()

    assert beside()
    tree.resize(200, 200)
    qtbot.waitUntil(lambda: not beside())
    assert words.height() < 2 * words.fontMetrics().height()
    tree.resize(400, 200)
    qtbot.waitUntil(beside)
