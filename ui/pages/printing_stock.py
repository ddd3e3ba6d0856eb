"""The blank cards beside the press: the open box cell by cell, boxes taken in, blanks put aside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from app.blanks import LIES, RESERVED, SPOILED, STATES, USED, BoxCard, Stock
from app.language import N_, _
from app.tray import TrayCount
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import FormRow, TextField
from ui.widgets.panel import Panel
from ui.widgets.text import Text

ACROSS, CELL, GAP = 25, 7, 2
REASONS = (N_("Bent or scratched"), N_("Lost"), N_("Returned"))
RETURNED = REASONS[2]


class Cells(QWidget):
    """One cell for each blank of the open box: filled when used, crossed when spoiled, dark for the next."""

    def __init__(self) -> None:
        super().__init__()
        self._blanks: tuple[tuple[str, str], ...] = ()
        self._next: str | None = None
        self.setFixedHeight(theme.px(CELL + GAP) * 4)

    def show_box(self, box: BoxCard | None, following: str | None) -> None:
        """Show a box and which blank is used next."""
        self._blanks, self._next = (box.blanks if box else ()), following
        rows = max(1, -(-len(self._blanks) // ACROSS))
        self.setFixedHeight(theme.px(CELL + GAP) * min(rows, 8))
        used = sum(1 for _number, state in self._blanks if state in (USED, SPOILED))
        self.setAccessibleName(
            _("{used} of {all} blanks of the box are used", used=used, all=len(self._blanks))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(CELL + GAP) * ACROSS, self.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            step = theme.px(CELL + GAP)
            place = event.pos().y() // step * ACROSS + event.pos().x() // step
            if event.pos().x() < step * ACROSS and 0 <= place < len(self._blanks):
                number, state = self._blanks[place]
                QToolTip.showText(event.globalPos(), f"{number} {_(STATES[state])}", self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            step, size = theme.px(CELL + GAP), theme.px(CELL)
            for place, (number, state) in enumerate(self._blanks):
                cell = QRectF(place % ACROSS * step, place // ACROSS * step, size, size)
                self._paint(painter, cell, state, following=number == self._next)

    def _paint(self, painter: QPainter, cell: QRectF, state: str, *, following: bool) -> None:
        if state == SPOILED:
            painter.setPen(QPen(theme.colour("bad"), 1.5))
            painter.drawLine(cell.topLeft(), cell.bottomRight())
            painter.drawLine(QPointF(cell.right(), cell.top()), QPointF(cell.left(), cell.bottom()))
        elif following or state == RESERVED:
            painter.fillRect(cell, theme.colour("accent"))
        elif state == LIES:
            painter.setPen(theme.colour("line2"))
            painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(cell, theme.colour("d_wait"))


class StockPanel(Panel):
    """The stock. ``put_aside`` carries a number and why.

    ``received`` carries the first and last number of a box, and how many of them are to a sheet;
    ``counted`` how many blanks lie in the tray, and why that is not what the ledger has.
    """

    received = Signal(str, str, int)
    counted = Signal(int, str)
    put_aside = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_("Blank cards"))
        self._stock: Stock | None = None
        self._to_a_sheet = 1
        # No words wrap here: a layout that knows its height by its width takes room from the card above.
        self._left, self._spoiled = Text(size=theme.PAGE, bold=True, yields=True), Chip()
        self._cells = Cells()
        self._box, self._next, self._count = (Text(size=theme.NOTE, tone="text2") for _part in range(3))
        self.first, self.last = (
            TextField("A0234501", name=_("First number")),
            TextField("A0234600", name=_("Last number")),
        )
        self.number = TextField(name=_("Number of the blank"))
        self.why = ChoiceRow(tuple((words, _(words)) for words in REASONS), name=_("Why"))
        self.seen, self.because = (
            TextField(name=_("Blanks in the tray, all of them")),
            TextField(name=_("Why they differ")),
        )
        self._taking, self._putting, self._counting = QWidget(), QWidget(), QWidget()
        self._because = FormRow(_("Because"), self.because)
        self._forms = (self._taking, self._putting, self._counting)
        self._fields = (self.first, self.last, self.number, self.seen, self.because)

        self._lay_out()
        self.close_forms()

    def show_stock(self, stock: Stock, to_a_sheet: int) -> None:
        """Show how many there are, and where the next one comes from."""
        self._stock, self._to_a_sheet = stock, to_a_sheet
        self.show_title(_("Blank cards"), _("box {n}", n=stock.open.nth) if stock.open else "")
        if not stock.kept:
            self._left.show_words(
                _("No stock is kept: cards are printed without numbers of blanks."), "text2"
            )
        else:
            self._left.show_words(_("{n} left", n=stock.left), "warn" if stock.is_low else "text")
        self._left.setFont(theme.font(theme.PAGE if stock.kept else theme.BODY, bold=stock.kept))
        self._spoiled.setVisible(bool(stock.spoiled))
        self._spoiled.show_status(Status(_("{n} spoiled today", n=stock.spoiled), "bad"))
        for part in (self._cells, self._box, self._next):
            part.setVisible(stock.open is not None)
        self._cells.show_box(stock.open, stock.next)
        if stock.open is not None:
            self._box.setText(_("This box {first} to {last}", first=stock.open.first, last=stock.open.last))
        low = _("fewer than 20 left: fetch a new box") if stock.is_low else ""
        self._next.show_words(" · ".join(filter(None, (_("next {number}", number=stock.next), low))),
                              "warn" if low else "text2")  # fmt: skip

    def show_count(self, count: TrayCount | None) -> None:
        """Show what the last count of the day was; None where nobody counted yet."""
        self._count.setVisible(count is not None)
        if count is not None:
            words = _("counted today: {seen}, as on the ledger", seen=count.seen)
            if count.differs:
                words = _(
                    "counted today: {seen}, the ledger had {left}", seen=count.seen, left=count.on_ledger
                )
            self._count.show_words(words, "warn" if count.differs else "text2")

    def begin_taking(self) -> None:
        """Ask for the numbers of a new box."""
        self._ask(self._taking, self.first)

    def begin_counting(self) -> None:
        """Ask how many blanks lie in the tray; what the ledger has is not shown, so that somebody counts."""
        self._because.hide()
        self._ask(self._counting, self.seen)

    def begin_putting_aside(self) -> None:
        """Ask which blank is put aside, the next one at first, and why."""
        self._ask(self._putting, self.number)
        self.number.setText(self._stock.next or "" if self._stock else "")
        self.why.show_value(None)
        self.number.selectAll()

    def close_forms(self) -> bool:
        """Close what asks; says whether anything did."""
        asked = not all(form.isHidden() for form in self._forms)
        for form in self._forms:
            form.hide()
        for field in self._fields:
            field.clear()
            field.set_state("normal")
        return asked

    def mark(self, field: str, words: str) -> bool:
        """Mark the field a refusal is about; says whether it is asked for here."""
        counts = not self._counting.isHidden()
        fields: dict[str, TextField | ChoiceRow] = {
            "first": self.first, "last": self.last, "number": self.number, "seen": self.seen,
            "reason": self.because if counts else self.why,
        }  # fmt: skip
        if counts and field == "reason":
            self._because.show()
        if field not in fields or fields[field].isHidden() or not fields[field].isVisible():
            return False
        fields[field].set_state("error", words)
        fields[field].setFocus()
        return True

    def _ask(self, form: QWidget, first: TextField) -> None:
        for each in self._forms:
            each.setVisible(each is form)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_count(self) -> None:
        seen = self.seen.text().strip()
        if seen.isdecimal():
            self.counted.emit(int(seen), self.because.text())
        else:
            self.seen.set_state("error", _("Type how many, such as 63."))
            self.seen.setFocus()

    def _give_box(self) -> None:
        self.received.emit(self.first.text(), self.last.text(), self._to_a_sheet)

    def _give_blank(self) -> None:
        self.put_aside.emit(self.number.text(), self.why.value() or "")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._left, 1)
        top.addWidget(self._spoiled)
        self.body.addLayout(top)
        for part in (self._cells, self._box, self._next, self._count):
            self.body.addWidget(part)
        take, put, note = (
            KeyButton(words, key="Enter", small=True) for words in (_("Add box"), _("Put aside"), _("Note"))
        )
        taking, putting, counting = (QVBoxLayout(form) for form in self._forms)
        for column in (taking, putting, counting):
            column.setContentsMargins(0, 0, 0, 0)
        taking.addWidget(FormRow(_("From"), self.first))
        taking.addWidget(FormRow(_("Up to"), self.last, take))
        putting.addWidget(FormRow(_("Number"), self.number, put))
        putting.addWidget(FormRow(_("Why"), self.why))
        counting.addWidget(FormRow(_("Counted"), self.seen, note))
        counting.addWidget(self._because)
        note.clicked.connect(self._give_count)
        self.seen.returnPressed.connect(self._give_count)
        self.because.returnPressed.connect(self._give_count)
        take.clicked.connect(self._give_box)
        put.clicked.connect(self._give_blank)
        self.first.returnPressed.connect(self.last.setFocus)
        self.last.returnPressed.connect(self._give_box)
        self.number.returnPressed.connect(self.why.setFocus)
        self.why.changed.connect(lambda: self._give_blank() if self.why.value() else None)
        keys = QHBoxLayout()
        for words, key, do in (
            (_("New box"), "F6", self.begin_taking),
            (_("Put a blank aside"), "F8", self.begin_putting_aside),
        ):  # fmt: skip
            button = KeyButton(words, key=key, kind="quiet", small=True)
            button.clicked.connect(do)
            keys.addWidget(button)
        keys.addStretch(1)
        count = KeyButton(_("Count"), key="Shift+F6", kind="quiet", small=True)
        count.clicked.connect(self.begin_counting)
        self.add_tool(count)
        self.body.addLayout(keys)
        for form in self._forms:
            self.body.addWidget(form)
        self.body.addStretch(1)
