"""Whether everybody on file is found by the search, and how that is set right."""

from __future__ import annotations

from app.desk import Desk
from app.progress import Progress


def set_right(desk: Desk, progress: Progress) -> bool:
    """Look over what everybody is found by and write it anew where it is wrong; gives whether it was.

    Raises Cancelled when asked to stop: the search may find wrongly until it has run through.
    """
    if desk.finds_everybody(progress):
        return False
    desk.relabel(progress)
    return True
