"""One entry in the officer's words: a code by its title, a proof by how it stands, a picture as such."""

from __future__ import annotations

from datetime import date
from typing import Any

from app import codes, materials
from app.clashes import PROOF
from app.language import N_, _
from app.merging import NUMBER, PHOTO, RELATIVE, WHERE

CODED = {
    "sex": "sexes",
    "nation": "nations",
    "household_division": "divisions",
    "education": "education",
    "tenure": "tenures",
    "purpose": "reasons",
    "division": "divisions",
    "region": "divisions",
    "level": "school_levels",
    "leave_reason": "cancellations",
    "proves": "material_groups",
    "told": "told",
    "agent_relation": "agent_relations",
    "agent_reason": "agent_reasons",
    "proofs": "materials",
}
"""The tables in which the codes of these fields stand."""
INSURED = {"here": N_("Local"), "elsewhere": N_("Elsewhere"), "none": N_("Uninsured")}
"""What is said of social insurance with an arrival."""


def in_words(field: str, value: Any, today: date) -> str:
    """A plain value of a field, as ``merging.values_of`` writes it."""
    if value is None:
        return _("(empty)")
    if field == PHOTO:
        return _("a picture")
    if field == NUMBER:
        return str(value[1])
    if field == WHERE:
        return " ".join(value)
    if field.startswith(PROOF):
        return materials.in_words(*value)
    if field.startswith(RELATIVE):
        return codes.title("kinship", value, today)
    if field == "insured":
        return _(INSURED[value])
    return codes.title(CODED[field], value, today) if field in CODED else str(value)
