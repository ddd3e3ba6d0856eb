"""The program's own line icons: one SVG each, recoloured when drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent.parent / "resources" / "icons"
INK = b"#000000"
"""The colour in which every icon file is drawn, and which is replaced."""


def names() -> frozenset[str]:
    """The icons there are."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


def paint(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon into ``rect``, in ``colour``, sharp at the painter's own resolution."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect.topLeft(), pixmap(name, colour, round(rect.width()), ratio))


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon ``size`` logical pixels square; raises FileNotFoundError for a name that is not drawn."""
    return _drawn(name, colour.name(), size, ratio)


def forget() -> None:
    """Drop every picture made so far, because the colours change."""
    _drawn.cache_clear()


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    source = (FOLDER / f"{name}.svg").read_bytes().replace(INK, colour.encode())
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        QSvgRenderer(QByteArray(source)).render(painter)
    picture.setDevicePixelRatio(ratio)
    return picture
