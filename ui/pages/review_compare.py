"""The middle of 审核: what was declared beside what proves it, and below it that proof's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout

from app import codes
from app.enclosures import PHOTO
from app.language import N_, _
from app.materials import PROOFS
from app.notices import Lack
from app.permits import KINDS
from app.reviews import Compared, ReviewFile
from ui import theme
from ui.office import Office
from ui.pages.listing import listed
from ui.pages.proof_pages import ProofPages
from ui.table import Column
from ui.widgets.cells import FIRST, Status, Words, room_for
from ui.widgets.combo import Combo
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

ITEMS = {
    "name": N_("Name"),
    "id_number": N_("ID number"),
    "photo": N_("Photo"),
    "residence": N_("Half a year"),
    "dwelling": N_("Address"),
    "work": N_("Employment"),
    "study": N_("Study"),
}
RESULTS = {
    "agrees": (N_("Agrees"), "ok"),
    "holds": (N_("Holds"), "ok"),
    "missing": (N_("To be proved"), "warn"),
    "not_declared": (N_("Not declared"), "mute"),
}
GROUPS = {
    "identity": N_("identity"),
    "photo": N_("photo"),
    "address": N_("address"),
    "work": N_("employment"),
    "study": N_("schooling"),
    "proof": N_("address, employment or schooling"),
    "agent": N_("identity of the agent"),
}
ASKED_FOR = ("identity", "photo", *PROOFS)
REGISTRATION, ADDRESS, HOLDS = "registration", "dwelling", "holds"
LINE = 32
LEAST_LINES = 3
"""So many lines are seen at least; in a low window the others are scrolled to."""


class ComparePanel(Panel):
    """What was declared beside what proves it, and that proof's pages, to be framed where one lacks.

    ``marked`` is emitted when a proof was marked as to be put right, or is no more; ``framed`` carries a
    leaf and what is framed on it from now on.
    """

    marked = Signal()
    framed = Signal(object, object)

    def __init__(self, office: Office) -> None:
        super().__init__(_("Application"), padded=False)
        self._file: ReviewFile | None = None
        self._marks: dict[str, str] = {}
        self._filling = False
        entry = room_for(*map(_, ITEMS.values())) + FIRST
        self.lines = WorkList(
            (
                Column[Compared](N_("Entry"), lambda line: _(ITEMS[line.item]), width=entry),
                Column[Compared](N_("Declared"), lambda line: line, _declared),
                Column[Compared](N_("Proofs and books"), lambda line: line, self._on_file),
                Column[Compared](N_("Result"), lambda line: line, self._result, width=_widest(RESULTS)),
            ),
            key=lambda line: line.item, row_height=LINE, name=_("Declared and proved"),
        )  # fmt: skip
        self.pages = ProofPages(office)
        self.more = Combo(name=_("Ask for another proof"))
        self._lacking, self._told = Notice(kind="warn"), Notice(kind="info")

        self._lay_out()
        self.lines.chosen.connect(self._show_proof)
        self.lines.opened.connect(lambda line: self.pages.view.setFocus())
        self.lines.spaced.connect(lambda line: self._mark_held(line.proof))
        self.pages.chosen.connect(self._show_line)
        self.pages.spaced.connect(self._mark_held)
        self.pages.framed.connect(self.framed)
        self.pages.enlarged.connect(self.enlarge)
        self.more.changed.connect(self._ask_more)

    def show_file(self, file: ReviewFile) -> None:
        """Show an application; where it is another one, from the first page that lacks something."""
        if self._file is None or file.permit.id != self._file.permit.id:
            self._marks.clear()
            self.pages.clear()
            self.lines.show()  # another application is compared before its pages are read
        self._file = file
        applied = _("applied {day}").format(day=file.permit.applied_on.isoformat())
        kind = _(KINDS[file.permit.kind]) if file.permit.kind != "first" else ""
        title = _("{name} · residence permit", name=file.permit.name)
        self.show_title(title, " · ".join(part for part in (kind, applied) if part))
        self._told.setVisible(bool(file.told))
        if file.told:
            told = file.told[0]
            named = listed(item.title for item in told.items)
            words = _("Told on {day} what is missing: {things}", day=told.told_on, things=named)
            self._told.say(words, told.remark)
        self._offer_more(file)
        self._show_lines(file)
        self.pages.show_enclosures(file.lying, tuple(self._marks))
        self._show_marks()

    def lacks(self) -> tuple[Lack, ...]:
        """The proofs to be put right or handed in: those that are marked, and those with something framed."""
        gaps = {each.kind: each.gap for each in self.pages.lacking()}
        return tuple(Lack(kind, gaps.get(kind, "")) for kind in {**self._marks, **gaps})

    def mark(self, kind: str, title: str) -> None:
        """Mark a proof as to be put right, or take the mark away."""
        if kind in self._marks:
            del self._marks[kind]
        else:
            self._marks[kind] = title
        self._show_marks()
        self.marked.emit()

    def mark_if_held(self, kind: str) -> None:
        """Mark a proof a phrase is about, where it is there and not marked yet."""
        if kind not in self._marks:
            self._mark_held(kind)

    def to_tell(self) -> str:
        """Everything that a notice would name now; "" when nothing."""
        file = self._file
        if file is None:
            return ""
        titles = {each.kind: each.title for each in file.lying} | self._marks
        named = (
            _("{proof} ({gap})", proof=titles[lack.kind], gap=lack.remark)
            if lack.remark
            else titles[lack.kind]
            for lack in self.lacks()
        )
        return listed((*(_(GROUPS[group]) for group in file.lacking), *named))

    def framed_in_words(self) -> str:
        """What is framed on the pages, as a sentence of the opinion; "" when nothing is."""
        framed = [_("{proof}, {gap}", proof=each.title, gap=each.gap) for each in self.pages.lacking()]
        return _("{things}.", things=_("; ").join(framed)) if framed else ""

    def enlarge(self) -> None:
        """Give the page all the room, or give the comparison its own back."""
        self.lines.setVisible(self.lines.isHidden())

    def _not_here(self) -> tuple[str, ...]:
        """What lacks without lying here: groups of proofs, and proofs that are asked for."""
        if self._file is None:
            return ()
        here = {each.kind for each in self._file.lying}
        asked = (title for kind, title in self._marks.items() if kind not in here)
        return (*(_(GROUPS[group]) for group in self._file.lacking), *asked)

    def _mark_held(self, kind: str) -> None:
        """Mark what lies with the application; a paper of the office is nothing to be put right."""
        proofs = {m.kind: m.title for m in self._file.materials} if self._file else {}
        if self._file is not None and self._file.card.photo:
            proofs[PHOTO] = _(ITEMS[PHOTO])
        if kind in proofs:
            self.mark(kind, proofs[kind])

    def _ask_more(self) -> None:
        if self.more.value() is not None:
            self.mark(self.more.value(), self.more.currentText())
            self.more.show_value(None)

    def _offer_more(self, file: ReviewFile) -> None:
        held = {material.kind for material in file.materials if material.state == "held"}
        offered = codes.entries("materials", file.permit.applied_on)
        self.more.show_choices(
            tuple((e.code, e.title) for e in offered if e.code not in held and e.group in ASKED_FOR)
        )

    def _show_lines(self, file: ReviewFile) -> None:
        self._filling = True
        self.lines.show_rows(file.lines)
        self._filling = False
        self.lines.setMaximumHeight(theme.px(LINE * (len(file.lines) + 1) + 2))

    def _show_proof(self, line: Compared | None) -> None:
        """The page of the proof a line was compared with, where the officer went to it."""
        if line is not None and line.proof and not self._filling:
            self.pages.go_to(line.proof)

    def _show_line(self, kind: str) -> None:
        """The line that a proof was compared in; of one that stands for two lines the one in hand stays."""
        here = self.lines.current()
        if here is not None and here.proof == kind:
            return
        found = next((line for line in self._file.lines if line.proof == kind), None) if self._file else None
        if found is None:
            self.lines.setCurrentIndex(QModelIndex())
        else:
            self.lines.go_to(found.item)

    def _show_marks(self) -> None:
        self.lines.viewport().update()
        self.pages.show_marks(tuple(self._marks))
        not_here = self._not_here()
        self._lacking.setVisible(bool(not_here))
        self._lacking.say(_("Still lacking: {things}", things=listed(not_here)), kind="warn")

    def _result(self, line: Compared) -> Status:
        words, kind = RESULTS["missing" if line.proof in self._marks else line.result]
        return Status(_(words), kind)

    def _on_file(self, line: Compared) -> Words:
        if line.gap or (line.proof and line.proof in self._marks):
            return Words(line.gap or _("to be put right"), line.source, tone="warn")
        return _on_file(line)

    def _lay_out(self) -> None:
        self.add_tool(Text(_("Ask for"), size=theme.NOTE, tone="text2"))
        self.add_tool(self.more)
        self.more.setFixedWidth(theme.px(150))
        told = QVBoxLayout()
        told.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), 0)
        told.setSpacing(theme.px(4))
        for strip in (self._told, self._lacking):
            told.addWidget(strip)
        self.body.setSpacing(0)
        self.body.addWidget(self.lines, 1000)  # all of it, where there is room; in a low window it scrolls
        self.body.addLayout(told)
        self.body.addWidget(self.pages, 1)
        self.lines.setMinimumHeight(theme.px(LINE * (1 + LEAST_LINES) + 2))


def _widest(results: Mapping[str, tuple[str, str]]) -> int:
    return room_for(*(Status(_(words), kind) for words, kind in results.values()))


def _declared(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words("")  # it is handed in, not declared
    return _compared(line, line.declared)


def _on_file(line: Compared) -> Words:
    if line.item == PHOTO:
        return Words(_("Photo on file") if line.result == HOLDS else _("No photo on file"))
    source = _("registration books") if line.source == REGISTRATION else line.source
    if line.item == "id_number":
        source = ""  # the same document as the name's, told one line above
    return replace(_compared(line, line.on_file), note=source)


def _compared(line: Compared, words: str) -> Words:
    """One side of the comparison; of a long address the middle gives way, so that the room stays readable."""
    return Words(
        words or "—", tone="text" if words else "text3", mono=line.item == "id_number",
        cut_inside=line.item == ADDRESS,
    )  # fmt: skip
