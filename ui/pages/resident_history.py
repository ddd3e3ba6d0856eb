"""办理记录: who did what when, from the journal, each act opened to what its fields were and became."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import codes, history, idnumbers, permits
from app.entries import CODED
from app.history import FieldChange, HistoryLine
from app.language import N_, _, plural
from app.law import Answer, Verdict
from app.law.words import VERDICTS
from app.materials import VERIFIED
from app.resident_files import ResidentFile
from app.undoing import Plan
from ui import theme
from ui.answers import quoted, reason_of
from ui.longlist import LongList
from ui.office import Office
from ui.pages.field_words import FIELDS, NUMBERS, PHONES
from ui.pages.take_back import TakeBack
from ui.pages.wording import covered_in, covered_phone
from ui.table import Column
from ui.widgets.answer import AnswerTree, Article
from ui.widgets.cells import Words
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

ACTS = history.ACTS | {"show_number": N_("Looked at the whole number")}
DECIDED = {
    "registration": N_("residence registration"),
    "permit": N_("residence permit"),
    "application": N_("application for a permit"),
    "received": N_("received"),
    "endorsement": N_("endorsement"),
    "number": N_("whole number"),
    "registered": N_("registered"),
    "applied": N_("applied for"),
    "accepted": N_("accepted"),
    "sent_back": N_("told what is missing"),
    "extend": N_("the time was extended"),
    "print": N_("printed"),
    "hand_out": N_("handed out"),
    "report_lost": N_("reported lost"),
    "find": N_("found again"),
    "replace": N_("replaced"),
    "reissue": N_("issued anew"),
    "change_address": N_("address changed"),
    "suspend": N_("suspended"),
    "restore": N_("restored"),
    "cancelled": N_("cancelled"),
    "seize": N_("taken away"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "endorsed": N_("endorsed"),
    "shown": N_("looked at"),
    "merged": N_("changed by two officers"),
}
"""What decisions were about, and how they ended."""

UNSHOWN = frozenset(
    {
        *("answer", "pack_checksum", "pdf", "pinyin", "on_file", "txn", "picture"),
        *("fields", "choices", "asked_at", "answered_at", "withdrawn_at"),
        *("initials", "employer_initials", "landlord_initials"),
    }
)
"""Fields that only the program reads."""


class HistoryTab(QWidget):
    """The acts at the left, the latest first; at the right what the chosen one changed, and its way back.

    ``looked_back`` carries a transaction, to see what hangs on it; ``taken_back`` one that is taken back,
    with the reason and what goes along.
    """

    looked_back = Signal(object)
    taken_back = Signal(object, str, object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._today = office.desk.today
        self._of: UUID | None = None
        self.acts: LongList[HistoryLine] = LongList(
            _act_columns(),
            key=lambda line: line.txn,
            jobs=office.jobs,
            name=_("What was done"),
        )
        self.changes: WorkList[FieldChange] = WorkList(
            self._change_columns(),
            key=lambda change: (change.kind, change.field),
            name=_("What it changed"),
        )
        self._opened = Panel(_("What it changed"), padded=False)
        self.trees = QWidget()
        self._grounds = scrolled(self.trees)
        self.back = TakeBack()

        self._arrange()
        self.acts.chosen.connect(self._open)
        self.back.asked.connect(self.looked_back)
        self.back.confirmed.connect(self.taken_back)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.acts

    def show_file(self, file: ResidentFile) -> None:
        """Show what was done about this resident."""
        self.acts.show_listing(file.history, anew=self._of != file.card.id)
        self._of = file.card.id
        self._open(self.acts.current())

    def show_plan(self, plan: Plan) -> None:
        """Show what hangs on the act in hand."""
        self.back.show_plan(plan)

    def _open(self, line: HistoryLine | None) -> None:
        self.changes.show_rows(shown(line) if line else ())
        note = plural("{n} field", "{n} fields", len(shown(line))) if line else ""
        self._opened.show_title(_("What it changed"), note)
        self._show_grounds(decided(line) if line else ())
        self.back.show_act(line.txn if line is not None and _may_go_back(line) else None)

    def _show_grounds(self, answers: tuple[Answer, ...]) -> None:
        """Show what the law said that day, as it was kept with the decision."""
        column = self.trees.layout()
        assert isinstance(column, QVBoxLayout)
        refill(column, (part for answer in answers for part in _kept(answer)))
        column.addStretch(1)
        self._grounds.setVisible(bool(answers))

    def _value(self, change: FieldChange, value: Any) -> str:
        """A field's value in the officer's words."""
        if value is None or value == "":
            return ""
        if change.field == "frames":
            return _(", ").join(words for *_place, words in value)
        if isinstance(value, list):
            return _(", ").join(self._value(change, each) for each in value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if change.field == "photo":
            return _("a picture")
        if change.field in CODED:
            return codes.title(CODED[change.field], str(value), self._today())
        if change.field == "outcome" and value not in DECIDED.keys() | FIELDS.keys():
            return codes.title("materials", str(value), self._today())  # the proof two officers saw otherwise
        return _words(change, str(value))

    def _change_columns(self) -> tuple[Column[FieldChange], ...]:
        return (
            Column[FieldChange](
                N_("Field"), lambda change: _(FIELDS.get(change.field, change.field)), width=120
            ),
            Column[FieldChange](
                N_("Before"),
                lambda change: Words(self._value(change, change.before), tone="text2"),
                width=190,
            ),
            Column[FieldChange](
                N_("After"), lambda change: Words(self._value(change, change.after), bold=True)
            ),
        )

    def _arrange(self) -> None:
        listed = Panel(_("What was done"), note=_("the latest first"), padded=False)
        listed.body.addWidget(self.acts)
        self._opened.body.addWidget(self.changes, 1)
        self._opened.body.addWidget(self._grounds, 2)
        grounds = QVBoxLayout(self.trees)
        grounds.setContentsMargins(*(theme.px(n) for n in (12, 0, 12, 8)))
        way_back = QVBoxLayout()
        way_back.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        way_back.addWidget(self.back)
        self._opened.body.addLayout(way_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(listed, 1)
        row.addWidget(self._opened, 1)


def _act_columns() -> tuple[Column[HistoryLine], ...]:
    return (
        Column[HistoryLine](N_("When"), _moment, width=176),
        Column[HistoryLine](N_("Act"), _act),
        Column[HistoryLine](N_("Officer"), lambda line: line.officer, width=96),
        Column[HistoryLine](N_("Changes"), lambda line: str(len(shown(line))), width=64, right=True),
    )


def decided(line: HistoryLine) -> tuple[Answer, ...]:
    """The answers an act was decided on, as the law gave them then."""
    kept = (change.after for change in line.changes if (change.kind, change.field) == ("decision", "answer"))
    return tuple(Answer.from_data(answer) for answer in kept if answer)


def _kept(answer: Answer) -> tuple[QWidget, ...]:
    """An answer as it was kept: its day, its reasons and its article."""
    day = Text(_("What the law said on {day}", day=answer.day), bold=True)
    return day, AnswerTree(reason_of(answer)), Article(quoted(answer))


def _may_go_back(line: HistoryLine) -> bool:
    return not line.taken_back and line.act not in history.FINAL and line.act != "undo"


def shown(line: HistoryLine) -> tuple[FieldChange, ...]:
    """The changes that say something to an officer: no references, no checksums."""
    return tuple(
        change
        for change in line.changes
        if change.field not in UNSHOWN
        and not change.field.endswith("_id")
        and (change.before or None) != (change.after or None)
    )


def _words(change: FieldChange, value: str) -> str:
    """A code in words, where it is one; of a number or a phone what lists show."""
    if (change.kind, change.field) in NUMBERS:
        return idnumbers.masked(value)
    if change.field in PHONES:
        return covered_phone(value)
    if change.field == "opinion":
        return covered_in(value)
    if change.field in ("subject", "outcome"):
        return _(DECIDED.get(value) or FIELDS.get(value, value))
    if change.field == "verdict":
        return _(VERDICTS[Verdict(value)])
    if change.field == "verified":
        return _(VERIFIED.get(value, value))
    if change.field in ("before", "after") or (change.kind, change.field) == ("permit", "state"):
        return _(permits.STATES.get(value, value))
    if change.field == "step":
        return _(permits.STEPS.get(value, value))
    return value


def _act(line: HistoryLine) -> Words:
    """What was done; greyed and said where it was taken back since."""
    note, tone = (_("taken back"), "text3") if line.taken_back else (_pages(line), "text")
    return Words(_(ACTS.get(line.act, line.act)), note, bold=not line.taken_back, tone=tone)


def _pages(line: HistoryLine) -> str:
    """How many pages of proofs an act took in, or erased; "" where it did neither."""
    pages = [change for change in line.changes if (change.kind, change.field) == ("page", "taken_on")]
    return plural("{n} page", "{n} pages", len(pages)) if pages else ""


def _moment(line: HistoryLine) -> Words:
    """When it was done by this machine's clock, and whether that clock was to be doubted."""
    note = _("clock doubtful") if line.clock_suspect else ""
    return Words(line.at.astimezone().strftime("%Y-%m-%d %H:%M"), note, tone="warn" if note else "text")
