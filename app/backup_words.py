"""Copies in words: what is in one, how old the newest are, what to compare once one was put back."""

from __future__ import annotations

from datetime import datetime

from app import backups
from app.backups import Standing
from app.history import ACTS
from app.language import _, plural
from db.slips import Slip


def moment(at: datetime) -> str:
    """A moment as it is told of a copy: the day and the time of this machine's zone."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def of_copy(slip: Slip) -> str:
    """What is in a copy: when it was made, how many are on file, and the newest act."""
    count = f"{slip.residents:,}"
    residents = plural("{count} resident", "{count} residents", slip.residents, count=count)
    older = _("before the upgrade") if backups.is_older(slip) else ""
    return "  ".join(part for part in (moment(slip.made_at), residents, newest_act(slip), older) if part)


def newest_act(slip: Slip) -> str:
    """The newest act in a copy: when, what, and whose."""
    act = _(ACTS[slip.last_act]) if slip.last_act in ACTS else slip.last_act
    return " ".join(part for part in (moment(slip.last_at), act, slip.officer) if part)


def of_standing(standing: Standing) -> tuple[str, ...]:
    """How old the newest copy is at each place, a sentence a place."""
    beside = (
        _("beside the file: {time}", time=moment(standing.beside))
        if standing.beside
        else _("beside the file: none yet")
    )
    second = standing.second
    if second is None:
        return beside, _("no second place is chosen; one broken disk would take both (Settings, Backups)")
    if second.newest is None:
        return beside, _("{folder}: none yet", folder=second.folder)
    if second.there:
        return beside, _("{folder}: {time}", folder=second.folder, time=moment(second.newest))
    return beside, _(
        "{folder} is not plugged in; the last copy there is of {time}",
        folder=second.folder, time=moment(second.newest),
    )  # fmt: skip


def to_compare(slip: Slip) -> tuple[str, ...]:
    """What to look at once a copy was put back: what was done since is on paper at most."""
    return (
        _("What was done after {time} is not in it; enter it anew from the papers.",
          time=moment(slip.last_at)),
        _("Numbers go on at the next full ten thousand, so that none on paper is given out twice."),
        _("Count the blanks before you print cards: those used since still count as lying here."
          " Note them as spoiled, with this as the reason."),
    )  # fmt: skip
