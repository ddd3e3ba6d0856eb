"""When the database cannot be opened: what is wrong, whether the data is safe, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.language import _
from ui.welcome.scene import Scene


class Trouble(Scene):
    """Says why the database does not open; ``again`` tries once more, ``elsewhere`` shows other ways.

    ``put_back`` asks for a backup, where one would help.
    """

    again = Signal()
    elsewhere = Signal()
    put_back = Signal()

    def __init__(self, words: str, where: str, *, backup_helps: bool) -> None:
        super().__init__(_("The database did not open"), where)
        self.say(words, kind="bad")
        self.add_button(_("Other ways"), self.elsewhere.emit)
        if backup_helps:
            self.add_button(_("Put a backup back …"), self.put_back.emit)
        self._again = self.add_button(_("Try again"), self.again.emit, key="Enter", kind="primary")

    def begin(self) -> None:
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)
