"""How Alembic runs here: on the connection it is handed, inside the transaction of whoever upgrades."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from db.records import TABLES
from db.types import Day, Fields, Flag, Moment, Uid

# A migration is a photograph of its own day: it names SQLAlchemy's types, never ours.
PHOTOGRAPHED = {
    Uid: 'sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")',
    Day: 'sa.Integer().with_variant(sa.Date(), "postgresql")',
    Moment: 'sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")',
    Flag: 'sa.Integer().with_variant(sa.Boolean(), "postgresql")',
    Fields: 'sa.Text().with_variant(sa.JSON(), "postgresql")',
}


def photograph(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """How a new migration writes one of our column types."""
    return PHOTOGRAPHED.get(type(value), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_item=photograph,
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
