"""What is laid over the page: the sheet of keys, the search, and the answer of the law."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.office import Office

if TYPE_CHECKING:
    from ui.jobs import Failure
    from ui.seeking import Find, Seeking
    from ui.widgets.answer import AnswerSheet
    from ui.widgets.finder import Finder, Found
    from ui.widgets.keysheet import Keys, KeySheet
    from ui.widgets.overlay import Overlay

Sheet = TypeVar("Sheet", bound="Overlay")


class Sheets(QObject):
    """The sheets, each imported and built when it is first opened: the shell is painted before.

    ``turned`` tells that one was opened or closed, ``chosen`` carries what was chosen in the search,
    ``acted`` that with the key that was pressed on it; ``print_asked`` wants the keys on paper.
    """

    turned = Signal()
    chosen = Signal(object)
    acted = Signal(object, str)
    print_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._laid: list[Overlay] = []
        self._seeking: Seeking | None = None

    def settle(self, office: Office, find: Find, commands: Callable[[str], tuple[Found, ...]]) -> None:
        """Search from now on in this office's books with ``find``, and among the ``commands``."""
        self._office, self._find, self._commands = office, find, commands

    def laid(self) -> tuple[QWidget, ...]:
        """All that were built, open or not."""
        return tuple(self._laid)

    def show_keys(self, anywhere: Keys, here: Keys) -> None:
        """Open the sheet of keys."""
        self.keys.show_keys(anywhere, here)
        self.turned.emit()

    def open_finder(self) -> None:
        """Open the search."""
        self.finder.open_with()
        self.turned.emit()

    def hears(self, failure: Failure) -> bool:
        """Whether what failed was the search, which says so itself."""
        return self._seeking is not None and self._seeking.hears(failure)

    def explain(self, answer: object) -> None:
        """Show why the law said what it said: an answer, or several that have the same reasons."""
        from app.law import Answer  # the law is only loaded when it is asked
        from ui.answers import quoted, reason_of

        answers = answer if isinstance(answer, tuple) and not isinstance(answer, Answer) else (answer,)
        known = [one for one in answers if isinstance(one, Answer)]
        if known:
            self.why.show_reason(reason_of(known[0]), tuple(dict.fromkeys(map(quoted, known))))
            self.turned.emit()

    @cached_property
    def keys(self) -> KeySheet:
        """The sheet of keys."""
        from ui.widgets.keysheet import KeySheet

        sheet = self._laid_over(KeySheet(self._window))
        sheet.print_asked.connect(self.print_asked)
        return sheet

    @cached_property
    def finder(self) -> Finder:
        """The search."""
        from ui.seeking import Seeking
        from ui.widgets.finder import Finder

        finder = self._laid_over(Finder(self._window))
        self._seeking = Seeking(finder, self._office, self._find, self._commands)
        finder.opened.connect(self.chosen)
        finder.acted.connect(self.acted)
        return finder

    @cached_property
    def why(self) -> AnswerSheet:
        """The sheet on which the law says why."""
        from ui.widgets.answer import AnswerSheet

        return self._laid_over(AnswerSheet(self._window))

    def _laid_over(self, sheet: Sheet) -> Sheet:
        self._laid.append(sheet)
        sheet.closed.connect(self.turned)
        return sheet
