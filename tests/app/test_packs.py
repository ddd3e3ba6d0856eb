"""Rule packs at an office: brought in, checked, in force from a day, rolled back, agreed on by stations."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from app import decisions, language, packs, permits, rulebook, shelf, statistics, undoing
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.law import PackFaults
from app.law.pack import POLICY, checksum
from app.progress import Progress
from app.statistics import Targets
from app.steps import Given
from db import journal
from tests.helpers.office import Samples

MAY_APPLY = "may_apply_for_permit"
TODAY, NEXT_MONTH = date(2026, 11, 23), date(2026, 12, 23)
RULE = """{name}:
  title: {{zh: 可申领居住证, en: May apply for a residence permit}}
  editions:
    2016-01-01:
      article: 试行办法第一条
      status: unverified
      checked_on: 2026-01-01
      requires: {requires}
"""
NEVER, AT_ONCE = "{residence_run: {at_least: 40 years}}", "{registered: {is: yes}}"


def county(folder: Path, version: str = "1", requires: str = NEVER, name: str = MAY_APPLY) -> Path:
    """The folder of a county's pack in which permits have a rule of their own."""
    place = folder / f"v{version}" / "cn-530302"
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text(f"issuer: {{zh: 县, en: county}}\nversion: '{version}'\n", "utf-8")
    (place / "permit.yaml").write_text(RULE.format(name=name, requires=requires), "utf-8")
    (place / "articles.yaml").write_text("试行办法第一条: 居住四十年以上。\n", "utf-8")
    return place


def put_in(desk: Desk, folder: Path, since: date = TODAY) -> None:
    packs.put_in_force(desk, packs.bring_in(desk, folder), since)


def in_force(desk: Desk, day: date = TODAY) -> tuple[str, str]:
    """Which pack, in which version, says who may have a permit on a day."""
    with desk.reading():
        found = desk.law.in_force(MAY_APPLY, day.toordinal())
    assert found is not None
    return found.pack.code, found.pack.version


def test_an_office_is_measured_by_the_target_of_its_own_pack_from_its_day_on(
    own_desk: Desk, tmp_path: Path
) -> None:
    assert statistics.targets(own_desk) == Targets(None, None)
    place = county(tmp_path)
    edition = "{value: 95%, article: x, status: unverified}"
    target = f"{{title: {{zh: 按期, en: in time}}, editions: {{2026-01-01: {edition}}}}}"
    (place / "targets.yaml").write_text(f"target.registered_in_time: {target}\n", "utf-8")
    put_in(own_desk, place)
    assert statistics.targets(own_desk) == Targets(in_time=0.95)


def test_a_pack_answers_from_the_day_it_is_put_in_force_and_not_before(desk: Desk, tmp_path: Path) -> None:
    put_in(desk, county(tmp_path), NEXT_MONTH)
    assert in_force(desk, date(2026, 12, 22))[0] == "cn"
    assert in_force(desk, NEXT_MONTH) == ("cn-530302", "1")


def test_stations_that_share_the_database_agree_at_once(desk: Desk, other_desk: Desk, tmp_path: Path) -> None:
    assert in_force(other_desk)[0] == "cn"
    put_in(desk, county(tmp_path))
    assert in_force(other_desk) == ("cn-530302", "1")
    packs.roll_back(other_desk, "cn-530302")
    assert in_force(desk)[0] == "cn"


def test_a_roll_back_is_one_step_to_the_pack_before_and_history_tells_all(desk: Desk, tmp_path: Path) -> None:
    put_in(desk, county(tmp_path, "1"), date(2026, 11, 1))
    put_in(desk, county(tmp_path, "2"))
    assert in_force(desk, date(2026, 11, 22)) == ("cn-530302", "1")
    assert in_force(desk) == ("cn-530302", "2")
    assert packs.roll_back(desk, "cn-530302").version == "2"
    assert in_force(desk) == ("cn-530302", "1")
    second, first = packs.history(desk)
    assert (second.version, second.since, second.put_on, second.put_by) == ("2", TODAY, TODAY, "陈晓岚")
    assert (second.withdrawn_on, second.withdrawn_by) == (TODAY, "陈晓岚")
    assert (first.version, first.withdrawn_on) == ("1", None)
    packs.roll_back(desk, "cn-530302")
    assert in_force(desk)[0] == "cn"
    with pytest.raises(Refused, match="nothing lies before it"):
        packs.roll_back(desk, "cn-530302")


