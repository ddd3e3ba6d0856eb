"""Every icon that the code names is drawn, and takes the colour it is asked in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from ui import icons
from ui.pages import PAGES
from ui.widgets import answer, cells, notice

FIRST = {"Picture", "EmptyState", "show_icon"}
"""Callables whose first argument is an icon."""
UI = Path(icons.__file__).parent


def strings(node: ast.expr) -> Iterator[str]:
    """The words an expression may be, either side of an if."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value


def icons_named_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in FIRST and node.args and isinstance(node.args[0], ast.Constant):
            yield from strings(node.args[0])
        if called == "paint" and ast.unparse(node.func) == "icons.paint":
            yield from (name for name in strings(node.args[2]) if not isinstance(node.args[2], ast.Name))
        for keyword in node.keywords:
            if keyword.arg == "icon" and isinstance(keyword.value, ast.Constant):
                yield from strings(keyword.value)


def every_icon_named() -> set[str]:
    named = {name for path in UI.rglob("*.py") for name in icons_named_in(path.read_text("utf-8"))}
    named |= {entry.icon for entry in PAGES}
    named |= {glyph for glyph, _tone in answer.GLYPHS.values()} | set(notice.GLYPHS.values())
    return named | {glyph for glyph in cells.CHIP_GLYPHS.values() if glyph}


def test_every_icon_named_in_the_code_exists() -> None:
    named = every_icon_named()
    assert len(named) > 15
    assert named <= icons.names()


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_an_icon_is_drawn_in_the_colour_asked(name: str) -> None:
    picture = icons.pixmap(name, QColor("#A5221B"), 48).toImage()
    spots = [picture.pixelColor(x, y) for x in range(48) for y in range(48)]
    drawn = [spot for spot in spots if spot.alpha() > 250]
    assert drawn, "nothing was drawn"
    for spot in drawn:
        assert (spot.red(), spot.green(), spot.blue()) == pytest.approx((0xA5, 0x22, 0x1B), abs=3)


def test_a_name_that_is_not_drawn_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", QColor("black"), 16)
