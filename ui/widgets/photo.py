"""The photo of a person, or the place where it will be."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImageReader,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from app.language import _
from ui import icons, theme


class PhotoBox(QWidget):
    """Shows a photo given as a picture file's bytes; ``asked`` on a click, ``dropped`` with a file's path."""

    asked = Signal()
    dropped = Signal(str)

    def __init__(self, width: int = 72, height: int = 92, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo = QPixmap()
        self.setFixedSize(theme.px(width), theme.px(height))
        self.setAcceptDrops(True)
        self.show_photo(None)

    def show_photo(self, picture: bytes | None) -> bool:
        """Show a photo, or with None the empty place; says whether the bytes were a picture."""
        self._photo = QPixmap() if picture is None else self._read(picture)
        readable = not self._photo.isNull()
        self.setAccessibleName(_("Photo") if readable else _("No photo yet"))
        self.update()
        return readable

    def _read(self, picture: bytes) -> QPixmap:
        """The picture so large that it fills the box; it is decoded no larger, which takes a fraction."""
        kept = QBuffer()
        kept.setData(picture)
        reader = QImageReader(kept)
        ratio = self.devicePixelRatioF()
        filling = reader.size().scaled(
            (self.size() * ratio).expandedTo(QSize(1, 1)), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        reader.setScaledSize(filling)
        photo = QPixmap.fromImage(reader.read())
        photo.setDevicePixelRatio(ratio)
        return photo

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), theme.px(4), theme.px(4))
            painter.setClipPath(shape)
            painter.fillRect(self.rect(), theme.colour("sunken"))
            if self._photo.isNull():
                size = theme.px(28)
                place = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
                icons.paint(painter, place, "person", theme.colour("text3"))
                return
            wide = self._photo.deviceIndependentSize()
            painter.drawPixmap(
                round((self.width() - wide.width()) / 2),
                round((self.height() - wide.height()) / 2),
                self._photo,
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.dropped.emit(files[0])
