"""What a paper says, as its code holds it: every blank that was filled, or a digest of what is too long.

The fields by which a paper is known stand in clear. All else that is printed follows word for word, row by
row, as far as the code has room at the size its form gives it. Of what has no room there is a digest, the
longest first: a changed character is told there too, once the words are typed or pasted beside the code.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from app.language import N_

Content = Mapping[str, Any]
"""The fields in clear by name, and under MORE everything else: a text, rows of cells, or a digest."""

DOCUMENT, MORE, ROWS, DIGEST = "document", "more", "rows", "digest"
DIGEST_BYTES = 16  # nobody finds other words of the same digest, as they might with fewer
NOT_WORDS = ("photo", "code")

KNOWN_BY = {
    "document": N_("document"),
    "number": N_("number"),
    "name": N_("name"),
    "id_number": N_("ID number"),
    "residence_address": N_("residence"),
    "organ": N_("office"),
    "made_on": N_("made on"),
    "permit": N_("permit number"),
    "registration": N_("registration number"),
    "accepted_on": N_("accepted on"),
    "issue_by": N_("to be issued by"),
    "arrived_on": N_("arrived on"),
    "registered_on": N_("registered on"),
    "issued_on": N_("issued on"),
    "endorsed_on": N_("endorsed on"),
    "due_on": N_("due on"),
    "next_due_on": N_("next due on"),
    "applied_on": N_("applied on"),
    "refused_on": N_("refused on"),
    "ended_on": N_("ended on"),
    "since": N_("since"),
    "run": N_("without a break"),
    "total": N_("altogether"),
}
TITLES = {
    "sex": N_("sex"),
    "household_address": N_("household registration"),
    "officer": N_("officer"),
    "caution": N_("caution"),
    "id_kind": N_("kind of ID"),
    "told": N_("told face to face"),
    "agent": N_("agent"),
    "materials": N_("proofs handed in"),
    "missing": N_("what is missing"),
    "window": N_("window of the endorsement"),
    "cost": N_("cost of lateness"),
    "opinion": N_("opinion"),
    "reasons": N_("reasons"),
    "article": N_("article"),
    "reason": N_("reason"),
    "purpose": N_("reason of the stay"),
    "stretches": N_("stays on record"),
    "inhibits": N_("what stands against it"),
    "insurance": N_("insurance"),
    "counted": N_("what is counted"),
    "open_now": N_("services open now"),
    "later": N_("services open later"),
    "people": N_("who lives there"),
    "closed": N_("the day's close"),
    "matters": N_("reckoning"),
    "undone": N_("not done, and why"),
    "officers": N_("by officer"),
    "batch": N_("batch"),
    "blanks": N_("blanks"),
    "lines": N_("one by one"),
    "whom": N_("whom it counts"),
    "rule": N_("what is counted"),
    "counted_at": N_("figures as of"),
    "figures": N_("figures"),
    "ages": N_("ages and sexes"),
    "months": N_("arrivals by month"),
    "communities": N_("communities"),
    "dues": N_("endorsements due"),
    "scope": N_("whose work"),
    "order": N_("order"),
    "rest": N_("all else on the paper"),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where words typed off a paper were found in its code: the part, and its row if they are one of it."""

    part: str
    row: int = 0


def of(
    document: str, value: Any, fits: Callable[[Content], bool], known_by: Collection[str] = tuple(KNOWN_BY)
) -> Content:
    """The content of a document; ``fits`` says whether its code has room for it."""
    printed = {field.name: getattr(value, field.name) for field in fields(value)}
    words = {name: _plain(part) for name, part in printed.items() if part and name not in NOT_WORDS}
    known = {DOCUMENT: document} | {name: part for name, part in words.items() if name in known_by}
    more = {name: part for name, part in words.items() if name not in known}
    return next(
        (said for said in map(partial(_said, known), _ever_shorter(more)) if fits(said)), _said(known, {})
    )


def agreement(content: Content, typed: str) -> Agreement | None:
    """The part, or the row of one, that reads as was typed, whatever the spaces; None where none does."""
    words = _solid(typed)
    if not words:
        return None
    for name, part in content.get(MORE, {}).items():
        if isinstance(part, dict):
            if part[DIGEST] == _digest(words):
                return Agreement(name)
        elif _solid(_text(part)) == words:
            return Agreement(name)
        elif isinstance(part, list):
            for number, row in enumerate(part, 1):
                if _solid("".join(row)) == words:
                    return Agreement(name, number)
    return None


def _said(known: dict[str, Any], more: dict[str, Any]) -> Content:
    return known | {MORE: more} if more else known


def _ever_shorter(more: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything; then a digest of the longest part, of the two longest, and so on; at last one of it all."""
    yield more
    shorter = dict(more)
    for name in sorted(more, key=lambda name: len(_text(more[name])), reverse=True):
        if len(_text(more[name])) > DIGEST_BYTES:  # of less the words themselves are shorter
            shorter[name] = _digested(more[name])
            yield shorter
    yield {"rest": _digested([row for part in more.values() for row in _rows(part)])}


def _digested(part: str | list[list[str]]) -> dict[str, Any]:
    return {ROWS: len(_rows(part)), DIGEST: _digest(_solid(_text(part)))}


def _rows(part: str | list[list[str]]) -> list[list[str]]:
    return part if isinstance(part, list) else [[part]]


def _plain(part: Any) -> str | list[list[str]]:
    """A text as it is, a day in figures, and a table as rows of cells."""
    if isinstance(part, tuple):
        return [[row] if isinstance(row, str) else _cells(row) for row in part]
    return part.isoformat() if isinstance(part, date) else str(part)


def _cells(row: Any) -> list[str]:
    cells = (getattr(row, field.name) for field in fields(row))
    return [cell.isoformat() if isinstance(cell, date) else str(cell) for cell in cells]


def _text(part: str | list[list[str]]) -> str:
    return part if isinstance(part, str) else "".join("".join(row) for row in part)


def _solid(text: str) -> str:
    """The text without spaces and line ends, which a printer or a scanner may set otherwise."""
    return "".join(text.split())


def _digest(words: str) -> str:
    return base64.b32encode(sha256(words.encode()).digest()[:DIGEST_BYTES]).decode().rstrip("=")
