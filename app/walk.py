"""The main job walked from arrival to endorsement on a fictional community, with a written account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from stdnum.iso7064 import mod_11_2

from app import (
    arrivals,
    endorsements,
    history,
    invent,
    likenesses,
    offices,
    people,
    permits,
    printing,
    registrations,
)
from app import today as board
from app.arrivals import NewArrival
from app.desk import Desk, today
from app.errors import Refused
from app.invent import OF_MEN, PORTRAITS
from app.language import N_, _
from app.law import Period, calendar, words
from app.machine import why
from app.materials import NewMaterial
from app.offices import Found

PEOPLE, SEED = 60, 1


def walk(folder: Path, database: str | None, on: date | None) -> str:
    """Walk the main job so that it ends on a day; the account, which is left in ``folder`` with the papers.

    Works on a new fictional community there, or on the database named, which must be empty or fictional.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            N_("The folder {folder} cannot be made: {why}."), folder=folder, why=why(error)
        ) from error
    last_day = on or today()
    url = offices.url_of(database or str(folder / "community.anju"))
    if offices.found_at(url) is Found.NOTHING:
        invent.invent(url, PEOPLE, SEED, last_day)
    desk = offices.open_fiction(url, last_day)
    try:
        account = _Walk(desk, folder).whole()
    finally:
        desk.close()
    (folder / "walk.txt").write_text(account, encoding="utf-8")
    return account


class _Walk:
    """One person's way, told line by line."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._lines: list[str] = []

    def whole(self) -> str:
        # The half year counts from the registration and the year from the issue, so it begins
        # long enough ago for the endorsement to fall on the desk's day: ten days before it is due.
        endorsed = self._desk.today()
        issued = calendar.before(endorsed + timedelta(days=10), Period(1, "year"))
        arrived = calendar.before(issued, Period(6, "month")) - timedelta(days=29)
        person_id = self._arrive(arrived)
        permit_id = self._permit(person_id, self._register(person_id, arrived + timedelta(days=29)))
        self._endorse(permit_id)
        self._tell(self._desk.today(), _("Everything about this person in the journal:"))
        for line in reversed(tuple(history.of_person(self._desk, person_id))):
            self._lines.append(f"    {_(history.ACTS[line.act])}  ({line.officer})")
        return "\n".join(self._lines) + "\n"

    def _arrive(self, arrived: date) -> UUID:
        desk = self._desk.on(arrived)
        recorded = arrivals.record(desk, newcomer(desk))
        self._tell(arrived, _("{name} arrives and is recorded.", name=NAME))
        for days in (1, 28):
            morning = self._desk.on(arrived + timedelta(days=days))
            self._look_at_the_list(morning, recorded.stay_id)
        return recorded.person_id

    def _look_at_the_list(self, morning: Desk, stay_id: UUID) -> None:
        """What the day's list says of the stay; a large community has more on it than is shown."""
        for duty in board.duties(morning):
            if duty.subject_id == stay_id:
                said = _("On the day's list: to register, {days} days left.", days=duty.days_left)
                self._tell(morning.today(), said)

    def _register(self, person_id: UUID, day: date) -> date:
        desk = self._desk.on(day)
        stay = people.card(desk, person_id).stay
        assert stay is not None
        registered = registrations.register(desk, stay.id, registrations.TELL)
        self._tell(day, _("Registered under {number}.", number=registered.number))
        self._print(desk, "registration_voucher", registered.id)
        answer = permits.eligibility(desk, person_id)
        self._tell(day, _("The law is asked about a permit:"))
        self._lines += (f"    {line}" for line in words.as_text(answer).splitlines())
        if answer.opens is None:
            raise Refused(
                N_("By the law on file this person can never apply; the walk ends here."), because=answer
            )
        return answer.opens

    def _permit(self, person_id: UUID, day: date) -> UUID:
        desk = self._desk.on(day)
        permit = permits.apply(desk, person_id)
        self._tell(day, _("Applied and accepted; to be issued by {day}.", day=permit.issue_by))
        permits.move(desk, permit.id, "approve")
        self._tell(day, _("Reviewed and approved."))
        self._print(desk, "permit_card", permit.id)
        permits.move(desk, permit.id, "hand_out")
        self._tell(day, _("The permit is handed out."))
        return permit.id

    def _endorse(self, permit_id: UUID) -> None:
        endorsed = endorsements.endorse(self._desk, permit_id)
        said = _("Endorsed for the year due on {due}; the next is due on {next}.", due=endorsed.due_on,
                 next=endorsed.next_due_on)  # fmt: skip
        self._tell(self._desk.today(), said)

    def _print(self, desk: Desk, document: str, subject_id: UUID) -> None:
        made = printing.make(desk, document, subject_id)
        file = self._folder / f"{document}.pdf"
        file.write_bytes(made.pdf)
        # The file is the paper here, and it was written whole.
        printing.came_out(desk, made.printout_id)
        self._tell(desk.today(), _("Printed to {file}.", file=file.name))

    def _tell(self, day: date, said: str) -> None:
        self._lines.append(f"{day}  {said}")


NAME = "王立群"


def newcomer(desk: Desk) -> NewArrival:
    """The invented person who walks; a number of a sequence that is not given out and not yet on file."""
    number = next(number for number in _numbers() if not likenesses.find(desk, "", number, None))
    return NewArrival(
        name=NAME,
        id_kind="citizen",
        id_number=number,
        sex="1",
        born_on=date(1993, 6, 14),
        household_division=number[:6],
        household_address="示例镇六合村12号",
        phone="16400000001",
        arrived_on=desk.today(),
        community="河滨社区",
        address="麒麟路88号2栋1603",
        tenure="rented",
        purpose="01",
        landlord_name="李国强",
        employer="云岭机电有限公司",
        photo=(PORTRAITS / OF_MEN[0]).read_bytes(),
        materials=(
            NewMaterial("id_card", "identity", verified="card_read"),
            NewMaterial("lease", "address", pages=4),
        ),
    )


def _numbers() -> Iterator[str]:
    for sequence in range(901, 1000, 2):
        seventeen = f"51162219930614{sequence}"
        yield seventeen + mod_11_2.calc_check_digit(seventeen)
