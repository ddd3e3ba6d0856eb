"""The card reader through its maker's library: a real one made for the test, and one that ctypes makes."""

from __future__ import annotations

import ctypes.util
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import readers
from app.errors import Cancelled, Refused, Unavailable
from app.progress import Progress
from tests.helpers import reader
from tests.helpers.reader import FOREVER, Scene, Table, resident

TODAY = date(2026, 11, 23)
SCENE = Scene()
Played = tuple[str, Callable[[], int]]
"""Where the library is, and how many of its ports are open."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return reader.compiled(tmp_path_factory.mktemp("sdtapi"))


@pytest.fixture(params=["compiled", "table"])
def played(
    request: pytest.FixtureRequest, built: Path | None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Scene], Played]:
    """A library that plays a scene."""
    monkeypatch.setattr(readers, "PAUSE", 0.001)

    def compiled(scene: Scene) -> Played:
        assert built is not None
        reader.play(built, scene)
        return str(built), lambda: reader.left_open(built)

    def table(scene: Scene) -> Played:
        made = Table(scene)
        monkeypatch.setattr(readers, "_loader", lambda: lambda path: made)
        return "the table", lambda: made.open

    if request.param == "compiled" and built is None:
        pytest.skip("there is no compiler here; the table plays the same scenes")
    return compiled if request.param == "compiled" else table


def stopping_after(looks: int) -> Progress:
    """Asks to stop after so many looks."""
    left = iter([False] * looks)
    return Progress(stopped=lambda: next(left, True))


def test_a_card_on_the_reader_is_read_and_the_port_closed(played: Callable[[Scene], Played]) -> None:
    path, ports_open = played(SCENE)
    assert readers.read(path, TODAY, Progress()).name == "王立群"
    assert ports_open() == 0


def test_a_reader_is_found_on_whichever_port_it_is(played: Callable[[Scene], Played]) -> None:
    path, _ports_open = played(replace(SCENE, port=1016))
    assert readers.read(path, TODAY, Progress()).sex == "1"


def test_a_card_that_is_laid_on_after_a_while_is_waited_for(played: Callable[[Scene], Played]) -> None:
    path, _ports_open = played(replace(SCENE, misses=5))
    looks: list[Any] = []
    assert readers.read(path, TODAY, Progress(looks.append)).name == "王立群"
    assert len(looks) == 5


def test_waiting_stops_when_asked_to(played: Callable[[Scene], Played]) -> None:
    path, ports_open = played(replace(SCENE, misses=FOREVER))
    with pytest.raises(Cancelled):
        readers.read(path, TODAY, stopping_after(3))
    assert ports_open() == 0


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        (replace(SCENE, port=0), "No card reader is connected"),
        (replace(SCENE, misses=FOREVER), "No card was found"),
        (replace(SCENE, find=0x66), "does not answer as it should"),
        (replace(SCENE, select=0x81), "taken away"),
        (replace(SCENE, read=0x41), "taken away"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_told_and_the_port_closed(
    played: Callable[[Scene], Played], monkeypatch: pytest.MonkeyPatch, scene: Scene, words: str
) -> None:
    monkeypatch.setattr(readers, "PATIENCE", 0.02)
    path, ports_open = played(scene)
    with pytest.raises(Unavailable, match=words):
        readers.read(path, TODAY, Progress())
    assert ports_open() == 0


@pytest.mark.parametrize("message", [resident()[:100], resident() * 20, resident(sex="7"), b""])
def test_what_is_no_card_is_refused_and_the_port_closed(
    played: Callable[[Scene], Played], message: bytes
) -> None:
    path, ports_open = played(replace(SCENE, message=message))
    with pytest.raises(Refused):
        readers.read(path, TODAY, Progress())
    assert ports_open() == 0


def test_a_file_that_is_no_library_and_a_library_of_something_else_are_told_by_name(tmp_path: Path) -> None:
    text = tmp_path / "sdtapi.so"
    text.write_text("not a library")
    for path in (str(text), ctypes.util.find_library("c") or "libc.so.6"):
        with pytest.raises(Unavailable, match="cannot be used"):
            readers.read(path, TODAY, Progress())


def test_without_a_library_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    assert readers.library("") == ""
    assert readers.library("chosen.so") == "chosen.so"
    with pytest.raises(Unavailable, match="press F4 again"):
        readers.read("", TODAY, Progress())
