"""登记与住址 and 材料: a resident's stays, and the proofs held or missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app import codes, materials, permits
from app.camera_folder import ENDINGS
from app.clashes import MINE, PROOF, Clashed, Values
from app.desk import Desk
from app.enclosures import Enclosure
from app.errors import Refused
from app.language import N_, _, plural
from app.law import LedgerEntry, Verdict
from app.law.ledger import WHY
from app.materials import VERIFIED, MaterialRow, NewMaterial
from app.people import PersonCard, StayCard
from app.resident_files import ResidentFile
from ui import theme
from ui.pages.proof_pages import ProofPages
from ui.pages.resident_clash import ClashNotice, or_clashed
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status, Words
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.dropping import FileDrop
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

A_DAY = timedelta(1)
NOTHING = ("", "", 0, "")
"""How a proof stands of which nothing is noted."""
LACKING = {
    "identity": N_("a proof of identity"),
    "photo": N_("a photo"),
    "proof": N_("a proof of dwelling, work or study"),
    "agent": N_("the agent's identity card"),
}


class StaysTab(QWidget):
    """Every stay, the latest first, with its registration and its end; below it which days count, and why."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        stays = Panel(_("Stays and registrations"), note=_("the latest first"), padded=False)
        self.list: WorkList[StayCard] = WorkList(
            _stay_columns(today),
            key=lambda stay: stay.id,
            name=_("Stays and registrations"),
        )
        self.ledger: WorkList[LedgerEntry] = WorkList(
            _ledger_columns(),
            key=lambda entry: entry.start,
            row_height=32,
            name=_("Residence ledger"),
        )

        stays.body.addWidget(self.list)
        ledger = Panel(_("Residence ledger"), note=_("which days count, as of today"), padded=False)
        ledger.body.addWidget(self.ledger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(stays, 2)
        column.addWidget(ledger, 3)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.list

    def show_file(self, file: ResidentFile) -> None:
        """Show the stays, and the ledger from the latest stretch back."""
        self.list.show_rows(file.card.stays)
        self.ledger.show_rows(reversed(file.ledger))


class MaterialsTab(Panel):
    """Proofs held or missing.

    ``asked`` carries a verb of a desk and a person, and a function that says its answer in words, "" where
    nothing was saved because another officer was there first. ``photographed`` carries the kind of a proof
    whose pages are to be taken, what it proves, its title, and files that were dropped; ``looked`` the kind
    of one whose pages are to be looked at.
    """

    asked = Signal(object, object)
    photographed = Signal(str, str, str, object)
    looked = Signal(str)

    def __init__(self, today: Callable[[], date], viewer: ProofPages) -> None:
        super().__init__(_("Proofs"), padded=False)
        self.viewer = viewer
        self._groups = {entry.code: entry.group for entry in codes.entries("materials", today())}
        self.kind = Combo(
            tuple(
                (entry.code, entry.title)
                for entry in codes.entries("materials", today())
                if entry.group != "photo"
            ),
            name=_("Proof"),
        )
        self.verified = ChoiceRow(
            tuple((code, _(words)) for code, words in VERIFIED.items()), name=_("Verified")
        )
        self.held, self.missing = (
            KeyButton(_("Note as held"), small=True),
            KeyButton(_("Note as missing"), small=True),
        )
        self._camera = KeyButton(_("Document camera"), key="F7", kind="quiet", small=True)
        self._lacking, self.clash = Notice(), ClashNotice(today)
        self._on_file: Values = {}
        self._noting: NewMaterial | None = None
        self._noting_part = QWidget()
        self.list = _list_of_proofs(today)
        self._none = EmptyState(
            "file", _("No proof noted yet"), _("Choose a proof above and note it as held.")
        )
        self._shown = stacked(self.list, self._none, viewer)
        self._back = KeyButton(_("Back to the list"), key="Esc", kind="quiet", small=True)

        self._lay_out()
        self._ask_room_for_pages(False)
        self.verified.show_value("original_seen")
        self.held.clicked.connect(lambda: self._note("held"))
        self.missing.clicked.connect(lambda: self._note("missing"))
        self.list.chosen.connect(lambda held: self.kind.show_value(held.kind) if held else None)
        self.clash.chosen.connect(self.settle)
        self._camera.clicked.connect(lambda: self.photograph())
        FileDrop(self, ENDINGS, several=True).all_dropped.connect(self.photograph)
        for asked_for in (self.list.opened, self.list.spaced):
            asked_for.connect(lambda held: self.looked.emit(held.kind))
        self._back.clicked.connect(self.back)
        viewer.chosen.connect(self.kind.show_value)

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.list

    def photograph(self, files: tuple[str, ...] = ()) -> None:
        """Ask for the pages of the proof that is chosen."""
        kind = self.kind.value()
        if kind is None:
            self.kind.setFocus()
            raise Refused(N_("Choose first which proof the pages are of."))
        self.photographed.emit(kind, self._groups[kind], self.kind.currentText(), files)

    def show_file(self, file: ResidentFile) -> None:
        """Show the proofs, and what an application still lacks."""
        self._on_file = materials.values_of(file.materials)
        self.list.show_rows(file.materials)
        if self.is_looking():
            self.looked.emit(self.viewer.kind())  # something may have come to what is looked at
        else:
            self._shown.setCurrentWidget(self.list if file.materials else self._none)
        self._lacking.setVisible(_asks_for_proofs(file.card))
        lacking = _(", ").join(_(LACKING[group]) for group in file.lacking)
        if lacking:
            self._lacking.say(_("Still lacking for a permit: {lacking}", lacking=lacking), kind="warn")
        else:
            self._lacking.say(_("All that a permit needs is there."), kind="ok")

    def show_pages(self, kind: str, found: tuple[Enclosure, ...]) -> None:
        """Show the pages of a proof in the place of the list, and those of the others behind their tabs."""
        if self.is_looking():
            self.viewer.show_enclosures(found)
            return
        self.viewer.clear()
        self.viewer.show_enclosures(found)
        self.viewer.go_to(kind)
        self._shown.setCurrentWidget(self.viewer)
        self._noting_part.hide()  # the page has its room
        self._ask_room_for_pages(True)
        self._back.show()
        self.viewer.view.setFocus()

    def is_looking(self) -> bool:
        """Whether pages are looked at."""
        return self._shown.currentWidget() is self.viewer

    def back(self) -> bool:
        """What Esc does here: from the pages to the list; says whether pages were looked at."""
        if not self.is_looking():
            return False
        self._back.hide()
        self._ask_room_for_pages(False)
        self._noting_part.show()
        self._shown.setCurrentWidget(self.list)
        self.list.setFocus()
        return True

    def _ask_room_for_pages(self, asks: bool) -> None:
        """Only while pages are looked at there must be room for them: a stack asks it for each of its own."""
        vertical = QSizePolicy.Policy.Expanding if asks else QSizePolicy.Policy.Ignored
        self.viewer.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)

    def _note(self, state: str) -> None:
        kind = self.kind.value()
        if kind is None:
            self.kind.setFocus()
            return
        self.clash.leave()
        _state, _verified, pages, _remark = self._on_file.get(PROOF + kind) or NOTHING
        self._noting = NewMaterial(kind, self._groups[kind], state, self.verified.value(), pages)
        self._give(self._on_file)

    def settle(self, whose: str) -> None:
        """Let stand what another officer noted, or note the proof as it was said here."""
        clashed = self.clash.clashed
        self.clash.leave()
        if clashed is not None and whose == MINE:
            self._give({**self._on_file, **{clash.field: clash.theirs for clash in clashed.clashes}})

    def leave(self) -> None:
        """Another person is shown."""
        self.clash.leave()
        self.back()

    def _give(self, shown: Values) -> None:
        if self._noting is not None:
            self.asked.emit(partial(_note_proof, self._noting, shown), self._noted)

    def _noted(self, answer: Clashed | None) -> str:
        if answer is None:
            return _("Proof noted.")
        self.clash.ask(answer)
        return ""

    def _lay_out(self) -> None:
        self.add_tool(self._back)
        self.add_tool(self._camera)
        self._back.hide()
        self.kind.setFixedWidth(theme.px(208))
        which = inset(self.kind, self._lacking)
        which.setStretchFactor(self._lacking, 1)
        which.addStretch(0)
        how = inset(Text(_("Verified"), tone="text2"), self.verified, self.held, self.missing)
        how.addStretch(1)
        noting = QVBoxLayout(self._noting_part)
        noting.setContentsMargins(0, 0, 0, 0)
        noting.addLayout(which)
        noting.addLayout(how)
        self.body.addWidget(self._noting_part)
        self.body.addLayout(inset(self.clash))
        self.body.addWidget(self._shown, 1)


