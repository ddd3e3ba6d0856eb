"""Print every figure; exit with 1 where one missed its limit."""

from __future__ import annotations

import sys

from bench import (
    card,
    first_screen,
    inventing,
    law_database,
    law_growth,
    law_one,
    law_one_outlook,
    law_openfisca,
    law_sweep,
    newly_qualified,
    resident_page,
)

FIGURES = (
    card, first_screen, inventing, law_one, law_one_outlook, law_sweep, law_growth,
    law_openfisca, law_database, newly_qualified, resident_page,
)  # fmt: skip


def main() -> int:
    figures = []
    for module in FIGURES:
        figures.append(module.measure())
        print(figures[-1], flush=True)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
