"""What every table stands on: names of constraints, limits the database itself holds, three identities."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    func,
    inspect,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, declared_attr, mapped_column

from db.types import Day, Flag, Moment, Uid, new_uid

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """Every table of the database: STRICT in SQLite, every constraint named."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uid,
        date: Day,
        datetime: Moment,
        bool: Flag,
        bytes: LargeBinary,
        str: Text,
    }

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")


def words(at_most: int = 200, **more: Any) -> Any:
    """A column of text with a limit that the database itself holds."""
    return mapped_column(Text, info={"at_most": at_most}, **more)


def one_of(*choices: str, **more: Any) -> Any:
    """A column that holds one of a few codes, held to it by the database."""
    return mapped_column(Text, info={"one_of": choices}, **more)


def to(table: str, **more: Any) -> Any:
    """A reference to a record by its UUID, with an index to find the ones that refer."""
    return mapped_column(Uid, ForeignKey(f"{table}.id"), index=True, **more)


class Record(Base):
    """A noun of the office. Its changes are journaled, field by field, in the commit that makes them."""

    __abstract__ = True
    row: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True, sort_order=-3)
    id: Mapped[UUID] = mapped_column(Uid, unique=True, default=new_uid, sort_order=-2)
    version: Mapped[int] = mapped_column(Integer, sort_order=-1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"primary_key": [cls.id], "version_id_col": cls.version}

    def __init__(self, **fields: Any) -> None:
        """A record has its identity from the moment it is made: others refer to it before it is written."""
        super().__init__(**({"id": new_uid()} | fields))

    def is_new(self) -> bool:
        """Whether it is not in the database yet, so that nothing there can be about it."""
        return not inspect(self).persistent

    def __repr__(self) -> str:
        # Only the id: a record in a log or a traceback shows nothing of the person.
        return f"{type(self).__name__}({self.__dict__.get('id')})"


@event.listens_for(Record, "before_mapper_configured", propagate=True)
def _remember_what_was(mapper: Mapper[Any], _record: type[Record]) -> None:
    # Otherwise a field that is set before it was read (after an expiry, say) has no old value to journal.
    for column in mapper.column_attrs:
        column.active_history = True


def hold_limits(table: Table) -> None:
    """Give every limited or coded column its named check, and every table STRICT."""
    for column in table.columns:
        if limit := column.info.get("at_most"):
            table.append_constraint(
                CheckConstraint(func.length(column) <= limit, name=f"{column.name}_length")
            )
        if choices := column.info.get("one_of"):
            table.append_constraint(CheckConstraint(column.in_(choices), name=f"{column.name}_known"))
    table.dialect_options["sqlite"]["strict"] = True


def table_of(kind: type[Base]) -> Table:
    """The table a record is kept in."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table
