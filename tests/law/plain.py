"""A packed block written out person by person, so that two blocks can be compared whatever their coding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.law.packing import Block, Codes, Paid, Permits, Spells, Stays

Table = Stays | Spells | Paid
COLUMNS = {
    "stays": ("arrived", "registered", "left", "division", "tenure", "address"),
    "employment": ("starts", "ends", "level"),
    "schooling": ("starts", "ends", "level"),
    "insurance": ("starts", "ends", "sort"),
}


def everyone(blocks: Iterable[Block]) -> dict[int, Any]:
    """All that the blocks tell of each person, by number; in whatever blocks they lie."""
    return {who: told for block in blocks for who, told in _persons(block).items()}


def _persons(block: Block) -> dict[int, Any]:
    permits = _permits(block.permits, block.people)
    tables = {name: _rows(getattr(block, name), columns, block.people) for name, columns in COLUMNS.items()}
    guardians = _guardians(block)
    return {
        who: {
            "born": int(block.born[place]),
            "permits": permits[place],
            "guardians": guardians[place],
            **{name: rows[place] for name, rows in tables.items()},
            **{name: _told(getattr(block, name).told, place) for name in ("employment", "insurance")},
            **{name: _word(codes, place) for name, codes in block.fixed.items()},
            **{name: word for name, codes in block.statements.items() if (word := _word(codes, place))},
        }
        for place, who in enumerate(block.who.tolist())
    }


def _told(mask: Any, place: int) -> bool:
    return bool(mask[place])


def _word(codes: Codes, place: int) -> Any:
    return codes.words[codes.codes[place]]


def _rows(table: Table, columns: tuple[str, ...], people: int) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(people)]
    begins = table.arrived if isinstance(table, Stays) else table.starts
    in_order = list(zip(table.person.tolist(), begins.tolist(), strict=True))
    assert in_order == sorted(in_order), "the rows of a table are in order"
    for row, person in enumerate(table.person.tolist()):
        cells = (getattr(table, name) for name in columns)
        found[person].append(
            tuple(_word(cell, row) if isinstance(cell, Codes) else int(cell[row]) for cell in cells)
        )
    return [sorted(rows, key=repr) for rows in found]


def _permits(permits: Permits, people: int) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(people)]
    for row, person in enumerate(permits.person.tolist()):
        days = permits.endorsed[permits.first[row] : permits.first[row + 1]].tolist()
        those = permits.of_loss == row
        losses = sorted(zip(permits.lost[those].tolist(), permits.replaced[those].tolist(), strict=True))
        span = int(permits.issued[row]), int(permits.ends[row])
        found[person].append((*span, losses, _word(permits.address, row), days))
    return found


def _guardians(block: Block) -> list[Any]:
    if block.guardians is None:
        return [[] for _ in range(block.people)]
    grown = _persons(block.guardians.block)
    who = block.guardians.block.who.tolist()
    found: list[Any] = [[] if told else None for told in block.guardians.told.tolist()]
    for ward, guardian in zip(block.guardians.ward.tolist(), block.guardians.guardian.tolist(), strict=True):
        found[ward] = [*(found[ward] or ()), (who[guardian], grown[who[guardian]])]
    return [rows and sorted(rows, key=lambda row: int(row[0])) for rows in found]
