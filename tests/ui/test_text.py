"""Words on the window: a sentence of parts stands whole at once, without an empty moment in between."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.widgets.text import Phrase, RunIn, Text


def test_another_sentence_stands_at_once_in_place_of_the_old_one(qtbot: QtBot) -> None:
    phrase = Phrase((("2 overdue", "bad", True), (", 1 due today", "warn", False)))
    qtbot.addWidget(phrase)
    phrase.resize(600, 30)
    with qtbot.waitExposed(phrase):
        phrase.show()
    phrase.show_parts((("1 overdue", "bad", True),))
    seen = [part for part in phrase.findChildren(Text) if part.isVisible()]
    assert [part.text() for part in seen] == ["1 overdue"]
    assert seen[0].width() >= seen[0].sizeHint().width()


def test_words_that_yield_are_whole_in_their_tooltip_and_only_while_they_are_cut_off(qtbot: QtBot) -> None:
    text = Text("lives at 河滨社区 麒麟路 14-1-602", yields=True)
    qtbot.addWidget(text)
    assert text.minimumSizeHint().width() < text.sizeHint().width()
    text.resize(80, 30)
    text.grab()
    assert text.toolTip() == text.text()
    text.resize(text.sizeHint())
    text.grab()
    assert text.toolTip() == ""


def test_what_follows_the_bold_words_stands_in_their_line_and_breaks_like_a_sentence(qtbot: QtBot) -> None:
    words = RunIn()
    qtbot.addWidget(words)
    words.show_parts("先办签注。", "12-18 前没签，居住证功能中止。")
    line = words.fontMetrics().height()
    assert words.text() == "先办签注。12-18 前没签，居住证功能中止。"
    assert words.heightForWidth(2000) < 2 * line
    assert words.heightForWidth(120) > 2 * line
    words.show_parts("先办签注。", "\n12-18 前没签。\n居住证功能中止。")
    assert words.heightForWidth(2000) > 2 * line


def test_between_the_bold_words_and_the_rest_is_the_room_their_mark_leaves(qtbot: QtBot) -> None:
    words = RunIn()
    qtbot.addWidget(words)
    said = []
    for bold in ("Endorse first.", "逾期 2 天"):
        words.show_parts(bold, "12-18")
        said.append(words.text())
    assert said == ["Endorse first. 12-18", "逾期 2 天\u200312-18"]
