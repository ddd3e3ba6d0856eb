"""Settings: officers, the own password, a new recovery code and the law, at a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from app import arrivals, officers, offices, pages, retention, search
from app.desk import Desk
from app.errors import Refused
from app.retention import Rule
from db.derived import Clue
from tests.helpers.office import OFFICE, OFFICER, arrival
from tests.helpers.window import open_window, words_of
from ui.pages.settings import SettingsPage
from ui.preferences import Preferences
from ui.welcome.recovery import CodeGroups
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField
from ui.window import Window

ON = date(2026, 11, 23)


@pytest.fixture
def kept(qapp: QApplication) -> Iterator[Preferences]:
    """The preferences of the program, in this test's own home."""
    kept = Preferences(parent=qapp)
    yield kept
    kept.setParent(None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk, _code = offices.create(offices.url_of(str(tmp_path / "office.anju")), OFFICE, OFFICER, ON)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, kept: Preferences, desk: Desk) -> Window:
    return open_window(qtbot, desk, "settings")


@pytest.fixture
def page(window: Window) -> SettingsPage:
    page = window.page()
    assert isinstance(page, SettingsPage)
    return page


def write(page: SettingsPage, **fields: str) -> None:
    """Write into the fields of these names, underscores for spaces."""
    for name, text in fields.items():
        field = next(f for f in page.findChildren(TextField) if f.accessibleName() == name.replace("_", " "))
        field.show_typed(text)


def press(page: SettingsPage, words: str) -> None:
    """Press a button; one just made is shown with the next event only."""
    QApplication.processEvents()
    next(b for b in page.findChildren(KeyButton) if b.text() == words and b.isVisibleTo(page)).click()


def test_an_officer_is_taken_in_and_can_sign_in(window: Window, page: SettingsPage, desk: Desk) -> None:
    write(page, Name="赵明慧", Post="社区网格")
    write(page, **{"Sign-in name": "zhaomh", "Password": "a garden with 3 trees"})

    press(page, "Take in")

    assert "赵明慧 can sign in now." in words_of(window.bottom)
    assert [row.login for row in officers.listing(desk)] == [OFFICER.login, "zhaomh"]


def test_a_refused_officer_is_marked_where_it_is_wrong(page: SettingsPage) -> None:
    write(page, **{"Name": "赵明慧", "Sign-in name": OFFICER.login, "Password": "a garden with 3 trees"})
    press(page, "Take in")
    assert "Somebody signs in as “chenxl” already" in words_of(page.officers)

    write(page, **{"Sign-in name": "zhaomh", "Password": "short"})
    press(page, "Take in")
    assert "A password has at least 8 characters" in words_of(page.officers)


def test_what_is_missing_is_asked_for(page: SettingsPage, desk: Desk) -> None:
    write(page, Name="赵明慧")
    press(page, "Take in")
    assert "This still has to be filled in" in words_of(page.officers)
    assert len(officers.listing(desk)) == 1


def test_the_password_is_changed(window: Window, page: SettingsPage, tmp_path: Path) -> None:
    write(page, Present_password=OFFICER.password, New_password="an other window 8")
    write(page, New_password_again="an other window 9")
    press(page, "Change")
    assert "The two passwords differ" in words_of(page.password)

    write(page, New_password_again="an other window 8")
    press(page, "Change")

    assert "From now on the new password opens the desk." in words_of(window.bottom)
    url = offices.url_of(str(tmp_path / "office.anju"))
    offices.sign_in(url, OFFICER.login, "an other window 8", ON).close()


def test_the_wrong_present_password_is_marked(page: SettingsPage) -> None:
    write(page, Present_password="not the password")
    write(page, New_password="an other window 8", New_password_again="an other window 8")
    press(page, "Change")
    assert "This is not your present password." in words_of(page.password)


