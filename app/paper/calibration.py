"""A calibration page with two crosses, and what a printer has to be told so that print falls where it should.

A printer moves what it prints and stretches it, a little in each direction. Two crosses whose
places on paper are measured with a ruler tell both; one transform takes them back.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused
from app.language import N_
from app.paper.pen import Pen
from app.paper.sheet import CARD as CARD
from app.paper.sheet import mm

EDGE = 10.0
"""Millimetres from the edges of the paper to the crosses."""
ARM, TICK, TICKS = 6.0, 0.8, 5
MOST_STRETCHED, FARTHEST = 0.1, 15.0
"""Whoever finds more than a tenth of stretch, or more millimetres of offset, has not measured right."""

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How print is moved, in millimetres to the right and down, and stretched, before it is printed."""

    right: float = 0.0
    down: float = 0.0
    across: float = 1.0
    along: float = 1.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the document is put, in millimetres from the upper left corner."""
        return x * self.across + self.right, y * self.along + self.down


AS_IT_IS = Alignment()


@dataclass(frozen=True, slots=True)
class Measured:
    """Where the crosses came out: millimetres from the left and upper edge of the paper to each middle."""

    left: float
    top: float
    far_left: float
    far_top: float


def crosses(size: Size) -> tuple[Size, Size]:
    """Where the middles of the two crosses belong on paper of this size, in millimetres."""
    return (EDGE, EDGE), (size[0] - EDGE, size[1] - EDGE)


def page(size: Size) -> bytes:
    """The calibration page for paper of this size: two crosses with millimetre ticks."""
    pen = Pen(size[0] * mm, size[1] * mm, "Calibration")
    for x, y in crosses(size):
        _cross(pen, x, size[1] - y)
    return pen.pdf()


def correction(size: Size, measured: Measured) -> Alignment:
    """What takes the printer's own offset and stretch back, from a page that was printed as it is.

    Raises Refused where no printer prints like that: then a ruler was read wrongly.
    """
    (x, y), (far_x, far_y) = crosses(size)
    across, right = _taken_back(x, far_x, measured.left, measured.far_left, "left")
    along, down = _taken_back(y, far_y, measured.top, measured.far_top, "top")
    return Alignment(round(right, 2), round(down, 2), round(across, 5), round(along, 5))


def _taken_back(
    near: float, far: float, printed_near: float, printed_far: float, field: str
) -> tuple[float, float]:
    stretched = (printed_far - printed_near) / (far - near)
    moved = printed_near - stretched * near
    if abs(stretched - 1) > MOST_STRETCHED or abs(moved) > FARTHEST:
        raise Refused(
            N_("No printer is that far off. Measure from the paper's edge to each cross again."),
            field=field,
        )
    return 1 / stretched, -moved / stretched


def _cross(pen: Pen, x: float, y: float) -> None:
    _line(pen, x - ARM, y, x + ARM, y)
    _line(pen, x, y - ARM, x, y + ARM)
    for tick in range(-TICKS, TICKS + 1):
        _line(pen, x + tick, y - TICK, x + tick, y + TICK)
        _line(pen, x - TICK, y + tick, x + TICK, y + tick)


def _line(pen: Pen, x: float, y: float, to_x: float, to_y: float) -> None:
    pen.line(x * mm, y * mm, to_x * mm, to_y * mm, 0.2 * mm, "#000000")
