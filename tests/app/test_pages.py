"""Pages of proofs: taken in, put in order, framed, entered from a draft, and never counted twice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import arrivals, history, households, materials, pages, registrations, retention, undoing
from app.desk import Desk
from app.errors import Refused
from app.frames import Frame
from app.materials import NewMaterial
from app.retention import Rule
from db.records import PagePicture
from tests.helpers.office import Samples, arrival

SEAL = Frame(40, 700, 300, 120, "缺公章")


def jpeg(number: int) -> bytes:
    """Stands for a picture: what is kept is never looked into again."""
    return b"a page, " + str(number).encode()


ONE, TWO, THREE = map(jpeg, (1, 2, 3))


def kept(desk: Desk, person_id: UUID, kind: str = "lease") -> list[bytes]:
    """The pictures of a proof's pages, in their order."""
    return [pages.picture(desk, page.id) for page in pages.of_person(desk, person_id) if page.kind == kind]


def ids(desk: Desk, person_id: UUID) -> list[UUID]:
    return [page.id for page in pages.of_person(desk, person_id)]


def seen(desk: Desk, person_id: UUID, kind: str = "lease") -> materials.MaterialRow:
    return next(row for row in materials.of_person(desk, person_id) if row.kind == kind)


def laid(desk: Desk, *jpegs: bytes) -> tuple[str, ...]:
    """Keep pictures for a draft, as 登记 does, and answer how it names them."""
    pages.lay(desk, jpegs)
    return tuple(map(pages.name_of, jpegs))


def pictures_left(desk: Desk) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(PagePicture)) or 0


