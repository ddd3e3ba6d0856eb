"""同步: what two officers changed is chosen with real keys, by whoever sits there; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Event
from typing import Any, cast
from uuid import UUID

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import (
    arrivals,
    codes,
    conflicts,
    decisions,
    drafts,
    households,
    likenesses,
    materials,
    merging,
    offices,
    undoing,
)
from app.desk import Desk
from app.materials import NewMaterial
from tests.helpers.in_two_hands import typed_anew
from tests.helpers.office import OFFICE, OFFICER, PROOFS, Samples, arrival, colleague
from tests.helpers.registration import fill, type_into
from tests.helpers.registration import page as registration_page
from tests.helpers.window import open_window, press, words_of
from ui.elsewhere import Elsewhere
from ui.jobs import Jobs
from ui.pages.registration import RegistrationPage
from ui.pages.resident_bodies import HISTORY
from ui.pages.resident_history import HistoryTab
from ui.pages.sync import SyncPage
from ui.widgets.tabs import TabStrip
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
ZHAO = arrival("赵明慧", 922, "2026-11-01", phone="13800006620", address="麒麟路 88-2-1603")


@pytest.fixture
def stay(desk: Desk) -> UUID:
    return arrivals.record(desk, ZHAO).stay_id


def on_file(desk: Desk, stay: UUID) -> arrivals.NewArrival:
    return arrivals.form_of(desk, stay)


def other_saves(other: Desk, stay: UUID, **theirs: Any) -> None:
    households.record(other, replace(on_file(other, stay), **theirs), stay_id=stay)


def waits(desk: Desk, other: Desk, stay: UUID, mine: dict[str, Any], theirs: dict[str, Any]) -> UUID:
    """What this officer could not save, because the other changed the same."""
    form = on_file(desk, stay)
    meant = conflicts.Meant(replace(form, **mine), (), stay, merging.values_of(form))
    other_saves(other, stay, **theirs)
    return conflicts.keep(desk, meant, {"fields": {"name": form.name}})


def page(window: Window) -> SyncPage:
    return cast(SyncPage, window.page())


def test_what_two_officers_typed_in_the_form_is_chosen_and_merged_with_the_keyboard(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    window = open_window(qtbot, desk, "registration", "sync", what=("stay", stay))
    form = registration_page(window)
    other_saves(other, stay, phone="15900000371", job="hangong", remark="loushang")
    for field, typed in ((form.entries.phone, "13700000001"), (form.entries.job, "diangong")):
        field.setFocus()
        field.selectAll()
        type_into(qtbot, field, typed)
    type_into(qtbot, form.entries.urgent_name, "fuqin")
    press(qtbot, window, Qt.Key.Key_S, CTRL)

    assert isinstance(window.page(), SyncPage)
    assert (on_file(desk, stay).phone, on_file(desk, stay).urgent_name) == ("15900000371", "")
    assert [line.field for line in page(window).choices.missing()] == ["phone", "job"]
    assert "赵明慧" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Left)
    assert "159****0371" in words_of(page(window))  # what will stand there is said before it is saved
    assert on_file(desk, stay).job == "hangong"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)

    kept = on_file(desk, stay)
    assert (kept.phone, kept.job, kept.urgent_name, kept.remark) == (
        "15900000371", "diangong", "fuqin", "loushang",
    )  # fmt: skip
    assert "Nothing to choose" in words_of(page(window))
    assert kept.person_id is not None
    assert {each.outcome for each in decisions.of_person(desk, kept.person_id)} == {"phone", "job"}

    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert on_file(desk, stay).job == "hangong"
    qtbot.waitUntil(lambda: page(window).choices.chosen() == {"phone": "theirs", "job": "mine"})


def test_a_form_that_was_not_touched_takes_nothing_back_from_the_other_officer(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    window = open_window(qtbot, desk, "registration", "sync", what=("stay", stay))
    other_saves(colleague(desk), stay, phone="15900000371", address="麒麟路 9-1", tenure="relatives")
    type_into(qtbot, registration_page(window).entries.remark, "changzhu")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert isinstance(window.page(), RegistrationPage)
    kept = on_file(desk, stay)
    assert (kept.phone, kept.address, kept.tenure, kept.remark) == (
        "15900000371", "麒麟路 9-1", "relatives", "changzhu",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["overdue", "settled", "lodger", "applied", "accepted", "endorsable"])
def test_the_form_says_of_somebody_on_file_what_was_shown(
    qtbot: QtBot, desk: Desk, made: Samples, who: str
) -> None:
    """Or what nobody typed would count as changed here, and hide what another officer has saved."""
    window = open_window(qtbot, desk, "registration", what=("stay", made.stays[who]))
    what = registration_page(window).sheet.to_save(register=False)
    typed = merging.values_of(what.meant.new)
    assert {field: value for field, value in typed.items() if value != what.meant.shown.get(field)} == {}


def test_nothing_is_saved_while_a_choice_is_missing_and_f9_only_fills_in(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    waits(desk, colleague(desk), stay, {"phone": "137", "job": "电工"}, {"phone": "159", "job": "焊工"})
    window = open_window(qtbot, desk, "sync")
    before = on_file(desk, stay)
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay) == before
    assert "1 of 2 chosen, still:" in words_of(window)
    assert "Job" in page(window).choices.accessibleDescription()  # led to what is missing
    press(qtbot, window, Qt.Key.Key_F9)
    assert page(window).choices.missing() == ()
    assert on_file(desk, stay) == before
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert conflicts.count(desk) == 0


def test_several_people_are_gone_through_and_each_keeps_what_was_chosen(qtbot: QtBot, desk: Desk) -> None:
    other = colleague(desk)
    stays = [
        arrivals.record(desk, arrival(name, 930 + n, "2026-11-01", address=f"麒麟路 {n}-1")).stay_id
        for n, name in enumerate(("甲一", "乙二", "丙三"))
    ]
    for stay in stays:
        waits(desk, other, stay, {"phone": "137", "job": "电工"}, {"phone": "159", "job": "焊工"})
    window = open_window(qtbot, desk, "sync")
    assert page(window).whose._name.text() == "甲一"
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert page(window).whose._name.text() == "丙三"
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert [one.name for one in conflicts.waiting(desk)] == ["甲一", "丙三"]
    assert page(window).whose._name.text() == "丙三"
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert page(window).choices.chosen() == {"phone": "mine"}


def hold(jobs: Jobs, window: Window) -> Event:
    """Keep the desk busy, so that what is asked of it from now on waits until this is set."""
    busy = Event()
    jobs.run(partial(busy.wait, 10), owner=window)
    return busy


def two_people(desk: Desk, *fields_of_each: str) -> list[UUID]:
    """What waits of two people: the fields in which each differs."""
    other, kept = colleague(desk), []
    for n, (name, fields) in enumerate(zip(("甲一", "乙二"), fields_of_each, strict=True)):
        form = arrival(name, 930 + n, "2026-11-01", address=f"麒麟路 {n}-1")
        mine: dict[str, object] = dict.fromkeys(fields.split(), "137")
        theirs: dict[str, object] = dict.fromkeys(fields.split(), "159")
        kept.append(waits(desk, other, arrivals.record(desk, form).stay_id, mine, theirs))
    return kept


def test_keys_pressed_while_a_merge_is_on_its_way_do_nothing_to_the_next_person(
    qtbot: QtBot, desk: Desk, jobs: Jobs
) -> None:
    kept = two_people(desk, "phone job", "phone job")
    window = open_window(qtbot, desk, "sync", jobs=jobs)
    qtbot.waitUntil(lambda: page(window).whose._name.text() == "甲一")
    press(qtbot, window, Qt.Key.Key_F9)
    before = hold(jobs, window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    behind = hold(jobs, window)
    before.set()
    qtbot.waitUntil(lambda: "Merged: 甲一" in words_of(window))  # who is left was not read anew yet
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    behind.set()
    qtbot.waitUntil(lambda: page(window).whose._name.text() == "乙二")
    assert "Somebody else has chosen" not in words_of(window)
    jobs.close()
    assert [one.id for one in conflicts.waiting(desk)] == kept[1:]


def test_a_choice_belongs_to_who_is_shown_while_somebody_else_is_fetched(
    qtbot: QtBot, desk: Desk, jobs: Jobs
) -> None:
    _first, second = two_people(desk, "phone", "remark job")
    window = open_window(qtbot, desk, "sync", jobs=jobs)
    qtbot.waitUntil(lambda: page(window).whose._name.text() == "甲一")
    busy = hold(jobs, window)
    window.go("sync", ("conflict", second))
    press(qtbot, window, Qt.Key.Key_Left)
    busy.set()
    qtbot.waitUntil(lambda: page(window).whose._name.text() == "乙二")
    assert page(window).choices.chosen() == {}
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert page(window).choices.chosen() == {"phone": "mine"}


def test_the_entry_in_hand_stays_in_hand_when_the_office_is_read_again(qtbot: QtBot, desk: Desk) -> None:
    two_people(desk, "phone job remark", "phone job remark")
    window = open_window(qtbot, desk, "sync")
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Down)
    drafts.keep(desk, "registration", {"fields": {"name": "wangliqun"}})
    qtbot.waitUntil(lambda: "1 draft waits" in words_of(window))
    press(qtbot, window, Qt.Key.Key_Left)
    last = page(window).choices._lines[2].line.field
    assert page(window).choices.chosen() == {last: "mine"}
    press(qtbot, window, Qt.Key.Key_BracketRight)  # whoever is next begins at the first
    press(qtbot, window, Qt.Key.Key_Left)
    assert list(page(window).choices.chosen()) == [page(window).choices._lines[0].line.field]


def test_going_back_to_the_form_twice_is_going_once(qtbot: QtBot, desk: Desk, jobs: Jobs) -> None:
    two_people(desk, "phone", "phone")
    window = open_window(qtbot, desk, "sync", "registration", jobs=jobs)
    qtbot.waitUntil(lambda: page(window).whose._name.text() == "甲一")
    busy = hold(jobs, window)
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_F7)
    busy.set()
    qtbot.waitUntil(lambda: isinstance(window.page(), RegistrationPage))
    qtbot.waitUntil(lambda: registration_page(window).entries.name.value() == "甲一")
    assert "Somebody else has chosen" not in words_of(window)


def test_what_could_not_be_merged_can_be_merged_after_all(qtbot: QtBot, desk: Desk, stay: UUID) -> None:
    other = colleague(desk)
    waits(desk, other, stay, {"phone": "13700000001"}, {"phone": "15900000371"})
    window = open_window(qtbot, desk, "sync")
    press(qtbot, window, Qt.Key.Key_Left)
    other_saves(other, stay, phone="15900000999")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(page(window).choices.missing()) == 1)  # what is new there is chosen anew
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay).phone == "13700000001"


def test_what_was_typed_anew_at_another_desk_is_shown_and_chosen_anew_before_anything_is_merged(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    waits(desk, other, stay, {"phone": "13700000001"}, {"phone": "15900000371"})
    window = open_window(qtbot, desk, "sync")
    page(window).reads = frozenset()  # news take a moment between two stations
    (conflict,) = conflicts.waiting(desk)
    typed_anew(other, conflict, phone="13700008802")
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "gone back to the form meanwhile and typed otherwise" in words_of(window)
    assert on_file(desk, stay).phone == "15900000371"
    assert "137****8802" in page(window).choices.accessibleDescription()
    assert page(window).choices.chosen() == {}
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay).phone == "13700008802"


def test_what_waits_outlives_the_program_and_another_officer_chooses(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    waits(desk, other, stay, {"phone": "13700000001"}, {"phone": "15900000371"})
    again = offices.open_fiction(desk._store.url, desk.today())
    again.officer = other.officer
    window = open_window(qtbot, again, "today", "registration", "sync")
    assert "Sync, 1 due today" in window.rail.spoken()
    window.go("sync")
    press(qtbot, window, Qt.Key.Key_Left)
    window.lock_now()
    qtbot.keyClicks(QApplication.focusWidget(), "another quiet window 7")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.lock.locked)
    assert page(window).choices.chosen() == {"phone": "mine"}
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(again, stay).phone == "13700000001"
    qtbot.waitUntil(lambda: "Sync" in window.rail.spoken())
    again.close()


def test_the_officer_goes_back_to_the_form_with_all_that_was_typed(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    window = open_window(qtbot, desk, "registration", "sync", what=("stay", stay))
    other_saves(other, stay, remark="loushang")
    type_into(qtbot, registration_page(window).entries.remark, "louxia")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    press(qtbot, window, Qt.Key.Key_F7)
    assert isinstance(window.page(), RegistrationPage)
    assert registration_page(window).entries.remark.value() == "louxia"
    press(qtbot, window, Qt.Key.Key_S, CTRL)  # nothing was chosen yet
    assert isinstance(window.page(), SyncPage)
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay).remark == "loushang"
    assert drafts.of_form(desk, "registration") == ()


def test_somebody_new_whom_the_other_desk_saved_from_the_same_draft_is_not_saved_twice(
    qtbot: QtBot, desk: Desk
) -> None:
    window = open_window(qtbot, desk, "registration", "sync")
    fill(qtbot, window)
    form = registration_page(window)
    form.entries.id_kind.setFocus()
    form.entries.id_kind.show_value("none")  # nothing but the name and the birthday tells them apart
    type_into(qtbot, form.entries.born_on, "1993-06-14")
    form.entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    (draft,) = drafts.of_form(desk, "registration")
    new = replace(form.sheet.to_save(register=False).meant.new, phone="13700000001")
    households.record(colleague(desk), new, shown={}, draft=draft)

    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert "An older file was found just now" in words_of(window)
    assert [each.name for each in likenesses.find(desk, new.name, "", new.born_on)] == [new.name]
    assert registration_page(window).entries.name.value() == "Wang Liqun"  # nothing typed is gone


def test_a_draft_that_the_other_desk_has_gone_on_with_becomes_two_and_it_is_told(
    qtbot: QtBot, desk: Desk
) -> None:
    window = open_window(qtbot, desk, "registration", "sync")
    fill(qtbot, window)
    (draft,) = drafts.of_form(desk, "registration")
    further = {**draft.content, "fields": {**draft.content["fields"], "remark": "louxia"}}
    drafts.keep(colleague(desk), "registration", further, draft.id, draft.content)
    type_into(qtbot, registration_page(window).entries.remark, "loushang")
    registration_page(window).entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    assert "beside that of another officer" in words_of(window)
    typed = {row.content["fields"]["remark"] for row in drafts.of_form(desk, "registration")}
    assert typed == {"loushang", "louxia"}


def test_two_phones_that_differ_in_what_is_covered_are_shown_whole(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    waits(desk, colleague(desk), stay, {"phone": "13700010001"}, {"phone": "13700020001"})
    window = open_window(qtbot, desk, "sync")
    assert "13700010001" in page(window).choices.accessibleDescription()


def test_proofs_and_choices_are_told_in_words(qtbot: QtBot, desk: Desk, stay: UUID) -> None:
    form = on_file(desk, stay)
    assert form.person_id is not None
    lacks = NewMaterial("lease", "address", "missing", "", remark="没签名")
    meant = conflicts.Meant(
        replace(form, tenure="relatives", materials=(lacks,)), (), stay, merging.values_of(form)
    )
    materials.note(desk, form.person_id, PROOFS)
    other_saves(colleague(desk), stay, tenure="other")
    conflicts.keep(desk, meant, {"fields": {"name": form.name}})
    window = open_window(qtbot, desk, "sync")
    spoken = [box.accessibleName() for line in page(window).choices._lines for box in line.boxes.values()]
    assert any("lacks: 没签名" in words for words in spoken)
    assert any("original seen" in words and "Noted materials" in words for words in spoken)
    relatives = codes.title("tenures", "relatives", desk.today())
    assert any(words.startswith(f"This desk: {relatives} ") for words in spoken)


def test_drafts_that_wait_are_listed_and_gone_on_with(qtbot: QtBot, desk: Desk) -> None:
    kept = drafts.keep(desk, "registration", {"fields": {"name": "wangliqun"}})
    window = open_window(qtbot, desk, "sync", "registration")
    assert "1 draft waits" in words_of(page(window))
    assert "Nothing to choose" in words_of(page(window))
    assert QApplication.focusWidget() is page(window).waiting.list
    press(qtbot, window, Qt.Key.Key_Return)
    assert registration_page(window).entries.name.value() == "wangliqun"
    assert drafts.of_form(desk, "registration") == (kept,)


def test_a_draft_that_somebody_else_has_saved_is_told_of_where_it_was_to_be_gone_on_with(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    waits(desk, other, stay, {"phone": "13700000001"}, {"phone": "15900000371"})  # and this is no answer
    kept = drafts.keep(desk, "registration", {"fields": {"name": "wangliqun"}})
    window = open_window(qtbot, desk, "sync", "registration")
    drafts.discard(other, kept.id)
    page(window).waiting.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert isinstance(window.page(), RegistrationPage)
    assert "Somebody else has saved this draft or given it up" in words_of(window)


def test_a_draft_that_waits_to_be_chosen_by_now_is_shown_where_it_is_chosen(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    kept = waits(desk, colleague(desk), stay, {"phone": "13700000001"}, {"phone": "15900000371"})
    window = open_window(qtbot, desk, "registration", "sync", what=("draft", kept))
    assert isinstance(window.page(), SyncPage)
    assert page(window).whose._name.text() == "赵明慧"


def test_who_has_gone_on_is_told_that_it_waits_and_stays_where_they_are(
    qtbot: QtBot, desk: Desk, stay: UUID, jobs: Jobs
) -> None:
    window = open_window(qtbot, desk, "registration", "sync", "today", what=("stay", stay), jobs=jobs)
    qtbot.waitUntil(lambda: registration_page(window).entries.name.value() == "赵明慧")
    other_saves(colleague(desk), stay, remark="loushang")
    type_into(qtbot, registration_page(window).entries.remark, "louxia")
    busy = hold(jobs, window)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    window.go("today")
    busy.set()
    qtbot.waitUntil(lambda: "Not saved yet: 赵明慧" in words_of(window.bottom))
    assert window.page() is not None
    assert not isinstance(window.page(), SyncPage | RegistrationPage)


def test_what_was_chosen_by_half_outlives_a_crash_and_is_gone_on_with_at_any_desk(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    other = colleague(desk)
    waits(
        desk, other, stay, {"phone": "13700000001", "job": "diangong"}, {"phone": "15900000371", "job": "x"}
    )
    window = open_window(qtbot, desk, "sync", what=())
    typed_at = conflicts.waiting(desk)[0].typed_at
    press(qtbot, window, Qt.Key.Key_Right)
    assert page(window).choices.chosen() == {"phone": "theirs"}

    after = open_window(qtbot, other, "sync")  # as the next one who starts the program
    assert page(after).choices.chosen() == {"phone": "theirs"}
    assert [line.field for line in page(after).choices.missing()] == ["job"]
    assert conflicts.waiting(desk)[0].typed_at == typed_at

    other_saves(other, stay, phone="15900000372")
    third = open_window(qtbot, desk, "sync")
    assert page(third).choices.chosen() == {}  # the other has written something else since


def test_what_another_station_did_is_news_here(qtbot: QtBot, postgres: str) -> None:
    url = offices.url_of(postgres)
    offices.create_fiction(url, OFFICE, OFFICER)
    desk, far = (offices.open_fiction(url, date(2026, 11, 23)) for _station in range(2))
    far.officer = colleague(far).officer
    window = open_window(qtbot, desk, "sync", "registration")
    elsewhere = window.findChild(Elsewhere)
    assert elsewhere is not None
    assert "Sync" in window.rail.spoken()

    stay = arrivals.record(far, ZHAO).stay_id
    waits(far, far, stay, {"phone": "13700000001"}, {"phone": "15900000371"})
    elsewhere.look()
    qtbot.waitUntil(lambda: "赵明慧" in words_of(page(window)))
    assert "last 张海涛" in words_of(page(window))
    assert "Sync, 1 due today" in window.rail.spoken()

    conflicts.merge(far, conflicts.waiting(far)[0], {"phone": "mine"})
    elsewhere.look()
    qtbot.waitUntil(lambda: "Nothing to choose" in words_of(page(window)))
    desk.close()
    far.close()


@contextmanager
def unreachable(address: str, name: str) -> Iterator[None]:
    """The server lets nobody in, as when the line to it is down."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_shared_database_that_cannot_be_reached_is_told_and_tried_again(
    qtbot: QtBot, postgres: str, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.elsewhere.EVERY_MS", 200)
    url = offices.url_of(postgres)
    offices.create_fiction(url, OFFICE, OFFICER)
    desk = offices.open_fiction(url, date(2026, 11, 23))
    window = open_window(qtbot, desk, "sync", "registration")
    assert "Reachable" in words_of(page(window))
    assert "all desks see the same" in words_of(page(window))
    assert url.database is not None
    with unreachable(postgres_server, url.database):
        press(qtbot, window, Qt.Key.Key_F5)
        assert "Cannot be reached" in words_of(page(window))
        assert "what is typed is still in the window" in words_of(page(window))
        assert "Database out of reach" in words_of(window.top)
        window.open_finder()
        qtbot.keyClicks(window.focusWidget(), "sync")
        qtbot.waitUntil(lambda: "cannot be reached" in words_of(window.sheets.finder))
        assert window.sheets.finder.found() == ("Sync", "Register somebody new")
        press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F5)
    assert "Reachable" in words_of(page(window))
    assert "Cannot be reached" not in words_of(page(window))
    qtbot.waitUntil(lambda: "Database out of reach" not in words_of(window.top))
    desk.close()


