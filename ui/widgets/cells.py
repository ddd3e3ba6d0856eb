"""What a cell of a list can hold, as plain values, and how each is painted.

``Words`` (an icon, words, a quiet note), ``Status`` (a chip), ``Deadline`` (the
meter and its words), ``NextStep`` (what Enter will do), ``Tick`` (a box to tick)
and ``TwoLines`` (a tall row). Anything else is shown as its text.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from app.language import _, plural
from ui import icons, theme
from ui.widgets.ink import LEFT, RIGHT, paint_box, paint_round, write
from ui.widgets.text import CAP_HEIGHT, cap_width, key_caps, paint_cap

CHIP_GLYPHS = {"ok": "check", "warn": "clock", "bad": "alert", "plan": "star", "info": "info", "mute": ""}
CHIP_INKS = {
    "ok": ("ok", "ok_t"),
    "warn": ("warn", "warn_t"),
    "bad": ("bad", "bad_t"),
    "plan": ("plan", "plan_t"),
    "info": ("accent", "tint"),
    "mute": ("text2", "sunken"),
}
ON_SELECTED = {"info": "tint2", "mute": "line"}
"""The grounds of the two chips that would vanish on a selected row."""

CHIP_HEIGHT, METER_CELLS = 22, 15
EDGES, FIRST = 13, 4
"""What the edges of a cell take of its column, and how much more they take of the first."""
TITLE_EDGES, FACT_EDGE = 24, 8
"""What the edges of a cell take of its title, and how far from its right edge the fact of a tall one ends."""
CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 4, 12, 2


@dataclass(frozen=True, slots=True)
class Words:
    """Words with a quiet note after them and an icon before them.

    Those ``cut_inside`` lose their middle where there is no room, so that a room number stays
    readable, and are whole in their tooltip. ``small`` ones are written as notes are, those at the ``right``
    end there, as numbers do. ``matched`` is the part that answers to what was typed, from where to where,
    and stands out.
    """

    words: str
    note: str = ""
    bold: bool = False
    tone: str = "text"
    icon: str = ""
    mono: bool = False
    cut_inside: bool = False
    small: bool = False
    right: bool = False
    matched: tuple[int, int] = (0, 0)

    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The words in their parts, each with whether it answers to what was typed."""
        begin, end = self.matched
        parts = ((self.words[:begin], False), (self.words[begin:end], True), (self.words[end:], False))
        return tuple((words, stands_out) for words, stands_out in parts if words)

    def spoken(self) -> str:
        """The cell as a screen reader says it and as it is copied."""
        return f"{self.words} {self.note}".strip()


