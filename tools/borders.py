"""A border that lists what a room may import, for import-linter, which can only list what it may not."""

from __future__ import annotations

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# _typeshed is the standard library as mypy sees it.
STANDARD = (*sys.stdlib_module_names, "_typeshed")


class OnlyContract(Contract):
    """These rooms import the standard library, themselves, what ``may_import`` names, and nothing else."""

    type_name = "only"

    # import-linter puts a list of strings in place of each field.
    modules: Any = fields.ListField(subfield=fields.StringField())
    may_import: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        allowed = [*self.modules, *self.may_import, *STANDARD]
        broken = [f"there is no {room}" for room in self.modules if room not in graph.modules]
        broken += [
            f"{importer} may not import {imported}"
            for importer in sorted(graph.modules)
            if _within(importer, self.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not _within(imported, allowed)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


def _within(module: str, rooms: list[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)
