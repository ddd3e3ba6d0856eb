"""How things stand, at the head of 同步: the database, drafts, conflicts, the data here."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.desk import Desk
from app.language import N_, _, plural
from ui import theme
from ui.pages.sync_state import State
from ui.pages.sync_words import kept_in
from ui.pages.wording import moment
from ui.widgets.panel import Panel
from ui.widgets.text import Text, upright

FACTS = {
    "database": N_("Database"),
    "place": N_("Kept in"),
    "drafts": N_("Drafts"),
    "conflicts": N_("Conflicts"),
    "copies": N_("Data here"),
}


class Facts(Panel):
    """Five facts side by side: what it is about, how it stands, and a note."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, tuple[Text, Text]] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for number, (name, label) in enumerate(FACTS.items()):
            if number:
                row.addWidget(upright(36))
            fact, note = Text(bold=True), Text(size=theme.NOTE, tone="text2", yields=True)
            self._facts[name] = (fact, note)
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            line.addWidget(fact)
            line.addWidget(note, 1)
            column = QVBoxLayout()
            column.setSpacing(theme.px(2))
            column.addWidget(Text(_(label), size=theme.NOTE, tone="text2"))
            column.addLayout(line)
            row.addLayout(column, 1)
        self.body.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        self.body.addLayout(row)
        self.setFixedHeight(theme.px(60))

    def show_state(self, desk: Desk, state: State | None, since: datetime | None) -> None:
        """Show how all of it stands; ``since`` is since when the database cannot be reached."""
        today = desk.today()
        if since is not None:
            note = _("since {time}; what is typed is still in the window", time=moment(since, today))
            self.show_fact("database", _("Cannot be reached"), note, "bad")
        elif state is not None:
            read = _("read at {time}", time=state.read_at.astimezone().strftime("%H:%M:%S"))
            self.show_fact("database", _("Reachable"), read, "ok")
        self.show_fact("place", *kept_in(desk, state.latest if state else None))
        if state is not None:
            oldest = moment(state.drafts[-1].saved_at, today) if state.drafts else ""
            note = _("the oldest {time}", time=oldest) if oldest else _("none is waiting")
            self.show_fact("drafts", plural("{n} draft", "{n} drafts", len(state.drafts)), note)
            waits = len(state.conflicts)
            words = plural("{n} person", "{n} persons", waits)
            self.show_fact("conflicts", words, *_to_choose(desk, state))

    def show_fact(self, name: str, words: str, note: str = "", tone: str = "text") -> None:
        """Show how one of them stands."""
        fact, beside = self._facts[name]
        fact.show_words(words, tone)
        beside.setText(note)


def _to_choose(desk: Desk, state: State) -> tuple[str, str]:
    """What the officer has to do about conflicts, and its tone: what is asked of them comes first."""
    asked = sum(each.asked_id == desk.officer.id and each.reply is None for each in state.asked)
    if asked:
        return plural("you are asked about {n}", "you are asked about {n}", asked), "warn"
    return (_("to be chosen"), "warn") if state.conflicts else (_("nothing to choose"), "text")
