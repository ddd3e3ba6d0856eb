"""The colours can be told from their ground, in both themes; the fonts write Chinese."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui import theme

GROUNDS = ("canvas", "surface", "sunken", "hover", "tint")
ON_THEIR_TINT = (
    ("ok", "ok_t"),
    ("warn", "warn_t"),
    ("bad", "bad_t"),
    ("plan", "plan_t"),
    ("text", "warn_t"),
    ("text", "bad_t"),
    ("text", "ok_t"),
    ("on_accent", "accent"),
)
TEXTS = [(ink, ground) for ink in ("text", "text2", "text3", "accent") for ground in GROUNDS]
TEXTS += [("text", "tint2"), ("text2", "tint2"), ("accent", "tint2")]
STATES = [(ink, ground) for ink in ("ok", "warn", "bad", "plan") for ground in ("surface", "canvas")]
EDGES = [("line2", ground) for ground in ("surface", "canvas")] + [
    (ink, "surface") for ink in ("d_open", "d_wait", "d_gap", "d_res", "d_end", "d_ins", "d_sch")
]


def luminance(colour: QColor) -> float:
    """The relative luminance of WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(theme.colour(one)), luminance(theme.colour(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", theme.THEMES)
@pytest.mark.parametrize(("ink", "ground"), [*TEXTS, *STATES, *ON_THEIR_TINT])
def test_words_can_be_read_on_their_ground(qapp: QApplication, look: str, ink: str, ground: str) -> None:
    theme.apply(qapp, look)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("look", theme.THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_fills_can_be_seen(qapp: QApplication, look: str, edge: str, ground: str) -> None:
    theme.apply(qapp, look)
    assert contrast(edge, ground) >= 3.0


def test_both_themes_have_the_same_names() -> None:
    assert set(theme.LIGHT) == set(theme.DARK)


def test_the_text_size_multiplies_every_length(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.25)
    assert theme.px(32) == 40
    assert theme.font(theme.PAGE).pixelSize() == 25
    assert "padding: 0 10px" in theme.style_sheet()


def test_the_chosen_font_writes_chinese() -> None:
    metrics = QFontMetrics(theme.font())
    assert theme.chinese_family()
    assert all(metrics.inFontUcs4(ord(sign)) for sign in "居住登记麒麟")


def test_without_a_chinese_font_the_shipped_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda family: False)
    monkeypatch.setattr(QFontDatabase, "families", lambda system=None: [])
    assert theme.chinese_family() == "Noto Sans SC"


def test_going_dark_repaints_widgets_in_dark(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert qapp.palette().window().color() == theme.colour("canvas")
    assert theme.DARK["surface"] in qapp.styleSheet()
