"""Who gains and who loses between two laws, by name, among the people of the open database."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app import amendments
from app.amendments import Affected
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.law import Law, Verdict
from app.progress import Progress, Step
from tests.helpers.office import Samples
from tests.law.shelf import with_rules

MAY_APPLY = "may_apply_for_permit"


@pytest.fixture
def stricter(tmp_path: Path) -> Law:
    """The law of the office, but a permit is to be had only after a year."""
    shelf = tmp_path / "stricter"
    shelf.mkdir()
    return with_rules(shelf, **{MAY_APPLY: "requires: {residence_run: {at_least: 1 year}}"})


def affected(desk: Desk, old: Law, new: Law, progress: Progress | None = None) -> list[Affected]:
    return list(amendments.affected(desk, old, new, desk.today(), progress or Progress()))


def test_everybody_on_file_who_gains_or_loses_is_named(filled: tuple[Desk, Samples], stricter: Law) -> None:
    desk, made = filled
    lost = {one.person_id: one for one in affected(desk, desk.law, stricter) if one.loses}
    settled = lost[made.people["settled"]]
    assert (settled.name, settled.number) == ("罗建国", "530627********9033")
    assert settled.new.opens is not None
    assert settled.new.opens.isoformat() == "2027-03-02"
    assert made.people["endorsable"] not in lost  # here since March of the year before
    gained = {one.person_id for one in affected(desk, stricter, desk.law) if one.gains}
    assert gained == set(lost)


def test_each_is_told_why_by_both_laws(filled: tuple[Desk, Samples], stricter: Law) -> None:
    desk, made = filled
    weighed = amendments.why(desk, made.people["settled"], MAY_APPLY, desk.law, stricter, desk.today())
    assert weighed.old is not None
    assert weighed.new is not None
    assert (weighed.old.verdict, weighed.new.verdict) == (Verdict.YES, Verdict.NO)
    assert (weighed.old.pack, weighed.new.pack) == ("cn", "cn-530302")
    assert amendments.why(desk, made.people["settled"], "nowhere", stricter, stricter, desk.today()) == (
        amendments.Weighed(None, None)
    )


def test_the_changes_are_counted_by_service(own_sampled: tuple[Desk, Samples], stricter: Law) -> None:
    desk, _made = own_sampled
    changes = affected(desk, desk.law, stricter)
    (tally,) = amendments.tallies(changes)
    assert (tally.rule, tally.gain, tally.lose) == (MAY_APPLY, 0, sum(one.loses for one in changes))
    assert tally.gain + tally.lose + tally.otherwise == len(changes)


def test_what_is_scored_in_points_is_compared_by_the_files(
    own_sampled: tuple[Desk, Samples], tmp_path: Path
) -> None:
    desk, made = own_sampled
    scored = with_rules(tmp_path, tried_points="""
        pass_at: 6
        items: [{of: residence_run, per: 1 month, points: 1}]
    """.replace("\n        ", "\n"))  # fmt: skip
    gained = {one.person_id for one in affected(desk, desk.law, scored) if one.gains}
    assert made.people["settled"] in gained
    assert made.people["waiting"] not in gained


def test_comparing_says_how_far_it_is_and_can_be_stopped(
    own_sampled: tuple[Desk, Samples], stricter: Law
) -> None:
    desk, made = own_sampled
    steps: list[Step] = []
    affected(desk, desk.law, stricter, Progress(steps.append))
    assert (steps[-1].done, steps[-1].total) == (len(made.people), len(made.people))
    with pytest.raises(Cancelled):
        affected(desk, desk.law, stricter, Progress(stopped=lambda: True))


def test_the_changes_go_out_as_a_table(
    own_sampled: tuple[Desk, Samples], stricter: Law, tmp_path: Path
) -> None:
    desk, _made = own_sampled
    changes = affected(desk, desk.law, stricter)
    amendments.export(changes, tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    assert len(rows) == len(changes)
    assert dict(zip(headings, rows[0], strict=False))["Service"] == "Tried"
    with pytest.raises(Refused, match="cannot be written"):
        amendments.export(changes, tmp_path)
