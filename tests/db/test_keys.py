"""The key of an office's file opens for those who may, and for nobody else."""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import hash_secret_raw
from hypothesis import given, settings
from hypothesis import strategies as st

from db import durable, keys
from db.keys import NoKeys, Ring, WrongKey

PASSWORD = "三月的油菜花 2026"


@pytest.fixture(scope="module")
def key() -> bytes:
    return keys.new_key()


@pytest.fixture(scope="module")
def made(key: bytes) -> tuple[Ring, str]:
    """A ring of one officer, and the recovery code; stretching a password takes its time, so made once."""
    ring, code = Ring(()).with_recovery(key)
    return ring.with_officer(key, "duan", "段小满", PASSWORD), code


@pytest.fixture
def ring(made: tuple[Ring, str]) -> Ring:
    return made[0]


@pytest.fixture
def code(made: tuple[Ring, str]) -> str:
    return made[1]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return tmp_path / "office.anju"


# -- opening ---------------------------------------------------------------------------------------


def test_every_key_is_another_one() -> None:
    assert len({keys.new_key() for _ in range(100)}) == 100
    assert len(keys.new_key()) == 32


def test_an_officer_opens_the_file_with_the_password(ring: Ring, key: bytes) -> None:
    assert ring.open("duan", PASSWORD) == key
    assert ring.officers() == (("duan", "段小满"),)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("duan", PASSWORD + " "),
        ("duan", ""),
        ("luo", PASSWORD),
        ("Duan", PASSWORD),
        (keys.RECOVERY, PASSWORD),
    ],
)
def test_a_wrong_password_or_an_unknown_officer_opens_nothing(ring: Ring, login: str, password: str) -> None:
    with pytest.raises(WrongKey):
        ring.open(login, password)


