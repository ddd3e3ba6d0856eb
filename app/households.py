"""Families: who came with whom, entered in one act, each told by the relation to the head (GB/T 4761)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import arrivals, drafts, merging, people
from app.arrivals import NO_NUMBER, NewArrival, Recorded
from app.clashes import Clash, Clashed, Values, last_written
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.language import N_
from app.materials import NewMaterial
from app.merging import Relations, Wanted
from db.journal import plain
from db.records import Household, Member, Person, Registration, Stay

HEAD = "02"
SPOUSE, SON, DAUGHTER, PARENT = "10", "20", "30", "50"
JOINING_FAMILY = "09"
# What a relation says of the sex, and what the sex makes of a relation that does not say it.
SEX_SAID = {"11": "1", "12": "2", SON: "1", DAUGHTER: "2", "51": "1", "52": "2"}
SAID_WITH_SEX = {SPOUSE: {"1": "11", "2": "12"}, PARENT: {"1": "51", "2": "52"}}
OTHER_SEX = {"1": "2", "2": "1"}
UNKNOWN_SEX = "0"


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody of a family as the form asks: relation to the head, name and number, or birth without one.

    ``verified`` says how the document was verified, "" that it is still to be shown; ``person_id`` is
    set for somebody on file, who may have ``moved`` here from where they live by the file.
    """

    relation: str
    name: str
    id_kind: str
    id_number: str
    born_on: date | None = None
    household_division: str | None = None
    sex: str = ""
    verified: str = ""
    person_id: UUID | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody of a household now: who, in which relation to the head, since when, living here or not."""

    id: UUID
    person_id: UUID
    name: str
    relation: str
    sex: str
    born_on: date | None
    number: str
    number_kind: str
    since: date | None
    here: bool
    registered: bool


def record(
    desk: Desk,
    new: NewArrival,
    family: tuple[NewMember, ...] = (),
    stay_id: UUID | None = None,
    shown: Values | None = None,
    draft: DraftRow | None = None,
) -> tuple[Recorded, ...]:
    """Record or correct an arrival with the family that came along, all of it or nothing; the head is first.

    What was on file when the officer began is ``shown``, and what others saved since is kept; ``draft``
    is the one that is over with it. Raises Clashed where others changed the same, and Refused as
    ``arrivals.record`` does; a refusal about a member names ``family.0`` for the first.
    """
    if stay_id is None:
        with desk.writing("record_arrival") as session:
            drafts.use_up(session, draft)
            return enter(session, desk, new, family, shown=shown)
    with desk.writing("amend_arrival") as session:
        drafts.use_up(session, draft)
        return enter(session, desk, new, family, stay_id, shown)


def enter(
    session: Session,
    desk: Desk,
    new: NewArrival,
    family: tuple[NewMember, ...] = (),
    stay_id: UUID | None = None,
    shown: Values | None = None,
    yields: frozenset[str] = frozenset(),
) -> tuple[Recorded, ...]:
    """Write an arrival and the family's into an open transaction, and who is whose.

    Whoever of the family is on file at the head's dwelling already only joins the household, or moves
    along where the head's stay is corrected. ``shown`` and ``yields`` are what ``merging`` takes;
    where nothing was shown, as in a list that is taken in, what is given is written.
    """
    coming = tuple(enumerate(family))
    _hold(session, new, family, stay_id)
    if shown is not None:
        relations = {each.person_id: relation(each, new.sex) for each in family if each.person_id}
        agreed = merging.laid_over(session, desk, Wanted(new, relations, stay_id, shown), yields)
        new, stay_id = agreed.new, agreed.stay_id
        coming = _still_of(coming, agreed.relations)
    lived = _where(session, stay_id)
    head = arrivals.enter(session, desk, new, stay_id)
    if not coming:
        return (head,)
    household = _household(session, head, new)
    entered = [head]
    for number, member in coming:
        with _about_member(number):
            entered.append(_enter_member(session, desk, new, member, lived, head))
            _join(session, household, entered[-1].person_id, relation(member, new.sex), new.arrived_on)
    session.flush()
    return tuple(entered)


def of_person(desk: Desk, person_id: UUID) -> tuple[MemberRow, ...]:
    """Everybody of the household a person is in now, the head first; empty where none is on file."""
    with desk.reading() as session:
        own = _open(session, person_id)
        return tuple(_rows(session, own.household_id)) if own else ()


def led_by(desk: Desk, person_id: UUID) -> tuple[MemberRow, ...]:
    """The members of the household this person is the head of, without the head."""
    members = of_person(desk, person_id)
    if not members or members[0].person_id != person_id or members[0].relation != HEAD:
        return ()
    return members[1:]


def leave(desk: Desk, member_id: UUID, on: date, instead_of: date | None = None) -> None:
    """Note that somebody has left the household from this day on; nobody is removed and the stay goes on.

    Raises Clashed where another officer has said another day since, unless it is the one that this is
    said ``instead_of``; the same day said twice is said once. Raises Refused for a day before joining.
    """
    with desk.writing("leave_household") as session:
        member = session.get_one(Member, member_id)
        people.held(session, member.person_id)
        session.refresh(member)
        if member.until == on:
            return
        if member.until != instead_of:
            clash = Clash("until", plain(instead_of), plain(member.until), plain(on))
            written = last_written(session, member.person_id, Member.__tablename__, member.id)
            raise Clashed((clash,), written)
        if member.since and on < member.since:
            raise Refused(
                N_("Nobody leaves a household before joining it on {day}."), field="until", day=member.since
            )
        member.until = on


def relation(member: NewMember, sex_of_head: str) -> str:
    """The relation as it is kept: husband or wife, father or mother, where the sex is known."""
    return SAID_WITH_SEX.get(member.relation, {}).get(sex(member, sex_of_head), member.relation)


def sex(member: NewMember, sex_of_head: str) -> str:
    """A member's sex by the number, else as far as the relation says it."""
    by_relation = OTHER_SEX.get(sex_of_head) if member.relation == SPOUSE else SEX_SAID.get(member.relation)
    return member.sex or by_relation or UNKNOWN_SEX


