"""QR codes: how much one may say on its place, and its dark modules as they are drawn (ISO/IEC 18004)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

import zxingcpp
from PIL import Image

LEAST_MODULE = 0.28  # millimetres that hand scanners read, 11 mil
MOST = 3391  # capital letters and digits in the largest code of level M

_QR = zxingcpp.BarcodeFormat.QRCode
_DARK = re.compile(rb"\0+")


@cache
def room(side: float) -> int:
    """How many capital letters and digits a code of this side in millimetres says and is still read."""
    wide = int(side / LEAST_MODULE)
    return bisect_right(range(1, MOST + 1), wide, key=lambda count: _modules("A" * count).width)


def drawn(text: str) -> tuple[int, str]:
    """How many modules wide the code of a text is, and the dark ones as a path from its upper left corner."""
    modules = _modules(text)
    side, rows = modules.width, modules.tobytes()
    runs = [
        (row, *run.span())
        for row in range(side)
        for run in _DARK.finditer(rows[row * side : (row + 1) * side])
    ]
    return side, " ".join([f"{start} -{row + 1} {end - start} 1 re" for row, start, end in runs])


def _modules(text: str) -> Image.Image:
    """One point for each module, 0 for a dark one; the mask is fixed: choosing takes seven times as long."""
    symbol = zxingcpp.create_barcode(text, _QR, ec_level="M", data_mask=2)
    return Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=False))
