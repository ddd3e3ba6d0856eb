"""问一下对方: what one officer asks another about a conflict, on the page where it waits to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import questions
from app.conflicts import Conflict
from app.errors import Refused
from app.language import N_, _
from app.questions import QUESTIONS, REPLIES, SENTENCE, Asked, Other, Unsaid
from ui import theme
from ui.form import RESTED_MS
from ui.pages import Action, Done, Key, Page
from ui.pages.listing import listed
from ui.pages.sync_choices import Choices
from ui.pages.sync_chosen import beside, still_chosen
from ui.pages.sync_saying import Saying
from ui.pages.sync_words import label
from ui.pages.wayback import Outcome, with_way_back
from ui.pages.wording import moment
from ui.widgets.notice import Notice
from ui.widgets.refill import refill

T = TypeVar("T")
Standing: TypeAlias = tuple[UUID, tuple[Asked, ...]]
"""A conflict, and all that is asked about it."""
_QUESTION, _ANSWER = "question", "answer"


class Questions(QWidget):
    """All that is asked and answered about whoever is shown; at the page's foot, above what is merged.

    While the officer answers, what is chosen above belongs to the answer. ``turned`` says that they begin to
    ask or to answer, or choose for themselves again. What is not said yet is kept with what waits.
    """

    turned = Signal()

    def __init__(self, page: Page, choices: Choices) -> None:
        super().__init__()
        self._page, self._desk, self._choices = page, page.office.desk, choices
        self._conflict: Conflict | None = None
        self._asked: tuple[Asked, ...] = ()
        self._fields: tuple[str, ...] = ()
        self._asks_for: tuple[UUID, str] | None = None  # about what, and for a question or an answer
        self._aside: set[UUID] = set()
        self._unsaid: dict[UUID, Unsaid] = {}
        self._kept: dict[UUID, Unsaid] = {}
        self._rest = QTimer(self, singleShot=True, interval=RESTED_MS)
        self._acted_on: Standing | None = None
        self._told, self.saying = QVBoxLayout(), Saying()

        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        column.setSpacing(theme.px(6))
        self._told.setSpacing(theme.px(4))
        column.addLayout(self._told)
        column.addWidget(self.saying)
        self.saying.said.connect(self._say)
        self.saying.left.connect(self.leave)
        self.saying.words.changed.connect(self._note)
        self.saying.words.left.connect(self.keep)
        self._rest.timeout.connect(self.keep)

    # -- how it stands

    @property
    def answering(self) -> bool:
        """Whether the officer answers what they are asked."""
        return self._conflict is not None and self._conflict.id not in self._aside and bool(self._to_answer())

    @property
    def open(self) -> bool:
        """Whether a sentence is asked for."""
        return not self.saying.isHidden()

    @property
    def told(self) -> int:
        """How many things are told above the sentence: what is asked and answered, and what it is to be."""
        return len(self._asked) + (not self.answering)

    def show_about(
        self, conflict: Conflict | None, asked: tuple[Asked, ...] = (), unsaid: Unsaid | None = None
    ) -> None:
        """Show what is asked about a conflict; what was begun about another is there again with that one.

        ``unsaid`` is what was typed about it before, as it is kept with what waits.
        """
        self._conflict, self._asked = conflict, asked
        if conflict is not None and unsaid is not None and conflict.id not in self._unsaid:
            self._unsaid[conflict.id] = self._kept[conflict.id] = unsaid
        if self._standing() != self._acted_on:
            self._acted_on = None
        now = (conflict.id, self._what()) if conflict is not None else None
        if now != self._asks_for:
            self._asks_for = None
            self.saying.hide()
        refill(self._told, map(self._notice, asked))
        if self.answering:
            self._ask_for("", REPLIES)
        self.setVisible(self.open or bool(asked))

    def sides(self) -> Mapping[str, str]:
        """What was chosen for the answer so far, as far as it holds."""
        conflict = self._conflict
        return still_chosen(conflict, self._unsaid[conflict.id].sides) if conflict is not None else {}

    def keep_sides(self, sides: Mapping[str, str]) -> None:
        """Keep what was chosen for the answer."""
        if self._conflict is not None:
            self._put(self._conflict.id, sides=beside(self._conflict, sides))
            self.keep()

    def keep(self) -> None:
        """Keep what is typed and chosen for an answer with what waits."""
        for conflict_id, unsaid in self._unsaid.items():
            if unsaid != self._kept[conflict_id]:
                work = partial(questions.keep, self._desk, conflict_id, unsaid)
                then = partial(self._note_kept, conflict_id, unsaid)
                self._page.office.jobs.run(work, then=then, owner=self._page)

    def give_back(self) -> None:
        """What was asked or answered could not be saved."""
        self._acted_on = None

    def keys(self) -> tuple[Key, ...]:
        """The keys that ask, withdraw and take an answer; the one that answers is an action."""
        keys = []
        if not self.answering:
            if self.open:
                keys.append(Key("Esc", _("Do not ask"), self.leave))
            if self._mine():
                keys.append(Key("Alt+W", _("Withdraw the question"), self.withdraw))
            if self._answered():
                keys.append(Key("F6", _("Take what was answered"), self.take))
        return tuple(keys)

    def action(self) -> Action:
        """What F8 does now."""
        if self.answering:
            return Action(_("Choose here instead"), self._put_aside, "F8", "quiet")
        if self._to_answer():
            return Action(_("Answer"), self._take_up, "F8", "quiet")
        return Action(_("Ask the other"), self.begin, "F8", "quiet")

    # -- what is done

    def begin(self) -> None:
        """Ask for a sentence to whoever wrote the other side of what is not chosen yet."""
        conflict = self._conflict
        if conflict is not None:
            fields = tuple(line.field for line in self._choices.missing())
            whom = partial(questions.whom, self._desk, conflict, fields)
            self._page.office.jobs.run(whom, then=partial(self._begin, conflict, fields), owner=self._page)

    def answer(self) -> None:
        """Answer with what stands there."""
        self.saying.say()

    def withdraw(self) -> None:
        """Withdraw what this officer asks."""
        if self._conflict is not None:
            self._run(partial(questions.withdraw, self._desk, self._conflict.id), self._withdrawn)

    def take(self) -> None:
        """Choose as was answered; nothing is saved by it."""
        self._choices.choose(self._answered())

    def leave(self) -> None:
        """Ask nothing; what was typed is there again the next time."""
        self._asks_for = None
        self.saying.hide()
        self._turn()

    def _turn(self) -> None:
        self.turned.emit()
        self._choices.setFocus()

    def refuse_unsent(self) -> None:
        """Raises Refused where a sentence is typed and not sent: it would go with what waits."""
        what = _ANSWER if self._to_answer() else _QUESTION
        if self._conflict is not None and getattr(self._unsaid[self._conflict.id], what).strip():
            raise Refused(
                N_("A sentence about this is typed and not sent. F8 shows it: send it, or empty it first."),
                field=SENTENCE,
            )

    def mark(self, field: str, words: str) -> bool:
        """Say at the sentence what is wrong with it; says whether it is about that."""
        if field != SENTENCE or not self.open:
            return False
        self.saying.mark(words)
        return True

    def _begin(self, conflict: Conflict, fields: tuple[str, ...], others: tuple[Other, ...]) -> None:
        if self._conflict is None or self._conflict.id != conflict.id:
            return  # gone on meanwhile
        self._fields, self._asks_for = fields, None
        names = listed(tuple(other.name for other in others))
        about = listed(tuple(label(field, conflict, self._desk.today()) for field in fields))
        self._ask_for(_("Ask {officers} about: {fields}", officers=names, fields=about), QUESTIONS)
        self.turned.emit()
        self.saying.ready.setFocus()

    def _ask_for(self, title: str, sentences: tuple[str, ...]) -> None:
        """Ask for a sentence, unless this very one is asked for: whoever types is not disturbed."""
        assert self._conflict is not None
        now = (self._conflict.id, self._what())
        if now != self._asks_for:
            self._asks_for = now
            self.saying.ask_for(title, tuple(map(_, sentences)), getattr(self._unsaid[now[0]], now[1]))

    def _note(self) -> None:
        if self._asks_for is not None:
            conflict_id, what = self._asks_for
            self._put(conflict_id, **{what: self.saying.words.text()})
            self._rest.start()

    def _note_kept(self, conflict_id: UUID, unsaid: Unsaid, _nothing: None) -> None:
        self._kept[conflict_id] = unsaid

    def _what(self) -> str:
        return _ANSWER if self.answering else _QUESTION

    def _put(self, conflict_id: UUID, **typed: Any) -> None:
        self._unsaid[conflict_id] = replace(self._unsaid[conflict_id], **typed)

    def _say(self, sentence: str) -> None:
        conflict = self._conflict
        if conflict is None:
            return
        if self.answering:
            verb = partial(questions.answer, self._desk, conflict, sentence, self.sides())
            self._run(verb, partial(self._has_answered, conflict, sentence))
        else:
            self._run(
                partial(questions.ask, self._desk, conflict, self._fields, sentence),
                partial(self._has_asked, conflict, sentence),
            )

    def _run(self, verb: Callable[[], T], then: Callable[[Outcome[T]], object]) -> None:
        """Do it once: a key pressed again while what is asked stands as it did does nothing."""
        if self._acted_on is None:
            self._acted_on = self._standing()
            self._page.office.jobs.run(partial(with_way_back, self._desk, verb), then=then, owner=self._page)

    def _standing(self) -> Standing | None:
        return (self._conflict.id, self._asked) if self._conflict is not None else None

    def _has_asked(self, conflict: Conflict, sentence: str, outcome: Outcome[tuple[Other, ...]]) -> None:
        self._said(conflict.id, _QUESTION, sentence)
        names = listed(tuple(other.name for other in outcome.result))
        self._page.did.emit(Done(_("Asked: {officers}", officers=names), outcome.undo))
        self.leave()
        self._page.reload()

    def _has_answered(self, conflict: Conflict, sentence: str, outcome: Outcome[object]) -> None:
        self._said(conflict.id, _ANSWER, sentence)
        self._put(conflict.id, sides={})
        self._page.did.emit(Done(_("Answered: {name}", name=conflict.name), outcome.undo))
        self._page.reload()

    def _said(self, conflict_id: UUID, what: str, sentence: str) -> None:
        """What was said is on record; what was typed meanwhile is there again the next time."""
        if getattr(self._unsaid[conflict_id], what) == sentence:
            self._put(conflict_id, **{what: ""})

    def _withdrawn(self, outcome: Outcome[object]) -> None:
        self._page.did.emit(Done(_("The question is withdrawn."), outcome.undo))
        self._page.reload()

    def _put_aside(self) -> None:
        if self._conflict is not None:
            self._aside.add(self._conflict.id)
            self._turn()

    def _take_up(self) -> None:
        if self._conflict is not None:
            self._aside.discard(self._conflict.id)
            self._turn()

    # -- what is said

    def _to_answer(self) -> tuple[Asked, ...]:
        here = self._desk.officer.id
        return tuple(each for each in self._asked if each.reply is None and each.asked_id == here)

    def _mine(self) -> tuple[Asked, ...]:
        here = self._desk.officer.id
        return tuple(each for each in self._asked if each.reply is None and each.officer_id == here)

    def _answered(self) -> dict[str, str]:
        """By field the side that the latest answer takes, as long as both sides stand as they did."""
        differences = self._conflict.differences if self._conflict is not None else ()
        return {
            each.field: side
            for asked in self._asked
            if asked.reply is not None
            for each in differences
            if (side := asked.reply.side(each)) is not None
        }

    def _notice(self, asked: Asked) -> Notice:
        assert self._conflict is not None
        today = self._desk.today()
        if asked.reply is not None:
            return self._replied(asked, today)
        about = listed(tuple(label(each, self._conflict, today) for each in asked.fields))
        rest = _("“{words}” ({fields})", words=asked.sentence, fields=about)
        at = moment(asked.at, today)
        if asked in self._to_answer():
            return Notice(_("{officer} asks you, {time}:", officer=asked.officer, time=at), rest, kind="warn")
        if asked not in self._mine():
            who = _("{officer} has asked {other}, {time}:", officer=asked.officer, other=asked.asked, time=at)
            return Notice(who, rest)
        if asked.gone:
            rest += " " + _("{other} does not sign in here any more; choose without.", other=asked.asked)
        notice = Notice(_("Asked {other}, {time}:", other=asked.asked, time=at), rest)
        notice.add_action(_("Withdraw"), self.withdraw, key="Alt+W")
        return notice

    def _replied(self, asked: Asked, today: date) -> Notice:
        assert asked.reply is not None
        at = moment(asked.reply.at, today)
        said = asked.reply.sentence or _("see what is marked above")
        notice = Notice(_("{other} answers, {time}:", other=asked.asked, time=at), said, kind="ok")
        if not self.answering and self._answered():
            notice.add_action(_("Take the answer"), self.take, key="F6")
        return notice