def test_putting_in_force_and_rolling_back_are_journaled_and_can_be_taken_back(
    desk: Desk, tmp_path: Path
) -> None:
    for act in ("put_in_force", "roll_back_pack"):
        if act == "put_in_force":
            put_in(desk, county(tmp_path))
        else:
            put_in(desk, tmp_path / "v1" / "cn-530302")
            packs.roll_back(desk, "cn-530302")
        before = in_force(desk)
        latest = undoing.last(desk)
        assert latest is not None
        assert latest.act == act
        undoing.undo(desk, latest.txn)
        assert in_force(desk) != before
    with desk.reading() as session:
        assert journal.check(session) is None


def test_a_pack_is_kept_under_the_checksum_of_its_folder(own_desk: Desk, tmp_path: Path) -> None:
    brought_in = packs.bring_in(own_desk, county(tmp_path))
    (sound,) = brought_in.each
    assert sound.pack.checksum == checksum(tmp_path / "v1" / "cn-530302")
    assert hashlib.sha256(sound.content).hexdigest() == sound.pack.checksum
    for place in POLICY.iterdir():
        files = {
            file.relative_to(place).as_posix(): file.read_bytes()
            for file in place.rglob("*")
            if file.suffix in (".yaml", ".md")
        }
        assert hashlib.sha256(shelf.packed(files)).hexdigest() == checksum(place)
        assert shelf.unpacked(shelf.packed(files)) == files


@pytest.mark.parametrize(("spoken", "says"), [("zh_CN", "首版"), ("en", "First version")])
def test_what_changed_in_the_packs_of_the_program_is_told_in_the_language_of_the_officer(
    desk: Desk, spoken: str, says: str
) -> None:
    language.use(spoken)
    assert all(says in row.changes for row in rulebook.packs(desk))


