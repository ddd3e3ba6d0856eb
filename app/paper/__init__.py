"""Everything that can be printed.

To add a document:
1. ``app/paper/loss_notice.py``: a frozen dataclass of what is on it and ``draw(sheet, form, notice)``.
2. A line in ``DOCUMENTS`` below; what is on it is gathered in ``app/papers``, where it is about a resident.
3. Its wording and layout in ``resources/forms/loss_notice.yaml``, dated, with the source it was read in.
4. A sample of invented people in ``tests/paper/samples.py``. Run the tests: they name the document without
   an approved copy. ``python -m tests.paper.approve loss_notice`` makes it; look at it, then commit it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.language import N_
from app.paper import card_sheet, permit_card, qr, recovery_sheet, registration_voucher, wording
from app.paper.batch_list import BatchList
from app.paper.card_sheet import CardSheet, Laid
from app.paper.certificates import (
    HouseholdSheet,
    ResidenceCertificate,
    ResidenceHistory,
    ServicesNotice,
    YearsCertificate,
)
from app.paper.daily_list import DailyList
from app.paper.letters import (
    AcceptanceReceipt,
    Cancellation,
    EndorsementReminder,
    EndorsementSlip,
    OneTimeNotice,
    Refusal,
    flowing,
)
from app.paper.permit_card import EndorsementMark, PermitCard
from app.paper.recovery_sheet import RecoverySheet
from app.paper.registration_voucher import RegistrationVoucher
from app.paper.sheet import A4, CARD, Sheet
from app.paper.statistics_sheet import StatisticsSheet
from app.paper.to_do_list import ToDoList
from app.paper.wording import Code, Form

__all__ = [
    "ACCEPTANCE_RECEIPT",
    "BATCH_LIST",
    "CANCELLATION",
    "CARDS_BY_EIGHT",
    "CARDS_BY_TEN",
    "DAILY_LIST",
    "DOCUMENTS",
    "ENDORSEMENT_REMINDER",
    "ENDORSEMENT_SLIP",
    "HOUSEHOLD_SHEET",
    "ONE_TIME_NOTICE",
    "PERMIT_CARD",
    "RECOVERY_SHEET",
    "REFUSAL",
    "REGISTRATION_VOUCHER",
    "RESIDENCE_CERTIFICATE",
    "RESIDENCE_HISTORY",
    "SERVICES_NOTICE",
    "STATISTICS_SHEET",
    "TO_DO_LIST",
    "YEARS_CERTIFICATE",
    "AcceptanceReceipt",
    "BatchList",
    "Cancellation",
    "CardSheet",
    "DailyList",
    "Document",
    "EndorsementMark",
    "EndorsementReminder",
    "EndorsementSlip",
    "HouseholdSheet",
    "Laid",
    "OneTimeNotice",
    "PermitCard",
    "RecoverySheet",
    "Refusal",
    "RegistrationVoucher",
    "ResidenceCertificate",
    "ResidenceHistory",
    "ServicesNotice",
    "StatisticsSheet",
    "ToDoList",
    "YearsCertificate",
]

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Document(Generic[Value]):
    """A document that can be printed: its title, its paper's size in millimetres, and how it is drawn.

    One that is ``two_sided`` has front and back on one paper.
    """

    name: str
    title: str
    size: tuple[float, float]
    draw: Callable[[Sheet, Form, Value], None]
    two_sided: bool = False

    def make(self, value: Value, on: date, *, bare: bool = False) -> bytes:
        """The PDF in the wording in force on that day, the same bytes for the same value.

        For stock on which the form is printed already it is ``bare``: what is filled in, and nothing else.
        Refused when something on it does not fit, cannot be drawn, or no wording is known for the day.
        """
        form = wording.form(self.name, on)
        sheet = Sheet(self.size, form.title, bare=bare)
        self.draw(sheet, form, value)
        return sheet.pdf()

    def code_room(self, on: date) -> int:
        """How many capital letters and digits its code may say to be read off the paper; 0 without a code."""
        pieces = (piece for part in wording.form(self.name, on).parts.values() for piece in part)
        return next((qr.room(piece.box.width) for piece in pieces if isinstance(piece, Code)), 0)


PERMIT_CARD: Document[PermitCard] = Document(
    permit_card.NAME, N_("Residence permit card"), CARD, permit_card.draw, two_sided=True
)
CARDS_BY_TEN: Document[CardSheet] = Document(
    "cards_by_ten", N_("Permit cards, ten to a sheet"), A4, card_sheet.draw, two_sided=True
)
CARDS_BY_EIGHT: Document[CardSheet] = Document(
    "cards_by_eight", N_("Permit cards, eight to a sheet"), A4, card_sheet.draw, two_sided=True
)
REGISTRATION_VOUCHER: Document[RegistrationVoucher] = Document(
    "registration_voucher", N_("Registration voucher"), A4, registration_voucher.draw
)
RECOVERY_SHEET: Document[RecoverySheet] = Document(
    "recovery_sheet", N_("Recovery code"), A4, recovery_sheet.draw
)

ACCEPTANCE_RECEIPT: Document[AcceptanceReceipt] = Document(
    "acceptance_receipt",
    N_("Receipt of the application"),
    A4,
    flowing("head", "decided", "due", "materials title", "materials", "advice", "foot"),
)
ONE_TIME_NOTICE: Document[OneTimeNotice] = Document(
    "one_time_notice", N_("One-time notice"), A4, flowing("head", "told", "missing", "rights", "foot")
)
ENDORSEMENT_SLIP: Document[EndorsementSlip] = Document(
    "endorsement_slip", N_("Endorsement slip"), A4, flowing("head", "next", "late", "foot")
)
ENDORSEMENT_REMINDER: Document[EndorsementReminder] = Document(
    "endorsement_reminder",
    N_("Reminder of the endorsement"),
    A4,
    flowing("head", "due", "bring", "late", "foot"),
)
REFUSAL: Document[Refusal] = Document(
    "refusal",
    N_("Refusal"),
    A4,
    flowing("head", "decided", "reasons title", "reasons", "article", "remedy", "foot"),
)
CANCELLATION: Document[Cancellation] = Document(
    "cancellation", N_("Cancellation"), A4, flowing("head", "decided", "reason", "back", "foot")
)
RESIDENCE_CERTIFICATE: Document[ResidenceCertificate] = Document(
    "residence_certificate", N_("Certificate of residence"), A4, flowing("head", "certified", "use", "foot")
)
RESIDENCE_HISTORY: Document[ResidenceHistory] = Document(
    "residence_history",
    N_("Certificate of residence history"),
    A4,
    flowing("head", "certified", "stretches", "total", "inhibits title", "inhibits", "foot"),
)
YEARS_CERTIFICATE: Document[YearsCertificate] = Document(
    "years_certificate",
    N_("Certificate of residence and insurance years"),
    A4,
    flowing(
        "head", "since", "run", "total", "insurance title", "insurance", "counted title", "counted", "foot"
    ),
)
SERVICES_NOTICE: Document[ServicesNotice] = Document(
    "services_notice",
    N_("Notice of services"),
    A4,
    flowing("head", "told title", "told", "open title", "open now", "later title", "later", "advice", "foot"),
)
HOUSEHOLD_SHEET: Document[HouseholdSheet] = Document(
    "household_sheet", N_("Household sheet"), A4, flowing("head", "people", "foot")
)
DAILY_LIST: Document[DailyList] = Document(
    "daily_list",
    N_("List of the day's work"),
    A4,
    flowing(
        "head",
        "matters title",
        "matters",
        "undone title",
        "undone",
        "officers title",
        "officers",
        "lines title",
        "lines",
        "foot",
    ),
)
STATISTICS_SHEET: Document[StatisticsSheet] = Document(
    "statistics_sheet",
    N_("Statistics"),
    A4,
    flowing(
        "head",
        "figures",
        "communities title",
        "communities",
        "ages title",
        "ages",
        "months title",
        "months",
        "dues title",
        "dues",
        "foot",
    ),
)

TO_DO_LIST: Document[ToDoList] = Document(
    "to_do_list", N_("List of what is to do"), A4, flowing("head", "lines", "foot")
)
BATCH_LIST: Document[BatchList] = Document(
    "batch_list", N_("List of a batch of cards"), A4, flowing("head", "lines", "foot")
)

DOCUMENTS: tuple[Document[Any], ...] = (
    PERMIT_CARD,
    CARDS_BY_TEN,
    CARDS_BY_EIGHT,
    REGISTRATION_VOUCHER,
    ACCEPTANCE_RECEIPT,
    ONE_TIME_NOTICE,
    ENDORSEMENT_SLIP,
    ENDORSEMENT_REMINDER,
    REFUSAL,
    CANCELLATION,
    RESIDENCE_CERTIFICATE,
    RESIDENCE_HISTORY,
    YEARS_CERTIFICATE,
    SERVICES_NOTICE,
    HOUSEHOLD_SHEET,
    DAILY_LIST,
    STATISTICS_SHEET,
    TO_DO_LIST,
    BATCH_LIST,
    RECOVERY_SHEET,
)
