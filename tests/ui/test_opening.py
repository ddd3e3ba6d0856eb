"""The program begins: the real window, real files, real threads; only the screen is not there."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app import invent, language, offices, opening, putting_back, scopes
from app.desk import Desk
from app.offices import Found
from db import keys
from db.records import Officer, Person
from db.store import Store, address
from tests.helpers.office import OFFICE, OFFICER
from tests.helpers.window import the
from ui import application, settled, theme
from ui.opening import Program
from ui.pages.registration import RegistrationPage
from ui.pages.resident import ResidentPage
from ui.pages.settings import SettingsPage
from ui.pages.today import TodayPage
from ui.preferences import Preferences
from ui.welcome.choices import Choices
from ui.welcome.connecting import Connect
from ui.welcome.founding import FoundOffice, StationDivision
from ui.welcome.locked import AskedAgain
from ui.welcome.putting_back import AfterPuttingBack, ChooseCopy
from ui.welcome.recovery import Recover, RecoveryCode
from ui.welcome.sign_in import PATIENT_FOR, SignIn, wait_after
from ui.welcome.trouble import Trouble
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField, TickBox
from ui.widgets.plane import Plane
from ui.widgets.suggesting import Suggestion

ON = date(2026, 11, 23)
W = TypeVar("W", bound=QWidget)
Start = Callable[..., "Running"]


class Running:
    """The program as a test uses it: look, press, type, wait for what comes."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot, self.program = qtbot, program
        self.ended = False

    def shows(self, kind: type[W]) -> W:
        """Wait until this scene or page is on the screen."""

        def there() -> None:
            assert isinstance(self.program.window.stack.currentWidget(), kind), self.words()

        self.qtbot.waitUntil(there, timeout=20_000)
        shown = self.program.window.stack.currentWidget()
        assert isinstance(shown, kind)
        return shown

    def shown(self) -> QWidget:
        """The scene or page on the screen."""
        shown = self.program.window.stack.currentWidget()
        assert shown is not None
        return shown

    def says(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.qtbot.waitUntil(lambda: words in self.words(), timeout=20_000)

    def words(self) -> str:
        shown = self.shown()
        labels = [*shown.findChildren(QLabel), *self.program.window.top.findChildren(QLabel)]
        return " ".join(label.text() for label in labels if label.isVisible())

    def press(self, *presses: Qt.Key) -> None:
        """Press keys where the focus is."""
        for key in presses:
            self.qtbot.keyClick(self.program.window.focusWidget(), key)

    def type(self, name: str, text: str) -> None:
        """Type into the field of this name."""
        shown = self.shown()
        field = next(f for f in shown.findChildren(TextField) if f.accessibleName() == name)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.clear()
        if text.isascii():
            self.qtbot.keyClicks(field, text)
        else:  # as an input method hands it over
            written = QInputMethodEvent()
            written.setCommitString(text)
            QApplication.sendEvent(field, written)

    def end(self) -> None:
        """Close the window as its user does, and the program after it."""
        self.ended = True
        self.program.window.close()
        self.program.close()
        self.program.window.deleteLater()
        self.program.deleteLater()


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Start]:
    """Starts the program, and ends whatever was started."""
    running: list[Running] = []

    def begin(database: Path | str = "", on: date | None = ON, spoken: str = "en") -> Running:
        program = Program(qapp, Preferences(spoken), str(database), on)
        program.window.painted.connect(program.begin)
        running.append(Running(qtbot, program))
        program.window.show()
        program.window.activateWindow()
        return running[-1]

    yield begin
    for each in running:
        if not each.ended:
            each.end()


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """The file of an invented community of twenty."""
    file = tmp_path / "village.anju"
    invent.invent(offices.url_of(str(file)), 20, 1, ON)
    return file


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The encrypted file of an office; its officer signs in as ``chenxl``."""
    file = tmp_path / "office.anju"
    desk, _code = offices.create(offices.url_of(str(file)), OFFICE, OFFICER)
    desk.close()
    return file


def sign_in(running: Running, password: str = OFFICER.password) -> None:
    running.shows(SignIn)
    running.type("Password", password)
    running.press(Qt.Key.Key_Return)


def test_signing_in_names_the_file_and_says_small_where_it_lies(start: Start, office: Path) -> None:
    scene = start(office).shows(SignIn)
    written = [label.text() for label in scene.findChildren(QLabel) if label.text()]
    assert written[:3] == ["Sign in", "office.anju", f"in {office.parent}"]


def test_the_first_enter_leads_to_today_in_a_fictional_community(start: Start) -> None:
    running = start()
    running.shows(Choices)

    running.press(Qt.Key.Key_Return)

    running.shows(TodayPage)
    running.says("Fictional community")
    assert "day set by hand" in running.words()
    assert offices.found_at(offices.url_of(str(offices.fiction_file()))) is Found.FICTION
    assert not offices.own_file().exists()


def test_a_fictional_community_opens_by_itself(start: Start, village: Path) -> None:
    running = start(village)

    running.shows(TodayPage)
    assert running.program.office is not None
    assert running.program.office.desk.today() == ON


def test_what_was_saved_is_soon_in_its_place_in_the_file(
    qtbot: QtBot, start: Start, tmp_path: Path, village: Path
) -> None:
    running = start(village)
    running.shows(TodayPage)
    assert running.program.office is not None

    scopes.choose_grid(running.program.office.desk, ["河滨社区"])

    def is_there() -> bool:
        without_its_log = shutil.copy(village, tmp_path / "alone.anju")
        alone = Store(address(str(without_its_log)))
        with alone.reading() as session:
            grids = list(session.scalars(select(Officer.communities)))
        alone.close()
        return ["河滨社区"] in grids

    qtbot.waitUntil(is_there)


def test_an_old_community_is_offered_anew(start: Start) -> None:
    invent.invent(offices.url_of(str(opening.fiction())), 20, 1, date(2026, 8, 3))
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Return)
    running.says("more than a month old")

    running.press(Qt.Key.Key_Return)  # make it anew

    running.shows(TodayPage)
    desk = running.program.office.desk if running.program.office else None
    assert desk is not None
    assert not opening.is_stale(desk)


def test_an_answer_that_is_offered_has_the_focus_at_once(qtbot: QtBot) -> None:
    """A second Enter, however quick, was the first button's again and asked the same once more."""
    scene = Choices(has_office=False, where="office.anju")
    qtbot.addWidget(scene)
    scene.show()
    scene.begin()

    scene.offer_anew()

    focused = scene.focusWidget()
    assert isinstance(focused, KeyButton)
    assert focused.text() == "Make it anew"


