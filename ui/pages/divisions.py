"""The field for a division of the country."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.language import _
from ui.widgets.fields import Suggest
from ui.widgets.place import AddressField
from ui.widgets.suggesting import Suggestion


class DivisionField(AddressField):
    """A division (行政区划), found by name or pinyin initials; its value is its code."""

    def __init__(self, suggest: Suggest, name_of: Callable[[str], str], *, name: str = "") -> None:
        super().__init__(
            suggest,
            placeholder=_("Name or initials: lcs"),
            new_words=_("Leave it empty for now"),
            name=name or _("Registered at"),
        )
        self._name_of = name_of
        self.new_asked.connect(lambda text: self.show_value(None))

    def show_value(self, value: Any) -> None:
        """Show a division by its code or as it was picked; None empties the field."""
        if isinstance(value, str):
            value = Suggestion(value, self._name_of(value) or value) if value else None
        super().show_value(value)

    def fault(self) -> str:
        return _("Pick the place from the list") if super().fault() else ""
