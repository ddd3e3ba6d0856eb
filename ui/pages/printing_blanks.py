"""What is done with the blank cards beside the press: taken in, put aside, counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import blanks, tray
from app.language import _
from ui.pages import Done, Page
from ui.pages.printing_stock import RETURNED, StockPanel
from ui.pages.wayback import Outcome, with_way_back


class Blanks(QObject):
    """The panel of the stock, and the verbs behind it; ``closed`` tells that it asks for nothing any more."""

    closed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self.panel = page, StockPanel()
        self.panel.received.connect(self._receive)
        self.panel.put_aside.connect(self._put_aside)
        self.panel.counted.connect(self._note_count)

    def close(self) -> None:
        """Close what asks for something."""
        if self.panel.close_forms():
            self.closed.emit()

    def _receive(self, first: str, last: str, to_a_sheet: int) -> None:
        verb = partial(blanks.receive, self._page.office.desk, first, last, to_a_sheet)
        self._do(verb, _("Taken in: {first} to {last}", first=first, last=last))

    def _put_aside(self, number: str, reason: str) -> None:
        put = blanks.give_back if reason == RETURNED else blanks.spoil
        verb = partial(put, self._page.office.desk, number, reason)
        self._do(verb, _("Put aside: {number}", number=number))

    def _note_count(self, seen: int, reason: str) -> None:
        verb = partial(tray.count, self._page.office.desk, seen, reason)
        self._do(verb, _("Counted: {seen}", seen=seen))

    def _do(self, verb: Callable[[], object], words: str) -> None:
        def tell(outcome: Outcome[object]) -> None:
            self.close()
            self._page.did.emit(Done(words, outcome.undo))

        office = self._page.office
        office.jobs.run(partial(with_way_back, office.desk, verb), then=tell, owner=self._page)
