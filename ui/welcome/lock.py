"""One program per file: the second one is told, before it shows what may be old in a moment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from app.errors import Refused, Unavailable
from app.language import N_


def hold(file: Path) -> QLockFile:
    """Hold a database's file until the lock is let go; raises Refused while another window holds it.

    A lock that was left behind by a crash is recognised by its process, which is no more.
    """
    lock = QLockFile(str(file.with_name(file.name + ".lock")))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    if lock.error() is QLockFile.LockError.LockFailedError:
        raise Refused(
            N_("This database is open in another window already. Work there, or close that window first.")
        )
    raise Unavailable(
        N_(
            "The folder {folder} cannot be written to. Nothing was changed:"
            " get the right to write there, or open another database."
        ),
        folder=file.parent,
    )
