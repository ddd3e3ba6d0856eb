"""The pages of a proof (页): photographed or scanned, in their order, framed where something lacks.

A material's ``pages`` is how many pages of it an officer has seen. Those that are kept as pictures are
among them: the number rises with what is taken in, never falls below what is kept, and stays when pictures
are erased. ``app.retention`` says which pages an office keeps and for how long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import materials, people, retention
from app.desk import Desk
from app.errors import Refused
from app.frames import Frame
from app.language import N_
from app.materials import NewMaterial
from db.records import Material, Page, PagePicture

LONGEST_WORDS = 200
Taken: TypeAlias = UUID | bytes
"""A page that is on file, by its id, or one that is taken in, as the JPEG that ``app.scans`` made of it."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page as a list has it: of which proof, the how many-th, and what was framed on it."""

    id: UUID
    material_id: UUID
    kind: str
    number: int
    frames: tuple[Frame, ...]
    taken_on: date


def of_person(desk: Desk, person_id: UUID) -> tuple[PageRow, ...]:
    """Every page kept of a person's proofs, proof by proof as these came, each in the order it is read."""
    kept = (
        select(Page, Material.kind)
        .join(Material, Material.id == Page.material_id)
        .where(Page.person_id == person_id)
        .order_by(Material.row, Page.number, Page.row)
    )
    with desk.reading() as session:
        return tuple(
            PageRow(
                page.id, page.material_id, kind, page.number, tuple(Frame(*frame) for frame in page.frames),
                page.taken_on,
            )
            for page, kind in session.execute(kept)
        )  # fmt: skip


def picture(desk: Desk, page_id: UUID) -> bytes:
    """A page's picture, a JPEG; raises Refused where the page was removed or erased meanwhile."""
    of_page = select(PagePicture.content).join(Page, Page.picture == PagePicture.sha256)
    with desk.reading() as session:
        return session.scalars(of_page.where(Page.id == page_id)).one()


def of_proof(desk: Desk, person_id: UUID, kind: str) -> dict[UUID, bytes]:
    """The pictures of one proof's pages by these, in the order they are read."""
    kept = (
        select(Page.id, PagePicture.content)
        .join(PagePicture, PagePicture.sha256 == Page.picture)
        .join(Material, Material.id == Page.material_id)
        .where(Page.person_id == person_id, Material.kind == kind)
        .order_by(Page.number, Page.row)
    )
    with desk.reading() as session:
        return dict(session.execute(kept).all())


def take(desk: Desk, person_id: UUID, kind: str, pages: Sequence[Taken], shown: Sequence[UUID] = ()) -> None:
    """The pages of a proof are these from now on, in this order; of those ``shown`` the others are removed.

    What another desk took in meanwhile was not shown and stays, behind them; what it removed stays removed.
    A proof that was missing and of which nothing was said is held by its pages, as seen in the original.
    Raises Refused where the office keeps no pages of such a proof.
    """
    new = [page for page in pages if isinstance(page, bytes)]
    if not new:
        with desk.writing("arrange_pages") as session:
            _arrange(session, desk, person_id, kind, pages, shown)
        return
    with desk.writing("take_pages") as session:
        retention.check(session, materials.group_of(kind, desk.today()))
        _hold(session, desk, person_id, kind)
        _arrange(session, desk, person_id, kind, pages, shown)


def frame(desk: Desk, page_id: UUID, frames: Sequence[Frame], shown: Sequence[Frame] = ()) -> None:
    """What lacks on a page is this from now on; ``shown`` is what was framed when the officer began.

    Raises Refused where another officer has framed something else meanwhile, and for a frame that says
    nothing or does not lie on the page.
    """
    for each in frames:
        _refuse_wrong(each)
    with desk.writing("frame_page") as session:
        page = session.get_one(Page, page_id, with_for_update=True)
        if page.frames not in (_plain(shown), _plain(frames)):
            raise Refused(
                N_("Another officer has framed something on this page meanwhile. Look at it again."),
                field="frames",
            )
        page.frames = _plain(frames)


# -- what is not on file yet


def name_of(jpeg: bytes) -> str:
    """How a draft names a picture."""
    return hashlib.sha256(jpeg).hexdigest()


def lay(desk: Desk, jpegs: Iterable[bytes]) -> None:
    """Keep pictures for a draft, which calls them by ``name_of``. They go by themselves when none does."""
    with desk.writing("keep_draft") as session:
        for jpeg in jpegs:
            _keep(session, jpeg)


