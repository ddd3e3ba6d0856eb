"""Every service of one resident with reasons and outlook, read from a real file, against OpenFisca."""

from __future__ import annotations

from app.law import Hearing
from bench import Figure
from bench.law_one import figure
from bench.law_openfisca import MONTHS


def measure() -> Figure:
    return figure("with reasons and outlook", Hearing.outlook, 1 / 14, 0.010, len(MONTHS))
