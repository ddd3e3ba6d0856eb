"""One officer asks another what is right, and is answered; nothing asked is lost, doubled or left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from app import conflicts, drafts, elsewhere, history, officers, questions, undoing
from app.clashes import MINE, THEIRS
from app.conflicts import Conflict
from app.desk import Desk
from app.errors import Refused
from app.offices import NewOfficer
from app.questions import Asked
from db.records import Officer, Question
from tests.helpers import office
from tests.helpers.in_two_hands import At
from tests.helpers.office import another_window, arrival, take_back

SEEN = "Have you seen the original of this?"


def in_conflict(desk: Desk) -> tuple[At, Conflict]:
    """陈晓岚 could not save a phone and a job, which 张海涛 changed meanwhile."""
    at = At(desk, phone="13700000001", job="电工")
    at.other_saves(phone="15900000371", job="焊工")
    return at, at.waits()


def third(desk: Desk) -> Desk:
    """The desk of somebody who has changed nothing."""
    officer = officers.add(desk, NewOfficer("lina", "李娜", "户籍窗口", "yet another quiet window 7"))
    other = another_window(desk)
    other.officer = replace(desk.officer, id=officer, name="李娜")
    return other


def the_only(desk: Desk) -> Asked:
    (asked,) = questions.of_waiting(desk)
    return asked


def test_who_wrote_the_other_side_is_asked_and_answers_by_a_sentence_and_choices(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    (other,) = questions.ask(desk, conflict, ("phone", "job"), f" {SEEN} ")
    assert (other.name, other.fields) == ("张海涛", ("phone", "job"))
    (put,) = questions.put_to(at.other)
    assert (put.name, put.officer, put.sentence, put.fields) == ("赵明慧", "陈晓岚", SEEN, ("phone", "job"))
    assert (questions.count(at.other), questions.count(desk)) == (1, 0)

    before = at.form()
    questions.answer(at.other, conflict, "核对过", {"phone": THEIRS})
    assert (at.form(), conflicts.count(desk)) == (before, 1)  # nothing is merged by it
    assert questions.put_to(at.other) == ()
    (asked,) = questions.answered(desk)
    phone, job = conflict.differences
    assert asked.reply is not None
    assert (asked.asked, asked.reply.sentence) == ("张海涛", "核对过")
    assert (asked.reply.side(phone), asked.reply.side(job)) == (THEIRS, None)
    assert conflict.person_id is not None
    acts = [line.act for line in history.of_person(desk, conflict.person_id)]
    assert acts[:2] == ["answer_question", "ask_question"]


def test_what_was_answered_holds_for_what_stood_there_then(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone", "job"), SEEN)
    questions.answer(at.other, conflict, "", {"phone": THEIRS, "job": MINE})
    at.other_saves(phone="15900000999")
    (again,) = conflicts.waiting(desk)
    reply = the_only(desk).reply
    assert reply is not None
    assert {each.field: reply.side(each) for each in again.differences} == {"phone": None, "job": MINE}


def test_asking_once_more_says_it_in_other_words_and_is_not_a_second_question(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    with pytest.raises(Refused, match="asked already"):
        questions.ask(desk, conflict, ("phone",), SEEN)
    questions.ask(desk, conflict, ("job",), "职业是他本人说的吗")
    (put,) = questions.put_to(at.other)
    assert (put.sentence, put.fields) == ("职业是他本人说的吗", ("phone", "job"))


def test_two_officers_ask_the_same_one_each_for_themselves_and_one_answer_serves_both(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    helper = third(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    questions.ask(helper, conflict, ("phone",), "电话打得通吗")
    assert [each.officer for each in questions.put_to(at.other)] == ["陈晓岚", "李娜"]
    assert [each.officer for each in questions.put_to(desk)] == ["李娜"]  # who has typed it may know, too
    questions.answer(at.other, conflict, "打得通", {})
    assert questions.put_to(at.other) == ()
    assert [each.reply.sentence for each in questions.answered(helper) if each.reply] == ["打得通"]
    assert [each.officer for each in questions.put_to(desk)] == ["李娜"]


def test_a_question_is_withdrawn_until_it_is_answered(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    questions.withdraw(desk, conflict.id)
    assert (questions.of_waiting(desk), questions.put_to(at.other)) == ((), ())
    with pytest.raises(Refused, match="withdrawn meanwhile"):
        questions.answer(at.other, conflict, "核对过", {})

    questions.ask(desk, conflict, ("phone",), SEEN)
    questions.answer(at.other, conflict, "核对过", {})
    with pytest.raises(Refused, match="answered meanwhile"):
        questions.withdraw(desk, conflict.id)
    assert the_only(desk).reply is not None


@pytest.mark.parametrize(
    ("sentence", "words"), [("  ", "Write what you want to know"), ("问" * 201, "longer than 200")]
)
def test_a_question_has_a_sentence_that_fits(desk: Desk, sentence: str, words: str) -> None:
    _at, conflict = in_conflict(desk)
    with pytest.raises(Refused, match=words) as refused:
        questions.ask(desk, conflict, ("phone",), sentence)
    assert refused.value.field == questions.SENTENCE


def test_an_empty_answer_is_none(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    with pytest.raises(Refused, match="Say something to it"):
        questions.answer(at.other, conflict, " ", {})
    assert questions.count(at.other) == 1


def test_where_nobody_can_be_asked_the_officer_is_told_why_and_how_to_go_on(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    with pytest.raises(Refused, match="nothing left to ask"):
        questions.ask(desk, conflict, (), SEEN)

    with desk.writing("add_officer") as session:
        session.get_one(Officer, at.other.officer.id).active = False
    with pytest.raises(Refused, match="does not sign in here any more") as refused:
        questions.ask(desk, conflict, ("phone",), SEEN)
    assert refused.value.blanks["name"] == "张海涛"

    own = At(desk, another_window(desk), arrival("钱江月", 944, "2026-11-01"), phone="13700000002")
    own.other_saves(phone="15900000372")
    with pytest.raises(Refused, match="wrote both of these yourself"):
        questions.ask(desk, own.waits(), ("phone",), SEEN)


def test_who_is_asked_and_leaves_the_office_is_told_of_as_gone(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    assert not the_only(desk).gone
    with desk.writing("add_officer") as session:
        session.get_one(Officer, at.other.officer.id).active = False
    assert the_only(desk).gone


def test_a_question_is_over_with_its_conflict_and_open_again_where_that_waits_again(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    conflicts.merge(desk, conflict, {"phone": MINE, "job": MINE})
    assert (questions.count(at.other), questions.of_waiting(desk)) == (0, ())
    with pytest.raises(Refused, match="nothing of this waits"):
        questions.answer(at.other, conflict, "核对过", {})

    take_back(desk)
    (put,) = questions.put_to(at.other)
    assert put.sentence == SEEN
    (again,) = conflicts.waiting(desk)
    conflicts.go_back(desk, again, "registration", again.form)
    assert questions.count(at.other) == 0


def test_asking_and_answering_are_taken_back_as_any_act(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    questions.answer(at.other, conflict, "核对过", {})
    with pytest.raises(Refused, match="hangs on this"):
        take_back(desk)  # it was answered, and the answer is not thrown away unseen
    take_back(at.other)
    assert [each.sentence for each in questions.put_to(at.other)] == [SEEN]
    take_back(desk)
    assert questions.of_waiting(desk) == ()


def test_other_stations_hear_of_a_question(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    mark, _told = elsewhere.look(at.other, None)
    questions.ask(desk, conflict, ("phone",), SEEN)
    assert "question" in elsewhere.look(at.other, mark)[1]


# -- whatever three officers do

WHO = st.integers(0, 2)


class AtThreeDesks(RuleBasedStateMachine):
    """Who typed, who wrote what is on file, and a third ask, answer, withdraw, choose and take back.

    Each does so about what they saw when they looked last. Beside it is kept what each would say that they
    were asked and have not answered, and which phone was typed last.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        desk = office.office(Path(self._folder.name))
        self.at, conflict = in_conflict(desk)
        self.seen, self.typed = [conflict] * 3, conflict.meant.new.phone
        self.desks = (desk, self.at.other, third(desk))
        self.open: dict[tuple[int, int], tuple[str, set[str]]] = {}  # by who asks and who is asked
        self.ever, self.waits, self.merged = 0, True, False

    def teardown(self) -> None:
        self.desks[0].close()
        self._folder.cleanup()

    def attempt(self, verb: Callable[[], object], *, fits: bool) -> bool:
        """Whether it was done; what does not fit how things stand is refused in words."""
        try:
            verb()
        except Refused:
            assert not fits
            return False
        assert fits
        return True

    def up_to_date(self, who: int) -> bool:
        return self.waits and self.seen[who].meant.new.phone == self.typed

    @precondition(lambda self: self.waits)
    @rule(who=WHO)
    def looks(self, who: int) -> None:
        """What waits is what was typed last, whoever typed it."""
        (self.seen[who],) = conflicts.waiting(self.desks[who])
        assert self.up_to_date(who)

    @rule(
        who=WHO, fields=st.sets(st.sampled_from(("phone", "job")), min_size=1), said=st.sampled_from("甲乙")
    )
    def asks(self, who: int, fields: set[str], said: str) -> None:
        whom = [each for each in (0, 1) if each != who]
        asked = {each: self.open.get((who, each), ("", set())) for each in whom}
        new = any(was != said or not fields <= about for was, about in asked.values())
        verb = partial(questions.ask, self.desks[who], self.seen[who], fields, said)
        if self.attempt(verb, fits=self.waits and new):
            self.ever += sum((who, each) not in self.open for each in whom)
            self.open |= {(who, each): (said, asked[each][1] | fields) for each in whom}

    @rule(who=WHO, sides=st.dictionaries(st.sampled_from(("phone", "job")), st.sampled_from((MINE, THEIRS))))
    def answers(self, who: int, sides: dict[str, str]) -> None:
        asked = [pair for pair in self.open if pair[1] == who]
        verb = partial(questions.answer, self.desks[who], self.seen[who], "说过了", sides)
        if self.attempt(verb, fits=self.waits and bool(asked)):
            for pair in asked:
                del self.open[pair]

    @rule(who=WHO)
    def withdraws(self, who: int) -> None:
        mine = [pair for pair in self.open if pair[0] == who]
        verb = partial(questions.withdraw, self.desks[who], self.seen[who].id)
        if self.attempt(verb, fits=self.waits and bool(mine)):
            for pair in mine:
                del self.open[pair]

    @rule(who=WHO, side=st.sampled_from((MINE, THEIRS)))
    def chooses(self, who: int, side: str) -> None:
        chosen = dict.fromkeys(("phone", "job"), side)
        verb = partial(conflicts.merge, self.desks[who], self.seen[who], chosen)
        if self.attempt(verb, fits=self.up_to_date(who)):
            self.waits, self.merged = False, True
            assert self.at.form().phone == (self.typed if side == MINE else "15900000371")
            act = undoing.last(self.desks[who])
            assert act is not None
            self.txn = act.txn

    @precondition(lambda self: self.merged)
    @rule(who=WHO)
    def takes_the_choice_back(self, who: int) -> None:
        undoing.undo(self.desks[who], self.txn)
        self.waits, self.merged = True, False

    @rule(who=WHO, phone=st.sampled_from(("13700000001", "13700000002")))
    def goes_back_to_the_form_and_saves_it_once_more(self, who: int, phone: str) -> None:
        seen = self.seen[who]
        back = partial(conflicts.go_back, self.desks[who], seen, "registration", seen.form)
        if self.attempt(back, fits=self.up_to_date(who)):
            assert not any(questions.put_to(each) for each in self.desks)
            draft = drafts.look_up(self.desks[0], seen.id)
            meant = replace(self.at.meant, new=replace(self.at.meant.new, phone=phone))
            assert conflicts.keep(self.desks[0], meant, seen.form, draft) == seen.id
            self.typed = phone

    @invariant()
    def each_is_asked_what_was_asked_of_them_and_nothing_of_what_was_chosen(self) -> None:
        for who, desk in enumerate(self.desks):
            put = {
                self.number(each.officer_id): (each.sentence, set(each.fields))
                for each in questions.put_to(desk)
            }
            asked = {pair[0]: said for pair, said in self.open.items() if pair[1] == who}
            assert put == (asked if self.waits else {})
            assert questions.count(desk) == len(put)

    @invariant()
    def nothing_that_was_asked_is_lost(self) -> None:
        assert len(self.rows()) == self.ever

    def rows(self) -> list[UUID]:
        with self.desks[0].reading() as session:
            return list(session.scalars(select(Question.id)))

    def number(self, officer_id: UUID) -> int:
        return next(n for n, desk in enumerate(self.desks) if desk.officer.id == officer_id)