def test_what_was_typed_of_somebody_taken_back_meanwhile_is_entered_anew(
    qtbot: QtBot, desk: Desk, stay: UUID
) -> None:
    window = open_window(qtbot, desk, "registration", "sync", what=("stay", stay))
    typed = registration_page(window).sheet.to_save(register=False)
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    conflicts.keep(desk, replace(typed.meant, register=True), typed.typed.to_data())
    window.go("sync")
    assert "taken back meanwhile" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F7)
    form = registration_page(window)
    assert (form.entries.name.value(), form.sheet.subject.person_id) == ("赵明慧", None)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert likenesses.find(desk, "", ZHAO.id_number, None)[0].name == "赵明慧"
    assert conflicts.count(desk) == 0


def test_what_the_other_changes_once_more_is_to_be_chosen_again(qtbot: QtBot, desk: Desk, stay: UUID) -> None:
    other = colleague(desk)
    waits(desk, other, stay, {"phone": "137", "job": "电工"}, {"phone": "159", "job": "焊工"})
    window = open_window(qtbot, desk, "sync")
    press(qtbot, window, Qt.Key.Key_F9)
    apart = offices.open_fiction(desk._store.url, desk.today())  # a station whose acts make no news here
    apart.officer = other.officer
    other_saves(apart, stay, job="钳工")
    before = on_file(desk, stay)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay) == before
    assert "Somebody else has changed" in words_of(window)
    assert [line.label for line in page(window).choices.missing()] == ["Job"]
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk, stay).job == "钳工"
    apart.close()


def test_the_history_names_the_proof_that_was_chosen(qtbot: QtBot, desk: Desk, stay: UUID) -> None:
    one_page, two = (NewMaterial("employment_certificate", "work", pages=pages) for pages in (1, 2))
    waits(desk, colleague(desk), stay, {"materials": (one_page,)}, {"materials": (two,)})
    window = open_window(qtbot, desk, "sync", "resident")
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert conflicts.count(desk) == 0

    window.go("resident", ("person", on_file(desk, stay).person_id))
    (tabs,) = window.findChildren(TabStrip)
    tabs.go(HISTORY)
    (tab,) = window.findChildren(HistoryTab)
    tab.acts.go_to(next(row for row in tab.acts.table.rows() if row.act == "merge").txn)
    table = tab.changes.table
    number = table.find(lambda change: (change.kind, change.field) == ("decision", "outcome"))
    certificate = codes.title("materials", "employment_certificate", desk.today())
    assert certificate != "employment_certificate"
    assert table.data(table.index(number, 2)) == certificate
