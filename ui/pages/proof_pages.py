"""The viewer of 审核 and of 材料: what lies with an application, leaf by leaf, and what is framed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import codes, enclosures
from app.enclosures import PAGE, PHOTO, Enclosure, Leaf
from app.errors import Refused
from app.frames import Frame
from app.language import N_, _
from app.materials import in_words
from ui import pictures, theme
from ui.office import Office
from ui.widgets.button import KeyButton
from ui.widgets.empty import EmptyState
from ui.widgets.gap_words import GapWords
from ui.widgets.leaf_tabs import LeafTab, LeafTabs
from ui.widgets.page_view import PageView
from ui.widgets.text import Text

KEPT = 2
"""So many decoded pages are kept: the one in sight and the one to turn back to; of A4 each takes 9 MB."""
HEAD = 60
"""So high are tabs and line, and what stands in their place while it is asked what lacks."""


class ProofPages(QWidget):
    """Tabs, the page in sight, and in one line what is noted of the proof or what lacks at the frame in hand.

    ``chosen`` carries the kind that was gone to, ``spaced`` the one in hand on Space at the tabs. ``framed``
    carries a leaf as it was and all that is framed on it from now on; with the file that stands on its own.
    ``enlarged`` asks for more room, or for less again; where ``framing`` is off there is no more to be had.
    """

    chosen = Signal(str)
    spaced = Signal(str)
    framed = Signal(object, object)
    enlarged = Signal()

    def __init__(self, office: Office, *, framing: bool = True) -> None:
        super().__init__()
        self._office = office
        self._enclosures: tuple[Enclosure, ...] = ()
        self._leaf: Leaf | None = None
        self._decoded: dict[UUID, QImage] = {}
        self.tabs, self.view = LeafTabs(_("Proofs and pages")), PageView(framing=framing)
        common = [entry.title for entry in codes.entries("page_gaps", office.desk.today())] if framing else []
        self.words, self._noted = GapWords(common), Text(size=theme.NOTE, tone="text2", yields=True)
        self._count = Text(size=theme.NOTE, tone="text2")
        self._nothing = EmptyState("camera", "")
        self._turning = (
            self._tool("arrow-left", _("Page before")),
            self._tool("arrow-right", _("Next page")),
        )
        self._zooming = (KeyButton("−", kind="quiet", small=True), KeyButton("+", kind="quiet", small=True))
        self._enlarging = self._tool("expand", _("More room for the page, or less"))
        self._head, self._stack = QStackedWidget(), QStackedWidget()
        self._named = QWidget()

        self._lay_out()
        self.tabs.chosen.connect(self._go_to)
        self.tabs.spaced.connect(lambda number: self.spaced.emit(self._enclosures[number].kind))
        self.view.asked.connect(self._ask)
        self.view.removed.connect(self._remove)
        self.view.left.connect(self.keep_typed)
        self.view.released.connect(self._end_asking)
        self.view.turned.connect(self.turn)
        self.words.said.connect(self._keep)
        self.words.removed.connect(self._remove)
        for by, button in zip((-1, 1), self._turning, strict=True):
            button.clicked.connect(partial(self.turn, by))
        for by, button in zip((-1, 1), self._zooming, strict=True):
            button.clicked.connect(partial(self.view.zoom, by))
        self._enlarging.clicked.connect(self.enlarged)
        self._enlarging.setVisible(framing)
        self.view.double_clicked.connect(self.enlarged)

    # -- what is shown

    def show_enclosures(self, found: Sequence[Enclosure], marked: Sequence[str] = ()) -> None:
        """Show what lies with an application; what is in sight stays, else what lacks comes first."""
        kind, here = self.kind(), self._leaf
        self._enclosures = tuple(found)
        kinds = [each.kind for each in found]
        at = kinds.index(kind) if kind in kinds else self._first()
        self.tabs.show_tabs([_tab(each, marked) for each in found], at)
        again = next((leaf for leaf in self._leaves() if here is not None and leaf.id == here.id), None)
        if kind not in kinds:
            self._go_to(at)
        elif again is None:
            self._show_first()
        else:
            self._leaf = again
            self.view.show_frames(again.frames)
            self._say()
            if again.source == PHOTO:  # another may be on file by now
                self._read(again)

    def show_marks(self, marked: Sequence[str]) -> None:
        """Show which proofs are to be put right."""
        self.tabs.show_tabs([_tab(each, marked) for each in self._enclosures], self.tabs.current())

    def go_to(self, kind: str) -> None:
        """Show a proof, from where something lacks on it; nothing happens where it does not lie here."""
        kinds = [each.kind for each in self._enclosures]
        if kind in kinds:
            self.tabs.go(kinds.index(kind))

    def lacking(self) -> tuple[Enclosure, ...]:
        """What has something framed on its pages, as they stand here."""
        return tuple(each for each in self._enclosures if each.gap)

    def kind(self) -> str:
        """The kind of what is in sight; "" where nothing is."""
        return self._enclosures[self.tabs.current()].kind if self._enclosures else ""

    def clear(self) -> None:
        """Another application is shown: begin where something lacks on it."""
        self.keep_typed()
        self._enclosures, self._leaf = (), None
        self._decoded.clear()

    def turn(self, by: int) -> None:
        """Show the next page of the proof (1) or the one before (-1)."""
        leaves = self._leaves()
        at = leaves.index(self._leaf) + by if self._leaf in leaves else 0
        if 0 <= at < len(leaves):
            self._show_leaf(leaves[at])

    def back(self) -> bool:
        """What Esc does here: let the frame in hand go; says whether there was one."""
        if self.view.hand is None:
            return False
        self.view.let_go()
        self.view.setFocus()
        return True

    # -- loading

    def _go_to(self, number: int) -> None:
        self._show_first()
        if self._enclosures:
            self.chosen.emit(self._enclosures[number].kind)

    def _show_first(self) -> None:
        """Show the first leaf of what the tab stands for, or the one where something lacks."""
        leaves = self._leaves()
        self._show_leaf(next((leaf for leaf in leaves if leaf.frames), leaves[0] if leaves else None))

    def _show_leaf(self, leaf: Leaf | None) -> None:
        """Read and decode a leaf, unless it was shown a moment ago. Until it is there nothing is in sight:
        what is framed must not come to lie on another page.
        """
        self.keep_typed()
        self._leaf = leaf
        self._say()
        self.view.show_page(QImage(), "")
        if leaf is None:
            return
        if leaf.id in self._decoded:
            self._show_picture(leaf, self._decoded[leaf.id])
        else:
            self._read(leaf)

    def _read(self, leaf: Leaf) -> None:
        read = partial(enclosures.content, self._office.desk, leaf)
        self._office.jobs.run(read, then=partial(self._decode, leaf), owner=self)

    def _decode(self, leaf: Leaf, content: bytes) -> None:
        if self._is_wanted(leaf):
            shown = partial(self._show_picture, leaf)
            self._office.jobs.press(partial(pictures.decode, content), then=shown, owner=self)

    def _show_picture(self, leaf: Leaf, picture: QImage) -> None:
        self._decoded.pop(leaf.id, None)
        if leaf.source != PHOTO:  # of the photo another may be on file by the next time
            self._decoded[leaf.id] = picture
        while len(self._decoded) > KEPT:
            self._decoded.pop(next(iter(self._decoded)))
        if not self._is_wanted(leaf) or self._leaf is None:
            return
        if picture.isNull():
            self._nothing.show_words(
                _("This page cannot be shown"), _("Its picture is damaged. Take it again.")
            )
            self._stack.setCurrentWidget(self._nothing)
        else:
            self.view.show_page(
                picture, self._called(), self._leaf.frames, framing=leaf.source == PAGE,
                whole=leaf.source == PHOTO,
            )  # fmt: skip
            self._stack.setCurrentWidget(self.view)

    def _is_wanted(self, leaf: Leaf) -> bool:
        """Whether a leaf is still the one to be shown: the officer may have gone on meanwhile."""
        return self._leaf is not None and self._leaf.id == leaf.id

    # -- what lacks at a frame

    def begin_frame(self) -> None:
        """Take a new frame in hand on the page in sight; the arrows move it, Enter asks for its words.

        Raises Refused where no page of a proof is in sight.
        """
        if self._leaf is None or self._leaf.source != PAGE:
            raise Refused(N_("Only pages of proofs are framed. Go to a proof whose pages were taken."))
        self.view.setFocus()
        self.view.begin_frame()

    def keep_typed(self) -> None:
        """What lacks was typed and not taken in by Enter: take it in before something else is done."""
        if self._head.currentWidget() is self.words and self.words.typed():
            self._keep(self.words.typed())

    def _ask(self) -> None:
        if self.view.hand is not None:
            self._head.setCurrentWidget(self.words)
            self.words.ask(self.view.hand.words, new=self.view.taken is None)

    def _keep(self, words: str) -> None:
        if self.view.hand is not None and self.view.hand._replace(words=words) != self.view.taken:
            self._give(self.view.hand._replace(words=words))
        else:
            self.back()

    def _remove(self) -> None:
        self._give(None)

    def _give(self, frame: Frame | None) -> None:
        """Tell what is framed on the page from now on, and show it: as before, but for the one in hand."""
        leaf = self._leaf
        if leaf is None:
            return
        others = tuple(each for each in leaf.frames if each != self.view.taken)
        frames = (*others, frame) if frame is not None else others
        self._leaf = replace(leaf, frames=frames)
        self._enclosures = tuple(_with_leaf(each, self._leaf) for each in self._enclosures)
        self.view.let_go()
        self.view.show_frames(frames)
        self.view.setFocus()
        self.framed.emit(leaf, self._leaf.frames)

    def _end_asking(self) -> None:
        self._head.setCurrentWidget(self._named)

    # -- words

    def _leaves(self) -> tuple[Leaf, ...]:
        return self._enclosures[self.tabs.current()].leaves if self._enclosures else ()

    def _first(self) -> int:
        """Where the officer begins: with what lacks something, else with what has pages at all."""
        lacking = [bool(each.gap) for each in self._enclosures]
        filled = [bool(each.leaves) for each in self._enclosures]
        return next((flags.index(True) for flags in (lacking, filled) if True in flags), 0)

    def _called(self) -> str:
        """What is in sight: the proof, and which of its pages."""
        here, leaves = self._enclosures[self.tabs.current()], self._leaves()
        at = leaves.index(self._leaf) + 1 if self._leaf in leaves else 1
        return _("{title}, page {n} of {pages}", title=here.title, n=at, pages=len(leaves))

    def _tool(self, icon: str, words: str) -> KeyButton:
        """A small button without words of its own, which are said aloud and in its tooltip."""
        button = KeyButton("", kind="quiet", small=True, icon=icon)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def _lay_out(self) -> None:
        for button, words in zip(self._zooming, (_("Page smaller"), _("Page larger")), strict=True):
            button.setAccessibleName(words)
            button.setToolTip(words)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._noted, 1)
        line.addWidget(self._turning[0])
        line.addWidget(self._count)
        for button in (self._turning[1], *self._zooming, self._enlarging):
            line.addWidget(button)
        named = QVBoxLayout(self._named)
        named.setContentsMargins(0, 0, 0, 0)
        named.setSpacing(theme.px(4))
        named.addWidget(self.tabs)
        named.addLayout(line)
        self._head.addWidget(self._named)
        self._head.addWidget(self.words)
        self._head.setFixedHeight(theme.px(HEAD))
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        head.addWidget(self._head)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _say(self) -> None:
        """What is noted of the proof, which page is in sight, or why there is none."""
        leaves = self._leaves()
        here = self._enclosures[self.tabs.current()] if self._enclosures else None
        self._noted.show_words(_noted(here) if here else "", "warn" if here and here.gap else "text2")
        several = len(leaves) > 1 and self._leaf in leaves
        at = leaves.index(self._leaf) + 1 if several and self._leaf is not None else 0
        self._count.setText(_("page {n} of {pages}", n=at, pages=len(leaves)) if several else "")
        for tool in self._turning:
            tool.setVisible(several)
        for tool in self._zooming:
            tool.setVisible(bool(leaves))
        if not leaves:
            self._nothing.show_words(*_why_nothing(here))
            self._stack.setCurrentWidget(self._nothing)


def _tab(enclosure: Enclosure, marked: Sequence[str]) -> LeafTab:
    lacks = bool(enclosure.gap) or enclosure.kind in marked
    return LeafTab(enclosure.title, len(enclosure.leaves), lacks)


def _with_leaf(enclosure: Enclosure, now: Leaf) -> Enclosure:
    """The same, with this leaf in the place of the one it was."""
    return replace(enclosure, leaves=tuple(now if leaf.id == now.id else leaf for leaf in enclosure.leaves))


def _noted(enclosure: Enclosure) -> str:
    """How a proof stands, what lacks on its pages first."""
    proof = enclosure.proof
    if proof is None:
        return ""
    noted = in_words(proof.state, proof.verified, proof.pages, proof.remark)
    received = _("received {day}", day=proof.received_on) if proof.received_on else ""
    return " · ".join(filter(None, (enclosure.gap, noted, received)))


def _why_nothing(enclosure: Enclosure | None) -> tuple[str, str]:
    """Why there is no page in sight, and how one comes there."""
    if enclosure is None:
        return _("No proof has been noted yet"), _(
            "Note it on the person's file, Ctrl+O, and take its pages there."
        )
    if not enclosure.kept:
        return _("This office keeps no pages of it"), _(
            "Look at the original. What is kept is chosen in the settings."
        )
    return _("No page of this proof was taken"), _("F7 takes pages, among the proofs of a form or of a file.")
