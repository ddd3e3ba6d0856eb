"""Pages seen small, one below the other: chosen with the arrows, put in another order, or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.language import _
from ui import theme
from ui.widgets.ink import write

Index = QModelIndex | QPersistentModelIndex
CARD, LINE, PAD = QSize(130, 184), 26, 8
SEEN = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A page: what stands for it, its JPEG, how it is seen small, and whether it is not on file yet.

    Each is itself alone: a page may be there twice.
    """

    page: object
    jpeg: bytes
    image: QImage
    is_new: bool = True


class Thumbnails(QListWidget):
    """A column of pages. ``changed`` when others stand there, ``in_sight`` carries the one in hand, or None.

    ``entered`` on Enter. Del drops the page in hand, Alt+↑ and Alt+↓ move it.
    """

    changed = Signal()
    in_sight = Signal(object)
    entered = Signal()

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self._dropped: list[tuple[int, Thumbnail]] = []
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSpacing(theme.px(4))
        self.setUniformItemSizes(True)
        self.setItemDelegate(_PagePainter(self))
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(CARD.width() + 2 * PAD + 24))
        self.currentRowChanged.connect(lambda row: self.in_sight.emit(self.in_hand()))

    def pages(self) -> tuple[Thumbnail, ...]:
        """What stands there, in its order."""
        return tuple(self.item(row).data(SEEN) for row in range(self.count()))

    def show_pages(self, pages: Iterable[Thumbnail]) -> None:
        """Show these and no others."""
        self.clear()
        self._dropped.clear()
        self.add(pages)

    def add(self, pages: Iterable[Thumbnail]) -> None:
        """Put pages behind the others; the last of them is in hand."""
        for page in pages:
            self._put(self.count(), page)
        self._tell(self.count() - 1)

    def drop(self) -> None:
        """Take the page in hand out."""
        row = self.currentRow()
        if row >= 0:
            self._dropped.append((row, self.takeItem(row).data(SEEN)))
            self._tell(min(row, self.count() - 1))

    def bring_back(self) -> None:
        """Put the page that was dropped last where it was."""
        if self._dropped:
            row, page = self._dropped.pop()
            self._put(min(row, self.count()), page)
            self._tell(min(row, self.count() - 1))

    def move_page(self, by: int) -> None:
        """Move the page in hand so many places on."""
        row = self.currentRow()
        if 0 <= row + by < self.count() and row >= 0:
            page = self.takeItem(row).data(SEEN)
            self._put(row + by, page)
            self._tell(row + by)

    def in_hand(self) -> Thumbnail | None:
        """The page in hand."""
        row = self.currentRow()
        return self.pages()[row] if row >= 0 else None

    def put_in_place(self, before: Thumbnail, now: Thumbnail) -> None:
        """Show another page where one stands, if it still does."""
        for row, page in enumerate(self.pages()):
            if page is before:
                self.item(row).setData(SEEN, now)
                self._tell(row)
                self.in_sight.emit(now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.drop()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_page(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _put(self, row: int, page: Thumbnail) -> None:
        item = QListWidgetItem()
        item.setData(SEEN, page)
        self.insertItem(row, item)

    def _tell(self, row: int) -> None:
        """Call each page by its number, put the officer on one, and say that others stand there."""
        for number in range(self.count()):
            item = self.item(number)
            page: Thumbnail = item.data(SEEN)
            words = _("Page {n} of {all}", n=number + 1, all=self.count())
            item.setText(_("{words}, new", words=words) if page.is_new else words)
        self.setCurrentRow(row)
        self.changed.emit()


class _PagePainter(QStyledItemDelegate):
    """Paints a page, framed where it is in hand, and its number below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(CARD.width() + 2 * PAD), theme.px(CARD.height() + LINE + 2 * PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        page: Thumbnail = index.data(SEEN)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area, pad = QRectF(option.rect), theme.px(PAD)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if chosen:
            painter.fillRect(area, theme.colour("tint"))
        room = area.adjusted(pad, pad, -pad, -pad - theme.px(LINE))
        size = QSize(page.image.size()).scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        paper = QRectF(0, 0, size.width(), size.height())
        paper.moveCenter(room.center())
        painter.drawImage(paper, page.image)
        painter.setPen(QPen(theme.colour("accent" if chosen else "line2"), 2 if chosen else 1))
        painter.drawRect(paper)
        self._paint_number(painter, area.adjusted(pad, room.height() + pad, -pad, 0), index.row(), page)
        painter.restore()

    def _paint_number(self, painter: QPainter, line: QRectF, row: int, page: Thumbnail) -> None:
        number = str(row + 1)
        write(painter, line, number, theme.font(bold=True), theme.colour("text"))
        note = _("new") if page.is_new else _("on file")
        left = painter.fontMetrics().horizontalAdvance(number) + theme.px(16)
        write(
            painter, line.adjusted(left, 0, 0, 0), note, theme.font(theme.NOTE),
            theme.colour("accent" if page.is_new else "text3"),
        )  # fmt: skip
