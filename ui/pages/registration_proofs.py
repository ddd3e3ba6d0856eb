"""材料: the proofs that go with what the form says, and how each was verified or what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app import codes
from app.camera_folder import ENDINGS
from app.language import N_, _, plural
from app.materials import NewMaterial
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.dropping import FileDrop
from ui.widgets.fields import TextField, TickBox

# Which proof of address goes with which kind of dwelling (art. 9(2) and the lists of the provinces).
PROOF_OF_ADDRESS = {
    "rented": "lease",
    "owned": "property_certificate",
    "dormitory": "employer_lodging",
    "school": "school_lodging",
}
STUDY = "06"
FAMILY = "family"
"""One line for the documents of all who came along; each of them has a proof of their own on file."""
SEEN = "original_seen"
WAYS = (
    (SEEN, N_("Original seen")),
    ("card_read", N_("Card read")),
    ("database", N_("In the books")),
    ("by_phone", N_("By phone")),
)
"""How a proof may be verified, as digits pick; the digit after the last says that it lacks something."""

ON_A_CHIP = 12
"""So many characters of what a proof lacks stand on its chip; more is in its tooltip, and said aloud."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides which proofs are asked for: document, dwelling, employer, reason for coming, family."""

    id_kind: str | None
    tenure: str | None
    employer: str | None
    purpose: str | None
    family: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof asked for: its kind, what it proves, and its title in the officer's language."""

    kind: str
    proves: str
    title: str


def proofs_for(situation: Situation, today: date) -> tuple[Proof, ...]:
    """The proofs that go with a situation."""
    document = codes.known("documents", situation.id_kind or "citizen", today)
    asked = [_proof("household_book", today)]
    if situation.id_kind != "none" and document is not None:
        asked = [Proof("id_card", "identity", document.title)]
    if situation.family:
        words = plural("Document of {n} relative", "Documents of {n} relatives", situation.family)
        asked.append(Proof(FAMILY, "identity", words))
    if situation.tenure:
        asked.append(_proof(PROOF_OF_ADDRESS.get(situation.tenure, "other_address"), today))
    if situation.employer:
        asked.append(_proof("labour_contract", today))
    if situation.purpose == STUDY:
        asked.append(_proof("school_certificate", today))
    return tuple(asked)


def _proof(kind: str, today: date) -> Proof:
    entry = codes.known("materials", kind, today)
    assert entry is not None, kind
    return Proof(kind, entry.group, entry.title)


class ProofTick(TickBox):
    """A proof's box: Space sees the original, a digit says another way; ``way`` carries which, from 0."""

    way = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        number = event.key() - Qt.Key.Key_1
        if plain and 0 <= number <= len(WAYS):
            self.way.emit(number)
        else:
            super().keyPressEvent(event)


