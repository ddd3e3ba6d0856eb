"""The one box: found by whatever a clerk types, and by nothing else."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event, select

from app import arrivals, idnumbers, invent, registrations, search, sifting, today
from app.desk import Desk
from app.progress import Progress
from db.clues import By
from db.records import Permit, Person, Registration, Stay
from tests.helpers.office import Samples, arrival, citizen_number

PEOPLE = (
    arrival("王立群", 921, "2026-11-01", address="麒麟路88号2栋1603", phone="13800001234"),
    arrival("曾小兰", 922, "2026-11-01", community="南苑社区", address="三江路 41号", phone="13900005678"),
    arrival("买买提·吐尔逊", 923, "2026-11-01", address="兴园 12-402", phone=""),
    arrival("Erika Lindt", 924, "2026-11-01", address="A座 7-2-301", phone=""),
    replace(arrival("扎西 多吉", 925, "2026-11-01", phone=""), id_kind=arrivals.NO_NUMBER, id_number=""),
    arrival("D'100%_王", 926, "2026-11-01", phone=""),
    arrival("𬱖小明", 927, "2026-11-01", phone=""),
)


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    for new in PEOPLE:
        arrivals.record(desk, new)
    return desk


def found(desk: Desk, text: str) -> list[str]:
    return [person.name for person in search.find(desk, text)]


WANG, ZENG, TUR, LINDT, TASHI, ODD, RARE = (new.name for new in PEOPLE)
TYPED = {
    "王立群": [WANG], "立群": [WANG], "王": [WANG, ODD], " 王 立群 ": [WANG],
    "wlq": [WANG], "WLQ": [WANG], "wangliqun": [WANG], "wang li": [WANG], "zengxiao": [ZENG], "zxl": [ZENG],
    "买买提•吐尔逊": [TUR], "吐尔逊": [TUR], "mmtt": [TUR],
    "erika": [LINDT], "ERIKA LINDT": [LINDT], "el": [LINDT],
    "lq": [WANG], "liqun": [WANG], "li qun": [WANG], "xiaolan": [ZENG], "lindt": [LINDT], "ndt": [],
    "扎西多吉": [TASHI], "扎西 多吉": [TASHI], "𬱖": [RARE], "买买提吐尔逊": [TUR], "1234 王": [WANG],
    "王 河滨": [WANG, ODD], "zxl 5678": [ZENG], "南苑 41": [ZENG], "王 南苑": [], "号2栋": [], "603": [],
    PEOPLE[0].id_number: [WANG], PEOPLE[0].id_number[-4:]: [WANG],
    " ".join((PEOPLE[0].id_number[:6], PEOPLE[0].id_number[6:])): [WANG],
    PEOPLE[1].id_number[:14]: [ZENG],
    "13800001234": [WANG], "5678": [ZENG], "139": [ZENG], "１３９": [ZENG], "138-0000-1234": [WANG],
    "L530302-2026-000001": [TASHI], "l5303022026000001": [TASHI],
    "三江路41": [ZENG], "南苑社区三江路": [ZENG], "兴园 12-402": [TUR], "88号2栋": [WANG], "a座": [LINDT],
    "%": [ODD], "_": [ODD], "'": [ODD], "100%": [ODD], "D'100%_王": [ODD], "0%_": [],
    "%王": [], "王%": [], "没有这个人": [], "zzz": [],
    "": [], "   ": [], "-": [], "530302-2026-000001": [TASHI], "9999": [],
}  # fmt: skip


def test_people_are_found_by_whatever_is_typed_of_them(peopled: Desk) -> None:
    assert {typed: found(peopled, typed) for typed in TYPED} == TYPED


def test_a_permit_or_registration_number_finds_its_holder(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    assert found(desk, "530302-2026-000003")[:1] != []
    assert "赵明慧" in found(desk, "5303022025000001")
    assert found(desk, "530302-2025-000009") == []


def test_who_has_left_is_found_by_the_old_address_too_and_the_list_says_so(
    filled: tuple[Desk, Samples],
) -> None:
    desk, _ = filled
    (row,) = search.find(desk, "许长江")
    assert not row.here
    assert (row.address, row.left_on) == ("河滨社区 麒麟路 11-1-602", date(2026, 11, 2))
    assert "许长江" in found(desk, "麒麟路11-1-602")


WHY = {
    "王立群": (By.NAME, "王立群", "王立群"), "群": (By.NAME_PART, "王立群", "群"),
    "wangl": (By.PINYIN, "王立群", "王立"), "liq": (By.PINYIN_PART, "王立群", "立群"),
    "wlq": (By.INITIALS, "王立群", "王立群"), "lq": (By.INITIALS_PART, "王立群", "立群"),
    "mmttex": (By.INITIALS, "买买提·吐尔逊", "买买提·吐尔逊"),
    "提吐": (By.NAME_PART, "买买提·吐尔逊", "提·吐"),
    "0003": (By.GIVEN_END, "530302-2026-000003", "0003"), "1234": (By.PHONE_END, "138****1234", "1234"),
    "1380000": (By.PHONE, "13800001234"[:7] + "1234", "1380000"),
    "三江路41": (By.ADDRESS, "南苑社区 三江路 41号", "三江路 41"),
    "a座7": (By.ADDRESS, "河滨社区 A座 7-2-301", "A座 7"),
}  # fmt: skip


def test_each_says_why_it_was_found_and_shows_the_part_that_was_typed(peopled: Desk) -> None:
    for number, arrived in enumerate(today.duties(peopled)[:3]):
        registrations.register(peopled, arrived.subject_id, registrations.TELL)
        assert number < 3
    for text, expected in WHY.items():
        hit, *_ = search.hits(peopled, text).found
        (reason,) = hit.reasons
        assert (reason.by, reason.shown, reason.part) == expected, text


def test_of_a_number_only_what_was_typed_is_uncovered(peopled: Desk) -> None:
    number = PEOPLE[0].id_number
    for text in (number[-3:], number[-6:], number[:9], number):
        (reason,) = search.hits(peopled, text).found[0].reasons
        covered = idnumbers.masked(number)
        assert reason.part == text
        assert all(
            shown in (hidden, real) for shown, hidden, real in zip(reason.shown, covered, number, strict=True)
        )
        assert sum(shown.isdigit() for shown in reason.shown) <= 10 + len(text)


def test_each_word_has_its_own_reason(peopled: Desk) -> None:
    (hit,) = search.hits(peopled, "zxl 南苑 5678").found
    assert [reason.part for reason in hit.reasons] == ["曾小兰", "南苑", "5678"]


# -- nothing is found that a plain scan would not find, and nothing is left out


UNIT = "号栋幢单元室层楼座户组"


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the records say of somebody that they may be found by, as it was entered."""

    name: str
    pinyin: str
    numbers: tuple[str, ...]
    given: tuple[str, ...]
    phone: str
    homes: tuple[tuple[str, str], ...]


