"""In a wide window, right of the reasons: the other services that are not open, and what was done lately."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.history import ACTS, HistoryLine
from app.language import _
from app.law import words as law_words
from app.resident_files import ResidentFile
from app.timeline import ServiceDays, grouped
from ui import theme
from ui.pages.resident_lanes import Group, stands, together
from ui.widgets.button import KeyButton
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text

SERVICES, ACTS_SHOWN = 8, 10


class Beside(QWidget):
    """The third column. ``history`` asks for the tab with all that was done."""

    history = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._not_open, self._lately = Panel(_("Others not open")), Panel(_("Done lately"))
        self._all = KeyButton(_("All of it"), kind="quiet", small=True)

        acts = QWidget()
        self._acts = QVBoxLayout(acts)
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._lately.body.addWidget(scrolled(acts))
        self._lately.add_tool(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._not_open)
        column.addWidget(self._lately, 1)
        self._all.clicked.connect(self.history)
        self.setFixedWidth(theme.px(372))

    def hold(self, panel: Panel) -> None:
        """Put a panel below the others."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(panel)

    def show_file(self, file: ResidentFile, at_hand: Hashable, today: date) -> None:
        """Show a resident's other services, without those in hand, and the latest acts."""
        rule = at_hand.rule if isinstance(at_hand, Group) else at_hand
        others = [
            group
            for group in grouped(file.timeline.services)
            if not group[0].answer and group[0].answer.tier and rule != group[0].answer.rule
        ]
        number = sum(map(len, others))
        self._not_open.show_title(_("Others not open"), _("{n} in all", n=number))
        others.sort(key=lambda group: group[0].answer.opens or date.max)
        _fill(self._not_open.body, [_service(group, today) for group in others[:SERVICES]])
        self._not_open.setVisible(bool(others))
        _fill(self._acts, [_act(line) for line in file.history.first(ACTS_SHOWN)])


def _service(group: tuple[ServiceDays, ...], today: date) -> QWidget:
    """A service, or several with the same days, how it stands and when it is expected."""
    answer = group[0].answer
    words, tone = stands(answer, today)
    title = f"{law_words.titled(answer.title)}{together(group)}"
    told = [Text(title, yields=True), Text(words, tone=tone)]
    if answer.opens is not None:
        told.append(Text(str(answer.opens), tone="text2"))
    return _row(*told)


def _act(line: HistoryLine) -> QWidget:
    words = _(ACTS.get(line.act, line.act))
    day = Text(f"{line.at.astimezone():%Y-%m-%d}", tone="text2")
    act = Text(words, tone="text3" if line.taken_back else "text", yields=True)
    return _row(day, act, Text(line.officer, tone="text2"), grows=1)


def _row(*parts: Text, grows: int = 0) -> QWidget:
    """Some words in a line, one of which takes the room there is."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, theme.px(2), 0, theme.px(2))
    row.setSpacing(theme.px(10))
    for number, part in enumerate(parts):
        row.addWidget(part, 1 if number == grows else 0)
    return line


def _fill(column: QVBoxLayout, lines: list[QWidget]) -> None:
    refill(column, lines)
    column.addStretch(1)
