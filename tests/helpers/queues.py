"""The queues whole, which only a test wants."""

from __future__ import annotations

from app import press_queue, queues
from app.desk import Desk
from app.permits import PermitRow
from app.printing import Unconfirmed
from app.queues import Waiting


def waiting(desk: Desk, *states: str) -> tuple[Waiting, ...]:
    """Every permit in these states, the most urgent first, with the time left."""
    return tuple(queues.queue(desk, *states).listing)


def in_states(desk: Desk, *states: str) -> tuple[PermitRow, ...]:
    """The same without the time left."""
    return tuple(each.permit for each in waiting(desk, *states))


def unconfirmed(desk: Desk) -> tuple[Unconfirmed, ...]:
    """Every print that was sent and about which nobody has said whether it came out."""
    return tuple(line.sent for line in press_queue.queue(desk).listing if line.sent is not None)
