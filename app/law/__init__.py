"""The law: from what is on file about a person, to what the person may have, since when, and why not yet.

It knows no database and no window. ``Law.read`` takes the packs off the shelf;
``law.value``, ``law.ask``, ``law.outlook`` and ``law.all`` answer; ``app.law.words`` puts
an answer in sentences; ``app.law.cases`` runs the cases beside the rules.
"""

from app.law.answers import Answer, Outlook, Reason, Score, Value, Verdict
from app.law.calendar import Deadline, Period
from app.law.hearing import Hearing
from app.law.law import Law, NextEndorsement
from app.law.ledger import LedgerEntry
from app.law.reading import Fault, PackFaults
from app.law.residents import (
    UNKNOWN,
    Case,
    Employment,
    Insurance,
    Loss,
    Permit,
    Resident,
    Schooling,
    Stay,
    first_day_of,
    month_of,
)

__all__ = [
    "UNKNOWN",
    "Answer",
    "Case",
    "Deadline",
    "Employment",
    "Fault",
    "Hearing",
    "Insurance",
    "Law",
    "LedgerEntry",
    "Loss",
    "NextEndorsement",
    "Outlook",
    "PackFaults",
    "Period",
    "Permit",
    "Reason",
    "Resident",
    "Schooling",
    "Score",
    "Stay",
    "Value",
    "Verdict",
    "first_day_of",
    "month_of",
]
