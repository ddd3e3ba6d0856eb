"""The row of 随行家属 that takes one relative in: number, name and relation, an Enter each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import idnumbers
from app.arrivals import NO_NUMBER
from app.households import DAUGHTER, SON, SPOUSE, NewMember
from app.idnumbers import IdNumber
from app.language import N_, _
from app.likenesses import Likeness
from ui.pages.registration_fields import NameField
from ui.pages.registration_lookup import Looking
from ui.widgets.combo import Combo
from ui.widgets.dates import read_day
from ui.widgets.fields import FormRow
from ui.widgets.idnumber import IdNumberField, NumberRead

# Shorter than in the code table, and in the order they come to the desk.
RELATIONS = (
    (SPOUSE, N_("Spouse")),
    (SON, N_("Son")),
    (DAUGHTER, N_("Daughter")),
    ("51", N_("Father")),
    ("52", N_("Mother")),
    ("40", N_("Grandchild")),
    ("60", N_("Grandparent")),
    ("70", N_("Sibling")),
    ("97", N_("Relative")),
    ("99", N_("Unrelated")),
)
BIRTH_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """What is typed in the row that takes somebody in."""

    number: str = ""
    name: str = ""
    relation: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.name or self.relation)


NOTHING = Entry()


class RelationField(Combo):
    """The relation to the head: a digit picks it, 0 the tenth; ``entered`` when Enter is pressed on it."""

    entered = Signal()

    def __init__(self) -> None:
        numbered = ((code, f"{n % 10} {_(words)}") for n, (code, words) in enumerate(RELATIONS, 1))
        super().__init__(tuple(numbered), name=_("Relation to the head"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            self.setCurrentIndex((event.key() - Qt.Key.Key_1) % len(RELATIONS))
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class TakingIn(QWidget):
    """The row that takes one in: number, name, relation, each by Enter; the last Enter takes them in.

    ``taken`` carries a NewMember; ``passed`` when Enter is pressed in the empty row; ``read`` carries
    number, name and birth once they can be looked for among older files.
    """

    changed = Signal()
    left = Signal()
    taken = Signal(object)
    passed = Signal()
    read = Signal(str, str, object)

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self._today = looking.today
        self._files: dict[str, Likeness] = {}
        self.number = IdNumberField(
            self._read, placeholder=_("Number, or birth"), quiet=True, name=_("Number of the relative")
        )
        self.name = NameField(looking.on_paper, _("Name"), name=_("Name of the relative"))
        self.relation = RelationField()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormRow("", self.number, self.name, self.relation, stretch=(11, 5, 5)))
        self.number.returnPressed.connect(self._go_on_from_number)
        self.name.returnPressed.connect(self.relation.setFocus)
        self.relation.entered.connect(self.take_in)
        self.number.was_read.connect(lambda read: self._look())
        self.name.left.connect(self._look)
        for field in (self.number, self.name, self.relation):
            field.changed.connect(self.changed)
            field.left.connect(self.left)

    def entry(self) -> Entry:
        """What is typed in it."""
        return Entry(self.number.typed(), self.name.typed(), self.relation.typed())

    def show_entry(self, entry: Entry) -> None:
        """Show what was typed in it."""
        for field, typed in (
            (self.number, entry.number),
            (self.name, entry.name),
            (self.relation, entry.relation),
        ):
            field.show_typed(typed)

    def use_file(self, key: str, likeness: Likeness) -> None:
        """Whoever has this number, or this name, is the person on file."""
        self._files[key] = likeness
        if key == self.key() and not self.name.typed().strip():
            self.name.fill(likeness.name, _("from the file"))

    def take_in(self) -> bool:
        """Take in what is typed, or lead the officer to what is missing; says whether it is in."""
        wrong = self.number.fault() or not self.number.value()
        for field, gap in (
            (self.number, wrong),
            (self.name, not self.name.value()),
            (self.relation, not self.relation.value()),
        ):
            if gap:
                field.setFocus()
                return False
        self.taken.emit(self._member())
        return True

    def _member(self) -> NewMember:
        name, relation, number = self.name.value(), self.relation.value(), self._number()
        file = self._files.get(self.key())
        known: dict[str, Any] = {}
        if file is not None:
            known = {"person_id": file.person_id, "moved": file.lives_here}
        if isinstance(number, IdNumber):
            origin = number.origin if number.kind is idnumbers.Kind.CITIZEN else None
            kind = number.kind.value if number.kind else idnumbers.Kind.CITIZEN.value
            return NewMember(
                relation, name, kind, number.number, number.birth, origin, number.sex or "", **known
            )
        return NewMember(relation, name, NO_NUMBER, "", number, **known)

    def key(self) -> str:
        """By what the one in the row is told from others: the number, or the name without one."""
        number = self._number()
        return number.number if isinstance(number, IdNumber) else self.name.value() or ""

    def _number(self) -> IdNumber | date | None:
        """The number, or the day of birth of somebody who has none."""
        typed = self.number.value() or ""
        if len(typed) == BIRTH_DIGITS:
            return read_day(typed, self._today())
        return idnumbers.read(typed, self._today())

    def _read(self, typed: str) -> NumberRead:
        if len(typed) == BIRTH_DIGITS:
            born = read_day(typed, self._today())
            if born is None or born > self._today():
                return NumberRead(wrong=_("This is no day of birth; without a number type it like 20240314"))
            return NumberRead(found=born)
        number = idnumbers.read(typed, self._today())
        if number.wrong:
            return NumberRead(wrong=number.wrong.words())
        return NumberRead(odd=" ".join(finding.words() for finding in number.findings), found=number)

    def _look(self) -> None:
        number = self._number()
        if isinstance(number, IdNumber):
            if not number.wrong:
                self.read.emit(number.number, self.name.value() or "", number.birth)
        elif number is not None and self.name.value():
            self.read.emit("", self.name.value(), number)

    def _go_on_from_number(self) -> None:
        if not self.entry():
            self.passed.emit()
        elif not self.number.fault():
            (self.relation if self.name.state() == "auto" else self.name).setFocus()
