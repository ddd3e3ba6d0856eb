"""What is on the disk and stays there: files replaced whole, brought to it with their folder."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def put(place: Path, content: bytes) -> None:
    """Have a file hold this or what it held before, whenever the power goes; for its owner alone."""
    fresh = place.with_name(place.name + ".new")
    with open(fresh, "wb", opener=for_us_only) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)
    sync_folder(place.parent)


def for_us_only(path: str, flags: int) -> int:
    """An ``opener`` of files that nobody else on the machine may read."""
    return os.open(path, flags, 0o600)


def sync_file(place: Path) -> None:
    """Bring a file that was written to the disk, so that it is not only in the machine's memory."""
    with place.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    if os.name == "posix":  # Windows has no such call and keeps its directory entries by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno != errno.EINVAL:  # so a folder on a server (CIFS) answers, which keeps them too
                raise
        finally:
            os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Rename files in a folder while no other process does; on Windows a rename never writes over a file."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a folder on a server may know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def forget(place: Path) -> None:
    """Let the machine's memory go of a file, so that what is read of it next is read from the disk."""
    if hasattr(os, "posix_fadvise"):
        with place.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
