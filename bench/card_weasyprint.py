"""One permit card, front and back with photo and QR code, against WeasyPrint drawing the same card."""

from __future__ import annotations

import base64
import warnings

from app.paper import PermitCard
from app.paper.fonts import SHIPPED
from bench import Figure, Unmeasured, cards

TIMES = 7  # a quarter of a second each


def measure() -> Figure:
    """Raises Unmeasured where the system's library of text layout is missing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of a library that it will want one day
            from weasyprint import HTML
            from weasyprint.text.fonts import FontConfiguration
    except OSError as missing:
        raise Unmeasured(
            "WeasyPrint needs Pango, which is not here. On Debian: apt-get install libpangoft2-1.0-0"
        ) from missing
    fonts = FontConfiguration()

    def draw(card: PermitCard) -> bytes:
        return bytes(HTML(string=_written(card)).write_pdf(font_config=fonts))

    ours, theirs = cards.seconds_each(cards.ours, draw, times=TIMES)
    return Figure("One permit card", ours, "WeasyPrint drawing it", theirs, at_most=1 / 15)


def _written(card: PermitCard) -> str:
    """The card as a page of the web."""
    style = (
        "@page{size:85.6mm 53.98mm;margin:0}"
        f"@font-face{{font-family:noto;src:url({SHIPPED.path.as_uri()})}}"
        "body{margin:0;font-family:noto}.side{position:relative;height:53.98mm;break-after:page}"
        ".side>*{position:absolute;white-space:nowrap}"
    )
    photo = base64.b64encode(card.photo or b"").decode()
    code = base64.b64encode(cards.code(card).to_svg(add_quiet_zones=False).encode()).decode()
    front, back = (
        "".join(
            f'<span style="left:{left}mm;top:{top - size * 0.3}mm;font-size:{size}pt">{text}</span>'
            for left, top, size, text in words
        )
        for words in cards.texts(card)
    )
    front += f'<img style="left:61.4mm;top:11.4mm;width:19.4mm" src="data:image/jpeg;base64,{photo}">'
    back += f'<img style="left:62.6mm;top:3.8mm;width:18mm" src="data:image/svg+xml;base64,{code}">'
    back += "".join(
        f'<i style="left:{x}mm;top:{y}mm;width:{to_x - x}mm;height:{to_y - y}mm;border:.15mm solid"></i>'
        for x, y, to_x, to_y in cards.lines()
    )
    return f'<style>{style}</style><div class="side">{front}</div><div class="side">{back}</div>'