class ClickedChip(Chip):
    """A chip that can be pressed."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class ProofLine(QWidget):
    """One proof: how it was verified, or what it lacks, and its pages.

    ``decided`` when the officer said something of it; ``photographed`` when pages of it are to be taken, with
    the files that were dropped on it.
    """

    changed = Signal()
    decided = Signal()
    photographed = Signal(object)

    def __init__(self, proof: Proof, known: NewMaterial | None) -> None:
        super().__init__()
        self.proof = proof
        self.tick, self._chip = ProofTick(proof.title), ClickedChip()
        self.lacks = TextField(_("What it lacks"), name=_("What it lacks: {proof}", proof=proof.title))
        self.lacks.setFixedHeight(theme.px(28))
        self.lacks.hide()
        self._again = KeyButton(_("Photograph again"), kind="quiet", small=True)
        self._again.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # on the line F7 does the same
        self._verified, self._pages, self._on_file = "", 0, 0
        self.pictures: tuple[str, ...] = ()
        row = QHBoxLayout()
        row.addWidget(self.tick)
        row.addStretch(1)
        row.addWidget(self._again)
        row.addWidget(self._chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(row)
        column.addWidget(self.lacks)
        self.tick.clicked.connect(lambda seen: self._say(SEEN if seen else ""))
        self.tick.way.connect(self._pick)
        self.lacks.changed.connect(self._show)
        self.lacks.left.connect(self._leave)
        self._chip.pressed.connect(self._choose)
        self._again.clicked.connect(lambda: self.photographed.emit(()))
        if proof.kind != FAMILY:
            FileDrop(self, ENDINGS, several=True).all_dropped.connect(self.photographed)
        self.show_known(known)

    @property
    def pages(self) -> int:
        """How many pages were taken in, with those on file."""
        return self._on_file + len(self.pictures)

    def show_on_file(self, pages: int) -> None:
        """So many pages of it are on file."""
        self._on_file = pages
        self._show()

    def take(self, pictures: tuple[str, ...]) -> None:
        """These pages are taken in with it; a proof of which nothing was said is seen by that."""
        self.pictures = pictures
        if pictures and not (self._verified or self.lacks.text().strip()):
            self._verified = SEEN
        self._show()
        self.decided.emit()

    def show_proof(self, proof: Proof) -> None:
        """Call it as it is called now: with the number of relatives."""
        self.proof = proof
        self.tick.setText(proof.title)

    def material(self) -> NewMaterial:
        """The proof as it is noted."""
        state = "held" if self._verified else "missing"
        remark = self.lacks.text().strip()
        return NewMaterial(
            self.proof.kind, self.proof.proves, state, self._verified, self._pages, remark, self.pictures
        )

    def show_known(self, known: NewMaterial | None) -> None:
        """Show how the proof stands by the file or the draft."""
        self._verified = known.verified if known and known.state == "held" else ""
        self._pages = known.pages if known else 0
        self.pictures = known.pictures if known else ()
        self.lacks.show_typed(known.remark if known else "")
        self._show()

    def _pick(self, number: int) -> None:
        if number < len(WAYS):
            self._say(WAYS[number][0])
        else:
            self._say_lacking()

    def _say(self, verified: str) -> None:
        self._verified = verified
        if verified:
            self.lacks.show_typed("")
        self._show()
        self.decided.emit()

    def _say_lacking(self) -> None:
        self._verified = ""
        self._show()
        self.lacks.show()
        self.lacks.setFocus()

    def _leave(self) -> None:
        self.lacks.hide()
        self.decided.emit()

    def _choose(self) -> None:
        menu = QMenu(self)
        for number, (_way, words) in enumerate(WAYS):
            menu.addAction(f"{number + 1}  {_(words)}", partial(self._pick, number))
        menu.addAction(f"{len(WAYS) + 1}  " + _("It lacks something …"), self._say_lacking)
        menu.addAction(_("Still missing"), partial(self._say, ""))
        if self.proof.kind != FAMILY:
            menu.addAction(_("Take pages …"), partial(self.photographed.emit, ()))
        menu.popup(self._chip.mapToGlobal(QPoint(0, self._chip.height())))

    def _show(self) -> None:
        held = bool(self._verified)
        self.tick.setChecked(held)
        lacks = self.lacks.text().strip()
        if held and self.pages and self._verified == SEEN:
            status = Status(plural("{n} page taken", "{n} pages taken", self.pages), "ok")
        elif held:
            status = Status(_(dict(WAYS)[self._verified]), "ok")
        elif lacks:
            words = _("Lacks {what}", what=lacks)
            status = Status(words if len(words) <= ON_A_CHIP else _("Incomplete"), "warn")
        else:
            status = Status(_("Still missing"), "warn")
        self._chip.show_status(status)
        told = _(dict(WAYS)[self._verified]) if held else lacks
        self._chip.setToolTip(told)
        self._again.setVisible(bool(lacks) and not held and self.proof.kind != FAMILY)
        self.tick.setAccessibleDescription(" ".join(dict.fromkeys(filter(None, (status.words, told)))))
        self.changed.emit()


class Proofs(QVBoxLayout):
    """The lines of all proofs asked for; what was said of one is kept while it is not asked for.

    ``shown`` when other lines stand there, ``changed`` when any looks different, ``decided`` when the
    officer said something of one; ``photographed`` carries the line whose pages are to be taken, and files.
    """

    shown = Signal()
    changed = Signal()
    decided = Signal()
    photographed = Signal(object, object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._known: dict[str, NewMaterial] = {}
        self._on_file: Mapping[str, int] = {}
        self._made: dict[str, ProofLine] = {}
        self.lines: tuple[ProofLine, ...] = ()
        self.setSpacing(theme.px(2))

    def begin(self) -> None:
        """Be as for somebody new."""
        self.show_known(())
        self._show(())

    def show_situation(self, situation: Situation) -> None:
        """Ask for the proofs that go with what the form says."""
        asked = proofs_for(situation, self._today())
        if asked != tuple(line.proof for line in self.lines):
            self._show(asked)

    def show_known(self, known: Iterable[NewMaterial]) -> None:
        """Show how proofs stand by the file or the draft."""
        self._known = {material.kind: material for material in known}
        for kind, line in self._made.items():
            line.show_known(self._known.get(kind))

    def show_on_file(self, pages: Mapping[str, int]) -> None:
        """Show how many pages of which proof are on file."""
        self._on_file = pages
        for kind, line in self._made.items():
            line.show_on_file(pages.get(kind, 0))

    def to_photograph(self) -> tuple[ProofLine, ...]:
        """Of which proofs pages may be taken: the one in hand, else first those that still want some.

        Those of relatives belong to their own files.
        """
        lines = [line for line in self.lines if line.proof.kind != FAMILY]
        here = [line for line in lines if line.tick.hasFocus() or line.lacks.hasFocus()]
        return tuple(here or sorted(lines, key=lambda line: line.pages > 0 and not line.material().remark))

    def said(self) -> tuple[NewMaterial, ...]:
        """What was said of proofs, for the draft: those held, and those that lack something."""
        noted = self._known | {kind: line.material() for kind, line in self._made.items()}
        return tuple(m for m in noted.values() if m.state == "held" or m.remark or m.pictures)

    def materials(self) -> tuple[NewMaterial, ...]:
        """The head's proofs as they are to be noted."""
        return tuple(line.material() for line in self.lines if line.proof.kind != FAMILY)

    def family_verified(self) -> str:
        """How the documents of those who came along were verified; "" while they are missing."""
        return next((line.material().verified for line in self.lines if line.proof.kind == FAMILY), "")

    def lacking(self) -> int:
        """How many are not held yet."""
        return sum(line.material().state != "held" for line in self.lines)

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in the lines, in their order."""
        return tuple(stop for line in self.lines for stop in (line.tick, line.lacks))

    def _show(self, asked: tuple[Proof, ...]) -> None:
        """Show a line for each; one that was made before is used again, with what was said of it."""
        for line in self.lines:
            self.removeWidget(line)
            line.hide()
        self.lines = tuple(map(self._line, asked))
        for line in self.lines:
            self.addWidget(line)
            line.show()  # or it takes no key until the window has had a turn
        self.shown.emit()
        self.changed.emit()

    def _line(self, proof: Proof) -> ProofLine:
        line = self._made.get(proof.kind)
        if line is None:
            line = self._made[proof.kind] = ProofLine(proof, self._known.get(proof.kind))
            line.show_on_file(self._on_file.get(proof.kind, 0))
            line.changed.connect(self.changed)
            line.decided.connect(self.decided)
            line.photographed.connect(partial(self.photographed.emit, line))
        line.show_proof(proof)
        return line
