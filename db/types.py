"""How days, moments, identities and answers lie in a column: plainly in SQLite, natively in PostgreSQL."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, DateTime, Dialect, Integer, LargeBinary, Text, TypeDecorator, Uuid
from sqlalchemy.types import TypeEngine

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""Text whose order is that of its signs' numbers, on both: what begins alike stands together."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def new_uid() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance; any office can mint one offline."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def many(kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """A column of values in the driver's form."""
    down = kind.dialect_impl(dialect).bind_processor(dialect)
    return values if down is None else [down(value) for value in values]


class Native(TypeDecorator[Any]):
    """A value that PostgreSQL knows by itself and SQLite keeps in one of its five STRICT types."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True
    strict: type[TypeEngine[Any]]
    native: TypeEngine[Any]

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(self.native if dialect.name == "postgresql" else self.strict())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else self.down(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else self.up(value)

    def many(self, values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
        """A column of values in the driver's form: in SQLite's in half the time that one at a time takes."""
        if dialect.name == "postgresql":
            return many(self, values, dialect)
        down = self.down
        return [None if value is None else down(value) for value in values]

    def down(self, value: Any) -> Any:
        raise NotImplementedError

    def up(self, value: Any) -> Any:
        raise NotImplementedError


class Uid(Native):
    """A UUID: 16 bytes in SQLite."""

    impl = Uuid
    strict = LargeBinary
    native = Uuid()
    cache_ok = True

    def down(self, value: UUID) -> bytes:
        return value.bytes

    def up(self, value: bytes) -> UUID:
        return UUID(bytes=value)


class Day(Native):
    """A calendar day: in SQLite its proleptic Gregorian ordinal, so that days are counted as integers."""

    impl = Date
    strict = Integer
    native = Date()
    cache_ok = True

    def down(self, value: date) -> int:
        return value.toordinal()

    def up(self, value: int) -> date:
        return date.fromordinal(value)


class Moment(Native):
    """An instant, always aware and read in UTC: microseconds since 1970 in SQLite."""

    impl = DateTime
    strict = Integer
    native = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone is a different moment on every computer")
        return super().process_bind_param(value, dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        # A server answers in its session's time zone; the journal's hashes need one form.
        found = super().process_result_value(value, dialect)
        return found if found is None else found.astimezone(UTC)

    def down(self, value: datetime) -> int:
        return (value - _EPOCH) // _MICROSECOND

    def up(self, value: int) -> datetime:
        return _EPOCH + value * _MICROSECOND


class Flag(Native):
    """Yes or no: 1 or 0 in SQLite."""

    impl = Boolean
    strict = Integer
    native = Boolean()
    cache_ok = True

    def down(self, value: bool) -> int:
        return int(value)

    def up(self, value: int) -> bool:
        return bool(value)


class Fields(Native):
    """A small tree of plain values: JSON on both, kept to the letter.

    Not JSONB, which keeps 1e20 as another number than it was given: the journal's
    hashes are taken over what was given.
    """

    impl = Text
    strict = Text
    native = JSON(none_as_null=True)
    cache_ok = True

    def down(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def up(self, value: str) -> Any:
        return json.loads(value)
