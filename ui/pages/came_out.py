"""The question after a print: did it come out right, and if not, what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal

from app import printing
from app.errors import Refused
from app.language import N_, _
from ui.pages import Action, Page
from ui.pages.press import NOTHING, Press
from ui.widgets.choice import ChoiceRow

SPOILED = (NOTHING, N_("Out of place"), N_("Scratched or stained"), N_("Wrong content"))


class CameOut(ChoiceRow):
    """What went wrong with a print, picked by its digit; out of sight until the officer says it is spoiled.

    A page puts it where its question stands and its ``buttons`` into the bar. ``right`` and ``spoiled`` tell
    what the officer said, once it is on record, and carry what ``ask`` was told the print is of.
    """

    right = Signal(object)
    spoiled = Signal(object)

    def __init__(self, page: Page, press: Press, seen: Callable[[], str] = str) -> None:
        """``seen`` answers the number on a card that came out; "" where nothing is numbered."""
        super().__init__(tuple((words, _(words)) for words in SPOILED), name=_("What went wrong"))
        self._page, self._press, self._seen = page, press, seen
        self._printout: UUID | None = None
        self._of: object = None
        self.hide()

    def ask(self, printout_id: UUID | None, of: object = None) -> None:
        """Ask about this print, which is of a card or a paper; None asks about none.

        Asked about the same print once more, as news make a page do, it keeps what the officer picked.
        """
        self._of = of
        if self.asks_about(printout_id):
            return
        self._printout = printout_id
        self.hide()
        self.show_value(None)

    def asks_about(self, printout_id: UUID | None) -> bool:
        """Whether this is the print that waits for the officer's word; of None, whether none does."""
        return self._printout == printout_id

    @property
    def asks(self) -> bool:
        """Whether a print waits for the officer's word."""
        return self._printout is not None

    def buttons(self, *between: Action) -> tuple[Action, ...]:
        """The two answers, the good one last; ``between`` them whatever else can be done with the print."""
        spoiled = Action(_("It is spoiled"), self._note_spoiled, "F7", "danger")
        return (spoiled, *between, Action(_("It came out right"), self._note_right, "F9", "primary"))

    def _note_right(self) -> None:
        if self._printout is None:
            return
        office, of = self._page.office, self._of
        verb = partial(printing.came_out, office.desk, self._printout, self._seen())
        office.jobs.run(verb, then=lambda done: self.right.emit(of), owner=self._page)

    def _note_spoiled(self) -> None:
        if self._printout is None:
            return
        if self.value() is None:
            self.show()
            self.setFocus()
            raise Refused(N_("Say what went wrong: pick it by its digit, then press F7 again."))
        of = self._of
        self._press.spoil(self._printout, self.value(), lambda done: self.spoiled.emit(of), self._seen())
