"""备注: what officers noted about a resident, read and written in the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import remarks
from app.clashes import MINE, Clashed
from app.desk import Desk
from app.language import _, run_on
from app.people import PersonCard
from ui import theme
from ui.office import Office
from ui.pages import Key, Page
from ui.pages.resident_clash import ClashNotice, or_clashed
from ui.pages.resident_draft import REMARK, About, PanelDraft
from ui.pages.resident_more import Beside
from ui.pages.resident_saving import InTurn
from ui.widgets.button import KeyButton
from ui.widgets.fields import LongText
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text

LINES, FEW_LETTERS = 3, 14
SEEN = 66
"""The height of what is read of a remark, some three lines; a longer one scrolls."""


class RemarkPanel(Panel):
    """The remark, and while it ``is_open`` the field to write it in.

    ``asked`` carries a verb of a desk and a person, and a function that says its answer in words;
    ``turned`` tells that it was opened or closed. What is typed about somebody is a draft of the office.
    """

    asked = Signal(object, object)
    turned = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(_("Remark"))
        self._card: PersonCard | None = None
        self._shown = ""
        self._saving = InTurn()
        self._gone_on_with: UUID | None = None
        self.write = KeyButton(_("Write a remark"), key="Ctrl+R", kind="quiet", small=True)
        self.field, self._told = LongText(name=_("Remark"), lines=LINES), Text(tone="bad", wrap=True)
        self._said, self.clash = Text(wrap=True), ClashNotice(office.desk.today)
        self.draft = PanelDraft(self, office, REMARK, self._typed)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._read = scrolled(self._said)
        self._save = KeyButton(_("Save"), key="Ctrl+Enter", kind="primary", small=True)
        self._cancel = KeyButton(_("Cancel"), key="Esc", kind="quiet", small=True)

        self._lay_out()
        self._turn(open_now=False)
        self.write.clicked.connect(self.begin)
        self._save.clicked.connect(self.give)
        self._cancel.clicked.connect(self.close_field)
        self.field.told.connect(lambda _state, words: self._tell(words))
        self.field.changed.connect(lambda: self.field.set_state("normal"))
        self.draft.watch(self.field)
        self.draft.found.connect(self._show_begun)
        self.clash.chosen.connect(self.settle)

    @property
    def is_open(self) -> bool:
        """Whether it is being written."""
        return not self.field.isHidden()

    def keys(self) -> tuple[Key, ...]:
        """The key that opens the field, and while it is open the one that saves."""
        save = (Key("Ctrl+Enter", _("Save the remark"), self.give),) if self.is_open else ()
        return (Key("Ctrl+R", _("Write a remark"), self.begin), *save)

    def show_card(self, card: PersonCard) -> None:
        """Show somebody's remark; what is being typed about them stays as it is typed."""
        self._card = card
        self._said.show_words(card.remark or _("Nothing noted."), "text" if card.remark else "text2")
        self.draft.begin(card.id, card.name)

    def begin(self) -> None:
        """Open the field with what is noted."""
        if self._card is not None and not self.is_open:
            self._open(self._card.remark, self._card.remark)
        self.field.setFocus()

    def go_on(self, person_id: UUID) -> None:
        """Go on with what was typed about somebody, once it is there."""
        self._gone_on_with = person_id
        if self.goes_on():
            self.begin()

    def goes_on(self) -> bool:
        """Whether what was typed about this person is there to be gone on with, as was asked."""
        return self.is_open and self._card is not None and self._card.id == self._gone_on_with

    def give(self) -> None:
        """Hand over what is typed, unless it is what is noted already; one after the other."""
        if not self.is_open or self._saving.is_taken(self.field.typed()):
            return
        text = self.field.typed()
        if text.strip() == self._shown:
            self.close_field()
        else:
            self._saving.take()
            write = partial(_write, text, self._shown, self.draft.about)
            self.asked.emit(write, partial(self._answered, text))

    def give_back(self) -> None:
        """What was handed over could not be saved."""
        self._saving.end()

    def settle(self, whose: str) -> None:
        """Leave what another officer wrote, or write what is typed in its place."""
        clashed = self.clash.clashed
        self.clash.leave()
        if clashed is None or whose != MINE:
            self.close_field()
        else:
            self._shown = clashed.clashes[0].theirs
            self.give()

    def is_in_hand(self) -> bool:
        """Whether the officer is at it."""
        return any(part.hasFocus() for part in (self.field, self._save, self._cancel))

    def close_field(self) -> bool:
        """Close the field, and the draft is over; says whether it was open."""
        was_open = self.is_open
        if was_open:
            self._turn(open_now=False)
            self.draft.keep()
        return was_open

    def leave(self) -> None:
        """Another person is shown."""
        self.draft.leave()
        self.close_field()
        self._card = None

    def mark(self, words: str) -> None:
        """Say what is wrong with what is typed."""
        self.field.set_state("error", words)
        self.field.setFocus()

    def _answered(self, text: str, answer: Clashed | bool) -> str:
        asked_for = self._saving.end()
        if isinstance(answer, Clashed):
            self.clash.ask(answer)
            self.turned.emit()
            return ""
        if text == self.field.typed():
            self.close_field()
        else:  # what was typed meanwhile takes the place of what is noted now
            self._shown = text.strip()
            if asked_for == self.field.typed():
                self.give()
        return _("Remark written.") if answer else ""

    def _typed(self) -> Mapping[str, Any] | None:
        """What is typed in the place of which remark, as plain data; None where nothing is begun."""
        typed = self.field.typed()
        if not self.is_open or typed.strip() == self._shown:
            return None
        return {"text": typed, "shown": self._shown}

    def _show_begun(self, data: Mapping[str, Any]) -> None:
        self._open(data["shown"], data["text"])
        if self.goes_on():
            self.field.setFocus()

    def _open(self, shown: str, typed: str) -> None:
        """Write on behind what is typed, in the place of what was ``shown``."""
        self._shown = shown
        self.field.show_typed(typed)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self._turn(open_now=True)

    def _turn(self, *, open_now: bool) -> None:
        self.clash.leave()
        self.field.set_state("normal")
        opened: tuple[QWidget, ...] = (self.field, self._save, self._cancel)
        closed: tuple[QWidget, ...] = (self._read, self.write)
        for part in (*opened, *closed):
            part.setVisible((part in opened) == open_now)
        self.turned.emit()

    def _tell(self, words: str) -> None:
        self._told.show_words(words)
        self._told.setVisible(bool(words))

    def _lay_out(self) -> None:
        self._read.setFixedHeight(theme.px(SEEN))
        for part in (self._read, self.clash, self.field, self._told):
            self.body.addWidget(part)
        for tool in (self.write, self._cancel, self._save):  # in the head: a low window has no line for them
            self.add_tool(tool)


