"""The foot of a file: the way back, where in the list one is, and on to the file before or after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import N_, _
from app.listing import Listing, Spot
from app.people import PersonCard
from ui import theme
from ui.jobs import Failure
from ui.office import Office
from ui.pages import PAGES
from ui.pages.trail import AS_LEFT, Trail
from ui.widgets.button import KeyButton
from ui.widgets.text import Text

HOME = "today"
"""Where a file leads back to that was opened from no list."""
CASES = (N_("Case {n} of {all}"), N_("Off this list now · {all} left"))
PEOPLE = (N_("Person {n} of {all}"), N_("Off this list now · {all} people left"))


class TrailFoot(QWidget):
    """Goes along a list. ``led`` carries whose file comes next, ``returns`` is emitted for the way back.

    However long a key is held, one file after the other is read, and the last one reached is shown.
    """

    led = Signal(object)
    returns = Signal()

    def __init__(self, office: Office, page: QObject) -> None:
        super().__init__()
        self._office, self._page = office, page
        self._trail: Trail[Any] | None = None
        self._spot: Spot[Any] | None = None
        self._reached: Spot[Any] | None = None
        self._aside: list[tuple[PersonCard, Trail[Any] | None, Spot[Any] | None]] = []
        self._growing = False
        self._back = KeyButton("", key="Esc", kind="quiet", small=True)
        self._where = Text(tone="text2")

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._back)
        row.addWidget(self._where)
        self._back.clicked.connect(self.returns)
        office.jobs.failed.connect(self._stay)
        self.follow(None)

    @property
    def trail(self) -> Trail[Any] | None:
        """The list that is gone along."""
        return self._trail

    @property
    def leads_on(self) -> bool:
        """Whether there are other files to go to, or may come to be."""
        if self._trail is None or self._spot is None:
            return False
        return self._trail.listed is not None or len(self._spot.listing) > 1

    def follow(self, trail: Trail[Any] | None, aside: PersonCard | None = None) -> None:
        """Go along this list from now on, or along none; the file put ``aside`` for it is come back to."""
        if aside is None:
            self._aside.clear()
        else:
            self._aside.append((aside, self._trail, self._spot))
        self._go_along(trail, trail.spot if trail is not None else None)

    def resume(self) -> UUID | None:
        """Whose file was put aside, to be gone on with along its own list; None where none was."""
        if not self._aside:
            return None
        card, trail, spot = self._aside.pop()
        self._go_along(trail, spot)
        return card.id

    def step(self, by: int) -> None:
        """To the file of the next row (1) or of the one before (-1)."""
        spot = self._spot.moved(by) if self._spot is not None else None
        if spot is not None:
            self._spot = spot
            self._say()
            self._office.jobs.when_back(partial(self._look_up, spot, by), owner=self._page)

    def renew(self) -> None:
        """Ask how the list stands now."""
        trail = self._trail
        if trail is not None and trail.again is not None:
            self._office.jobs.run(trail.again, then=partial(self.show_listing, trail), owner=self)

    def show_listing(self, trail: Trail[Any], listing: Listing[Any]) -> None:
        """Go on in the list as it stands now."""
        if trail is self._trail and self._spot is not None:
            self._spot, self._growing = self._spot.renewed(listing), False
            self._reached = self._reached.renewed(listing) if self._reached is not None else None
            self._say()

    def way_back(self) -> tuple[str, object]:
        """Put the row one has come to in hand on its list; says which page that is on, and what to show."""
        trail, spot = self._trail, self._spot
        if trail is None or spot is None:
            return HOME, AS_LEFT
        here = spot if not spot.gone else spot.moved(1) or spot.moved(-1)
        if here is not None and trail.listed is not None:
            trail.listed.lead_to(here.number)
        return trail.page, AS_LEFT

    def _go_along(self, trail: Trail[Any] | None, spot: Spot[Any] | None) -> None:
        self._trail, self._spot, self._reached = trail, spot, spot
        self._growing = trail is not None and trail.growing
        if self._aside:
            back = self._aside[-1][0].name
        else:
            name = trail.page if trail is not None else HOME
            back = next((_(entry.label) for entry in PAGES if entry.name == name), "")
        self._back.show_words(_("‹ Back to {page}", page=back))
        self._say()

    def _look_up(self, spot: Spot[Any], by: int) -> None:
        """Find out whose file a row opens."""
        if (row := spot.listing.begun.get(spot.number)) is not None:
            self._lead(spot, by, {spot.number: row})
        else:
            read = partial(spot.listing.read, [spot.number])
            self._office.jobs.run(read, then=partial(self._lead, spot, by), owner=self._page)

    def _lead(self, spot: Spot[Any], by: int, rows: Mapping[int, Any]) -> None:
        if self._trail is None or self._spot is None or spot.number != self._spot.number:
            return  # gone on meanwhile, or the list is another
        row = rows.get(spot.number)
        person = self._trail.person(row) if row is not None else None
        if person is None:
            self.step(by)  # gone from the file, or a row about nobody
        else:
            self._reached = self._spot
            self.led.emit(person)

    def _stay(self, failure: Failure) -> None:
        """Something of the file that is shown went wrong, and nobody goes on from it unasked."""
        if failure.owner is self._page and self._spot is not self._reached:
            self._spot = self._reached
            self._say()

    def _say(self) -> None:
        self._where.setVisible(self.leads_on)
        if self._spot is None or self._trail is None:
            return
        at, left = PEOPLE if self._trail.of_people else CASES
        many = f"{len(self._spot.listing):,}" + ("+" if self._growing else "")
        if self._spot.gone:
            self._where.setText(_(left, all=many))
        else:
            last = _(" · the last") if self._spot.is_last and not self._growing else ""
            self._where.setText(_(at, n=f"{self._spot.place + 1:,}", all=many) + last)
