"""The print system: whether a printer takes what is sent to it, whether it took it, and taking a job back.

Qt hands a job over and hears nothing of what becomes of it. Where CUPS prints (Linux, macOS) it is asked
itself, through its own library, by whichever thread prints; on another system nothing is known beforehand.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from uuid import UUID

from app.errors import Unavailable
from app.language import N_

LIBRARIES = ("libcups.so.2", "libcups.2.dylib")
STOPPED = b"5"  # printer-state of RFC 8011, 5.4.11
LAST_GOOD = 0x0007  # beyond it, every status of RFC 8011, 4.1.6 is a failure
ACTIVE_JOBS, MINE = 0, 1


class _Printer(ctypes.Structure):
    """A printer as CUPS tells of it (cups_dest_t)."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.c_void_p),
    )


class _Job(ctypes.Structure):
    """A job as CUPS tells of it (cups_job_t)."""

    _fields_ = (
        ("id", ctypes.c_int),
        ("printer", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed", ctypes.c_ssize_t),
        ("created", ctypes.c_ssize_t),
        ("processed", ctypes.c_ssize_t),
    )


def printers() -> tuple[str, ...] | None:
    """The printers that CUPS knows, the usual one first; None on a system that prints without it.

    Every other thread goes on meanwhile, which is not so where Qt is asked: it answers to one at a time.
    """
    cups = _cups()
    if cups is None:
        return None
    found = ctypes.POINTER(_Printer)()
    count = cups.cupsGetDests(ctypes.byref(found))
    try:
        usual_first = sorted(found[:count], key=lambda printer: not printer.is_default)
        return tuple(printer.name.decode() for printer in usual_first if printer.instance is None)
    finally:
        cups.cupsFreeDests(count, found)


def check(printer: str) -> None:
    """Look at a printer before anything is made for it; raises Unavailable when nothing would come out."""
    cups = _cups()
    if cups is None or not printer:
        return
    with _asked(cups, printer) as found:
        if found is None:
            raise Unavailable(
                N_("{printer} is not there any more. Connect it, or choose another; nothing was printed."),
                printer=printer,
            )
        if _said(cups, found, b"printer-state") == STOPPED:
            raise Unavailable(
                N_("{printer} is paused. Let it go on in the system's settings; nothing was printed."),
                printer=printer,
            )
        if _said(cups, found, b"printer-is-accepting-jobs") == b"false":
            raise Unavailable(
                N_("{printer} takes no jobs. Allow them in the system's settings; nothing was printed."),
                printer=printer,
            )


def check_taken(printer: str) -> None:
    """Right after a job was handed over, on the same thread; raises Unavailable when it was not taken."""
    cups = _cups()
    if cups is not None and printer and cups.cupsLastError() > LAST_GOOD:
        raise Unavailable(
            N_("{printer} did not take the print. Say that nothing came out; no blank is lost."),
            printer=printer,
        )


def take_back(name: UUID) -> int:
    """Cancel what still waits for a printer under this job's name; answers how many jobs that were.

    What never came out of a paused printer must not come out of it later, when another was printed instead.
    """
    cups = _cups()
    if cups is None:
        return 0
    jobs = ctypes.POINTER(_Job)()
    count = cups.cupsGetJobs(ctypes.byref(jobs), None, MINE, ACTIVE_JOBS)
    waiting = [jobs[n] for n in range(max(count, 0)) if str(name).encode() in (jobs[n].title or b"")]
    for job in waiting:
        cups.cupsCancelJob(job.printer, job.id)
    cups.cupsFreeJobs(max(count, 0), jobs)
    return len(waiting)


@contextmanager
def _asked(cups: ctypes.CDLL, printer: str) -> Iterator[_Printer | None]:
    """What CUPS says of a printer at this moment; None where it knows none of the name."""
    found = cups.cupsGetNamedDest(None, printer.encode(), None)
    try:
        yield found.contents if found else None
    finally:
        if found:
            cups.cupsFreeDests(1, found)


def _said(cups: ctypes.CDLL, printer: _Printer, option: bytes) -> bytes | None:
    said: bytes | None = cups.cupsGetOption(option, printer.num_options, printer.options)
    return said


@cache
def _cups() -> ctypes.CDLL | None:
    """The library of CUPS; None on a system that prints without it."""
    for name in LIBRARIES:
        try:
            cups = ctypes.CDLL(name)
        except OSError:
            continue
        cups.cupsGetNamedDest.restype = ctypes.POINTER(_Printer)
        cups.cupsGetNamedDest.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
        cups.cupsGetOption.restype = ctypes.c_char_p
        cups.cupsGetOption.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p)
        return cups
    return None
