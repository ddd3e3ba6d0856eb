"""Invented records, and the few moves that many tests of the floor make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from db import journal
from db.records import Dwelling, Identifier, Journal, JournalHead, Person, Stay
from db.store import Store

KEY = bytes(range(32))
AT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
E = TypeVar("E", bound=Exception)
OFFICER = UUID("01989680-0000-7000-8000-000000000001")


def writing(store: Store, act: str = "try", at: datetime = AT) -> AbstractContextManager[Session]:
    return store.writing(act, OFFICER, at)


@contextmanager
def failing(error: type[E], match: str | None = None) -> Iterator[pytest.ExceptionInfo[E]]:
    """An act of several steps that fails with this error, at one of them or at its commit."""
    with pytest.raises(error, match=match) as failure:
        yield failure


def a_person(name: str = "段小满", **more: Any) -> Person:
    return Person(name=name, sex="2", born_on=date(1996, 2, 29), **more)


def a_stay(**more: Any) -> Stay:
    """A person who arrived at a dwelling, all three of them new."""
    dwelling = Dwelling(division="530302", community="文昌社区", address="麒麟巷9号3室")
    return Stay(
        person=a_person(), dwelling=dwelling, arrived_on=date(2026, 3, 1), register_by=date(2026, 3, 31),
        tenure="rented", purpose="work", **more,
    )  # fmt: skip


def add(store: Store, *records: Any) -> UUID:
    """Commit new records in one act; the id of the first."""
    with writing(store) as session:
        session.add_all(records)
        session.flush()
        found: UUID = records[0].id
    return found


def an_identifier(person: Person, number: str) -> Identifier:
    return Identifier(person=person, kind="provisional", number=number)


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Person.name).order_by(Person.row)))


def entries(store: Store) -> list[Journal]:
    with store.reading() as session:
        return list(session.scalars(select(Journal).order_by(Journal.epoch, Journal.seq)))


def head(store: Store) -> JournalHead:
    with store.reading() as session:
        return session.scalars(select(JournalHead)).one()


def broken_at(store: Store) -> journal.Break | None:
    with store.reading() as session:
        return journal.check(session)


def behind_its_back(store: Store, *statements: str) -> list[Row[Any]]:
    """Change the database past the program, as somebody with the key or the server could; the last answer."""
    with store.engine.execution_options(writes=True).begin() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        return list(results[-1].all()) if results[-1].returns_rows else []
