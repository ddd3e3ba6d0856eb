"""Work and schooling are noted, corrected and taken out; what cannot be is refused."""

from __future__ import annotations

from datetime import date

import pytest

from app import facts, spells
from app.desk import Desk
from app.errors import Refused
from app.spells import School, Spell, SpellRow, Work
from tests.helpers.office import Samples

WORK = Work(date(2024, 1, 8), date(2025, 3, 31), "530302", "河滨家具厂")
SCHOOL = School(date(2004, 9, 1), date(2010, 7, 10), "530302", "primary", "河滨小学")


@pytest.mark.parametrize("spell", [WORK, SCHOOL])
def test_a_spell_is_noted_corrected_and_taken_out(filled: tuple[Desk, Samples], spell: Spell) -> None:
    desk, made = filled
    who, kind = made.people["soon"], type(spell)
    before = spells.of_person(desk, who, kind)

    noted = spells.note(desk, who, spell)
    assert [row.spell for row in spells.of_person(desk, who, kind) if row.id == noted] == [spell]

    longer = kind(**{**{name: getattr(spell, name) for name in kind.__slots__}, "until": None})
    assert spells.note(desk, who, longer, instead_of=SpellRow(noted, spell)) == noted
    assert [row.spell for row in spells.of_person(desk, who, kind) if row.id == noted] == [longer]

    spells.take_out(desk, SpellRow(noted, longer))
    assert spells.of_person(desk, who, kind) == before
    with pytest.raises(Refused, match="not on file"):
        spells.take_out(desk, SpellRow(noted, longer))


def test_the_law_is_told_of_a_spell(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["soon"]
    spells.note(desk, who, SCHOOL)
    with desk.reading() as session:
        told = facts.about(session, who, desk.today()).person.schooling
    assert told is not None
    assert (told[-1].level, told[-1].started, told[-1].ended) == ("primary", SCHOOL.since, SCHOOL.until)


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2026-12-01", None, "still to come"),
        ("2025-03-01", "2025-02-28", "before it begins"),
        ("1950-01-01", "1960-01-01", "before this person was born"),
    ],
)
def test_what_cannot_be_is_refused(
    filled: tuple[Desk, Samples], since: str, until: str | None, why: str
) -> None:
    desk, made = filled
    spell = Work(date.fromisoformat(since), date.fromisoformat(until) if until else None, "530302")
    before = spells.of_person(desk, made.people["soon"], Work)
    with pytest.raises(Refused, match=why):
        spells.note(desk, made.people["soon"], spell)
    assert spells.of_person(desk, made.people["soon"], Work) == before
