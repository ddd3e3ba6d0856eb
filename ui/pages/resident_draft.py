"""What is typed on a resident's file and not taken in: a draft of the office, found where it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app import drafts
from app.clashes import Clashed
from app.drafts import WHOM, DraftRow, InHand
from app.errors import Unavailable
from ui.form import KEEP_AGAIN_MS, RESTED_MS
from ui.jobs import Failure
from ui.office import Office
from ui.widgets.fields import Field

T = TypeVar("T")
MONTHS, WORK, SCHOOL, REMARK = "months", "work", "school", "remark"
FORMS = (MONTHS, WORK, SCHOOL, REMARK)


class About(InHand):
    """The draft of one panel about one person; used on the desk's lane alone, one thing after another."""

    def __init__(self, office: Office, form: str, person_id: UUID, name: str) -> None:
        super().__init__(office.desk, form)
        self.person_id = person_id
        self._whose = {WHOM: str(person_id), "fields": {"name": name}}

    def look(self) -> DraftRow | None:
        """What was typed there before, by whomever; None where nothing was, or it is gone on with already."""
        if self.row is not None:
            return None
        return drafts.about(self._desk, self._form, self.person_id)

    def keep_typed(self, typed: Mapping[str, Any] | None) -> None:
        """Keep what is typed; None of what is not begun any more."""
        if typed is None:
            self.discard()
        else:
            self.keep({**self._whose, "typed": typed})

    def save(self, verb: Callable[[DraftRow | None], T]) -> T:
        """Do the act that uses the draft up; where somebody must choose first it stays."""
        try:
            answer = verb(self.row)
        except drafts.Gone:
            self.row = None  # what was typed is this desk's own now
            raise
        if not isinstance(answer, Clashed):
            self.row = None
        return answer


class PanelDraft(QObject):
    """Keeps what a panel has typed each time a field is left or rests; ``found`` carries what lay there.

    ``typed`` says what is typed as plain data, None while nothing is begun.
    """

    found = Signal(object)

    def __init__(
        self, panel: QWidget, office: Office, form: str, typed: Callable[[], Mapping[str, Any] | None]
    ) -> None:
        super().__init__(panel)
        self._office, self._form, self._typed = office, form, typed
        self.about: About | None = None
        self._rest = QTimer(self, singleShot=True, interval=RESTED_MS)
        self._keep_again = QTimer(self, singleShot=True, interval=KEEP_AGAIN_MS)
        self._rest.timeout.connect(self.keep)
        self._keep_again.timeout.connect(self.keep)
        office.jobs.failed.connect(self._hear_failure)

    def watch(self, *fields: Field) -> None:
        """Keep the draft when one of these is left, and two seconds after something was typed in it."""
        for field in fields:
            field.left.connect(self.keep)
            field.changed.connect(self._rest.start)

    def begin(self, person_id: UUID, name: str) -> None:
        """This person is shown; what was typed about them before is looked for."""
        if self.about is not None and self.about.person_id == person_id:
            return
        self.about = about = About(self._office, self._form, person_id, name)
        self._office.jobs.run(about.look, then=partial(self._show, about), owner=self)

    def _hear_failure(self, failure: Failure) -> None:
        """What could not be kept while the database was out of reach is kept once it is back."""
        if failure.owner is self and isinstance(failure.error, Unavailable):
            self._keep_again.start()

    def keep(self) -> None:
        """Keep what is typed now."""
        if self.about is not None:
            self._office.jobs.run(partial(self.about.keep_typed, self._typed()), owner=self)

    def leave(self) -> None:
        """Another person will be shown; what is typed stays with this one."""
        self.keep()
        self._rest.stop()
        self.about = None

    def _show(self, about: About, row: DraftRow | None) -> None:
        """Show what lay there, unless something is typed already: then that is a draft beside it."""
        if row is None or about is not self.about or self._typed() is not None:
            return
        about.row = row
        self.found.emit(row.content["typed"])
