"""The next migration, as a later version of the program would bring it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import schema

NEXT = '''"""{effect}"""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    {step}
'''


def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations to which a next one may be added."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return folder


def add_migration(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Let the program be one version further, whose tables are made by this step."""
    number = f"{int(schema.HEAD) + 1:04}"
    words = NEXT.format(effect="A next form.", number=number, before=schema.HEAD, step=step)
    (folder / "versions" / f"{number}_next.py").write_text(words, encoding="utf-8")
    monkeypatch.setattr(schema, "HEAD", number)
