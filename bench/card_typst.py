"""One permit card, front and back with photo and QR code, against Typst drawing the same card.

Not among the figures yet: on a busy machine a card takes nearly three times as long as with Typst.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.paper import PERMIT_CARD, PermitCard
from app.paper.fonts import FONTS
from bench import Figure
from bench.card import ON, PORTRAIT, code, invented, seconds, texts


def measure() -> Figure:
    import typst

    card = invented()
    ours = seconds(lambda: PERMIT_CARD.make(card, ON))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "photo.jpg").write_bytes(PORTRAIT.read_bytes())
        compiler = typst.Compiler(root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True)

        def draw() -> bytes:
            page = home / "card.typ"
            page.write_text(written(card, home), encoding="utf-8")
            drawn = compiler.compile(input=str(page), format="pdf")
            assert isinstance(drawn, bytes)  # and not a picture of each page
            return drawn

        theirs = seconds(draw)
    return Figure("One permit card", ours, "Typst drawing it", theirs, at_most=1.0)


def written(card: PermitCard, home: Path) -> str:
    """The card in Typst's language, its QR code beside it; without our pattern of waves."""
    (home / "code.svg").write_text(code(card).to_svg(add_quiet_zones=False), encoding="utf-8")
    lines = ["#set page(width: 85.6mm, height: 53.98mm, margin: 0mm)", '#set text(font: "Noto Sans SC")']
    for side, words in enumerate(texts(card)):
        lines += [] if side == 0 else ["#pagebreak()"]
        lines += [
            f'#place(dx: {left}mm, dy: {top - size * 0.3}mm, text(size: {size}pt, "{text}"))'
            for left, top, size, text in words
        ]
        if side == 0:
            lines.append('#place(dx: 61.4mm, dy: 11.4mm, image("photo.jpg", width: 19.4mm))')
    lines.append('#place(dx: 62.6mm, dy: 3.8mm, image("code.svg", width: 18mm))')
    lines += [
        f"#place(dx: {5 + 12.6 * c}mm, dy: 25.4mm, line(length: 19.2mm, angle: 90deg))" for c in range(7)
    ]
    lines += [f"#place(dx: 5mm, dy: {25.4 + 9.6 * r}mm, line(length: 75.6mm))" for r in range(3)]
    return "\n".join(lines)
