"""审核 as it stands on the screen."""

from __future__ import annotations

from typing import cast

from ui.pages.review import ReviewPage
from ui.window import Window


def page(window: Window) -> ReviewPage:
    """The page on the screen."""
    return cast(ReviewPage, window.page())


def cells_of(window: Window, item: str) -> list[str]:
    """What is declared, what is proved and the result, as one line of the comparison has them."""
    lines = page(window).compare.lines.table
    number = lines.find(lambda line: line.item == item)
    return [str(lines.data(lines.index(number, column))) for column in (1, 2, 3)]
