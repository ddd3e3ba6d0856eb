"""Cards as fpdf2 draws them: all in one document, which takes the font in once."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image

from app.paper import PermitCard
from app.paper.fonts import SHIPPED
from bench import cards


def drawn(some: Iterable[PermitCard]) -> bytes:
    """The cards, two pages each."""
    from fpdf import FPDF  # whom we are measured against is installed for the benchmark only

    pdf = FPDF(unit="mm", format=cards.SIZE)
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("noto", fname=str(SHIPPED.path))
    for card in some:
        for side, words in enumerate(cards.texts(card)):
            pdf.add_page()
            for left, top, size, text in words:
                pdf.set_font("noto", size=size)
                pdf.text(left, top, text)
            if side == 0:
                pdf.image(io.BytesIO(card.photo or b""), 61.4, 11.4, 19.4, 23.9)
        code = Image.fromarray(cards.code(card).to_image(add_quiet_zones=False))
        pdf.image(code, 62.6, 3.8, 18, 18)
        for ends in cards.lines():
            pdf.line(*ends)
    return bytes(pdf.output())
