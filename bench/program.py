"""The program as its users start it: a process of its own, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(home: Path, *words: str) -> str:
    """Run ``python WORDS`` to its end and return what it printed; its failure ends the benchmark.

    Should the process itself break off, it says where it was.
    """
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "HOME": str(home)}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{name}_HOME"] = str(home / name.lower())
    # A user's Python keeps what it has compiled. Where that was forbidden, as in many a container, every
    # start would compile our sources anew, and only ours: the toolkit's came compiled.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def invent(home: Path, people: int) -> Path:
    """A fictional community, the same each time, in a file below ``home``."""
    return invent_to(home / f"{people}-people.anju", people)


def invent_to(file: Path, people: int, *more: str) -> Path:
    """The same at a place of one's own; ``more`` are further words for ``main.py invent``."""
    run(file.parent, "main.py", "invent", "--people", str(people), "--seed", "1", "--to", str(file), *more)
    return file


def peak() -> int:
    """The most memory this process has held at once, in bytes."""
    # The kernel's own account: to getrusage, what the process that started this one held would count too.
    account = Path("/proc/self/status").read_text(encoding="ascii")
    return int(account.partition("VmHWM:")[2].split()[0]) * 1024
