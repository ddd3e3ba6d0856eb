"""One model for every list: a tuple of columns over rows, under headings where there are groups.

The rows are all at hand, or are read as they are looked at (``ui.windowed``); the model does not mind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.language import N_, _
from ui.widgets.cells import Words, spoken

R = TypeVar("R")
Seen = TypeVar("Seen", covariant=True)
Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
ROW = Qt.ItemDataRole.UserRole + 1
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
NOWHERE = QModelIndex()
OF_A_HEADING = Qt.ItemFlag.ItemIsEnabled
OF_A_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def as_it_is(value: object) -> object:
    """A value that is shown as what it is."""
    return value


# Without slots: ``Column[PermitRow](…)`` fails on a frozen generic dataclass that has them (CPython 3.11).
@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its title (marked with N_), what of a row stands in it, how that is shown, as text or cell.

    ``width`` is in pixels at the standard text size; 0 takes what is left.
    """

    title: str
    value: Callable[[R], Any]
    shown: Callable[[Any], object] = as_it_is
    width: int = 0
    right: bool = False


@dataclass(frozen=True)
class Heading:
    """What stands over rows, already in the officer's language: words, a quiet note, a tone."""

    title: str
    note: str = ""
    tone: str = "text2"

    def spoken(self) -> str:
        """The heading as a screen reader says it."""
        return f"{self.title} {self.note}".strip()


@dataclass(frozen=True)
class Group(Generic[R]):
    """Rows under one heading."""

    title: str
    rows: tuple[R, ...]
    note: str = ""
    tone: str = "text2"

    def heading(self) -> Heading:
        """What stands over them."""
        return Heading(self.title, self.note, self.tone)


class Rows(Protocol[Seen]):
    """What a table shows: so many rows, of which some may be known by their places only as yet."""

    def __len__(self) -> int: ...

    def at(self, place: int) -> Seen | None:
        """The row at a place; None while it is being read, and where it was found to be gone."""

    def is_gone(self, place: int) -> bool:
        """Whether the row at a place is not on file any more."""

    def kept(self) -> tuple[tuple[int, Seen], ...]:
        """The rows that are at hand, each with its place, in order."""


class AllRows(Generic[R]):
    """Rows that are all at hand."""

    def __init__(self, rows: Iterable[R] = ()) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, place: int) -> R | None:
        """The row at a place."""
        return self._rows[place]

    def is_gone(self, place: int) -> bool:
        """Nothing that is at hand is gone."""
        return False

    def kept(self) -> tuple[tuple[int, R], ...]:
        """Every row with its place."""
        return tuple(enumerate(self._rows))


class Unread:
    """The cell of a row that is being read."""

    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return _("being read…")


UNREAD = Unread()
GONE = N_("no longer on file")


class Table(QAbstractTableModel, Generic[R]):
    """Shows rows, under headings where there are some, through columns.

    A line is a heading or a row; ``place`` is where a row stands among the rows alone.
    """

    def __init__(self, columns: tuple[Column[R], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._rows: Rows[R] = AllRows()
        self._headings: dict[int, Heading] = {}
        self._headed: list[int] = []
        self._lines = 0

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show these rows, without headings."""
        self.show(AllRows(rows))

    def show_groups(self, groups: Iterable[Group[R]]) -> None:
        """Show these groups, each under its heading; a group without rows is left out."""
        those = tuple(groups)
        rows = AllRows(row for group in those for row in group.rows)
        self.show(rows, tuple((group.heading(), len(group.rows)) for group in those))

    def show(self, rows: Rows[R], headings: Iterable[tuple[Heading, int]] = ()) -> None:
        """Show rows, so many of them under each heading; a heading without rows is left out."""
        self.beginResetModel()
        self._rows, self._headings, line = rows, {}, 0
        for heading, count in headings:
            if count:
                self._headings[line] = heading
                line += count + 1
        self._headed = list(self._headings)
        self._lines = len(rows) + len(self._headed)
        self.endResetModel()

    def line(self, number: int) -> R | Heading | None:
        """What stands in a line: a row, a heading, or None beyond the last and while it is being read."""
        if number in self._headings:
            return self._headings[number]
        return self.row(number)

    def row(self, number: int) -> R | None:
        """The row in a line; None for a heading, and while it is being read."""
        place = self.place(number)
        return None if place < 0 else self._rows.at(place)

    def place(self, number: int) -> int:
        """Where the row in a line stands among the rows; -1 for a heading and beyond the last."""
        if not 0 <= number < self._lines or number in self._headings:
            return -1
        return number - bisect_right(self._headed, number)

    def line_of(self, place: int) -> int:
        """The line in which the row at a place stands."""
        line = place
        for heading in self._headed:
            line += heading <= line
        return line

    def headings(self) -> tuple[int, ...]:
        """The lines that are headings."""
        return tuple(self._headed)

    def rows(self) -> tuple[R, ...]:
        """Every row that is at hand, in order."""
        return tuple(row for _place, row in self._rows.kept())

    def find(self, wanted: Callable[[R], bool]) -> int:
        """The line of the first row at hand that is wanted; -1 when there is none."""
        for place, row in self._rows.kept():
            if wanted(row):
                return self.line_of(place)
        return -1

    def tell_read(self, first: int, last: int) -> None:
        """The rows from a place to another can be had now."""
        begin, end = self.line_of(first), self.line_of(last)
        self.dataChanged.emit(self.index(begin, 0), self.index(end, len(self.columns) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._lines

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
        number = index.row()  # -1 where it is nowhere
        if not 0 <= number < self._lines:
            return None
        if (heading := self._headings.get(number)) is not None:
            return self._heading(heading, index.column(), role)
        column, row = self.columns[index.column()], self.row(number)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if row is None:
            return self._lacking(number, index.column(), role)
        if role == ROW:
            return row
        if role == CELL:
            return column.shown(column.value(row))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._whole(row)
        if role in SPOKEN:
            return spoken(column.shown(column.value(row)))
        return None

    def _whole(self, row: R) -> str:
        """A row as a screen reader says it: ↑ and ↓ lead from first cell to first cell, and mean the row."""
        cells = (spoken(column.shown(column.value(row))) for column in self.columns)
        return _(", ").join(cell for cell in cells if cell)

    def flags(self, index: Index) -> Qt.ItemFlag:
        number = index.row()
        if not 0 <= number < self._lines:
            return Qt.ItemFlag.NoItemFlags
        return OF_A_HEADING if number in self._headings else OF_A_ROW

    def _heading(self, heading: Heading, column: int, role: int) -> object:
        if role == CELL:
            return heading
        return heading.spoken() if role in SPOKEN and column == 0 else None

    def _lacking(self, number: int, column: int, role: int) -> object:
        """What stands where there is no row: that it is being read, or that it is gone."""
        cell: Unread | Words = UNREAD
        if self._rows.is_gone(self.place(number)):
            cell = Words(_(GONE) if column == 0 else "", tone="text2")
        if role == CELL:
            return cell
        return cell.spoken() if role in SPOKEN and column == 0 else None

    def _alignment(self, column: Column[R]) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
