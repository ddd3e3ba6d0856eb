"""The line in hand: the card as it will be printed, or what was sent and is asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app import printing, printouts
from app.language import _
from app.press_queue import Line
from ui.pages import Page
from ui.pages import printing_rows as rows
from ui.pages.came_out import CameOut
from ui.pages.printing_panels import CardPanel
from ui.pages.printing_paper import CardPaper


class InHand(QObject):
    """Shows a line of the queue on the card's panel; ``paper`` answers what is printed now, and on what."""

    def __init__(
        self, page: Page, card: CardPanel, came_out: CameOut, paper: Callable[[], CardPaper]
    ) -> None:
        super().__init__(page)
        self._office, self._card, self._came_out, self._paper = page.office, card, came_out, paper
        self._line: Line | None = None

    def show(self, line: Line | None) -> None:
        """Show this line; None where there is none, or while it is being read."""
        self._line = line
        self._show_question(line)
        if line is None:
            self._card.show_title(_("Card"))
            self._card.show_pdf(None)
            self._card.show_checks(())
            return
        about = line.waiting.permit.id_number if line.waiting else rows.document(line)
        self._card.show_title(rows.called(line), about if line.name else "")
        desk, run = self._office.desk, self._office.jobs.run
        if line.sent is None:
            self.draw()
            run(partial(printouts.checks, desk, line.id), then=self._card.show_checks, owner=self)
            return
        self._card.show_checks(())
        is_single = rows.is_card(line) and line.sent.place is None
        show = self._card.show_pdf if is_single else self._card.show_letter
        run(partial(printing.kept, desk, line.id), then=partial(self._show_pdf, line.id, show), owner=self)

    def draw(self) -> None:
        """The card in hand as it will be printed; on a sheet, with the others of its batch."""
        line = self._line
        if line is None or line.sent is not None:
            return
        paper = self._paper()
        self._card.sheet.places.show_cards(len(paper.cards))
        draw = partial(paper.preview, line.id, self._card.shows_bare())
        show = partial(self._show_pdf, line.id, self._card.show_pdf)
        self._office.jobs.run(draw, then=show, owner=self)

    def _show_pdf(self, line_id: UUID, show: Callable[[bytes], None], pdf: bytes) -> None:
        if self._line is not None and line_id == self._line.id:
            show(pdf)

    def _show_question(self, line: Line | None) -> None:
        sent = line.sent if line is not None else None
        printout = sent.printout_id if sent is not None else None
        if not self._came_out.asks_about(printout):  # news leave alone the number that is being typed
            self._card.ask_number(sent.blank if sent is not None else "")
        self._came_out.ask(printout, line)
        self._card.question.setVisible(sent is not None)
        if sent is not None and line is not None:
            words = _(rows.question(line), name=line.name, title=rows.document(line))
            where = _("It lies on place {n} of the sheet.", n=sent.place) + " " if sent.place else ""
            self._card.question.say(
                words, where + _("Look at it, then say so. Nothing is printed again by itself."), kind="warn"
            )
