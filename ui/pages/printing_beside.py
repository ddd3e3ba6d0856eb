"""Beside the blanks: what was printed today, had again as it was; and the printer with how it is aligned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from app import printing
from app.language import _
from app.printouts import Kept
from ui import alignments
from ui.pages import Page
from ui.pages.press import Press
from ui.pages.printing_alignment import PrinterPanel
from ui.pages.printing_panels import KeptPanel
from ui.widgets.choice import Switch

PRINTED, PRINTER = 0, 1


class Beside(QStackedWidget):
    """The two panels, one of which is shown; ``which`` picks it and stands in the head of the page.

    ``document`` answers what is printed now, under whose name its printer is aligned.
    """

    def __init__(self, page: Page, press: Press, document: Callable[[], str]) -> None:
        super().__init__()
        self._office, self._press, self._document = page.office, press, document
        self.kept, self.printer = KeptPanel(page.office.jobs), PrinterPanel()
        self.which = Switch(
            ((PRINTED, _("Printed today")), (PRINTER, _("Printer and alignment"))),
            name=_("Beside the blanks"),
        )

        self.insertWidget(PRINTED, self.kept)
        self.insertWidget(PRINTER, self.printer)
        self.which.changed.connect(self._show)
        self.kept.asked.connect(self._save)
        self.kept.again.connect(self._print_copy)
        self.printer.asked.connect(self._calibrate)

    def _show(self) -> None:
        """The printers are asked for when their panel is first looked at: a queue far away takes its time."""
        self.setCurrentIndex(self.which.value())
        self.printer.show_document(self._document())
        if self.currentWidget() is self.printer and not self.printer.knows:
            ask = alignments.default_printer
            self._office.jobs.press(ask, then=self.printer.show_printer, owner=self)

    def _calibrate(self) -> None:
        self._press.calibrate(self.printer.paper_size(), self.printer.begin_measuring)

    def _save(self, kept: Kept) -> None:
        load = partial(printing.kept, self._office.desk, kept.id)
        self._press.copy(load, f"{_(kept.title)} {kept.name}")

    def _print_copy(self, kept: Kept) -> None:
        self._press.print(lambda bare: printing.again(self._office.desk, kept.id), kept.document)
