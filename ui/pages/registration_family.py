"""Section 3, 随行家属: one row takes one after the other in; above it stand those who are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import households, idnumbers, people
from app.arrivals import NO_NUMBER
from app.households import DAUGHTER, SON, SPOUSE, NewMember
from app.idnumbers import IdNumber
from app.language import N_, _
from app.likenesses import Likeness
from ui import theme
from ui.focus import tab_through
from ui.pages.registration_fields import SectionHead
from ui.widgets.button import KeyButton
from ui.widgets.dates import read_day
from ui.widgets.fields import Combo, FormRow, TextField
from ui.widgets.idnumber import IdNumberField, NumberRead
from ui.widgets.panel import scrolled
from ui.widgets.text import Text

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
SPOUSES = {"11": N_("Husband"), "12": N_("Wife")}
BIRTH_DIGITS = 8
LINE = 22


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

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._files: dict[str, Likeness] = {}
        self.number = IdNumberField(
            self._read, placeholder=_("Number, or birth"), quiet=True, name=_("Number of the relative")
        )
        self.name = TextField(_("Name"), name=_("Name of the relative"))
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


class Line(QWidget):
    """One who is in: pressed to change what was typed, or taken out again."""

    change = Signal()
    take_out = Signal()

    def __init__(self, words: str, name: str, *, on_file: bool) -> None:
        super().__init__()
        self.stops: tuple[QWidget, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.setFixedHeight(theme.px(LINE))
        if on_file:
            row.addWidget(Text(words), 1)
            row.addWidget(Text(_("in the household"), size=theme.NOTE, tone="text2"))
            return
        again, out = KeyButton(words, kind="quiet", small=True), KeyButton("×", kind="quiet", small=True)
        out.setAccessibleName(_("Take {name} out", name=name))
        self.stops = (again, out)
        for button in self.stops:
            button.setFixedHeight(theme.px(LINE))
        row.addWidget(again)
        row.addStretch(1)
        row.addWidget(out)
        again.clicked.connect(self.change)
        out.clicked.connect(self.take_out)


class Lines(QWidget):
    """Those who are in, one below the other; where there is no room for all, they scroll."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inner))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_lines(self, lines: list[Line]) -> None:
        """Show these lines."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            self._column.addWidget(line)
            line.show()  # or it takes no key until the window has had a turn
        self.setMinimumHeight(theme.px(LINE) * min(len(lines), 1))
        self.setVisible(bool(lines))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, theme.px(LINE) * self._column.count())


class Family(QWidget):
    """The family that came along. ``changed`` when it changed, ``left`` when a field of the row is left.

    ``done`` when the officer has nobody more to take in.
    """

    changed = Signal()
    left = Signal()
    done = Signal()

    def __init__(self, today: Callable[[], date], sex_of_head: Callable[[], str]) -> None:
        super().__init__()
        self._today, self._sex_of_head = today, sex_of_head
        self._members: tuple[NewMember, ...] = ()
        self._on_file: frozenset[UUID] = frozenset()
        self.row = TakingIn(today)
        self.add = KeyButton(_("Add one"), key="Alt+3", kind="quiet", small=True)
        self._nobody = Text(_("Nobody came along? Leave it empty"), tone="text2")
        self._nobody.setContentsMargins(theme.px(74), 0, 0, 0)
        self._lines = Lines()
        self._arrange()
        self.add.clicked.connect(self.open)
        self.row.taken.connect(self._take_in)
        self.row.passed.connect(self._pass)
        self.row.changed.connect(self.changed)
        self.row.left.connect(self.left)
        self.begin()

    def begin(self) -> None:
        """Nobody came along yet."""
        self.show_members(())
        self.show_entry(NOTHING)

    def members(self) -> tuple[NewMember, ...]:
        """Those who are in."""
        return self._members

    def show_members(self, members: Iterable[NewMember], on_file: Iterable[UUID] = ()) -> None:
        """Show these as in; those ``on_file`` are of the household already and stay in it."""
        self._members, self._on_file = tuple(members), frozenset(on_file)
        self.show_lines()

    def entry(self) -> Entry:
        """What stands in the row and is not taken in yet."""
        return self.row.entry()

    def show_entry(self, entry: Entry) -> None:
        """Show what was typed in the row; an empty one closes it."""
        self.row.show_entry(entry)
        self._open_row(bool(entry))

    def open(self) -> None:
        """Ask for the next one."""
        self._open_row(True)
        self.row.number.setFocus()

    def close(self) -> bool:
        """Close the row with what stands in it; says whether it was open."""
        was_open = not self.row.isHidden()
        if was_open:
            self.show_entry(NOTHING)
            self.add.setFocus()
            self.changed.emit()
        return was_open

    def take_in_rest(self) -> bool:
        """Take in what stands in the row; says whether nothing is left that cannot be taken in."""
        return not self.entry() or self.row.take_in()

    def warn(self, key: str, words: str, state: str = "warn") -> None:
        """Say something of whoever is in the row, if they are still the one with this key."""
        if key == self.row.key():
            self.row.number.set_state(state, words)

    def mark(self, number: int, words: str) -> None:
        """Say what is wrong with a member: it comes back into the row."""
        if self._members[number].person_id not in self._on_file:
            self._change(number)
        self._open_row(True)
        self.row.number.set_state("error", words)
        self.row.number.setFocus()

    def use_file(self, key: str, likeness: Likeness) -> None:
        """Whoever has this number, or this name without one, is the person on file."""
        self.row.use_file(key, likeness)
        self._members = tuple(
            replace(member, person_id=likeness.person_id, moved=likeness.lives_here)
            if key == (member.id_number or member.name)
            else member
            for member in self._members
        )
        self.show_lines()
        self.changed.emit()

    def show_lines(self) -> None:
        """Show again who is in, as the head's sex makes husband or wife of a spouse."""
        lines = [self._line(number, member) for number, member in enumerate(self._members)]
        self._lines.show_lines(lines)
        stops = (stop for line in lines for stop in line.stops)
        tab_through(self.add, *stops, self.row.number, self.row.name, self.row.relation)
        self._nobody.setVisible(not self._members and self.row.isHidden())

    def _line(self, number: int, member: NewMember) -> Line:
        line = Line(self._in_words(member), member.name, on_file=member.person_id in self._on_file)
        line.change.connect(partial(self._change, number))
        line.take_out.connect(partial(self._take_out, number))
        return line

    def _take_in(self, member: NewMember) -> None:
        self._members += (member,)
        self.row.show_entry(NOTHING)
        self.show_lines()
        self.row.number.setFocus()
        self.changed.emit()

    def _change(self, at: int) -> None:
        """Bring one who is in back into the row."""
        member = self._members[at]
        self._members = self._members[:at] + self._members[at + 1 :]
        born = f"{member.born_on:%Y%m%d}" if member.born_on else ""
        self.show_entry(Entry(member.id_number or born, member.name, member.relation))
        self.show_lines()
        self.row.number.setFocus()
        self.changed.emit()

    def _take_out(self, at: int) -> None:
        self._members = self._members[:at] + self._members[at + 1 :]
        self.show_lines()
        self.add.setFocus()
        self.changed.emit()
        self.left.emit()

    def _pass(self) -> None:
        self._open_row(False)
        self.done.emit()

    def _open_row(self, open_: bool) -> None:
        self.row.setVisible(open_)
        self._nobody.setVisible(not self._members and not open_)

    def _in_words(self, member: NewMember) -> str:
        relation = households.relation(member, self._sex_of_head())
        years = people.age(member.born_on, self._today())
        age = "" if years is None else _("age {n}", n=years)
        said = {**dict(RELATIONS), **SPOUSES}
        parts = (_(said.get(relation, relation)), member.name, age, member.id_number or _("no number"))
        return "  ".join(part for part in parts if part)

    def _arrange(self) -> None:
        head = SectionHead(3, _("Family along"))
        head.add_tool(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for part in (head, self._nobody, self._lines, self.row):
            column.addWidget(part)
