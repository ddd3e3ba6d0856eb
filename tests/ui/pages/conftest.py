"""The office in which every page is tried: invented people in every state, on a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from tests.helpers.office import Samples, sampled


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[tuple[Desk, Samples]]:
    desk, made = sampled(tmp_path)
    yield desk, made
    desk.close()


@pytest.fixture
def desk(sample: tuple[Desk, Samples]) -> Desk:
    return sample[0]


@pytest.fixture
def made(sample: tuple[Desk, Samples]) -> Samples:
    return sample[1]
