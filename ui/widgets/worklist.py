"""The work list: rows in groups by deadline, the selected one saying what Enter will do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from app.language import _
from ui import theme
from ui.table import CELL, UNREAD, Column, Group, Heading, Table
from ui.widgets.cells import TITLE_EDGES, NextStep, Row, Tick, TwoLines, Words, needed, paint_cell, spoken
from ui.widgets.ink import write

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
STEPS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
ROW_HEIGHT, HEADING_HEIGHT, HEADER_HEIGHT = 36, 30, 32


class RowPainter(QStyledItemDelegate):
    """Paints a line of a work list: ground, hairline, accent bar, and the cell."""

    def __init__(self, view: WorkList[Any]) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        cell = index.data(CELL)
        area = QRectF(option.rect)
        if isinstance(cell, Heading):
            self._paint_heading(painter, area, cell)
        else:
            row = Row(self._view.is_selected(index.row()), self._view.led_from.hasFocus())
            self._paint_ground(painter, area, index, row)
            if cell is UNREAD:
                self._paint_unread(painter, area)
            else:
                self._paint_cell(painter, area, index, cell, row)
        if self._view.ruled:
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.colour("line"))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(ROW_HEIGHT))

    def _paint_ground(self, painter: QPainter, area: QRectF, index: Index, row: Row) -> None:
        if row.selected:
            painter.fillRect(area, theme.colour("tint" if row.focused else "sunken"))
            if index.column() == 0 and row.focused:
                painter.fillRect(
                    QRectF(area.topLeft(), area.bottomLeft()).adjusted(0, 0, theme.px(3), 0),
                    theme.colour("accent"),
                )
        elif index.row() == self._view.hovered:
            painter.fillRect(area, theme.colour("hover"))

    def _paint_cell(self, painter: QPainter, area: QRectF, index: Index, cell: object, row: Row) -> None:
        inner = cell_rect(area, first=index.column() == 0)
        column = self._view.table.columns[index.column()]
        if column.right and not isinstance(cell, Words | NextStep | Tick | TwoLines):
            write(
                painter,
                inner,
                spoken(cell),
                theme.font(),
                theme.colour("text"),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            )
        else:
            paint_cell(painter, inner, cell, row)

    def _paint_unread(self, painter: QPainter, area: QRectF) -> None:
        """A bar where words will stand in a moment."""
        inner = cell_rect(area, first=True)
        inner.setWidth(min(inner.width(), theme.px(64)))
        height = theme.px(8)
        painter.fillRect(
            QRectF(inner.left(), inner.center().y() - height / 2, inner.width(), height),
            theme.colour("sunken"),
        )

    def _paint_heading(self, painter: QPainter, area: QRectF, heading: Heading) -> None:
        inner = area.adjusted(theme.px(12), 0, -theme.px(8), 0)
        bold = theme.font(theme.NOTE, bold=True)
        used = write(painter, inner, heading.title, bold, theme.colour(heading.tone))
        inner.setLeft(inner.left() + used + theme.px(10))
        write(painter, inner, heading.note, theme.font(theme.NOTE), theme.colour("text2"))


def cell_rect(area: QRectF, *, first: bool) -> QRectF:
    """Where in a cell its content lies."""
    return area.adjusted(theme.px(12 if first else 8), 0, -theme.px(4), 0)


class WorkList(QTableView, Generic[R]):
    """A list of rows that keeps its selection when it is shown anew.

    ``chosen`` carries the row the officer went to, None where none is at hand; ``opened`` the row
    on Enter, double click or a click on its next step; ``spaced`` the row on
    Space or on its box to tick. ``key`` tells two showings of a row the same.
    ``led_from`` is the widget whose focus lights the row in hand, usually the list. One that is not ``ruled``
    has no lines between its rows.
    """

    chosen = Signal(object)
    opened = Signal(object)
    spaced = Signal(object)
    built: ClassVar[int] = 0
    """How many there ever were: who looks after lists need not look for new ones where none was built."""

    def __init__(
        self,
        columns: tuple[Column[R], ...],
        *,
        key: Callable[[R], Hashable],
        row_height: int = ROW_HEIGHT,
        header: bool = True,
        ruled: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        WorkList.built += 1
        self.table: Table[R] = Table(columns, self)
        self.hovered, self.ruled = -1, ruled
        self.led_from: QWidget = self
        self._key, self._row_height = key, theme.px(row_height)
        self._headed: tuple[int, ...] = ()
        self._told: R | None = None

        self.setModel(self.table)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(name)
        self._behave()
        self._lay_columns(header)
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index.row()))

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show rows without headings; the row in hand stays in hand."""
        kept = self.current()
        self.table.show_rows(rows)
        self._settle(kept)

    def show_groups(self, groups: Iterable[Group[R]]) -> None:
        """Show groups of rows under headings; the row in hand stays in hand."""
        kept = self.current()
        self.table.show_groups(groups)
        self._settle(kept)

    def current(self) -> R | None:
        """The row in hand; None where there is none, and while it is being read."""
        return self.table.row(self.currentIndex().row())

    def go_to(self, key: Hashable) -> bool:
        """Take the row at hand that has this key; says whether it is there."""
        return self._take(self.table.find(lambda row: self._key(row) == key))

    def place(self) -> int:
        """Where the row in hand stands among the rows; -1 where there is none."""
        return self.table.place(self.currentIndex().row())

    def lead_to(self, number: int) -> None:
        """Take the row in hand that stood at this place."""
        self._take(self.table.line_of(number))

    def step(self, by: int) -> None:
        """Take the next (1) or the last (-1) row in hand, passing over headings."""
        self._go(self.currentIndex().row() + by, 1 if by > 0 else -1)

    def is_selected(self, number: int) -> bool:
        """Whether the row in a line is the one in hand."""
        return number == self.currentIndex().row()

    def in_words(self, number: int) -> str:
        """A row as it is copied: the cells that are seen, a tab between; not what can be done with it."""
        seen = (column for column in range(len(self.table.columns)) if not self.isColumnHidden(column))
        cells = (self.table.index(number, column).data(CELL) for column in seen)
        return "\t".join(spoken(cell) for cell in cells if not isinstance(cell, NextStep))

    def is_cut(self, index: Index) -> bool:
        """Whether a cell has less room than it needs; it is whole in its tooltip then."""
        cell = index.data(CELL)
        if cell is None or cell is UNREAD or isinstance(cell, Heading):
            return False
        room = cell_rect(QRectF(self.visualRect(index)), first=index.column() == 0)
        return needed(cell) > room.width()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            words = spoken(index.data(CELL)) if index.isValid() and self.is_cut(index) else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit(self.opened, self.currentIndex().row())
        elif plain and event.key() == Qt.Key.Key_Space:
            self._emit(self.spaced, self.currentIndex().row())
        elif plain and event.key() in STEPS:
            self._leap(Qt.Key(event.key()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        cell = index.data(CELL) if index.isValid() else None
        inside = event.position().x() - self.visualRect(index).left()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if isinstance(cell, NextStep):
            self._emit(self.opened, index.row())
        elif isinstance(cell, Tick) and inside < theme.px(36):
            self._emit(self.spaced, index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def lay_column(self, number: int) -> None:
        """Make a column as wide as it was designed, and never less than its title needs, in any language."""
        across, column = self.horizontalHeader(), self.table.columns[number]
        title = across.fontMetrics().horizontalAdvance(_(column.title)) + theme.px(TITLE_EDGES)
        self.setColumnWidth(number, max(theme.px(column.width), 0 if across.isHidden() else title))

    def _lay_columns(self, header: bool) -> None:
        across = self.horizontalHeader()
        across.setVisible(header)
        across.setFixedHeight(theme.px(HEADER_HEIGHT))
        across.setHighlightSections(False)
        across.setFont(theme.font(theme.NOTE))
        for number, column in enumerate(self.table.columns):
            if column.width:
                self.lay_column(number)
            else:
                across.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(theme.px(20))
        down.setDefaultSectionSize(self._row_height)

    def _settle(self, kept: R | None) -> None:
        self._lay_headings()
        if kept is None or not self.go_to(self._key(kept)):
            self._take(self.table.line_of(0))

    def _lay_headings(self) -> None:
        self.clearSpans()
        for number in self._headed:  # Qt keeps the height of a line whatever comes to stand there
            self.setRowHeight(number, self._row_height)
        self._headed = self.table.headings()
        for number in self._headed:
            self.setRowHeight(number, theme.px(HEADING_HEIGHT))
            if len(self.table.columns) > 1:
                self.setSpan(number, 0, 1, len(self.table.columns))

    def _leap(self, key: Qt.Key) -> None:
        here = self.currentIndex().row()
        page = max(self.viewport().height() // self._row_height - 1, 1)
        match key:
            case Qt.Key.Key_Home:
                self._go(0, 1)
            case Qt.Key.Key_End:
                self._go(self.table.rowCount() - 1, -1)
            case Qt.Key.Key_PageUp:
                self._go(max(here - page, 0), -1) or self._go(0, 1)
            case Qt.Key.Key_PageDown:
                self._go(min(here + page, self.table.rowCount() - 1), 1)
            case _:
                self.step(1 if key == Qt.Key.Key_Down else -1)

    def _go(self, line: int, by: int) -> bool:
        """Take the row in a line, or where it is a heading the next one that way."""
        while 0 <= line < self.table.rowCount():
            if self._take(line):
                return True
            line += by
        return False

    def _take(self, number: int) -> bool:
        if self.table.place(number) < 0:
            return False
        index = self.table.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def _tell_chosen(self) -> None:
        """Tell of the row in hand; of one that is being read, or is gone, that none is at hand, and once."""
        self.viewport().update()
        row, before, self._told = self.current(), self._told, self.current()
        if row is not None or before is not None or self.table.place(self.currentIndex().row()) < 0:
            self.chosen.emit(row)

    def _emit(self, signal: SignalInstance, number: int) -> None:
        if (row := self.table.row(number)) is not None:
            signal.emit(row)

    def _copy(self) -> None:
        if self.current() is not None:
            QGuiApplication.clipboard().setText(self.in_words(self.currentIndex().row()))

    def _hover(self, number: int) -> None:
        if number != self.hovered:
            self.hovered = number
            self.viewport().update()
