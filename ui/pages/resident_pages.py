"""材料 in 档案: pages of a proof on file are taken in, removed or put in order, in place of the file."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app import pages, retention
from app.language import _
from ui.pages import Page
from ui.pages.resident_saving import Saving

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.pages.page_taking import PageTaking


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
        self._of: tuple[UUID, str] | None = None
        self._shown: tuple[UUID, ...] = ()
        self.view: PageTaking | None = None
        """What stands in place of the file now; None while the file stands there itself."""

    def begin(self, person_id: UUID, kind: str, proves: str, title: str, files: tuple[str, ...]) -> None:
        """Open for a proof, and read these files behind the pages that are there.

        Where the office keeps no pages of such a proof that is told instead.
        """
        self._of = of = (person_id, kind)

        def show(found: dict[UUID, bytes]) -> None:
            if of == self._of:
                self._show(title, found, files)

        office = self._page.office
        office.jobs.run(partial(_found, office.desk, *of, proves), then=show, owner=self._page)

    def leave(self) -> None:
        """Another person is shown: what was not taken in is let go, and what is on its way is not heard."""
        self._of = None
        if self.view is not None:
            self.view.end()
            self._close()

    def _show(self, title: str, found: dict[UUID, bytes], files: tuple[str, ...]) -> None:
        from ui.pages.page_taking import Kept

        self._shown = tuple(found)
        self.view = self._made
        self.view.begin(title, [Kept(page, jpeg) for page, jpeg in found.items()])
        self.view.take_files(files)
        self.opened.emit(self.view)

    def _take(self, taken: tuple[pages.Taken, ...]) -> None:
        assert self._of is not None
        verb = partial(pages.take, self._page.office.desk, *self._of, taken, self._shown)
        self._saving.do(verb, _("Pages kept."))

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


def _found(desk: Desk, person_id: UUID, kind: str, proves: str) -> dict[UUID, bytes]:
    """The pages of a proof with their pictures, in their order."""
    retention.must_keep(desk, proves)
    rows = (page for page in pages.of_person(desk, person_id) if page.kind == kind)
    return {page.id: pages.picture(desk, page.id) for page in rows}
