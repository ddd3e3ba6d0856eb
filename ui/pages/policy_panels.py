"""The panels of the policy page: what a pack says, what changed, whom it would touch, what was in force."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import amendments
from app.amendments import Affected, Weighed
from app.language import N_, _, plural
from app.law import Answer, Fault, Verdict
from app.law.compare import Stand
from app.law.words import VERDICTS
from app.packs import CommencementRow, Rehearsal
from app.rulebook import BROUGHT_IN, IN_FORCE, PAST, TO_COME, EditionRow, PackRow
from ui import theme
from ui.answers import reason_of
from ui.table import Column, Group
from ui.widgets.answer import AnswerTree
from ui.widgets.cells import Status, TwoLines, Words
from ui.widgets.chip import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

STATES = {IN_FORCE: N_("In force"), TO_COME: N_("To come"), PAST: N_("No longer in force")}
UNTIL_NOW = 3
SHORT = 12
"""How many of the sixty-four characters of a checksum are shown in a list."""


def day_of(day: date | None) -> str:
    """A day as lists of this page write it; — where there is none."""
    return day.isoformat() if day else "—"


def pack_cell(row: PackRow) -> TwoLines:
    """A pack in the list at the left."""
    kept = _("not in force") if row.state == BROUGHT_IN else _("built in")
    since = kept if row.since is None else _("from {day}", day=row.since)
    read = Status(_("{n} / {all} read", n=row.verified, all=row.entries), _kind(row))
    return TwoLines(Words(row.issuer, row.code, bold=True), read, f"{row.version} · {since}")


def _kind(row: PackRow) -> str:
    return "ok" if row.verified == row.entries else "warn"


class EditionsPanel(Panel):
    """Every rule and number of a pack, by what is in force; ``chosen`` carries the one gone to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(" ", padded=False)
        self.list: WorkList[EditionRow] = WorkList(
            (
                Column[EditionRow](
                    N_("Rule or number"), lambda row: Words(row.title, bold=True, cut_inside=True)
                ),
                Column[EditionRow](N_("Set to"), lambda row: row.value or _("a rule"), width=96),
                Column[EditionRow](N_("From"), lambda row: row.since, day_of, width=96),
                Column[EditionRow](N_("Read in the act"), _read, width=100),
            ),
            key=lambda row: (row.name, row.since), row_height=34, name=_("Rules and numbers"),
        )  # fmt: skip
        self.body.addWidget(self.list)
        self.list.chosen.connect(self.chosen)

    def show_pack(self, row: PackRow) -> None:
        """Show what a pack says."""
        self.show_title(
            _("{issuer} · version {version}", issuer=row.issuer, version=row.version),
            _("checksum {checksum}", checksum=row.checksum[:SHORT]),
        )
        self.title.setToolTip(row.checksum)
        groups = (
            Group(_(words), rows, str(len(rows)))
            for state, words in STATES.items()
            if (rows := tuple(edition for edition in row.editions if edition.state == state))
        )
        self.list.show_groups(groups)
        self.chosen.emit(self.list.current())


def _read(row: EditionRow) -> Status:
    return Status(_("verified"), "ok") if row.verified else Status(_("unverified"), "warn")