# -- entering -----------------------------------------------------------------------------------------


def _hold(session: Session, new: NewArrival, family: tuple[NewMember, ...], stay_id: UUID | None) -> None:
    """Hold all whom it is about against other desks, in one order: nobody waits for one who waits for them.

    The head alone is held where the head is written.
    """
    coming = {each.person_id for each in family if each.person_id}
    if not coming:
        return
    head = session.get_one(Stay, stay_id).person_id if stay_id else new.person_id
    all_known = Person.id.in_([each for each in (*coming, head) if each is not None])
    session.execute(select(Person.id).where(all_known).order_by(Person.id).with_for_update()).all()
    session.expire_all()  # whatever was read before is read again as the last to hold them left it


def _still_of(
    family: tuple[tuple[int, NewMember], ...], relations: Relations
) -> tuple[tuple[int, NewMember], ...]:
    """The family without whoever was taken out of it meanwhile, each in the relation that was agreed on."""
    return tuple(
        (number, replace(each, relation=relations[each.person_id]) if each.person_id else each)
        for number, each in family
        if each.person_id is None or each.person_id in relations
    )


@dataclass(frozen=True, slots=True)
class _Lived:
    """Where the head's stay was before it was corrected, and since when."""

    dwelling_id: UUID
    arrived_on: date


def _where(session: Session, stay_id: UUID | None) -> _Lived | None:
    stay = session.get_one(Stay, stay_id) if stay_id else None
    return _Lived(stay.dwelling_id, stay.arrived_on) if stay else None


@contextmanager
def _about_member(number: int) -> Iterator[None]:
    """What is refused within is about this member, not about the head's own entries."""
    try:
        yield
    except Refused as refused:
        refused.field = f"family.{number}"
        raise


def _enter_member(
    session: Session, desk: Desk, head: NewArrival, member: NewMember, lived: _Lived | None, led_by: Recorded
) -> Recorded:
    """Enter a member's arrival, or correct the stay that began with the head's, or leave it as it is."""
    _refuse_contradiction(member)
    stay = _open_stay(session, member.person_id)
    if stay is not None and lived is not None and stay.dwelling_id == lived.dwelling_id:
        return arrivals.enter(session, desk, _corrected(stay, head, lived), stay.id)
    if stay is not None and stay.dwelling_id == session.get_one(Stay, led_by.stay_id).dwelling_id:
        return Recorded(stay.person_id, stay.id)
    return arrivals.enter(session, desk, _arrival(session, head, member))


