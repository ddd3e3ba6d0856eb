"""What is printed about a person: where and how long they have lived here, and what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, facts, paper, people, prospects
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _
from app.law import Answer, Case, LedgerEntry, Verdict, calendar
from app.law import words as law_words
from app.law.ledger import WHY
from app.paper.certificates import Counted, Housemate, Service, Stretch
from app.papers.subject import Subject, address, letter, marked
from db.records import Insurance, Member, Permit, Person, Registration, Stay

COUNTS = {Verdict.YES: N_("counted"), Verdict.NO: N_("not counted"), Verdict.UNKNOWN: N_("not known")}
FROM_HALF_A_YEAR = "permit_after_half_a_year"


def residence(session: Session, desk: Desk, person_id: UUID) -> Subject:
    """That a person is registered as living here; raises Refused when they are not."""
    person, today = people.found(session, person_id), desk.today()
    stay, registration = _lives_here(session, person)
    permit = session.scalars(
        select(Permit).where(Permit.person_id == person_id, Permit.state == "issued")
    ).first()
    value = letter(
        paper.ResidenceCertificate, desk, person, arrived_on=stay.arrived_on,
        registered_on=registration.registered_on, registration=registration.number,
        permit=permit.number or "" if permit else "", purpose=codes.name("reasons", stay.purpose, today),
    )  # fmt: skip
    return Subject(value, person_id)


def history(session: Session, desk: Desk, person_id: UUID) -> Subject:
    """Where a person has lived, gaps shown as gaps, and how much of it the law counts.

    Days are counted by the ledger of residence and nowhere else: the total is the law's own, and a stretch
    says how many of its days are in it and by which article.
    """
    person, today = people.found(session, person_id), desk.today()
    if not person.stays:
        raise Refused(N_("No stay is on file for {name}."), name=person.name)
    registered = {r.stay_id: r for r in _registrations(session, person_id)}
    case = facts.about(session, person_id, today)
    ledger = desk.law.ledger(case, today)
    stretches = tuple(_stretches(person, registered, ledger, today))
    value = letter(
        paper.ResidenceHistory, desk, person, _caution(ledger), stretches=stretches,
        total=_length(desk.law.fact("residence_total", case, today)), article=_articles(ledger),
        inhibits=tuple(_inhibits(person, registered, stretches)),
    )  # fmt: skip
    return Subject(value, person_id)


def years(session: Session, desk: Desk, person_id: UUID) -> Subject:
    """How long residence ran without a break and what insurance was paid, as the law here counts it."""
    person, today = people.found(session, person_id), desk.today()
    case = facts.about(session, person_id, desk.today())
    run, total = (desk.law.fact(name, case, today) for name in ("residence_run", "residence_total"))
    ledger = desk.law.ledger(case, today)
    value = letter(
        paper.YearsCertificate, desk, person, _caution(ledger),
        since=today - timedelta(run) if isinstance(run, int) and run else None, run=_length(run),
        total=_length(total), insurance=tuple(_paid(session, person_id)),
        counted=tuple(
            Counted(
                f"{entry.start} 至 {entry.until - timedelta(1)}", _days(entry.days), _(COUNTS[entry.counted]),
                _because(entry),
            )
            for entry in ledger
        ),
    )  # fmt: skip
    return Subject(value, person_id)


def services(session: Session, desk: Desk, person_id: UUID) -> Subject:
    """What is told face to face, and the services open now and later: what is missing, from when."""
    person, case = people.found(session, person_id), facts.about(session, person_id, desk.today())
    answers = desk.law.all("benefit", case, desk.today())
    value = letter(
        paper.ServicesNotice, desk, person, law_words.caution_of_all(answers), told=tuple(_told(desk, case)),
        open_now=tuple(_service(answer) for answer in answers if answer),
        later=tuple(_service(answer) for answer in answers if not answer),
    )  # fmt: skip
    return Subject(value, person_id)


def household(session: Session, desk: Desk, person_id: UUID) -> Subject:
    """Everybody of the person's household; the person alone where none is on file."""
    person, today = people.found(session, person_id), desk.today()
    own = session.scalars(select(Member).where(Member.person_id == person_id, Member.until.is_(None))).first()
    members = (
        session.scalars(
            select(Member)
            .where(Member.household_id == own.household_id, Member.until.is_(None))
            .order_by(Member.relation, Member.row)
        ).all()
        if own
        else ()
    )
    mates = [(people.found(session, m.person_id), codes.name("kinship", m.relation, today)) for m in members]
    value = letter(
        paper.HouseholdSheet, desk, person,
        people=tuple(_housemate(mate, relation, today) for mate, relation in mates or [(person, "")]),
    )  # fmt: skip
    return Subject(value, person_id)


def _lives_here(session: Session, person: Person) -> tuple[Stay, Registration]:
    for stay in person.stays:
        if stay.left_on is None and stay.registered:
            on_file = select(Registration).where(Registration.stay_id == stay.id)
            return stay, session.scalars(on_file).one()
    raise Refused(N_("{name} has no registered stay here. Register the residence first."), name=person.name)


