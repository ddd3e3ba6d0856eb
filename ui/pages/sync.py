"""同步: whether the database can be reached, what waits at this station, and what two officers changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import conflicts
from app.arrivals import Recorded
from app.backups import Standing
from app.clashes import OVERTAKEN
from app.conflicts import Chosen, Conflict
from app.errors import Unavailable
from app.language import _, plural
from app.people import PersonCard
from app.questions import Unsaid
from app.registrations import Registered
from ui import theme
from ui.backing_up import NEWS
from ui.jobs import Failure
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.backup_panel import BackupPanel, in_short
from ui.pages.registration_draft import FORM, Typed
from ui.pages.sync_choices import Choices, Line
from ui.pages.sync_chosen import ChosenHere
from ui.pages.sync_facts import Facts
from ui.pages.sync_parts import Foot, Merged, People, Waiting, Whose
from ui.pages.sync_question import Questions
from ui.pages.sync_state import State, read
from ui.pages.sync_words import line_of, marks_of, merged, sides_of
from ui.pages.trail import file_by_itself
from ui.pages.wayback import Outcome, with_way_back
from ui.widgets.button import KeyButton
from ui.widgets.empty import EmptyState
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side
from ui.widgets.text import Text

T = TypeVar("T")
AROUND, A_LINE, TOLD = 379, 57, 46
"""How high is all on the page but the choices, each of these, and each thing told above a sentence."""


class SyncPage(Page):
    """The state of things at the left and above; at the right one person to choose about.

    ``show_for`` takes ("conflict", id) for what a form could not save.
    """

    reads = frozenset({"draft", "question", "person", "stay", "dwelling", "material", "member", NEWS})
    _given_back = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._state: State | None = None
        self._wanted: UUID | None = None  # to be shown, once it is read
        self._shown: Conflict | None = None
        self._ending = False
        self._arriving = False
        self._chosen = ChosenHere(self)
        self._lines: tuple[Line, ...] = ()
        self._unreachable_since: datetime | None = None
        self._head, self._facts = PageHead(_("Sync")), Facts()
        self.waiting, self.people = Waiting(), People()
        self.backups = BackupPanel(office, whole=False)
        self.whose, self.choices = Whose(), Choices()
        self._panel = Panel(_("Changed by two officers"), padded=False)
        self._both = Text(_("Both changed the same person"), size=theme.NOTE, tone="text2")
        self._nothing = EmptyState(
            "check-circle", _("Nothing to choose"),
            _("Where two officers change one person, both are kept. Only the same field is asked about."),
        )  # fmt: skip
        self._gone = Text(wrap=True, tone="warn")
        self.merged, self._foot = Merged(), Foot()
        self.questions = Questions(self, self.choices)

        self._arrange()
        self.waiting.opened.connect(lambda row: self._open_draft(row.id))
        self.waiting.again.connect(self.reload)
        self.backups.said.connect(lambda words: self.did.emit(Done(words)))
        self.backups.changed.connect(self.changed)
        self.backups.looked.connect(self._show_backups)
        self.people.chosen.connect(self._go_to)
        self.choices.changed.connect(self._hear_choice)
        self.choices.moved.connect(lambda line: self._area.ensureWidgetVisible(line, 0, theme.px(8)))
        self.questions.turned.connect(self._show_person)
        self._given_back.connect(self._show_given_back, Qt.ConnectionType.QueuedConnection)
        office.jobs.failed.connect(self._hear_failure)

    # -- what the window asks

    def show_for(self, what: object) -> None:
        match what:
            case ("conflict", UUID() as conflict_id):
                self._wanted = conflict_id
        self._arriving = True
        self.reload()

    def reload(self) -> None:
        then = partial(self._show_read, self._chosen.kept())
        self.office.jobs.run(partial(read, self.office.desk), then=then, owner=self)
        self.backups.reload()

    def buttons(self) -> tuple[Action, ...]:
        conflict = self._current()
        if conflict is None:
            return ()
        back = Action(_("Back to the form"), self._go_back, "F7", "primary" if conflict.gone else "secondary")
        if conflict.gone:
            return (back,)
        if not conflict.differences:
            return (back, self._to_merge())
        newer = Action(_("The newer of each"), self.choices.choose_newer, "F9")
        if self.questions.answering:
            answer = Action(_("Answer"), self.questions.answer, "Ctrl+Enter", "primary")
            return (self.questions.action(), newer, answer)
        return (self.questions.action(), back, newer, self._to_merge())

    def _to_merge(self) -> Action:
        kind = "pending" if self.choices.missing() else "primary"
        words = _("Merge, next person") if self._others() else _("Merge")
        return Action(words, self._merge, "Ctrl+Enter", kind)

    def own_keys(self) -> tuple[Key, ...]:
        record = Key("Ctrl+H", _("Record of sync"), self._open_record)
        if self._current() is None:
            has_draft = self.waiting.list.current() is not None
            go_on = (Key("Enter", _("Go on with the draft")),) if has_draft else ()
            return (*go_on, record, *self.backups.keys())
        return (
            Key("←", _("Take the left one")),
            Key("→", _("Take the right one")),
            Key("↑ ↓", _("From entry to entry")),
            *self.questions.keys(),
            record,
            Key("[", _("Person before"), partial(self._step, -1)),
            Key("]", _("Person after"), partial(self._step, 1)),
            Key("Ctrl+O", _("Open the person's file"), self._open_person),
            *self.backups.keys(),
        )

    def foot(self) -> QWidget | None:
        conflict = self._current()
        return self._foot if conflict is not None and conflict.differences else None

    def first_focus(self) -> QWidget:
        return self.choices if self._current() is not None else self.waiting.list

    def mark(self, field: str, words: str, because: object) -> bool:
        if field == OVERTAKEN:
            self.reload()  # changed at another station since it was read
        return self.questions.mark(field, words)

    def leave(self) -> None:
        self.questions.keep()

    def fit(self, breadth: str) -> None:
        self._left.setFixedWidth(theme.px(288 if breadth == "narrow" else 386))
        self._foot.be_narrow(breadth == "narrow")
        self.people.be_narrow(breadth == "narrow")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where not every choice has room above a sentence that is asked for, the facts give way."""
        whole = AROUND + A_LINE * len(self._lines) + TOLD * self.questions.told
        self._facts.setVisible(not self.questions.open or self.height() >= theme.px(whole))

    # -- showing

    def _show_read(self, kept: tuple[tuple[UUID, Chosen], ...], state: State) -> None:
        self._chosen.forget(kept)
        self._show(state)

    def _show(self, state: State) -> None:
        self._state, self._unreachable_since = state, None
        self._head.say(_("Each keeps what only one changed; you choose only where both changed the same."))
        self._show_facts()
        self.waiting.show_rows(state.drafts, self.office.desk.today())
        ids, arriving = self._ids(), self._arriving
        if self._wanted not in ids:
            asked = state.put_to(self.office.desk.officer.id) if arriving else None
            self._wanted = asked or next(iter(ids), None)
        self._show_person()
        self._arriving = False
        if arriving and self.isVisible():
            self.first_focus().setFocus()

    def _show_person(self) -> None:
        conflict, card = self._to_show()
        self._shown = conflict
        known = [each for each, _card in self._state.conflicts] if self._state else []
        self._panel.show_title(
            plural("{n} person to choose about", "{n} persons to choose about", len(known)) if known
            else _("Changed by two officers")
        )  # fmt: skip
        self._both.setVisible(conflict is not None)
        self._inside.setVisible(conflict is not None)
        self._nothing.setVisible(conflict is None)
        self._lines = ()
        if conflict is not None:
            self._show_conflict(conflict, card, known)
        else:
            self.questions.show_about(None)
        self._show_choice()

    def _show_conflict(self, conflict: Conflict, card: PersonCard | None, known: list[Conflict]) -> None:
        assert self._state is not None
        desk, asked = self.office.desk, self._state.about(conflict.id)
        today, sides = desk.today(), sides_of(conflict, desk.officer.id)
        self._lines = tuple(line_of(each, conflict, asked, today) for each in conflict.differences)
        self.people.show_people(known, conflict.id, marks_of(self._state.asked, desk.officer.id))
        self.whose.show_person(conflict, card, sides, today)
        self._gone.setVisible(conflict.gone)
        self.questions.show_about(conflict, asked, self._state.unsaid.get(conflict.id, Unsaid()))
        chosen = self.questions.sides() if self.questions.answering else self._chosen.of(conflict)
        self.choices.show_lines(conflict.id, self._lines, chosen, sides)

    def _show_choice(self) -> None:
        self.merged.show_parts(merged(self._lines, self.choices.chosen()))
        self.merged.setVisible(bool(self._lines) and not self.questions.open)
        self._make_room()
        missing = tuple(line.label for line in self.choices.missing())
        own = self._shown is None or self._shown.officer_id == self.office.desk.officer.id
        self._foot.show_missing(len(self._lines), missing, own=own, answering=self.questions.answering)
        self.changed.emit()

    def _show_facts(self) -> None:
        self._facts.show_state(self.office.desk, self._state, self._unreachable_since)

    def _show_backups(self, standing: Standing | None) -> None:
        self._facts.show_fact("copies", *in_short(self.office.desk, standing))

    def _hear_choice(self) -> None:
        conflict = self._shown
        if self.questions.answering:
            self.questions.keep_sides(self.choices.chosen())
        elif conflict is not None:
            self._chosen.choose(conflict, self.choices.chosen())
        self._show_choice()

    def _hear_failure(self, failure: Failure) -> None:
        """What failed may be tried again; of a database out of reach say since when, and what is safe."""
        if failure.owner is not self:
            return
        self._ending = False
        self.questions.give_back()
        if isinstance(failure.error, Unavailable):
            self._unreachable_since = self._unreachable_since or self.office.desk.now()
            self._show_facts()

    # -- whom it is about

    def _to_show(self) -> tuple[Conflict | None, PersonCard | None]:
        found = self._state.conflicts if self._state else ()
        return next(((one, card) for one, card in found if one.id == self._wanted), (None, None))

    def _current(self) -> Conflict | None:
        """Whom the keys are about: nobody but who is shown, and nobody while an end is being made of one."""
        return None if self._ending else self._shown

    def _ids(self) -> list[UUID]:
        return [conflict.id for conflict, _card in self._state.conflicts] if self._state else []

    def _others(self) -> bool:
        return self._state is not None and len(self._state.conflicts) > 1

    def _go_to(self, conflict_id: UUID) -> None:
        self._wanted = conflict_id
        self._show_person()
        self.choices.setFocus()

    def _step(self, by: int) -> None:
        ids = self._ids()
        if self._shown is not None:
            self._go_to(ids[max(0, min(ids.index(self._shown.id) + by, len(ids) - 1))])

    def _open_person(self) -> None:
        conflict = self._current()
        if conflict is not None and conflict.person_id is not None:
            self.opens.emit("resident", file_by_itself(conflict.person_id, "sync"))

    def _open_record(self) -> None:
        self.opens.emit("sync_record", None)

    # -- what is done

    def _merge(self) -> None:
        conflict = self._current()
        if conflict is None:
            return
        if self.choices.missing():
            self.choices.go_to_missing()
            return
        desk = self.office.desk
        verb = partial(with_way_back, desk, partial(conflicts.merge, desk, conflict, self.choices.chosen()))
        self._end(conflict, verb, partial(self._merged, conflict))

    def _merged(self, conflict: Conflict, outcome: Outcome[Registered | Recorded]) -> None:
        words = _("Merged: {name}", name=conflict.name)
        if isinstance(outcome.result, Registered):
            words = _("Merged and registered: {name}, number {number}", name=conflict.name,
                      number=outcome.result.number)  # fmt: skip
        self.did.emit(Done(words, partial(self._take_back, conflict.id, outcome.undo)))
        self.reload()

    def _take_back(self, conflict_id: UUID, undo: Callable[[], object] | None) -> None:
        """Runs at the desk: what was merged is as before, and what was typed waits again."""
        if undo is not None:
            undo()
        self._given_back.emit(conflict_id)

    def _show_given_back(self, conflict_id: UUID) -> None:
        self._wanted = conflict_id
        self.reload()

    def _go_back(self) -> None:
        conflict = self._current()
        if conflict is None:
            return
        typed = Typed.from_data(conflict.form)
        if conflict.gone:  # there it is somebody new
            typed = replace(typed, stay_id=None, person_id=None, shown={})
        else:
            self.questions.refuse_unsent()
        back = partial(conflicts.go_back, self.office.desk, conflict, FORM, typed.to_data())
        self._end(conflict, back, self._open_draft)

    def _end(self, conflict: Conflict, verb: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do once what makes an end of this conflict: a key pressed again meanwhile does nothing."""
        self._ending = True
        self.office.jobs.run(verb, then=partial(self._ended, conflict, then), owner=self)

    def _ended(self, conflict: Conflict, then: Callable[[T], object], result: T) -> None:
        """Show the person after, as last read: the one before does not wait any more."""
        self._ending = False
        ids = self._ids()
        if self._state is not None and conflict.id in ids:
            at = ids.index(conflict.id)
            if self._wanted == conflict.id:
                self._wanted = next(iter(ids[at + 1 :] or ids[:at]), None)
            left = tuple(pair for pair in self._state.conflicts if pair[0].id != conflict.id)
            self._state = replace(self._state, conflicts=left)
            self._show_person()
        then(result)

    def _open_draft(self, draft_id: UUID) -> None:
        self.opens.emit("registration", ("draft", draft_id))

    # -- building

    def _arrange(self) -> None:
        self._gone.setText(
            _("This person or stay was taken back meanwhile. What was typed is all here; F7 enters it anew.")
        )
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, theme.px(8))
        inside.setSpacing(theme.px(6))
        who = QHBoxLayout()
        who.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        who.addWidget(self.whose, 1)
        who.addWidget(self.people)
        self._area = scrolled(self.choices)
        inside.addLayout(who)
        inside.addWidget(self.whose.columns)
        inside.addWidget(self._gone)
        inside.addWidget(self._area, 1)
        inside.addWidget(self.questions)
        sentence = QHBoxLayout()
        sentence.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        sentence.addWidget(self.merged)
        inside.addLayout(sentence)
        self._panel.add_tool(self._both)
        self._panel.body.addWidget(self._inside, 1)
        self._panel.body.addWidget(self._nothing, 1)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(12))
        left.addWidget(self.waiting, 1)
        left.addWidget(self.backups)
        record = KeyButton(_("Record of sync"), key="Ctrl+H", kind="quiet", small=True)
        record.clicked.connect(self._open_record)
        self._head.add_tool(record)
        self.lay(self._head, self._facts, side_by_side(self._left, self._panel, wide=self._panel))
