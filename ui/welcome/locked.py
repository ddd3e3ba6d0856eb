"""The scenes before a locked window: they say that everything is kept, and let the officer back in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desk import Desk
from app.language import _
from ui.welcome.scene import Scene
from ui.welcome.sign_in import PasswordAsked
from ui.widgets.text import Text


class Waiting(Scene):
    """A fictional community has no password: one key, and the officer is back."""

    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Locked"), desk.office.name, width=560)
        self.body.addWidget(Text(_kept(), tone="text2", wrap=True))
        self._open = self.add_button(_("Go on"), self.back.emit, key="Enter", kind="primary")

    def begin(self) -> None:
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Where the keys go."""
        return self._open


class AskedAgain(PasswordAsked):
    """Asks for the password of the officer at the desk; ``given`` carries it."""

    given = Signal(str)
    another = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Locked"), f"{desk.office.name} · {desk.officer.name}", width=560)
        self.body.addWidget(Text(_kept(), tone="text2", wrap=True))
        self.body.addWidget(self._row)
        self.add_button(_("Somebody else signs in"), self.another.emit, kind="quiet")
        self.add_button(_("Unlock"), self.give, key="Enter", kind="primary")

    def begin(self) -> None:
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Where the keys go."""
        return self._password

    def hand_on(self, password: str) -> None:
        self.given.emit(password)


def _kept() -> str:
    return _("What you typed is still here, and running work goes on.")