def _list_of_proofs(today: Callable[[], date]) -> WorkList[MaterialRow]:
    return WorkList(
        (
            Column[MaterialRow](N_("Proof"), lambda held: Words(held.title, bold=True)),
            Column[MaterialRow](
                N_("Proves"), lambda held: codes.title("material_groups", held.proves, today()), width=130
            ),
            Column[MaterialRow](N_("State"), _state, width=100),
            Column[MaterialRow](N_("Verified"), lambda held: _(VERIFIED.get(held.verified, "")), width=150),
            Column[MaterialRow](N_("Sheets"), _sheets, width=104),
            Column[MaterialRow](N_("Received"), lambda held: held.received_on, width=116),
        ),
        key=lambda held: held.id,
        name=_("Proofs"),
    )


COUNTS = {
    Verdict.YES: Status(N_("counts"), "ok"),
    Verdict.NO: Status(N_("does not"), "bad"),
    Verdict.UNKNOWN: Status(N_("cannot say"), "warn"),
}


def _stay_columns(today: Callable[[], date]) -> tuple[Column[StayCard], ...]:
    return (
        Column[StayCard](N_("Arrived"), lambda stay: stay.arrived_on, str, width=100),
        Column[StayCard](N_("Address"), lambda stay: Words(f"{stay.community} {stay.address}", bold=True)),
        Column[StayCard](N_("Dwelling"), lambda stay: codes.title("tenures", stay.tenure, today()), width=88),
        Column[StayCard](N_("Purpose"), lambda stay: codes.title("reasons", stay.purpose, today()), width=80),
        Column[StayCard](N_("Landlord"), lambda stay: stay.landlord_name, width=84),
        Column[StayCard](N_("Registration"), _registration, width=244),
        Column[StayCard](N_("Left"), lambda stay: stay.left_on, _or_here, width=100),
    )


