"""The steps of a permit's life as a resident's page begins them: at once, in the strip, or elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app import endorsements, permits
from app.agents import Agent
from app.language import N_, _
from app.lives import PermitLife
from app.resident_files import ResidentFile
from app.steps import Given
from ui.pages import Page
from ui.pages.permit_step import StepStrip
from ui.pages.resident_agent import AgentStrip

DONE = {
    "apply": N_("Application taken."),
    "accept": N_("Accepted; the time to issue runs from today."),
    "extend": N_("The time was extended."),
    "hand_out": N_("{name} has the permit in hand."),
    "endorse": N_("Endorsed for another year."),
    "change_address": N_("The permit bears the new address."),
    "report_lost": N_("Reported lost; the permit is not valid from today."),
    "find": N_("Found; the permit is valid again."),
    "replace": N_("Application for a new card taken."),
    "reissue": N_("Application for a new card taken."),
    "suspend": N_("Noted as suspended."),
    "restore": N_("Restored."),
    "cancel": N_("The permit is cancelled."),
    "seize": N_("The permit was taken away."),
}
ELSEWHERE = {"approve": "review", "send_back": "review", "refuse": "review", "print": "printing"}
# Steps that ask nothing, or nothing that must be told before: they are taken at once and can be taken back.
AT_ONCE = ("accept", "endorse", "find", "suspend", "restore")
GROUNDS_OF_LEAVING = ("left", "died", "settled")
RENEWALS = ("replace", "reissue")

Do = Callable[[Callable[[], object], str, Callable[[], object]], None]


class PermitSteps(QObject):
    """Begins a step and takes it with what is given; ``do`` runs the verb, says what was done and goes on."""

    def __init__(self, page: Page, strip: StepStrip, agent: AgentStrip, do: Do) -> None:
        super().__init__(page)
        self._page, self._strip, self._agent, self._do = page, strip, agent, do
        self._file: ResidentFile | None = None
        self._permit: UUID | None = None
        self._renewal: tuple[str, Given] | None = None

        strip.given.connect(self._take)
        strip.by_agent.connect(self._ask_agent)
        strip.closed.connect(self.leave)
        agent.given.connect(self.apply)
        agent.closed.connect(self.leave)

    def show_file(self, file: ResidentFile) -> None:
        """The resident whose permits these are."""
        if self._file is None or file.card.id != self._file.card.id:
            self.leave()
        self._file = file

    def begin(self, permit_id: UUID, step: str) -> None:
        """Begin a step: take it, ask what it needs, or open the page where it is taken."""
        life = self._life(permit_id)
        if life is None or self._file is None:
            return
        self.leave()
        self._permit = permit_id
        asks = self._asks(life, step)
        if step in ELSEWHERE:
            self._page.opens.emit(ELSEWHERE[step], ("permit", permit_id))
        elif step in AT_ONCE or (step == "hand_out" and not asks):
            self._take(step, Given())
        else:
            note = permits.note_on(self._page.office.desk, step)
            self._strip.begin(step, note, asks=asks, ground=self._ground(step))

    def apply(self, agent: Agent | None = None) -> None:
        """Apply for a first permit, or for the new card that was begun, in person or through an agent."""
        if self._file is None:
            return
        desk = self._page.office.desk
        if self._renewal is None:
            verb: Callable[[], object] = partial(permits.apply, desk, self._file.card.id, agent)
            step = "apply"
        else:
            step, given = self._renewal
            assert self._permit is not None
            verb = partial(permits.renew, desk, self._permit, given.ground, given.reason, agent)
        self._do(verb, self._done(step), self.leave)

    def ask_agent(self, words: str, *, wrong: bool) -> None:
        """Ask who applies, because the law wants somebody else to or the officer says so."""
        self._strip.hide()
        self._agent.begin(words, minor=wrong, wrong=wrong)

    def is_open(self) -> bool:
        """Whether something is being asked."""
        return not (self._strip.isHidden() and self._agent.isHidden())

    def leave(self) -> None:
        """Ask nothing any more."""
        self._renewal = None
        self._strip.hide()
        self._agent.clear()

    def _take(self, step: str, given: Given) -> None:
        if self._permit is None:
            return
        desk = self._page.office.desk
        if step in RENEWALS:
            self._renewal = (step, given)
            self.apply()
        elif step == "endorse":
            self._do(partial(endorsements.endorse, desk, self._permit), self._done(step), self.leave)
        else:
            self._do(partial(permits.move, desk, self._permit, step, given), self._done(step), self.leave)

    def _ask_agent(self, step: str, given: Given) -> None:
        self._renewal = (step, given)
        self.ask_agent(_("Who applies, and why not in person?"), wrong=False)

    def _asks(self, life: PermitLife, step: str) -> tuple[str, ...]:
        """What this step needs here: a first card is handed out freely, only a worn one is handed back."""
        asks = permits.ASKS.get(step, ())
        if step != "hand_out":
            return asks
        old = self._life(life.replaces) if life.replaces else None
        returns = old is not None and old.state != "lost"
        charged = life.kind != "first"
        return tuple(one for one, so in (("returned", returns), ("receipt", charged)) if so)

    def _ground(self, step: str) -> str:
        """The ground that is on file already: why the holder left is why the permit is cancelled."""
        stays = self._file.card.stays if self._file else ()
        left = stays[0].leave_reason if stays else ""
        return left if step == "cancel" and left in GROUNDS_OF_LEAVING else ""

    def _life(self, permit_id: UUID | None) -> PermitLife | None:
        held = self._file.permits if self._file else ()
        return next((life for life in held if life.id == permit_id), None)

    def _done(self, step: str) -> str:
        return _(DONE[step], name=self._file.card.name if self._file else "")
