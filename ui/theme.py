"""The look of the program: colours, sizes and fonts, light or dark, at the text size the officer chose.

Colours are named by use (``text2``, ``warn_t``) and measured by WCAG contrast
in tests. Painted widgets ask ``colour``, ``px`` and ``font`` when they paint;
everything else is one style sheet built from the same names. Sizes are asked
while a widget is built, so the text size is chosen before the window is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui import icons

SHIPPED_FONT = Path(__file__).parent.parent / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
FAMILIES = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Noto Sans SC")
MONO_FAMILIES = ("Noto Sans Mono CJK SC", "Consolas", "DejaVu Sans Mono", "Menlo")
SCALES = {"standard": 1.0, "large": 1.125, "largest": 1.25}

NOTE, BODY, TITLE, NUMBER, PAGE, COUNT = 13, 14, 15, 16, 20, 26

LIGHT = {
    "canvas": "#F2F4F6",
    "surface": "#FFFFFF",
    "sunken": "#EBEEF1",
    "hover": "#F4F7FA",
    "line": "#DADFE5",
    "line2": "#828E9C",
    "scroll": "#B3BCC6",
    "text": "#19202A",
    "text2": "#434E5C",
    "text3": "#5C6775",
    "accent": "#1C5A94",
    "on_accent": "#FFFFFF",
    "tint": "#E3EDF6",
    "tint2": "#CFE0F0",
    "ok": "#1B6840",
    "ok_t": "#E1F1E8",
    "warn": "#7A4D00",
    "warn_t": "#FBEFD3",
    "bad": "#A5221B",
    "bad_t": "#FBE6E4",
    "plan": "#5A478F",
    "plan_t": "#ECE8F6",
    "d_res": "#34689B",
    "d_end": "#1C776F",
    "d_ins": "#6C5C9E",
    "d_sch": "#8C6116",
    "d_open": "#3B8A62",
    "d_wait": "#8496A8",
    "d_gap": "#C2453D",
    "d_male": "#4B7FB3",
    "d_female": "#BD6A58",
}
DARK = {
    "canvas": "#15181C",
    "surface": "#1C2025",
    "sunken": "#262B31",
    "hover": "#232930",
    "line": "#363D45",
    "line2": "#76828F",
    "scroll": "#4C5661",
    "text": "#E9ECEF",
    "text2": "#BFC7CF",
    "text3": "#9CA6B1",
    "accent": "#82B7E8",
    "on_accent": "#0E1C2A",
    "tint": "#1E3245",
    "tint2": "#284560",
    "ok": "#80CD9E",
    "ok_t": "#1B3326",
    "warn": "#E9BB66",
    "warn_t": "#3A2F18",
    "bad": "#F2A19A",
    "bad_t": "#432422",
    "plan": "#BBAAE6",
    "plan_t": "#2E2845",
    "d_res": "#5C93C9",
    "d_end": "#3CA79C",
    "d_ins": "#9C88CF",
    "d_sch": "#CF9440",
    "d_open": "#4CA477",
    "d_wait": "#6E7D8C",
    "d_gap": "#E0706A",
    "d_male": "#6A9CCE",
    "d_female": "#D58A7A",
}
THEMES: Mapping[str, Mapping[str, str]] = {"light": LIGHT, "dark": DARK}

STYLE = Template("""
Page, QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: $canvas; border: none; }
Panel { background: $surface; border: 1px solid $line; border-radius: ${p6}px; }
Panel QScrollArea, Panel QScrollArea > QWidget > QWidget#scrolled,
Sheet QScrollArea, Sheet QScrollArea > QWidget > QWidget#scrolled { background: $surface; border: none; }
TopBar { background: $surface; border-bottom: 1px solid $line; }
BottomBar { background: $surface; border-top: 1px solid $line; }
Rail { background: $sunken; border-right: 1px solid $line; }
QFrame#hairline { background: $line; border: none; }
QFrame#sunken { background: $sunken; border: none; }

QLabel[tone="text"] { color: $text; }
QLabel[tone="text2"] { color: $text2; }
QLabel[tone="text3"] { color: $text3; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="plan"] { color: $plan; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $line2; border-radius: ${p4}px;
    padding: 0 ${p8}px; selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $text3;
}
QPlainTextEdit { padding: ${p4}px ${p6}px; }
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover { border-color: $text3; }
QLineEdit[state="auto"] { background: $tint; border-color: $tint2; }
QLineEdit[state="read_only"], QPlainTextEdit[state="read_only"] {
    background: $sunken; color: $text2; border-color: $line; }
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 0 ${p7}px; }
QLineEdit[state="warn"] { border: 2px solid $warn; padding: 0 ${p7}px; }
QLineEdit[state="error"], QPlainTextEdit[state="error"] { border: 2px solid $bad; padding: 0 ${p7}px; }
QPlainTextEdit:focus, QPlainTextEdit[state="error"] { padding: ${p3}px ${p5}px; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; }
QLineEdit#search { color: $text; background: $surface; }
QLineEdit#finder { border: none; padding: 0; background: $surface; }

