"""The histories a rule may ask about: the closed list of facts, each gathered by one function.

To let packs ask something new, add one line to FACTS (a new statement is one word in
STATEMENTS) and its words to the catalogue; the tests name whatever is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.language import N_
from app.law import residence, spells
from app.law.days import CANNOT_SAY, HOLDS_ALWAYS, HOLDS_NEVER, Days
from app.law.histories import Clock, History, Known, Measured, Span
from app.law.insurance import KINDS, Counting, insured_months
from app.law.parameters import ENDORSEMENT, RESIDENCE
from app.law.residence import Life, Presence, Setting, same_place
from app.law.residents import Resident

EDUCATION = ("none", "primary", "junior", "senior", "vocational", "college", "bachelor", "master", "doctor")
CITY = 4
"""Digits of a division code that name the prefecture city."""

TENURES = ("owned", "rented", "dormitory", "school", "relatives", "other")

STAYS_GO_ON = N_("The stays that are open go on.")
ENDORSED_IN_TIME = N_("Every endorsement to come is made in its window.")
JOBS_GO_ON = N_("The jobs that are open go on.")
SCHOOLING_GOES_ON = N_("The schooling that is open goes on.")
PAYING_GOES_ON = N_("The insurance that is being paid goes on being paid.")

STATEMENTS = {
    "serious_crime": N_("serious crime"),
    "public_security_offence": N_("an offence against public security"),
    "in_sudden_need": N_("sudden need"),
    "lawful_dwelling": N_("a lawful dwelling, as stated"),
    "owns_home_locally": N_("a home of one's own here"),
    "on_a_hosts_list": N_("on the list of a hotel, hospital, school or relief station, as stated"),
    "joins_relatives": N_("close relatives registered here, to join"),
    "recognised_talent": N_("talent or an investor as the place recognises them"),
    "home_for_half_a_year": N_("a home here of the family's own for half a year"),
    "household_here_long_enough": N_("a household registration here for the years the exam asks"),
    "family_on_low_income": N_("a family on low income"),
}

Parameters = tuple[tuple[str, object], ...]


class Scene:
    """One person seen from one place: every history is made once, when it is first asked for."""

    def __init__(self, person: Resident, setting: Setting, alike: Scene | None = None) -> None:
        """``alike`` is a scene of the same person from which only residence is counted otherwise."""
        self.person = person
        self.setting = setting
        self._counted: dict[tuple[str, Parameters], History] = {}
        self._common: dict[tuple[str, Parameters], History] = alike._common if alike else {}
        self._lives: list[tuple[Life, ...] | None] = alike._lives if alike else []

    def history(self, fact: str, parameters: Parameters = ()) -> History:
        """The history of a fact in FACTS."""
        histories = self._counted if fact in COUNTED_AS_RESIDENCE else self._common
        key = (fact, parameters)
        if key not in histories:
            histories[key] = FACTS[fact].gather(self, **dict(parameters))
        return histories[key]

    def lives(self) -> tuple[Life, ...] | None:
        """What became of each permit."""
        if not self._lives:
            self._lives.append(residence.lives_of(self.person, self.setting))
        return self._lives[0]

    def stays(self) -> Presence:
        """The days of residence by the stays alone."""
        return residence.stays_of(self.person, self.setting)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact packs may ask: what kind of tests it bears, what it is called, how it is gathered.

    ``kind`` is span, clock, months, years, grade, choice or day. ``words`` names what is asked for, in a
    phrase that can stand after "still missing". ``rests_on`` are the parameters it is
    counted by, ``assumes`` what an outlook takes for granted about the days to come.
    """

    kind: str
    words: str
    gather: Callable[..., History]
    takes: Mapping[str, tuple[str, ...] | re.Pattern[str]] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()


def _residence_run(scene: Scene) -> History:
    return residence.run_of(scene.stays(), scene.lives())


def _residence_total(scene: Scene) -> History:
    return residence.total_of(scene.stays(), scene.lives())


