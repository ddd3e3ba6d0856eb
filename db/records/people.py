"""People, where they live and with whom, and the histories the law asks about."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Record, one_of, to, words
from db.types import Fields, Flag


class Person(Record):
    """A resident from elsewhere. Not a stay: who left and returns is the same person with a new stay."""

    name: Mapped[str] = words(100)
    sex: Mapped[str] = one_of("0", "1", "2", "9")  # GB/T 2261.1
    born_on: Mapped[date | None]
    nation: Mapped[str] = words(2, default="01")  # GB/T 3304
    household_division: Mapped[str | None] = words(6)
    household_address: Mapped[str] = words(default="")
    phone: Mapped[str] = words(20, default="")
    education: Mapped[str | None] = words(20)
    urgent_name: Mapped[str] = words(100, default="")
    urgent_phone: Mapped[str] = words(20, default="")
    pinyin: Mapped[str] = words(700, default="")
    photo: Mapped[bytes | None] = mapped_column(LargeBinary(32), ForeignKey("blob.sha256"), index=True)
    remark: Mapped[str] = words(1000, default="")

    identifiers: Mapped[list[Identifier]] = relationship(back_populates="person", order_by="Identifier.row")
    stays: Mapped[list[Stay]] = relationship(back_populates="person", order_by="Stay.arrived_on")

    __table_args__ = (Index(None, "name"), Index(None, "born_on"))


class Identifier(Record):
    """One number by which a person is known; a person may have several, or a provisional one only."""

    person_id: Mapped[UUID] = to("person")
    kind: Mapped[str] = one_of("citizen", "hmt", "foreign", "provisional")
    number: Mapped[str] = words(30, unique=True)

    person: Mapped[Person] = relationship(back_populates="identifiers")


class Dwelling(Record):
    """A place to live, written once: community, street and number down to the room, and who lets it."""

    division: Mapped[str] = words(6)
    community: Mapped[str] = words(60)
    address: Mapped[str] = words()
    initials: Mapped[str] = words(default="")
    landlord_name: Mapped[str] = words(100, default="")
    landlord_phone: Mapped[str] = words(20, default="")
    landlord_initials: Mapped[str] = words(100, default="")

    __table_args__ = (
        Index(None, "division", "community", "address", unique=True),
        Index(None, "initials"),
        Index(None, "landlord_initials", "landlord_name", "landlord_phone"),
    )


# What 今日 looks for among a million stays, most of which were registered long ago.
# Written as each database is asked: SQLite does not see that "NOT registered" says the same.
_UNREGISTERED_IN_A_FILE = text("left_on IS NULL AND registered = 0")
_UNREGISTERED = text("left_on IS NULL AND NOT registered")


class Stay(Record):
    """One stretch of living at one dwelling: from the day of arrival to the day of leaving."""

    person_id: Mapped[UUID] = to("person")
    dwelling_id: Mapped[UUID] = to("dwelling")
    arrived_on: Mapped[date]
    left_on: Mapped[date | None]
    leave_reason: Mapped[str | None] = words(30)
    register_by: Mapped[date]  # fixed by the law of the day of arrival
    report_by: Mapped[date | None]  # the place's own last day for a report, as of the last act about them
    registered: Mapped[bool] = mapped_column(Flag, default=False)
    expected_until: Mapped[date | None]
    tenure: Mapped[str] = one_of("owned", "rented", "dormitory", "school", "relatives", "other")
    purpose: Mapped[str] = words(10)
    employer: Mapped[str] = words(100, default="")
    employer_initials: Mapped[str] = words(100, default="")
    job: Mapped[str] = words(60, default="")
    contract_until: Mapped[date | None]
    insured: Mapped[str | None] = one_of("here", "elsewhere", "none")
    remark: Mapped[str] = words(1000, default="")

    person: Mapped[Person] = relationship(back_populates="stays")
    dwelling: Mapped[Dwelling] = relationship()

    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= arrived_on", name="leaves_after_arriving"),
        # With the two that it asks for, for SQLite would read each stay to see them.
        Index(
            None, "register_by", "left_on", "registered",
            sqlite_where=_UNREGISTERED_IN_A_FILE, postgresql_where=_UNREGISTERED,
        ),
        Index(
            None, "report_by", "left_on", "registered",
            sqlite_where=_UNREGISTERED_IN_A_FILE, postgresql_where=_UNREGISTERED,
        ),
        Index(None, "employer_initials", "employer", "left_on"),
    )  # fmt: skip


class Registration(Record):
    """A residence registration (居住登记) of one stay, and what was told face to face."""

    person_id: Mapped[UUID] = to("person")
    stay_id: Mapped[UUID] = to("stay", unique=True)
    number: Mapped[str] = words(30, unique=True)
    registered_on: Mapped[date]
    closed_on: Mapped[date | None]
    told: Mapped[list[str]] = mapped_column(Fields, default=list)

    __table_args__ = (Index(None, "registered_on"),)


class Household(Record):
    """People who live together as a family; the head is one of its members."""

    head_id: Mapped[UUID] = to("person")


class Member(Record):
    """One person's place in a household, by relation to its head (GB/T 4761)."""

    household_id: Mapped[UUID] = to("household")
    person_id: Mapped[UUID] = to("person")
    relation: Mapped[str] = words(10)
    since: Mapped[date | None]
    until: Mapped[date | None]


class Employment(Record):
    """A spell of work for one employer."""

    person_id: Mapped[UUID] = to("person")
    since: Mapped[date]
    until: Mapped[date | None]
    division: Mapped[str] = words(6)
    employer: Mapped[str] = words(100, default="")

    person: Mapped[Person] = relationship()


class Insurance(Record):
    """Months paid in a row into one kind of social insurance in one region, kept by their first days."""

    person_id: Mapped[UUID] = to("person")
    kind: Mapped[str] = one_of("pension", "medical", "unemployment", "injury", "maternity")
    since: Mapped[date]
    until: Mapped[date]
    region: Mapped[str] = words(6)
    backpaid: Mapped[bool] = mapped_column(Flag, default=False)
    flexible: Mapped[bool] = mapped_column(Flag, default=False)


class Schooling(Record):
    """A spell on a school's roll."""

    person_id: Mapped[UUID] = to("person")
    level: Mapped[str] = one_of("primary", "junior", "senior", "vocational", "higher")
    since: Mapped[date]
    until: Mapped[date | None]
    division: Mapped[str] = words(6)
    school: Mapped[str] = words(100, default="")


class Statement(Record):
    """What a person declared about themselves, from the day they said it: yes, no or unknown."""

    person_id: Mapped[UUID] = to("person")
    name: Mapped[str] = words(60)
    value: Mapped[str] = one_of("yes", "no", "unknown")
    made_on: Mapped[date]