def everybody(desk: Desk) -> list[OnFile]:
    """Everybody on file, read off the records and never off the labels."""
    given = defaultdict[UUID, list[str]](list)
    with desk.reading() as session:
        for kind in (Permit, Registration):
            for whose, number in session.execute(select(kind.person_id, kind.number)):
                given[whose] += [number] if number else []
        return [
            OnFile(
                person.name.replace(" ", ""), person.pinyin,
                tuple(each.number for each in person.identifiers), tuple(given[person.id]), person.phone,
                tuple((stay.dwelling.community, stay.dwelling.address.replace(" ", ""))
                      for stay in person.stays),
            )
            for person in session.scalars(select(Person).order_by(Person.row))
        ]  # fmt: skip


def plainly_meant(person: OnFile, word: str) -> bool:
    """Whether a word means somebody, looked through from beginning to end."""
    number = word.replace("-", "")
    numbers = [each.lower().replace("-", "") for each in person.numbers]
    phone, digits = person.phone.replace("-", ""), re.search("[0-9]", number)
    return (
        begins_in(person.name.replace("·", "").lower(), word)
        or any(each.startswith(number) or each.endswith(number) for each in numbers if digits)
        or (number.isdigit() and (phone.startswith(number) or phone.endswith(number)))
        or any(each.lower().replace("-", "").endswith(number) for each in person.given if digits)
        or (word.isascii() and word.isalpha() and spelt_so(person.pinyin.split(), word))
        or any(lies_at(community, address.lower(), word) for community, address in person.homes)
    )