def laid(desk: Desk, names: Iterable[str]) -> Mapping[str, bytes]:
    """The pictures that a draft names, as far as they are still there."""
    sought = {bytes.fromhex(name) for name in names}
    with desk.reading() as session:
        found = select(PagePicture.sha256, PagePicture.content).where(PagePicture.sha256.in_(sought))
        return {checksum.hex(): content for checksum, content in session.execute(found)}


def enter(session: Session, desk: Desk, person_id: UUID, proofs: Iterable[NewMaterial]) -> None:
    """Write the pages that a draft named with its proofs into an open transaction, behind those on file.

    What the office does not keep, or does not any more, is left out; so is a picture that is a page of the
    proof already, for two desks may have gone on with one draft.
    """
    for proof in proofs:
        if proof.pictures and retention.keeps(session, proof.proves):
            material = _of_kind(session, person_id, proof.kind)
            kept = _of_proof(session, material)
            there = {page.picture for page in kept}
            laid = (session.get(PagePicture, bytes.fromhex(name)) for name in proof.pictures)
            new = [each.sha256 for each in laid if each is not None and each.sha256 not in there]
            fresh = [_fresh(desk, material, picture) for picture in new]
            _put_in_order(session, material, [*kept, *fresh], material.pages)


# -- inside


def _arrange(
    session: Session, desk: Desk, person_id: UUID, kind: str, pages: Sequence[Taken], shown: Sequence[UUID]
) -> None:
    people.held(session, person_id)
    material = _of_kind(session, person_id, kind)
    kept = {page.id: page for page in _of_proof(session, material)}
    seen = material.pages if material.pages != len(kept) else 0  # nobody saw more of it than was taken in
    order = [
        _fresh(desk, material, _keep(session, page)) if isinstance(page, bytes) else kept.pop(page)
        for page in pages
        if isinstance(page, bytes) or page in kept
    ]
    for removed in set(shown) & set(kept):
        session.delete(kept.pop(removed))
    _put_in_order(session, material, [*order, *kept.values()], seen)


def _hold(session: Session, desk: Desk, person_id: UUID, kind: str) -> None:
    """Whoever takes pages of a proof in has the proof: it is held, unless it was said to lack something."""
    noted = session.scalars(_proofs(person_id, kind)).first()
    if noted is None or (noted.state == "missing" and not noted.remark):
        pages = noted.pages if noted else 0
        held = NewMaterial(kind, materials.group_of(kind, desk.today()), pages=pages)
        materials.enter(session, desk.today(), person_id, (held,))
        session.flush()


def _proofs(person_id: UUID, kind: str) -> Select[Material]:
    return select(Material).where(Material.person_id == person_id, Material.kind == kind)


def _of_kind(session: Session, person_id: UUID, kind: str) -> Material:
    return session.scalars(_proofs(person_id, kind)).one()


def _of_proof(session: Session, material: Material) -> list[Page]:
    kept = select(Page).where(Page.material_id == material.id).order_by(Page.number, Page.row)
    return list(session.scalars(kept))


def _fresh(desk: Desk, material: Material, picture: bytes) -> Page:
    return Page(
        person_id=material.person_id, material_id=material.id, picture=picture, taken_on=desk.today(),
        officer_id=desk.officer.id, frames=[],
    )  # fmt: skip


def _put_in_order(session: Session, material: Material, pages: Sequence[Page], seen: int) -> None:
    for number, page in enumerate(pages, 1):
        page.number = number
        session.add(page)
    material.pages = max(seen, len(pages))
    session.flush()


def _keep(session: Session, jpeg: bytes) -> bytes:
    """Keep a picture once, whatever names it, and answer its checksum."""
    checksum = hashlib.sha256(jpeg).digest()
    there = session.get(PagePicture, checksum)
    if there is None:
        session.add(PagePicture(sha256=checksum, content=jpeg))
        session.flush()
    else:
        there.unnamed_since = None
    return checksum


def _refuse_wrong(frame: Frame) -> None:
    if not frame.words.strip():
        raise Refused(N_("Say in a few words what lacks at the place that is framed."), field="frames")
    if len(frame.words) > LONGEST_WORDS:
        raise Refused(N_("This entry is longer than {most} characters."), field="frames", most=LONGEST_WORDS)
    if not frame.lies_on_page():
        raise Refused(N_("The frame does not lie on the page."), field="frames")


def _plain(frames: Iterable[Frame]) -> list[list[int | str]]:
    return [[f.x, f.y, f.width, f.height, f.words.strip()] for f in frames]
