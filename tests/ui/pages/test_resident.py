"""档案: the next legal step, what the law says to it, statements, proofs, departure, and its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app import history, idnumbers, language, offices, people, permits, registrations, resident_files
from app.desk import Desk
from app.law import Answer, Verdict
from app.law import words as law_words
from app.paper import SERVICES_NOTICE
from db.records import Insurance
from tests.helpers.office import OFFICE, OFFICER, Samples, arrival, citizen_number, photo
from tests.helpers.window import open_window, press, the, words_of
from ui import theme
from ui.pages.resident import ResidentPage
from ui.pages.resident_agent import AgentStrip
from ui.pages.resident_bodies import HISTORY, MATERIALS, PERMITS, STAYS, TIMELINE, WORK
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_history import HistoryTab
from ui.pages.resident_lanes import INSURED, PERMIT, SCHOOL, Group, InsuredKind
from ui.pages.resident_law import TimelineTab
from ui.pages.resident_leave import LeaveStrip
from ui.pages.resident_permits import PermitsTab
from ui.pages.resident_tabs import MaterialsTab, StaysTab
from ui.pages.resident_why import Explanation, cautions
from ui.pages.trail import AS_LEFT
from ui.pages.wording import covered_phone
from ui.widgets.answer import ReasonLine
from ui.widgets.button import KeyButton
from ui.widgets.lanes import GAP, Lane
from ui.widgets.masked import EyeButton
from ui.widgets.progress import MeterBar
from ui.widgets.tabs import TabStrip
from ui.window import Window

W = TypeVar("W", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "resident", "today")


def show(window: Window, made: Samples, who: str) -> ResidentPage:
    window.go("resident", ("person", made.people[who]))
    return page(window)


def page(window: Window) -> ResidentPage:
    return cast(ResidentPage, window.page())


def part(window: Window, kind: type[W]) -> W:
    return the(page(window), kind)


def button(inside: QWidget, words: str) -> KeyButton:
    return next(b for b in inside.findChildren(KeyButton) if b.text() == words and b.isVisible())


def state_of(desk: Desk, made: Samples, who: str) -> str:
    permit = people.card(desk, made.people[who]).permit
    assert permit is not None
    return permit.state


def test_without_a_person_one_is_found_by_what_is_typed(qtbot: QtBot, window: Window) -> None:
    finder = part(window, FindResident)
    assert "13 on file" in words_of(finder)
    qtbot.keyClicks(finder.field, "zmh")
    press(qtbot, window, Qt.Key.Key_Down)
    assert finder.list.hasFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert "赵明慧" in words_of(part(window, ResidentHead))


def test_nobody_found_is_said(qtbot: QtBot, window: Window) -> None:
    finder = part(window, FindResident)
    qtbot.keyClicks(finder.field, "qqqq")
    qtbot.waitUntil(lambda: "Nobody found for “qqqq”" in words_of(finder))


@pytest.mark.parametrize(
    ("who", "step", "kind"),
    [
        ("overdue", "Register now", "primary"),
        ("settled", "Apply for a permit", "primary"),
        ("waiting", "Apply for a permit", "pending"),
        ("lodger", "Apply for a permit", "pending"),
        ("applied", "Add the proofs", "primary"),
        ("accepted", "Review", "primary"),
        ("approved", "Print the card", "primary"),
        ("printed", "Hand out", "primary"),
        ("issued", "Endorse now", "pending"),
        ("endorsable", "Endorse now", "primary"),
        ("gone", "New stay", "primary"),
    ],
)
def test_the_one_primary_button_is_the_next_legal_step(
    window: Window, made: Samples, who: str, step: str, kind: str
) -> None:
    head = the(show(window, made, who), ResidentHead)
    assert (head.step.text(), head.step.kind) == (step, kind)


@pytest.mark.parametrize(
    ("who", "where", "what"),
    [
        ("overdue", "registration", ("stay", "stays")),
        ("accepted", "review", ("permit", "permits")),
        ("approved", "printing", ("permit", "permits")),
        ("gone", "registration", ("person", "people")),
    ],
)
def test_f6_opens_the_page_where_the_step_is_taken(
    qtbot: QtBot, window: Window, made: Samples, who: str, where: str, what: tuple[str, str]
) -> None:
    shown = show(window, made, who)
    with qtbot.waitSignal(shown.opens) as opened:
        press(qtbot, window, Qt.Key.Key_F6)
    assert opened.args == [where, (what[0], getattr(made, what[1])[who])]


def test_f6_takes_an_application_and_ctrl_z_takes_it_back(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    show(window, made, "settled")
    press(qtbot, window, Qt.Key.Key_F6)
    assert state_of(desk, made, "settled") == "applied"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert people.card(desk, made.people["settled"]).permit is None


def test_an_application_too_early_is_refused_with_the_reason(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    show(window, made, "waiting")
    press(qtbot, window, Qt.Key.Key_F6)
    assert people.card(desk, made.people["waiting"]).permit is None
    assert button(window.bar, "Why?").isVisible()


def test_f6_hands_a_permit_out(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    show(window, made, "printed")
    press(qtbot, window, Qt.Key.Key_F6)
    assert state_of(desk, made, "printed") == "issued"


def test_f6_endorses_for_another_year(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    show(window, made, "endorsable")
    press(qtbot, window, Qt.Key.Key_F6)
    permit = people.card(desk, made.people["endorsable"]).permit
    assert permit is not None
    assert str(permit.endorse_by) == "2027-12-17"
    qtbot.waitUntil(lambda: "2027-12-17" in words_of(part(window, ResidentHead)))


def test_proofs_that_were_missing_are_noted_and_the_application_accepted(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    shown = show(window, made, "applied")
    press(qtbot, window, Qt.Key.Key_F6)
    tab = the(shown, MaterialsTab)
    assert the(shown, TabStrip).current() == MATERIALS
    for proof in ("id_card", "lease"):
        tab.kind.show_value(proof)
        tab.held.click()
    qtbot.waitUntil(lambda: part(window, ResidentHead).step.text() == "Accept")
    press(qtbot, window, Qt.Key.Key_F6)
    assert state_of(desk, made, "applied") == "accepted"


def test_a_proof_is_noted_as_missing_with_how_it_stands(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    shown = show(window, made, "accepted")
    the(shown, TabStrip).go(MATERIALS)
    tab = the(shown, MaterialsTab)
    tab.kind.show_value("lease")
    tab.missing.click()
    qtbot.waitUntil(lambda: "Still lacking for a permit: a proof of dwelling" in words_of(tab))


def test_who_has_a_permit_is_asked_for_no_proof_of_one(window: Window, made: Samples) -> None:
    shown = show(window, made, "issued")
    the(shown, TabStrip).go(MATERIALS)
    assert "permit needs" not in words_of(the(shown, MaterialsTab))


def test_the_law_says_from_when_an_application_is_possible(window: Window, made: Samples) -> None:
    why = the(show(window, made, "waiting"), Explanation)
    assert "2027-03-01" in words_of(why)
    assert "residence without a break: at least 6 months" in words_of(why)
    assert "居住证暂行条例第二条" in words_of(why)
    assert "The stays that are open go on." in words_of(why)


def test_where_the_law_cannot_say_the_question_is_put_and_the_yes_settles_it(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    why = the(show(window, made, "lodger"), Explanation)
    assert "Is the dwelling a lawful and stable one?" in words_of(why)
    button(why, "Yes").click()
    qtbot.waitUntil(lambda: part(window, ResidentHead).step.kind == "primary")
    assert "Is the dwelling a lawful and stable one?" not in words_of(why)


def test_every_service_is_listed_and_those_that_come_with_the_permit_are_open(
    window: Window, desk: Desk, made: Samples
) -> None:
    tab = the(show(window, made, "issued"), TimelineTab)
    services = [answer for answer in tab.answers() if answer.tier]
    assert {answer.rule for answer in services} == set(desk.law.rules("benefit"))
    with_the_permit = [answer for answer in services if answer.tier == 1]
    assert len(with_the_permit) == 11
    assert all(answer.verdict is Verdict.YES for answer in with_the_permit)


def test_the_number_is_covered_and_every_look_is_on_record(window: Window, desk: Desk, made: Samples) -> None:
    head = the(show(window, made, "issued"), ResidentHead)
    whole = people.card(desk, made.people["issued"]).number
    assert head.number.text() == idnumbers.masked(whole)
    the(head.number, EyeButton).click()
    assert head.number.text() == whole
    assert next(iter(history.of_person(desk, made.people["issued"]))).act == "show_number"


def test_a_departure_is_recorded_in_the_strip(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    strip = the(show(window, made, "settled"), LeaveStrip)
    press(qtbot, window, Qt.Key.Key_F7)
    assert strip.day.hasFocus()
    qtbot.keyClicks(strip.day, "11-20")
    press(qtbot, window, Qt.Key.Key_Return)
    gone = people.card(desk, made.people["settled"]).stays[0]
    assert str(gone.left_on) == "2026-11-20"
    assert not strip.isVisible()


def test_a_day_of_leaving_before_the_arrival_is_marked_at_the_field(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    strip = the(show(window, made, "settled"), LeaveStrip)
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.keyClicks(strip.day, "2026-01-01")
    press(qtbot, window, Qt.Key.Key_Return)
    assert strip.day.state() == "error"
    assert people.card(desk, made.people["settled"]).stay is not None
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not strip.isVisible()


def test_ctrl_p_opens_the_voucher_of_the_registration(qtbot: QtBot, window: Window, made: Samples) -> None:
    shown = show(window, made, "settled")
    with qtbot.waitSignal(shown.opens) as opened:
        press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert opened.args[0] == "registration"
    assert opened.args[1][0] == "voucher"


def test_what_is_behind_a_tab_is_built_when_the_tab_is_opened_and_shows_the_file_as_it_is_then(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    shown = show(window, made, "settled")
    assert shown.findChild(HistoryTab) is None
    permits.apply(desk, made.people["settled"])
    the(shown, TabStrip).go(HISTORY)
    acts = the(shown, HistoryTab).acts
    qtbot.waitUntil(lambda: acts.table.rows()[0].act == "apply_for_permit")


def test_ctrl_tab_goes_through_the_tabs_and_the_list_has_the_focus(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    shown = show(window, made, "issued")
    tabs = the(shown, TabStrip)
    assert tabs.current() == TIMELINE
    for _each in range(PERMITS):
        press(qtbot, window, Qt.Key.Key_Tab, CTRL)
    assert tabs.current() == PERMITS
    assert the(shown, PermitsTab).list.hasFocus()


def test_the_life_of_a_permit_is_told_step_by_step(desk: Desk, made: Samples) -> None:
    life = resident_files.read(desk, made.people["issued"]).permits[0]
    assert [step.step for step in life.steps] == ["apply", "accept", "approve", "print", "hand_out"]


def test_an_act_opens_to_its_fields_old_and_new(window: Window, made: Samples) -> None:
    shown = show(window, made, "printed")
    the(shown, TabStrip).go(HISTORY)
    tab = the(shown, HistoryTab)
    line = next(row for row in tab.acts.table.rows() if row.act == "permit_approve")
    tab.acts.go_to(line.txn)
    table = tab.changes.table
    number = table.find(lambda change: (change.kind, change.field) == ("permit", "state"))
    read = [table.data(table.index(number, column)) for column in range(3)]
    assert read == ["State", "accepted, under review", "approved, to be printed"]


def test_numbers_and_phones_are_covered_in_the_history_too(window: Window, desk: Desk, made: Samples) -> None:
    shown, card = show(window, made, "printed"), people.card(desk, made.people["printed"])
    the(shown, TabStrip).go(HISTORY)
    tab = the(shown, HistoryTab)
    entered = next(
        row for row in tab.acts.table.rows() if {"number", "phone"} <= {each.field for each in row.changes}
    )
    tab.acts.go_to(entered.txn)
    table = tab.changes.table
    after = {row.field: table.data(table.index(at, 2)) for at, row in enumerate(table.rows())}
    assert after["number"] == idnumbers.masked(card.number)
    assert after["phone"] == covered_phone(card.phone)


def test_esc_goes_back_to_today(qtbot: QtBot, window: Window, made: Samples) -> None:
    shown = show(window, made, "issued")
    with qtbot.waitSignal(shown.opens) as opened:
        press(qtbot, window, Qt.Key.Key_Escape)
    assert opened.args == ["today", AS_LEFT]


def test_ctrl_f_asks_for_somebody_else(qtbot: QtBot, window: Window, made: Samples) -> None:
    show(window, made, "issued")
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert part(window, FindResident).field.hasFocus()


def test_for_a_child_the_agent_is_asked_and_written_down(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    new = arrival("罗小雨", 918, "2026-03-02", born_on=date(2015, 6, 1), photo=photo())
    new = replace(new, id_number=citizen_number("530627", date(2015, 6, 1), 918))
    person_id = registrations.record_and_register(desk.on(date(2026, 3, 2)), new).person_id
    window.go("resident", ("person", person_id))
    press(qtbot, window, Qt.Key.Key_F6)
    strip = part(window, AgentStrip)
    assert strip.name.hasFocus()
    strip.name.setText("罗建国")  # QTest types no Chinese
    qtbot.keyClicks(strip.number, people.card(desk, made.people["settled"]).number)
    strip.relation.show_value("parent")
    qtbot.keyClick(strip.number, Qt.Key.Key_Return)
    life = resident_files.read(desk, person_id).permits[0]
    assert (life.state, life.agent) == ("applied", "罗建国")
    assert not strip.isVisible()


def test_before_a_service_comes_the_endorsement_that_is_due(window: Window, made: Samples) -> None:
    tab = the(show(window, made, "endorsable"), TimelineTab)
    tab.chart.go_to(Group("compulsory_education"))
    assert "Without it the use of the permit is suspended from 2026-12-18 on" in words_of(tab.why)
    show(window, made, "issued")
    tab.chart.go_to(Group("compulsory_education"))
    assert "Endorse first." not in words_of(tab.why)


def test_who_missed_the_endorsement_is_told_since_when_and_what_making_up_for_it_brings(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk.on(date(2027, 1, 10)), "resident", "today")
    tab = the(show(window, made, "endorsable"), TimelineTab)
    tab.chart.go_to(Group("compulsory_education"))
    since = "The use of the permit has been suspended since 2026-12-18 (居住证暂行条例第十条)."
    assert since in words_of(tab.why)
    qtbot.waitUntil(
        lambda: "The endorsement is made up for today stays open" in words_of(tab.why), timeout=30_000
    )


def insure(desk: Desk, made: Samples, who: str, *months: tuple[str, str, str]) -> None:
    with desk.writing("amend") as session:
        for kind, since, until in months:
            session.add(
                Insurance(
                    person_id=made.people[who], kind=kind, since=date.fromisoformat(since),
                    until=date.fromisoformat(until), region="5303",
                )
            )  # fmt: skip


def in_hand(tab: TimelineTab) -> object:
    return tab.chart.key


def lane(tab: TimelineTab, key: object) -> Lane:
    return next(lane for lane in tab.chart.lanes() if lane.key == key)


def test_a_gap_in_pension_is_seen_whatever_else_was_paid(window: Window, desk: Desk, made: Samples) -> None:
    insure(
        desk, made, "issued", ("pension", "2026-01-01", "2026-03-01"),
        ("pension", "2026-06-01", "2026-10-01"), ("medical", "2026-01-01", "2026-07-01"),
    )  # fmt: skip
    tab = the(show(window, made, "issued"), TimelineTab)
    pension, medical = (lane(tab, InsuredKind(kind)) for kind in ("pension", "medical"))
    assert (pension.title, pension.note) == ("pension insurance", "5 months on end")
    assert [bar.words for bar in pension.bars if bar.manner == GAP] == ["2 months missing"]
    assert (medical.note, medical.tone) == ("not paid since 2026-08", "bad")
    tab.chart.go_to(InsuredKind("pension"))
    assert "2026-06 to" not in words_of(tab.facts)
    assert "from 2026-06" in words_of(tab.facts)
    assert "2026-01 to 2026-03" in words_of(tab.facts)


def test_a_fact_in_hand_shows_what_is_on_file_and_enter_opens_its_tab(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    shown = show(window, made, "endorsable")
    tab = the(shown, TimelineTab)
    tab.chart.go_to(PERMIT)
    assert not tab.why.isVisible()
    assert "hand out" in words_of(tab.facts)
    press(qtbot, window, Qt.Key.Key_Up)
    assert "registered 2025-03-14" in words_of(tab.facts)
    press(qtbot, window, Qt.Key.Key_Return)
    assert the(shown, TabStrip).current() == STAYS
    the(shown, TabStrip).go(TIMELINE)
    tab.chart.go_to(SCHOOL)
    assert "Nothing on file" in words_of(tab.facts)
    tab.chart.go_to(Group("compulsory_education"))
    assert tab.why.isVisible()
    assert not tab.facts.isVisible()
    tab.chart.go_to(INSURED)
    press(qtbot, window, Qt.Key.Key_Return)
    assert the(shown, TabStrip).current() == WORK


def test_a_group_of_services_is_opened_and_put_away_with_the_space_bar(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    tab = the(show(window, made, "endorsable"), TimelineTab)
    before, group = len(tab.chart.lanes()), Group("compulsory_education")
    assert len(tab.answers()) > before
    tab.chart.go_to(group)
    assert "Legal aid and other legal services" in words_of(tab.why)
    press(qtbot, window, Qt.Key.Key_Space)
    assert in_hand(tab) == group
    under = [each.key for each in tab.chart.lanes() if each.under]
    assert under[0] == "compulsory_education"
    assert len(under) == len(tab.chart.lanes()) - before
    press(qtbot, window, Qt.Key.Key_Down)
    assert in_hand(tab) == "compulsory_education"
    assert "居住证暂行条例第十二条" in words_of(tab.why)
    press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, Qt.Key.Key_Space)
    assert len(tab.chart.lanes()) == before


def test_enter_lays_the_reasons_and_the_whole_articles_open(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    tab = the(show(window, made, "endorsable"), TimelineTab)
    tab.chart.go_to(Group("compulsory_education"))
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.sheets.why.isVisible()
    said = words_of(window.sheets.why)
    assert "居住证暂行条例第十二条" in said
    assert "居住证暂行条例第十三条" in said
    assert "Rules cn, version 2026.1, checksum" in said
    assert "Not checked against the act" in said
    press(qtbot, window, Qt.Key.Key_Escape)
    assert tab.chart.hasFocus()


def test_what_is_unverified_is_told_of_each_service_of_a_group(window: Window, made: Samples) -> None:
    tab = the(show(window, made, "endorsable"), TimelineTab)
    tab.chart.go_to(Group("compulsory_education"))
    unread = "Not checked against the act: the due day after a late endorsement"
    assert unread in words_of(tab.why)
    group = tab.why.asked
    assert group is not None
    checked, *others = group.answers
    unchecked = Answer.from_data(others[0].to_data() | {"status": "unverified", "unverified": []})
    assert cautions((checked, unchecked)) == "\n".join(
        (
            f"Compulsory education: {law_words.caution(checked)}",
            "Basic public employment services: This rule has not been checked against the act.",
        )
    )


def test_what_is_missing_comes_with_a_bar_and_the_day_it_is_expected(window: Window, made: Samples) -> None:
    why = the(show(window, made, "waiting"), Explanation)
    missing, *met = why.findChildren(ReasonLine)
    assert "residence without a break: at least 6 months: no" in missing.accessibleName()
    bar = the(missing, MeterBar)
    assert bar.share == pytest.approx(83 / 181)  # 83 days of the half year that ends on 2027-03-01
    assert not any(line.findChildren(MeterBar) for line in met)


def test_of_a_service_to_come_it_is_said_that_today_will_tell_of_it(window: Window, made: Samples) -> None:
    tab = the(show(window, made, "issued"), TimelineTab)
    told = "Policy finds people"
    keys = {lane.key: lane.note for lane in tab.chart.lanes() if lane.note}
    for key, note in keys.items():
        tab.chart.go_to(key)
        is_service = tab.why.asked is not None and tab.why.isVisible() and not tab.why.asked.is_step
        assert (told in words_of(tab.why)) == (is_service and note.startswith("in ")), key
    tab = the(show(window, made, "gone"), TimelineTab)
    for lane in tab.chart.lanes():
        tab.chart.go_to(lane.key)
        assert told not in words_of(tab.why), "nobody is told of who does not live here"


def test_what_would_be_otherwise_stands_below_the_article_with_what_it_assumes(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    tab = the(show(window, made, "endorsable"), TimelineTab)
    tab.chart.go_to(Group("compulsory_education"))
    qtbot.waitUntil(lambda: "The next endorsement is a month late" in words_of(tab.why), timeout=30_000)
    said = words_of(tab.why)
    assert "closed from 2026-12-18, again on 2027-01-16" in said
    assert "It is made on 2027-01-16, those after it in their windows." in said
    assert "They move away today" in said
    assert "Insurance" not in said
    tab.chart.go_to(SCHOOL)
    tab.chart.go_to("household_settlement")
    assert "The next endorsement is a month late" not in words_of(tab.why)


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1093, 614), (1366, 696), (1920, 1008)])
def test_nothing_beside_the_chart_is_wider_than_its_panel(
    qtbot: QtBot, desk: Desk, made: Samples, spoken: str, size: tuple[int, int]
) -> None:
    language.use(spoken)
    insure(desk, made, "endorsable", ("pension", "2025-01-01", "2026-10-01"))
    window = open_window(qtbot, desk, "resident", "today", size=size)
    tab = the(show(window, made, "endorsable"), TimelineTab)
    for key in [each.key for each in tab.chart.lanes() if each.key is not None]:
        tab.chart.go_to(key)
        qtbot.waitUntil(lambda: not tab._pause.isActive(), timeout=30_000)  # what if is told too
        QApplication.processEvents()
        for area in (area for area in tab.findChildren(QScrollArea) if area.isVisible()):
            inner = area.widget()
            assert inner is not None
            assert inner.width() <= area.viewport().width(), key


@pytest.mark.parametrize(("width", "shown"), [(1366, False), (1920, True)])
def test_a_wide_window_shows_the_other_services_and_what_was_done_lately(
    qtbot: QtBot, window: Window, made: Samples, width: int, shown: bool
) -> None:
    window.resize(width, 1008)
    opened = show(window, made, "issued")
    tab = the(opened, TimelineTab)
    qtbot.waitUntil(lambda: tab.beside.isVisible() == shown)
    assert (tab.chart.places()[1].tall > theme.px(40)) == shown
    if shown:
        said = words_of(tab.beside)
        assert "Services for the elderly" in said
        assert "Handed the permit out" in said
        tab.chart.go_to("elderly_services")
        assert "Services for the elderly" not in words_of(tab.beside)
        button(tab.beside, "All of it").click()
        assert the(opened, TabStrip).current() == HISTORY


def test_f8_leads_to_the_printed_notice_of_services(qtbot: QtBot, window: Window, made: Samples) -> None:
    shown = show(window, made, "issued")
    with qtbot.waitSignal(shown.opens) as opened:
        press(qtbot, window, Qt.Key.Key_F8)
    assert opened.args == ["papers", ("paper", SERVICES_NOTICE.name, made.people["issued"])]
    with qtbot.waitSignal(shown.opens) as pressed:
        the(shown, TimelineTab).why.print.click()
    assert pressed.args == opened.args


def test_an_endorsement_presses_as_soon_as_the_law_opens_its_window(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    tones = {}
    for day in ("2026-11-17", "2026-11-18"):
        window = open_window(qtbot, desk.on(date.fromisoformat(day)), "resident", "today")
        tones[day] = lane(the(show(window, made, "endorsable"), TimelineTab), PERMIT).tone
    assert tones == {"2026-11-17": "text2", "2026-11-18": "warn"}


def test_a_decision_opens_to_what_the_law_said_that_day(window: Window, desk: Desk, made: Samples) -> None:
    shown = show(window, made, "printed")
    the(shown, TabStrip).go(HISTORY)
    tab = the(shown, HistoryTab)
    line = next(row for row in tab.acts.table.rows() if row.act == "permit_approve")
    tab.acts.go_to(line.txn)
    said = words_of(tab.trees)
    assert "What the law said on 2026-11-13" in said
    assert "residence without a break: at least 6 months" in said
    kept = next(
        step.law for step in resident_files.read(desk, made.people["printed"]).permits[0].steps if step.law
    )
    assert f"Rules {kept.pack}, version 2026.1, checksum {kept.checksum[:12]}" in said
    assert "Not checked against the act: " in said
    assert kept.citation.splitlines()[0] in said
    tab.acts.go_to(next(row for row in tab.acts.table.rows() if row.act == "send_to_printer").txn)
    assert words_of(tab.trees) == ""


def test_the_ledger_says_of_every_day_whether_it_counts_and_why(window: Window, made: Samples) -> None:
    shown = show(window, made, "gone")
    the(shown, TabStrip).go(STAYS)
    table = the(shown, StaysTab).ledger.table
    read = [[str(table.data(table.index(line, column))) for column in range(6)] for line in range(2)]
    assert [line[:4] for line in read] == [
        ["2026-11-02", "2026-11-22", "21", "does not"], ["2026-04-01", "2026-11-01", "215", "counts"],
    ]  # fmt: skip
    assert read[0][4] == "no residence on file"
    assert "unverified" in read[1][5]


def test_points_are_told_item_by_item_with_the_mark(qtbot: QtBot, tmp_path: Path) -> None:
    url = offices.url_of(str(tmp_path / "chengdu.anju"))
    offices.create_fiction(url, replace(OFFICE, division="510104"), OFFICER)
    desk = offices.open_fiction(url, date(2026, 11, 23))
    then = desk.on(date(2022, 1, 5))
    person_id = registrations.record_and_register(then, arrival("吴天明", 909, "2022-01-05")).person_id
    for kind, since in (("pension", "2023-01-01"), ("medical", "2024-05-01")):
        insure(desk, Samples({"here": person_id}, {}, {}), "here", (kind, since, "2026-10-01"))
    window = open_window(qtbot, desk, "resident", "today")
    window.go("resident", ("person", person_id))
    tab = part(window, TimelineTab)
    tab.chart.go_to("settlement_points")
    items = [line.accessibleName() for line in tab.why.findChildren(ReasonLine)]
    assert "pension insurance without a hole: 10 points for every 12 months: yes 35 points" in "\n".join(
        items
    )
    assert "medical insurance without a hole: 10 points for every 12 months: yes 25 points" in "\n".join(
        items
    )
    assert "at least 100 of 100 points" in words_of(tab.why)
    desk.close()
