"""Older files: who on file may be one of those being entered, asked while it is typed, answered by a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app import likenesses
from app.likenesses import Likeness
from ui.office import Office
from ui.pages.registration_check import Likenesses

HEAD = ""
"""The key of whoever the form is about; a relative's is the number, or the name without one."""
Asked = tuple[str, str, date | None]


@dataclass(frozen=True, slots=True)
class Question:
    """Is the one being entered, by key and name, this person on file?"""

    key: str
    name: str
    likeness: Likeness


class Older(QObject):
    """Asks the desk and the officer about one after the other, the form's own person first.

    ``heard`` carries a key and how many on file may be meant; ``same`` a Question answered with yes;
    ``impossible`` one answered with no although the number is the same.
    """

    heard = Signal(str, int)
    same = Signal(object)
    impossible = Signal(object)

    def __init__(
        self, office: Office, shown: Likenesses, settled: Callable[[], object], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._office, self._shown, self._settled, self._owner = office, shown, settled, owner
        self._asked: dict[str, Asked] = {}
        self._questions: dict[str, Question] = {}
        self._apart: frozenset[tuple[str, UUID]] = frozenset()

    def begin(self) -> None:
        """Somebody else is entered now."""
        self._asked, self._questions, self._apart = {}, {}, frozenset()

    @property
    def question(self) -> Question | None:
        """What is to be answered now."""
        return self._questions.get(HEAD) or next(iter(self._questions.values()), None)

    def has_looked(self) -> bool:
        """Whether anybody was looked for."""
        return bool(self._asked)

    def seek(self, key: str, name: str, number: str, born_on: date | None) -> None:
        """Look whether somebody on file may be the one being entered."""
        asked = (name, number, born_on)
        if asked == self._asked.get(key) or not (number or (name and born_on)):
            return
        self._asked[key] = asked
        look = partial(likenesses.find, self._office.desk, *asked)
        self._office.jobs.run(look, then=partial(self._hear, key, asked), owner=self._owner)

    def look_again(self) -> None:
        """The next time the one of the form is looked for anew, though nothing else was typed."""
        self._asked.pop(HEAD, None)

    def forget(self, key: str) -> None:
        """This one is not asked about any more."""
        self._asked.pop(key, None)
        self._questions.pop(key, None)

    def answer_same(self) -> None:
        """It is the same person."""
        question = self.question
        if question is not None:
            self._questions.pop(question.key)
            self.same.emit(question)
            self.show()

    def answer_other(self) -> None:
        """It is somebody else; with the very same number that cannot be."""
        question = self.question
        if question is None:
            return
        self._questions.pop(question.key)
        if question.likeness.certain:
            self.impossible.emit(question)
            return
        self._apart |= {(question.key, question.likeness.person_id)}
        asked = self._asked.pop(question.key)
        self.seek(question.key, asked[0], asked[1], asked[2])
        self.show()

    def show(self) -> None:
        """Show the question that is open, or what the page says once there is none."""
        question = self.question
        if question is None:
            self._settled()
        else:
            self._shown.show_likeness(question.likeness, question.name if question.key else "")

    def _hear(self, key: str, asked: Asked, found: tuple[Likeness, ...]) -> None:
        if self._asked.get(key) != asked:
            return  # something else is typed meanwhile
        likely = [each for each in found if (key, each.person_id) not in self._apart]
        self._questions.pop(key, None)
        if likely:
            self._questions[key] = Question(key, asked[0] or likely[0].name, likely[0])
        self.show()
        self.heard.emit(key, len(likely))
