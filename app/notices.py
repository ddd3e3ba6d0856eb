"""一次性告知: everything an application lacks is told at once (art. 9(5)), and nothing a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, materials
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.law import Answer, Verdict
from app.materials import NewMaterial
from db.records import Material, Notice, Officer, Permit

PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Lack:
    """A proof to be put right or handed in: a code of ``materials``, and what is wrong with it."""

    kind: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """One thing a notice named: a group of proofs or a single proof by its code and title, and the remark."""

    item: str
    title: str
    remark: str


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it was given: on what day, by whom, and everything it named."""

    id: UUID
    permit_id: UUID
    told_on: date
    officer: str
    items: tuple[Named, ...]
    remark: str


def of_permit(desk: Desk, permit_id: UUID) -> tuple[Told, ...]:
    """The notices given about an application, the latest first."""
    with desk.reading() as session:
        given = (
            select(Notice, Officer.name)
            .join(Officer, Officer.id == Notice.officer_id)
            .where(Notice.permit_id == permit_id)
            .order_by(Notice.row.desc())
        )
        return tuple(_told(notice, officer, desk.today()) for notice, officer in session.execute(given))


def latest(session: Session, permit_id: UUID, today: date) -> Told | None:
    """The notice given last about an application; None where none was given."""
    given = (
        select(Notice, Officer.name)
        .join(Officer, Officer.id == Notice.officer_id)
        .where(Notice.permit_id == permit_id)
        .order_by(Notice.row.desc())
        .limit(1)
    )
    found = session.execute(given).first()
    return None if found is None else _told(*found, today)


def title(item: str, on: date) -> str:
    """A group of proofs or a single proof in the officer's language."""
    table = "material_groups" if codes.known("material_groups", item, on) else "materials"
    return codes.title(table, item, on)


def enter(
    session: Session, desk: Desk, permit: Permit, lacks: tuple[Lack, ...], remark: str, answer: Answer
) -> Notice:
    """Give notice in an open transaction of all that is lacking and of the proofs to be put right.

    Raises Refused for a second notice of what could have been named the first time, and where
    the application needs nothing more: one proof of address, work or study is enough (art. 9).
    """
    held = materials.held_by(session, permit.person_id)
    lacking = materials.lacking(session, permit.person, permit)
    _refuse_late(session, desk, permit, lacking, lacks, held)
    _note_wrong(session, desk, permit, lacks)
    needed = materials.lacking(session, permit.person, permit)
    photo = any(lack.kind == PHOTO for lack in lacks)
    if not (needed or photo or (lacks and answer.verdict is not Verdict.YES)):
        raise Refused(
            N_("Nothing this application needs is missing. Mark the proof that is to be put right."),
            field="lacks",
        )
    notice = Notice(
        person_id=permit.person_id, permit_id=permit.id, told_on=desk.today(), officer_id=desk.officer.id,
        items=[*([group, ""] for group in lacking), *([lack.kind, lack.remark.strip()] for lack in lacks)],
        on_file={kind: material.version for kind, material in held.items()}, remark=remark.strip(),
    )  # fmt: skip
    session.add(notice)
    return notice


def _refuse_late(
    session: Session,
    desk: Desk,
    permit: Permit,
    lacking: tuple[str, ...],
    lacks: tuple[Lack, ...],
    held: dict[str, Material],
) -> None:
    """What lay there when the first notice was given, or was not there at all, is not asked for again."""
    given = select(Notice).where(Notice.permit_id == permit.id).order_by(Notice.row.desc())
    last = session.scalars(given).first()
    if last is None:
        return
    for lack in lacks:
        if lack.kind not in held or last.on_file.get(lack.kind) == held[lack.kind].version:
            raise Refused(
                N_("“{proof}” could have been named on {day}. What is missing is told only once (art. 9)."),
                field="lacks", proof=title(lack.kind, desk.today()), day=last.told_on,
            )  # fmt: skip
    if not lacks and set(lacking) <= {item for item, _ in last.items}:
        raise Refused(
            N_("All that is missing was told on {day}, and is told only once (art. 9). Wait, or decide."),
            field="lacks", day=last.told_on,
        )  # fmt: skip


def _note_wrong(session: Session, desk: Desk, permit: Permit, lacks: tuple[Lack, ...]) -> None:
    wrong = []
    for lack in lacks:
        group = materials.group_of(lack.kind, desk.today())
        if not group:
            raise Refused(N_("No proof is called that."), field="lacks")
        if lack.kind != PHOTO:
            wrong.append(NewMaterial(lack.kind, group, state="missing", remark=lack.remark.strip()))
    materials.enter(session, desk.today(), permit.person_id, tuple(wrong))
    session.flush()


def _told(notice: Notice, officer: str, today: date) -> Told:
    items = tuple(Named(item, title(item, today), remark) for item, remark in notice.items)
    return Told(notice.id, notice.permit_id, notice.told_on, officer, items, notice.remark)
