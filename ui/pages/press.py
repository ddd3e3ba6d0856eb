"""The way of a document to paper or into a file, and the question afterwards whether it came out right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from app import card_sheets, printing, printouts
from app.errors import Refused
from app.language import N_, _
from app.paper import calibration
from app.printing import Made
from ui import alignments, spooler
from ui import printing as printers
from ui.pages import Page
from ui.preferences import of_program
from ui.saving import ask_where

NOTHING = N_("Nothing came out")
NO_PRINTER = N_("There is no printer on this machine. Save the PDF, or connect one and print again.")
Getting = Callable[[bool], Made]
"""Hands over a document; told whether it is for pre-printed stock, and so to be made without its ground."""
PDF_FILES = N_("PDF files (*.pdf)")


class Press(QObject):
    """Prints and saves for a page.

    ``get`` hands over the document at the desk, newly made or made before; one that was made before
    stays as it is. ``out`` carries it once it has left for the printer or a file: from then on the officer
    is asked whether it came out (``CameOut``). ``saved`` carries where the file went.
    """

    out = Signal(object)
    saved = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._office = page, page.office

    def print(self, get: Getting, document: str) -> None:
        """Ask for the printer and print; raises Refused where this machine has none.

        Nothing is made for a printer that would not print it.
        """
        self.choose(partial(self._print_on, get, document))

    def _print_on(self, get: Getting, document: str, printer: QPrinter) -> None:
        send = partial(self._note, partial(self._hand_over, printer))
        get_it = partial(get, self.is_preprinted(printer, document))
        jobs = self._office.jobs
        jobs.press(
            self.looking_at(printer, document), then=lambda ready: jobs.run(get_it, then=send, owner=self),
            owner=self,
        )  # fmt: skip

    def looking_at(self, printer: QPrinter, document: str) -> Callable[[], None]:
        """What looks whether a printer would print such a document."""
        two_sided = printing.is_two_sided(document)
        return partial(printers.check, printer.printerName(), two_sided=two_sided)

    def is_preprinted(self, printer: QPrinter, document: str) -> bool:
        """Whether the form is printed already on what this printer takes for the document."""
        tray = alignments.tray_of(printer)
        return alignments.is_preprinted(of_program(), printer.printerName(), tray, document)

    def choose(self, then: Callable[[QPrinter], object]) -> None:
        """Ask for the printer and go on with it, unless the officer thinks better of it or goes elsewhere."""
        printers.choose(self._office.jobs, then, self._page, Refused(NO_PRINTER))

    def calibrate(self, size: tuple[float, float], then: Callable[[], object]) -> None:
        """Print the calibration page as it is, without what is kept of the printer; then ``then``."""
        title = _("Calibration page")
        printers.send(self._office.jobs, calibration.page(size), title, self._page, then)

    def save(self, get: Getting, name: str) -> None:
        """Ask for a place and save the PDF there, whole: a file is no stock."""
        path = ask_where(self._page, _("Save the PDF"), f"{name}.pdf", _(PDF_FILES))
        if path is not None:
            write = partial(self._note, partial(self._write, path))
            self._office.jobs.run(partial(get, False), then=write, owner=self)

    def copy(self, get: Callable[[], bytes], name: str) -> None:
        """Save once more what was settled before; nothing is asked about it."""
        path = ask_where(self._page, _("Save the PDF"), f"{name}.pdf", _(PDF_FILES))
        if path is not None:
            self._office.jobs.run(get, then=partial(self._write_bytes, path), owner=self)

    def _note(self, send: Callable[[Made], object], made: Made) -> None:
        """It is noted first that it leaves: after a crash it is asked about rather than printed twice.

        A file that is saved can be printed too.
        """
        note = partial(printing.sent, self._office.desk, *made.printouts)
        self._office.jobs.run(note, then=lambda done: send(made), owner=self)

    def sending(self, printer: QPrinter, made: Made) -> Callable[[], None]:
        """What hands a document to a printer, aligned as that one needs it, a copy with its mark."""
        printer.setDocName(f"{_(made.title)} {made.printout_id}")  # a job is known again by its name
        alignment = alignments.kept(
            of_program(), printer.printerName(), alignments.tray_of(printer), made.document
        )
        mark = self._copy_mark() if made.copy else ""
        return partial(printers.to_printer, made.pdf, printer, alignment, mark, two_sided=made.two_sided)

    def spoil(self, printout_id: UUID, what: str, then: Callable[[object], object], seen: str = "") -> None:
        """It did not come out right: ``what`` went wrong in words, ``seen`` is the number on a card."""
        desk = self._office.desk
        spoiled = partial(printing.spoiled, desk, printout_id, what, seen)
        nothing = partial(printing.nothing_came, desk, printout_id)
        self.take_back(printout_id)
        self._office.jobs.run(nothing if what == NOTHING else spoiled, then=then, owner=self._page)

    def take_back(self, printout_id: UUID) -> None:
        """What never came out shall not come out later, when another was printed instead."""
        jobs = self._office.jobs
        find = partial(card_sheets.job_of, self._office.desk, printout_id)
        jobs.run(find, then=lambda job: jobs.press(partial(spooler.take_back, job), owner=self), owner=self)

    def _hand_over(self, printer: QPrinter, made: Made) -> None:
        self.out.emit(made)
        self._office.jobs.press(self.sending(printer, made), owner=self._page)

    def _copy_mark(self) -> str:
        """What stands on a copy: that it is one, of which day, made by whom."""
        desk = self._office.desk
        return _("Copy · {day} · {officer}", day=desk.today(), officer=desk.officer.name)

    def _write(self, path: Path, made: Made) -> None:
        self.out.emit(made)
        self._write_bytes(path, made.pdf)

    def _write_bytes(self, path: Path, pdf: bytes) -> None:
        write = partial(printouts.save, pdf, path)
        self._office.jobs.press(write, then=self.saved.emit, owner=self._page)
