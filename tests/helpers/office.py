"""A small fictional office for tests: invented people in every state, entered through the verbs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy import select

from app import arrivals, materials, officers, offices, people, permits, printing, registrations, undoing
from app.arrivals import NewArrival
from app.desk import Desk
from app.materials import NewMaterial
from app.offices import NewOffice, NewOfficer
from app.paper import PERMIT_CARD
from db.records import Dwelling, Permit, PermitStep, Person, Stay

FILE = "office.anju"
DIVISION = "530302"
OFFICE = NewOffice(DIVISION, "文昌派出所", "曲靖市公安局麒麟分局", "居住证")
OFFICER = NewOfficer("chenxl", "陈晓岚", "户籍窗口", "a quiet window 7")
PROOFS = (
    NewMaterial("id_card", "identity", verified="card_read"),
    NewMaterial("lease", "address", pages=6),
)


@dataclass(frozen=True, slots=True)
class Samples:
    """The people of the fictional office by where they stand, with their stays and permits.

    ``overdue``, ``due_today`` and ``soon`` wait to be registered, ``settled`` is registered
    and may apply, ``waiting`` is registered but not half a year, ``applied`` lacks proofs,
    ``accepted``, ``approved``, ``printed`` and ``issued`` hold permits in those states,
    ``endorsable`` holds one in the window of its endorsement, ``lodger`` lives with relatives
    so that the law must ask, ``gone`` has left.
    """

    people: dict[str, UUID]
    stays: dict[str, UUID]
    permits: dict[str, UUID]


def office(tmp_path: Path, on: str = "2026-11-23") -> Desk:
    """The desk of an empty fictional community on this day; it is founded once for a run and copied."""
    return _copied(_empty_once(), tmp_path, on)


def founded(tmp_path: Path, on: str = "2026-11-23", division: str = DIVISION) -> Desk:
    """The same founded anew, perhaps elsewhere: another station, with a key of its own."""
    url = offices.url_of(str(tmp_path / FILE))
    offices.create_fiction(url, replace(OFFICE, division=division), OFFICER)
    return offices.open_fiction(url, date.fromisoformat(on))


@cache
def photo() -> bytes:
    """A drawn face, no picture of anybody, in the measures of a permit photo."""
    picture = Image.new("RGB", (358, 441), "#DCE6EE")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((59, 320, 299, 560), fill="#4F7160")
    pen.ellipse((109, 90, 249, 330), fill="#E8C39E")
    pen.pieslice((99, 70, 259, 260), 180, 360, fill="#22262B")
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=80)
    return jpeg.getvalue()


def sampled(tmp_path: Path, on: str = "2026-11-23") -> tuple[Desk, Samples]:
    """The desk of the office that ``samples`` filled; it is filled once for a run of tests and copied."""
    folder, made = _filled_once()
    return _copied(folder, tmp_path, on), made


def _copied(folder: TemporaryDirectory[str], to: Path, on: str) -> Desk:
    shutil.copyfile(Path(folder.name) / FILE, to / FILE)
    return offices.open_fiction(offices.url_of(str(to / FILE)), date.fromisoformat(on))


@cache
def _empty_once() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="anju-empty-")
    founded(Path(folder.name)).close()
    return folder


@cache
def _filled_once() -> tuple[TemporaryDirectory[str], Samples]:
    folder = TemporaryDirectory(prefix="anju-samples-")
    desk = office(Path(folder.name))
    made = samples(desk)
    desk.close()
    return folder, made


def another_window(desk: Desk) -> Desk:
    """Another desk on the same database, at which the same officer has signed in too."""
    return Desk(desk._store, desk.office, desk.officer, desk.shelf, desk.today())


def colleague(desk: Desk) -> Desk:
    """The desk of another officer of the same office, who sits at another window."""
    officer = officers.add(desk, NewOfficer("zhanght", "张海涛", "户籍窗口", "another quiet window 7"))
    other = another_window(desk)
    other.officer = replace(desk.officer, id=officer, name="张海涛")
    return other


def citizen_number(division: str, born: date, sequence: int) -> str:
    """An invented citizen number: its sequence, 900 or more, is not given out, its check digit fits."""
    assert 900 <= sequence <= 999
    body = f"{division}{born:%Y%m%d}{sequence}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


def arrival(name: str, sequence: int, arrived_on: str, **more: Any) -> NewArrival:
    """The arrival of an invented person; odd sequences are men's, even ones women's."""
    born = date(1980 + sequence % 20, 3, 14)
    plain = NewArrival(
        name=name, id_kind="citizen", id_number=citizen_number("530627", born, sequence),
        sex="12"[sequence % 2 == 0], born_on=born, arrived_on=date.fromisoformat(arrived_on),
        community="河滨社区",
        address=f"麒麟路 {sequence % 90}-1-602", tenure="rented", purpose="01", household_division="530627",
        household_address="中屯镇", phone=f"1380000{sequence:04d}", employer="云岭机电有限公司",
        photo=photo(),
    )  # fmt: skip
    return replace(plain, **more)


def samples(desk: Desk) -> Samples:
    """Fill an empty office with somebody in every state, as of 2026-11-23."""
    made = Samples({}, {}, {})
    _arrive(
        made,
        desk,
        "overdue",
        arrival("马晓东", 901, "2026-10-21", community="北关社区", address="建设巷 7-2-301"),
    )
    _arrive(
        made,
        desk,
        "due_today",
        arrival("周美玲", 902, "2026-10-24", community="清源社区", address="兴园 12-402"),
    )
    _arrive(made, desk, "soon", arrival("黄雅琴", 904, "2026-10-26", address="麒麟路 90-1-506"))
    _register(
        made,
        desk,
        "settled",
        arrival("罗建国", 903, "2026-03-02", community="南苑社区", address="三江路 41号"),
    )
    _register(made, desk, "waiting", arrival("唐国华", 905, "2026-09-01"))
    lodging = arrival("沈玉兰", 906, "2026-03-03", tenure="relatives", employer="")
    _register(made, desk, "lodger", lodging)
    _apply(made, desk, "applied", arrival("邓晓薇", 908, "2026-02-01"), "2026-11-20", proofs=())
    _apply(
        made, desk, "accepted", arrival("刘志强", 907, "2026-02-02", address="滨江苑 3-1-602"), "2026-11-20"
    )
    _approve(made, desk, "approved", arrival("李雪梅", 910, "2026-02-03"), "2026-11-16")
    _print(made, desk, "printed", arrival("杨秋月", 912, "2026-02-04"), "2026-11-13")
    _issue(made, desk, "issued", arrival("吴天明", 909, "2026-01-05"), "2026-07-20")
    _issue(made, desk, "endorsable", arrival("赵明慧", 914, "2025-03-14"), "2025-12-18")
    _register(made, desk, "gone", arrival("许长江", 911, "2026-04-01"))
    arrivals.depart(desk, made.stays["gone"], date(2026, 11, 2), "left")
    return made


def _arrive(made: Samples, desk: Desk, who: str, new: NewArrival) -> None:
    assert new.arrived_on is not None
    recorded = arrivals.record(desk.on(new.arrived_on), new)
    made.people[who], made.stays[who] = recorded.person_id, recorded.stay_id


def _register(made: Samples, desk: Desk, who: str, new: NewArrival) -> None:
    assert new.arrived_on is not None
    _arrive(made, desk, who, new)
    registrations.register(desk.on(new.arrived_on), made.stays[who], registrations.TELL)


def _apply(
    made: Samples, desk: Desk, who: str, new: NewArrival, on: str, proofs: tuple[NewMaterial, ...] = PROOFS
) -> Desk:
    then = desk.on(date.fromisoformat(on))
    _register(made, desk, who, new)
    materials.note(then, made.people[who], proofs)
    made.permits[who] = permits.apply(then, made.people[who]).id
    return then


def _approve(made: Samples, desk: Desk, who: str, new: NewArrival, on: str) -> Desk:
    then = _apply(made, desk, who, new, on)
    permits.move(then, made.permits[who], "approve")
    return then


def _print(made: Samples, desk: Desk, who: str, new: NewArrival, on: str) -> Desk:
    then = _approve(made, desk, who, new, on)
    card = printing.make(then, PERMIT_CARD.name, made.permits[who])
    printing.sent(then, card.printout_id)
    printing.came_out(then, card.printout_id)
    return then


def _issue(made: Samples, desk: Desk, who: str, new: NewArrival, on: str) -> Desk:
    then = _print(made, desk, who, new, on)
    permits.move(then, made.permits[who], "hand_out")
    return then


def building_full(desk: Desk, cards: int, address: str = "滨江苑 8", series: int = 9) -> tuple[UUID, ...]:
    """So many approved permits with photos in one building, each person in a room of their own."""
    with desk.writing("invent") as session:
        portrait = people.keep_bytes(session, photo(), "image/jpeg")
        made = []
        for number in range(1, cards + 1):
            person = Person(
                name=f"住户{number}", sex="12"[number % 2], born_on=date(1990, 3, 14), photo=portrait
            )
            room = Dwelling(division=DIVISION, community="河滨社区", address=f"{address}-{number}")
            session.add_all((person, room))
            session.flush()
            stay = Stay(
                person_id=person.id, dwelling_id=room.id, arrived_on=date(2026, 1, 5), tenure="rented",
                register_by=date(2026, 2, 4), registered=True, purpose="01",
            )  # fmt: skip
            session.add(stay)
            session.flush()
            permit = Permit(
                person_id=person.id, stay_id=stay.id, kind="first", state="approved",
                number=f"{DIVISION}-2026-{series}{number:05}", applied_on=date(2026, 11, 2),
                accepted_on=date(2026, 11, 2), issue_by=date(2026, 11, 23),
            )  # fmt: skip
            session.add(permit)
            session.flush()
            made.append(permit.id)
        return tuple(made)


def make_card(desk: Desk, permit_id: UUID) -> None:
    """Approve an application and print its card."""
    permits.move(desk, permit_id, "approve")
    card = printing.make(desk, PERMIT_CARD.name, permit_id)
    printing.sent(desk, card.printout_id)
    printing.came_out(desk, card.printout_id)


def take_back(desk: Desk) -> None:
    """Take back what was done last."""
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)


def state_of(desk: Desk, permit_id: UUID) -> str:
    """Where a permit stands now."""
    with desk.reading() as session:
        return session.get_one(Permit, permit_id).state


def step_of(desk: Desk, permit_id: UUID, step: str) -> PermitStep:
    """The latest step of that name."""
    with desk.reading() as session:
        taken = select(PermitStep).where(PermitStep.permit_id == permit_id, PermitStep.step == step)
        return session.scalars(taken.order_by(PermitStep.row.desc())).one()
