"""A fictional office for each test, on a real file and on a real server; made once, copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url

from app import offices
from app.desk import Desk
from tests.helpers import office
from tests.helpers.office import Samples

DAY = date(2026, 11, 23)
ON_BOTH = ("file", "server")


@pytest.fixture(params=ON_BOTH)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty fictional office."""
    yield from _empty(request, tmp_path)


@pytest.fixture
def desk(where: URL) -> Iterator[Desk]:
    """The desk of an empty office, on both kinds of database."""
    desk = offices.open_fiction(where, DAY)
    yield desk
    desk.close()


@pytest.fixture
def other_desk(where: URL) -> Iterator[Desk]:
    """A second desk at the same office."""
    desk = offices.open_fiction(where, DAY)
    yield desk
    desk.close()


@pytest.fixture(scope="module", params=ON_BOTH)
def lasting_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of an office that the tests of a module share, on both kinds of database."""
    for url in _empty(request, tmp_path_factory.mktemp("lasting")):
        desk = offices.open_fiction(url, DAY)
        yield desk
        desk.close()


@pytest.fixture
def own_desk(empty_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """The desk of an empty office on a file, where the kind of database does not matter."""
    desk = offices.open_fiction(_copied_file(empty_file, tmp_path), DAY)
    yield desk
    desk.close()


@pytest.fixture(params=ON_BOTH)
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, Samples]]:
    """The desk of an office with somebody in every state, and who they are."""
    if request.param == "file":
        desk, made = office.sampled(tmp_path)
        yield desk, made
        desk.close()
        return
    template, made = request.getfixturevalue("filled_on_server")
    for url in _copied(template):
        desk = offices.open_fiction(url, DAY)
        yield desk, made
        desk.close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds an empty office, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    office.office(folder).close()
    return folder / "office.anju"


@pytest.fixture(scope="session")
def empty_on_server(postgres_server: str) -> Iterator[URL]:
    """A database on the server that holds an empty office, to be copied."""
    for url in _database(postgres_server, "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"):
        offices.create_fiction(url, office.OFFICE, office.OFFICER)
        yield url


@pytest.fixture(scope="session")
def filled_on_server(empty_on_server: URL) -> Iterator[tuple[URL, Samples]]:
    """A database on the server with somebody in every state, to be copied."""
    for url in _copied(empty_on_server):
        desk = offices.open_fiction(url, DAY)
        made = office.samples(desk)
        desk.close()
        yield url, made


def _empty(request: pytest.FixtureRequest, folder: Path) -> Iterator[URL]:
    """An empty office on the kind of database that is asked for."""
    if request.param == "file":
        yield _copied_file(request.getfixturevalue("empty_file"), folder)
    else:
        yield from _copied(request.getfixturevalue("empty_on_server"))


def _copied_file(template: Path, folder: Path) -> URL:
    shutil.copyfile(template, folder / template.name)
    return offices.url_of(str(folder / template.name))


def _copied(template: URL) -> Iterator[URL]:
    server = template.set(drivername="postgresql", database="postgres")
    address = server.render_as_string(hide_password=False)
    yield from _database(address, f"TEMPLATE {template.database}")


def _database(server: str, options: str) -> Iterator[URL]:
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {options}")
        yield make_url(server).set(drivername="postgresql+psycopg", database=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_sampled(tmp_path: Path) -> Iterator[tuple[Desk, Samples]]:
    """The filled office on a file, where the kind of database does not matter."""
    desk, made = office.sampled(tmp_path)
    yield desk, made
    desk.close()
