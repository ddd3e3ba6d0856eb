"""The residence permit as a card: the ten items of the law, and on the back the places for endorsements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.paper.sheet import Sheet
from app.paper.wording import Form

NAME = "permit_card"
FRONT, BACK = "front", "back"


@dataclass(frozen=True, slots=True)
class EndorsementMark:
    """One yearly endorsement as it stands in its place on the back of the card."""

    on: date
    by: str


@dataclass(frozen=True, slots=True)
class PermitCard:
    """What is printed on a residence permit card.

    The first ten are all that Interim Regulations on Residence Permits, art. 4, lets a permit show; title,
    number, endorsements and the signed code are local additions. ``photo`` is a JPEG, or None to draw an
    empty frame.
    """

    name: str
    sex: str
    ethnic_group: str
    born: date
    id_number: str
    photo: bytes | None
    household_address: str
    residence_address: str
    issuing_organ: str
    issued_on: date

    title: str
    number: str
    endorsements: tuple[EndorsementMark, ...] = ()
    code: str = ""


def draw(sheet: Sheet, form: Form, card: PermitCard) -> None:
    """Front and back, one page each."""
    for side in (FRONT, BACK):
        sheet.lay(form, side, card)
        sheet.end_page()