def _registrations(session: Session, person_id: UUID) -> tuple[Registration, ...]:
    return tuple(session.scalars(select(Registration).where(Registration.person_id == person_id)))


def _stretches(
    person: Person, registered: dict[UUID, Registration], ledger: tuple[LedgerEntry, ...], today: date
) -> Iterator[Stretch]:
    """Each stay from the first to the last, and between them the days of which nothing is on file."""
    reached: date | None = None
    for stay in person.stays:
        if reached is not None and stay.arrived_on > reached:
            gap = _("(gap) no residence is on file for this time")
            yield Stretch(
                str(reached), str(stay.arrived_on), gap, "", _between(reached, stay.arrived_on),
                _days_counted(ledger, reached, stay.arrived_on),
            )  # fmt: skip
        on_file, until = registered.get(stay.id), stay.left_on or today
        yield Stretch(
            str(stay.arrived_on), str(stay.left_on) if stay.left_on else _("until now"), address(stay, today),
            str(on_file.registered_on) if on_file else _("not registered"),
            _between(stay.arrived_on, until), _days_counted(ledger, stay.arrived_on, until),
        )  # fmt: skip
        reached = max(reached or date.min, until)


def _days_counted(ledger: tuple[LedgerEntry, ...], start: date, until: date) -> str:
    """How many of the days [start, until) the law counts."""
    within = [
        (entry.counted, (min(entry.until, until) - max(entry.start, start)).days)
        for entry in ledger
        if entry.start < until and start < entry.until
    ]
    if any(counted is Verdict.UNKNOWN for counted, _days_of_it in within):
        return _("cannot be said from what is on file")
    return _days(sum(days for counted, days in within if counted is Verdict.YES))


def _articles(ledger: tuple[LedgerEntry, ...]) -> str:
    """The articles by which days are counted or not, each once."""
    return "；".join(dict.fromkeys(entry.article for entry in ledger if entry.article))


def _caution(ledger: tuple[LedgerEntry, ...]) -> str:
    unread = any(entry.status == "unverified" for entry in ledger)
    return _("This rule has not been checked against the act.") if unread else ""


def _inhibits(
    person: Person, registered: dict[UUID, Registration], stretches: tuple[Stretch, ...]
) -> Iterator[str]:
    """What must be said beside the history: gaps, what was never registered, what was registered late."""
    gap = _("(gap) no residence is on file for this time")
    for stretch in stretches:
        if stretch.place == gap:
            yield _("A gap from {start} to {until}: residence in it cannot be certified.",
                    start=stretch.start, until=stretch.until)  # fmt: skip
    for stay in person.stays:
        on_file = registered.get(stay.id)
        if on_file is None:
            yield _("The stay from {day} on is not registered.", day=stay.arrived_on)
        elif on_file.registered_on > stay.register_by:
            yield _("The stay from {day} on was registered late, on {registered}.",
                    day=stay.arrived_on, registered=on_file.registered_on)  # fmt: skip
    if not any(stay.left_on is None for stay in person.stays):
        yield _("The person does not live here any more.")


def _paid(session: Session, person_id: UUID) -> Iterator[Counted]:
    runs = select(Insurance).where(Insurance.person_id == person_id).order_by(Insurance.since)
    for run in session.scalars(runs):
        months = (run.until.year - run.since.year) * 12 + run.until.month - run.since.month + 1
        special = (_("paid later") if run.backpaid else "", _("flexible work") if run.flexible else "")
        yield Counted(
            f"{run.since:%Y-%m} 至 {run.until:%Y-%m}", law_words.counted_in_words("months", months),
            _(law_words.KINDS[run.kind]), "、".join(filter(None, special)),
        )  # fmt: skip


def _because(entry: LedgerEntry) -> str:
    """Why a stretch counts or does not, and by which article; one that nobody has read is marked."""
    return f"{_(WHY[entry.why])}（{marked(entry)}）" if entry.article else _(WHY[entry.why])


def _told(desk: Desk, case: Case) -> Iterator[str]:
    """What is told face to face, a sentence each, with the day where the law can say one."""
    today = desk.today()
    full = prospects.half_year_full(desk, case)
    for point in codes.entries("told", today):
        if point.code == FROM_HALF_A_YEAR and full is not None and full > today:
            yield _("{point}: full on {day}, if the stay goes on", point=point.name, day=full)
        else:
            yield point.name


def _service(answer: Answer) -> Service:
    return Service(law_words.titled(answer.title), law_words.summary(answer), marked(answer))


def _housemate(person: Person, relation: str, today: date) -> Housemate:
    identifier = people.chief(person)
    return Housemate(
        person.name, relation, codes.name("sexes", person.sex, today),
        identifier.number if identifier else "",
        person.stays[-1].arrived_on if person.stays else today,
    )  # fmt: skip


def _between(start: date, until: date) -> str:
    return law_words.elapsed_in_words(start, until)


def _days(days: int) -> str:
    return law_words.period_in_words(calendar.Period(days, "day"))


def _length(days: object) -> str:
    return _days(days) if isinstance(days, int) else _("cannot be said from what is on file")
