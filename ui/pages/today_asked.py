"""What another officer asks about a conflict, or answers, told on 今日 until the officer has seen to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from app.language import _, plural
from ui.office import Office
from ui.pages.wording import moment
from ui.widgets.notice import Notice

if TYPE_CHECKING:
    from app.desk import Desk
    from app.questions import Asked

OF_QUESTIONS = frozenset({"question", "draft"})
"""What a question, and the conflict it is about, are kept in."""
Told = tuple[tuple["Asked", ...], tuple["Asked", ...]]


class AskedNotice(Notice):
    """Hidden while nobody asks anything. ``opened`` carries the conflict that it is about."""

    opened = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._about: UUID | None = None
        self.hide()

    def reload(self) -> None:
        """Ask anew; the board is not asked for."""
        self._office.jobs.run(partial(_told, self._office.desk), then=self._show, owner=self)

    def open(self) -> None:
        """Go where it is answered, or chosen with the answer."""
        if self._about is not None:
            self.opened.emit(self._about)

    def _show(self, told: Told) -> None:
        put, answered = told
        latest = next(iter((*put[::-1], *answered[::-1])), None)
        self._about = latest.conflict_id if latest is not None else None
        self.setVisible(latest is not None)
        if latest is None:
            return
        if put:
            self.say(*self._asks(latest, len(put)), kind="warn")
            self.add_action(_("Go and answer"), self.open, key="F6")
        else:
            self.say(*self._answers(latest, len(answered)), kind="ok")
            self.add_action(_("Go and choose"), self.open, key="F6")

    def _asks(self, asked: Asked, many: int) -> tuple[str, str]:
        at = moment(asked.at, self._office.desk.today())
        who = _("{officer} asks you about {name}, {time}:", officer=asked.officer, name=asked.name, time=at)
        return who, f"“{asked.sentence}”{_more(many)}"

    def _answers(self, asked: Asked, many: int) -> tuple[str, str]:
        assert asked.reply is not None
        at = moment(asked.reply.at, self._office.desk.today())
        who = _("{officer} has answered about {name}, {time}:", officer=asked.asked, name=asked.name, time=at)
        return who, (asked.reply.sentence or _("see what is marked there")) + _more(many)


def _more(many: int) -> str:
    return " " + plural("and {n} more like it", "and {n} more like it", many - 1) if many > 1 else ""


def _told(desk: Desk) -> Told:
    from app import questions  # with what conflicts stand on, which the first screen is shown without

    with desk.at_one_moment() as now:
        return questions.put_to(now), questions.answered(now)
