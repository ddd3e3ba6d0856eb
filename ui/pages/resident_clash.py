"""Where another officer was first: what stands on file now beside what is typed, and a key for either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import codes, entries
from app.clashes import MINE, PROOF, THEIRS, Clash, Clashed
from app.language import _
from ui.pages.field_words import FIELDS
from ui.widgets.notice import Notice

T = TypeVar("T")
Told: TypeAlias = tuple[str, str, str]
"""A field that both changed, what stands there now, and what is typed, in words."""


class ClashNotice(Notice):
    """Shown while a choice is to be made; ``chosen`` carries MINE or THEIRS. What is typed stays typed."""

    chosen = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(kind="warn")
        self._today = today
        self.clashed: Clashed | None = None
        self.hide()

    def ask(self, clashed: Clashed, words: Callable[[Clash, date], Told] | None = None) -> None:
        """Show both of every field that was changed otherwise, and who changed it when."""
        self.clashed = clashed
        told = [(words or told_of)(clash, self._today()) for clash in clashed.clashes]
        lines = (
            _("{field}: now {theirs}, typed {mine}", field=field, theirs=theirs, mine=mine)
            for field, theirs, mine in told
        )
        self.say(_who(clashed), "".join(f"\n{line}" for line in lines), kind="warn")
        self.add_action(_("Leave theirs"), lambda: self.chosen.emit(THEIRS), key="Alt+Y")
        self.add_action(_("Save mine"), lambda: self.chosen.emit(MINE), key="F9")
        self.show()

    def is_by(self, widget: QWidget | None) -> bool:
        """Whether it stands in the same panel."""
        panel = self.parentWidget()
        return widget is not None and panel is not None and panel.isAncestorOf(widget)

    def leave(self) -> None:
        """There is nothing to choose any more."""
        self.clashed = None
        self.hide()


def or_clashed(verb: Callable[[], T]) -> T | Clashed:
    """Run a verb at the desk; where another officer was there first, that is the answer."""
    try:
        return verb()
    except Clashed as clashed:
        return clashed


def told_of(clash: Clash, today: date) -> Told:
    """A field with both values in the officer's words."""
    theirs, mine = (_value(clash.field, value or None, today) for value in (clash.theirs, clash.mine))
    if clash.field.startswith(PROOF):
        return codes.title("materials", clash.field.removeprefix(PROOF), today), theirs, mine
    return _(FIELDS.get(clash.field, clash.field)), theirs, mine


def _value(field: str, value: Any, today: date) -> str:
    return (
        _("missing") if field.startswith(PROOF) and value is None else entries.in_words(field, value, today)
    )


def _who(clashed: Clashed) -> str:
    if clashed.written is None:
        return _("Somebody else has changed this meanwhile. What you typed is not saved yet.")
    return _(
        "{officer} changed this at {at}. What you typed is not saved yet.",
        officer=clashed.written.officer, at=clashed.written.at.astimezone().strftime("%H:%M"),
    )  # fmt: skip
