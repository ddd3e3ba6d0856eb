"""Signing in: who, and the password; after wrong ones it takes a while until the next try."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.language import _, plural
from ui import theme
from ui.welcome.scene import LABELS, PasswordField, Scene, line
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.fields import FormRow, TextField
from ui.widgets.text import Text

FEW = 5
PATIENT_FOR = 2
LONGEST_WAIT = 30
Officers = tuple[tuple[str, str], ...]


def wait_after(failures: int) -> int:
    """Seconds until the next try: none after the first slips, then twice as many each time."""
    return 0 if failures <= PATIENT_FOR else min(2 ** (failures - PATIENT_FOR), LONGEST_WAIT)


def who(officers: Officers) -> ChoiceRow | Combo | TextField:
    """The field for the officer: a few side by side, many in a list, typed where nobody is named."""
    name = _("Officer")
    if not officers:
        return line(_("Sign-in name"), name, 30)
    field: ChoiceRow | Combo = (
        ChoiceRow(officers, name=name) if len(officers) <= FEW else Combo(officers, name=name)
    )
    field.show_value(officers[0][0])
    return field


class PasswordAsked(Scene):
    """A scene that asks for a password; after wrong ones it takes a while until the next try."""

    def __init__(self, title: str, lead: str, *, width: int = 680) -> None:
        super().__init__(title, lead, width=width)
        self._password = PasswordField(name=_("Password"))
        self._row = FormRow(_("Password"), self._password, label_width=LABELS)
        self._failures, self._left = 0, 0
        self._clock = QTimer(self, interval=1000)

        self._password.returnPressed.connect(self.give)
        self._clock.timeout.connect(self._count)

    def give(self) -> None:
        """Hand on what was typed, if a password was and no wait is on."""
        if self._left:
            self._password.set_state("error", self._with_wait())
        elif not self._password.text():
            self._password.set_state("error", _("Type the password first"))
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.hand_on(self._password.text())

    def hand_on(self, password: str) -> None:
        """A password was typed, and may be tried."""
        raise NotImplementedError

    def mark(self, field: str, words: str) -> bool:
        """Say that it was wrong, and from the third time on how long to wait."""
        if field != "password":
            return False
        self._failures += 1
        self._left = wait_after(self._failures)
        self._password.clear()
        self._password.set_state("error", self._with_wait(words) if self._left else words)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._left:
            self._clock.start()
        return True

    def _count(self) -> None:
        self._left -= 1
        if not self._left:
            self._clock.stop()
            self._password.set_state("normal")
        elif self._password.state() == "error":
            self._row.say(self._with_wait())

    def _with_wait(self, words: str = "") -> str:
        wait = plural("Try again in {n} second.", "Try again in {n} seconds.", self._left)
        return f"{words} {wait}".strip()


class SignIn(PasswordAsked):
    """Asks for the officer and the password; ``given`` carries both.

    The station's name lies encrypted until then: ``name`` is the file's, ``folder`` where it lies,
    "" for a server.
    """

    given = Signal(str, str)
    forgotten = Signal()
    fiction = Signal()
    elsewhere = Signal()

    def __init__(self, officers: Officers, name: str, folder: str = "") -> None:
        super().__init__(_("Sign in"), name)
        self._officer = who(officers)

        if folder:
            self.body.addWidget(
                Text(_("in {folder}", folder=folder), size=theme.NOTE, tone="text2", yields=True)
            )
        self.body.addWidget(FormRow(_("Officer"), self._officer, label_width=LABELS))
        self.body.addWidget(self._row)
        if officers:
            self.add_button(_("Forgot it? Use the recovery code"), self.forgotten.emit, kind="quiet")
        self.add_button(_("Fictional community"), self.fiction.emit, kind="quiet")
        self.add_button(_("Another database"), self.elsewhere.emit, kind="quiet")
        self.add_button(_("Sign in"), self.give, key="Enter", kind="primary")
        if isinstance(self._officer, TextField):
            self._officer.returnPressed.connect(self._password.setFocus)

    def begin(self) -> None:
        first: QWidget = self._password if self._officer.value() else self._officer
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        if not self._officer.value():
            self._officer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().give()

    def hand_on(self, password: str) -> None:
        self.given.emit(self._officer.value(), password)
