"""A frame (框): a place of a page where something lacks, and in words what; on file as on the screen."""

from __future__ import annotations

from typing import NamedTuple

WHOLE = 1000
"""A page is so many thousandths wide and high, however it is shown."""
LEAST = 20
"""How small, in thousandths, a frame may become in an officer's hand."""


class Frame(NamedTuple):
    """A place on a page, in thousandths of it from the upper left corner, and what lacks there."""

    x: int
    y: int
    width: int
    height: int
    words: str = ""

    def lies_on_page(self) -> bool:
        """Whether it has a width and a height, and nothing of it is over the edge."""
        across, down = (self.x, self.width), (self.y, self.height)
        return all(begin >= 0 < length and begin + length <= WHOLE for begin, length in (across, down))

    def moved(self, across: int, down: int) -> Frame:
        """The same elsewhere, never over the edge of the page."""
        x = min(max(0, self.x + across), WHOLE - self.width)
        y = min(max(0, self.y + down), WHOLE - self.height)
        return self._replace(x=x, y=y)

    def grown(self, across: int, down: int) -> Frame:
        """The same with its lower right corner elsewhere, never over the edge of the page."""
        width = min(max(LEAST, self.width + across), WHOLE - self.x)
        height = min(max(LEAST, self.height + down), WHOLE - self.y)
        return self._replace(width=width, height=height)
