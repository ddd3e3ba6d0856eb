"""What two officers changed, in words: the field, both originals with who wrote them, the merged sentence."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from app import codes, entries, idnumbers
from app.clashes import MINE, PROOF, THEIRS
from app.conflicts import Conflict, Difference, Side
from app.desk import Desk
from app.elsewhere import Latest
from app.history import ACTS
from app.language import _
from app.merging import NUMBER, RELATIVE
from app.questions import Asked
from ui.pages.field_words import FIELDS, PHONES
from ui.pages.sync_choices import Line, Original, Sides
from ui.pages.wording import covered_phone, moment

Part = tuple[str, str, bool]


def sides_of(conflict: Conflict, officer_id: UUID) -> Sides:
    """What the two sides are called at the desk of who typed, and at any other, where neither is its own."""
    own = conflict.officer_id == officer_id
    return (_("This desk"), _("The other")) if own else (_("Typed, not saved"), _("On file"))


def line_of(difference: Difference, conflict: Conflict, asked: tuple[Asked, ...], today: date) -> Line:
    """A difference as it is shown, with what was asked and answered about it."""
    mine, theirs = (
        said(difference.field, side.value, today, covered=True)
        for side in (difference.mine, difference.theirs)
    )
    if mine == theirs:  # they differ in what is covered
        mine, theirs = (
            said(difference.field, side.value, today) for side in (difference.mine, difference.theirs)
        )
    return Line(
        difference.field, label(difference.field, conflict, today),
        Original(mine, _written(difference.mine, today), _answered(difference, MINE, asked)),
        Original(theirs, _written(difference.theirs, today), _answered(difference, THEIRS, asked)),
        difference.newer, any(difference.field in each.fields for each in asked if each.reply is None),
    )  # fmt: skip


def marks_of(asked: tuple[Asked, ...], officer_id: UUID) -> dict[UUID, str]:
    """By conflict what is to be told of it where many are: that the officer is asked, or that others are."""
    still_open = [each for each in asked if each.reply is None]
    marks = {each.conflict_id: _("asked") for each in still_open}
    marks |= {each.conflict_id: _("answered") for each in asked if each.reply is not None}
    return marks | {each.conflict_id: _("asks you") for each in still_open if each.asked_id == officer_id}


def label(field: str, conflict: Conflict, today: date) -> str:
    """What the field is called; a proof by its kind, somebody of the family by name."""
    if field.startswith(PROOF):
        return codes.title("materials", field.removeprefix(PROOF), today)
    if field.startswith(RELATIVE):
        who = field.removeprefix(RELATIVE)
        return next(
            (each.name for each in conflict.meant.family if str(each.person_id) == who), _("Family along")
        )
    return _(FIELDS.get(field, field))


def said(field: str, value: Any, today: date, *, covered: bool = False) -> str:
    """A plain value in the officer's words; phones and numbers covered, if so asked."""
    words = entries.in_words(field, value, today)
    if not covered or value is None:
        return words
    if field == NUMBER:
        return idnumbers.masked(words)
    return covered_phone(words) if field in PHONES else words


def merged(lines: tuple[Line, ...], chosen: dict[str, str]) -> tuple[Part, ...]:
    """The sentence of what will stand there: what is chosen, and what is still to be."""
    parts: list[Part] = []
    for number, line in enumerate(lines):
        words = {MINE: line.mine.words, THEIRS: line.theirs.words}.get(chosen.get(line.field, ""))
        parts.append(((_(", ") if number else "") + line.label + " ", "text2", False))
        parts.append((words, "text", True) if words is not None else (_("Not chosen"), "warn", True))
    return tuple(parts)


def _answered(difference: Difference, side: str, asked: tuple[Asked, ...]) -> str:
    """Who answered that this side is right; when stands with the words of the answer."""
    return _(", ").join(
        each.asked for each in asked if each.reply is not None and each.reply.side(difference) == side
    )


def _written(side: Side, today: date) -> str:
    """When, how and by whom: "11-22 19:05 登记 张海涛"."""
    act = _(ACTS[side.act]) if side.act in ACTS else _("typed here, not saved") if not side.act else side.act
    return " ".join(part for part in (moment(side.at, today) if side.at else "", act, side.officer) if part)


def kept_in(desk: Desk, latest: Latest | None) -> tuple[str, str]:
    """Where all of it is kept, and how safe it lies there, or who else works on it."""
    if desk.shared and latest is not None:
        at = moment(latest.at, desk.today())
        return _("Shared database"), _("last {officer} {time}", officer=latest.officer, time=at)
    if desk.shared:
        return _("Shared database"), _("all desks see the same")
    return _("This machine"), _("encrypted") if desk.encrypted else _("not encrypted")
