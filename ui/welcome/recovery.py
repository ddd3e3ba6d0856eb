"""The recovery code: shown once, to be printed and locked away; and used when a password is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.errors import Refused, Unavailable
from app.language import N_, _
from app.machine import why
from ui import theme
from ui.form import Form
from ui.jobs import Jobs
from ui.saving import ask_where
from ui.welcome.scene import LABELS, PasswordField, Scene
from ui.welcome.sign_in import Officers, who
from ui.widgets.fields import FormRow, TextField, TickBox
from ui.widgets.text import Text

COLUMNS = 5


def print_sheet(jobs: Jobs, data: bytes, parent: QWidget) -> None:
    """Ask for a printer and print a recovery sheet."""
    from ui import printing  # QtPdf and QtPrintSupport are only loaded when something is printed

    printing.send(jobs, data, _("Recovery code"), parent)


def save_sheet(data: bytes, parent: QWidget) -> str:
    """Ask where, and save a recovery sheet; answers the file, "" when nothing was chosen."""
    chosen = ask_where(parent, _("Save the recovery sheet"), f"{_('Recovery code')}.pdf", "PDF (*.pdf)")
    if chosen is None:
        return ""
    try:
        chosen.write_bytes(data)
    except OSError as error:
        raise Unavailable(N_("{file} cannot be written: {why}."), file=chosen, why=why(error)) from error
    return str(chosen)


class CodeGroups(QWidget):
    """A recovery code in its groups of four."""

    def __init__(self, code: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(8))
        for place, group in enumerate(code.split("-")):
            words = Text(group, size=theme.PAGE, mono=True, bold=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, place // COLUMNS, place % COLUMNS)
        self.setAccessibleName(_("Recovery code {code}", code=code))


class RecoveryCode(Scene):
    """Shows a new recovery code; ``kept`` when the officer has it on paper."""

    kept = Signal()
    printing = Signal()
    saving = Signal()

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Put the recovery code away"),
            _(
                "It opens the office when every password is forgotten. It is shown only now."
                " Print it and lock it away, apart from this computer."
            ),
            width=640,
        )
        self._tick = TickBox(_("I have put it away"))
        self.body.addWidget(CodeGroups(code))
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self._tick)
        self._print = self.add_button(_("Print"), self.printing.emit, key="Ctrl+P")
        self.add_button(_("Save as PDF"), self.saving.emit, key="Ctrl+S")
        self._go_on = self.add_button(_("Begin to work"), self._leave, kind="pending")
        self._tick.changed.connect(self._ticked)

    def begin(self) -> None:
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self) -> None:
        self._go_on.show_kind("primary" if self._tick.value() else "pending")

    def _leave(self) -> None:
        if self._tick.value():
            self.kept.emit()
        else:
            self.say(_("Tick that you have put it away; without it nobody can help later."), kind="warn")
            self._tick.setFocus(Qt.FocusReason.OtherFocusReason)


@dataclass(frozen=True, slots=True)
class Recovering:
    """Who gets a new password by the recovery code."""

    login: str
    code: str
    password: str
    again: str

    def checked(self) -> Recovering:
        """The same; raises Refused when the two passwords differ."""
        if self.password != self.again:
            raise Refused(N_("The two passwords differ; type it once more."), field="again")
        return self


class Recover(Scene):
    """Asks for the printed code and a new password; ``given`` carries a Recovering."""

    given = Signal(object)
    wrong = Signal(object)

    def __init__(self, officers: Officers) -> None:
        super().__init__(
            _("A new password by the recovery code"),
            _("Type the 13 groups from the printed sheet; capitals and hyphens do not matter."),
            width=720,
        )
        code = TextField(_("ABCD-EFGH-…"), name=_("Recovery code"))
        code.setFont(theme.font(mono=True))
        officer = who(officers)
        fields: dict[str, Any] = {
            "code": code, "login": officer,
            "password": PasswordField(name=_("New password")),
            "again": PasswordField(name=_("New password again")),
        }  # fmt: skip
        self.recovering: Form[Recovering] = Form(Recovering, fields, required=tuple(fields), parent=self)
        self.form = self.recovering
        labels = (_("Recovery code"), _("Officer"), _("New password"), _("Once more"))
        for label, field in zip(labels, fields.values(), strict=True):
            self.body.addWidget(FormRow(label, field, label_width=LABELS))
        self.give_on_enter(fields["again"], self._give)
        self.add_button(_("Back"), self.left_by_esc.emit, key="Esc")
        self.add_button(_("Set the new password"), self._give, key="Enter", kind="primary")

    def begin(self) -> None:
        self.recovering.go_to("code")

    def _give(self) -> None:
        try:
            recovering = self.recovering.value().checked()
        except Refused as refused:
            self.wrong.emit(refused)
        else:
            self.given.emit(recovering)
