"""Invented identity cards, and a reader's library that plays them: compiled where there is a compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from ctypes import CFUNCTYPE, POINTER, c_int, c_ubyte, c_uint, c_void_p
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app import readers
from tests.helpers.office import citizen_number

SOURCE = Path(__file__).with_name("sdtapi.c")
FOREVER = 1_000_000
BORN = date(1993, 6, 14)
NUMBER = citizen_number("530902", BORN, 921)


def laid_out(*fields: tuple[str, int]) -> bytes:
    """Fields one after the other, each the text and how many bytes are its, filled up with spaces."""
    return b"".join(text.ljust(width // 2).encode("utf-16-le")[:width] for text, width in fields)


def resident(**other: str) -> bytes:
    """The card of a resident who is nobody, with some fields as ``other``."""
    said = {
        "name": "王立群", "sex": "1", "nation": "01", "born": f"{BORN:%Y%m%d}",
        "address": "云南省临沧市临翔区示例镇六合村12号", "number": NUMBER,
        "authority": "临沧市公安局临翔分局", "since": "20200110", "until": "20400110",
    } | other  # fmt: skip
    widths = (30, 2, 4, 16, 70, 36, 30, 16, 16)
    return laid_out(*zip(said.values(), widths, strict=True), ("", 36))


def of_letter(letter: str, *fields: tuple[str, int]) -> bytes:
    """A card of another kind: what stands before its letter, and the letter in its place."""
    return laid_out(*fields).ljust(248, b"\0") + laid_out((letter, 2), ("", 6))


@dataclass(frozen=True)
class Scene:
    """What a library is to play: a reader on ``port``, and what each call answers."""

    message: bytes = resident()
    port: int = 1001
    misses: int = 0
    find: int = readers.FOUND
    select: int = readers.DONE
    read: int = readers.DONE


def compiled(folder: Path) -> Path | None:
    """The library of ``sdtapi.c``, or None where no compiler is at hand."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    made = folder / "libsdtapi.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, SOURCE], check=True, capture_output=True)
    return made


def play(library: Path, scene: Scene) -> None:
    """Have a compiled library play this."""
    ctypes.CDLL(str(library)).play(
        scene.port, scene.misses, scene.find, scene.select, scene.read, scene.message, len(scene.message)
    )


def left_open(library: Path) -> int:
    """How many ports were opened and not closed again."""
    return int(ctypes.CDLL(str(library)).left_open())


class Table:
    """The same functions made by ctypes, for where nothing can be compiled and for the window's tests."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.open, self._misses = scene, 0, scene.misses
        card = (c_int, c_int, c_void_p, c_int)
        text = (c_int, c_int, POINTER(c_ubyte), POINTER(c_uint), POINTER(c_ubyte), POINTER(c_uint), c_int)
        self.SDT_OpenPort: Any = CFUNCTYPE(c_int, c_int)(self._open)
        self.SDT_ClosePort: Any = CFUNCTYPE(c_int, c_int)(self._close)
        self.SDT_StartFindIDCard: Any = CFUNCTYPE(*card)(self._find)
        self.SDT_SelectIDCard: Any = CFUNCTYPE(*card)(lambda *_more: scene.select)
        self.SDT_ReadBaseMsg: Any = CFUNCTYPE(*text)(self._read)

    def _open(self, port: int) -> int:
        if port != self.scene.port:
            return 0x01
        self.open += 1
        return readers.DONE

    def _close(self, _port: int) -> int:
        self.open -= 1
        return readers.DONE

    def _find(self, *_more: object) -> int:
        self._misses -= 1
        return readers.NOBODY if self._misses >= 0 else self.scene.find

    def _read(self, _port: int, text: Any, length: Any, _photo: Any, photo_length: Any, _once: int) -> int:
        message = self.scene.message
        ctypes.memmove(text, message, min(len(message), readers.ROOM))
        length[0], photo_length[0] = len(message), 1024
        return self.scene.read