def _permit_run(scene: Scene) -> History:
    return residence.run_of(residence.permit_presence(scene.lives()), scene.lives())


def _permit_total(scene: Scene) -> History:
    return residence.total_of(residence.permit_presence(scene.lives()), scene.lives())


def _permit_valid(scene: Scene) -> History:
    return Span(residence.permit_valid(scene.lives()))


def _endorsement_open(scene: Scene) -> History:
    return Span(residence.may_be_endorsed(scene.lives()))


def _registered(scene: Scene) -> History:
    return Span(residence.registered(scene.person, scene.setting))


def _unregistered(scene: Scene) -> History:
    return residence.unregistered(scene.person, scene.setting)


def _housed(scene: Scene) -> History:
    return Span(residence.housed(scene.person, scene.setting))


def _lodging(kind: str) -> Callable[[Scene], History]:
    return lambda scene: Span(residence.lodging(scene.person, scene.setting, kind))


def _housing_run(scene: Scene) -> History:
    return spells.run_of(residence.housed(scene.person, scene.setting))


def _same_address(scene: Scene) -> History:
    return Span(residence.same_address(scene.person, scene.setting, scene.lives()))


def _employed(scene: Scene) -> History:
    return Span(spells.employed(scene.person))


def _employment_run(scene: Scene) -> History:
    return spells.run_of(spells.employed(scene.person))


def _studying(scene: Scene, level: str | None = None) -> History:
    return Span(spells.studying(scene.person, level))


def _schooling_run(scene: Scene, level: str | None = None) -> History:
    return spells.run_of(spells.studying(scene.person, level))


def _school_years(scene: Scene, level: str | None = None) -> History:
    return spells.school_years(scene.person, level)


def _insured_months(scene: Scene, **asked: object) -> History:
    return insured_months(scene.person, counting(asked))


def counting(asked: Mapping[str, object]) -> Counting:
    """How months are counted, from the parameters of ``insured_months`` as they are written."""
    kinds = asked.get("kind", "any")
    regions = asked.get("regions", ())
    within = asked.get("within")
    return Counting(
        kinds=() if kinds == "any" else (kinds,) if isinstance(kinds, str) else tuple(_words(kinds)),
        mode=str(asked.get("mode", "total")),
        within=None if within is None else int(str(within).split()[0]),
        regions=tuple(_words(regions)),
        backpaid=asked.get("backpaid", "yes") == "yes",
        flexible=asked.get("flexible", "yes") == "yes",
    )


def _words(row: object) -> list[str]:
    return [str(word) for word in row] if isinstance(row, (tuple, list)) else []


def _age(scene: Scene) -> History:
    born = scene.person.born
    if born is None:
        return Measured(Clock(), Clock.run(HOLDS_ALWAYS.surely))
    return Measured.known(Clock.run(Days.between(born.toordinal())))


def _from_elsewhere(scene: Scene) -> History:
    home = scene.person.household_division
    same = None if home is None else same_place(home, scene.setting.office, CITY)
    return Span(CANNOT_SAY if same is None else HOLDS_NEVER if same else HOLDS_ALWAYS)


def _stated(statement: str) -> Callable[[Scene], History]:
    def gather(scene: Scene) -> History:
        said = scene.person.statements.get(statement)
        return Span(CANNOT_SAY if said is None else HOLDS_ALWAYS if said else HOLDS_NEVER)

    return gather


_COUNTED = RESIDENCE + ENDORSEMENT
_MONTHS: dict[str, tuple[str, ...] | re.Pattern[str]] = {
    "kind": ("any", *KINDS), "mode": ("total", "run"), "within": re.compile(r"[1-9]\d{0,2} months"),
    "regions": re.compile(r"\d{2}(\d{2}){0,2}"), "backpaid": ("yes", "no"), "flexible": ("yes", "no"),
}  # fmt: skip