def test_an_office_is_founded_with_the_keyboard_and_opens_after_a_restart(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    fill_in(running, again=OFFICER.password)

    code = running.shows(RecoveryCode)
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(sheet), ""))
    running.qtbot.keyClick(
        running.program.window.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier
    )
    running.says(f"Saved: {sheet}")
    assert sheet.read_bytes().startswith(b"%PDF")

    tick = code.findChild(TickBox)
    assert tick is not None
    tick.setFocus()
    running.press(Qt.Key.Key_Space)
    button(code, "Begin to work").click()
    running.shows(TodayPage)
    running.says("This machine, encrypted")
    assert b"SQLite format 3" not in offices.own_file().read_bytes()[:16]
    running.end()

    again = start()
    sign_in(again)
    again.shows(TodayPage)
    assert OFFICE.name in again.words()


def test_two_different_passwords_are_not_taken(start: Start) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)

    fill_in(running, again="something else 9")

    running.says("The two passwords differ")
    assert not offices.own_file().exists()


def test_a_password_that_is_refused_is_not_said_to_be_set_up(start: Start) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)

    fill_in(running, password="short", again="short")

    running.says("A password has at least")
    assert "Setting up the office" not in running.words()


def test_esc_leads_back_from_founding(start: Start) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    running.shows(FoundOffice)

    running.press(Qt.Key.Key_Escape)

    running.shows(Choices)


def test_what_was_typed_of_an_office_is_there_again_after_esc(start: Start) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    fill_in(running, password="long enough to be taken", again="otherwise")
    running.says("The two passwords differ")
    typed = running.shows(FoundOffice).founding.draft()
    assert len(typed) == 9

    running.press(Qt.Key.Key_Escape)
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)

    form = running.shows(FoundOffice).founding
    assert form.draft() == typed
    assert not form.faults()


def test_the_permit_is_named_after_the_division_picked_last_until_the_officer_names_it(qtbot: QtBot) -> None:
    """The name is printed on every card; a division picked by mistake had left its own there."""
    scene = FoundOffice(
        lambda text, show: None, lambda code: {"23": "黑龙江省居住证", "44": "广东省居住证"}[code[:2]], ""
    )
    qtbot.addWidget(scene)
    fields, division = scene.founding.fields, the(scene, StationDivision)

    division.picked.emit("230404")
    scene.go_on_with((scene.founding.draft(), Suggestion("230404", "黑龙江省鹤岗市南山区")))  # after Esc
    division.picked.emit("440305")
    assert fields["permit_title"].value() == "广东省居住证"

    fields["permit_title"].show_typed("深圳经济特区居住证")
    division.picked.emit("230404")
    assert fields["permit_title"].value() == "深圳经济特区居住证"


