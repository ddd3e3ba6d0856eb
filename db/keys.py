"""The key of an office's own file: random, and wrapped once for each who may open it.

Beside ``office.anju`` lies ``office.anju.keys``: one slot per officer, opened by
the officer's password (Argon2id), and one recovery slot, opened by the code that
was printed when the file was made. The file of keys is replaced whole or not at
all, and the one before is kept. (Paper on trust, sections 2.6 and 3.)
"""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db import durable

RECOVERY = ""
SUITE = 1  # Argon2id and ChaCha20-Poly1305
TIME_COST, MEMORY_KIB = 3, 64 * 1024  # what a password is stretched by
LEAST_TIME, LEAST_MEMORY_KIB = 2, 19 * 1024  # below this a stolen file is guessed too fast (paper, section 0)


class WrongKey(Exception):
    """The password or recovery code opens none of the slots it should."""


class NoKeys(Exception):
    """The file of keys is missing or is not one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The file's key wrapped for one holder: an officer's login, or ``RECOVERY``; bytes in base64."""

    login: str
    name: str
    salt: str
    nonce: str
    wrapped: str
    suite: int
    time_cost: int
    memory_kib: int


@dataclass(frozen=True, slots=True)
class Ring:
    """All slots of one office's file."""

    slots: tuple[Slot, ...]

    def officers(self) -> tuple[tuple[str, str], ...]:
        """Login and name of each officer who can open the file."""
        return tuple((slot.login, slot.name) for slot in self.slots if slot.login != RECOVERY)

    def open(self, login: str, password: str) -> bytes:
        """The file's key; raises WrongKey, as late for an unknown officer as for a wrong password."""
        slot = next((slot for slot in self.slots if slot.login == login != RECOVERY), None)
        if slot is None:
            _stretch(password, _blank(login, ""))
            raise WrongKey
        return _unwrap(slot, _stretch(password, slot))

    def recover(self, code: str) -> bytes:
        """The file's key from the printed recovery code; raises WrongKey."""
        slot = next((slot for slot in self.slots if slot.login == RECOVERY), None)
        if slot is None:
            raise WrongKey
        return _unwrap(slot, _from_code(code, slot))

    def with_officer(self, key: bytes, login: str, name: str, password: str) -> Ring:
        """The ring with a slot for this officer, in place of an older one."""
        blank = _blank(login, name)
        slot = _wrap(blank, _stretch(password, blank), key)
        return Ring((*(other for other in self.slots if other.login != login), slot))

    def with_recovery(self, key: bytes) -> tuple[Ring, str]:
        """The ring with a new recovery slot, and the code to print: 13 groups of four letters and digits."""
        code = base64.b32encode(os.urandom(32)).decode().rstrip("=")
        blank = _blank(RECOVERY, "")
        slot = _wrap(blank, _from_code(code, blank), key)
        others = (other for other in self.slots if other.login != RECOVERY)
        return Ring((*others, slot)), "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return os.urandom(32)


def beside(path: Path) -> Path:
    """Where the keys of an office's file lie."""
    return path.with_name(path.name + ".keys")


def read(path: Path) -> Ring:
    """The keys beside an office's file; raises NoKeys where there are none or they cannot be read."""
    try:
        return from_data(json.loads(beside(path).read_bytes()))
    except (OSError, ValueError) as error:
        raise NoKeys from error


def to_data(ring: Ring) -> dict[str, Any]:
    """A ring as JSON keeps it."""
    return {"slots": [asdict(slot) for slot in ring.slots]}


def from_data(data: Any) -> Ring:
    """The inverse of ``to_data``; raises NoKeys for anything else."""
    try:
        ring = Ring(tuple(_sound(Slot(**slot)) for slot in data["slots"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NoKeys from error
    if not ring.slots:
        raise NoKeys
    return ring


def _sound(slot: Slot) -> Slot:
    """The slot, if it can be one of ours; raises ValueError for anything that only damage explains."""
    sizes = len(_bytes(slot.salt)), len(_bytes(slot.nonce)), len(_bytes(slot.wrapped))
    if sizes != (16, 12, 48) or slot.suite != SUITE:
        raise ValueError("not a slot")
    if slot.time_cost < LEAST_TIME or slot.memory_kib < LEAST_MEMORY_KIB:
        raise ValueError("a slot that is opened too cheaply")
    return slot


def write(path: Path, ring: Ring) -> None:
    """Replace the keys beside an office's file, durably; the ones before are kept as ``.keys.before``."""
    place = beside(path)
    if place.exists():
        durable.put(place.with_name(place.name + ".before"), place.read_bytes())
    durable.put(place, json.dumps(to_data(ring), ensure_ascii=False, indent=1).encode())


def _blank(login: str, name: str) -> Slot:
    return Slot(login, name, _text(os.urandom(16)), "", "", SUITE, TIME_COST, MEMORY_KIB)


def _stretch(password: str, slot: Slot) -> bytes:
    return hash_secret_raw(
        password.encode(),
        _bytes(slot.salt),
        slot.time_cost,
        slot.memory_kib,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def _from_code(code: str, slot: Slot) -> bytes:
    # The code holds 256 bits of chance, so it needs no stretching. What a hand mistakes for another
    # sign (base32 has no 0, 1 and 8) is read as meant, and so is what a Chinese input method makes wide.
    signs = unicodedata.normalize("NFKC", code).upper().translate(str.maketrans("018", "OIB"))
    letters = "".join(filter(str.isalnum, signs))
    return HKDF(SHA256(), 32, _bytes(slot.salt), b"anju recovery").derive(letters.encode())


def _wrap(blank: Slot, wrapping: bytes, key: bytes) -> Slot:
    nonce = os.urandom(12)
    return replace(
        blank,
        nonce=_text(nonce),
        wrapped=_text(ChaCha20Poly1305(wrapping).encrypt(nonce, key, blank.login.encode())),
    )


def _unwrap(slot: Slot, wrapping: bytes) -> bytes:
    try:
        return ChaCha20Poly1305(wrapping).decrypt(
            _bytes(slot.nonce), _bytes(slot.wrapped), slot.login.encode()
        )
    except InvalidTag:
        raise WrongKey from None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