FACTS: dict[str, Fact] = {
    "residence_run": Fact("clock", N_("residence without a break"), _residence_run,
                          rests_on=_COUNTED, assumes=(STAYS_GO_ON, ENDORSED_IN_TIME)),
    "residence_total": Fact("clock", N_("residence altogether"), _residence_total,
                            rests_on=_COUNTED, assumes=(STAYS_GO_ON, ENDORSED_IN_TIME)),
    "unregistered": Fact("clock", N_("time since an arrival that is not registered"), _unregistered,
                         rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "registered": Fact("span", N_("a registered residence here"), _registered,
                       rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "housed": Fact("span", N_("a lawful stable dwelling"), _housed,
                  rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "hosted": Fact("span", N_("lodging at a hotel, hospital, school or relief station"),
                   _lodging("hosted"), rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "with_relatives": Fact("span", N_("staying with close relatives registered here"),
                           _lodging("with_relatives"), rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "housing_run": Fact("clock", N_("a lawful stable dwelling without a break"), _housing_run,
                        rests_on=("residence.area",), assumes=(STAYS_GO_ON,)),
    "same_address": Fact("span", N_("a permit for the very address of the dwelling"), _same_address,
                         rests_on=("residence.area",), assumes=(STAYS_GO_ON, ENDORSED_IN_TIME)),
    "permit_valid": Fact("span", N_("a valid residence permit"), _permit_valid,
                         rests_on=("endorsement.anchor", "endorsement.grace", "endorsement.cancel_after"),
                         assumes=(ENDORSED_IN_TIME,)),
    "permit_run": Fact("clock", N_("a valid permit without a break"), _permit_run,
                       rests_on=ENDORSEMENT, assumes=(ENDORSED_IN_TIME,)),
    "permit_total": Fact("clock", N_("a valid permit altogether"), _permit_total,
                         rests_on=ENDORSEMENT, assumes=(ENDORSED_IN_TIME,)),
    "endorsement_open": Fact("span", N_("an endorsement that may be made now"), _endorsement_open,
                             rests_on=ENDORSEMENT, assumes=(ENDORSED_IN_TIME,)),
    "employed": Fact("span", N_("lawful stable employment"), _employed, assumes=(JOBS_GO_ON,)),
    "employment_run": Fact("clock", N_("employment without a break"), _employment_run, assumes=(JOBS_GO_ON,)),
    "studying": Fact("span", N_("continuous schooling"), _studying,
                     takes={"level": spells.LEVELS}, assumes=(SCHOOLING_GOES_ON,)),
    "schooling_run": Fact("clock", N_("schooling without a break"), _schooling_run,
                          takes={"level": spells.LEVELS}, assumes=(SCHOOLING_GOES_ON,)),
    "school_years": Fact("years", N_("school years"), _school_years,
                         takes={"level": spells.LEVELS}, assumes=(SCHOOLING_GOES_ON,)),
    "insured_months": Fact("months", N_("social insurance"), _insured_months,
                           takes=_MONTHS, assumes=(PAYING_GOES_ON,)),
    "from_elsewhere": Fact("span", N_("a household registration in another city"), _from_elsewhere),
    "age": Fact("clock", N_("age"), _age),
    "born": Fact("day", N_("the day of birth"), lambda scene: Known(scene.person.born)),
    "sex": Fact("choice", N_("the sex"), lambda scene: Known(scene.person.sex), choices=("male", "female")),
    "household_division": Fact("choice", N_("the place of household registration"),
                               lambda scene: Known(scene.person.household_division)),
    "education": Fact("grade", N_("education"), lambda scene: Known(scene.person.education, EDUCATION),
                      choices=EDUCATION),
    "skill_grade": Fact("choice", N_("the skill grade"), lambda scene: Known(scene.person.skill_grade)),
    **{name: Fact("span", words, _stated(name)) for name, words in STATEMENTS.items()},
}  # fmt: skip

COUNTED_AS_RESIDENCE = frozenset(name for name, fact in FACTS.items() if {*fact.rests_on} & {*RESIDENCE})
"""The facts that come out otherwise where residence is counted otherwise."""