def test_a_pack_brought_in_tells_its_changes_in_chinese_where_it_can_before_and_in_force(
    desk: Desk, tmp_path: Path
) -> None:
    language.use("zh_CN")
    place = county(tmp_path)
    assert told(desk, place) == ""
    (place / "CHANGES.md").write_text("## 1\n", "utf-8")
    assert told(desk, place) == "## 1\n"
    (place / "CHANGES.zh_CN.md").write_text("## 1\n首版\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "cn-530302.zip", "w") as archive:
        for file in place.iterdir():
            archive.write(file, file.name)
    for path in (place, tmp_path / "cn-530302.zip"):
        assert told(desk, path) == "## 1\n首版\n"
    put_in(desk, tmp_path / "cn-530302.zip")
    assert rulebook.packs(desk)[0].changes == "## 1\n首版\n"
    language.use("en")
    assert rulebook.packs(desk)[0].changes == "## 1\n"


def told(desk: Desk, path: Path) -> str:
    """What the page says has changed in a pack that is brought in."""
    (sound,) = packs.bring_in(desk, path).each
    return rulebook.row_of(desk, sound).changes


def test_a_zip_is_as_good_as_its_folder(own_desk: Desk, tmp_path: Path) -> None:
    place = county(tmp_path)
    (place / "CHANGES.md").write_text("# 1\n", "utf-8")
    from_folder = packs.bring_in(own_desk, place)
    for inside, name in (("cn-530302/", "any.zip"), ("", "cn-530302.zip")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("__MACOSX/cn-530302/._pack.yaml", "")
            for file in place.iterdir():
                archive.write(file, f"{inside}{file.name}")
        assert packs.bring_in(own_desk, tmp_path / name) == from_folder


def test_an_old_decision_shows_the_law_it_was_made_under_after_a_roll_back(
    filled: tuple[Desk, Samples], tmp_path: Path
) -> None:
    desk, made = filled
    put_in(desk, county(tmp_path, requires=AT_ONCE))
    permits.apply(desk, made.people["waiting"])
    permits.move(desk, made.permits["accepted"], "refuse", Given("withdrawn"))
    packs.roll_back(desk, "cn-530302")
    received = decisions.of_person(desk, made.people["waiting"])[0]
    assert received.answer is not None
    assert (received.answer.pack, received.answer.version) == ("cn-530302", "1")
    assert received.answer.citation == "居住四十年以上。"
    assert received.answer.checksum == packs.history(desk)[0].checksum
    # The other application was made on 20 November, before the pack: that day's law was asked.
    refused = decisions.of_person(desk, made.people["accepted"])[0]
    assert refused.answer is not None
    assert refused.answer.pack == "cn"


def test_every_decision_of_law_keeps_pack_version_checksum_and_reasons(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permits.move(desk, made.permits["accepted"], "refuse", Given("withdrawn"))
    permits.move(desk, made.permits["issued"], "cancel", Given(ground="left"))
    for person_id in made.people.values():
        for decided in decisions.of_person(desk, person_id):
            assert decided.answer is not None
            assert decided.answer.rule
            pack = next(p for p in desk.law.packs if p.code == decided.answer.pack)
            assert (decided.answer.version, decided.answer.checksum) == (pack.version, pack.checksum)


def test_a_rehearsal_names_who_gains_and_loses_and_keeps_nothing(
    filled: tuple[Desk, Samples], tmp_path: Path
) -> None:
    desk, made = filled
    brought_in = packs.bring_in(desk, county(tmp_path))
    rehearsal = packs.rehearse(desk, brought_in, date(2026, 11, 1), Progress())
    assert rehearsal.day == TODAY
    assert made.people["settled"] in {one.person_id for one in rehearsal.changes if one.loses}
    assert packs.history(desk) == ()
    assert in_force(desk)[0] == "cn"


def test_a_rehearsal_keeps_so_many_names_counts_everyone_and_writes_all_out(
    filled: tuple[Desk, Samples], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _made = filled
    brought_in = packs.bring_in(desk, county(tmp_path))
    whole = packs.rehearse(desk, brought_in, TODAY, Progress())
    assert (whole.more, len(whole.changes) > 2) == (0, True)
    monkeypatch.setattr(packs, "NAMED", 2)
    bounded = packs.rehearse(desk, brought_in, TODAY, Progress())
    assert bounded.changes == whole.changes[:2]
    assert (bounded.tallies, bounded.more) == (whole.tallies, len(whole.changes) - 2)
    for rehearsal, name in ((whole, "whole.csv"), (bounded, "bounded.csv")):
        packs.export(desk, rehearsal, tmp_path / name, Progress())
    assert (tmp_path / "bounded.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_rehearsal_and_its_table_can_be_stopped_and_leave_nothing_half_written(
    filled: tuple[Desk, Samples], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _made = filled
    brought_in, stopped = packs.bring_in(desk, county(tmp_path)), Progress(stopped=lambda: True)
    with pytest.raises(Cancelled):
        packs.rehearse(desk, brought_in, TODAY, stopped)
    monkeypatch.setattr(packs, "NAMED", 1)
    rehearsal = packs.rehearse(desk, brought_in, TODAY, Progress())
    (tmp_path / "kept.csv").write_text("the one before", "utf-8")
    with pytest.raises(Cancelled):
        packs.export(desk, rehearsal, tmp_path / "kept.csv", stopped)
    assert (tmp_path / "kept.csv").read_text("utf-8") == "the one before"
    assert list(tmp_path.glob("*.part")) == []


def test_a_pack_that_a_station_cannot_read_stops_what_asks_the_law_and_can_be_rolled_back(
    desk: Desk, other_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(desk, county(tmp_path))

    def unreadable(code: str, content: bytes) -> None:
        raise PackFaults([])

    monkeypatch.setattr(shelf, "read", unreadable)  # as of a newer program
    with pytest.raises(Refused, match="cannot be read by this version"):
        in_force(other_desk)
    packs.roll_back(other_desk, packs.history(other_desk)[0].code)
    assert in_force(other_desk)[0] == "cn"


def test_what_is_in_force_already_is_not_put_in_force_again(own_desk: Desk, tmp_path: Path) -> None:
    put_in(own_desk, county(tmp_path))
    with pytest.raises(Refused, match="already"):
        put_in(own_desk, tmp_path / "v1" / "cn-530302", NEXT_MONTH)
    other = county(tmp_path / "other", "1", AT_ONCE)
    assert packs.bring_in(own_desk, other).each[0].has_namesake


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{permit_vald: {is: yes}}", "cn-530302/permit.yaml:8: "),
        ("&a [*a]", "cn-530302/permit.yaml:8: Anchors"),
        ("{permit_valid: [", "cn-530302/permit.yaml:"),
        ("{residence_run: {at_least: 6}}", "cn-530302/permit.yaml:8: "),
        ("\0", "cn-530302/permit.yaml:1: The file cannot be read as UTF-8 text."),
    ],
)
def test_a_faulty_pack_is_refused_with_file_and_line_and_the_good_one_stays(
    own_desk: Desk, tmp_path: Path, text: str, told: str
) -> None:
    put_in(own_desk, county(tmp_path, "1"))
    with pytest.raises(PackFaults) as refused:
        packs.bring_in(own_desk, county(tmp_path, "2", text))
    assert str(refused.value.faults[0]).startswith(told)
    assert in_force(own_desk) == ("cn-530302", "1")


def test_all_faults_are_told_at_once(own_desk: Desk, tmp_path: Path) -> None:
    place = county(tmp_path, "1", "{permit_vald: {is: yes}}")
    (place / "articles.yaml").write_text("- x\n", "utf-8")
    (place / "pack.yaml").write_text("issuer: {zh: 县}\n", "utf-8")
    with pytest.raises(PackFaults) as refused:
        packs.bring_in(own_desk, place)
    assert {fault.file for fault in refused.value.faults} == {
        "cn-530302/articles.yaml", "cn-530302/pack.yaml", "cn-530302/permit.yaml"
    }  # fmt: skip


def province(folder: Path, requires: str = NEVER) -> Path:
    """A folder of packs: a county's, its city's, and one of another city."""
    county(folder, "3", requires)
    for code in ("cn-5303", "cn-3301"):
        shutil.copytree(POLICY / code, folder / "v3" / code)
    about = folder / "v3" / "cn-5303" / "pack.yaml"
    about.write_text(about.read_text("utf-8").replace("2026.1", "2026.2"), "utf-8")
    return folder / "v3"


def test_a_folder_of_packs_is_put_in_force_at_once_and_taken_back_at_once(
    own_desk: Desk, tmp_path: Path
) -> None:
    folder = province(tmp_path)
    brought_in = packs.bring_in(own_desk, folder)
    assert [pack.code for pack in brought_in.packs] == ["cn-530302", "cn-5303"]
    assert brought_in.elsewhere == ("cn-3301",)
    archive = Path(shutil.make_archive(str(tmp_path / "all"), "zip", folder))
    assert packs.bring_in(own_desk, archive) == brought_in
    assert len(packs.put_in_force(own_desk, brought_in, TODAY)) == 2
    assert in_force(own_desk) == ("cn-530302", "3")
    latest = undoing.last(own_desk)
    assert latest is not None
    undoing.undo(own_desk, latest.txn)
    assert packs.history(own_desk) == ()


def test_of_a_folder_of_packs_only_what_is_new_is_put_in_force(own_desk: Desk, tmp_path: Path) -> None:
    put_in(own_desk, county(tmp_path, "3"))
    shutil.rmtree(tmp_path / "v3")
    brought_in = packs.bring_in(own_desk, province(tmp_path))
    packs.put_in_force(own_desk, brought_in, TODAY)
    assert [row.code for row in packs.history(own_desk)] == ["cn-5303", "cn-530302"]
    with pytest.raises(Refused, match="already"):
        packs.put_in_force(own_desk, brought_in, TODAY)


def test_one_fault_keeps_the_whole_folder_out_and_the_faults_of_all_are_told(
    own_desk: Desk, tmp_path: Path
) -> None:
    folder = province(tmp_path, "{permit_vald: {is: yes}}")
    (folder / "cn-5303" / "articles.yaml").write_text("- x\n", "utf-8")
    with pytest.raises(PackFaults) as refused:
        packs.bring_in(own_desk, folder)
    assert {fault.file for fault in refused.value.faults} == {
        "cn-530302/permit.yaml", "cn-5303/articles.yaml"
    }  # fmt: skip
    assert packs.history(own_desk) == ()


def test_what_is_no_pack_for_this_office_is_refused_in_a_sentence(own_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_bytes(b"no zip" * 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cn-530302/pack.yaml", b"x" * 50_000_000)
    big = county(tmp_path, "9")
    (big / "big.yaml").write_bytes(b"x: y\n" * 10_000_000)
    for path, told in (
        (tmp_path / "no", "cannot be read|no pack in"),
        (tmp_path / "empty", "There is no pack in empty"),
        (tmp_path / "text.zip", "no folder and no zip"),
        (tmp_path / "bomb.zip", "too large for a pack"),
        (big, "too large for a pack"),
        (POLICY / "cn-3301", "not for this office"),
    ):
        with pytest.raises(Refused, match=told):
            packs.bring_in(own_desk, path)


def test_a_pack_that_breaks_its_own_cases_or_leaves_the_desk_without_a_number_is_refused(
    own_desk: Desk, tmp_path: Path
) -> None:
    nation = Path(shutil.copytree(POLICY / "cn", tmp_path / "cn"))
    rule = nation / "permit.yaml"
    whole = rule.read_text("utf-8")
    rule.write_text(whole.replace("at_least: 6 months", "at_least: 9 months"), "utf-8")
    with pytest.raises(PackFaults) as refused:
        packs.bring_in(own_desk, nation)
    assert "cn/permit.cases.yaml" in {fault.file for fault in refused.value.faults}
    assert "may_apply_for_permit: expected yes, found no" in str(refused.value)
    rule.write_text(whole, "utf-8")
    (nation / "residence.yaml").unlink()
    with pytest.raises(Refused, match="never set"):
        packs.bring_in(own_desk, nation)
