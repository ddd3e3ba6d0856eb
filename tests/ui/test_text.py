"""Words on the window: a sentence of parts stands whole at once, without an empty moment in between."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.widgets.text import Phrase, Text


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