class ChangesPanel(Panel):
    """What its issuer says has changed, version by version."""

    def __init__(self) -> None:
        super().__init__(_("What changed"))
        self._words = Text(wrap=True)
        self._words.setTextFormat(Qt.TextFormat.MarkdownText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(scrolled(self._words), 1)

    def show_pack(self, row: PackRow) -> None:
        """Show it for a pack."""
        self._words.setText(row.changes.strip() or _("This pack says nothing about its changes."))


class RehearsalPanel(Panel):
    """For whom a pack would change what; ``chosen`` carries the person and service gone to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Rehearsal"), padded=False)
        self.list: WorkList[Affected] = WorkList(
            (
                Column[Affected](N_("Name"), lambda one: Words(one.name, bold=True), width=84),
                Column[Affected](N_("Service"), lambda one: one.service),
                Column[Affected](N_("Effect"), lambda one: one, _change, width=112),
                Column[Affected](N_("Until now"), lambda one: _stand(one.old), width=116),
                Column[Affected](N_("Then"), lambda one: _stand(one.new), width=116),
            ),
            key=lambda one: (one.person_id, one.rule), row_height=34, name=_("Rehearsal"),
        )  # fmt: skip
        self._nothing = EmptyState(
            "people", _("Not rehearsed yet"), _("Bring a pack in; F6 then names everyone it would touch.")
        )
        self._views = QStackedWidget()
        self._views.addWidget(self._nothing)
        self._views.addWidget(self.list)
        self.body.addWidget(self._views)
        self.list.chosen.connect(self.chosen)

    def be_narrow(self, narrow: bool) -> None:
        """Leave out how it was where there is no room; the panel beside tells it with its reasons."""
        self.list.setColumnHidden(UNTIL_NOW, narrow)

    def show_rehearsal(self, rehearsal: Rehearsal | None) -> None:
        """Show whom it touches; None shows that nothing was rehearsed."""
        changes = rehearsal.changes if rehearsal else ()
        self.list.show_rows(changes)
        self._views.setCurrentIndex(1 if changes else 0)
        if rehearsal is None:
            self.show_title(_("Rehearsal"))
            self._nothing.show_words(
                _("Not rehearsed yet"), _("Bring a pack in; F6 then names everyone it would touch.")
            )
            return
        self.show_title(_("As of {day}", day=rehearsal.day), counted(rehearsal))
        self._nothing.show_words(_("It changes nothing for anybody"), _("Nobody gains and nobody loses."))


def counted(rehearsal: Rehearsal) -> str:
    """How many gain, lose, and are otherwise touched, over all services; and where not all are named."""
    tallies = rehearsal.tallies
    gain, lose, otherwise = (
        f"{sum(getattr(one, part) for one in tallies):,}" for part in ("gain", "lose", "otherwise")
    )
    counts = _("{gain} gain, {lose} lose, {otherwise} otherwise", gain=gain, lose=lose, otherwise=otherwise)
    if not rehearsal.more:
        return counts
    named = _("the first {n} are named, all are exported", n=f"{len(rehearsal.changes):,}")
    return f"{counts} · {named}"


def _stand(stand: Stand) -> str:
    """How a person stands: the day from which it will be had, else the verdict."""
    coming = stand.verdict is not Verdict.YES and stand.opens is not None
    return _("from {day}", day=stand.opens) if coming else _(VERDICTS[stand.verdict])


def _change(one: Affected) -> Status:
    kind = "ok" if one.gains else "bad" if one.loses else "info"
    return Status(amendments.change_in_words(one), kind)


class FaultsPanel(Panel):
    """Everything that is wrong in a pack that was not taken, with file and line."""

    def __init__(self) -> None:
        super().__init__(_("Faults"), padded=False)
        self.list: WorkList[Fault] = WorkList(
            (
                Column[Fault](N_("File and line"), lambda one: f"{one.file}:{one.line}", width=210),
                Column[Fault](N_("What is wrong"), lambda one: Words(str(one).split(": ", 1)[-1])),
            ),
            key=str, row_height=34, name=_("Faults"),
        )  # fmt: skip
        self._words = Text(wrap=True, tone="text2")
        self._words.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._words)
        self.list.chosen.connect(lambda one: self._words.setText(str(one) if one else ""))

    def show_faults(self, faults: tuple[Fault, ...]) -> None:
        """Show them all."""
        self.show_title(plural("{n} fault", "{n} faults", len(faults)), _("nothing of it was taken"))
        self.list.show_rows(faults)


class HistoryPanel(Panel):
    """What was put in force here, from when, by whom, and what was rolled back."""

    def __init__(self) -> None:
        super().__init__(_("Put in force here"), note=_("the latest first"), padded=False)
        self.list: WorkList[CommencementRow] = WorkList(
            (
                Column[CommencementRow](N_("Pack"), lambda row: Words(row.code, bold=True), width=96),
                Column[CommencementRow](N_("Version"), lambda row: Words(row.version, row.checksum[:SHORT])),
                Column[CommencementRow](N_("In force from"), lambda row: row.since, day_of, width=104),
                Column[CommencementRow](N_("Put in force"), lambda row: Words(row.put_by, str(row.put_on)),
                                        width=150),
                Column[CommencementRow](N_("Rolled back"), _withdrawn, width=150),
            ),
            key=lambda row: row.id, row_height=34, name=_("Put in force here"),
        )  # fmt: skip
        self._nothing = EmptyState(
            "history", _("Nothing was put in force here yet"),
            _("This office works by the packs that the program comes with."),
        )  # fmt: skip
        self.body.addWidget(self.list)
        self.body.addWidget(self._nothing)

    def show_rows(self, rows: tuple[CommencementRow, ...]) -> None:
        """Show them."""
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self.list.setCurrentIndex(QModelIndex())


def _withdrawn(row: CommencementRow) -> Words | Status:
    if row.withdrawn_on is None:
        return Status(_("counts"), "ok")
    return Words(row.withdrawn_by, str(row.withdrawn_on), tone="text2")


class DetailPanel(Panel):
    """A rule or number with its article's own words, or why a person gains or loses."""

    def __init__(self) -> None:
        super().__init__(_("Article"))
        self._chip = Chip()
        self._title = Text(size=theme.TITLE, bold=True, wrap=True)
        self._value, self._days = Text(bold=True, wrap=True), Text(tone="text2", wrap=True)
        self._asks = Text(wrap=True)
        self._article, self._quote = Text(bold=True, wrap=True), Notice()
        self._read = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._rule, self._person = QWidget(), QWidget()
        self._trees = tuple(AnswerTree() for _law in range(2))
        self._heads = tuple(Text(bold=True) for _law in range(2))
        self.add_tool(self._chip)
        self._lay_out()

    def show_edition(self, row: EditionRow | None, requires: tuple[tuple[int, str], ...]) -> None:
        """Show a rule or number, and what it asks; None shows nothing."""
        self._rule.setVisible(row is not None)
        self._person.hide()
        self._chip.setVisible(row is not None)
        self.show_title(_("Article"))
        self._title.setText(row.title if row else "")
        if row is None:
            return
        self._chip.show_status(_read(row))
        self._value.show_words(row.value)
        self._value.setVisible(bool(row.value))
        until = _("until {day}", day=row.until) if row.until else ""
        self._days.setText(f"{_('from {day}', day=row.since)} {until}".strip())
        self._asks.setText("\n".join(f"{'    ' * depth}· {words}" for depth, words in requires))
        self._asks.setVisible(bool(requires))
        self._article.setText(row.article)
        self._quote.say(row.citation or _("The pack does not quote this article."))
        self._read.show_words(_how_read(row), "text2" if row.verified else "warn")

    def show_why(self, one: Affected, weighed: Weighed) -> None:
        """Show why a person is answered otherwise: the new law's reasons, then the old one's."""
        self._rule.hide()
        self._person.show()
        self._chip.show()
        self._chip.show_status(_change(one))
        self.show_title(one.name)
        self._title.setText(one.service)
        for head, tree, words, answer in zip(
            self._heads, self._trees, (_("By the new rules"), _("By those in force")),
            (weighed.new, weighed.old), strict=True,
        ):  # fmt: skip
            head.setText(words if isinstance(answer, Answer) else f"{words}: {_('no such rule')}")
            tree.show_reason(reason_of(answer) if answer is not None else None)  # a "no" is false

    def _lay_out(self) -> None:
        rule = QVBoxLayout(self._rule)
        for part in (self._value, self._days, self._asks, self._article, self._quote, self._read):
            rule.addWidget(part)
        rule.addStretch(1)
        person = QVBoxLayout(self._person)
        for head, tree in zip(self._heads, self._trees, strict=True):
            person.addWidget(head)
            person.addWidget(tree)
        person.addStretch(1)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        both = QHBoxLayout()
        for column in (rule, person, both, whole):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.px(8))
        whole.addWidget(self._title)
        whole.addLayout(both, 1)
        both.addWidget(self._rule)
        both.addWidget(self._person)
        self._person.hide()
        self.body.addWidget(scrolled(inner), 1)


def _how_read(row: EditionRow) -> str:
    """Whether it was read in the act itself, said plainly, and when."""
    if row.checked_on is None:
        return _("Unverified: nobody has read it in the act itself.")
    words = _("Read in the act itself on {day}.") if row.verified else _("Unverified; looked at on {day}.")
    return words.format(day=row.checked_on)
