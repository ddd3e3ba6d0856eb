"""The locked window: everything is hidden and kept as it was until the officer comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from app.errors import InWords
from app.language import _, sentence
from ui.jobs import Failure
from ui.office import Office

if TYPE_CHECKING:
    from ui.welcome.locked import AskedAgain, Waiting


class Lock(QObject):
    """Lays a scene before the window's content, and takes it away for the password.

    ``turned`` tells that it was locked or unlocked; ``handed_over`` that somebody else wants to sign in.
    """

    turned = Signal()
    handed_over = Signal()

    def __init__(self, window: QWidget, layers: QStackedLayout) -> None:
        super().__init__(window)
        self._window, self._layers = window, layers
        self._office: Office | None = None
        self._scene: AskedAgain | Waiting | None = None
        self._before: QWidget | None = None
        self._covers: tuple[QWidget, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether the window hides what it shows."""
        return self._scene is not None

    def lock(self, office: Office, covers: tuple[QWidget, ...]) -> None:
        """Hide everything, with the ``covers`` that lie over the page; what was typed stays where it is."""
        if self.locked:
            return
        self._office = office
        self._before = self._window.focusWidget()
        self._covers = tuple(cover for cover in covers if cover.isVisible())
        _close_dialogs(self._window)
        for cover in self._covers:
            cover.hide()
        self._scene = self._made(office)
        self._layers.addWidget(self._scene)
        self._layers.setCurrentWidget(self._scene)
        self._scene.begin()
        self.turned.emit()

    def hears(self, failure: Failure) -> bool:
        """Say in the scene what went wrong with its own work; says whether it was its own."""
        if failure.owner is not self._scene or self._scene is None or not isinstance(failure.error, InWords):
            return False
        self._scene.say(sentence(failure.error), kind="warn")
        return True

    def first(self) -> QWidget | None:
        """Where the keys go while it is locked."""
        return None if self._scene is None else self._scene.first()

    def _made(self, office: Office) -> AskedAgain | Waiting:
        from ui.welcome.locked import AskedAgain, Waiting  # not before the first paint

        if office.desk.office.fictional:
            waiting = Waiting(office.desk)
            waiting.back.connect(self._unlock)
            return waiting
        asked = AskedAgain(office.desk)
        asked.given.connect(self._try)
        asked.another.connect(self._hand_over)
        return asked

    def _try(self, password: str) -> None:
        from app import officers

        assert self._office is not None
        assert self._scene is not None
        # Whoever comes back while long work runs need not wait for it.
        check = partial(officers.is_own_password, self._office.desk, password)
        self._office.jobs.at_once(check, then=self._hear_tried, owner=self._scene)

    def _hear_tried(self, fits: bool) -> None:
        if fits:
            self._unlock()
        elif self._scene is not None:
            self._scene.mark(
                "password", _("This is not your password. Check Caps Lock and the input method.")
            )

    def _hand_over(self) -> None:
        assert self._office is not None
        assert self._scene is not None
        if self._office.jobs.busy():
            self._scene.say(
                _("Work is still running at this desk; somebody else can sign in when it is done.")
            )
        else:
            self.handed_over.emit()

    def _unlock(self) -> None:
        scene, self._scene = self._scene, None
        if scene is None:
            return
        self._layers.setCurrentIndex(0)
        self._layers.removeWidget(scene)
        scene.hide()
        scene.deleteLater()
        for cover in self._covers:
            cover.show()
            cover.raise_()
        self.turned.emit()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)


def _close_dialogs(window: QWidget) -> None:
    """Close what lies over the program in windows of their own: dialogs are left as by Esc, menus shut."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and isinstance(other, QDialog):
            other.reject()
