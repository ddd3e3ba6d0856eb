"""打印清单: what is to do as 今日 lists it, seen page by page, printed to be taken along, and confirmed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import to_do
from app.language import N_, _
from app.paper import TO_DO_LIST
from app.printing import Made
from app.to_do import BY_DEADLINE, ORDERS, Wanted
from ui import theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.came_out import CameOut
from ui.pages.press import Getting, Press
from ui.preferences import of_program
from ui.widgets.button import KeyButton
from ui.widgets.choice import ChoiceRow
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side
from ui.widgets.preview import PdfPreview
from ui.widgets.text import Text

ORDER = "to_do/order"
ON_THE_SCREEN = 0.72
"""How large the sheet is shown: a page of A4 at true size is higher than the window."""


class ToDoPage(Page):
    """The list at the right, its order and what became of the print at the left.

    ``show_for`` takes the ``Wanted`` list of 今日, or None for the one shown before.
    """

    reads = frozenset({"stay", "permit", "person", "dwelling", "identifier", "offer"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        kept = of_program().remembered(office.desk.officer.login, ORDER)
        self._wanted = Wanted(order=kept if kept in ORDERS else BY_DEADLINE)
        self._made: Made | None = None
        self._page = 0
        self._press = Press(self)
        self._came_out = CameOut(self, self._press)
        self._head, self._question = PageHead(_("List of what is to do")), Notice()
        self._order = ChoiceRow(tuple((each, _(words)) for each, words in ORDERS.items()), name=_("Order"))
        self._before = KeyButton(_("Page before"), key="[", kind="quiet", small=True)
        self._next = KeyButton(_("Next page"), key="]", kind="quiet", small=True)
        self._which, self.preview = Text(tone="text2", wrap=True), PdfPreview()

        self._arrange()
        self._show_nothing()
        self.preview.zoom(ON_THE_SCREEN)
        self._order.show_value(self._wanted.order)
        self._order.changed.connect(self._sort)
        self._before.clicked.connect(partial(self._turn, -1))
        self._next.clicked.connect(partial(self._turn, 1))
        self._press.out.connect(self._ask)
        self._press.saved.connect(lambda path: self.did.emit(Done(_("The PDF is at {path}", path=path))))
        self._came_out.right.connect(partial(self._settle, N_("The list is printed")))
        self._came_out.spoiled.connect(partial(self._settle, N_("The list is spoiled")))

    def show_for(self, what: object) -> None:
        if isinstance(what, Wanted) and not self._came_out.asks:
            self._wanted, self._page = replace(what, order=self._wanted.order), 0
            self._show_nothing()
        self.reload()

    def reload(self) -> None:
        """Draw it as it is now; a list that was just printed stays as it was until it is settled."""
        if not self._came_out.asks:
            draw = partial(_seen, self.office, self._wanted)
            self.office.jobs.run(draw, then=partial(self._show, self._wanted), owner=self)

    def buttons(self) -> tuple[Action, ...]:
        save = Action(_("Save as PDF"), self._save, "Ctrl+S")
        if self._came_out.asks:
            return (save, *self._came_out.buttons())
        return (save, Action(_("Print"), self._print, "Ctrl+P", "primary"))

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Page before"), partial(self._turn, -1)),
            Key("]", _("Next page"), partial(self._turn, 1)),
            Key("Esc", _("Back"), partial(self.opens.emit, "today", None), hinted=True),
        )

    def first_focus(self) -> QWidget:
        return self._order

    def mark(self, field: str, words: str, because: object) -> bool:
        """Say in the place of the list why there is none."""
        if field == "lines":
            self._question.say(words, kind="warn")
        return field == "lines"

    def _show(self, wanted: Wanted, seen: tuple[str, bytes]) -> None:
        if wanted == self._wanted and not self._came_out.asks:
            words, pdf = seen
            self._which.setText(words)
            self._question.say(
                _("Look it over, then print it."), _("It has a box to tick and room for a note at each line.")
            )
            self._show_pdf(pdf)

    def _show_nothing(self) -> None:
        """Nothing is to be seen yet, and nothing of the list before."""
        self._head.say()
        self._which.setText("")
        self._question.say(_("The list is being laid out."))
        self.preview.show_pdf(None)
        for button in (self._before, self._next):
            button.hide()

    def _show_pdf(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self._turn(0)

    def _turn(self, by: int) -> None:
        """Show the page before or the next one."""
        self._page = max(0, min(self._page + by, self.preview.pages() - 1))
        self.preview.show_page(self._page)
        for button in (self._before, self._next):
            button.setVisible(self.preview.pages() > 1)
        self._head.say(_("Page {page} of {pages}", page=self._page + 1, pages=self.preview.pages()))

    def _sort(self) -> None:
        self._wanted = replace(self._wanted, order=self._order.value())
        of_program().remember(self.office.desk.officer.login, ORDER, self._wanted.order)
        self.reload()

    def _print(self) -> None:
        self._press.print(self._get(), TO_DO_LIST.name)

    def _save(self) -> None:
        self._press.save(self._get(), _("List of what is to do"))

    def _get(self) -> Getting:
        """The list made before, while nobody has said what became of it; else a new one."""
        made = self._made
        if made is not None:
            return lambda bare: made
        return partial(to_do.make, self.office.desk, self._wanted)

    def _ask(self, made: Made) -> None:
        self._made = made
        self._came_out.ask(made.printout_id)
        self._order.set_state("read_only")
        self._show_pdf(made.pdf)
        self._question.say(_("Did the list come out right?"), _("Look at it, then say so."), kind="warn")
        self.changed.emit()

    def _settle(self, words: str, _of: object) -> None:
        self.did.emit(Done(_(words)))
        self._made = None
        self._came_out.ask(None)
        self._order.set_state("normal")
        self._order.setFocus()
        self.reload()
        self.changed.emit()

    def _arrange(self) -> None:
        for tool in (self._before, self._next):
            self._head.add_tool(tool)
        sheet = QWidget()
        middle = QHBoxLayout(sheet)
        middle.addStretch(1)
        middle.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        middle.addStretch(1)
        side, whole = Panel(_("What is on it")), Panel()
        side.setFixedWidth(theme.px(330))
        for part in (self._which, self._order, self._question, self._came_out):
            side.body.addWidget(part)
        side.body.addStretch(1)
        whole.body.setContentsMargins(*(theme.px(12),) * 4)
        whole.body.addWidget(scrolled(sheet), 1)
        self.lay(self._head, side_by_side(side, whole, wide=whole))


def _seen(office: Office, wanted: Wanted) -> tuple[str, bytes]:
    return to_do.in_words(office.desk, wanted), to_do.seen(office.desk, wanted)
