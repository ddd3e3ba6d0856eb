"""The panels of the press: the card at its true size with what to compare, and what was printed today."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.language import N_, _
from app.listing import Listing
from app.printouts import ADDRESS, NAME, NUMBER, PHOTO, STATES, Check, Kept
from ui import theme
from ui.jobs import Jobs
from ui.longlist import LongList
from ui.pages.printing_sheet import HIGH, SheetView
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Status, Words
from ui.widgets.choice import Switch
from ui.widgets.fields import FormRow, TextField
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.preview import PdfPreview
from ui.widgets.refill import refill
from ui.widgets.text import Picture, Text

TRUE_SIZE, LARGER = 1.0, 1.5
SINGLE, SHEET = "card", "sheet"
FRONT, BACK = 0, 1
CHECKED = {
    PHOTO: (N_("Photo on file"), N_("No photo on file")),
    NUMBER: (N_("Number fits birth and sex"), N_("Number contradicts birth or sex")),
    NAME: (N_("Identity proved"), N_("Identity not proved")),
    ADDRESS: (N_("Address registered"), N_("Address not registered")),
}
KINDS = {"prepared": "mute", "sent": "warn", "came_out": "ok", "spoiled": "bad", "void": "mute"}


class CardPanel(Panel):
    """Front and back of a card, 1 mm as 1 mm, or one side half as large again; or a sheet of cards.

    ``paper_changed`` tells that it is to be printed on another paper, ``bare_changed`` that it is to be
    shown with its ground or only as what is printed onto a form.
    """

    paper_changed = Signal()
    bare_changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Card"))
        self._narrow = False
        self.question = Notice()
        self._seen = TextField(name=_("Number on the card"))
        self._number = FormRow(_("Number on the card"), self._seen, label_width=120)
        self._sides, self._letter = (PdfPreview(), PdfPreview()), PdfPreview()
        self._is_letter = False
        self._size = Switch(((TRUE_SIZE, _("1:1 true size")), (LARGER, _("150 %"))), name=_("Size"))
        self.paper = Switch(((SINGLE, _("CR80")), (SHEET, _("A4"))), name=_("Paper"))
        self.sheet = SheetView()
        self._bare = Switch(((False, _("Whole")), (True, _("Words only"))), name=_("Shown"))
        self._side = Switch(((FRONT, _("Front side")), (BACK, _("Back side"))), name=_("Side"))
        self._checks = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._frames = tuple(
            _framed(*each) for each in zip(self._sides, (_("Front side"), _("Back side")), strict=True)
        )

        self.add_tool(self._side)
        self.add_tool(self._size)
        self.add_tool(self._bare)
        self.add_tool(self.paper)
        self._size.changed.connect(self._show_sides)
        self._side.changed.connect(self._show_sides)
        self.paper.changed.connect(self._show_sides)
        self.paper.changed.connect(self.paper_changed)
        self._bare.changed.connect(self.bare_changed)
        self.sheet.changed.connect(self.paper_changed)
        self._lay_out()
        self._show_sides()

    def layout_of_sheet(self) -> str:
        """How the sheet is laid out that cards are printed on; "" where each is a card of its own."""
        return str(self.sheet.layouts.value()) if self.paper.value() == SHEET else ""

    def shows_bare(self) -> bool:
        """Whether only what is printed onto a pre-printed form is shown."""
        return bool(self._bare.value())

    def show_letter(self, pdf: bytes) -> None:
        """Show whole, as it left, what is no single card: a letter, or the sheet that a card lies on."""
        self._letter.show_pdf(pdf)
        self._letter.fit(theme.px(HIGH))
        self._be_letter(True)

    def show_pdf(self, pdf: bytes | None) -> None:
        """Show a card, or the sheet it is on; None shows none."""
        self._be_letter(False)
        if self.layout_of_sheet():
            self.sheet.show_pdf(pdf)
            return
        for number, side in enumerate(self._sides):
            side.show_pdf(pdf, number)

    def ask_number(self, blank: str) -> None:
        """Ask which number stands on the card that came out, offering the expected one; "" asks nothing."""
        self._number.setVisible(bool(blank))
        self._seen.setText(blank)
        self._seen.set_state("normal")

    def seen(self) -> str:
        """The number on the card that came out."""
        return self._seen.text().strip() if not self._number.isHidden() else ""

    def mark(self, field: str, words: str) -> bool:
        """Mark the number that cannot be; says whether it is asked for."""
        if field not in ("seen", "number") or self._number.isHidden():
            return False
        self._seen.set_state("error", words)
        self._seen.setFocus()
        return True

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show what was compared before printing."""
        head = Text(_("Compared before printing"), size=theme.NOTE, tone="text2", wrap=True)
        refill(self._checks, (head, *map(_checked, checks)) if checks else ())
        self._checks.addStretch(1)

    def be_narrow(self, narrow: bool) -> None:
        """Put what was compared below the cards instead of beside them; beside a sheet there is room."""
        self._narrow = narrow
        self.sheet.be_narrow(narrow)
        self._show_sides()

    def _be_letter(self, is_letter: bool) -> None:
        """What has left already is not laid out anew: the switches are for what is still to be printed."""
        self._is_letter = is_letter
        for part in (self._bare, self.paper):
            part.setVisible(not is_letter)
        self._show_sides()

    def _show_sides(self) -> None:
        larger, single = self._size.value() == LARGER, self.paper.value() == SINGLE and not self._is_letter
        directions = QBoxLayout.Direction
        below = self._narrow and single  # in one line, so that the blanks keep their room
        self._row.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        self._checks.setDirection(directions.LeftToRight if below else directions.TopToBottom)
        self._size.setVisible(single)
        self._side.setVisible(single and larger)
        self._letter.setVisible(self._is_letter)
        self.sheet.setVisible(not single and not self._is_letter)
        for number, frame in enumerate(self._frames):
            self._sides[number].zoom(self._size.value())
            frame.setVisible(single and (not larger or number == self._side.value()))

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(theme.px(16))
        for frame in self._frames:
            cards.addWidget(frame)
        cards.addWidget(self.sheet)
        cards.addWidget(self._letter)
        cards.addStretch(1)
        self._row.setSpacing(theme.px(8))
        self._checks.setSpacing(theme.px(6))
        self._row.addLayout(cards)
        self._row.addLayout(self._checks, 1)
        self.body.addWidget(self.question)
        self.body.addWidget(self._number)
        self.body.addLayout(self._row)
        self.body.addStretch(1)
        self.question.hide()
        self._number.hide()


