"""Joining a shared database: its address, and the server's password, which is not kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.language import _
from ui.welcome.scene import LABELS, PasswordField, Scene, line
from ui.widgets.fields import FormRow


class Connect(Scene):
    """Asks where the shared database is; ``given`` carries the address and the server's password."""

    given = Signal(str, str)

    def __init__(self, address: str = "") -> None:
        super().__init__(
            _("Join a shared database"),
            _("The address is remembered on this machine; the server's password is not."),
            width=680,
        )
        self._address = line(_("postgresql://name@server/anju"), _("Server's address"), 300)
        self._password = PasswordField(name=_("Server's password"))
        self._address.show_typed(address)
        self.body.addWidget(FormRow(_("Server's address"), self._address, label_width=LABELS))
        self.body.addWidget(FormRow(_("Password"), self._password, label_width=LABELS))
        self.add_button(_("Back"), self.left_by_esc.emit, key="Esc")
        self.add_button(_("Connect"), self._give, key="Enter", kind="primary")
        self._address.returnPressed.connect(self._password.setFocus)
        self._password.returnPressed.connect(self._give)

    def begin(self) -> None:
        field = self._password if self._address.typed() else self._address
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, field: str, words: str) -> bool:
        """Mark the address."""
        if field != "address":
            return False
        self._address.set_state("error", words)
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _give(self) -> None:
        address = self._address.value()
        if not address:
            self.mark("address", _("Type the address first"))
        elif "://" not in address:
            self.mark("address", _("An address begins with postgresql://"))
        else:
            self.given.emit(address, self._password.text())