class Remark(QObject):
    """Where the remark stands: in the third column of a wide window; else it is opened under the head.

    There its first letters stand on the ``button`` in the head, which a narrow window has for a remark only,
    and it is written in ``under``.
    """

    def __init__(self, page: Page, beside: Callable[[], Beside], to_the_column: Callable[[], None]) -> None:
        """``beside`` answers the third column, and ``to_the_column`` brings it into sight."""
        super().__init__(page)
        self._page, self._beside, self._to_the_column = page, beside, to_the_column
        self._breadth = "normal"
        self._card: PersonCard | None = None
        self.panel, self.under = RemarkPanel(page.office), QVBoxLayout()
        self.button = KeyButton(_("Write a remark"), key="Ctrl+R", kind="quiet", small=True)

        self.panel.turned.connect(self._turn)
        self.button.clicked.connect(self.panel.begin)

    def show_card(self, card: PersonCard) -> None:
        """Show somebody's remark."""
        self._card = card
        self.panel.show_card(card)
        self._place()

    def fit(self, breadth: str) -> None:
        """Stand where there is room for it in a narrow, normal or wide window."""
        self._breadth = breadth
        self._place()

    def _place(self) -> None:
        wide = self._breadth == "wide"
        room = self._breadth == "normal" or bool(self._card is not None and self._card.remark)
        self.button.setVisible(room and not wide)
        if self._card is None:
            return
        if wide:
            self._beside().hold(self.panel)
        else:
            self.under.addWidget(self.panel)
        self.panel.setVisible(wide or self.panel.is_open)
        self.button.show_words(self._in_short(self._card.remark))
        self.button.setToolTip(self._card.remark)

    def _in_short(self, remark: str) -> str:
        """What stands on the button: as much of the remark as there is room for."""
        words = run_on(*remark.split())
        if not words:
            return _("Write a remark")
        if self._breadth == "narrow":
            return _("Remark")
        short = words if len(words) <= FEW_LETTERS else f"{words[:FEW_LETTERS]}…"
        return _("Remark: {words}", words=short)

    def _turn(self) -> None:
        """It was opened or closed."""
        if self.panel.is_open and self._breadth == "wide":
            self._to_the_column()
        self._place()
        self._page.changed.emit()


def _write(text: str, shown: str, draft: About | None, desk: Desk, person_id: UUID) -> Clashed | bool:
    assert draft is not None
    return draft.save(lambda kept: or_clashed(partial(remarks.write, desk, person_id, text, shown, kept)))
