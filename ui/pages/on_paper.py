"""Pages of plain words to print: a rule with its article, whom a pack would touch, what became of a check."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app import amendments, signing
from app.desk import Desk
from app.language import _
from app.packs import Rehearsal
from app.rulebook import EditionRow, PackRow
from app.signing import Verified

NAMED_ON_PAPER = 1_000
"""So many names are printed, some thirty pages; a city's would hold the window up and fill the tray."""


def rule(desk: Desk, pack: PackRow, row: EditionRow, requires: tuple[tuple[int, str], ...]) -> str:
    """A rule or number as a pack says it, with what it asks, its article and whether anybody has read it."""
    days = " ".join(
        filter(None, (_("from {day}", day=row.since), _("until {day}", day=row.until) if row.until else ""))
    )
    asks = (f"{'　' * depth}· {words}" for depth, words in requires)
    read = _("verified") if row.verified else _("unverified")
    lines = (row.value, days, *asks, row.article, row.citation, read)
    source = _("{issuer} · version {version}", issuer=pack.issuer, version=pack.version)
    return _page(row.title, lines, (source, _("checksum {checksum}", checksum=pack.checksum), _made(desk)))


def rehearsal(desk: Desk, found: Rehearsal) -> str:
    """Whom a pack would touch and how, name by name, the first of them where they are many."""
    printed = found.changes[:NAMED_ON_PAPER]
    names = (f"{one.name} · {one.service} · {amendments.change_in_words(one)}" for one in printed)
    title = _("{packs}, who gains and who loses", packs=found.brought_in.words)
    left = found.more + len(found.changes) - len(printed)
    more = (_("and {n} more, in the table that is exported", n=f"{left:,}"),) if left else ()
    return _page(title, (*names, *more), (_("As of {day}", day=found.day), _made(desk)))


def check(desk: Desk, verified: Verified) -> str:
    """What became of a check, and what the paper must say."""
    sentence, *lines = signing.in_words(verified)
    return _page(_("Verify a paper"), (sentence, *lines), (_made(desk),))


def _made(desk: Desk) -> str:
    return _("{office} · {officer} · {day}", office=desk.office.name, officer=desk.officer.name,
             day=desk.today())  # fmt: skip


def _page(title: str, lines: Iterable[str], foot: Iterable[str]) -> str:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f"<h2>{escape(title)}</h2>{body}<hr>{''.join(f'<p>{escape(line)}</p>' for line in foot)}"