def test_a_wrong_password_is_said_at_the_field_and_the_third_costs_time(start: Start, office: Path) -> None:
    running = start(office)
    for _try in range(PATIENT_FOR):
        sign_in(running, "not the password")
        running.says("do not fit together")
    assert "Try again in" not in running.words()

    sign_in(running, "not the password")
    running.says("Try again in 2 seconds.")
    sign_in(running)
    assert running.program.office is None

    running.qtbot.waitUntil(lambda: "Try again in" not in running.words(), timeout=10_000)
    sign_in(running)
    running.shows(TodayPage)


def test_the_window_comes_back_where_it_was(start: Start) -> None:
    running = start()
    running.shows(Choices)
    running.program.window.showNormal()
    running.program.window.resize(800, 690)  # the screen of the tests is 800 wide
    running.end()

    again = start()

    again.shows(Choices)
    assert (again.program.window.width(), again.program.window.height()) == (800, 690)


def test_the_wait_doubles_up_to_half_a_minute() -> None:
    assert [wait_after(failures) for failures in range(1, 10)] == [0, 0, 2, 4, 8, 16, 30, 30, 30]


def test_a_forgotten_password_is_set_anew_by_the_recovery_code(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "office.anju"
    desk, code = offices.create(offices.url_of(str(file)), OFFICE, OFFICER)
    desk.close()
    assert code
    running = start(file)
    button(running.shows(SignIn), "Forgot it? Use the recovery code").click()
    running.shows(Recover)
    running.type("Recovery code", "AAAA" + code[4:])
    running.type("New password", "an other window 8")
    running.type("New password again", "an other window 8")
    running.press(Qt.Key.Key_Return)
    running.says("This is not the recovery code of this file")

    running.type("Recovery code", code.replace("-", " ").lower())
    running.type("New password again", "an other window 8")
    running.press(Qt.Key.Key_Return)

    running.shows(TodayPage)
    running.end()
    again = start(file)
    sign_in(again, "an other window 8")
    again.shows(TodayPage)


def test_a_damaged_file_of_keys_is_said_and_put_right(start: Start, office: Path) -> None:
    place, before = keys.beside(office), office.read_bytes()
    whole = place.read_bytes()
    place.write_bytes(whole[:100])
    running = start(office)
    running.shows(Trouble)
    running.says("The file of keys beside the database is missing or damaged")
    assert office.read_bytes() == before

    place.write_bytes(whole)
    running.press(Qt.Key.Key_Return)

    sign_in(running)
    running.shows(TodayPage)


def put_back(running: Running) -> None:
    """Take the newest copy with the password, and read what is to be compared with the paper."""
    scene = running.shows(ChooseCopy)
    assert scene.list.current() is not None
    running.type("Password", OFFICER.password)
    running.press(Qt.Key.Key_Return)
    running.shows(AfterPuttingBack)
    running.says("Count the blanks before you print cards")
    running.press(Qt.Key.Key_Return)


def press_button(running: Running, words: str) -> None:
    QApplication.processEvents()
    button = next(each for each in running.shown().findChildren(KeyButton) if each.text() == words)
    button.click()


def test_leaving_makes_a_backup_and_leaving_again_makes_none(start: Start, office: Path) -> None:
    for _time in range(2):
        running = start(office)
        sign_in(running)
        running.shows(TodayPage)
        running.end()
        (copy,) = putting_back.copies(office)
    assert copy.slip.officer == "陈晓岚" or copy.slip.last_act == "open_office"
    assert list(copy.folder.glob("*.part")) == []


@pytest.mark.parametrize("trouble", ["missing", "damaged"])
def test_a_file_that_is_gone_or_damaged_is_put_back_from_a_backup(
    start: Start, office: Path, trouble: str
) -> None:
    first = start(office)
    sign_in(first)
    first.shows(TodayPage)
    first.end()
    for end in ("", "-wal", "-shm"):
        office.with_name(office.name + end).unlink(missing_ok=True)
    if trouble == "damaged":
        office.write_bytes(b"no database" * 1000)

    running = start(office)
    if trouble == "missing":
        running.shows(Trouble)
        running.says("Put it back from a backup")
    else:
        sign_in(running)
        running.says("or it is damaged")
    press_button(running, "Put a backup back …")
    put_back(running)

    sign_in(running)
    running.shows(TodayPage)
    kept = list(office.parent.glob("office.anju.aside-*"))
    assert [each.read_bytes() for each in kept] == ([b"no database" * 1000] if kept else [])
    assert bool(kept) == (trouble == "damaged")


def test_from_the_settings_a_copy_takes_the_place_of_the_file(start: Start, office: Path) -> None:
    first = start(office)
    sign_in(first)
    first.shows(TodayPage)
    first.end()

    running = start(office)
    sign_in(running)
    running.shows(TodayPage)
    running.program.window.go("settings")
    running.shows(SettingsPage)
    press_button(running, "Put a backup back …")
    press_button(running, "Choose a copy")
    put_back(running)
    sign_in(running)
    running.shows(TodayPage)
    assert len(list(office.parent.glob("office.anju.aside-*"))) == 1


def test_a_wrong_password_puts_nothing_back_and_esc_leads_back(start: Start, office: Path) -> None:
    first = start(office)
    sign_in(first)
    first.shows(TodayPage)
    first.end()
    whole = office.read_bytes()
    office.unlink()
    running = start(office)
    running.shows(Trouble)
    press_button(running, "Put a backup back …")
    running.shows(ChooseCopy)
    running.type("Password", "not the password")
    running.press(Qt.Key.Key_Return)
    running.says("neither the officer's password nor the recovery code")
    office.write_bytes(whole)
    running.press(Qt.Key.Key_Escape)
    running.shows(SignIn)


@pytest.mark.parametrize("left", [b"{", None], ids=["damaged", "missing"])
def test_keys_that_are_gone_come_back_from_a_copy_and_the_file_stays(
    start: Start, office: Path, left: bytes | None
) -> None:
    first = start(office)
    sign_in(first)
    first.shows(TodayPage)
    first.end()
    before = office.read_bytes()
    keys.beside(office).unlink()
    if left is not None:
        keys.beside(office).write_bytes(left)

    running = start(office)
    running.shows(Trouble)
    press_button(running, "Put a backup back …")
    running.shows(SignIn)
    running.says("Only the keys were missing")
    assert office.read_bytes() == before
    sign_in(running)
    running.shows(TodayPage)


def test_a_newer_database_is_left_alone(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "village.anju"
    offices.create_fiction(offices.url_of(str(file)), OFFICE, OFFICER)
    store = Store(offices.url_of(str(file)))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 0")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = file.read_bytes()

    running = start(file)

    running.shows(Trouble)
    running.says("made by a newer version of the program")
    assert file.read_bytes() == before


def test_a_file_is_open_in_one_window_only(start: Start, office: Path) -> None:
    start(office).shows(SignIn)

    second = start(office)
    second.shows(Trouble)
    second.says("open in another window already")


def test_a_lock_left_by_a_crash_locks_nobody_out(start: Start, office: Path) -> None:
    held = """
import os, sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
lock.tryLock(0)
os.kill(os.getpid(), 9)
"""
    lock = office.with_name(office.name + ".lock")
    done = subprocess.run([sys.executable, "-c", held, str(lock)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert lock.exists()

    start(office).shows(SignIn)


def test_a_shared_database_is_founded_joined_and_remembered_without_its_password(
    start: Start, postgres: str
) -> None:
    running = start()
    running.shows(Choices)
    running.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    running.shows(Connect)
    running.type("Server's address", "wenchang")
    running.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    running.says("An address begins with postgresql://")
    running.type("Server's address", postgres)
    running.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    fill_in(running, again=OFFICER.password)
    running.shows(TodayPage)
    running.says("Shared database")
    running.end()

    again = start()
    again.shows(SignIn)
    again.type("Officer", OFFICER.login)
    sign_in(again)
    again.shows(TodayPage)
    assert "password" not in Preferences().address


def test_a_server_that_does_not_answer_leaves_the_other_ways_open(start: Start) -> None:
    running = start("postgresql://nobody@127.0.0.1:1/anju")
    trouble = running.shows(Trouble)
    running.says("cannot be reached")

    button(trouble, "Other ways").click()

    running.shows(Choices)


def test_the_language_changes_at_once_and_stays(start: Start, village: Path) -> None:
    language.use("zh_CN")
    running = start(village, spoken="")
    running.shows(TodayPage)
    assert running.program.window.rail.spoken()[-1] == "设置"
    running.program.window.go("settings")
    settings = running.shows(SettingsPage)
    settings.look.language.setFocus()

    running.press(Qt.Key.Key_2)

    running.qtbot.waitUntil(lambda: running.program.window.rail.spoken()[-1] == "Settings")
    assert isinstance(running.program.window.stack.currentWidget(), SettingsPage)
    assert running.program.office is not None
    assert Preferences().language == "en"


@pytest.mark.parametrize(("spoken", "looked_in"), [("zh_CN", "查找范围"), ("en", "Look in")])
def test_the_file_dialog_speaks_the_language_too(qapp: QApplication, spoken: str, looked_in: str) -> None:
    language.use(spoken)
    application.speak_as_qt(qapp, spoken)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    said = " ".join(label.text().replace("&", "") for label in dialog.findChildren(QLabel))
    assert looked_in in said
    assert ("type" in said) is (spoken == "en")
    application.speak_as_qt(qapp, "en")


def test_a_larger_text_is_shown_at_once(start: Start, village: Path) -> None:
    running = start(village)
    running.shows(TodayPage)
    before = running.program.window.rail.width()
    running.program.window.go("settings")
    settings = running.shows(SettingsPage)

    settings.look.text_size.setFocus()
    running.press(Qt.Key.Key_3)

    running.qtbot.waitUntil(lambda: running.program.window.rail.width() == round(before * 1.25))


def test_a_system_that_turns_dark_takes_the_window_along_with_what_is_typed(
    start: Start, village: Path
) -> None:
    running = start(village)
    running.shows(TodayPage)
    running.press(Qt.Key.Key_F2)
    form = running.shows(RegistrationPage)
    running.qtbot.keyClicks(running.program.window.focusWidget(), "5303")

    system = QGuiApplication.styleHints().colorSchemeChanged
    system.emit(Qt.ColorScheme.Dark)
    assert QGuiApplication.palette().window().color().name().upper() == theme.DARK["canvas"]
    assert running.shown() is form
    assert form.entries.id_number.text() == "5303"

    Preferences().choose("theme", "light")
    system.emit(Qt.ColorScheme.Dark)
    assert QGuiApplication.palette().window().color().name().upper() == theme.LIGHT["canvas"]


def test_a_system_that_turns_dark_takes_the_days_of_a_file_along(start: Start, village: Path) -> None:
    running = start(village)
    running.shows(TodayPage)
    assert running.program.office is not None
    with running.program.office.desk.reading() as session:
        person_id = session.scalars(select(Person.id)).first()
    running.program.window.go("resident", ("person", person_id))
    file = running.shows(ResidentPage)
    running.qtbot.waitUntil(lambda: file.findChild(Plane) is not None)

    def is_on(surface: str) -> bool:
        return bool(the(file, Plane).backgroundBrush().color() == QColor(surface))

    system = QGuiApplication.styleHints().colorSchemeChanged
    for look, colours in ((Qt.ColorScheme.Dark, theme.DARK), (Qt.ColorScheme.Light, theme.LIGHT)):
        system.emit(look)
        running.qtbot.waitUntil(partial(is_on, colours["surface"]))


def test_the_search_finds_people_and_opens_their_page(start: Start, village: Path) -> None:
    running = start(village)
    running.shows(TodayPage)
    assert running.program.office is not None
    name = next(iter(people_of(running.program.office.desk)))
    found = settled.find(running.program.office.desk, name)

    named = [each for each in found if each.words.startswith(name) and each.page == "resident"]
    assert named
    assert all(each.note for each in named)


def fill_in(running: Running, again: str, password: str = OFFICER.password) -> None:
    """Fill in the form of a new office, key by key, and press Enter in its last field."""
    scene = running.shows(FoundOffice)
    running.type("Division", "530302")
    division = scene.findChild(StationDivision)
    assert division is not None
    running.qtbot.waitUntil(division.suggesting, timeout=20_000)
    running.press(Qt.Key.Key_Return)
    typed = {
        "Station": OFFICE.name, "Issuing organ": OFFICE.organ, "Officer": OFFICER.name,
        "Sign-in name": OFFICER.login, "Post": OFFICER.post,
        "Password": password, "Password again": again,
    }  # fmt: skip
    for name, text in typed.items():
        running.type(name, text)
    running.press(Qt.Key.Key_Return)


def button(inside: QWidget, words: str) -> KeyButton:
    return next(each for each in inside.findChildren(KeyButton) if each.text() == words)


def people_of(desk: Desk) -> set[str]:
    with desk.reading() as session:
        return set(session.scalars(select(Person.name)))


def test_another_officer_signs_in_at_a_locked_window_and_the_file_is_open_once(
    start: Start, office: Path
) -> None:
    running = start(office)
    sign_in(running)
    running.shows(TodayPage)
    desk = running.program.office and running.program.office.desk
    running.program.window.lock_now()
    locked = running.program.window.findChild(AskedAgain)
    assert locked is not None

    button(locked, "Somebody else signs in").click()

    sign_in(running)
    running.shows(TodayPage)
    assert running.program.office is not None
    assert running.program.office.desk is not desk
    assert not running.program.window.lock.locked
