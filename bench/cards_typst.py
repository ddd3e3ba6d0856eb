"""Cards as Typst draws them: in this process, by a compiler that has read the font before."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.paper import PermitCard
from app.paper.fonts import FONTS
from bench import cards


@contextmanager
def drawing() -> Iterator[Callable[[Iterable[PermitCard]], bytes]]:
    """What draws cards into one document; photos and codes lie in a folder, for Typst reads files."""
    import typst  # installed for the benchmark only

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        compiler = typst.Compiler(root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True)

        def draw(some: Iterable[PermitCard]) -> bytes:
            page = home / "cards.typ"
            head = [
                "#set page(width: 85.6mm, height: 53.98mm, margin: 0mm)",
                '#set text(font: "Noto Sans SC")',
                _lines(),
            ]
            bodies = [_written(card, home, number) for number, card in enumerate(some)]
            page.write_text("\n".join([*head, "\n#pagebreak()\n".join(bodies)]), encoding="utf-8")
            drawn = compiler.compile(input=str(page), format="pdf", pdf_tags=False)
            assert isinstance(drawn, bytes)  # and not a picture of each page
            return drawn

        yield draw


def _written(card: PermitCard, home: Path, number: int) -> str:
    """A card in Typst's language, its photo and QR code beside it."""
    (home / f"{number}.jpg").write_bytes(card.photo or b"")
    (home / f"{number}.svg").write_text(cards.code(card).to_svg(add_quiet_zones=False), encoding="utf-8")
    front, back = (
        "\n".join(
            f'#place(dx: {left}mm, dy: {top - size * 0.3}mm, text(size: {size}pt, "{text}"))'
            for left, top, size, text in words
        )
        for words in cards.texts(card)
    )
    return (
        f'{front}\n#place(dx: 61.4mm, dy: 11.4mm, image("{number}.jpg", width: 19.4mm))\n#pagebreak()\n'
        f'{back}\n#place(dx: 62.6mm, dy: 3.8mm, image("{number}.svg", width: 18mm))\n#places'
    )


def _lines() -> str:
    """The places for endorsements, drawn the same on every card."""
    drawn = "".join(
        f"#place(line(start: ({x}mm, {y}mm), end: ({to_x}mm, {to_y}mm)))"
        for x, y, to_x, to_y in cards.lines()
    )
    return f"#let places = [{drawn}]"
