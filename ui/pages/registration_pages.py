"""材料 in 登记: a proof's pages are taken in place of the form, and belong to the draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import pages, retention
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from ui.office import Office
from ui.pages.page_taking import Kept, PageTaking
from ui.pages.registration_proofs import ProofLine, Proofs


class DraftPages(QObject):
    """Opens ``view`` for a proof of the form, and gives the pages to its line.

    ``opened`` when it is there to be shown. ``owner`` is for whom the desk is asked; what comes back when
    ``form`` answers another than before is not heard: it was about somebody else.
    """

    opened = Signal()

    def __init__(
        self, office: Office, owner: QObject, proofs: Proofs, view: PageTaking, form: Callable[[], object]
    ) -> None:
        super().__init__(owner)
        self._office, self._owner, self._proofs, self._view = office, owner, proofs, view
        self._form = form
        self._line: ProofLine | None = None
        view.taken.connect(self._take)

    def begin(self, line: ProofLine | None = None, files: tuple[str, ...] = ()) -> None:
        """Open for this proof, else for the one the officer is on or the first that has no pages.

        The pages of ``files`` come behind those that are there.
        """
        lines = (line,) if line is not None else self._proofs.to_photograph()
        if not lines:
            raise Refused(N_("No proof is asked for yet. Say first which document and dwelling there is."))
        asked = tuple((each.proof.proves, each.pictures) for each in lines)
        self._office.jobs.run(
            partial(_look, self._office.desk, asked), then=partial(self._open, self._form(), lines, files),
            owner=self._owner,
        )  # fmt: skip

    def focus_back(self) -> None:
        """Put the officer on the proof again."""
        if self._line is not None and self._line.isVisible():
            self._line.tick.setFocus()

    def _open(
        self,
        form: object,
        lines: Sequence[ProofLine],
        files: tuple[str, ...],
        found: tuple[int, list[bytes]],
    ) -> None:
        if form is not self._form():
            return
        number, pictures = found
        if self._view.is_open and self._line is lines[number]:  # asked for twice before the desk answered
            self._view.take_files(files)
            return
        self._line = lines[number]
        self._view.begin(self._line.proof.title, [Kept(each, each, on_file=False) for each in pictures])
        self._view.take_files(files)
        self.opened.emit()

    def _take(self, taken: tuple[bytes, ...]) -> None:
        """The line has them at once: whoever comes into the form next has another draft, without them."""
        assert self._line is not None
        self._office.jobs.run(partial(pages.lay, self._office.desk, taken), owner=self._owner)
        self._line.take(tuple(map(pages.name_of, taken)))


def _look(desk: Desk, asked: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[int, list[bytes]]:
    """The first of these proofs of which the office keeps pages, and those that the draft names.

    Raises Refused where it keeps pages of none.
    """
    rule = retention.rule(desk)
    number = next((n for n, (proves, _names) in enumerate(asked) if rule.keeps(proves)), None)
    if number is None:
        retention.must_keep(desk, asked[0][0])
    assert number is not None
    names = asked[number][1]
    laid = pages.laid(desk, names)
    return number, [laid[name] for name in names if name in laid]
