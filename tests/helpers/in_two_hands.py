"""A stay in two hands: what one officer meant to save, and what another saved meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app import arrivals, conflicts, drafts, households, merging, people
from app.arrivals import NewArrival
from app.clashes import Clashed
from app.conflicts import Conflict, Meant
from app.desk import Desk
from tests.helpers.office import arrival, colleague

ZHAO = arrival("赵明慧", 922, "2026-11-01", phone="13800006620", address="麒麟路 88-2-1603")
FORM = {"fields": {"name": "赵明慧", "phone": "13700000001"}}


class At:
    """A stay in two hands: what this officer meant to save, and what the other saved meanwhile."""

    def __init__(self, desk: Desk, other: Desk | None = None, who: NewArrival = ZHAO, **mine: Any) -> None:
        self.desk, self.other = desk, other or colleague(desk)
        self.stay = arrivals.record(desk, who).stay_id
        began = self.form()
        shown = merging.values_of(began)
        self.meant = Meant(replace(began, **mine), (), self.stay, shown)

    def form(self) -> NewArrival:
        form = arrivals.form_of(self.desk, self.stay)
        assert form.person_id is not None
        return replace(form, photo=people.card(self.desk, form.person_id).photo)

    def other_saves(self, **theirs: Any) -> None:
        households.record(self.other, replace(self.form(), **theirs), stay_id=self.stay)

    def waits(self) -> Conflict:
        kept = self.is_kept()
        (found,) = (one for one in conflicts.waiting(self.desk) if one.id == kept)
        return found

    def is_kept(self) -> UUID:
        draft = drafts.keep(self.desk, "registration", FORM)
        with pytest.raises(Clashed):
            households.record(self.desk, self.meant.new, (), self.stay, self.meant.shown, draft=draft)
        return conflicts.keep(self.desk, self.meant, FORM, draft)


def typed_anew(desk: Desk, conflict: Conflict, **typed: Any) -> None:
    """Somebody goes back to the form, types on and cannot save that either."""
    conflicts.go_back(desk, conflict, "registration", conflict.form)
    draft = drafts.look_up(desk, conflict.id)
    new = replace(conflict.meant.new, **typed)
    assert conflicts.keep(desk, replace(conflict.meant, new=new), conflict.form, draft) == conflict.id
