"""Putting the office's file back from a backup: which copy, who does it, and what to compare afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app import backup_words
from app.language import N_, _
from app.putting_back import Copy, PutBack
from ui import theme
from ui.table import Column
from ui.welcome.scene import LABELS, PasswordField, Scene
from ui.welcome.sign_in import Officers, who
from ui.widgets.cells import Words
from ui.widgets.fields import FormRow, TextField
from ui.widgets.text import Text
from ui.widgets.worklist import HEADER_HEIGHT, ROW_HEIGHT, WorkList

SHOWN = 6


class ChooseCopy(Scene):
    """Which copy, the newest in hand; ``given`` carries it with the officer's sign-in name and the password.

    ``elsewhere`` carries a folder in which further copies lie.
    """

    given = Signal(object, str, str)
    elsewhere = Signal(str)

    def __init__(self, copies: tuple[Copy, ...], officers: Officers, where: str) -> None:
        super().__init__(
            _("Put the office's file back from a backup"),
            _(
                "{where} is moved aside, never lost. A copy is looked over before it takes the place.",
                where=where,
            ),
            width=860,
        )
        self.list: WorkList[Copy] = WorkList(_columns(), key=lambda copy: copy.path, name=_("Backups"))
        self._officer, self._password = who(officers), PasswordField(name=_("Password"))
        self._copies = copies

        self.list.setFixedHeight(theme.px(HEADER_HEIGHT + ROW_HEIGHT * min(max(len(copies), 2), SHOWN)) + 2)
        self.list.show_rows(copies)
        self.body.addWidget(self.list)
        self.body.addWidget(FormRow(_("Officer"), self._officer, label_width=LABELS))
        self.body.addWidget(FormRow(_("Password"), self._password, label_width=LABELS))
        self.body.addWidget(
            Text(_("Who forgot the password types the recovery code here."), size=theme.NOTE, tone="text2")
        )
        self.add_button(_("Copies elsewhere …"), self._ask, kind="quiet")
        self.add_button(_("Back"), self.left_by_esc.emit, key="Esc")
        self._give = self.add_button(_("Put it back"), self.give, key="Enter", kind="primary")
        self._password.returnPressed.connect(self.give)
        if not copies:
            self._say_there_is_none()

    def begin(self) -> None:
        first: QWidget = self._password if self._copies and self._officer.value() else self.list
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, field: str, words: str) -> bool:
        """Mark the password, or the officer where it is typed."""
        marked = {"password": self._password, "login": self._officer}.get(field)
        if not isinstance(marked, TextField):
            return False
        marked.set_state("error", words)
        marked.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _say_there_is_none(self) -> None:
        self.say(_("There is no copy here. Plug the stick in and choose its folder."), kind="warn")

    def give(self) -> None:
        """Hand on which copy, if there is one, and a password was typed."""
        copy = self.list.current()
        if copy is None:
            self._say_there_is_none()
        elif not self._password.text():
            self.mark("password", _("Type the password first"))
        else:
            self.say("")
            self.given.emit(copy, self._officer.value() or "", self._password.text())

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("The folder in which the copies lie"))
        if chosen:
            self.elsewhere.emit(chosen)


class AfterPuttingBack(Scene):
    """What to compare with the paper, now that a copy is in place; ``read`` when the officer has read it."""

    read = Signal()

    def __init__(self, done: PutBack) -> None:
        super().__init__(_("Put back"), backup_words.of_copy(done.copy.slip), width=720)
        for number, line in enumerate(backup_words.to_compare(done.copy.slip), 1):
            self.body.addWidget(Text(f"{number}  {line}", wrap=True))
        if done.aside is not None:
            words = _("The file before lies at {aside}. Nobody deletes it but you.", aside=done.aside)
            self.body.addWidget(Text(words, size=theme.NOTE, tone="text2", wrap=True))
        self._read = self.add_button(_("Read, open the office"), self.read.emit, key="Enter", kind="primary")

    def begin(self) -> None:
        self._read.setFocus(Qt.FocusReason.OtherFocusReason)


def _columns() -> tuple[Column[Copy], ...]:
    return (
        Column(
            N_("Backed up"), lambda copy: Words(backup_words.moment(copy.slip.made_at), bold=True), width=150
        ),
        Column(N_("Residents"), lambda copy: f"{copy.slip.residents:,}", width=84),
        Column(N_("Newest act in it"), lambda copy: backup_words.newest_act(copy.slip)),
        Column(
            N_("Where"), lambda copy: _("Beside the file") if copy.beside else str(copy.folder), width=220
        ),
    )