QTableView, QListView, QTreeView {
    background: $surface; color: $text; border: none; outline: none; gridline-color: $line; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section {
    background: $sunken; color: $text2; border: none; border-bottom: 1px solid $line; padding: 0 ${p8}px; }
QHeaderView::section:first { padding-left: ${p12}px; }
QTableCornerButton::section { background: $sunken; border: none; }

QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 2px 2px 2px 2px; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 2px 2px 2px 2px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: ${p24}px; }
QScrollBar::handle:horizontal { min-width: ${p24}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QComboBox QAbstractItemView {
    border: 1px solid $line2; padding: ${p4}px; selection-background-color: $tint; selection-color: $accent; }

QMenu { background: $surface; color: $text; border: 1px solid $line2; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p16}px; border-radius: ${p4}px; }
QMenu::item:selected { background: $tint; color: $accent; }
QMenu::item:disabled { color: $text3; }
QToolTip { background: $surface; color: $text; border: 1px solid $line2; padding: ${p4}px ${p8}px; }
""")


@dataclass(frozen=True, slots=True)
class Look:
    """The colours, the text size and the fonts now on the screen."""

    colours: Mapping[str, str]
    scale: float
    family: str
    mono: str


_look = Look(LIGHT, 1.0, "", "")


def apply(app: QApplication, theme: str = "light", scale: float = 1.0) -> None:
    """Show the whole program in ``theme`` ("light" or "dark"), every size times ``scale``."""
    global _look
    _look = Look(THEMES[theme], scale, chinese_family(), mono_family())
    icons.forget()
    app.setPalette(palette())
    app.setFont(font())
    app.setStyleSheet(style_sheet())


def colour(token: str) -> QColor:
    """The colour of a token in the theme now shown."""
    return QColor(_look.colours[token])


def px(at_standard: float) -> int:
    """A length drawn for the standard text size, in pixels at the size now chosen."""
    return round(at_standard * _look.scale)


def font(size: int = BODY, *, bold: bool = False, mono: bool = False) -> QFont:
    """A font, not to be changed: ``size`` in pixels at the standard text size, regular or bold."""
    return _font(_look.mono if mono else _look.family, px(size), bold)


@lru_cache(maxsize=64)
def _font(family: str, pixels: int, bold: bool) -> QFont:
    """Made once: a page asks for some hundred fonts whenever it is painted."""
    found = QFont(family)
    found.setPixelSize(pixels)
    found.setBold(bold)
    return found


def palette() -> QPalette:
    """The palette that Qt's own dialogs and menus take."""
    roles = QPalette.ColorRole
    chosen = {
        roles.Window: "canvas",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "hover",
        roles.Text: "text",
        roles.PlaceholderText: "text3",
        roles.Button: "sunken",
        roles.ButtonText: "text",
        roles.Highlight: "accent",
        roles.HighlightedText: "on_accent",
        roles.ToolTipBase: "surface",
        roles.ToolTipText: "text",
        roles.Link: "accent",
        roles.Mid: "line",
        roles.Dark: "line2",
    }
    made = QPalette()
    for role, token in chosen.items():
        made.setColor(role, colour(token))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colour("text3"))
    return made


def style_sheet() -> str:
    """The one style sheet, with the colours and lengths of the look now chosen."""
    lengths = {f"p{n}": str(px(n)) for n in (3, 4, 5, 6, 7, 8, 10, 12, 16, 24)}
    return STYLE.substitute(_look.colours, **lengths)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget again after one of its properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def chinese_family() -> str:
    """A font on this machine that writes Chinese; the shipped one where the system has none."""
    for family in FAMILIES:
        if QFontDatabase.hasFamily(family):
            return family
    of_system = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return of_system[0] if of_system else shipped_family()


def shipped_family() -> str:
    """Load the font that comes with the program and give its name; empty when the file is missing."""
    loaded = QFontDatabase.addApplicationFont(str(SHIPPED_FONT))
    families = QFontDatabase.applicationFontFamilies(loaded)
    return families[0] if families else ""


def mono_family() -> str:
    """A font whose digits are all equally wide, for ID and card numbers."""
    for family in MONO_FAMILIES:
        if QFontDatabase.hasFamily(family):
            return family
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
