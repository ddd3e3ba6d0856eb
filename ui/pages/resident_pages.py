"""材料 in 档案: pages of a proof on file are taken in, removed or put in order, in place of the file."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app import pages, retention
from app.language import _
from ui.pages import Page
from ui.pages.resident_saving import Saving

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.pages.page_taking import PageTaking


class OnFile(NamedTuple):
    """A proof on somebody's file: whose, its kind, what it proves, and what it is called."""

    person_id: UUID
    name: str
    kind: str
    proves: str
    title: str


class FilePages(QObject):
    """Takes the pages of one proof of somebody's file.

    ``opened`` carries the view that stands in place of the file from now on, ``changed`` asks again for its
    buttons, ``closed`` gives the place back.
    """

    opened = Signal(object)
    changed = Signal()
    closed = Signal()

    def __init__(self, page: Page, saving: Saving) -> None:
        super().__init__(page)
        self._page, self._saving = page, saving
        self._of: OnFile | None = None
        self._shown: tuple[UUID, ...] = ()
        self.view: PageTaking | None = None
        """What stands in place of the file now; None while the file stands there itself."""

    def begin(self, of: OnFile, files: tuple[str, ...]) -> None:
        """Open for a proof, and read these files behind the pages that are there.

        Where the office keeps no pages of such a proof that is told instead.
        """
        self._of = of

        def show(found: dict[UUID, bytes]) -> None:
            if of == self._of:
                self._show(of, found, files)

        office = self._page.office
        office.jobs.run(partial(_found, office.desk, of), then=show, owner=self._page)

    def put_by(self) -> None:
        """The officer goes to another page of the program: new pages are kept, which can be taken back."""
        if self.view is not None:
            self.view.put_by()

    def leave(self) -> None:
        """Another person is shown: new pages are kept, and what is on its way is not heard."""
        if self.view is not None:
            self.view.give()
            self._close()
        self._of = None

    def _show(self, of: OnFile, found: dict[UUID, bytes], files: tuple[str, ...]) -> None:
        from ui.pages.page_taking import Kept

        if self.view is None:  # else it was asked for twice before the desk answered
            self._shown = tuple(found)
            self.view = self._made
            self.view.begin(of.title, [Kept(page, jpeg) for page, jpeg in found.items()])
            self.opened.emit(self.view)
        self.view.take_files(files)

    def _take(self, taken: tuple[pages.Taken, ...]) -> None:
        assert self._of is not None
        of = self._of
        verb = partial(pages.take, self._page.office.desk, of.person_id, of.kind, taken, self._shown)
        self._saving.do(verb, _("Pages kept: {name}, {proof}.", name=of.name, proof=of.title))

    def _close(self) -> None:
        self.view = None
        self.closed.emit()

    @cached_property
    def _made(self) -> PageTaking:
        from ui.pages.page_taking import PageTaking  # what reads pictures and PDF is only loaded when needed

        view = PageTaking(self._page.office)
        view.taken.connect(self._take)
        view.changed.connect(self.changed)
        view.closed.connect(self._close)
        return view


def _found(desk: Desk, of: OnFile) -> dict[UUID, bytes]:
    """The pages of a proof with their pictures, in their order."""
    retention.must_keep(desk, of.proves)
    return pages.of_proof(desk, of.person_id, of.kind)
