"""What is done on a resident's file: an act at the desk, said with its way back, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.pages import Done, Page
from ui.pages.wayback import Outcome, with_way_back


class Saving(QObject):
    """Does what can be taken back. ``failed`` tells that an act was not done; the window says why."""

    failed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._under_way = 0
        self._next: Callable[[], None] | None = None

    def do(
        self,
        verb: Callable[[], object],
        words: str | Callable[[object], str],
        after: Callable[[], object] | None = None,
    ) -> None:
        """Do something and say so; where nothing is to be said, nothing was done."""

        def tell(outcome: Outcome[object]) -> None:
            if after is not None:
                after()
            said = words if isinstance(words, str) else words(outcome.result)
            if said:
                self._page.did.emit(Done(said, outcome.undo))
            else:  # another station was there first, and its acts make no news here
                self._page.reload()
            self._end()

        office = self._page.office
        self._under_way += 1
        work = partial(with_way_back, office.desk, verb)
        office.jobs.run(work, then=tell, failed=self._give_up, owner=self._page)

    def afterwards(self, then: Callable[[], None]) -> None:
        """Call ``then``, and only the latest, as soon as it is known how everything here ended."""
        self._next = then
        self._go_on()

    def forget(self) -> None:
        """Nothing is to come afterwards any more."""
        self._next = None

    def _give_up(self) -> None:
        self.failed.emit()
        self._end()

    def _end(self) -> None:
        self._under_way = max(self._under_way - 1, 0)  # what is tried again had ended
        self._go_on()

    def _go_on(self) -> None:
        if not self._under_way and (then := self._next) is not None:
            self._next = None
            then()


class InTurn:
    """One after the other: what is asked for while something is on its way to the file comes after it.

    It is asked for as it is ``typed`` then: what is typed on since was not.
    """

    def __init__(self) -> None:
        self._under_way = False
        self._asked_for: object = None

    def is_taken(self, typed: object) -> bool:
        """Whether something is on its way; then it is remembered that this was asked for as well."""
        self._asked_for = typed if self._under_way else None
        return self._under_way

    def take(self) -> None:
        """Something is handed over."""
        self._under_way, self._asked_for = True, None

    def end(self) -> object:
        """It is answered, or could not be saved; says what was asked for meanwhile, None for nothing."""
        asked_for, self._under_way, self._asked_for = self._asked_for, False, None
        return asked_for
