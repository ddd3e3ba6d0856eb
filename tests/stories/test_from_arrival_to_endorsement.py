"""The main job from the arrival to the first endorsement, read aloud; only the day moves.

Told twice: on an office's own encrypted file, and on a database that stations share.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from app import (
    arrivals,
    endorsements,
    history,
    offices,
    people,
    permits,
    printing,
    registrations,
    reviews,
    search,
    today,
    undoing,
)
from app.arrivals import NewArrival
from app.desk import Desk
from app.errors import Refused
from app.law import Verdict
from app.materials import NewMaterial
from app.offices import NewOffice, NewOfficer
from tests.helpers.queues import in_states, unconfirmed

STATION = NewOffice("530302", "河滨社区服务点", "曲靖市公安局麒麟分局", "云南省居住证")
CHEN = NewOfficer("chen", "陈晓岚", "户籍窗口", "correct horse battery")


def photo() -> bytes:
    picture = BytesIO()
    Image.new("RGB", (358, 441), "#d8e4ee").save(picture, "JPEG")
    return picture.getvalue()


WANG = NewArrival(
    name="王立群",
    id_kind="citizen",
    id_number="522121199306149011",
    sex="1",
    born_on=date(1993, 6, 14),
    household_division="522121",
    household_address="示例镇六合村12号",
    arrived_on=date(2026, 1, 5),
    community="河滨社区",
    address="麒麟路88号2栋1603",
    tenure="rented",
    purpose="01",
    landlord_name="李国强",
    employer="云岭机电有限公司",
    photo=photo(),
    materials=(
        NewMaterial("id_card", "identity", verified="card_read"),
        NewMaterial("lease", "address", pages=4),
    ),
)


@pytest.fixture(params=["own file", "shared database"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    where = (
        str(tmp_path / "office.anju") if request.param == "own file" else request.getfixturevalue("postgres")
    )
    url = offices.url_of(where)
    first_day, recovery_code = offices.create(url, STATION, CHEN)
    assert (recovery_code is not None) == (request.param == "own file")
    first_day.close()
    desk = offices.sign_in(url, "chen", CHEN.password)
    assert desk.encrypted == (request.param == "own file")
    yield desk
    desk.close()


def words_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_from_arrival_to_endorsement(desk: Desk) -> None:
    # He arrives, and is counted to his 30th day.
    wang = arrivals.record(desk.on(date(2026, 1, 5)), WANG)
    (duty,) = today.duties(desk.on(date(2026, 2, 3)))
    assert (duty.kind, duty.name, duty.days_left) == ("register", "王立群", 1)
    (duty,) = today.duties(desk.on(date(2026, 2, 5)))
    assert duty.days_left == -1

    # He is registered, a day late, and takes his voucher home.
    february = desk.on(date(2026, 2, 5))
    registered = registrations.register(february, wang.stay_id, told=("report_moves",))
    assert registered.late_by == 1
    assert today.duties(february) == ()
    voucher = printing.make(february, "registration_voucher", registered.id)
    printing.sent(february, voucher.printout_id)
    printing.came_out(february, voucher.printout_id)
    assert registered.number in words_on(voucher.pdf)
    with pytest.raises(Refused, match="registered on 2026-02-05"):
        registrations.register(february, wang.stay_id)

    # For a permit it is too early, and the law says why and from when.
    answer = permits.eligibility(february, wang.person_id)
    assert answer.verdict is Verdict.NO
    assert answer.opens == date(2026, 8, 5)
    with pytest.raises(Refused, match="王立群 may not apply for a permit yet") as refused:
        permits.apply(february, wang.person_id)
    assert refused.value.because == answer

    # After half a year he applies; nothing is missing, so the time to issue begins.
    august = desk.on(date(2026, 8, 5))
    permit = permits.apply(august, wang.person_id)
    assert permit.state == "accepted"
    assert permit.issue_by == date(2026, 8, 12)  # five working days in Yunnan
    with pytest.raises(Refused, match="already has a permit on file"):
        permits.apply(august, wang.person_id)

    # It is reviewed and approved; the card is printed, and counts as printed once it was seen.
    review = reviews.review(august, permit.id)
    assert review.answer.verdict is Verdict.YES
    assert review.lacking == ()
    assert permits.move(august, permit.id, "approve").state == "approved"
    card = printing.make(august, "permit_card", permit.id)
    printing.sent(august, card.printout_id)
    assert [waiting.name for waiting in unconfirmed(august)] == ["王立群"]
    with pytest.raises(Refused, match="Say first whether it came out"):
        printing.make(august, "permit_card", permit.id)
    printing.came_out(august, card.printout_id)
    assert "522121199306149011" in words_on(card.pdf)
    assert printing.kept(august, card.printout_id) == card.pdf

    # It is handed out, and nothing is left to do for a year.
    permits.move(august, permit.id, "hand_out")
    assert today.duties(august) == ()
    brief = people.card(august, wang.person_id).permit
    assert brief is not None
    assert (brief.state, brief.endorse_by) == ("issued", date(2027, 8, 4))

    # A year later it is endorsed, in the month before the year is full.
    with pytest.raises(Refused, match="last day in time is 2027-08-04"):
        endorsements.endorse(desk.on(date(2027, 7, 4)), permit.id)
    july = desk.on(date(2027, 7, 10))
    assert [duty.kind for duty in today.duties(july)] == ["endorse"]
    endorsed = endorsements.endorse(july, permit.id)
    assert (endorsed.due_on, endorsed.next_due_on, endorsed.late_by) == (
        date(2027, 8, 4),
        date(2028, 8, 4),
        0,
    )
    assert today.duties(july) == ()

    # Everything that was done is on his page, by whom, and what it changed.
    acts = [line.act for line in history.of_person(july, wang.person_id)]
    assert acts[0] == "endorse"
    assert acts[-1] == "record_arrival"
    assert {line.officer for line in history.of_person(july, wang.person_id)} == {"陈晓岚"}
    assert [person.name for person in search.find(july, "wlq")] == ["王立群"]


def test_an_approval_is_taken_back_and_given_again(desk: Desk) -> None:
    wang = arrivals.record(desk.on(date(2026, 1, 5)), WANG)
    registrations.register(desk.on(date(2026, 1, 6)), wang.stay_id)
    july = desk.on(date(2026, 7, 6))
    permit = permits.apply(july, wang.person_id)
    permits.move(july, permit.id, "approve")

    act = undoing.last(july)
    assert act is not None
    undoing.undo(july, act.txn)

    assert [p.state for p in in_states(july, "accepted")] == ["accepted"]
    assert permits.move(july, permit.id, "approve").state == "approved"
