"""Print every figure, and which goals this machine reached; exit with 1 where a ratio missed its limit.

What cannot be measured here, for want of what to measure against, is said in words and fails nothing.
"""

from __future__ import annotations

import sys

from bench import (
    Unmeasured,
    beside_work,
    card,
    card_batch,
    card_batch_typst,
    card_memory,
    card_preview,
    card_typst,
    card_weasyprint,
    first_screen,
    inventing,
    law_database,
    law_growth,
    law_one,
    law_one_outlook,
    law_openfisca,
    law_sweep,
    list_of_a_million,
    memory,
    newly_qualified,
    resident_page,
    saving,
    searching,
    searching_server,
    today_board,
    typing,
)

FIGURES = (
    card, card_batch, card_memory, card_preview, first_screen, inventing, law_one, law_one_outlook, law_sweep,
    law_growth, law_openfisca, law_database, newly_qualified, resident_page, searching, searching_server,
    saving, today_board, list_of_a_million, typing, beside_work, memory,
    card_typst, card_batch_typst, card_weasyprint,  # last, for WeasyPrint leaves a gigabyte behind
)  # fmt: skip


def main() -> int:
    figures = []
    for module in FIGURES:
        try:
            figures.append(module.measure())
        except Unmeasured as words:
            print(f"{module.__name__}: not measured. {words}", flush=True)
        else:
            print(figures[-1], flush=True)
    goals = [goal for figure in figures for goal in figure.goals]
    missed = [str(goal) for goal in goals if not goal.holds]
    print(f"{sum(figure.holds for figure in figures)} of {len(figures)} ratios hold;", end=" ")
    print(
        f"{len(goals) - len(missed)} of {len(goals)} goals were reached on this machine",
        *missed,
        sep="\n    ",
    )
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
