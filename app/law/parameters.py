"""The dated numbers a pack may set, and what each is made of."""

from __future__ import annotations

PERIOD, NEVER_OR_PERIOD, DIVISIONS, FEE = "period", "period or never", "divisions", "fee"
MONTHS, YEARS = "months or years", "years"

UNITS = {MONTHS: ("month", "year"), YEARS: ("year",)}
"""The units a length of time is written in; what is not named here bears any."""

BY_YEARS = ("secondary_vocational_aid", "employment_assistance", "housing_security", "social_welfare")
"""The services by years of residence and insurance whose years a place may leave open for now."""

PARAMETERS: dict[str, str | tuple[str, ...]] = {
    "registration.threshold": PERIOD,
    "registration.report_within": PERIOD,
    "registration.change_within": PERIOD,
    "registration.relatives_exempt": PERIOD,
    "permit.issue_within": PERIOD,
    "permit.issue_within_at_most": PERIOD,
    "permit.agent_below": YEARS,
    "permit.supplement": ("pauses", "restarts", "runs_on"),
    "permit.replacement": ("returns_old", "keeps_old"),
    "permit.address_change": ("noted", "new_card"),
    "permit.seizure": ("forged_altered_or_by_deceit",),
    "fee.first": FEE,
    "fee.replacement": FEE,
    "fee.reissue": FEE,
    "fee.endorsement": FEE,
    "residence.count_from": ("registered", "arrived"),
    "residence.area": ("2", "4", "6"),
    "residence.recognised": DIVISIONS,
    "residence.gap": PERIOD,
    "residence.elsewhere": ("gap", "reset"),
    "endorsement.window": PERIOD,
    "endorsement.anchor": ("issue", "endorsement"),
    "endorsement.grace": PERIOD,
    "endorsement.reset_after": NEVER_OR_PERIOD,
    "endorsement.cancel_after": NEVER_OR_PERIOD,
    "settlement.insurance_at_most_in_medium_cities": YEARS,
    "settlement.insurance_at_most_in_large_cities": YEARS,
    **{f"{service}.residence": MONTHS for service in BY_YEARS},
    **{f"{service}.insurance": MONTHS for service in BY_YEARS},
}

RESIDENCE = tuple(name for name in PARAMETERS if name.startswith("residence."))
ENDORSEMENT = tuple(name for name in PARAMETERS if name.startswith("endorsement."))
