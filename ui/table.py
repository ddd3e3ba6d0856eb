"""One model for every list: a tuple of columns over plain rows, in groups where there are groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.language import _
from ui.widgets.cells import spoken

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
ROW = Qt.ItemDataRole.UserRole + 1
NOWHERE = QModelIndex()


def as_it_is(value: object) -> object:
    """A value that is shown as what it is."""
    return value


# Without slots: ``Column[PermitRow](…)`` fails on a frozen generic dataclass that has them (CPython 3.11).
@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its title (marked with N_), what it sorts by, and how that is shown, as text or as a cell.

    ``width`` is in pixels at the standard text size; 0 takes what is left.
    """

    title: str
    value: Callable[[R], Any]
    shown: Callable[[Any], object] = as_it_is
    width: int = 0
    right: bool = False


@dataclass(frozen=True)
class Group(Generic[R]):
    """Rows under one heading, already in the officer's language: words, a quiet note, a tone."""

    title: str
    rows: tuple[R, ...]
    note: str = ""
    tone: str = "text2"


class Table(QAbstractTableModel, Generic[R]):
    """Shows rows, or groups of rows, through columns."""

    def __init__(self, columns: tuple[Column[R], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._lines: tuple[R | Group[R], ...] = ()

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show these rows, without headings."""
        self.beginResetModel()
        self._lines = tuple(rows)
        self.endResetModel()

    def show_groups(self, groups: Iterable[Group[R]]) -> None:
        """Show these groups, each under its heading; a group without rows is left out."""
        self.beginResetModel()
        lines: list[R | Group[R]] = []
        for group in groups:
            if group.rows:
                lines += [group, *group.rows]
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, number: int) -> R | Group[R] | None:
        """What stands in a line: a row, a heading, or None beyond the last."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def row(self, number: int) -> R | None:
        """The row in a line; None for a heading."""
        line = self.line(number)
        return None if isinstance(line, Group) else line

    def headings(self) -> tuple[int, ...]:
        """The lines that are headings."""
        return tuple(n for n, line in enumerate(self._lines) if isinstance(line, Group))

    def rows(self) -> tuple[R, ...]:
        """Every row shown, in order."""
        return tuple(line for line in self._lines if not isinstance(line, Group))

    def find(self, wanted: Callable[[R], bool]) -> int:
        """The line of the first row that is wanted; -1 when there is none."""
        for number, line in enumerate(self._lines):
            if not isinstance(line, Group) and wanted(line):
                return number
        return -1

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if isinstance(line, Group):
            return self._heading(line, index.column(), role)
        column = self.columns[index.column()]
        if role == ROW:
            return line
        if role == CELL:
            return column.shown(column.value(line))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(column.shown(column.value(line)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(line, Group):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort rows by a column's value, the empty ones last; groups keep their own order."""
        if self.headings() or not 0 <= column < len(self.columns):
            return
        value = self.columns[column].value
        rows = self.rows()
        known = [row for row in rows if value(row) is not None]
        unknown = [row for row in rows if value(row) is None]
        backwards = order == Qt.SortOrder.DescendingOrder
        known.sort(key=lambda row: _sortable(value(row)), reverse=backwards)
        self.show_rows((*known, *unknown))

    def _heading(self, group: Group[R], column: int, role: int) -> object:
        if role == CELL:
            return group
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and column == 0:
            return f"{group.title} {group.note}".strip()
        return None

    def _alignment(self, column: Column[R]) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _sortable(value: Any) -> Any:
    return value.spoken() if hasattr(value, "spoken") else value
