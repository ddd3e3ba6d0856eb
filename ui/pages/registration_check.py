"""What is checked while a registration is typed: older files, the photo, the proofs, what is to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import codes, likenesses
from app.language import N_, _, plural
from app.likenesses import Likeness
from app.photos import Photo
from ui import theme
from ui.focus import tab_through
from ui.pages.registration_fields import SectionHead
from ui.pages.registration_proofs import Proofs
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.fields import TickBox
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.photo import PhotoBox
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline

MORE_DRAFTS = 3
PICTURES = N_("Pictures (*.jpg *.jpeg *.png *.bmp *.webp)")


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that can be gone on with: whose, when it was kept, who began it and where, how to open it."""

    name: str
    kept_at: str
    officer: str
    open: Callable[[], object]


class Likenesses(QWidget):
    """Whether somebody on file may be the one being entered, and the decision about it."""

    asked = Signal()
    use_file = Signal()
    other_person = Signal()
    open_file = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notice, self._waits = Notice(), True
        self._use = KeyButton(_("Use the old file"), key="Alt+Y", small=True)
        self._open = KeyButton(_("Open the file"), small=True)
        self._other = KeyButton(_("Somebody else"), key="Alt+N", kind="quiet", small=True)
        self._drafts = QVBoxLayout()

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._notice)
        row = QHBoxLayout()
        row.addWidget(self._use)
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self._other)
        column.addLayout(row)
        column.addLayout(self._drafts)
        self._use.clicked.connect(self.use_file)
        self._open.clicked.connect(self.open_file)
        self._other.clicked.connect(self.other_person)
        self.show_nothing()

    def show_likeness(self, likeness: Likeness, relative: str = "") -> None:
        """Show somebody on file and why, and ask whether it is the same person; a relative is named."""
        why = _(WHY[likeness.why], name=likeness.name, born=likeness.born_on)
        fact = _("{name}: {why}", name=relative, why=why) if relative else why
        self._notice.say(fact, _lived(likeness), kind="warn")
        self._waits = False
        self._ask(True)
        self._use.show_words(_("Moved here") if likeness.lives_here else _("Use the old file"))

    def status(self) -> Status:
        """Whether there is something to decide, for the strip of a narrow window."""
        if self._waits:
            return Status(_("Not looked up yet"), "mute")
        asks = not self._other.isHidden()
        return Status(_("Older file?"), "warn") if asks else Status(_("No doubt"), "ok")

    def show_words(self, words: str, rest: str = "", *, kind: str = "info") -> None:
        """Say how the check stands, with nothing to decide."""
        self._notice.say(words, rest, kind=kind)
        self._waits = False
        self._ask(False)

    def show_nothing(self) -> None:
        """There is nothing to check yet."""
        self.show_waiting(
            _("Older files are looked for as soon as the number or name and birthday are there.")
        )

    def show_waiting(self, words: str) -> None:
        """Say what the check still waits for."""
        self._notice.say(words)
        self._waits = True
        self._ask(False)

    def show_offers(self, latest: Offer, others: tuple[Offer, ...] = ()) -> None:
        """Offer drafts to go on with."""
        words = plural("{n} draft was not finished", "{n} drafts were not finished", 1 + len(others))
        self._notice.say(
            words,
            _("Latest: {name}, begun by {officer}, kept {at}.", name=latest.name, officer=latest.officer,
              at=latest.kept_at),
            kind="info",
        )  # fmt: skip
        self._notice.add_action(_("Go on"), latest.open, key="Alt+D")
        self._ask(False)
        for other in others[:MORE_DRAFTS]:
            button = KeyButton(
                _("{name}, {officer}, kept {at}", name=other.name, officer=other.officer, at=other.kept_at),
                kind="quiet",
                small=True,
            )
            button.clicked.connect(other.open)
            self._drafts.addWidget(button)

    def _ask(self, asks: bool) -> None:
        for button in (self._use, self._open, self._other):
            button.setVisible(asks)
        self.asked.emit()
        refill(self._drafts)