def test_a_new_recovery_code_is_warned_of_shown_and_saved(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(page, "New recovery code")
    assert page.database.findChild(CodeGroups) is None

    press(page, "Make a new one")

    groups = page.database.findChild(CodeGroups)
    assert groups is not None
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(sheet), ""))
    press(page, "Save as PDF")
    assert sheet.read_bytes().startswith(b"%PDF")
    code = groups.accessibleName().removeprefix("Recovery code ")
    offices.recover(offices.url_of(str(tmp_path / "office.anju")), code, OFFICER.login, "an other window 8")


def test_a_place_that_cannot_be_written_is_said(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(page, "New recovery code")
    press(page, "Make a new one")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path), ""))
    press(page, "Save as PDF")
    assert f"{tmp_path} cannot be written" in words_of(page.database)


def test_the_page_says_where_the_database_lies_and_which_law_is_in_force(
    page: SettingsPage, tmp_path: Path
) -> None:
    assert str(tmp_path / "office.anju") in words_of(page.database)
    assert page.law.list.model().rowCount() == 3


def test_a_choice_of_look_is_kept_and_told(qtbot: QtBot, page: SettingsPage, kept: Preferences) -> None:
    page.look.theme.setFocus()
    with qtbot.waitSignal(kept.changed):
        qtbot.keyClick(page.look.theme, Qt.Key.Key_3)
    assert Preferences().theme == "dark"
    assert Preferences().colours() == "dark"


def test_preferences_that_make_no_sense_are_passed_over(kept: Preferences) -> None:
    kept.choose("theme", "pink")
    kept.choose("text_size", "9000")
    kept.choose("language", "tlh")
    assert (kept.theme, kept.scale(), kept.language) == ("system", 1.0, "zh_CN")


def test_a_fictional_community_has_no_recovery_code(qtbot: QtBot, kept: Preferences, tmp_path: Path) -> None:
    url = offices.url_of(str(tmp_path / "village.anju"))
    offices.create_fiction(url, OFFICE, OFFICER)
    desk = offices.open_fiction(url, ON)
    page = open_window(qtbot, desk, "settings").page()
    assert isinstance(page, SettingsPage)
    assert not page.database.make.isVisibleTo(page)
    with pytest.raises(Refused):
        officers.new_recovery_code(desk)
    desk.close()


def test_a_search_that_misses_somebody_is_set_right_by_a_button(
    qtbot: QtBot, page: SettingsPage, desk: Desk
) -> None:
    arrivals.record(desk, arrival("马晓东", 931, "2026-11-01"))
    with desk._store.bulk() as connection:
        connection.execute(delete(Clue))
    assert search.find(desk, "马晓东") == ()

    page.database.search.click()
    assert "saving waits now and then" in words_of(page.database)
    press(page, "Look it over")
    qtbot.waitUntil(lambda: "written anew" in words_of(page.database))
    assert [row.name for row in search.find(desk, "马晓东")] == ["马晓东"]

    page.database.search.click()
    press(page, "Look it over")
    qtbot.waitUntil(lambda: "Everybody on file is found" in words_of(page.database))


def test_which_pages_are_kept_is_chosen_told_and_taken_back(
    qtbot: QtBot, window: Window, page: SettingsPage, desk: Desk
) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (b"a page",))
    page.reload()
    assert "1 page is kept now, of 1 person; the next are erased after 2027-01-22." in words_of(page)
    assert "60 days after the last decision (unverified)" in words_of(page)

    page.retention.identity.setFocus()
    qtbot.keyClick(page.retention.identity, Qt.Key.Key_1)
    assert retention.rule(desk) == Rule(pages=True, identity=True)
    window.bottom.undo.undo()
    assert retention.rule(desk) == Rule(pages=True, identity=False)
    qtbot.waitUntil(lambda: page.retention.identity.value() == "no")


def test_the_grid_of_a_new_office_says_where_communities_come_from(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "settings")
    page = window.page()
    assert isinstance(page, SettingsPage)
    assert "No community is on file yet" in words_of(page.grid)
    assert "Space ticks" not in words_of(page.grid)
    arrivals.record(desk, arrival("孔令仪", 977, "2026-11-20"))
    window.go("settings")
    qtbot.waitUntil(page.grid.list.isVisible)
    assert "No community is on file yet" not in words_of(page.grid)