def _ledger_columns() -> tuple[Column[LedgerEntry], ...]:
    return (
        Column[LedgerEntry](N_("From"), lambda entry: entry.start, str, width=100),
        Column[LedgerEntry](N_("Last day"), lambda entry: str(entry.until - A_DAY), width=100),
        Column[LedgerEntry](N_("Days"), lambda entry: f"{entry.days:,}", width=64, right=True),
        Column[LedgerEntry](N_("Counts"), lambda entry: COUNTS[entry.counted], _in_words, width=96),
        Column[LedgerEntry](N_("Why"), _why),
        Column[LedgerEntry](N_("By which article"), _by, width=384),
    )


def _in_words(status: Status) -> Status:
    return Status(_(status.words), status.kind)


def _why(entry: LedgerEntry) -> Words:
    """Why a stretch counts or does not, and where the time begins again."""
    again = ""
    if entry.total_begins:
        again = _("all begins again")
    elif entry.run_begins:
        again = _("a run begins")
    return Words(_(WHY[entry.why]), again)


def _by(entry: LedgerEntry) -> Words:
    """The article, the pack and version it stands in, and whether anybody has read it in the act."""
    pack = _("rules of {pack}, version {version}", pack=entry.pack, version=entry.version)
    unverified = entry.status == "unverified"
    note = f"{pack} · " + _("unverified") if unverified else pack
    return Words(entry.article, note, tone="warn" if unverified else "text")


def inset(*parts: QWidget) -> QHBoxLayout:
    """A line in a panel that lets its list reach the edges, itself as far from them as the panel's title."""
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
    row.setSpacing(theme.px(8))
    for part in parts:
        row.addWidget(part)
    return row


def stacked(*shown: QWidget) -> QStackedWidget:
    """Widgets of which one is shown at a time."""
    stack = QStackedWidget()
    for each in shown:
        stack.addWidget(each)
    return stack


def _asks_for_proofs(card: PersonCard) -> bool:
    """Whether a permit is applied for, or might be: who has one in use need prove nothing for it."""
    return card.new_card is not None or card.permit is None or card.permit.state not in permits.IN_USE


def _note_proof(material: NewMaterial, shown: Values, desk: Desk, person_id: UUID) -> Clashed | None:
    return or_clashed(partial(materials.note, desk, person_id, (material,), shown))


def _registration(stay: StayCard) -> Words:
    if stay.registered_on is None:
        return Words(_("not registered"), _("until {day}", day=stay.register_by), tone="warn")
    return Words(str(stay.registered_on), stay.registration_number or "")


def _or_here(left_on: date | None) -> str:
    return _("lives here") if left_on is None else str(left_on)


def _sheets(held: MaterialRow) -> Words:
    """How many pages were seen, and how many of these are kept as pictures."""
    if not held.pages:
        return Words("")
    seen = plural("{n} page", "{n} pages", held.pages)
    if held.taken == held.pages:
        return Words(plural("{n} page taken", "{n} pages taken", held.taken))
    return Words(seen, plural("{n} taken", "{n} taken", held.taken) if held.taken else "")


def _state(held: MaterialRow) -> Status:
    return Status(_("held"), "ok") if held.state == "held" else Status(_("missing"), "warn")
