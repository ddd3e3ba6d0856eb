"""QR codes: how much one may say on its place, and its dark modules as they are drawn (ISO/IEC 18004)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import getitem

import zxingcpp
from PIL import Image

LEAST_MODULE = 0.28  # millimetres that hand scanners read, 11 mil
MOST = 3391  # capital letters and digits in the largest code of level M

_QR = zxingcpp.BarcodeFormat.QRCode


@cache
def room(side: float) -> int:
    """How many capital letters and digits a code of this side in millimetres says and is still read."""
    wide = int(side / LEAST_MODULE)
    return bisect_right(range(1, MOST + 1), wide, key=lambda count: _modules("A" * count).width)


def drawn(text: str) -> tuple[int, str]:
    """How many modules wide the code of a text is, and the dark ones as a path from its upper left corner."""
    modules = _modules(text)
    # Eight modules in a byte, and each row in whole bytes.
    packed = modules.convert("1", dither=Image.Dither.NONE).tobytes()
    eights = _eights(modules.width)
    rows = [
        "".join(map(getitem, eights, packed[start : start + len(eights)]))
        for start in range(0, len(packed), len(eights))
    ]
    return modules.width, "".join([row.replace("y", str(-down)) for down, row in enumerate(rows, 1)])


@cache
def _eights(wide: int) -> tuple[tuple[str, ...], ...]:
    """For each eight modules of a row, and each way they are light (1) or dark, the dark runs at height y."""
    return tuple(
        tuple(
            "".join(
                f"{left + run.start()} y {len(run[0])} 1 re "
                for run in re.finditer("0+", f"{eight:08b}"[: wide - left])
            )
            for eight in range(256)
        )
        for left in range(0, wide, 8)
    )


def _modules(text: str) -> Image.Image:
    """One point for each module, 0 for a dark one; the mask is fixed: choosing takes seven times as long."""
    symbol = zxingcpp.create_barcode(text, _QR, ec_level="M", data_mask=2)
    return Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=False))
