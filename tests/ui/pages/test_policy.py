"""政策: what the packs say, and a pack brought in, rehearsed, put in force and rolled back by keys alone."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import packs, undoing
from app.amendments import Affected, Tally
from app.desk import Desk
from app.law import Verdict
from app.law.compare import Stand
from tests.app.test_packs import county, province
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.pages import on_paper
from ui.pages.policy import PolicyPage
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 11, 23)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "policy", "resident")


@pytest.fixture
def brought(qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window after a county's pack was chosen by its pack.yaml."""
    choose(monkeypatch, county(tmp_path) / "pack.yaml")
    press(qtbot, window, Qt.Key.Key_F7)
    return window


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The officer will choose this file in the system's own dialog, to open or to save."""
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *asked, **more: (str(path), ""))


def page(window: Window) -> PolicyPage:
    return cast(PolicyPage, window.page())


def shown(window: Window) -> list[tuple[str, str]]:
    return [(row.code, row.state) for row in page(window).packs.table.rows()]


def labels(window: Window) -> list[str]:
    return [button.text() for button in window.bottom.buttons()]


def test_the_packs_stand_nearest_first_and_what_is_unverified_is_said(window: Window) -> None:
    assert shown(window) == [("cn-5303", "in_force"), ("cn-53", "in_force"), ("cn", "in_force")]
    assert "of their rules and numbers unverified" in words_of(page(window))
    groups = page(window).editions.list.table
    titles = [str(groups.index(line, 0).data()).rstrip(" 0123456789") for line in groups.headings()]
    assert titles == ["In force", "No longer in force"]


def test_a_rule_stands_beside_the_words_of_its_article(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_Return)
    detail = page(window).detail
    assert "曲政发〔2015〕82号第（十二）项" in words_of(detail)
    assert "健全流动人口服务管理制度" in words_of(detail)
    assert "a valid residence permit" in words_of(detail)
    assert "Read in the act itself on 2025-04-19." in words_of(detail)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert "Unverified" in words_of(detail)


def test_what_changed_is_read_on_its_tab(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_Tab, CTRL)
    assert "First version." in words_of(page(window).changes)


def test_a_pack_is_rehearsed_put_in_force_and_rolled_back_by_keys_alone(
    qtbot: QtBot, brought: Window, desk: Desk
) -> None:
    assert shown(brought)[0] == ("cn-530302", "brought_in")
    assert "Read without a fault" in words_of(page(brought))
    assert "40 years" in words_of(page(brought).detail)
    assert packs.history(desk) == ()
    press(qtbot, brought, Qt.Key.Key_F6)
    assert "0 gain, 7 lose" in words_of(page(brought).rehearsal)
    assert "By the new rules" in words_of(page(brought).detail)
    QApplication.processEvents()
    assert "试行办法第一条" in words_of(page(brought).detail)
    press(qtbot, brought, Qt.Key.Key_F9)
    assert shown(brought)[0] == ("cn-530302", "in_force")
    assert "In force from 2026-11-23: cn-530302 1" in words_of(brought.bottom)
    page(brought).packs.setFocus()
    page(brought).packs.step(-1)
    press(qtbot, brought, Qt.Key.Key_R, CTRL)
    assert [row.withdrawn_on for row in packs.history(desk)] == [TODAY]
    assert shown(brought)[0] == ("cn-5303", "in_force")


def test_a_pack_that_was_not_rehearsed_is_rehearsed_first(qtbot: QtBot, brought: Window, desk: Desk) -> None:
    press(qtbot, brought, Qt.Key.Key_F9)
    assert packs.history(desk) == ()
    assert page(brought).rehearsal.list.table.rows()
    page(brought).since.setFocus()
    page(brought).since.clear()
    qtbot.keyClicks(page(brought).since, "12-23")
    press(qtbot, brought, Qt.Key.Key_F9)  # another day is another rehearsal
    press(qtbot, brought, Qt.Key.Key_F9)
    assert [row.since for row in packs.history(desk)] == [date(2026, 12, 23)]
    assert ("cn-530302", "to_come") in shown(brought)


def test_putting_in_force_is_taken_back_with_ctrl_z(qtbot: QtBot, brought: Window, desk: Desk) -> None:
    press(qtbot, brought, Qt.Key.Key_F9)
    press(qtbot, brought, Qt.Key.Key_F9)
    press(qtbot, brought, Qt.Key.Key_Z, CTRL)
    assert packs.history(desk) == ()
    qtbot.waitUntil(lambda: shown(brought)[0] == ("cn-5303", "in_force"))
    latest = undoing.last(desk)
    assert latest is None or latest.act != "put_in_force"


def test_without_a_day_nothing_is_put_in_force(qtbot: QtBot, brought: Window, desk: Desk) -> None:
    page(brought).since.clear()
    press(qtbot, brought, Qt.Key.Key_F9)
    assert page(brought).since.state() == "error"
    assert packs.history(desk) == ()


def test_a_pack_can_be_put_away_again(qtbot: QtBot, brought: Window) -> None:
    press(qtbot, brought, Qt.Key.Key_Escape)
    assert shown(brought)[0] == ("cn-5303", "in_force")
    assert labels(brought) == ["Print", "Bring in a pack"]


