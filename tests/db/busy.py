"""A process that saves people one by one in an office's file, or copies it over and over, until killed.

``python -m tests.db.busy save FILE``, or ``copy FILE FOLDER``; the key is that of ``tests.db.things``, and a
line is printed after each commit, or each copy.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from db import backup
from db.store import Store, address
from tests.db.things import KEY, a_person, add


def save(file: str) -> None:
    """Save people until killed."""
    store = Store(address(file), KEY)
    number = 0
    while True:
        add(store, a_person(f"住户{number}"))
        number += 1
        tell(number)


def copy(file: str, folder: str) -> None:
    """Make copies until killed."""
    store = Store(address(file), KEY)
    while True:
        tell("begun")
        tell(backup.make(store, Path(folder), None, datetime.now(UTC), lambda *_step: None).file)


def tell(what: object) -> None:
    """A line for whoever started this."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    save(sys.argv[2]) if sys.argv[1] == "save" else copy(*sys.argv[2:])
