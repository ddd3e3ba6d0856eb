"""Permit cards on sheets of A4, cut beforehand: several to a sheet, each back behind its own front."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.paper import permit_card, wording
from app.paper.permit_card import PermitCard
from app.paper.sheet import A4, Sheet
from app.paper.wording import Box, Form, Place


@dataclass(frozen=True, slots=True)
class Laid:
    """A card on its place, counted from 1, in the wording of that day."""

    place: int
    card: PermitCard
    on: date


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The cards that are printed on one sheet; every other place of it stays empty."""

    cards: tuple[Laid, ...]


def places(form: Form) -> tuple[Box, ...]:
    """Where the places of a sheet lie on its front, the first one first."""
    return tuple(piece.box for piece in form.parts["cards"] if isinstance(piece, Place))


def behind(box: Box) -> Box:
    """Where the back of a card lies on the other page, for paper that is turned over on its long edge."""
    return Box(A4[0] - box.left - box.width, box.top, box.width, box.height)


def draw(sheet: Sheet, form: Form, value: CardSheet) -> None:
    """The fronts on one page, the backs on the next, mirrored so that each lies behind its front."""
    where = places(form)
    for side, turned in ((permit_card.FRONT, False), (permit_card.BACK, True)):
        for laid in value.cards:
            box = where[laid.place - 1]
            box = behind(box) if turned else box
            words = wording.form(permit_card.NAME, laid.on)
            sheet.lay(words, side, laid.card, right=box.left, down=box.top)
        sheet.end_page()
