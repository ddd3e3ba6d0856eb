"""验证: whether a paper is as its station signed it, by what a scanner types or by the PDF; and keys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app import signing
from app.language import N_, _
from app.signing import Found, Verified
from ui import theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page, on_paper
from ui.saving import ask_where
from ui.widgets.empty import EmptyState
from ui.widgets.fields import LongText, TextField
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled
from ui.widgets.text import Text

KINDS = {Found.GENUINE: "ok", Found.ALTERED: "bad", Found.UNKNOWN_STATION: "warn", Found.NOT_OURS: "warn"}
PDF_FILES, KEY_FILES = N_("PDF files (*.pdf)"), N_("Keys of stations (*.anjukey)")


class VerifyPage(Page):
    """A field for the scanner, a file to open, and below them what became of the check.

    A code is read with capital letters and digits alone, so a scanner that types works whatever the input
    method; it ends with Enter, which checks.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.field = TextField(_("Scan the QR code here, or paste its text"), name=_("Text of the QR code"))
        self._result = Notice()
        self._content = Text(wrap=True)
        self._nothing = EmptyState(
            "check-circle",
            _("Nothing checked yet"),
            _("It is checked on this computer, without a network."),
        )
        self._checked: Verified | None = None
        self._verified: Verified | None = None
        self.typed = LongText(
            _("Type or paste a row or a whole table off the paper"), name=_("Words of the paper")
        )
        self._compared = Notice()
        self._arrange()
        self.field.returnPressed.connect(self._verify)

    def show_for(self, what: object) -> None:
        self.field.clear()
        self._checked = None
        self._show_content(None)
        self._result.hide()
        self._nothing.show()

    def buttons(self) -> tuple[Action, ...]:
        compare = Action(_("Compare what was typed"), self._compare, "F8")
        return (
            *((compare,) if not self.typed.isHidden() else ()),
            Action(_("Give out this station's key"), self._export, "F6"),
            Action(_("Take in a station's key"), self._import, "F7"),
            *((Action(_("Print"), self._print, "Ctrl+P"),) if self._checked is not None else ()),
            Action(_("Open a PDF"), self._open, "Ctrl+O"),
            Action(_("Check"), self._verify, "F9", "primary"),
        )

    def own_keys(self) -> tuple[Key, ...]:
        return (Key("Enter", _("Check"), hinted=True),)

    def first_focus(self) -> QWidget:
        return self.field

    def _verify(self) -> None:
        if not self.field.text().strip():
            self.field.setFocus()
            return
        verb = partial(signing.verify, self.office.desk, self.field.text())
        self.office.jobs.run(verb, then=self._show, owner=self)
        self.field.selectAll()

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Open a PDF"), "", _(PDF_FILES))
        if path:
            self.verify_file(Path(path))

    def verify_file(self, path: Path) -> None:
        """Check a PDF."""
        self.office.jobs.run(
            partial(signing.verify_path, self.office.desk, path), then=self._show, owner=self
        )

    def _show(self, verified: Verified) -> None:
        sentence, *lines = signing.in_words(verified)
        self._checked = verified
        hint = _("Compare this with the paper, line by line.") if lines else ""
        self._result.say(sentence, hint, kind=KINDS[verified.found])
        self._result.show()
        self._nothing.hide()
        self._show_content(verified if lines else None)
        self._content.setText("\n".join(lines))

    def _show_content(self, verified: Verified | None) -> None:
        """What the paper must say; a row of it, or what was too long for its code, can be typed beside it."""
        self._verified = verified
        self._content.setText("")
        self.typed.clear()
        self.typed.setVisible(verified is not None)
        self._compared.hide()
        self.changed.emit()

    def _compare(self) -> None:
        if self._verified is None or not self.typed.toPlainText().strip():
            self.typed.setFocus()
            return
        agreement = signing.compare(self._verified, self.typed.toPlainText())
        self._compared.say(signing.compared_in_words(agreement), kind="ok" if agreement else "bad")
        self._compared.show()

    def _print(self) -> None:
        """What became of the check, for whoever asked for it."""
        from ui import printing  # QtPrintSupport is only loaded when something is printed

        if self._checked is not None:
            page = on_paper.check(self.office.desk, self._checked)
            printing.send_page(self.office.jobs, page, _("Verify a paper"), self)

    def _export(self) -> None:
        path = ask_where(self, _("Give out this station's key"), "anju.anjukey", _(KEY_FILES))
        if path is not None:
            verb = partial(signing.write_key, self.office.desk, path)
            self.office.jobs.run(
                verb, then=lambda done: self.did.emit(Done(_("The key is at {path}", path=path))), owner=self
            )

    def _import(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Take in a station's key"), "", _(KEY_FILES))
        if path:
            verb = partial(signing.read_key, self.office.desk, Path(path))
            self.office.jobs.run(
                verb,
                then=lambda station: self.did.emit(
                    Done(_("The key of {station} is on file", station=station))
                ),
                owner=self,
            )

    def _arrange(self) -> None:
        panel, inner = Panel(_("Is this paper genuine?")), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(12))
        for part in (self.field, self._result, self._content, self.typed, self._compared):
            column.addWidget(part)
        column.addWidget(self._nothing, 1)
        column.addStretch()
        panel.body.addWidget(scrolled(inner), 1)
        self.lay(PageHead(_("Verify a paper")), panel)
