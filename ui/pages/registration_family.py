"""Section 3, 随行家属: one row takes one after the other in; above it stand those who are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import households, people
from app.households import NewMember
from app.language import N_, _
from app.likenesses import Likeness
from ui import theme
from ui.focus import tab_through
from ui.pages.registration_fields import SectionHead
from ui.pages.registration_lookup import Looking
from ui.pages.registration_relative import NOTHING, RELATIONS, Entry, TakingIn
from ui.widgets.button import KeyButton
from ui.widgets.panel import scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text

SPOUSES = {"11": N_("Husband"), "12": N_("Wife")}
LINE = 22


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
        refill(self._column, lines)
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

    def __init__(self, looking: Looking, sex_of_head: Callable[[], str]) -> None:
        super().__init__()
        self._today, self._sex_of_head = looking.today, sex_of_head
        self._members: tuple[NewMember, ...] = ()
        self._on_file: frozenset[UUID] = frozenset()
        self.row = TakingIn(looking)
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
