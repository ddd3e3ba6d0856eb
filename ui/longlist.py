"""The list for whatever may be long: over a ``Listing``, read at the desk as its rows are looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.listing import Listing, Spot
from ui.jobs import Jobs
from ui.table import Column, Heading
from ui.widgets.worklist import ROW_HEIGHT, WorkList
from ui.windowed import Windowed

R = TypeVar("R")


class LongList(WorkList[R], Generic[R]):
    """A work list of any length. ``chosen`` carries the row in hand; None while it is read, and if gone.

    ``typed`` carries what is typed on it, for whoever can look that up: Qt would read every row for it.
    Jumping to the last of a million rows costs what the next page costs, and a row that is in hand
    stays there, on the screen too, when the list is shown anew.
    """

    typed = Signal(str)

    def __init__(
        self,
        columns: tuple[Column[R], ...],
        *,
        key: Callable[[R], Hashable],
        jobs: Jobs,
        row_height: int = ROW_HEIGHT,
        header: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns, key=key, row_height=row_height, header=header, name=name, parent=parent)
        self._window: Windowed[R] = Windowed(jobs, self)
        self._window.came.connect(self._note_read)
        self._led_to: int | None = None

    def show_listing(
        self, listing: Listing[R], headings: Iterable[tuple[Heading, int]] = (), *, anew: bool = False
    ) -> None:
        """Show a list of any length, so many of its rows under each heading.

        In hand is the row it wants there; else the row in hand stays, on the screen too, and where it
        is gone the next one is taken. ``anew`` is said of a list of something else: it begins with the first.
        """
        before, place = self._window.listing, self.table.place(self.currentIndex().row())
        top, scrolled = self._top_in_hand(), self.verticalScrollBar().value()
        if self._told is not None and place >= 0:  # the page it was read with may be forgotten by now
            self._window.keep(before.number(place), self._told)
        self._window.show(listing, anew=anew)
        self.table.show(self._window, headings)
        self._lay_headings()
        wanted = self._led_to if listing.wanted is None else listing.wanted
        self._led_to = None
        if wanted is None or not self.go_to_number(wanted):
            if anew or place < 0:
                self._take(self.table.line_of(0))
                self.scrollToTop()
            else:
                kept = listing.place(before.number(place))
                self._take(self.table.line_of(kept if kept >= 0 else listing.heir(before, place)))
                self._scroll_back(scrolled, top if kept >= 0 else None)
        if not listing:
            self._tell_chosen()

    def keyboardSearch(self, search: str) -> None:
        if search.strip():
            self.typed.emit(search)

    def beside(self) -> int | None:
        """The number of the row after the one in hand, or before it at the end, of a listing."""
        listing, place = self._window.listing, self.table.place(self.currentIndex().row())
        if place < 0 or len(listing) < 2:
            return None
        return listing.number(place + 1 if place + 1 < len(listing) else place - 1)

    def listing(self) -> Listing[R]:
        """What is shown."""
        return self._window.listing

    def in_hand(self) -> Spot[R] | None:
        """Where in the list the row in hand stands; None where there is none."""
        listing, place = self._window.listing, self.place()
        return None if place < 0 else Spot(listing, listing.number(place), place)

    def lead_to(self, number: int) -> None:
        """Take this row in hand now, or when the list is next shown, which may bring it."""
        if not self.go_to_number(number):
            self._led_to = number

    def go_to_number(self, number: int) -> bool:
        """Take the row of a listing that has this number; says whether it is there."""
        place = self._window.listing.place(number)
        return place >= 0 and self._take(self.table.line_of(place))

    def _top_in_hand(self) -> int | None:
        """How far below the upper edge the row in hand stands; None where it is out of sight."""
        seen = self.visualRect(self.currentIndex())
        return seen.top() if seen.isValid() and seen.intersects(self.viewport().rect()) else None

    def _scroll_back(self, scrolled: int, top: int | None) -> None:
        """Scroll to where it was; where the row in hand was seen, it is seen in the same place."""
        self.updateGeometries()
        bar = self.verticalScrollBar()
        if top is not None:
            scrolled = bar.value() + self.visualRect(self.currentIndex()).top() - top
        bar.setValue(scrolled)

    def _note_read(self, first: int, last: int) -> None:
        """Rows have come; what is said of the one in hand may be new."""
        self.table.tell_read(first, last)
        if first <= self.table.place(self.currentIndex().row()) <= last and self.current() != self._told:
            self._tell_chosen()
