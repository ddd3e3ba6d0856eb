"""Letters about a permit: its receipt, what is missing, its endorsement and the reminder, refusal and end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.paper.sheet import Sheet
from app.paper.wording import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What stands on every paper the office writes: its own number, who wrote it and on what day.

    ``code`` is the text of its QR code; like the number it is empty in a preview, for a paper that
    nobody made has neither. ``caution`` says what nobody has read in the act yet.
    """

    number: str
    organ: str
    officer: str
    made_on: date
    caution: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Issued):
    """A paper about a person, and whom it is about."""

    name: str
    sex: str
    id_number: str
    household_address: str
    residence_address: str


@dataclass(frozen=True, slots=True)
class AcceptanceReceipt(Letter):
    """The receipt of an application (受理回执): what was handed in, and by when the permit is issued."""

    accepted_on: date
    issue_by: date | None
    materials: tuple[str, ...]
    agent: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that an application lacks, and what would do."""

    what: str
    which: str


@dataclass(frozen=True, slots=True)
class OneTimeNotice(Letter):
    """The one-time notice (一次性告知单) of everything missing (art. 9)."""

    missing: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class EndorsementSlip(Letter):
    """What is handed over with an endorsement (签注): for which last day, and the next one."""

    permit: str
    issued_on: date
    endorsed_on: date
    due_on: date
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class EndorsementReminder(Letter):
    """The reminder of an endorsement to come: the last day in time, and what a late one means."""

    permit: str
    issued_on: date
    due_on: date
    window: str
    cost: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A condition as the law weighed it: what it asks, how it stands, and whether it is met."""

    asked: str
    stands: str
    met: str


@dataclass(frozen=True, slots=True)
class Refusal(Letter):
    """The refusal of an application, with its reasons as the law weighed them."""

    applied_on: date
    refused_on: date
    opinion: str
    reasons: tuple[Weighed, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Cancellation(Letter):
    """That a permit has ended (注销), on what day and why."""

    permit: str
    issued_on: date | None
    ended_on: date
    reason: str


def flowing(*parts: str) -> Callable[[Sheet, Form, Any], None]:
    """A drawing that lays the head and lets the parts flow below it, over as many pages as they take."""

    def draw(sheet: Sheet, form: Form, value: Any) -> None:
        sheet.begin(0)
        sheet.flow(form, value, *parts)
        sheet.end_page()

    return draw