def _corrected(stay: Stay, head: NewArrival, lived: _Lived) -> NewArrival:
    """A member's stay as the head's was corrected: the dwelling, and the day where it was the same."""
    arrived_on = head.arrived_on if stay.arrived_on == lived.arrived_on else stay.arrived_on
    return replace(
        arrivals.form_of_stay(stay), arrived_on=arrived_on,
        **{name: getattr(head, name) for name in arrivals.DWELLING_FIELDS},
    )  # fmt: skip


def _arrival(session: Session, head: NewArrival, member: NewMember) -> NewArrival:
    """A member's arrival: where and when the head's is, and of themselves what is known."""
    own = replace(
        head, name=member.name, id_kind=member.id_kind, id_number=member.id_number,
        sex=sex(member, head.sex), born_on=member.born_on, phone="", education=None, photo=None,
        household_division=member.household_division or head.household_division, urgent_name=head.name,
        urgent_phone=head.phone, purpose=JOINING_FAMILY, employer="", job="", contract_until=None,
        insured=None, remark="", person_id=member.person_id, moved=member.moved,
        materials=(_identity(member), *(each for each in head.materials if each.proves == "address")),
    )  # fmt: skip
    if member.person_id is None:
        return own
    on_file = arrivals.form_of_person(people.found(session, member.person_id))
    kept = {name: getattr(on_file, name) for name in arrivals.PERSON_FIELDS}
    return replace(own, **kept, id_kind=on_file.id_kind, id_number=on_file.id_number)


def _identity(member: NewMember) -> NewMaterial:
    """The proof of who a member is: the card, or the household register of a child without a number."""
    kind = "household_book" if member.id_kind == NO_NUMBER else "id_card"
    return NewMaterial(kind, "identity", "held" if member.verified else "missing", member.verified)


def _refuse_contradiction(member: NewMember) -> None:
    said = SEX_SAID.get(member.relation)
    if said and member.sex in OTHER_SEX and said != member.sex:
        raise Refused(
            N_("By the number {name} is of the other sex than the relation says. Compare both."),
            name=member.name,
        )


def _open_stay(session: Session, person_id: UUID | None) -> Stay | None:
    if person_id is None:
        return None
    return session.scalars(select(Stay).where(Stay.person_id == person_id, Stay.left_on.is_(None))).first()


# -- the household ------------------------------------------------------------------------------------


def _household(session: Session, head: Recorded, new: NewArrival) -> Household:
    """The household this person is the head of, begun where there is none."""
    own = _open(session, head.person_id)
    household = session.get_one(Household, own.household_id) if own else None
    if household is None or household.head_id != head.person_id:
        household = Household(head_id=head.person_id)
        session.add(household)
        session.flush()
    _join(session, household, head.person_id, HEAD, new.arrived_on)
    return household


def _join(session: Session, household: Household, person_id: UUID, relation: str, since: date | None) -> None:
    """Put a person into a household; nobody is in two at a time."""
    own = _open(session, person_id)
    if own is not None and own.household_id == household.id:
        own.relation = relation
        return
    if own is not None:
        own.until = max(since, own.since) if since and own.since else since
    session.add(Member(household_id=household.id, person_id=person_id, relation=relation, since=since))
    session.flush()


def _open(session: Session, person_id: UUID) -> Member | None:
    of_person = select(Member).where(Member.person_id == person_id, Member.until.is_(None))
    return session.scalars(of_person.order_by(Member.row.desc())).first()


def _rows(session: Session, household_id: UUID) -> Iterable[MemberRow]:
    members = (
        select(Member, Person)
        .join(Person, Person.id == Member.person_id)
        .where(Member.household_id == household_id, Member.until.is_(None))
        .order_by(Member.relation != HEAD, Member.row)
    )
    for member, person in session.execute(members):
        stay = _open_stay(session, person.id)
        identifier = people.chief(person)
        registered = select(Registration.id).where(Registration.stay_id == stay.id) if stay else None
        yield MemberRow(
            member.id, person.id, person.name, member.relation, person.sex, person.born_on,
            identifier.number if identifier else "", identifier.kind if identifier else "", member.since,
            stay is not None, registered is not None and session.scalar(registered) is not None,
        )  # fmt: skip
