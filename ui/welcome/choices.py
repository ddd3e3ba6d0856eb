"""The first day: try the program with invented people, found the own office, or join a shared database."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.welcome.scene import Scene
from ui.widgets.button import KeyButton
from ui.widgets.text import Picture, Text, hairline


class Way(QWidget):
    """One of the ways: what it is, what it means, and the button that takes it."""

    def __init__(self, icon: str, title: str, meaning: str, button: KeyButton) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(Text(title, size=theme.TITLE, bold=True))
        words.addWidget(Text(meaning, tone="text2", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        row.setSpacing(theme.px(16))
        row.addWidget(Picture(icon, size=28, tone="accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(button)


class Choices(Scene):
    """Three ways to begin; with ``has_office`` the office of this machine is opened, not founded.

    ``put_back`` is for a new machine, to which a stick with the backups was brought.
    """

    fiction = Signal()
    office = Signal()
    server = Signal()
    anew = Signal()
    as_it_is = Signal()
    put_back = Signal()

    def __init__(self, *, has_office: bool, where: str) -> None:
        super().__init__(
            _("Welcome to Anju"),
            _("Arrivals, residence registration and residence permits. How do you want to begin?"),
            width=760,
        )
        self._first = self._button(_("Try it out"), "primary", self.fiction.emit)
        own = self._button(_("Open") if has_office else _("Set up"), "secondary", self.office.emit)
        join = self._button(_("Connect"), "secondary", self.server.emit)
        self._add(
            Way(
                "fiction",
                _("Try it with a fictional community"),
                _("300 invented people; the file is not encrypted, and nothing real is touched."),
                self._first,
            )
        )
        title = _("Open this machine's office") if has_office else _("Set up your own office")
        self._add(Way("lock", title, _("One encrypted file on this machine: {where}", where=where), own))
        self._add(
            Way(
                "database",
                _("Join a shared database"),
                _("Several stations work on one PostgreSQL server. You need its address."),
                join,
            )
        )
        self.add_button(_("Put a backup back …"), self.put_back.emit, kind="quiet")

    def begin(self) -> None:
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_anew(self) -> None:
        """Say that the community has gone stale, and offer to make it anew or to go on with it."""
        self.say(
            _("The fictional community is more than a month old."),
            _("Most of its deadlines lie behind. Making it anew loses what was tried in it."),
        )
        make = self.notice.add_action(_("Make it anew"), self.anew.emit)
        keep = self.notice.add_action(_("Open it as it is"), self.as_it_is.emit)
        for button in (keep, make):
            button.setAutoDefault(True)
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, words: str, kind: str, do: Callable[[], object]) -> KeyButton:
        button = KeyButton(words, kind=kind)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: do())
        return button

    def _add(self, way: Way) -> None:
        if self.body.count():
            self.body.addWidget(hairline())
        self.body.addWidget(way)
