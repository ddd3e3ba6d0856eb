"""代办: a guardian or close relative applies for a child under 16, or for the old or disabled (art. 9(3))."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import codes, idnumbers, materials
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.law import calendar
from app.materials import AGENT_CARD, NewMaterial
from db.records import Permit, Person

MINOR = "minor"
BELOW = "permit.agent_below"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who applies for somebody else: ``relation`` and ``reason`` are codes, ``seen`` that the card was shown.

    The papers of both are needed; while the agent's were not seen the application lacks them.
    """

    name: str
    number: str
    relation: str
    reason: str = MINOR
    seen: bool = True


def check(desk: Desk, person: Person, agent: Agent | None) -> None:
    """Raises Refused where somebody must apply for this person and nobody does, or the wrong one does."""
    below = desk.law.value(BELOW, desk.today()).period
    minor = bool(person.born_on) and desk.today() < calendar.after(person.born_on or desk.today(), below)
    if agent is None:
        if minor:
            raise Refused(
                N_("{name} is not {years} yet: a guardian or close relative applies, with both papers."),
                field="agent", name=person.name, years=below.amount,
            )  # fmt: skip
        return
    _check_papers(desk, person, agent)
    if not any(entry.code == agent.relation for entry in codes.entries("agent_relations", desk.today())):
        raise Refused(
            N_("Only a guardian or a close relative applies for somebody else. Say which."), field="agent"
        )
    if not any(entry.code == agent.reason for entry in codes.entries("agent_reasons", desk.today())):
        raise Refused(N_("Say why {name} does not apply in person."), field="agent", name=person.name)
    if agent.reason == MINOR and person.born_on and not minor:
        raise Refused(
            N_("{name} is {years} or older: an agent applies only for the old or disabled."),
            field="agent", name=person.name, years=below.amount,
        )  # fmt: skip


def _check_papers(desk: Desk, person: Person, agent: Agent) -> None:
    if not (agent.name.strip() and agent.number.strip()):
        raise Refused(
            N_("Enter the agent's name and number; both persons' papers are needed."), field="agent"
        )
    number = idnumbers.read(agent.number, desk.today())
    if number.wrong:
        raise Refused(number.wrong.sentence, field="agent", **number.wrong.blanks)
    if number.number in {identifier.number for identifier in person.identifiers}:
        raise Refused(N_("This is the applicant's own number; enter the agent's."), field="agent")


def enter(session: Session, desk: Desk, permit: Permit, agent: Agent) -> None:
    """Write the agent onto an application in an open transaction, and the card that was shown."""
    permit.agent_name, permit.agent_number = agent.name.strip(), idnumbers.normalised(agent.number)
    permit.agent_relation, permit.agent_reason = agent.relation, agent.reason
    if agent.seen:
        shown = NewMaterial(AGENT_CARD, materials.group_of(AGENT_CARD, desk.today()))
        materials.enter(session, desk.today(), permit.person_id, (shown,))
