"""文书: the papers of one resident, seen first, confirmed after printing, and had again as copies."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import paperwork, printing
from app.errors import Refused
from app.language import N_, _, plural
from app.paperwork import Papers, Printable
from app.printing import Made
from app.printouts import Kept
from ui import theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.came_out import CameOut
from ui.pages.press import Getting, Press
from ui.pages.resident_tabs import stacked
from ui.table import Column, Group
from ui.widgets.cells import Words
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side
from ui.widgets.preview import PdfPreview
from ui.widgets.worklist import WorkList

ON_THE_SCREEN = 0.72
"""How large the sheet is shown: a page of A4 at true size is higher than the window."""


Listed = Printable | Kept
Origin = tuple[str, object]
"""The page one came from, and what was in hand there."""


class PapersPage(Page):
    """The papers at the left, the one in hand at the right.

    ``show_for`` takes ("paper", document, person's id), ("permit", id) for the paper that goes with a permit
    as it stands, or ("person", id) for the first that can be made; after it, if any, the page to go back to.
    """

    reads = frozenset({"person", "stay", "registration", "permit", "endorsement", "material", "decision"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._person: UUID | None = None
        self._origin: Origin | None = None
        self._wanted = ""
        self._shown = ""
        self._made: Made | None = None
        self._press = Press(self)
        self.list: WorkList[Listed] = WorkList(
            (Column[Listed](N_("Paper"), _cell),), key=_key, row_height=36, header=False, name=_("Papers")
        )
        self.preview = PdfPreview()
        self._sheets = QVBoxLayout()
        self._more: list[PdfPreview] = []
        self._nobody = EmptyState(
            "file", _("Open a resident's file first."), _("F8 there leads to the papers.")
        )
        self._papers = stacked(self.list, self._nobody)
        self._head, self._question = PageHead(_("Papers")), Notice()
        self._came_out = CameOut(self, self._press)

        self._arrange()
        self.preview.zoom(ON_THE_SCREEN)
        self.list.chosen.connect(self._open)
        self._press.out.connect(self._ask)
        self._press.saved.connect(lambda path: self.did.emit(Done(_("The PDF is at {path}", path=path))))
        self._came_out.right.connect(partial(self._settle, N_("Printed: {title}")))
        self._came_out.spoiled.connect(partial(self._settle, N_("Spoiled: {title}")))

    def show_for(self, what: object) -> None:
        self._shown = ""
        match what:
            case ("paper", str() as document, UUID() as person_id, *origin):
                self._come_from(person_id, origin)
                self._wanted = document
            case ("permit", UUID() as permit_id, *origin):
                self._come_from(None, origin)
                ask = partial(paperwork.that_goes_with, self.office.desk, permit_id)
                self.office.jobs.run(ask, then=self._show_that_goes_with, owner=self)
                return
            case ("person", UUID() as person_id, *origin):
                self._come_from(person_id, origin)
        self.reload()

    def reload(self) -> None:
        if self._person is None:
            self._papers.setCurrentWidget(self._nobody)
            self._question.hide()
            return
        ask = partial(paperwork.of_person, self.office.desk, self._person)
        self.office.jobs.run(ask, then=self._show_papers, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        paper = self.list.current()
        if paper is None or (isinstance(paper, Printable) and paper.subject_id is None):
            return ()
        save = Action(_("Save as PDF"), self._save, "Ctrl+S")
        if self._came_out.asks:
            return (save, *self._came_out.buttons())
        words = _("Print a copy") if isinstance(paper, Kept) else _("Print")
        return (save, Action(words, self._print, "Ctrl+P", "primary"))

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Paper before"), partial(self.list.step, -1)),
            Key("]", _("Next paper"), partial(self.list.step, 1)),
            Key("Esc", _("Back"), self._go_back, hinted=True),
        )

    def first_focus(self) -> QWidget:
        return self.list

    def _come_from(self, person_id: UUID | None, origin: list[object]) -> None:
        self._person, self._wanted, self._origin = person_id, "", None
        match origin:
            case [(str() as page, what)]:
                self._origin = (page, what)

    def _show_that_goes_with(self, found: tuple[UUID, str]) -> None:
        self._person, self._wanted = found
        self.reload()

    def _show_papers(self, papers: Papers) -> None:
        self._papers.setCurrentWidget(self.list)
        self._question.show()
        ready = tuple(paper for paper in papers.printable if paper.subject_id is not None)
        lacking = tuple(paper for paper in papers.printable if paper.subject_id is None)
        self.list.show_groups(
            (
                Group(_("Can be printed"), ready),
                Group(_("Printed before"), papers.printed, _("to be had as a copy")),
                Group(_("Not now"), lacking),
            )
        )
        if self._wanted == paperwork.PRINTED:
            self._wanted = _key(papers.printed[0]) if papers.printed else ""
        if self._wanted:
            self.list.go_to(self._wanted)
            self._wanted = ""
        self._open(self.list.current())

    def _open(self, paper: Listed | None) -> None:
        """Show the paper in hand; one that was just printed stays until it is settled."""
        key = _key(paper) if paper is not None else ""
        if paper is None or (key == self._shown and self._came_out.asks):
            return
        self._shown, self._made = key, None
        self._came_out.ask(None)
        self._show_pages(None)
        self._head.say(_(paper.title))
        self.changed.emit()
        match paper:
            case Kept():
                self._question.say(
                    _("Printed on {day}.", day=paper.made_on),
                    _("A copy is the same to the last letter, marked as a copy, and on record."),
                )
                draw = partial(printing.kept, self.office.desk, paper.id)
            case Printable(subject_id=None):
                self._question.say(_("There is nothing to print."), paper.lacking, kind="warn")
                return
            case Printable(subject_id=UUID() as subject_id):
                self._question.say(
                    _("Look it over, then print it."),
                    _("Its number and its signed code are made when it is printed or saved."),
                )
                draw = partial(printing.preview, self.office.desk, paper.document, subject_id)
        self.office.jobs.run(draw, then=partial(self._show_pdf, key), owner=self)

    def _show_pdf(self, name: str, pdf: bytes) -> None:
        if name == self._shown:
            self._show_pages(pdf)

    def _show_pages(self, pdf: bytes | None) -> None:
        """Show every page, one below the other."""
        for old in self._more:
            old.hide()
            old.deleteLater()
        self.preview.show_pdf(pdf)
        self._more = [PdfPreview(pdf) for _page in range(1, self.preview.pages())]
        for number, sheet in enumerate(self._more, 1):
            sheet.zoom(ON_THE_SCREEN)
            sheet.show_page(number)
            self._sheets.addWidget(sheet)

    def _print(self) -> None:
        paper = self.list.current()
        assert paper is not None
        self._press.print(self._get(), paper.document)

    def _save(self) -> None:
        """Save it; what was printed before is saved as it was, and nothing is asked about it."""
        paper = self.list.current()
        assert paper is not None
        if isinstance(paper, Kept) and not self._came_out.asks:
            self._press.copy(partial(printing.kept, self.office.desk, paper.id), _(paper.title))
        else:
            self._press.save(self._get(), _(paper.title))

    def _get(self) -> Getting:
        """The paper made before, while nobody has said what became of it; else a new one, or a copy."""
        made, paper = self._made, self.list.current()
        if made is not None:
            return lambda bare: made
        match paper:
            case Kept():
                return lambda bare: printing.again(self.office.desk, paper.id)
            case Printable(subject_id=UUID() as subject_id):
                return partial(printing.make, self.office.desk, paper.document, subject_id)
        raise Refused(N_("There is nothing to print."))

    def _ask(self, made: Made) -> None:
        self._made = made
        self._came_out.ask(made.printout_id, made)
        self._show_pages(made.pdf)
        self._question.say(_("Did it come out right?"), _("Until you say so it is not settled."), kind="warn")
        self.changed.emit()

    def _settle(self, words: str, made: Made) -> None:
        self.did.emit(Done(_(words, title=_(made.title))))
        self._came_out.ask(None)
        self._shown = ""
        self.list.setFocus()
        self.reload()

    def _go_back(self) -> None:
        self.opens.emit(*(self._origin or ("resident", ("person", self._person))))

    def _arrange(self) -> None:
        sheet = QWidget()
        middle = QHBoxLayout(sheet)
        middle.addStretch(1)
        self._sheets.setSpacing(theme.px(12))
        self._sheets.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sheets.addWidget(self.preview)
        middle.addLayout(self._sheets)
        middle.addStretch(1)
        side, whole = Panel(_("Papers"), padded=False), Panel()
        side.setFixedWidth(theme.px(330))
        side.body.addWidget(self._papers)
        whole.body.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        whole.body.addWidget(self._question)
        whole.body.addWidget(self._came_out)
        whole.body.addWidget(scrolled(sheet), 1)
        self.lay(self._head, side_by_side(side, whole, wide=whole))


def _key(paper: Listed) -> str:
    return paper.document if isinstance(paper, Printable) else str(paper.id)


def _cell(paper: Listed) -> Words:
    if isinstance(paper, Kept):
        copies = plural("{n} copy", "{n} copies", paper.copies) if paper.copies else ""
        return Words(_(paper.title), " · ".join(filter(None, (str(paper.made_on), copies))))
    ready = paper.subject_id is not None
    return Words(_(paper.title), paper.lacking, bold=ready, tone="text" if ready else "text3")
