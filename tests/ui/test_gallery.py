"""Every component opened once in both themes and at the largest text: nothing clipped, nothing too small."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import language
from tests.ui.gallery import Gallery
from ui import theme

QTS_OWN = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")
"""Inner parts of Qt's own controls, which speak for them."""


@pytest.mark.parametrize("look", theme.THEMES)
@pytest.mark.parametrize("scale", theme.SCALES.values())
def test_the_components_can_be_read_and_are_not_clipped(
    qtbot: QtBot, qapp: QApplication, look: str, scale: float
) -> None:
    language.use("zh_CN")
    theme.apply(qapp, look, scale)
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(round(1366 * scale), round(900 * scale))
    with qtbot.waitExposed(gallery):
        gallery.show()
    shown = [w for w in gallery.findChildren(QWidget) if w.isVisible()]
    for widget in shown:
        if isinstance(widget, QLabel):
            assert widget.font().pixelSize() >= theme.px(theme.NOTE), widget.text()
            assert widget.wordWrap() or widget.width() >= widget.sizeHint().width(), widget.text()
        if isinstance(widget, QAbstractButton):
            assert widget.width() >= widget.sizeHint().width(), widget.accessibleName()


def test_every_control_says_what_it_is(qtbot: QtBot) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    shown = [w for w in gallery.findChildren(QWidget) if w.isVisibleTo(gallery)]
    stops = [w for w in shown if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [w for w in stops if w.objectName() not in QTS_OWN]
    assert len(named) > 15
    assert [w for w in named if not (w.accessibleName() or getattr(w, "text", str)())] == []
