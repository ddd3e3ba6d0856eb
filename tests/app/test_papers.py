"""Papers about a resident: what is on file, or a refusal that says why there is nothing to print."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from app import endorsements, facts, language, papers, permits, printing, registrations, signing
from app.desk import Desk
from app.errors import Refused
from app.papers import certificates
from app.steps import Given
from tests.helpers.office import Samples
from tests.paper import pages

DAY = date(2026, 11, 23)


def said(desk: Desk, document: str, subject: UUID) -> str:
    return pages.solid(printing.preview(desk, document, subject))


def test_every_paper_about_a_person_is_made_signed_and_numbered(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    numbers = set()
    for document in papers.ABOUT_PERSON:
        paper = printing.make(desk, document, made.people["endorsable"])
        text = pages.solid(paper.pdf)
        assert "赵明慧" in text
        assert signing.verify_file(desk, paper.pdf)
        numbers |= {number for number in (f"530302-2026-{n:06d}" for n in range(1, 9)) if number in text}
    assert len(numbers) >= len(papers.ABOUT_PERSON)


def test_papers_about_a_permit_are_made_where_the_permit_stands_so(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    assert "应当在" in said(desk, "acceptance_receipt", made.permits["accepted"])
    assert "身份证明" in said(desk, "one_time_notice", made.permits["applied"])
    reminded = said(desk, "endorsement_reminder", made.permits["endorsable"])
    assert "2026年12月" in reminded
    assert "如果晚签：逾期2天。按2026" in reminded
    endorsements.endorse(desk, made.permits["endorsable"])
    assert "下一次签注最迟在2027年12月" in said(desk, "endorsement_slip", made.permits["endorsable"])
    permits.move(desk, made.permits["accepted"], "refuse", Given("材料与登记不一致"))
    refused = said(desk, "refusal", made.permits["accepted"])
    assert "材料与登记不一致" in refused
    assert "居住证暂行条例" in refused
    permits.move(desk, made.permits["issued"], "cancel", Given(ground="left"))
    assert "原因：离开本地" in said(desk, "cancellation", made.permits["issued"])


def test_the_notice_of_services_marks_each_rule_that_nobody_has_read_and_names_them(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    text = said(desk, "services_notice", made.people["endorsable"])
    assert "国发〔2014〕47号，未核对" in text
    assert "居住证暂行条例第十二条，未核对" not in text
    assert "未核对原文的规定：临时救助、" in text
    assert "未核对原文：补签后的下次签注日、" in text


def test_the_certificate_of_years_marks_each_stretch_whose_article_nobody_has_read(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    assert "居住证暂行条例第二条，未核对）" in said(desk, "years_certificate", made.people["endorsable"])


@pytest.mark.parametrize("document", papers.ABOUT_PERMIT)
def test_a_paper_for_which_there_is_no_ground_is_refused(
    own_sampled: tuple[Desk, Samples], document: str
) -> None:
    desk, made = own_sampled
    who = "applied" if document != "one_time_notice" else "accepted"
    with pytest.raises(Refused):
        printing.preview(desk, document, made.permits[who])


def test_who_has_left_gets_no_certificate_of_living_here_but_the_history_says_so(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="no registered stay"):
        printing.preview(desk, "residence_certificate", made.people["gone"])
    assert "2026-11-02" in said(desk, "residence_history", made.people["gone"])


@pytest.mark.parametrize("who", ["gone", "settled", "endorsable", "waiting", "overdue", "late"])
def test_the_history_counts_as_the_law_does_and_no_sum_of_its_own(
    own_sampled: tuple[Desk, Samples], who: str
) -> None:
    desk, made = own_sampled
    if who == "late":  # not one day before the registration counts, whatever the days since the arrival
        registrations.register(desk, made.stays["overdue"], registrations.TELL)
        desk, who = desk.on(date(2026, 12, 24)), "overdue"
    with desk.reading() as session:
        case = facts.about(session, made.people[who], desk.today())
        total = desk.law.fact("residence_total", case, desk.today())
        value = certificates.history(session, desk, made.people[who]).value
    assert value.total.startswith(f"{total:,} day")
    counted = [int(stretch.counted.replace(",", "").split()[0]) for stretch in value.stretches]
    assert sum(counted) == total
    assert "居住证暂行条例第二条" in value.article
    assert value.caution


def test_paper_is_chinese_whatever_the_window_speaks(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    language.use("en")
    assert "计入" in said(desk, "years_certificate", made.people["settled"])
    assert language._("accept") == "accept"


def test_a_kept_paper_is_printed_again_byte_for_byte_and_is_on_record_as_a_copy(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    first = printing.make(desk, "residence_history", made.people["settled"])
    later = desk.on(date(2027, 3, 1))
    copy = printing.again(later, first.printout_id)
    assert copy.pdf == first.pdf == printing.kept(later, copy.printout_id)
    assert copy.copy
    assert copy.printout_id != first.printout_id
    card = printing.make(desk, "permit_card", made.permits["approved"])
    with pytest.raises(Refused, match="not copied"):
        printing.again(desk, card.printout_id)