def test_an_unknown_officer_is_refused_as_slowly_as_a_wrong_password(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched: list[dict[str, Any]] = []

    def note(*_words: object, **costs: Any) -> bytes:
        stretched.append(costs)
        return bytes(32)

    monkeypatch.setattr(keys, "hash_secret_raw", lambda *words, **costs: note(*words[2:], **costs))
    for login in ("duan", "luo"):
        with pytest.raises(WrongKey):
            ring.open(login, "wrong")

    assert len(stretched) == 2
    assert stretched[0] == stretched[1]


def test_a_slot_that_was_renamed_opens_for_nobody(ring: Ring) -> None:
    renamed = Ring(tuple(replace(slot, login="luo") if slot.login == "duan" else slot for slot in ring.slots))

    with pytest.raises(WrongKey):
        renamed.open("luo", PASSWORD)


def test_a_new_password_takes_the_place_of_the_old(ring: Ring, key: bytes, code: str) -> None:
    changed = ring.with_officer(key, "duan", "段小满", "四月的樱花 2026")

    assert changed.officers() == ring.officers()
    assert len(changed.slots) == len(ring.slots)
    assert changed.open("duan", "四月的樱花 2026") == key
    with pytest.raises(WrongKey):
        changed.open("duan", PASSWORD)
    assert changed.recover(code) == key


def test_a_second_officer_has_a_slot_of_their_own(ring: Ring, key: bytes) -> None:
    both = ring.with_officer(key, "luo", "罗一", "五月的杜鹃花 2026")

    assert both.officers() == (("duan", "段小满"), ("luo", "罗一"))
    assert both.open("luo", "五月的杜鹃花 2026") == both.open("duan", PASSWORD) == key
    with pytest.raises(WrongKey):
        both.open("luo", PASSWORD)


# -- the recovery code -------------------------------------------------------------------------------


def test_the_recovery_code_is_printed_in_groups_of_four(code: str) -> None:
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 13
    assert set("".join(groups)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def as_typed(code: str) -> list[str]:
    """The ways in which people type what they read on a sheet of paper."""
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    return [
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code}\r\n",
        code.replace("-", "—"),
        code.replace("O", "0").replace("I", "1").replace("B", "8"),
        code.lower().replace("o", "0").replace("i", "1").replace("b", "8"),
        wide,
        "\n".join(code.split("-")),
    ]


def test_a_recovery_code_is_read_as_it_is_typed(ring: Ring, key: bytes, code: str) -> None:
    assert [ring.recover(typed) for typed in as_typed(code)] == [key] * 9


def test_every_sign_that_is_mistaken_for_another_is_read_as_meant(key: bytes) -> None:
    tried: set[str] = set()
    while not tried.issuperset("OIB"):
        ring, code = Ring(()).with_recovery(key)
        tried.update(code)
        assert [ring.recover(typed) for typed in as_typed(code)] == [key] * 9


@settings(max_examples=60)
@given(place=st.integers(0, 51), step=st.integers(1, 31))
def test_a_code_with_one_wrong_sign_opens_nothing(made: tuple[Ring, str], place: int, step: int) -> None:
    ring, code = made
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    letters = list(code.replace("-", ""))
    letters[place] = signs[(signs.index(letters[place]) + step) % 32]

    with pytest.raises(WrongKey):
        ring.recover("".join(letters))


@pytest.mark.parametrize("typed", ["", "-", PASSWORD])
def test_what_is_no_code_opens_nothing(ring: Ring, typed: str) -> None:
    with pytest.raises(WrongKey):
        ring.recover(typed)


def test_a_new_recovery_code_takes_the_place_of_the_old(ring: Ring, key: bytes, code: str) -> None:
    renewed, fresh = ring.with_recovery(key)

    assert renewed.recover(fresh) == key
    assert len(renewed.slots) == len(ring.slots)
    with pytest.raises(WrongKey):
        renewed.recover(code)


def test_a_ring_without_a_recovery_slot_recovers_nothing(ring: Ring, code: str) -> None:
    officers_only = Ring(tuple(slot for slot in ring.slots if slot.login))

    with pytest.raises(WrongKey):
        officers_only.recover(code)


# -- the file of keys ----------------------------------------------------------------------------------


def test_the_keys_lie_beside_the_file_for_its_owner_only(office: Path, ring: Ring) -> None:
    keys.write(office, ring)

    place = keys.beside(office)
    assert place == office.with_name("office.anju.keys")
    assert keys.read(office) == ring
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_neither_key_nor_password_nor_code_is_in_the_file_of_keys(
    office: Path, ring: Ring, key: bytes, code: str
) -> None:
    keys.write(office, ring)

    said = keys.beside(office).read_text(encoding="utf-8")
    for secret in (PASSWORD, code, code.replace("-", ""), key.hex(), base64.b64encode(key).decode()):
        assert secret not in said


def test_the_keys_before_are_kept(office: Path, ring: Ring, key: bytes) -> None:
    changed = ring.with_recovery(key)[0]
    keys.write(office, ring)
    first = keys.beside(office).read_bytes()
    keys.write(office, changed)

    assert keys.read(office) == changed
    assert office.with_name("office.anju.keys.before").read_bytes() == first
    assert sorted(path.name for path in office.parent.glob("office*")) == [
        "office.anju.keys",
        "office.anju.keys.before",
    ]


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_file_of_keys_is_replaced_whole_or_not_at_all(
    office: Path, ring: Ring, key: bytes, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The power goes at each step of the replacing, the first time and the second."""
    keys.write(office, ring)
    before = keys.beside(office).read_bytes()

    for survived in range(2):
        with monkeypatch.context() as power:
            cut_the_power(power, call, after=survived)
            with pytest.raises(PowerCut):
                keys.write(office, ring.with_recovery(key)[0])
        assert keys.beside(office).read_bytes() == before

    keys.write(office, ring.with_recovery(key)[0])
    assert keys.read(office).open("duan", PASSWORD) == key


class PowerCut(BaseException):
    """Nothing more is done."""


def cut_the_power(power: pytest.MonkeyPatch, call: str, after: int) -> None:
    """Let ``after`` calls pass, then none."""
    left = [after]
    names = {"write": (durable, "open"), "fsync": (os, "fsync"), "replace": (Path, "replace")}
    place, name = names[call]
    real: Callable[..., Any] = getattr(place, name, open)

    def call_or_cut(*words: Any, **more: Any) -> Any:
        if call == "fsync" and stat.S_ISDIR(os.fstat(words[0]).st_mode):
            return real(*words, **more)
        left[0] -= 1
        if left[0] < 0:
            raise PowerCut
        return real(*words, **more)

    power.setattr(place, name, call_or_cut, raising=False)


def test_where_there_are_no_keys_that_is_said(office: Path) -> None:
    with pytest.raises(NoKeys):
        keys.read(office)


def test_a_file_of_keys_cut_short_anywhere_is_not_taken_for_one(office: Path, ring: Ring) -> None:
    keys.write(office, ring)
    whole = keys.beside(office).read_bytes()

    for length in range(0, len(whole), 7):
        keys.beside(office).write_bytes(whole[:length])
        with pytest.raises(NoKeys):
            keys.read(office)


DAMAGE: dict[str, Callable[[dict[str, Any]], object]] = {
    "salt": lambda slot: slot.update(salt=slot["salt"][:-5]),
    "nonce": lambda slot: slot.update(nonce=""),
    "wrapped": lambda slot: slot.update(wrapped="***"),
    "missing": lambda slot: slot.pop("salt"),
    "unknown": lambda slot: slot.update(colour="red"),
    "number": lambda slot: slot.update(salt=7),
    "suite": lambda slot: slot.update(suite=2),
    "cheap in time": lambda slot: slot.update(time_cost=1),
    "cheap in memory": lambda slot: slot.update(memory_kib=8),
    "words for costs": lambda slot: slot.update(time_cost="3"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_slot_is_not_taken_for_one(office: Path, ring: Ring, damage: str) -> None:
    keys.write(office, ring)
    place = keys.beside(office)
    said = json.loads(place.read_bytes())
    DAMAGE[damage](said["slots"][-1])
    place.write_text(json.dumps(said), encoding="utf-8")

    with pytest.raises(NoKeys):
        keys.read(office)


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"slots": []}', '{"slots": {}}', '{"slots": [1]}', "\ud7ff"]
)
def test_what_is_no_file_of_keys_is_not_taken_for_one(office: Path, said: str) -> None:
    keys.beside(office).write_text(said, encoding="utf-16")
    with pytest.raises(NoKeys):
        keys.read(office)
    keys.beside(office).write_text(said, encoding="utf-8")
    with pytest.raises(NoKeys):
        keys.read(office)


@pytest.mark.usefixtures("at_full_cost")
def test_a_password_is_never_stretched_more_cheaply_than_the_paper_asks(
    key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs: list[tuple[int, int]] = []

    def note(password: bytes, salt: bytes, time: int, memory: int, **more: Any) -> bytes:
        costs.append((time, memory))
        return hash_secret_raw(password, salt, time, memory, **more)

    monkeypatch.setattr(keys, "hash_secret_raw", note)
    ring = Ring(()).with_officer(key, "luo", "罗一", "五月的杜鹃花 2026")
    assert ring.open("luo", "五月的杜鹃花 2026") == key

    assert costs == [(3, 64 * 1024)] * 2
    assert (keys.LEAST_TIME, keys.LEAST_MEMORY_KIB) == (2, 19 * 1024)
