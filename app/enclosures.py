"""What lies with an application to be looked at: its proofs page by page, the photo, the papers it got.

A page may have places framed on it that lack something. What is framed on the pages of a proof is
what the proof lacks: it is told with it, and is put right when the proof is handed in anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app import codes, pages, people, printing, retention
from app.desk import Desk
from app.frames import Frame
from app.language import _
from app.materials import MaterialRow
from app.pages import PageRow
from app.paper import ACCEPTANCE_RECEIPT, ONE_TIME_NOTICE
from app.printouts import CAME_OUT
from db.records import Printout

PAGE, PHOTO, PAPER = "page", "photo", "paper"
"""Where a leaf comes from: a page of a proof, the photo on file, a paper of the office as it was printed."""
IN_ORDER = ("identity", "address", "work", "study", "agent", "photo")
PAPERS = (ACCEPTANCE_RECEIPT, ONE_TIME_NOTICE)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing to look at: the record it is found by, and what is framed on it.

    A paper is one leaf, however many sheets it has.
    """

    source: str
    id: UUID
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A proof, the photo or a paper with its leaves; ``proof`` is what is noted of it as a proof.

    ``kept`` says whether the office keeps pages of it.
    """

    kind: str
    title: str
    leaves: tuple[Leaf, ...]
    proof: MaterialRow | None = None
    kept: bool = True

    @property
    def gap(self) -> str:
        """What is framed on its pages, each with its page, in the officer's language; "" when nothing is."""
        return _("; ").join(
            _("page {n}: {words}", n=number, words=_(", ").join(dict.fromkeys(f.words for f in leaf.frames)))
            for number, leaf in enumerate(self.leaves, 1)
            if leaf.frames
        )


def of_proofs(
    desk: Desk, person_id: UUID, proofs: Iterable[MaterialRow], *, photo: bool
) -> tuple[Enclosure, ...]:
    """Proofs of a person with their pages, in the order an application is read.

    ``photo`` says whether one is on file: it stands in the place of pages where none were taken of it.
    """
    rule = retention.rule(desk)
    taken: dict[UUID, list[PageRow]] = {}
    for page in pages.of_person(desk, person_id):
        taken.setdefault(page.material_id, []).append(page)
    on_file = _on_file(person_id) if photo else ()
    read = sorted(proofs, key=lambda proof: IN_ORDER.index(proof.proves))
    return tuple(
        Enclosure(
            proof.kind, proof.title,
            tuple(Leaf(PAGE, page.id, page.frames) for page in taken.get(proof.id, ()))
            or (on_file if proof.kind == PHOTO else ()),
            proof,
            rule.keeps(proof.proves),
        )
        for proof in read
    )  # fmt: skip


def of_application(
    desk: Desk, permit_id: UUID, person_id: UUID, proofs: Iterable[MaterialRow], *, photo: bool
) -> tuple[Enclosure, ...]:
    """All that lies with an application; ``photo`` says whether one is on file, noted as a proof or not."""
    held = of_proofs(desk, person_id, proofs, photo=photo)
    if photo and not any(each.kind == PHOTO for each in held):
        held += (Enclosure(PHOTO, codes.title("materials", PHOTO, desk.today()), _on_file(person_id)),)
    return (*held, *_papers(desk, permit_id))


def content(desk: Desk, leaf: Leaf) -> bytes:
    """The picture of a leaf, or of a paper its PDF; raises Refused where it is not on file any more."""
    if leaf.source == PAGE:
        return pages.picture(desk, leaf.id)
    if leaf.source == PHOTO:
        return people.card(desk, leaf.id).photo or b""
    return printing.kept(desk, leaf.id)


def _on_file(person_id: UUID) -> tuple[Leaf, ...]:
    """The photo on file as something to look at."""
    return (Leaf(PHOTO, person_id),)


def _papers(desk: Desk, permit_id: UUID) -> tuple[Enclosure, ...]:
    """What the applicant was handed about the application, each paper as it came out last."""
    titles = {paper.name: paper.title for paper in PAPERS}
    came_out = (
        select(Printout.document, Printout.id)
        .where(
            Printout.permit_id == permit_id, Printout.state == CAME_OUT, Printout.copy_of.is_(None),
            Printout.document.in_(titles),
        )
        .order_by(Printout.row)
    )  # fmt: skip
    with desk.reading() as session:
        latest = {row.document: row.id for row in session.execute(came_out)}
    return tuple(
        Enclosure(name, _(title), (Leaf(PAPER, latest[name]),))
        for name, title in titles.items()
        if name in latest
    )
