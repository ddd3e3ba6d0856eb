"""Everything that can be printed.

To add a document:
1. ``app/paper/loss_notice.py``: a frozen dataclass of what is on it and ``draw(sheet, form, notice)``.
2. A line in ``DOCUMENTS`` below.
3. Its wording and layout in ``resources/forms/loss_notice.yaml``, dated, with the source it was read in.
4. A sample of invented people in ``tests/paper/samples.py``. Run the tests: they name the document without
   an approved copy. ``python -m tests.paper.approve loss_notice`` makes it; look at it, then commit it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.language import N_
from app.paper import permit_card, recovery_sheet, registration_voucher, wording
from app.paper.permit_card import EndorsementMark, PermitCard
from app.paper.recovery_sheet import RecoverySheet
from app.paper.registration_voucher import RegistrationVoucher
from app.paper.sheet import A4, CARD, Sheet
from app.paper.wording import Form

__all__ = [
    "DOCUMENTS",
    "PERMIT_CARD",
    "RECOVERY_SHEET",
    "REGISTRATION_VOUCHER",
    "Document",
    "EndorsementMark",
    "PermitCard",
    "RecoverySheet",
    "RegistrationVoucher",
]

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Document(Generic[Value]):
    """A document that can be printed: its title, its paper's size in millimetres, and how it is drawn."""

    name: str
    title: str
    size: tuple[float, float]
    draw: Callable[[Sheet, Form, Value], None]

    def make(self, value: Value, on: date) -> bytes:
        """The PDF in the wording in force on that day, the same bytes for the same value.

        Refused when something on it does not fit, cannot be drawn, or no wording is known for the day.
        """
        form = wording.form(self.name, on)
        sheet = Sheet(self.size, form.title)
        self.draw(sheet, form, value)
        return sheet.pdf()


PERMIT_CARD: Document[PermitCard] = Document(
    "permit_card", N_("Residence permit card"), CARD, permit_card.draw
)
REGISTRATION_VOUCHER: Document[RegistrationVoucher] = Document(
    "registration_voucher", N_("Registration voucher"), A4, registration_voucher.draw
)
RECOVERY_SHEET: Document[RecoverySheet] = Document(
    "recovery_sheet", N_("Recovery code"), A4, recovery_sheet.draw
)

DOCUMENTS = (PERMIT_CARD, REGISTRATION_VOUCHER, RECOVERY_SHEET)
