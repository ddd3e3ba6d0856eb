"""Write the next migration: what the records say now against what the migrations have made so far."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from db import schema, store


def main(name: str) -> None:
    if not name.strip():
        sys.exit('Say what changes for the officer: make migration NAME="phone of a person"')
    with tempfile.TemporaryDirectory() as folder:
        write(name, Path(folder) / "empty.anju")
    print("Read it, trim it, and set HEAD in db/schema.py to its number.")


def write(name: str, empty: Path) -> None:
    """Bring an empty file up to the newest migration and write down what is still different."""
    opened = store.Store(store.address(str(empty)))
    try:
        schema.upgrade(opened)
        with opened.engine.execution_options(writes=True).connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(schema.MIGRATIONS))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            number = f"{int(schema.HEAD) + 1:04}"
            command.revision(config, message=name, rev_id=number, autogenerate=True)
    finally:
        opened.close()


if __name__ == "__main__":
    main(sys.argv[1])
