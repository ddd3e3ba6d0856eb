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
_DARK_IS_ONE = [255] + [0] * 255


@cache
def room(side: float) -> int:
    """How many capital letters and digits a code of this side in millimetres says and is still read."""
    wide = int(side / LEAST_MODULE)
    return bisect_right(range(1, MOST + 1), wide, key=lambda count: _modules("A" * count).width)


def drawn(text: str) -> tuple[int, str]:
    """How many modules wide the code of a text is, and the dark ones as a path from its upper left corner."""
    modules = _modules(text)
    packed = modules.point(_DARK_IS_ONE, "1").tobytes()  # eight modules in a byte, each row in whole bytes
    wide = (modules.width + 7) // 8
    eights = _eights(wide)
    rows = [
        "".join([runs[eight] for runs, eight in zip(eights, packed[start : start + wide], strict=True)])
        for start in range(0, len(packed), wide)
    ]
    return modules.width, "".join([row.replace("y", str(-down)) for down, row in enumerate(rows, 1)])


@cache
def _eights(wide: int) -> tuple[tuple[str, ...], ...]:
    """For each eight modules of a row, and each way they are dark, their runs as rectangles at height y."""
    return tuple(
        tuple(
            "".join(
                f"{8 * place + run.start()} y {len(run[0])} 1 re "
                for run in re.finditer("1+", f"{eight:08b}")
            )
            for eight in range(256)
        )
        for place in range(wide)
    )


def _modules(text: str) -> Image.Image:
    """One point for each module, 0 for a dark one; the mask is fixed: choosing takes seven times as long."""
    symbol = zxingcpp.create_barcode(text, _QR, ec_level="M", data_mask=2)
    return Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=False))
