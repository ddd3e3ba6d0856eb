"""The parts of 同步 around the choices: drafts that wait, whom it is about, the sentence, the foot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import drafts, idnumbers
from app.conflicts import Conflict
from app.drafts import DraftRow
from app.language import N_, _, plural
from app.originals import KEPT_FOR
from app.people import PersonCard
from ui import theme
from ui.pages.listing import listed
from ui.pages.sync_choices import CHIP, LABEL, Sides
from ui.pages.sync_words import Part
from ui.pages.wording import moment, sex_and_age
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import Words
from ui.widgets.empty import EmptyState
from ui.widgets.ink import paint_round, write
from ui.widgets.panel import Panel
from ui.widgets.photo import PhotoBox
from ui.widgets.refill import refill
from ui.widgets.text import Keycap, KeyHint, Phrase, Text
from ui.widgets.worklist import WorkList

SHOWN_AT_ONCE = 3
"""So many people have a button of their own; [ and ] lead to all."""


class Waiting(Panel):
    """The drafts that wait at the station. ``opened`` carries the one to go on with; ``again`` asks anew."""

    opened = Signal(object)
    again = Signal()

    def __init__(self) -> None:
        super().__init__(_("Drafts"), padded=False)
        self._today = date.min
        self.list: WorkList[DraftRow] = WorkList(
            (
                Column[DraftRow](
                    N_("Name"), lambda row: Words(drafts.whose(row.content) or _("no name yet"), bold=True)
                ),
                Column[DraftRow](N_("Officer"), lambda row: Words(row.officer, row.post), width=120),
                Column[DraftRow](N_("Kept"), lambda row: moment(row.saved_at, self._today), width=104),
            ),
            key=lambda row: row.id,
            header=False,
            name=_("Drafts"),
        )
        again = KeyButton(_("Look again"), key="F5", kind="quiet", small=True)
        self._nothing = EmptyState("check-circle", _("No draft waits"))
        note = Text(_("They lie in the database; switching off loses none."), size=theme.NOTE, tone="text2",
                    yields=True)  # fmt: skip
        note.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(8))
        self.add_tool(again)
        self.body.setSpacing(0)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nothing, 1)
        self.body.addWidget(note)
        again.clicked.connect(self.again)
        self.list.opened.connect(self.opened)

    def show_rows(self, rows: tuple[DraftRow, ...], today: date) -> None:
        """Show these drafts, the latest first."""
        self._today = today
        self.show_title(plural("{n} draft waits", "{n} drafts wait", len(rows)) if rows else _("Drafts"))
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)


class PersonButton(QAbstractButton):
    """One of those to choose about, with how many entries."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(theme.px(28))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font(bold=True)).horizontalAdvance(self._words)
        return QSize(width + theme.px(20), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            here = self.isChecked()
            ground, edge = ("tint", "accent") if here else ("surface", "line2")
            paint_round(painter, self.rect(), ground, edge)
            ink = theme.colour("accent" if here else "text")
            middle = Qt.AlignmentFlag.AlignCenter
            write(painter, QRectF(self.rect()), self._words, theme.font(bold=here), ink, middle)


class People(QWidget):
    """The people to choose about: the one in hand and those beside. ``chosen`` carries a conflict's id."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(6))
        self._narrow = False

    def be_narrow(self, narrow: bool) -> None:
        """In a narrow window the keys stand without their words, which are on the sheet of keys (F1)."""
        self._narrow = narrow
        for words in self.findChildren(Text):
            words.setHidden(narrow)

    def show_people(self, known: list[Conflict], in_hand: UUID, marks: Mapping[UUID, str]) -> None:
        """Show them, each with its mark, if any; with one alone there is nothing to step to."""
        refill(self._row)
        if len(known) < 2:
            return
        at = next(n for n, one in enumerate(known) if one.id == in_hand)
        first = max(0, min(at - 1, len(known) - SHOWN_AT_ONCE))
        for one in known[first : first + SHOWN_AT_ONCE]:
            many = plural("{name}, {n} entry", "{name}, {n} entries", len(one.differences), name=one.name)
            mark = marks.get(one.id)
            button = PersonButton(f"{many} · {mark}" if mark else many)
            button.setChecked(one.id == in_hand)
            button.clicked.connect(lambda _on=False, which=one.id: self.chosen.emit(which))
            self._row.addWidget(button)
        steps = Text(_("Person before, person after"), tone="text2", yields=True)
        self._row.addWidget(steps)
        steps.setHidden(self._narrow)
        for key in ("[", "]"):
            self._row.addWidget(Keycap(key))


class Whose(QWidget):
    """Who it is about, how many entries need no choice, and above the choices whose they are."""

    def __init__(self) -> None:
        super().__init__()
        self._photo = PhotoBox(36, 46)
        self._photo.setAcceptDrops(False)
        self._name, self._who = Text(bold=True, size=theme.TITLE), Text(tone="text2", yields=True)
        self._agreed = Text(size=theme.NOTE, tone="text2", yields=True)
        self.columns = QFrame()
        self.columns.setObjectName("sunken")
        self._sides = Text(bold=True), Text(bold=True)
        self._mine, self._theirs = Text(tone="text2", yields=True), Text(tone="text2", yields=True)

        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self._name)
        line.addWidget(self._who, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(line)
        words.addWidget(self._agreed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._photo)
        row.addLayout(words, 1)
        self._head_columns()

    def show_person(self, conflict: Conflict, card: PersonCard | None, sides: Sides, today: date) -> None:
        """Show whom a conflict is about, what its sides are called and who typed it."""
        self._photo.show_photo(card.photo if card else None)
        self._name.setText(conflict.name)
        parts = (sex_and_age(card.sex, card.age), idnumbers.masked(card.number)) if card else ()
        self._who.setText("  ".join(part for part in parts if part))
        self._agreed.setText(
            plural("{n} other entry is settled", "{n} other entries are settled", conflict.agreed)
        )
        for title, side in zip(self._sides, sides, strict=True):
            title.setText(side)
        at = moment(conflict.typed_at, today)
        self._mine.setText(_("{officer}, {time}, not saved yet", officer=conflict.typed_by, time=at))
        officers = sorted({each.theirs.officer for each in conflict.differences if each.theirs.officer})
        self._theirs.setText(_("{officers}, on file", officers=listed(tuple(officers))) if officers else "")

    def _head_columns(self) -> None:
        row = QHBoxLayout(self.columns)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        row.setSpacing(theme.px(8))
        field = Text(_("Field"), tone="text2")
        field.setFixedWidth(theme.px(LABEL))
        row.addWidget(field)
        for title, note in zip(self._sides, (self._mine, self._theirs), strict=True):
            side = QWidget()
            inner = QHBoxLayout(side)
            inner.setContentsMargins(theme.px(34), 0, 0, 0)
            inner.setSpacing(theme.px(8))
            inner.addWidget(title)
            inner.addWidget(note, 1)
            row.addWidget(side, 1)
        row.addSpacing(theme.px(CHIP + 8))
        self.columns.setFixedHeight(theme.px(32))


class Merged(QFrame):
    """What will be on file once it is merged, said before it is saved."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sunken")
        self._sentence = Phrase()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Text(_("After merging"), bold=True, size=theme.NOTE))
        kept = _("Both originals stay on record; for {n} days it can be taken back.", n=KEPT_FOR.days)
        head.addWidget(Text(kept, size=theme.NOTE, tone="text2", yields=True), 1)
        column.addLayout(head)
        column.addWidget(self._sentence)

    def show_parts(self, parts: Iterable[Part]) -> None:
        """Show the sentence."""
        self._sentence.show_parts(tuple(parts))