def begins_in(text: str, word: str) -> bool:
    """Whether a word is in a text, and does not begin inside a number or a Latin word."""
    latin = word[0].isascii() and word[0].isalpha()
    not_inside = "(?<![0-9])" if word[0].isdigit() else "(?<![a-z])" if latin else ""
    return bool(re.search(not_inside + re.escape(word), text))


def lies_at(community: str, address: str, word: str) -> bool:
    whole = community + address
    if whole.startswith(word):
        return True
    if word[0] in f"-{UNIT}":  # a number takes its unit along
        return word[0] != "-" and bool(re.search(f"(?<![0-9{UNIT}-]){re.escape(word)}", address))
    return begins_in(address, word)


def spelt_so(syllables: list[str], word: str) -> bool:
    rests = [syllables[place:] for place in range(len(syllables))]
    whole = any("".join(rest).startswith(word) for rest in rests)
    initials = ["".join(each[0] for each in rest) for rest in rests]
    return whole or (len(word) > 1 and any(each.startswith(word) for each in initials))


def typed_of(person: OnFile, chance: random.Random) -> str:
    """Something that somebody might type to find this person."""
    texts = [person.name, *person.numbers]
    texts += [person.phone] if person.phone else []
    texts += [text for home in person.homes for text in home]
    texts += [person.pinyin.replace(" ", ""), "".join(each[0] for each in person.pinyin.split()) or "x"]
    text = chance.choice(texts)
    first = chance.choice([0, 0, chance.randrange(len(text)), max(0, len(text) - 4)])
    return text[first : first + chance.choice([1, 2, 3, 4, 6, 18])].lower()


@pytest.fixture(scope="module")
def town(lasting_desk: Desk) -> Desk:
    """A desk in an invented town that no test changes."""
    invent.fill(lasting_desk, 200, 1, Progress())
    return lasting_desk


@pytest.fixture(scope="module")
def asked(town: Desk) -> list[tuple[str, Counter[str]]]:
    """What might be typed there, each with whom a plain scan finds by it."""
    chance, people = random.Random(1), everybody(town)
    asked = []
    for _ in range(160):
        somebody = chance.choice(people)
        words = [typed_of(somebody, chance) for _ in range(chance.choice([1, 2, 2, 3]))]
        if chance.random() < 0.3:  # of somebody else, so that the words seldom meet
            words[-1] = typed_of(chance.choice(people), chance)
        meant = [one for one in people if all(plainly_meant(one, word) for word in words)]
        asked.append((" ".join(words), Counter(one.name for one in meant)))
    return asked


