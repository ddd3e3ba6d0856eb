"""What is printed about a resident: gathered from the records and the law into the values of ``app.paper``.

Each function here answers one document's value for one record, and refuses where there is nothing to print.
"""

from app import paper
from app.papers import cards, certificates, letters
from app.papers.subject import Gather, Subject

__all__ = ["ABOUT_PERMIT", "ABOUT_PERSON", "CARDS", "Gather", "Subject"]

CARDS: dict[str, Gather] = {
    paper.PERMIT_CARD.name: cards.card,
    paper.REGISTRATION_VOUCHER.name: cards.voucher,
}
ABOUT_PERMIT: dict[str, Gather] = {
    paper.ACCEPTANCE_RECEIPT.name: letters.receipt,
    paper.ONE_TIME_NOTICE.name: letters.notice,
    paper.ENDORSEMENT_SLIP.name: letters.slip,
    paper.ENDORSEMENT_REMINDER.name: letters.reminder,
    paper.REFUSAL.name: letters.refusal,
    paper.CANCELLATION.name: letters.cancellation,
}
ABOUT_PERSON: dict[str, Gather] = {
    paper.RESIDENCE_CERTIFICATE.name: certificates.residence,
    paper.RESIDENCE_HISTORY.name: certificates.history,
    paper.YEARS_CERTIFICATE.name: certificates.years,
    paper.SERVICES_NOTICE.name: certificates.services,
    paper.HOUSEHOLD_SHEET.name: certificates.household,
}
