"""同步记录: what was chosen, asked and answered about conflicts; a merging is taken back, and waits again."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import codes, conflict_record, undoing
from app.clashes import PROOF
from app.conflict_record import RecordRow
from app.history import ACTS
from app.language import N_, _, plural
from app.listing import Listing
from app.merging import RELATIVE
from app.originals import KEPT_FOR
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Done, Key, Page
from ui.pages.field_words import FIELDS
from ui.pages.listing import listed
from ui.pages.sync_words import said
from ui.pages.take_back import TakeBack
from ui.pages.trail import file_of
from ui.pages.wording import covered_in, moment
from ui.table import Column
from ui.widgets.cells import Status, Words
from ui.widgets.empty import EmptyState
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side
from ui.widgets.refill import refill
from ui.widgets.text import RunIn, Text


class SyncRecordPage(Page):
    """The acts at the left, the latest first; at the right what the one in hand chose, and its way back."""

    reads = frozenset({"decision", "question", "reversal", "person", "original"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        today = office.desk.today
        self._head = PageHead(_("Record of sync"))
        self.acts: LongList[RecordRow] = LongList(
            (
                Column[RecordRow](N_("When"), lambda row: moment(row.line.at, today()), width=110),
                Column[RecordRow](N_("Name"), lambda row: Words(row.name or "—", bold=True), width=110),
                Column[RecordRow](N_("Act"), _act),
                Column[RecordRow](N_("Officer"), lambda row: row.line.officer, width=96),
                Column[RecordRow](N_("State"), _state, width=130),
            ),
            key=lambda row: row.id, jobs=office.jobs, name=_("Record of sync"),
        )  # fmt: skip
        self._nothing = EmptyState(
            "check-circle",
            _("Nothing was chosen yet"),
            _("What is merged, asked and answered will stand here."),
        )
        self._listed, self.chosen = Panel(_("The latest first"), padded=False), Panel(_("What was chosen"))
        self._told, self.back = QVBoxLayout(), TakeBack()

        self._arrange()
        self.acts.chosen.connect(self._open)
        self.acts.opened.connect(self._open_person)
        self.back.asked.connect(self._look_back)
        self.back.confirmed.connect(self._take_back)

    def reload(self) -> None:
        read = partial(conflict_record.of_station, self.office.desk)
        self.office.jobs.run(read, then=self._show, owner=self)

    def own_keys(self) -> tuple[Key, ...]:
        in_hand = (
            Key("Up Down", _("Choose"), hinted=True),
            Key("Enter", _("Open the file"), hinted=True),
        )
        return (
            *(in_hand if self.acts.current() is not None else ()),
            Key("F5", _("Refresh"), self.reload, hinted=True),
            Key("Esc", _("Back to sync"), partial(self.opens.emit, "sync", None), hinted=True),
        )

    def first_focus(self) -> QWidget:
        return self.acts

    def fit(self, breadth: str) -> None:
        self.chosen.setFixedWidth(theme.px(300 if breadth == "narrow" else 420))

    def _show(self, listing: Listing[RecordRow]) -> None:
        days = KEPT_FOR.days
        self._head.say(
            plural("For {n} day a merging can be taken back here; it then waits again as it had.",
                   "For {n} days a merging can be taken back here; it then waits again as it had.", days)
        )  # fmt: skip
        self.acts.show_listing(listing)
        self.acts.setVisible(bool(listing))
        self._nothing.setVisible(not listing)
        self._open(self.acts.current())
        self.changed.emit()

    def _open(self, row: RecordRow | None) -> None:
        self.chosen.setVisible(row is not None)
        if row is None:
            return
        self.chosen.show_title(row.name or "—", _act(row).words)
        refill(self._told, _told(row, self.office.desk.today()))
        self.back.show_act(row.id if row.can_wait_again else None)

    def _open_person(self, row: RecordRow) -> None:
        if row.person_id is not None:
            self.opens.emit("resident", file_of(row.person_id, self.acts, "sync_record"))

    def _look_back(self, txn: UUID) -> None:
        plan = partial(undoing.plan, self.office.desk, txn)
        self.office.jobs.run(plan, then=self.back.show_plan, owner=self)

    def _take_back(self, txn: UUID, reason: str, along: tuple[UUID, ...]) -> None:
        undo = partial(undoing.undo, self.office.desk, txn, reason, along)
        self.office.jobs.run(undo, then=self._taken_back, owner=self)

    def _taken_back(self, _nothing: None) -> None:
        self.did.emit(Done(_("Taken back; it waits to be chosen again.")))
        self.reload()

    def _arrange(self) -> None:
        self._listed.body.addWidget(self.acts, 1)
        self._listed.body.addWidget(self._nothing, 1)
        inside = QWidget()
        told = QVBoxLayout(inside)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.px(8))
        self._told.setSpacing(theme.px(8))
        told.addLayout(self._told)
        told.addStretch(1)
        self.chosen.body.addWidget(scrolled(inside), 1)
        self.chosen.body.addWidget(self.back)
        self.lay(self._head, side_by_side(self._listed, self.chosen, wide=self._listed), apart=10)


def _act(row: RecordRow) -> Words:
    return Words(_(ACTS.get(row.line.act, row.line.act)))


def _state(row: RecordRow) -> Status:
    if row.line.taken_back:
        return Status(_("taken back"), "mute")
    return Status(_("can go back"), "info") if row.can_wait_again else Status(_("stands"), "mute")


def _told(row: RecordRow, today: date) -> tuple[Text, ...]:
    """Each field with both originals, phones and numbers covered; or who was asked about which, or what
    was answered, in words."""
    told: list[Text] = []
    if row.asked:
        fields = listed(_field(field, today) for field in conflict_record.about(row.line))
        asked = _("Asked {officers} about: {fields}", officers=listed(row.asked), fields=fields)
        told.append(Text(asked, bold=True, wrap=True))
    for field, value in conflict_record.answered(row.line):
        right = RunIn()
        words = said(field, value, today, covered=True)
        right.show_parts(_field(field, today), _("Right: {value}", value=words))
        told.append(right)
    for field, opinion in conflict_record.chosen(row.line):
        taken = RunIn()
        taken.show_parts(_field(field, today), covered_in(opinion))
        told.append(taken)
    sentence = conflict_record.said(row.line)
    return (*told, Text(sentence, wrap=True)) if sentence else tuple(told)


def _field(field: str, today: date) -> str:
    if field.startswith(RELATIVE):
        return _("Family along")
    field = field.removeprefix(PROOF)
    return _(FIELDS[field]) if field in FIELDS else codes.title("materials", field, today)
