"""Every component opened once in both themes and at the largest text: nothing clipped, nothing too small."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import language
from tests.ui.gallery import Gallery
from ui import theme
from ui.widgets.fields import TextField


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
    controls = gallery.findChildren(QAbstractButton) + gallery.findChildren(TextField)
    assert len(controls) > 15
    assert all(control.accessibleName() or getattr(control, "text", str)() for control in controls)
