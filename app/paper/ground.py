"""The patterned ground of a card: a pale gradient and fine waves, drawn once in the life of the program."""

from __future__ import annotations

import math
from functools import cache
from zlib import compress

from app.paper.pen import colour
from app.paper.ready import stream

SHADES = ("#E1EEF5", "#F6F6EC", "#DCECE8")  # from the upper left corner to the lower right one
WAVE, THICK = "#C2DAE4", 0.255  # in points
WAVES, STEPS = 15, 6


@cache
def waves(wide: float, high: float) -> bytes:
    """The ground of a page so large in points, as an object that any document takes in as it is."""
    first, middle, last = (f"[{colour(shade)}]" for shade in SHADES)
    halves = "".join(
        f"<</FunctionType 2/Domain[0 1]/N 1/C0{start}/C1{end}>>"
        for start, end in ((first, middle), (middle, last))
    )
    shading = (
        f"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 {high:.4f} {wide:.4f} 0]/Extend[true true]"
        f"/Function<</FunctionType 3/Domain[0 1]/Bounds[.5]/Encode[0 1 0 1]/Functions[{halves}]>>>>"
    )
    strokes = "\n".join(_wave(wide, high, wave) for wave in range(WAVES))
    return stream(
        f"/Type/XObject/Subtype/Form/BBox[0 0 {wide:.4f} {high:.4f}]"
        f"/Resources<</Shading<</Shade {shading}>>>>/Filter/FlateDecode",
        compress(f"/Shade sh {THICK} w {colour(WAVE)} RG\n{strokes}".encode()),
    )


def _wave(wide: float, high: float, wave: int) -> str:
    """One wave: half a turn of a sine per step, each wave a little later and higher than the last."""
    step = wide / (STEPS - 1)
    swing = high * (0.05 + 0.035 * math.sin(wave / 2.3))
    x, y = -step * wave / WAVES, high * (0.02 + 0.066 * wave)
    strokes = [f"{x:.3f} {y:.3f} m"]
    for turn in range(STEPS):
        lift = y + (swing if turn % 2 else -swing)
        strokes.append(
            f"{x + step * 0.36:.3f} {lift:.3f} {x + step * 0.64:.3f} {lift:.3f} {x + step:.3f} {y:.3f} c"
        )
        x += step
    return " ".join(strokes) + " S"
