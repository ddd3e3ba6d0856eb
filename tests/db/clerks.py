"""Clerks in processes of their own: all starting at one moment, or killed in the middle of their work.

Run as a program, so that nothing of the test's own process (threads, open
databases) is carried into the clerks, who are forked.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, func, make_url, select
from sqlalchemy.orm import configure_mappers

from db import schema
from db.records import Person
from db.store import Store
from tests.db.things import KEY, a_person, an_identifier, writing

HERE = Path(__file__).parent.parent.parent


def run(work: str, url: URL, *numbers: int) -> list[str]:
    """Send clerks to a database; the lines they reported. Fails where one of them failed."""
    words = [work, url.render_as_string(hide_password=False), *map(str, numbers)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.clerks", *words],
        cwd=HERE, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def open_at_once(url: URL, clerks: int) -> None:
    at_once(clerks, lambda _: schema.upgrade(opened(url)))


def write_at_once(url: URL, clerks: int, acts: int) -> None:
    def work(clerk: int) -> None:
        store = opened(url)
        for act in range(acts):
            record(store, f"{clerk}.{act}")

    at_once(clerks, work)


def kill_while_writing(url: URL, kills: int) -> None:
    """Kill one clerk after another, each at a moment that nobody chose; tell what they had acknowledged."""
    chance = random.Random(20260302)
    for clerk in range(kills):
        reading, writing_end = os.pipe()
        child = os.fork()
        if child == 0:
            write_until_killed(url, clerk, writing_end)
        os.close(writing_end)
        said = b""
        for _ in range(chance.randint(1, 5)):
            said += os.read(reading, 64)
        threading.Event().wait(chance.random() * 0.01)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 65536):
            said += more
        os.close(reading)
        sys.stdout.write(said.decode())


def write_until_killed(url: URL, clerk: int, said: int) -> None:
    store = opened(url)
    act = 0
    while True:
        record(store, f"{clerk}.{act}")
        os.write(said, f"{clerk}.{act}\n".encode())
        act += 1


def record(store: Store, name: str) -> None:
    """One act that looks before it writes, as a clerk does, and adds two rows; a torn one would show."""
    with writing(store) as session:
        session.scalar(select(func.count(Person.id)))
        person = a_person(name)
        session.add_all([person, an_identifier(person, name)])


def at_once(clerks: int, work: Callable[[int], None]) -> None:
    waiting, go = os.pipe()
    children = []
    for clerk in range(clerks):
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(waiting, 1)  # until everybody is there
            work(clerk)
            sys.exit()
        children.append(child)
    os.close(go)
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    if failed:
        sys.exit(f"{len(failed)} of {clerks} clerks failed")


def opened(url: URL) -> Store:
    return Store(url, KEY if url.get_backend_name() == "sqlite" else None)


WORKS: dict[str, Callable[..., None]] = {
    "open_at_once": open_at_once, "write_at_once": write_at_once, "kill_while_writing": kill_while_writing,
}  # fmt: skip

if __name__ == "__main__":
    configure_mappers()  # once, and not in each clerk
    WORKS[sys.argv[1]](make_url(sys.argv[2]), *map(int, sys.argv[3:]))
