"""Every test of the floor runs on an office's own encrypted file and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url

from db import schema
from db.store import Store, address
from tests.db.things import KEY

OpenStore = Callable[[], Store]


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with all tables, to be copied: making the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("ready") / "office.anju"
    store = Store(address(str(path)), KEY)
    schema.upgrade(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def ready_database(postgres_server: str) -> str:
    """The name of a database with all tables on the server, to be copied."""
    name = f"ready{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    store = Store(_named(postgres_server, name))
    schema.upgrade(store)
    store.close()
    return name


@pytest.fixture
def empty_file(tmp_path: Path) -> URL:
    return address(str(tmp_path / "office.anju"))


@pytest.fixture
def file(empty_file: URL, ready_file: Path) -> URL:
    """The address of an encrypted file of an office in which nothing has happened yet."""
    shutil.copy(ready_file, str(empty_file.database))
    return empty_file


@pytest.fixture
def server(postgres_server: str, ready_database: str) -> Iterator[URL]:
    """The address of a database of stations in which nothing has happened yet."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {ready_database}")
        yield _named(postgres_server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, database: str) -> URL:
    return make_url(server).set(drivername="postgresql+psycopg", database=database)


@pytest.fixture(params=["file", "server"])
def url(request: pytest.FixtureRequest) -> URL:
    """A database with all tables: an office's own file, then the database that stations share."""
    found: URL = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["file", "server"])
def empty(request: pytest.FixtureRequest) -> URL:
    """A database with nothing in it, not even tables."""
    if request.param == "file":
        found: URL = request.getfixturevalue("empty_file")
        return found
    return make_url(request.getfixturevalue("postgres"))


@pytest.fixture
def opened() -> Iterator[Callable[[URL], Store]]:
    """Opens a database, as often as asked, and closes it after the test."""
    stores: list[Store] = []

    def open_(url: URL) -> Store:
        stores.append(Store(url, KEY if url.get_backend_name() == "sqlite" else None))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(url: URL, opened: Callable[[URL], Store]) -> Store:
    return opened(url)


@pytest.fixture
def second(url: URL, opened: Callable[[URL], Store]) -> Store:
    """The same database, opened once more as by another program."""
    return opened(url)