class Foot(QWidget):
    """How many are chosen, what is still to be, and the keys that choose."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._missing = Text(), Text(tone="accent", yields=True)
        self._own = KeyHint("Left", _("this desk's")), KeyHint("Right", _("the other's"))
        self._any = KeyHint("Left", _("the left one")), KeyHint("Right", _("the right one"))
        self._keys = (*self._own, *self._any, KeyHint("Up Down", _("next entry")))
        self._narrow, self._is_own = False, True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._count)
        row.addWidget(self._missing)
        for hint in self._keys:
            row.addWidget(hint)
        row.addStretch(1)

    def show_missing(
        self, entries: int, missing: tuple[str, ...], *, own: bool = True, answering: bool = False
    ) -> None:
        """Say what is still to be chosen; while one is ``answering``, nothing need be.

        ``own`` is whether it was typed by the officer who sits here.
        """
        self._is_own = own
        self._show_keys()
        done = entries - len(missing)
        if answering:
            self._count.show_words(_("What you choose goes with the answer; nothing is saved by it."), "text")
        elif missing:
            self._count.show_words(_("{done} of {n} chosen, still:", done=done, n=entries), "text")
        else:
            self._count.show_words(_("All chosen"), "ok")
        self._missing.setText(listed(missing[:2]) + (_(" and more") if len(missing) > 2 else ""))
        self._missing.setVisible(bool(missing) and not answering)

    def be_narrow(self, narrow: bool) -> None:
        """In a narrow window the keys stand on the sheet of keys (F1) alone."""
        self._narrow = narrow
        self._show_keys()

    def _show_keys(self) -> None:
        unsaid = self._any if self._is_own else self._own
        for hint in self._keys:
            hint.setVisible(not self._narrow and hint not in unsaid)
