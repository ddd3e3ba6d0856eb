"""材料影像: whether the office keeps pages of proofs, of identity documents too, and when the next go."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app import erasing
from app.desk import Desk
from app.erasing import Standing
from app.language import _, plural
from app.retention import Rule
from ui import theme
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import FormRow
from ui.widgets.panel import Panel
from ui.widgets.text import Text

LABELS = 96
YES, NO = "yes", "no"


class RetentionPanel(Panel):
    """``chosen`` carries the Rule by which pages are kept from now on; what is kept goes on its own day."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Pages of proofs"), note=_("for the whole office"))
        either = ((YES, _("Keep them")), (NO, _("Keep none")))
        self.pages = ChoiceRow(either, name=_("Pages of proofs"))
        self.identity = ChoiceRow(either, name=_("Pages of identity documents"))
        self._shown: Rule | None = None
        self._desk, self._kept_for = desk, Text(size=theme.NOTE, tone="text2", wrap=True)
        self._standing = Text(size=theme.NOTE, tone="text2", wrap=True)

        self.body.addWidget(FormRow(_("Proofs"), self.pages, label_width=LABELS))
        self.body.addWidget(FormRow(_("ID documents"), self.identity, label_width=LABELS))
        sensitive = _(
            "The picture of an identity document is sensitive: keep it only where a rule asks for it."
        )
        self.body.addWidget(self._kept_for)
        self.body.addWidget(Text(sensitive, size=theme.NOTE, tone="text2", wrap=True))
        self.body.addWidget(self._standing)
        for row in (self.pages, self.identity):
            row.changed.connect(self._choose)

    def show_standing(self, standing: Standing) -> None:
        """Show what was chosen, how much is kept, and when the next of it goes."""
        rule, self._shown = standing.rule, None  # while it is shown, nobody chooses
        self.pages.show_value(YES if rule.pages else NO)
        self.identity.show_value(YES if rule.identity else NO)
        self.identity.setEnabled(rule.pages)
        self._shown = rule
        self._kept_for.setText(kept_for(self._desk))
        self._standing.setText(_in_words(standing))

    def _choose(self) -> None:
        rule = Rule(self.pages.value() == YES, self.identity.value() == YES)
        if self._shown not in (None, rule):
            self._shown = rule
            self.chosen.emit(rule)


def _in_words(standing: Standing) -> str:
    if not standing.pages:
        return _("No page is kept now.")
    pages = plural("{n} page is kept now", "{n} pages are kept now", standing.pages)
    people = plural("of {n} person", "of {n} people", standing.people)
    if standing.until is None:
        return _("{pages}, {people}; all are still needed.", pages=pages, people=people)
    return _("{pages}, {people}; the next are erased after {day}.", pages=pages, people=people,
             day=standing.until)  # fmt: skip


def kept_for(desk: Desk) -> str:
    """How long pages are kept, by the law in force, and whether anybody has read it in the act."""
    kept = erasing.kept_for(desk)
    n = kept.period.amount
    words = plural("Erased by the program {n} day after the last decision",
                   "Erased by the program {n} days after the last decision", n)  # fmt: skip
    return words if kept.status == "verified" else _("{words} (unverified)", words=words)
