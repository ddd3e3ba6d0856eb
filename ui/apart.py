"""Reads a PDF or a TIFF in a process apart: what it may hide brings that one down, and not the program.

Such a file can ask for gigabytes in a few thousand bytes, or draw for hours, and those who read it for us are
written in C. So they have so much memory and so much time, which Windows counts by time alone. To begin a
process takes a third of a second; no other picture is worth that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import Refused, Unavailable
from app.language import N_

MEMORY = 512 << 20
PATIENCE = 60.0
"""Seconds for a file, which may have sixty pages."""
ROOT = Path(__file__).parents[1]
NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a window of its own would flash up."""


def pages_of(content: bytes) -> tuple[bytes, ...]:
    """The pages of a file as ``page_files.pages_of`` makes them there.

    Raises Refused as that does, and for what needs too much memory or time; Unavailable where no process
    can be begun.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ui.apart"], cwd=ROOT, input=content, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=PATIENCE, creationflags=NO_CONSOLE, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused(
            N_("This file was not read within {seconds} seconds and was given up. Save it again with fewer"
               " pages, or scan the paper."), seconds=round(PATIENCE),
        ) from error  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise Refused(
            N_("This file cannot be read: it is broken, or asks for more memory than pages need. Save it"
               " again, or scan the paper.")
        ) from error  # fmt: skip
    except OSError as error:
        raise Unavailable(
            N_("This machine has no room for another program just now. Close what is not needed, then take"
               " the file again.")
        ) from error  # fmt: skip
    return _told(done.stdout)


def _told(answer: bytes) -> tuple[bytes, ...]:
    head, _newline, rest = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if "refused" in told:
        raise Refused(told["refused"], **told["blanks"])
    pages = []
    for size in told["sizes"]:
        pages.append(rest[:size])
        rest = rest[size:]
    return tuple(pages)


def answer(content: bytes, to: BinaryIO) -> None:
    """What the process apart does: a line with the sizes of the pages or the refusal, then the pages."""
    from ui import page_files  # heavy, and only wanted there

    try:
        pages = page_files.pages_of(content)
        told: dict[str, Any] = {"sizes": [len(page) for page in pages]}
    except Refused as refused:
        pages, told = (), {"refused": refused.sentence, "blanks": refused.blanks}
    to.write(json.dumps(told).encode() + b"\n" + b"".join(pages))


def _limit_memory() -> None:
    """Not the room for addresses, of which a reader of PDF sets gigabytes aside and uses none."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it held is somebody's papers


if __name__ == "__main__":
    _limit_memory()
    answer(sys.stdin.buffer.read(), sys.stdout.buffer)
