"""A script of keys as an officer wrote it down, played at the real window, its key presses counted."""

from __future__ import annotations

from pathlib import Path

from tests.stories.officer import Officer


def play(officer: Officer, script: Path) -> int:
    """Do what stands in the script, and answer how many keys were pressed beyond the text itself."""
    pressed = 0
    for line in script.read_text(encoding="utf-8").splitlines():
        what, _, rest = line.partition(" ")
        match what:
            case "write":
                officer.writes(rest.strip())
            case "press":
                officer.presses(*rest.split())
                pressed += sum(len(each.split("+")) for each in rest.split())
            case "wait":
                officer.waits_for_suggestions()
            case "see":
                officer.sees(rest.strip())
            case "in":
                officer.is_in(rest.strip())
            case _:
                assert not line or line.startswith("#"), f"{script.name} says {line!r}"
    return pressed
