"""The card reader at this desk, through the library its maker ships (the SDT interface, ``sdtapi``).

Every licensed reader of second-generation identity cards comes with a library that has these functions:
open a port, find a card, select it, read its text and photo, close. It is loaded when a card is to be read
and every call is made by one thread that is not the window's. The text is handed to ``identity_cards``. The
photo is packed in a format that only the makers' own licensed library unpacks (WLT): it is left alone.

Written after public samples of the interface and tried with a library made for the tests, never with a
real reader.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from app import identity_cards
from app.errors import Refused, Unavailable
from app.identity_cards import IdentityCard
from app.language import N_
from app.progress import Progress, Step

USB_PORTS = range(1001, 1017)
"""The ports of readers on USB. Serial ports are left alone: something else may hang on them."""
DONE, FOUND, NOBODY = 0x90, 0x9F, 0x80
ROOM = 4096
"""So many bytes are lent for an answer: more than the text of 256 and the photo of 1,024, for a library
that has more to tell writes it without asking."""
PATIENCE, PAUSE = 12.0, 0.2
"""Seconds to wait for a card, and between two looks for one."""

_FUNCTIONS = {
    "SDT_OpenPort": (ctypes.c_int,),
    "SDT_ClosePort": (ctypes.c_int,),
    "SDT_StartFindIDCard": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int),
    "SDT_SelectIDCard": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int),
    "SDT_ReadBaseMsg": (ctypes.c_int,) + (ctypes.c_void_p,) * 4 + (ctypes.c_int,),
}
_LEAVE_OPEN = 0  # the last argument of each call: the port was opened before and stays open

_NO_READER = N_("No card reader is connected. Type it in for now; plug it in and press F4 again.")
_NO_CARD = N_("No card was found. Lift it, lay it on again and press F4.")
_SILENT = N_("The reader does not answer as it should. Pull it out, plug it in and press F4 again.")
_TAKEN_AWAY = N_("The card was taken away while it was read. Lay it on again and press F4.")


def library(chosen: str) -> str:
    """Where the maker's library is: the file chosen in the settings, else what the system knows; or "".

    The system is asked by running its own tools, which takes a while.
    """
    return chosen or ctypes.util.find_library("sdtapi") or ""


def load(path: str) -> Any:
    """The library at a path; raises Unavailable in words where there is none, or none of this interface."""
    if not path:
        raise Unavailable(_NO_READER)
    try:
        loaded = _loader()(path)
        for name, kinds in _FUNCTIONS.items():
            function = getattr(loaded, name)
            function.argtypes, function.restype = kinds, ctypes.c_int
    except (OSError, AttributeError):
        raise Unavailable(
            N_("The reader's library cannot be used: {path}. Choose another one in the settings."), path=path
        ) from None
    return loaded


def read(chosen: str, on: date, progress: Progress) -> IdentityCard:
    """The card on the reader, as of a day; waits for one to be laid on, and stops when asked to.

    ``chosen`` is the library chosen in the settings, "" for the system's. Raises Unavailable where there is
    no reader, no card or one taken away too soon, and Refused where what was read does not fit.
    """
    loaded = load(library(chosen))
    with _port(loaded) as port:
        _wait_for_card(loaded, port, progress)
        return identity_cards.read(_text_of(loaded, port), on)


@contextmanager
def _port(loaded: Any) -> Iterator[int]:
    """The first port a reader answers on, closed again whatever comes."""
    port = next((port for port in USB_PORTS if loaded.SDT_OpenPort(port) == DONE), None)
    if port is None:
        raise Unavailable(_NO_READER)
    try:
        yield port
    finally:
        loaded.SDT_ClosePort(port)


def _wait_for_card(loaded: Any, port: int, progress: Progress) -> None:
    answer = ctypes.create_string_buffer(ROOM)
    until = time.monotonic() + PATIENCE
    while (found := loaded.SDT_StartFindIDCard(port, answer, _LEAVE_OPEN)) != FOUND:
        if found != NOBODY:
            raise Unavailable(_SILENT)
        if time.monotonic() > until:
            raise Unavailable(_NO_CARD)
        progress.at(Step(N_("Lay the card on the reader"), 0, 0))
        time.sleep(PAUSE)
    if loaded.SDT_SelectIDCard(port, answer, _LEAVE_OPEN) != DONE:
        raise Unavailable(_TAKEN_AWAY)


def _text_of(loaded: Any, port: int) -> bytes:
    text, photo = (ctypes.create_string_buffer(ROOM) for _part in range(2))
    text_length, photo_length = ctypes.c_uint(ROOM), ctypes.c_uint(ROOM)
    lengths = ctypes.byref(text_length), ctypes.byref(photo_length)
    answer = loaded.SDT_ReadBaseMsg(port, text, lengths[0], photo, lengths[1], _LEAVE_OPEN)
    if answer != DONE:
        raise Unavailable(_TAKEN_AWAY)
    if text_length.value > ROOM:
        raise Refused(N_("The reader gave more than a card holds. Type the card in by hand."))
    return text.raw[: text_length.value]


def _loader() -> Any:
    """How a library of this system is called: the makers' for Windows clean up after their callers."""
    if sys.platform == "win32":
        return ctypes.WinDLL
    return ctypes.CDLL