def test_pages_are_kept_in_the_order_they_were_taken_and_the_proof_is_held(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    who = made.people["waiting"]
    pages.take(desk, who, "lease", (ONE, TWO))

    assert kept(desk, who) == [ONE, TWO]
    assert [page.number for page in pages.of_person(desk, who)] == [1, 2]
    proof = seen(desk, who)
    assert (proof.state, proof.verified, proof.pages) == ("held", "original_seen", 2)


def test_a_proof_that_lacks_something_still_lacks_it_when_its_pages_are_taken(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    who = made.people["waiting"]
    materials.note(desk, who, (NewMaterial("lease", "address", "missing", "", remark="缺出租人签名"),))
    pages.take(desk, who, "lease", (ONE,))

    assert (seen(desk, who).state, seen(desk, who).remark) == ("missing", "缺出租人签名")


def test_pages_are_put_in_another_order_removed_and_added_in_one_act(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["waiting"]
    pages.take(desk, who, "lease", (ONE, TWO))
    first, second = ids(desk, who)
    pages.take(desk, who, "lease", (second, THREE), shown=(first, second))

    assert kept(desk, who) == [TWO, THREE]
    assert seen(desk, who).pages == 2


def test_what_another_desk_took_in_meanwhile_stays_behind(desk: Desk, other_desk: Desk) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (ONE,))
    shown = ids(desk, who)
    pages.take(other_desk, who, "lease", (*shown, TWO), shown)
    pages.take(desk, who, "lease", (THREE,), shown)

    assert kept(desk, who) == [THREE, TWO]


def test_a_page_that_another_desk_removed_stays_removed_and_nothing_that_is_new_is_lost(
    desk: Desk, other_desk: Desk
) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (ONE, TWO))
    first, second = shown = ids(desk, who)
    pages.take(other_desk, who, "lease", (second,), shown)
    pages.take(desk, who, "lease", (second, first, THREE), shown)

    assert kept(desk, who) == [TWO, THREE]


def test_more_pages_may_have_been_seen_than_were_taken_but_never_fewer(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["accepted"]
    assert seen(desk, who).pages == 6
    pages.take(desk, who, "lease", (ONE, TWO))
    assert seen(desk, who).pages == 6
    materials.note(desk, who, (NewMaterial("lease", "address", pages=1),))
    assert seen(desk, who).pages == 2
    pages.take(desk, who, "lease", ids(desk, who)[:1], ids(desk, who))
    assert seen(desk, who).pages == 1


@pytest.mark.parametrize("name", ["take_pages", "arrange_pages", "frame_page"])
def test_each_act_is_told_and_taken_back_whole(filled: tuple[Desk, Samples], name: str) -> None:
    desk, made = filled
    who = made.people["waiting"]
    pages.take(desk, who, "lease", (ONE, TWO))
    before = pages.of_person(desk, who)
    match name:
        case "take_pages":
            pages.take(desk, who, "lease", (*ids(desk, who), THREE), ids(desk, who))
        case "arrange_pages":
            pages.take(desk, who, "lease", ids(desk, who)[1:], ids(desk, who))
        case "frame_page":
            pages.frame(desk, before[0].id, (SEAL,))
    assert pages.of_person(desk, who) != before
    act = undoing.last(desk)
    assert act is not None
    assert act.act == name
    assert name in history.ACTS
    undoing.undo(desk, act.txn)

    assert pages.of_person(desk, who) == before
    assert kept(desk, who) == [ONE, TWO]


def test_what_was_framed_is_kept_with_the_page(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["accepted"]
    pages.take(desk, who, "lease", (ONE,))
    (page,) = pages.of_person(desk, who)
    pages.frame(desk, page.id, (SEAL,))
    assert pages.of_person(desk, who)[0].frames == (SEAL,)
    pages.frame(desk, page.id, (), (SEAL,))
    assert pages.of_person(desk, who)[0].frames == ()


def test_what_another_officer_framed_is_not_written_over(desk: Desk, other_desk: Desk) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(desk, who, "lease", (ONE,))
    (page,) = pages.of_person(desk, who)
    pages.frame(other_desk, page.id, (SEAL,))
    with pytest.raises(Refused, match="meanwhile"):
        pages.frame(desk, page.id, (SEAL._replace(words="看不清"),))

    assert pages.of_person(desk, who)[0].frames == (SEAL,)


@pytest.mark.parametrize(
    "wrong",
    [
        SEAL._replace(words=" "),
        SEAL._replace(words="缺" * 201),
        SEAL._replace(x=-1),
        SEAL._replace(width=0),
        SEAL._replace(y=900, height=101),
    ],
)
def test_a_frame_that_says_nothing_or_lies_beside_the_page_is_refused(own_desk: Desk, wrong: Frame) -> None:
    who = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(own_desk, who, "lease", (ONE,))
    (page,) = pages.of_person(own_desk, who)
    with pytest.raises(Refused) as refused:
        pages.frame(own_desk, page.id, (wrong,))

    assert refused.value.field == "frames"


def test_pages_of_a_draft_are_entered_with_the_registration_and_go_with_it(desk: Desk) -> None:
    names = laid(desk, ONE, TWO)
    assert pages.laid(desk, names) == dict(zip(names, (ONE, TWO), strict=True))
    lease = NewMaterial("lease", "address", pictures=names)
    new = arrival("方晓明", 941, "2026-11-20", materials=(lease,))
    made = registrations.record_and_register(desk, new)

    assert kept(desk, made.person_id) == [ONE, TWO]
    assert seen(desk, made.person_id).pages == 2
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    assert pages.of_person(desk, made.person_id) == ()
    assert pages.laid(desk, names)  # for the draft that what was typed becomes again


def test_a_picture_is_kept_once_whoever_has_it(desk: Desk) -> None:
    assert laid(desk, ONE, ONE) == (hashlib.sha256(ONE).hexdigest(),) * 2
    for number, name in ((941, "方晓明"), (943, "方晓亮")):
        who = arrivals.record(desk, arrival(name, number, "2026-11-20")).person_id
        pages.take(desk, who, "lease", (ONE,))

    assert pictures_left(desk) == 1


def test_pages_of_identity_documents_are_kept_only_where_the_office_chose_so(desk: Desk) -> None:
    who = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    with pytest.raises(Refused, match="identity documents"):
        pages.take(desk, who, "id_card", (ONE,))
    assert pages.of_person(desk, who) == ()
    retention.choose(desk, Rule(pages=True, identity=True))
    pages.take(desk, who, "id_card", (ONE,))

    assert kept(desk, who, "id_card") == [ONE]


def test_an_office_that_keeps_no_pages_takes_none_in_not_even_from_a_draft(desk: Desk) -> None:
    names = laid(desk, ONE)
    retention.choose(desk, Rule(pages=False, identity=False))
    lease = NewMaterial("lease", "address", pages=1, pictures=names)
    new = arrival("方晓明", 941, "2026-11-20", materials=(lease,))
    who = registrations.record_and_register(desk, new).person_id

    assert pages.of_person(desk, who) == ()
    assert seen(desk, who).pages == 1  # it was seen all the same
    with pytest.raises(Refused, match="keeps no pages"):
        pages.take(desk, who, "lease", (ONE,))


def test_a_page_that_is_gone_is_told_as_such(desk: Desk) -> None:
    with pytest.raises(Refused):
        pages.picture(desk, UUID(int=7))


def test_a_draft_that_two_desks_went_on_with_enters_its_pages_once(desk: Desk, other_desk: Desk) -> None:
    lease = NewMaterial("lease", "address", pictures=laid(desk, ONE, TWO))
    new = arrival("方晓明", 941, "2026-11-20", materials=(lease,))
    made = arrivals.record(desk, new)
    households.record(other_desk, new, (), made.stay_id)

    assert kept(desk, made.person_id) == [ONE, TWO]
    assert seen(desk, made.person_id).pages == 2


def test_pages_taken_by_two_desks_for_one_arrival_are_both_kept(desk: Desk, other_desk: Desk) -> None:
    """The second desk corrects the arrival that the first has entered meanwhile; neither picture is lost."""
    first = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")).person_id
    pages.take(other_desk, first, "lease", (ONE,))
    lease = NewMaterial("lease", "address", pictures=laid(desk, TWO))
    form = arrivals.form_for(desk, first)
    again = replace(
        form, arrived_on=desk.today(), community="新区", address="1号", tenure="rented", purpose="01",
        moved=True, materials=(lease,),
    )  # fmt: skip
    arrivals.record(desk, again)

    assert kept(desk, first) == [ONE, TWO]
