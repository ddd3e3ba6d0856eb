"""The drafts of the office that are offered in 登记 to be gone on with, while nobody is in the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.drafts import DraftRow
from app.language import _
from ui.pages.registration_check import Likenesses, Offer
from ui.pages.registration_draft import Typed


class Offers:
    """Shows whose drafts there are where older files stand otherwise; ``open_draft`` goes on with one."""

    def __init__(self, place: Likenesses, open_draft: Callable[[DraftRow], object]) -> None:
        self._place, self._open_draft = place, open_draft
        self._rows: tuple[DraftRow, ...] = ()

    def show(self, rows: tuple[DraftRow, ...]) -> None:
        """Offer these, the latest first; without any nothing stands there."""
        self._rows = rows
        if rows:
            latest, *others = (self._offer_of(row) for row in rows)
            self._place.show_offers(latest, tuple(others))
        else:
            self._place.show_nothing()

    def forget(self) -> None:
        """Somebody is in the form: none is offered any more."""
        self._rows = ()

    def go_on(self) -> None:
        """Go on with the latest, if any is offered."""
        if self._rows:
            self._open_draft(self._rows[0])

    def _offer_of(self, row: DraftRow) -> Offer:
        name = Typed.from_data(row.content).name or _("no name yet")
        kept_at = row.saved_at.astimezone().strftime("%m-%d %H:%M")
        begun_by = " ".join(filter(None, (row.officer, row.post)))
        return Offer(name, kept_at, begun_by, partial(self._open_draft, row))