TestAtThreeDesks = AtThreeDesks.TestCase
TestAtThreeDesks.settings = settings(max_examples=10, stateful_step_count=20)


def test_an_answer_and_a_choice_in_the_same_moment_come_one_after_the_other(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone",), SEEN)
    both, refused = Barrier(2), []

    def at_once(verb: Callable[[], object]) -> None:
        both.wait()
        try:
            verb()
        except Refused as because:
            refused.append(because.sentence)

    verbs = (
        partial(questions.answer, at.other, conflict, "核对过", {"phone": THEIRS}),
        partial(conflicts.merge, desk, conflict, {"phone": MINE, "job": MINE}),
    )
    threads = [Thread(target=at_once, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert conflicts.waiting(desk) == ()  # the choice stands, whether the answer came before or too late
    with desk.reading() as session:
        (question,) = session.scalars(select(Question))
        assert (question.answered_at is None) == bool(refused)


def test_of_a_field_that_does_not_differ_any_more_nothing_is_answered(desk: Desk) -> None:
    at, conflict = in_conflict(desk)
    questions.ask(desk, conflict, ("phone", "job"), SEEN)
    at.other_saves(phone="13700000001")
    (now,) = conflicts.waiting(desk)
    with pytest.raises(Refused, match="Say something to it"):
        questions.answer(at.other, now, "", {"phone": MINE})
    questions.answer(at.other, now, "", {"phone": MINE, "job": THEIRS})
    reply = the_only(desk).reply
    assert reply is not None
    assert list(reply.choices) == ["job"]
