"""The nouns of the office: every table, its columns and what a row may hold.

``people`` has the residents, their dwellings and their histories, ``permits`` a
permit's life and its proofs, ``office`` the station, its officers, paper and days.

TO ADD A COLUMN: 1. one line in its room; 2. ``make migration NAME="phone of a person"``,
read what it wrote and trim it; 3. add it to the value that carries it
(``PersonCard``) and to the form that edits it; mypy shows every place that
builds one. The journal and the exchange need nothing: they work from the table.

Every record has three identities: ``id``, a UUIDv7 that any office can mint
offline and that every reference uses; ``row``, an integer local to this
database, for lists and search; ``version``, which makes a lost update
impossible (it reaches the officer as "Someone else has just changed this
record"). What has none of these and is in no journal, as drafts are, stands in
``db.kept_beside`` and is asked for here as well.
"""

from db.base import hold_limits
from db.derived import Clue
from db.kept_beside import Blob, Draft, Extract, Journal, JournalHead, Original, PagePicture, StationKey
from db.records.office import (
    Blank,
    BlankBox,
    BlankCount,
    Commencement,
    DayClose,
    Explanation,
    Office,
    Officer,
    Printout,
    Question,
    Reversal,
    Series,
)
from db.records.people import (
    Dwelling,
    Employment,
    Household,
    Identifier,
    Insurance,
    Member,
    Person,
    Registration,
    Schooling,
    Statement,
    Stay,
)
from db.records.permits import Decision, Endorsement, Material, Notice, Offer, Page, Permit, PermitStep

__all__ = [
    "TABLES",
    "Blank",
    "BlankBox",
    "BlankCount",
    "Blob",
    "Commencement",
    "DayClose",
    "Decision",
    "Draft",
    "Dwelling",
    "Employment",
    "Endorsement",
    "Explanation",
    "Extract",
    "Household",
    "Identifier",
    "Insurance",
    "Journal",
    "JournalHead",
    "Material",
    "Member",
    "Notice",
    "Offer",
    "Office",
    "Officer",
    "Original",
    "Page",
    "PagePicture",
    "Permit",
    "PermitStep",
    "Person",
    "Printout",
    "Question",
    "Registration",
    "Reversal",
    "Schooling",
    "Series",
    "Statement",
    "StationKey",
    "Stay",
]

TABLES = Clue.metadata
"""Every table of these, and those that follow from them."""
for _table in TABLES.tables.values():
    hold_limits(_table)
