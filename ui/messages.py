"""How errors become words on the screen: a hint at the field, the message bar, or the report of a fault."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.errors import Cancelled, Refused, Unavailable
from app.language import _, sentence
from ui import crash
from ui.jobs import Failure
from ui.pages import Page
from ui.widgets.notice import Notice


class Messages(QObject):
    """Chooses, for each error, who hears of it and how.

    Refused marks the field it is about or comes to the bar, with "Why?" where
    the law refused; Unavailable comes to the bar with "Try again"; Cancelled
    tells nobody; anything else is a fault of the program. ``explain`` shows the
    law's answer.
    """

    def __init__(
        self, bar: Notice, explain: Callable[[object], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bar, self._explain = bar, explain
        self._again: Callable[[], object] | None = None
        bar.hide()

    def hear(self, failure: Failure) -> None:
        """Work has failed."""
        match failure.error:
            case Cancelled():
                return
            case Refused() as refused:
                self._show_refusal(failure.owner, refused)
            case Unavailable() as unavailable:
                self._bar.say(sentence(unavailable), kind="warn")
                self._offer_again(failure.again)
                self._bar.show()
            case error:
                crash.report(error)

    def say(self, words: str) -> None:
        """Say something the officer should know of, in the officer's language."""
        self._again = None
        self._bar.say(words, kind="warn")
        self._bar.add_action(_("Close"), self.clear)
        self._bar.show()

    def try_again(self) -> bool:
        """Try once more what could not be done; says whether anything was waiting."""
        again = self._again
        self.clear()
        if again is None:
            return False
        again()
        return True

    def clear(self) -> bool:
        """Close the bar; says whether it was open."""
        was_open = not self._bar.isHidden()
        self._again = None
        self._bar.hide()
        return was_open

    def _show_refusal(self, owner: QObject | None, refused: Refused) -> None:
        words = sentence(refused)
        if refused.field and isinstance(owner, Page) and owner.mark(refused.field, words, refused.because):
            return
        self._again = None
        self._bar.say(words, kind="bad")
        if refused.because is not None:
            self._bar.add_action(_("Why?"), lambda: self._explain(refused.because))
        self._bar.add_action(_("Close"), self.clear)
        self._bar.show()

    def _offer_again(self, again: Callable[[], object]) -> None:
        self._again = again
        self._bar.add_action(_("Try again"), self.try_again, key="F5")
        self._bar.add_action(_("Close"), self.clear)
