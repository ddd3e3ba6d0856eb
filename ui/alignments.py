"""How each printer of this machine is aligned and stocked, for each of its trays and each document.

It belongs to the printer at this desk, not to the office: so it is kept with the machine's preferences.
"""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinter

from app.paper.calibration import AS_IT_IS, Alignment
from ui import printing
from ui.preferences import Preferences

OWN_TRAY = ""
TRAYS = ("Upper", "Lower", "Manual")
"""The trays an officer may tell apart, by Qt's names; every other is taken as the printer as a whole."""
BLANK, PREPRINTED = "blank", "preprinted"


def tray_of(printer: QPrinter) -> str:
    """The tray a printer takes its paper from, as it is known among alignments."""
    return printer.paperSource().name


def default_printer() -> str:
    """The printer this machine prints on if none is chosen; "" where there is none."""
    return next(iter(printing.printers()), "")


def kept(preferences: Preferences, printer: str, tray: str, document: str) -> Alignment:
    """The alignment of a printer for a document; of a tray that has none, that of the printer as a whole."""
    for which in (tray, OWN_TRAY):
        words = preferences.of_machine(_name(printer, which, document)).split()
        try:
            right, down, across, along = map(float, words)
        except ValueError:
            continue
        return Alignment(right, down, across, along)
    return AS_IT_IS


def keep(preferences: Preferences, printer: str, tray: str, document: str, alignment: Alignment) -> None:
    """Keep how a printer is aligned."""
    numbers = (alignment.right, alignment.down, alignment.across, alignment.along)
    written = " ".join(f"{number:.5f}" for number in numbers)
    preferences.keep_of_machine(_name(printer, tray, document), written)


def is_preprinted(preferences: Preferences, printer: str, tray: str, document: str) -> bool:
    """Whether the form is printed already on what lies in a tray; else as for the printer as a whole."""
    kept = (preferences.of_machine(_stock(printer, which, document)) for which in (tray, OWN_TRAY))
    return next(filter(None, kept), BLANK) == PREPRINTED


def keep_preprinted(
    preferences: Preferences, printer: str, tray: str, document: str, *, preprinted: bool
) -> None:
    """Keep what lies in a tray for a document."""
    preferences.keep_of_machine(_stock(printer, tray, document), PREPRINTED if preprinted else BLANK)


def _stock(printer: str, tray: str, document: str) -> str:
    return f"stock-{document}-{tray}-{printer}"


def _name(printer: str, tray: str, document: str) -> str:
    return f"alignment-{document}-{tray}-{printer}"
