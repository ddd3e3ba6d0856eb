"""The voucher of residence registration: one part goes with the person, the other is signed and filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.paper.sheet import A4, Sheet
from app.paper.wording import Form


@dataclass(frozen=True, slots=True)
class RegistrationVoucher:
    """What is printed on a registration voucher: who was registered where, by which organ and when.

    ``told`` is what the person was told at the desk, a sentence each.
    """

    number: str
    name: str
    sex: str
    id_kind: str
    id_number: str
    household_address: str
    residence_address: str
    arrived_on: date
    registered_on: date
    organ: str
    officer: str
    told: tuple[str, ...] = ()
    code: str = ""


def draw(sheet: Sheet, form: Form, voucher: RegistrationVoucher) -> None:
    """The person's part above the cut, the part to sign and file below it."""
    half = A4[1] / 2
    for part in ("particulars", "for the person", "cut"):
        sheet.lay(form, part, voucher)
    for part in ("particulars", "for the file"):
        sheet.lay(form, part, voucher, down=half)
    sheet.end_page()
