"""The dated numbers a pack may set, what each is made of, and what it is called."""

from __future__ import annotations

from app.language import N_

PERIOD, NEVER_OR_PERIOD, DIVISIONS, FEE, SHARE = "period", "period or never", "divisions", "fee", "share"
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
    "pages.kept_for": PERIOD,
    "settlement.insurance_at_most_in_medium_cities": YEARS,
    "settlement.insurance_at_most_in_large_cities": YEARS,
    **{f"{service}.residence": MONTHS for service in BY_YEARS},
    **{f"{service}.insurance": MONTHS for service in BY_YEARS},
    "target.registered_in_time": SHARE,
    "target.holding": SHARE,
}

TARGETS = tuple(name for name in PARAMETERS if name.startswith("target."))
"""What an office is measured by (考核目标); no rule asks for it."""
RESIDENCE = tuple(name for name in PARAMETERS if name.startswith("residence."))
ENDORSEMENT = tuple(name for name in PARAMETERS if name.startswith("endorsement."))

PARAMETER_WORDS = {
    "registration.threshold": N_("the time to register an arrival"),
    "registration.report_within": N_("the time to report an arrival"),
    "registration.change_within": N_("the time to report a new address"),
    "registration.relatives_exempt": N_("how long who stays with relatives need not register"),
    "settlement.insurance_at_most_in_medium_cities": N_(
        "the most years of insurance a medium city may ask for settlement"
    ),
    "settlement.insurance_at_most_in_large_cities": N_(
        "the most years of insurance a large city may ask for settlement"
    ),
    "permit.issue_within": N_("the time to issue a permit"),
    "permit.issue_within_at_most": N_("the longest time to issue a permit"),
    "permit.agent_below": N_("the age below which an agent applies"),
    "permit.supplement": N_("what asking for more papers does to the time"),
    "permit.replacement": N_("what becomes of the old card"),
    "permit.address_change": N_("how a new address comes onto the card"),
    "permit.seizure": N_("which permits are taken away"),
    "fee.first": N_("the fee for a first permit"),
    "fee.replacement": N_("the fee for replacing a damaged permit"),
    "fee.reissue": N_("the fee for a permit instead of a lost one"),
    "fee.endorsement": N_("the fee for an endorsement"),
    "residence.count_from": N_("the day residence is counted from"),
    "residence.area": N_("how large the same place is"),
    "residence.recognised": N_("the other places whose time counts"),
    "residence.gap": N_("the gap that does not break residence"),
    "residence.elsewhere": N_("what a stay elsewhere does to the time before it"),
    "endorsement.window": N_("the endorsement window"),
    "endorsement.anchor": N_("the due day after a late endorsement"),
    "endorsement.grace": N_("the lateness that costs nothing"),
    "endorsement.reset_after": N_("the lateness after which the total begins again"),
    "endorsement.cancel_after": N_("the lateness after which the permit is cancelled"),
    "pages.kept_for": N_("how long pages of proofs are kept after a decision"),
    **dict.fromkeys((f"{service}.residence" for service in BY_YEARS), N_("the years of residence asked")),
    **dict.fromkeys((f"{service}.insurance" for service in BY_YEARS), N_("the years of insurance asked")),
    "target.registered_in_time": N_("the share that is to register in time"),
    "target.holding": N_("the share that is to hold a permit"),
}
