"""What is typed in 登记 is kept as a draft each time something is left, and said to be at the form's foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app import drafts
from app.drafts import DraftRow
from app.errors import Unavailable
from ui.form import KEEP_AGAIN_MS
from ui.jobs import Failure
from ui.office import Office
from ui.pages.registration_draft import FORM, Keeper, Typed
from ui.pages.registration_foot import Foot
from ui.pages.registration_sheet import Sheet


class FormDraft(QObject):
    """The draft of whoever is in the form, which ``keeper`` keeps at the desk.

    ``given_back`` carries the new draft of what had been saved or given up and was taken back; it comes from
    the desk's lane. ``page`` is for whom the desk is asked.
    """

    given_back = Signal(object)

    def __init__(self, office: Office, page: QObject, sheet: Sheet, foot: Foot) -> None:
        super().__init__(page)
        self._office, self._page, self._sheet, self._foot = office, page, sheet, foot
        self.keeper = Keeper(office.desk)
        self._begun = self._kept = Typed({})
        self._beside: dict[Keeper, Typed] = {}  # typed while it was being saved, and not kept yet
        self._again = QTimer(self, singleShot=True, interval=KEEP_AGAIN_MS)

        self._again.timeout.connect(self.keep)
        self._again.timeout.connect(self._keep_those_beside)
        office.jobs.failed.connect(self._hear)

    def begin(self, row: DraftRow | None) -> None:
        """Keep what is typed, and from now on another draft: this one, or one that is new."""
        self.keep()
        self.keeper = Keeper(self._office.desk, row)

    def settle(self) -> None:
        """What the form shows now is what a draft would have to differ from."""
        self._foot.show_kept(None)
        self._begun = self._kept = self._sheet.typed()

    def is_as_begun(self) -> bool:
        """Whether the form shows what it did when it was settled."""
        return self._sheet.typed() == self._begun

    def keep(self) -> None:
        """Keep what is typed, unless it is kept already."""
        typed = self._sheet.typed()
        if typed != self._kept:
            self._kept = typed
            keep = partial(self.keeper.keep, typed, as_begun=typed == self._begun)
            self._office.jobs.run(keep, then=partial(self._show_kept, typed), owner=self._page)

    def keep_beside(self, saved: Typed) -> None:
        """What was typed while the form was being saved is not in it, and stays as a draft of its own."""
        now = self._sheet.typed()
        self._begun = self._kept = now
        if now != saved:
            self._beside[Keeper(self._office.desk)] = now
            self._keep_those_beside()

    def give_up(self, then: Callable[[Typed], object]) -> None:
        """Let the draft go; ``then`` hears what had been typed."""
        self._kept = typed = self._sheet.typed()
        self._office.jobs.run(self.keeper.give_up, then=lambda done: then(typed), owner=self._page)

    def take_back(self, undo: Callable[[], object] | None, typed: Typed) -> None:
        """Runs at the desk: undo what was saved, and put what was typed back as a draft."""
        if undo is not None:
            undo()
        self.given_back.emit(drafts.keep(self._office.desk, FORM, typed.to_data()))

    def _keep_those_beside(self) -> None:
        for keeper, typed in tuple(self._beside.items()):
            then = partial(self._forget_beside, keeper)
            self._office.jobs.run(partial(keeper.keep, typed), then=then, owner=self._page)

    def _forget_beside(self, keeper: Keeper, _row: DraftRow | None) -> None:
        self._beside.pop(keeper, None)

    def _show_kept(self, typed: Typed, row: DraftRow | None) -> None:
        """Say that the draft is safe, unless more was typed and is on its way."""
        if typed is self._kept:
            self._foot.show_kept(row.saved_at if row else None, beside=row is not None and row.beside)

    def _hear(self, failure: Failure) -> None:
        """While the database is out of reach nothing counts as kept; it is kept once the database is back."""
        if failure.owner is self._page and isinstance(failure.error, Unavailable):
            self._kept = Typed({})
            self._foot.show_kept(None)
            self._again.start()