def _framed(preview: PdfPreview, caption: str) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    column.addWidget(preview)
    foot = QHBoxLayout()
    foot.addWidget(Text(caption, size=theme.NOTE, tone="text2"))
    foot.addStretch(1)
    foot.addWidget(Text("85.6 × 54.0 mm", size=theme.NOTE, tone="text2"))
    column.addLayout(foot)
    return frame


def _checked(check: Check) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(6))
    right, wrong = CHECKED[check.item]
    row.addWidget(Picture("check" if check.in_order else "alert", tone="ok" if check.in_order else "bad"))
    row.addWidget(
        Text(_(right if check.in_order else wrong), tone="text" if check.in_order else "bad", wrap=True), 1
    )
    return line


class KeptPanel(Panel):
    """What was printed today, each to be saved as it was (``asked``) or printed as a copy (``again``)."""

    asked = Signal(object)
    again = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(_("Printed today"), padded=False)
        self._list = LongList(
            (
                Column[Kept](N_("Document"), _document),
                Column[Kept](N_("Name"), lambda kept: kept.name, width=88),
                Column[Kept](N_("What became of it"), lambda kept: kept, _state, width=104),
                Column[Kept](N_("Reason"), lambda kept: _(kept.reason), width=84),
                Column[Kept](N_("Next step"), lambda kept: NextStep(_("Save as PDF")), width=96),
            ),
            key=lambda kept: kept.id, jobs=jobs, row_height=34, name=_("Printed today"),
        )  # fmt: skip
        self._none = Text(_("Nothing has been printed today."), tone="text2")
        self._none.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)

        self.body.addWidget(self._none, 1)
        self.body.addWidget(self._list, 1)
        self._list.opened.connect(self.asked)
        self._copy = KeyButton(_("Print a copy"), small=True)
        self._copy.clicked.connect(self._ask_copy)
        self.add_tool(self._copy)

    def _ask_copy(self) -> None:
        if (kept := self._list.current()) is not None:
            self.again.emit(kept)

    def show_kept(self, kept: Listing[Kept]) -> None:
        """Show what was made today."""
        self._list.show_listing(kept)
        self._list.setVisible(bool(kept))
        self._none.setVisible(not kept)
        self._copy.setVisible(bool(kept))
        self.show_title(_("Printed today"), str(len(kept)) if kept else "")


def _document(kept: Kept) -> Words:
    return Words(_(kept.title), _("copy") if kept.copy else "")


def _state(kept: Kept) -> Status:
    return Status(_(STATES[kept.state]), KINDS[kept.state])
