"""A form: entry fields on one side, a frozen dataclass on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Refused
from app.language import N_
from ui.widgets.fields import Field, LongText
from ui.widgets.suggesting import SuggestingField

T = TypeVar("T")
RESTED_MS = 2000
KEEP_AGAIN_MS = 10_000
"""So soon what could not be kept, because the database was out of reach, is kept once more."""


class Form(QObject, Generic[T]):
    """Holds the fields of a form and makes a frozen dataclass of what stands in them.

    ``kind`` is the dataclass, its fields named as those of the form; or, where one
    field stands for several parts, a function that takes the fields by name, and
    ``entered`` says what stands in each of them for a value.

    ``left`` carries the name of a field when the officer goes on from it, which
    is when the draft is kept; ``changed`` tells of any change, ``rested`` that for
    two seconds after one nothing more was typed. Enter goes to the
    next required field that was not filled from elsewhere, Shift+Enter back; at what
    cannot be read it stays once, so that what is typed next takes its place.
    """

    left = Signal(str)
    changed = Signal()
    rested = Signal()

    def __init__(
        self,
        kind: Callable[..., T],
        fields: Mapping[str, Field],
        *,
        required: tuple[str, ...] = (),
        entered: Callable[[T], Mapping[str, Any]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = dict(fields)
        self._kind, self._entered, self._required = kind, entered or self._parts, set(required)
        self._told = ("", "")

        rest = QTimer(self, singleShot=True, interval=RESTED_MS)
        rest.timeout.connect(self.rested)
        self.changed.connect(rest.start)
        for name, field in self.fields.items():
            field.left.connect(partial(self.left.emit, name))
            field.changed.connect(self.changed)
            cast(QWidget, field).installEventFilter(self)

    def value(self) -> T:
        """What the form says; Refused about the first field that is missing or cannot be read."""
        for name, fault in self.faults().items():
            raise Refused(fault, field=name)
        for name in self.missing():
            raise Refused(N_("This still has to be filled in"), field=name)
        return self._kind(**{name: field.value() for name, field in self.fields.items()})

    def show(self, value: T) -> None:
        """Show a value in the fields."""
        entered = self._entered(value)
        for name, field in self.fields.items():
            field.show_value(entered[name])

    def draft(self) -> dict[str, str]:
        """What was typed, readable or not, by field; fields without a word are left out."""
        return {name: field.typed() for name, field in self.fields.items() if field.typed()}

    def show_draft(self, draft: Mapping[str, str]) -> None:
        """Show again what was typed; fields the draft does not know are emptied."""
        for name, field in self.fields.items():
            field.show_typed(draft.get(name, ""))

    def clear(self) -> None:
        """Empty every field."""
        self.show_draft({})

    def missing(self) -> tuple[str, ...]:
        """The required fields in which nothing stands."""
        required = ((name, field) for name, field in self.fields.items() if name in self._required)
        return tuple(name for name, field in required if not field.typed().strip())

    def require(self, name: str, required: bool) -> None:
        """Ask for a field, or no longer ask for it."""
        if required != (name in self._required):
            self._required ^= {name}
            self.changed.emit()

    def faults(self) -> dict[str, str]:
        """The fields whose text cannot be read, each with the reason in words."""
        found = {name: field.fault() for name, field in self.fields.items()}
        return {name: fault for name, fault in found.items() if fault}

    def lacking(self) -> tuple[str, ...]:
        """The fields that are missing or wrong, in their order."""
        wanted = {*self.missing(), *self.faults()}
        return tuple(name for name in self.fields if name in wanted)

    def mark(self, name: str, words: str, state: str = "error") -> bool:
        """Mark a field and say why below it; says whether the form has the field."""
        if name not in self.fields:
            return False
        self.fields[name].set_state(state, words)
        self.go_to(name)
        return True

    def go_to(self, name: str) -> None:
        """Put the officer into a field."""
        cast(QWidget, self.fields[name]).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_missing(self) -> bool:
        """Put the officer into the first field that is missing or wrong; says whether there is one."""
        names = self.lacking()
        if names:
            self.go_to(names[0])
        return bool(names)

    def leave_filled(self) -> None:
        """Where the officer stands in a field that was filled in just now, go on to what is missing."""
        filled = (cast(QWidget, field) for field in self.fields.values() if field.state() == "auto")
        if any(field.hasFocus() for field in filled):
            self.go_to_missing()

    def _parts(self, value: T) -> Mapping[str, Any]:
        return {name: getattr(value, name) for name in self.fields}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or isinstance(watched, LongText):
            return False
        key = cast(QKeyEvent, event)
        if key.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if isinstance(watched, SuggestingField) and watched.takes_enter():
            return False
        modifiers = key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.NoModifier:
            self._go_on(watched, 1)
        elif modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._go_on(watched, -1)
        else:
            return False
        return True

    def _go_on(self, watched: QObject, by: int) -> None:
        names = list(self.fields)
        here = next(n for n, name in enumerate(names) if self.fields[name] is cast(Any, watched))
        if by > 0 and self._stays(names[here]):
            return
        way = names[here + 1 :] if by > 0 else names[:here][::-1]
        for name in way:
            field = self.fields[name]
            if name in self._required and field.state() not in ("auto", "read_only"):
                self.go_to(name)
                return

    def _stays(self, name: str) -> bool:
        """Whether the officer stays at what cannot be read, to type it anew; a second Enter goes on."""
        field = self.fields[name]
        fault, typed = field.fault(), field.typed()
        if not fault or self._told == (name, typed):
            return False
        self._told = (name, typed)
        self.mark(name, fault)
        if isinstance(field, QLineEdit):
            field.selectAll()
        return True
