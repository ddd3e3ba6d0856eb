"""打印机与套打: how print is moved and stretched on this machine's printer, and the page to measure by."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Refused
from app.language import N_, _, sentence
from app.paper import DOCUMENTS, PERMIT_CARD
from app.paper.calibration import EDGE, Alignment, Measured, correction
from ui import alignments, theme
from ui.preferences import of_program
from ui.widgets.button import KeyButton
from ui.widgets.choice import Switch
from ui.widgets.combo import Combo
from ui.widgets.fields import FormRow
from ui.widgets.notice import Notice
from ui.widgets.numbers import NumberField
from ui.widgets.panel import Panel
from ui.widgets.text import Text

FARTHEST, STRETCH = 15.0, 10.0
LABEL = 44
TRAYS = {"Upper": N_("Upper tray"), "Lower": N_("Lower tray"), "Manual": N_("By hand")}


class Target(QWidget):
    """Where print falls: the cross is where it belongs, the mark where it is put, ten times as large."""

    def __init__(self) -> None:
        super().__init__()
        self._alignment = Alignment()
        self.setAccessibleName(_("Where print is put"))

    def show_alignment(self, alignment: Alignment) -> None:
        """Show another alignment."""
        self._alignment = alignment
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(108), theme.px(76))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("sunken"))
            middle, mm = QRectF(self.rect()).center(), theme.px(10)
            painter.setPen(QPen(theme.colour("line2"), 1))
            painter.drawLine(QPointF(4, middle.y()), QPointF(self.width() - 4, middle.y()))
            painter.drawLine(QPointF(middle.x(), 4), QPointF(middle.x(), self.height() - 4))
            for tick in range(-4, 5):
                x = middle.x() + tick * mm
                painter.drawLine(QPointF(x, middle.y() - 3), QPointF(x, middle.y() + 3))
            painter.setPen(QPen(theme.colour("accent"), 2))
            put = middle + QPointF(self._alignment.right, self._alignment.down) * mm
            put = QPointF(min(max(put.x(), 8), self.width() - 8), min(max(put.y(), 8), self.height() - 8))
            painter.drawLine(put - QPointF(8, 0), put + QPointF(8, 0))
            painter.drawLine(put - QPointF(0, 8), put + QPointF(0, 8))


class PrinterPanel(Panel):
    """How the machine's own printer is aligned and stocked, for each document and tray.

    ``asked`` to print the page to measure. ``knows`` says whether it was told yet which printer that is;
    before that nothing of it can be kept.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Printer and alignment"))
        self.knows = False
        self._printer = ""
        self._named = Text(_("Looking for the printer"), tone="text2", yields=True)
        self.right = _millimetres(_("To the right"))
        self.down = _millimetres(_("Down"))
        self.across = _percent(_("Width"))
        self.along = _percent(_("Height"))
        self.document = Combo(tuple((each.name, _(each.title)) for each in DOCUMENTS), name=_("Document"))
        self.tray = Combo(
            ((alignments.OWN_TRAY, _("Any tray")), *((each, _(TRAYS[each])) for each in alignments.TRAYS)),
            name=_("Tray"),
        )
        self.stock = Switch(((False, _("Blank stock")), (True, _("Pre-printed"))), name=_("Stock"))
        self._target, self._wrong = Target(), Notice(kind="bad")
        self.measured = tuple(
            NumberField(0, 300, step=0.5, decimals=1, unit="mm", name=name)
            for name in (
                _("Left edge to the first cross"), _("Upper edge to the first cross"),
                _("Left edge to the second cross"), _("Upper edge to the second cross"),
            )
        )  # fmt: skip
        self._settings, self._measuring = QWidget(), QWidget()

        self._lay_out()
        self.document.show_value(PERMIT_CARD.name)
        self.tray.show_value(alignments.OWN_TRAY)
        for choice in (self.document, self.tray):
            choice.changed.connect(self._show_kept)
        self.stock.changed.connect(self._keep_stock)
        self.setEnabled(False)
        for field in (self.right, self.down, self.across, self.along):
            field.valueChanged.connect(self._keep)

    def show_printer(self, printer: str) -> None:
        """Show how this printer is aligned; "" where the machine has none."""
        self.knows, self._printer = True, printer
        self._named.show_words(printer or _("No printer on this machine"), "text2")
        self._show_kept()
        self.setEnabled(True)

    def show_document(self, document: str) -> None:
        """Show how it is aligned for another document."""
        self.document.show_value(document)

    def paper_size(self) -> tuple[float, float]:
        """The paper of the document in hand, in millimetres."""
        return next(each.size for each in DOCUMENTS if each.name == self.document.value())

    def begin_measuring(self) -> None:
        """The page was printed: ask what a ruler reads on it."""
        wide, high = self.paper_size()
        places = (EDGE, EDGE, wide - EDGE, high - EDGE)
        for field, number in zip(self.measured, places, strict=True):
            field.setValue(number)
        self._wrong.hide()
        self._settings.hide()
        self._measuring.show()
        self.measured[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def work_out(self) -> None:
        """Work out from what was measured how print is to be moved and stretched, and keep it."""
        try:
            found = correction(self.paper_size(), Measured(*(field.value() for field in self.measured)))
        except Refused as refused:
            self._wrong.say(sentence(refused), kind="bad")
            self._wrong.show()
            return
        self._fill(found)
        self._keep()
        self._measuring.hide()
        self._settings.show()

    def _alignment(self) -> Alignment:
        return Alignment(
            self.right.value(), self.down.value(), self.across.value() / 100, self.along.value() / 100
        )

    def _keep(self) -> None:
        alignment = self._alignment()
        alignments.keep(of_program(), *self._which(), alignment)
        self._target.show_alignment(alignment)

    def _which(self) -> tuple[str, str, str]:
        return self._printer, str(self.tray.value()), str(self.document.value())

    def _show_kept(self) -> None:
        """What is kept of this printer for the document and the tray in hand."""
        if self.knows:
            self._fill(alignments.kept(of_program(), *self._which()))
            self.stock.blockSignals(True)
            self.stock.show_value(alignments.is_preprinted(of_program(), *self._which()))
            self.stock.blockSignals(False)

    def _keep_stock(self) -> None:
        alignments.keep_preprinted(of_program(), *self._which(), preprinted=bool(self.stock.value()))

    def _fill(self, alignment: Alignment) -> None:
        numbers = (alignment.right, alignment.down, alignment.across * 100, alignment.along * 100)
        for field, number in zip((self.right, self.down, self.across, self.along), numbers, strict=True):
            field.blockSignals(True)
            field.setValue(number)
            field.blockSignals(False)
        self._target.show_alignment(alignment)

    def _lay_out(self) -> None:
        which = QHBoxLayout()
        which.addWidget(self.document, 2)
        which.addWidget(self.tray, 1)
        which.addWidget(self.stock)
        self.body.addWidget(self._named)
        self.body.addLayout(which)
        settings = QVBoxLayout(self._settings)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.addLayout(self._fields())
        column, rows = QVBoxLayout(self._measuring), QGridLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for place, field in enumerate(self.measured):
            said = Text(field.accessibleName(), size=theme.NOTE, tone="text2", yields=True)
            rows.addWidget(said, place // 2, place % 2 * 2)
            rows.addWidget(field, place // 2, place % 2 * 2 + 1)
        take = KeyButton(_("Work it out"), small=True)
        take.clicked.connect(self.work_out)
        column.addLayout(rows)
        column.addWidget(self._wrong)
        column.addWidget(take, 0, Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        hint = _("Print too far left: raise Right.")
        foot.addWidget(Text(hint, size=theme.NOTE, tone="text2", yields=True), 1)
        page = KeyButton(_("Print the page to measure"), small=True)
        page.clicked.connect(self.asked)
        foot.addWidget(page)
        settings.addLayout(foot)
        self.body.addWidget(self._settings)
        self.body.addWidget(self._measuring)
        self.body.addStretch(1)
        self._wrong.hide()
        self._measuring.hide()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        rows = (
            (_("Right"), self.right), (_("Wide"), self.across),
            (_("Down"), self.down), (_("High"), self.along),
        )  # fmt: skip
        for place, (words, field) in enumerate(rows):
            grid.addWidget(FormRow(words, field, label_width=LABEL), place // 2, place % 2)
        grid.addWidget(self._target, 0, 2, 2, 1)
        return grid


def _millimetres(name: str) -> NumberField:
    return NumberField(-FARTHEST, FARTHEST, step=0.1, decimals=1, unit="mm", name=name)


def _percent(name: str) -> NumberField:
    return NumberField(100 - STRETCH, 100 + STRETCH, step=0.1, decimals=2, unit="%", name=name)