def test_a_faulty_pack_is_told_with_all_its_faults_and_changes_nothing(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, county(tmp_path, "2", "{permit_vald: {is: yes}}") / "pack.yaml")
    press(qtbot, window, Qt.Key.Key_F7)
    assert "What is in force stays in force." in words_of(page(window))
    (fault,) = page(window).faults.list.table.rows()
    assert (fault.file, fault.line) == ("cn-530302/permit.yaml", 8)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page(window).editions.isVisible()


def test_a_folder_of_packs_is_chosen_rehearsed_and_put_in_force_by_keys_alone(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = province(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked, **more: str(folder))
    press(qtbot, window, Qt.Key.Key_F7, SHIFT)
    assert shown(window)[:2] == [("cn-530302", "brought_in"), ("cn-5303", "brought_in")]
    assert "for other places: cn-3301" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_F9)
    assert {row.code for row in packs.history(desk)} == {"cn-530302", "cn-5303"}


def test_what_is_no_pack_at_all_is_said_in_the_message_bar(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    choose(monkeypatch, tmp_path / "text.zip")
    press(qtbot, window, Qt.Key.Key_F7)
    assert "no folder and no zip file" in words_of(window.bar)


def test_the_names_go_out_as_a_table_and_lead_to_the_files(
    qtbot: QtBot, brought: Window, made: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, brought, Qt.Key.Key_F6)
    choose(monkeypatch, tmp_path / "names.csv")
    press(qtbot, brought, Qt.Key.Key_E, CTRL)
    with (tmp_path / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + len(page(brought).rehearsal.list.table.rows())
    with qtbot.waitSignal(page(brought).opens) as opened:
        press(qtbot, brought, Qt.Key.Key_Return)
    assert opened.args[0] == "resident"
    assert opened.args[1][:2] == ("person", made.people["settled"])


def of_a_city() -> packs.Rehearsal:
    """A rehearsal that touches 900,000, of whom a hundred thousand are named."""
    shown_as = Stand(Verdict.NO, None), Stand(Verdict.YES, TODAY)
    touched = tuple(
        Affected(UUID(int=number), f"{number:06}", "", "legal_aid", "Legal aid", *shown_as, True, False)
        for number in range(100_000)
    )
    everyone = (Tally("legal_aid", "Legal aid", 900_000, 0, 0),)
    return packs.Rehearsal(packs.BroughtIn(()), TODAY, TODAY, touched, everyone)


def test_a_rehearsal_that_touches_a_hundred_thousand_is_listed_and_gone_through(
    qtbot: QtBot, window: Window
) -> None:
    panel = page(window).rehearsal
    page(window).tabs.go(2)
    rehearsal = of_a_city()
    panel.show_rehearsal(rehearsal)
    assert "900,000 gain, 0 lose, 0 otherwise · the first 100,000 are named" in words_of(panel)
    assert panel.list.go_to((rehearsal.changes[-1].person_id, "legal_aid"))
    panel.list.step(-1)
    assert panel.list.current() == rehearsal.changes[-2]


def test_a_citys_rehearsal_prints_the_first_names_and_says_how_many_more_there_are(desk: Desk) -> None:
    paper = on_paper.rehearsal(desk, of_a_city())
    assert paper.count("Legal aid") == on_paper.NAMED_ON_PAPER
    assert f"and {900_000 - on_paper.NAMED_ON_PAPER:,} more, in the table that is exported" in paper


def test_history_is_empty_in_words_until_something_was_put_in_force(qtbot: QtBot, window: Window) -> None:
    page(window).tabs.go(3)
    assert "Nothing was put in force here yet" in words_of(page(window).history)


def test_a_pack_is_rolled_back_from_its_line_in_the_history(
    qtbot: QtBot, brought: Window, desk: Desk
) -> None:
    press(qtbot, brought, Qt.Key.Key_F9)
    press(qtbot, brought, Qt.Key.Key_F9)
    page(brought).tabs.go(3)
    page(brought).history.list.setFocus()
    page(brought).history.list.step(1)
    assert labels(brought) == ["Roll back", "Bring in a pack"]
    press(qtbot, brought, Qt.Key.Key_R, CTRL)
    assert [row.withdrawn_on for row in packs.history(desk)] == [TODAY]


def printed(paper: Path) -> str:
    """What stands on a page of words; Qt gives out some Chinese characters as their radicals."""
    return unicodedata.normalize("NFKC", pages.solid(paper.read_bytes()))


def test_the_rule_in_hand_is_printed_with_its_article_and_a_rehearsal_with_its_names(
    qtbot: QtBot, brought: Window, paper: Path
) -> None:
    press(qtbot, brought, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists, timeout=30_000)
    edition = page(brought).editions.list.current()
    assert edition is not None
    said = printed(paper)
    assert "".join(edition.title.split()) in said
    assert "".join(edition.article.split()) in said
    paper.unlink()
    press(qtbot, brought, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: bool(page(brought).rehearsal.list.table.rowCount()), timeout=30_000)
    press(qtbot, brought, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists, timeout=30_000)
    one = page(brought).rehearsal.list.current()
    assert one is not None
    assert one.name in printed(paper)
