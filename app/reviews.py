"""What the reviewing officer looks at: declared and held side by side, what is lacking, what the law says."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app import enclosures, idnumbers, materials, notices, people, permits, steps
from app.clashes import Values
from app.desk import Desk
from app.enclosures import PHOTO, Enclosure
from app.law import Answer, Reason, Verdict
from app.materials import MaterialRow
from app.notices import Told
from app.people import PersonCard
from app.permits import PermitRow
from app.steps import Given
from db.records import Permit

# What is looked at before a new card is made for an old one: the conditions are not asked again.
ON_A_NEW_CARD = ("name", "id_number", "photo", "dwelling")


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the review: what was declared, what is held or on file, and how they agree.

    ``proof`` is the kind of the proof it was compared with, ``gap`` what is framed on its pages as lacking.
    """

    item: str
    declared: str
    on_file: str
    source: str
    result: str
    proof: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """Everything the reviewing officer looks at for one application; ``told`` are the notices given.

    ``lying`` is what lies with it to be looked at page by page.
    ``seen`` is all that is on file of it, field by field: nothing is decided once that has changed.
    """

    permit: PermitRow
    card: PersonCard
    lines: tuple[Compared, ...]
    answer: Answer
    lacking: tuple[str, ...]
    materials: tuple[MaterialRow, ...]
    lying: tuple[Enclosure, ...]
    told: tuple[Told, ...]
    seen: Values


def review(desk: Desk, permit_id: UUID) -> ReviewFile:
    """What to look at before approving: declared and held side by side, and the law's answer."""
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        row = permits.row_of(permit, desk.today())
        answer = steps.law_of(session, desk, permit, "approve", Given())
        lacking = materials.lacking(session, permit.person, permit)
        seen = permits.seen_of(session, permit)
    card = people.card(desk, row.person_id)
    held = materials.of_person(desk, row.person_id)
    lying = enclosures.of_application(desk, permit_id, row.person_id, held, photo=card.photo is not None)
    lines = _compare(card, held, lying, answer)
    shown = lines if row.kind == "first" else tuple(line for line in lines if line.item in ON_A_NEW_CARD)
    told = notices.of_permit(desk, permit_id)
    return ReviewFile(row, card, shown, answer, lacking, held, lying, told, seen)


def _compare(
    card: PersonCard, held: tuple[MaterialRow, ...], lying: tuple[Enclosure, ...], answer: Answer
) -> tuple[Compared, ...]:
    """The declared entries beside what proves them; ``result`` is agrees, holds, missing or not_declared."""
    stay, proofs = card.stay, {m.proves: m for m in held if m.state == "held"}
    gaps = {each.kind: each.gap for each in lying}
    registered = stay.registered_on.isoformat() if stay and stay.registered_on else ""
    address = f"{stay.community} {stay.address}" if stay else ""
    work = stay.employer if stay else ""

    def line(item: str, declared: str, group: str) -> Compared:
        proof = proofs.get(group)
        if proof is None:
            return Compared(item, declared, "", "", "missing" if declared else "not_declared")
        gap = gaps.get(proof.kind, "")
        return Compared(
            item, declared, declared, proof.title, "missing" if gap else "agrees", proof.kind, gap
        )

    number = idnumbers.masked(card.number)
    half_year = "holds" if any(_long_enough(reason) for reason in answer.reasons.walk()) else "missing"
    return (
        line("name", card.name, "identity"),
        line("id_number", number, "identity"),
        Compared("photo", "", "", "", "holds" if card.photo else "missing", PHOTO, gaps.get(PHOTO, "")),
        Compared("residence", registered, registered, "registration", half_year),
        line("dwelling", address, "address"),
        line("work", work, "work"),
        line("study", "", "study"),
    )


def _long_enough(reason: Reason) -> bool:
    return reason.fact == "residence_run" and reason.verdict is Verdict.YES