WHY = {
    likenesses.NUMBER: N_("This person has been here before."),
    likenesses.SAME: N_("Same name and birthday."),
    likenesses.SOUNDS: N_("Same birthday, and {name} sounds the same."),
    likenesses.NEARLY: N_("Same birthday, and {name} differs in one character."),
    likenesses.BIRTH: N_("Same name, the birthday {born} differs in one part."),
}


def _lived(likeness: Likeness) -> str:
    if likeness.lives_here:
        return _(
            "Lives at {where} by the file, since {since}.",
            where=likeness.last_lived,
            since=likeness.arrived_on,
        )
    if likeness.arrived_on is None:
        return _("On file without a stay.")
    return _(
        "Lived at {where} from {since} to {until}. On the old file, that time is kept.",
        where=likeness.last_lived, since=likeness.arrived_on, until=likeness.left_on,
    )  # fmt: skip


class PhotoPart(QWidget):
    """The photo, whether it is fit for the card, and where it comes from; ``given`` carries a file's path."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.photo: bytes | None = None
        self._box, self._chip = PhotoBox(60, 74), Chip()
        self._words = Text(size=theme.NOTE, tone="text2", wrap=True)
        self.choose_button = KeyButton(_("Choose a file"), key="F6", small=True)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._box)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(Text(_("Photo"), bold=True))
        head.addStretch(1)
        head.addWidget(self._chip)
        column.addLayout(head)
        column.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        row.addLayout(column, 1)
        self.choose_button.clicked.connect(self.choose)
        self._box.asked.connect(self.choose)
        self._box.dropped.connect(self.given)
        self.show_kept(None)

    def choose(self) -> None:
        """Ask for a picture file."""
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a photo"), "", _(PICTURES))
        if path:
            self.given.emit(path)

    def show_photo(self, photo: Photo) -> None:
        """Show a photo that has just been checked."""
        self._show(photo.jpeg)
        if not photo.light_ground:
            self._chip.show_status(Status(_("Ground dark"), "warn"))
            self._words.show_words(_("The card asks for a white ground. Better photograph again."), "warn")

    def show_kept(self, jpeg: bytes | None) -> None:
        """Show the photo that is on file, or that there is none."""
        self._show(jpeg)

    def refuse(self, words: str) -> None:
        """Say why a picture cannot be taken; the photo there was stays."""
        self._chip.show_status(Status(_("Not taken"), "bad"))
        self._words.show_words(words, "bad")

    def status(self) -> Status:
        """How the photo stands, for the strip of a narrow window."""
        return Status(_("Photo fits"), "ok") if self.photo else Status(_("No photo yet"), "warn")

    def _show(self, jpeg: bytes | None) -> None:
        self.photo = jpeg
        self._box.show_photo(jpeg)
        self._chip.show_status(Status(_("Fits"), "ok") if jpeg else Status(_("Still missing"), "warn"))
        self._words.show_words(_("White ground, face to the front, 358 × 441"), "text2")


class CheckPanel(Panel):
    """Section 6. ``changed`` when anything looks different, ``ticked`` when the officer ticked something.

    ``notice`` asks for the paper of what is told, ``photographed`` to take pages of a proof.
    """

    changed = Signal()
    ticked = Signal()
    notice = Signal()
    photographed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.likenesses, self.photo = Likenesses(), PhotoPart()
        self.proofs = Proofs(today)
        self._lacking, self._told_so_far = Text(tone="warn"), Text(tone="warn")
        entries = codes.entries("told", today())
        self._told = {entry.code: TickBox(entry.title) for entry in entries}

        self._lay_out()
        for box in self._told.values():
            box.toggled.connect(self._count)
            box.clicked.connect(self.ticked)
        self.likenesses.asked.connect(self.changed)
        self.proofs.shown.connect(self._order)
        self.proofs.changed.connect(self._count)
        self.proofs.decided.connect(self.ticked)
        self.begin()

    def begin(self) -> None:
        """Be as for somebody new."""
        self.likenesses.show_nothing()
        self.photo.show_kept(None)
        self.show_told(())
        self.proofs.begin()
        self.proofs.show_on_file({})

    def show_told(self, told: Iterable[str]) -> None:
        """Tick what has been told."""
        ticked = set(told)
        for code, box in self._told.items():
            box.setChecked(code in ticked)
        self._count()

    def go_to(self) -> None:
        """Put the officer on the first thing to tick."""
        (self.proofs.lines[0].tick if self.proofs.lines else self.photo).setFocus()

    def told(self) -> tuple[str, ...]:
        """What has been told face to face."""
        return tuple(code for code, box in self._told.items() if box.isChecked())

    def summary(self) -> tuple[Status, ...]:
        """How everything stands, as chips for a narrow window."""
        lacking = self.proofs.lacking()
        told = _("Told {n}/{all}", n=len(self.told()), all=len(self._told))
        return (
            self.likenesses.status(),
            self.photo.status(),
            Status(_("Proofs complete"), "ok") if not lacking else Status(_lacking(lacking), "warn"),
            Status(told, "ok" if len(self.told()) == len(self._told) else "warn"),
        )

    def _order(self) -> None:
        tab_through(self.photo.choose_button, *self.proofs.stops(), *self._told.values())

    def _count(self) -> None:
        lacking, told = self.proofs.lacking(), len(self.told())
        asked = len(self.proofs.lines)
        self._lacking.show_words(
            _("{n} of {all} missing", n=lacking, all=asked) if lacking else _("all {n} there", n=asked),
            "warn" if lacking else "ok",
        )
        self._told_so_far.show_words(
            f"{told} / {len(self._told)}", "ok" if told == len(self._told) else "warn"
        )
        self.changed.emit()

    def _lay_out(self) -> None:
        self.body.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        self.body.addWidget(SectionHead(6, _("Checks"), _("The program looks for you")))
        for part in (self.likenesses, hairline(), self.photo, hairline()):
            self.body.addWidget(part)
        camera = KeyButton(_("Document camera"), key="F7", kind="quiet", small=True)
        camera.clicked.connect(self.photographed)
        self.body.addLayout(_headed(_("Proofs"), self._lacking, camera))
        self.body.addLayout(self.proofs)
        self.body.addWidget(hairline())
        paper = KeyButton(_("Print the notice"), key="F9", kind="quiet", small=True)
        paper.clicked.connect(self.notice)
        paper.setToolTip(_("Registers, then shows the notice: what is printed is about who is on file."))
        self.body.addLayout(_headed(_("To tell face to face"), self._told_so_far, paper))
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        for box in self._told.values():
            ticks.addWidget(box)
        self.body.addLayout(ticks)
        self.body.addStretch(1)


def _lacking(count: int) -> str:
    return plural("{n} proof missing", "{n} proofs missing", count)


def _headed(title: str, fact: QWidget, *tools: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(Text(title, bold=True))
    row.addWidget(fact)
    row.addStretch(1)
    for tool in tools:
        row.addWidget(tool)
    return row


class CheckStrip(Panel):
    """Section 6 in a narrow window: one strip of chips above the fields; ``opened`` asks for the whole."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips = [Chip() for _chip in range(4)]
        self._more = KeyButton(_("Unfold"), key="Alt+6", kind="quiet", small=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Text(_("Checks"), bold=True))
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._more)
        self.body.setContentsMargins(theme.px(12), 0, theme.px(4), 0)
        self.body.addLayout(row)
        self.setFixedHeight(theme.px(40))
        self._more.clicked.connect(self.opened)

    def show_summary(self, summary: tuple[Status, ...]) -> None:
        """Show how everything stands."""
        for chip, status in zip(self._chips, summary, strict=True):
            chip.show_status(status)

    def show_unfolded(self, unfolded: bool) -> None:
        """Say whether the button unfolds the checks or goes back to the fields."""
        self._more.show_words(_("Back to the fields") if unfolded else _("Unfold"))
