"""Values as plain data, fit for a draft in the database, and back again as the very same values."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")

_READ: dict[Any, Callable[[Any], Any]] = {date: date.fromisoformat, UUID: UUID, bytes: b64decode}


def to_data(value: Any) -> Any:
    """A frozen dataclass, and all that is in it, as dictionaries, lists, texts, numbers, truths and None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: to_data(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_data(each) for each in value]
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def from_data(kind: type[T], data: Any) -> T:
    """The value of this dataclass that was written as ``data``; a field that is not there has its default."""
    value: T = _read(kind, data)
    return value


def _read(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if is_dataclass(kind):
        return _made(kind, data)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in data)
    return _READ[kind](data) if kind in _READ else data


def _made(kind: Any, data: Any) -> Any:
    return kind(**{name: _read(hint, data[name]) for name, hint in _hints(kind).items() if name in data})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