@pytest.fixture(params=["read", "laid", "first read, then laid"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two words are sifted label by label; or, as in a city, laid side by side, some at a time."""
    monkeypatch.setattr(search, "A_FEW", 10_000 if request.param == "read" else 1)
    monkeypatch.setattr(sifting, "AT_FIRST", 3)
    if request.param == "first read, then laid":
        monkeypatch.setattr(search, "SELDOM", 0)
        monkeypatch.setattr(search, "MANY", 0)


@pytest.mark.usefixtures("how")
def test_the_very_people_are_found_that_a_plain_scan_finds_each_of_them_once(
    town: Desk, asked: list[tuple[str, Counter[str]]]
) -> None:
    for text, meant in asked:
        assert Counter(all_pages(town, text)) == meant, text


@pytest.mark.usefixtures("how")
def test_two_surnames_that_nobody_has_both_find_nobody(desk: Desk) -> None:
    """Nothing that leads to either leads to the other, so there is nothing to be laid side by side."""
    for sequence, name in enumerate(("李小明", "李大明", "曾小兰", "曾大兰"), start=931):
        arrivals.record(desk, arrival(name, sequence, "2026-11-01"))
    assert found(desk, "李 曾") == []
    assert found(desk, "李 小明") == ["李小明"]


@pytest.mark.usefixtures("how")
def test_who_had_many_homes_is_found_by_each_of_them(desk: Desk) -> None:
    new = PEOPLE[0]
    arrivals.record(desk, new)
    for month, address in enumerate(("麒麟路7号", "三江路 8号", "兴园9栋"), start=1):
        with desk.reading() as session:
            latest = select(Stay.person_id, Stay.id).order_by(Stay.row.desc()).limit(1)
            person_id, stay_id = session.execute(latest).one()
        arrivals.depart(desk, stay_id, date(2026, 11, 2 + month), "left")
        again = replace(
            arrivals.form_for(desk, person_id), arrived_on=date(2026, 11, 2 + month), community="南苑社区",
            address=address, tenure="rented", purpose="work",
        )  # fmt: skip
        arrivals.record(desk, again)
        for home in ("麒麟路88号", "麒麟路7", "三江路8", "兴园9")[: month + 1]:
            assert found(desk, f"王 {home}") == [WANG], home
            assert found(desk, f"{home} wlq") == [WANG], home
    assert found(desk, "王 麒麟路9") == []


def test_a_search_goes_on_where_it_stopped_however_it_looks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page read label by label and the next laid side by side make one list, in one order."""
    invent.fill(desk, 300, 9, Progress())
    whole = [hit.person.id for hit in search.hits(desk, "w 2", 1000).found]
    assert len(whole) > 20
    page, told = search.hits(desk, "w 2", 6), 0
    for few in (1, 10_000, 1, 10_000):
        assert [hit.person.id for hit in page.found] == whole[told : told + 6]
        told += 6
        monkeypatch.setattr(search, "A_FEW", few)
        page = search.hits(desk, "w 2", 6, page.then)


def all_pages(desk: Desk, text: str) -> Iterator[str]:
    page, at_once = search.hits(desk, text, 7), 7
    yield from (hit.person.name for hit in page.found)
    while page.then:
        page, at_once = search.hits(desk, text, at_once, page.then), 3 * at_once
        yield from (hit.person.name for hit in page.found)


def test_a_third_word_that_means_few_is_not_asked_for_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "A_FEW", 1)
    monkeypatch.setattr(sifting, "AT_FIRST", 3)
    some = [("王小红", "138")] * 16 + [("王小龙", "138")] + [("李小龙", "139")] * 22
    for at, (name, begins) in enumerate(some):
        phone = f"{begins}000012{at:02d}"
        new = arrival(name, 900 + at, "2026-11-01", phone=phone, photo=None)
        arrivals.record(desk, replace(new, id_kind=arrivals.NO_NUMBER, id_number=""))
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    hits = search.hits(desk, "王 138 龙", 1)
    assert [hit.person.name for hit in hits.found] == ["王小龙"]
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 20


def test_a_list_shows_numbers_masked_and_never_more_than_asked_for(peopled: Desk) -> None:
    rows = search.find(peopled, "530627", at_most=3)
    assert len(rows) == 3
    assert all("********" in row.number for row in rows)


def test_a_long_list_takes_as_few_questions_as_a_short_one(desk: Desk) -> None:
    for sequence in range(900, 940):
        number = citizen_number("530627", date(1990, 1, 1), sequence)
        arrivals.record(desk, arrival("李某", sequence, "2026-11-01", id_number=number, born_on=None))
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert len(search.find(desk, "李")) == 40
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 6