@dataclass(frozen=True, slots=True)
class Status:
    """A chip: at most seven characters, and its kind: ok, warn, bad, plan, info or mute."""

    words: str
    kind: str = "mute"

    def spoken(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Deadline:
    """How much time is left: words, a tone, a note, and for working-day deadlines the meter.

    ``left`` counts the working days left including today; None draws no meter,
    as for calendar-day deadlines. ``total`` is how many working days there were.
    """

    words: str
    tone: str = "text"
    note: str = ""
    left: int | None = None
    total: int = METER_CELLS

    def spoken(self) -> str:
        return f"{self.words} {self.note}".strip()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What can be done next with this row: a link, and a filled button on the selected row."""

    words: str

    def spoken(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick and the words beside it."""

    on: bool
    words: Words

    def spoken(self) -> str:
        return _("ticked: {words}", words=self.words.spoken()) if self.on else self.words.spoken()


@dataclass(frozen=True, slots=True)
class TwoLines:
    """A tall cell: words with a fact at their right, and below them a deadline or more words."""

    top: Words
    bottom: Deadline | Words | Status
    right: str = ""

    def spoken(self) -> str:
        return " ".join(part for part in (self.top.spoken(), self.right, self.bottom.spoken()) if part)


@dataclass(frozen=True, slots=True)
class Keys:
    """At the right of a row a chip and the key that does what the row says; on the row in hand Enter does."""

    press: str = ""
    status: Status | None = None

    def spoken(self) -> str:
        return " ".join(part for part in (self.status.words if self.status else "", self.press) if part)


Cell = Words | Status | Deadline | NextStep | Tick | TwoLines | Keys


@dataclass(frozen=True, slots=True)
class Row:
    """How the row under a cell stands: selected, in a list that has the focus, under the pointer."""

    selected: bool = False
    focused: bool = False


def spoken(cell: object) -> str:
    """Any cell's text."""
    return cell.spoken() if isinstance(cell, Cell) else ("" if cell is None else str(cell))


def working_days_left(days: int, *, note: str = "", total: int = METER_CELLS) -> Deadline:
    """A deadline in working days: ``days`` are left, today not counted; negative when it is over."""
    if days < 0:
        words = plural("{n} day late", "{n} days late", -days)
        return Deadline(words, "bad", note, 0, total)
    if days == 0:
        return Deadline(_("Last day today"), "warn", note, 1, total)
    words = plural("{n} working day left", "{n} working days left", days)
    return Deadline(words, "warn" if days < 3 else "text", note, min(days + 1, total), total)


def days_left(days: int, *, note: str = "") -> Deadline:
    """The deadline of a step counted in calendar days, in words only, so that the two never look alike."""
    if days < 0:
        return Deadline(plural("{n} day late", "{n} days late", -days), "bad", note)
    if days == 0:
        return Deadline(_("Due today"), "warn", note)
    return Deadline(plural("{n} day left", "{n} days left", days), "warn" if days <= 3 else "text", note)


def needed(cell: object) -> int:
    """How wide a cell has to be to be seen whole, in pixels."""
    match cell:
        case Words():
            return _words_width(cell)
        case Status():
            return chip_width(cell)
        case Deadline():
            meter = meter_width(cell) + theme.px(9) if cell.left is not None else 0
            words = _advance(cell.words, bold=cell.tone == "bad")
            return meter + words + (theme.px(8) + _advance(cell.note, theme.NOTE) if cell.note else 0)
        case NextStep():
            return _advance(cell.words)
        case Tick():
            return theme.px(24) + _words_width(cell.words)
        case Keys():
            keys = _caps_width(cell.press or "Enter")
            return theme.px(8) + keys + (chip_width(cell.status) if cell.status else 0)
        case TwoLines():
            beside = theme.px(8 + FACT_EDGE) + _advance(cell.right, theme.NOTE) if cell.right else 0
            indent = theme.px(22) if cell.top.icon else 0
            return max(_words_width(cell.top) + beside, indent + needed(cell.bottom))
        case _:
            return _advance(spoken(cell))


def room_for(*cells: object) -> int:
    """The width of a column in which each of these is seen whole, in pixels at the standard text size."""
    widest = max(map(needed, cells))
    return -(-widest * 100 // theme.px(100)) + EDGES


def _words_width(cell: Words) -> int:
    size = theme.NOTE if cell.small else theme.BODY
    parts = sum(
        _advance(words, size, bold=cell.bold or stands_out, mono=cell.mono)
        for words, stands_out in cell.parts()
    )
    icon = theme.px(16 + 6) if cell.icon else 0
    return icon + parts + (theme.px(6) + _advance(cell.note, theme.NOTE) if cell.note else 0)


def _advance(words: str, size: int = theme.BODY, *, bold: bool = False, mono: bool = False) -> int:
    return QFontMetrics(theme.font(size, bold=bold, mono=mono)).horizontalAdvance(words)


def paint_cell(painter: QPainter, rect: QRectF, cell: object, row: Row = Row()) -> None:
    """Draw any cell into ``rect``."""
    match cell:
        case Words():
            paint_words(painter, rect, cell)
        case Status():
            paint_chip(painter, rect, cell, row)
        case Deadline():
            paint_deadline(painter, rect, cell)
        case NextStep():
            paint_step(painter, rect, cell, row)
        case Tick():
            paint_tick(painter, rect, cell)
        case Keys():
            paint_keys(painter, rect, cell, row)
        case TwoLines():
            paint_two_lines(painter, rect, cell)
        case _:
            paint_words(painter, rect, Words(spoken(cell)))


def paint_words(painter: QPainter, rect: QRectF, cell: Words) -> None:
    """Draw icon, words and note, in this order."""
    box = QRectF(rect)
    if cell.icon:
        size = theme.px(16)
        icon = QRectF(box.left(), box.center().y() - size / 2, size, size)
        icons.paint(painter, icon, cell.icon, theme.colour("text2"))
        box.setLeft(box.left() + size + theme.px(6))
    size = theme.NOTE if cell.small else theme.BODY
    font, colour = theme.font(size, bold=cell.bold, mono=cell.mono), theme.colour(cell.tone)
    cut = Qt.TextElideMode.ElideMiddle if cell.cut_inside else Qt.TextElideMode.ElideRight
    if cell.right:
        box.setLeft(max(box.left(), box.right() - QFontMetrics(font).horizontalAdvance(cell.words) - 1))
    for words, stands_out in cell.parts():
        ink = theme.colour("accent") if stands_out else colour
        told = theme.font(size, bold=True, mono=cell.mono) if stands_out else font
        box.setLeft(box.left() + write(painter, box, words, told, ink, cut=cut))
    if cell.note:
        box.setLeft(box.left() + theme.px(6))
        write(painter, box, cell.note, theme.font(theme.NOTE), theme.colour("text2"))


def chip_width(status: Status) -> int:
    """How wide a chip is drawn, in pixels."""
    words = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(status.words)
    return words + theme.px(16) + (theme.px(18) if CHIP_GLYPHS[status.kind] else 0)


def paint_chip(painter: QPainter, rect: QRectF, status: Status, row: Row = Row()) -> None:
    """Draw a chip at the left of ``rect``, in the middle of its height."""
    ink, ground = CHIP_INKS[status.kind]
    if row.selected:
        ground = ON_SELECTED.get(status.kind, ground)
    height = theme.px(CHIP_HEIGHT)
    body = QRectF(rect.left(), rect.center().y() - height / 2, chip_width(status), height)
    paint_round(painter, body, ground)
    inner = body.adjusted(theme.px(8), 0, -theme.px(4), 0)
    if glyph := CHIP_GLYPHS[status.kind]:
        size = theme.px(14)
        icon = QRectF(inner.left() - theme.px(1), body.center().y() - size / 2, size, size)
        icons.paint(painter, icon, glyph, theme.colour(ink))
        inner.setLeft(inner.left() + theme.px(18))
    painter.setFont(theme.font(theme.NOTE))
    painter.setPen(theme.colour(ink))
    painter.drawText(inner, LEFT, status.words)


def meter_width(deadline: Deadline) -> int:
    """How wide the meter's cells are, in pixels; 0 for a deadline in words only."""
    if deadline.left is None:
        return 0
    return deadline.total * theme.px(CELL_WIDTH + CELL_GAP) - theme.px(CELL_GAP)


def paint_deadline(painter: QPainter, rect: QRectF, deadline: Deadline) -> None:
    """Draw the meter, one cell a working day: grey used, solid left, all red overdue; then the words."""
    box = QRectF(rect)
    if deadline.left is not None:
        paint_meter(painter, box, deadline)
        box.setLeft(box.left() + meter_width(deadline) + theme.px(9))
    bold = deadline.tone == "bad"
    used = write(painter, box, deadline.words, theme.font(bold=bold), theme.colour(deadline.tone))
    if deadline.note:
        box.setLeft(box.left() + used + theme.px(8))
        write(painter, box, deadline.note, theme.font(theme.NOTE), theme.colour("text2"))


def paint_meter(painter: QPainter, rect: QRectF, deadline: Deadline) -> None:
    """Draw the cells alone."""
    top = rect.center().y() - theme.px(CELL_HEIGHT) / 2
    for n, colour in enumerate(cell_colours(deadline)):
        at = rect.left() + n * theme.px(CELL_WIDTH + CELL_GAP)
        painter.fillRect(QRectF(at, top, theme.px(CELL_WIDTH), theme.px(CELL_HEIGHT)), colour)


def cell_colours(deadline: Deadline) -> tuple[QColor, ...]:
    """The colour of each cell of the meter: used, or left and how urgent; overdue all of them are."""
    left = deadline.left or 0
    solid = theme.colour("bad" if left == 0 else "accent" if left >= 4 else "warn")
    used = 0 if left == 0 else deadline.total - left
    return tuple(theme.colour("line") if n < used else solid for n in range(deadline.total))


def step_width(step: NextStep) -> int:
    """How wide the filled button of a next step is, in pixels."""
    return QFontMetrics(theme.font(bold=True)).horizontalAdvance(step.words) + theme.px(16 + 18)


def paint_step(painter: QPainter, rect: QRectF, step: NextStep, row: Row) -> None:
    """Draw what Enter will do: a button on the selected row of the list in focus, else a link."""
    if not (row.selected and row.focused):
        write(painter, rect, step.words, theme.font(), theme.colour("accent"))
        return
    height = theme.px(26)
    body = QRectF(rect.left() - theme.px(8), rect.center().y() - height / 2, step_width(step), height)
    paint_round(painter, body, "accent")
    inner = body.adjusted(theme.px(8), 0, 0, 0)
    used = write(painter, inner, step.words, theme.font(bold=True), theme.colour("on_accent"))
    size = theme.px(12)
    arrow = QRectF(inner.left() + used + theme.px(6), body.center().y() - size / 2, size, size)
    icons.paint(painter, arrow, "arrow-right", theme.colour("on_accent"))


def paint_keys(painter: QPainter, rect: QRectF, cell: Keys, row: Row) -> None:
    """Draw the key at the right, and the chip before it."""
    rect = rect.adjusted(0, 0, -theme.px(8), 0)
    caps = key_caps(cell.press or ("Enter" if row.selected else ""))
    left = rect.right() - _caps_width(" ".join(caps)) + theme.px(8) if caps else rect.right()
    at, top = left, rect.center().y() - theme.px(CAP_HEIGHT) / 2
    for cap in caps:
        paint_cap(painter, QRectF(at, top, cap_width(cap), theme.px(CAP_HEIGHT)), cap)
        at += cap_width(cap) + theme.px(4)
    if cell.status is not None:
        room = chip_width(cell.status) + (theme.px(8) if caps else 0)
        paint_chip(painter, rect.adjusted(left - room - rect.left(), 0, 0, 0), cell.status, row)


def _caps_width(press: str) -> int:
    """How wide keys are drawn, with the gap before them."""
    caps = key_caps(press)
    return theme.px(8) + sum(map(cap_width, caps)) + theme.px(4) * (len(caps) - 1)


def tick_box(rect: QRectF) -> QRectF:
    """Where in a cell the box to tick is."""
    size = theme.px(16)
    return QRectF(rect.left(), rect.center().y() - size / 2, size, size)


def paint_tick(painter: QPainter, rect: QRectF, tick: Tick) -> None:
    """Draw the box and the words beside it."""
    paint_box(painter, tick_box(rect), on=tick.on)
    paint_words(painter, rect.adjusted(theme.px(24), 0, 0, 0), tick.words)


def paint_two_lines(painter: QPainter, rect: QRectF, cell: TwoLines) -> None:
    """Draw the upper line with the fact at its right, and the lower line."""
    middle = rect.center().y()
    upper = QRectF(QPointF(rect.left(), middle - theme.px(23)), QPointF(rect.right(), middle - theme.px(1)))
    lower = QRectF(QPointF(rect.left(), middle + theme.px(1)), QPointF(rect.right(), middle + theme.px(23)))
    if cell.right:
        upper.setRight(upper.right() - theme.px(FACT_EDGE))
        used = write(painter, upper, cell.right, theme.font(theme.NOTE), theme.colour("text2"), RIGHT)
        upper.setRight(upper.right() - used - theme.px(8))
    paint_words(painter, upper, cell.top)
    if cell.top.icon:
        lower.setLeft(lower.left() + theme.px(22))
    paint_cell(painter, lower, cell.bottom)
