"""What is being saved of 登记, and who comes into the form after it: nothing is dropped for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject

from app.arrivals import Recorded
from app.language import _, plural
from app.registrations import Registered
from ui.jobs import Failure, Jobs

T = TypeVar("T")
Show = Callable[[], object]


class Saving(QObject):
    """Saves once all that is on its way for a page is there: a photo that is checked, an older file.

    Whoever is to be shown meanwhile, as the holder of a card that lies on the reader, comes ``after`` it.
    Where it is not saved after all, they wait until it is, or is given up.
    """

    def __init__(self, jobs: Jobs, page: QObject) -> None:
        super().__init__(page)
        self._jobs, self._page = jobs, page
        self._next: Show | None = None
        self.under_way = False
        jobs.failed.connect(self._hear)

    def begin(self, prepare: Callable[[], Callable[[], T] | None], then: Callable[[T], object]) -> None:
        """Save what ``prepare`` makes of the form when all is there, unless it is being saved already.

        It makes nothing where the officer must look again, and may refuse.
        """
        if self.under_way:
            return  # the key was pressed twice

        def save() -> None:
            self.under_way = False
            work = prepare()
            if work is not None:
                self.under_way = True
                self._jobs.run(work, then=end, owner=self._page)

        def end(outcome: T) -> None:
            self.under_way = False
            then(outcome)

        self.under_way = True
        self._jobs.when_back(save, owner=self._page)

    def after(self, show: Show) -> None:
        """Show somebody: at once, or after what is being saved."""
        if self.under_way:
            self.keep(show)
        else:
            show()

    def keep(self, show: Show | None) -> None:
        """Whom to show next, in the place of whoever was to be; None for nobody."""
        self._next = show

    def take(self) -> Show:
        """Whom to show now that it is over; nobody waits any more."""
        show, self._next = self._next, None
        return show or (lambda: None)

    def _hear(self, failure: Failure) -> None:
        """What is refused, or cannot be read, keeps the form from being saved; it stays to be put right."""
        if failure.owner is self._page:
            self.under_way = False


def holder(made: Registered | tuple[Recorded, ...]) -> UUID:
    """Whom what was saved is about, the family aside."""
    return made.person_id if isinstance(made, Registered) else made[0].person_id


def saved_in_words(made: Registered | tuple[Recorded, ...], name: str, *, corrected: bool) -> str:
    """What was done with the form: registered, ``corrected``, or kept to be registered later."""
    if isinstance(made, Registered):
        return _registered_in_words(made, name)
    return _("Corrected: {name}", name=name) if corrected else _("Kept: {name}, to be registered", name=name)


def _registered_in_words(made: Registered, name: str) -> str:
    """Who is registered now, under which numbers."""
    if made.before:
        return plural(
            "{name} was registered at another desk, number {number}. {n} relative is registered now.",
            "{name} was registered at another desk, number {number}. {n} relatives are registered now.",
            len(made.family), name=name, number=made.number,
        )  # fmt: skip
    if made.family:
        return plural(
            "Registered: {name} and {n} relative, numbers {number} to {last}",
            "Registered: {name} and {n} relatives, numbers {number} to {last}",
            len(made.family), name=name, number=made.number, last=made.family[-1].number,
        )  # fmt: skip
    return _("Registered: {name}, number {number}", name=name, number=made.number)
