"""The vouchers of registrations that have just been made: seen, printed or saved, and confirmed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import printing, registrations
from app.desk import Desk
from app.language import _, plural
from app.paper import REGISTRATION_VOUCHER
from app.printing import Made
from ui import theme
from ui.pages import Action, Done, Page
from ui.pages.came_out import CameOut
from ui.pages.press import Getting, Press
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled
from ui.widgets.preview import PdfPreview
from ui.widgets.text import Text

ON_THE_SCREEN = 0.72
"""How large the sheet is shown: a page of A4 at true size is higher than the window."""


class VoucherView(QWidget):
    """The vouchers of a family in place of the form, one after the other.

    ``closed`` when the officer goes on to the next person.
    """

    closed = Signal()
    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._office = page, page.office
        self._registration: UUID | None = None
        self._others: tuple[UUID, ...] = ()
        self._made: Made | None = None
        self._name = ""
        self._press = Press(page)
        self._head = PageHead(_("Registration voucher"))
        self._preview = PdfPreview()
        self._question = Notice()
        self._came_out = CameOut(page, self._press)

        self._preview.zoom(ON_THE_SCREEN)
        self._press.out.connect(self._ask)
        self._press.saved.connect(self._tell_where)
        self._came_out.right.connect(self._go_on)
        self._came_out.spoiled.connect(self._again)
        self._arrange()

    def show_registrations(self, registrations: tuple[UUID, ...]) -> None:
        """Show the voucher of the first; the others follow, each once the one before is out."""
        first, *others = registrations
        self._others = tuple(others)
        self._show(first)

    def _show(self, registration_id: UUID) -> None:
        self._registration, self._made, self._name = registration_id, None, ""
        self._preview.show_pdf(None)
        self._came_out.ask(None)
        self._question.say(_("Look it over, then print it and hand it to the resident."))
        more = plural("{n} more voucher of the family follows.", "{n} more vouchers of the family follow.",
                      len(self._others))  # fmt: skip
        self._head.say(more if self._others else _("Nothing is kept until you print or save it."))
        draw = partial(_drawn, self._office.desk, registration_id)
        self._office.jobs.run(draw, then=self._show_drawn, owner=self)

    def _show_drawn(self, drawn: tuple[str, bytes]) -> None:
        self._name, pdf = drawn
        self._preview.show_pdf(pdf)

    def buttons(self) -> tuple[Action, ...]:
        """What can be done with the voucher now."""
        close = Action(_("Next person"), self.closed.emit, "Esc", "quiet")
        save = Action(_("Save as PDF"), self._save, "Ctrl+S")
        if self._came_out.asks:
            return (close, save, *self._came_out.buttons())
        return (close, save, Action(_("Print"), self._print, "Ctrl+P", "primary"))

    def _print(self) -> None:
        self._press.print(self._get(), REGISTRATION_VOUCHER.name)

    def _save(self) -> None:
        self._press.save(self._get(), f"{_('Registration voucher')} {self._name}".strip())

    def _get(self) -> Getting:
        """The document made before, while nobody has said what became of it; else a new one."""
        made = self._made
        if made is not None:
            return lambda bare: made
        assert self._registration is not None
        return partial(printing.make, self._office.desk, REGISTRATION_VOUCHER.name, self._registration)

    def _ask(self, made: Made) -> None:
        self._made = made
        self._preview.show_pdf(made.pdf)  # with its number and its signed code
        self._came_out.ask(made.printout_id)
        self._question.say(_("Did it come out right?"), _("Until you say so it is not settled."), kind="warn")
        self.changed.emit()

    def _tell_where(self, path: object) -> None:
        self._page.did.emit(Done(_("The PDF is at {path}", path=path)))

    def _go_on(self) -> None:
        """To the next voucher of the family, or back to the form."""
        if self._others:
            self.show_registrations(self._others)
            self.changed.emit()
        else:
            self.closed.emit()

    def _again(self) -> None:
        if self._registration is not None:
            self._show(self._registration)
            self.changed.emit()

    def _arrange(self) -> None:
        sheet = QWidget()
        middle = QHBoxLayout(sheet)
        middle.addStretch(1)
        middle.addWidget(self._preview)
        middle.addStretch(1)
        paper, beside = Panel(), Panel(_("Before it is handed over"))
        paper.body.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        paper.body.addWidget(scrolled(sheet))
        beside.body.addWidget(self._question)
        beside.body.addWidget(self._came_out)
        beside.body.addWidget(
            Text(
                _("The resident keeps the voucher: it says when the residence was registered."),
                tone="text2",
                wrap=True,
            )
        )
        beside.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(paper, 5)
        row.addWidget(beside, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)
        column.addLayout(row, 1)


def _drawn(desk: Desk, registration_id: UUID) -> tuple[str, bytes]:
    """Whose voucher it is, and what it looks like."""
    name = registrations.holder(desk, registration_id)
    return name, printing.preview(desk, REGISTRATION_VOUCHER.name, registration_id)
