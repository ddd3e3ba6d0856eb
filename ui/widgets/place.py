"""An address from the books: a few letters and numbers bring up the dwellings that may be meant."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.language import _
from ui.widgets.fields import Suggest
from ui.widgets.suggesting import SuggestingField, Suggestion


class AddressField(SuggestingField):
    """One field for a dwelling. Its value is that of the suggestion picked, None while it is only typed.

    ``new_asked`` carries the text for which a new dwelling is wanted.
    """

    new_asked = Signal(str)

    def __init__(
        self,
        suggest: Suggest,
        *,
        placeholder: str = "",
        new_words: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            suggest, new_words=new_words or _("Add a dwelling"), placeholder=placeholder, note=_("Alt ↓"),
            name=name, parent=parent,
        )  # fmt: skip
        self._chosen: Suggestion | None = None
        self._list.new_asked.connect(self._ask_for_new)

    def value(self) -> Any:
        return self._chosen.value if self._chosen else None

    def show_value(self, value: Any) -> None:
        """Show a Suggestion as picked; None empties the field."""
        self._chosen = value
        self._list.hide()
        self.show_typed(value.words if value else "")
        self._chosen = value

    def show_picked(self, suggestion: Suggestion) -> None:
        self.show_value(suggestion)

    def show_typed(self, text: str) -> None:
        if self._chosen is not None and text != self._chosen.words:
            self._chosen = None
        super().show_typed(text)

    def fault(self) -> str:
        if not self.text().strip() or self._chosen is not None:
            return ""
        return _("Pick the dwelling from the list, or add a new one")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() == Qt.Key.Key_N:
            self._ask_for_new()
        else:
            super().keyPressEvent(event)

    def _edited(self) -> None:
        self._chosen = None
        super()._edited()

    def _show_found(self, text: str, found: tuple[Suggestion, ...]) -> None:
        self._list.show_rows(found, self, first_in_hand=self._takes_first(text))

    def _ask_for_new(self) -> None:
        self._list.hide()
        self.new_asked.emit(self.text().strip())
