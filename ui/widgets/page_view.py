"""One page of a proof as a picture, larger or smaller, on which places are framed that lack something."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QSizePolicy, QWidget

from app.frames import LEAST, WHOLE, Frame
from app.language import _
from ui import theme
from ui.widgets.frames import between, holds, paint_frame, place_of

MARGIN, LEAST_HIGH = 10, 96
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""How large a page is shown, 1 being as there is room for it, but no larger than it was taken."""
FITTING = ZOOMS.index(1.0)
STEP = 10
"""By how many thousandths of the page a key moves a frame."""
BEGUN = (0.34, 0.3)
"""How much of what is in sight a frame takes that is begun by key."""

TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
CLOSER = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
MOVES = {
    Qt.Key.Key_Left: (-STEP, 0), Qt.Key.Key_Right: (STEP, 0),
    Qt.Key.Key_Up: (0, -STEP), Qt.Key.Key_Down: (0, STEP),
}  # fmt: skip
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class PageView(QAbstractScrollArea):
    """Shows one page and the frames on it; where ``framing`` is off they are only looked at.

    A frame is drawn with the mouse, or begun with Space and moved by the arrows, with Shift made larger or
    smaller; a click or Enter takes one in hand that is there. ``asked`` is emitted once words are wanted for
    the one in hand, ``removed`` when it is to go, ``released`` when none is in hand any more; ``left`` before
    the mouse goes elsewhere. ``turned`` asks for the page before (-1) or the next (1).
    """

    asked = Signal()
    removed = Signal()
    released = Signal()
    left = Signal()
    turned = Signal(int)
    double_clicked = Signal()

    def __init__(self, *, framing: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_frame = self._framing = framing
        self._frames: tuple[Frame, ...] = ()
        self._picture, self._called, self._zoom = QImage(), "", FITTING
        self._whole = False
        self.hand: Frame | None = None
        """The frame in hand as it stands now, and beside it as it is on the page: None where it is new."""
        self.taken: Frame | None = None
        self._last: Frame | None = None  # in hand before, so that Enter goes on to the next
        self._pressed: QPointF | None = None

        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(LEAST_HIGH))
        self._say()

    # -- what is shown

    def show_page(
        self,
        picture: QImage,
        called: str,
        frames: tuple[Frame, ...] = (),
        *,
        framing: bool = True,
        whole: bool = False,
    ) -> None:
        """Show another page from its top, or from where something lacks; ``called`` is what it is.

        It begins as wide as there is room, to be read; ``whole``, as a photo is looked at, it begins no
        higher than there is room either. A null picture shows none. Without ``framing`` nothing is framed
        on this one.
        """
        self._picture, self._called, self._frames, self._whole = picture, called, frames, whole
        self._framing = framing and self._may_frame
        self.let_go()
        self._lay()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        if frames:
            self._bring_in_sight(frames[0])

    def show_frames(self, frames: tuple[Frame, ...]) -> None:
        """Show what is framed now on the page that is shown; what is in hand stays, unless it is gone."""
        self._frames = frames
        if self.taken is not None and self.taken not in frames:
            self.let_go()
        self._say()

    def let_go(self) -> None:
        """Nothing is in hand any more; what was moved is where it was."""
        held, self.hand, self.taken, self._pressed = self.hand, None, None, None
        self._say()
        if held is not None:
            self.released.emit()

    def zoom(self, by: int) -> None:
        """Show the page larger (1), smaller (-1), or as it began (0)."""
        page = self._page()
        middle = self._told(QPointF(self.viewport().width() / 2, self.viewport().height() / 2))
        self._zoom = min(max(0, self._zoom + by), len(ZOOMS) - 1) if by else FITTING
        self._lay()
        if not page.isEmpty():
            page = self._page()
            x, y = middle.x() * page.width() / WHOLE, middle.y() * page.height() / WHOLE
            self.horizontalScrollBar().setValue(round(x + theme.px(MARGIN) - self.viewport().width() / 2))
            self.verticalScrollBar().setValue(round(y + theme.px(MARGIN) - self.viewport().height() / 2))

    def begin_frame(self) -> None:
        """Take a new frame in hand, in the middle of what is in sight."""
        if not self._framing or self._picture.isNull():
            return
        far = QPointF(self.viewport().width(), self.viewport().height())
        sight = between(self._told(QPointF()), self._told(far))
        width, height = (max(LEAST, round(a * b)) for a, b in zip(sight[2:4], BEGUN, strict=True))
        x, y = sight.x + (sight.width - width) // 2, sight.y + (sight.height - height) // 2
        self._take(Frame(0, 0, width, height).moved(x, y), None)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        done = self._press_at_hand(key, shift=shift) if self.hand is not None else self._press_at_page(key)
        if not done:
            super().keyPressEvent(event)

    def _press_at_hand(self, key: Qt.Key, *, shift: bool) -> bool:
        """What a key does to the frame in hand; says whether it does anything."""
        assert self.hand is not None
        if key in MOVES:
            self._move(self.hand.grown(*MOVES[key]) if shift else self.hand.moved(*MOVES[key]))
        elif key in ENTERS:
            self.asked.emit()
        elif key in DELETES:
            self.removed.emit()
        else:
            return False
        return True

    def _press_at_page(self, key: Qt.Key) -> bool:
        """What a key does to the page; says whether it does anything. What is wide is moved by ← and →."""
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.horizontalScrollBar().maximum()
        if key in TURNS and not sideways:
            self.turned.emit(TURNS[key])
        elif key in CLOSER:
            self.zoom(CLOSER[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            down = self.verticalScrollBar()
            down.setValue(0 if key == Qt.Key.Key_Home else down.maximum())
        elif key == Qt.Key.Key_Space:
            self.begin_frame()
        elif key in ENTERS and self._framing and self._frames:
            self._take_next()
        else:
            return False
        return True

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside = self._page().contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self._framing and inside:
            self.left.emit()
            self.let_go()
            self._pressed = self._told(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        drawn = between(self._pressed, self._told(event.position()))
        place = place_of(drawn, self._page())
        if (
            self.hand is not None
            or max(place.width(), place.height()) >= 2 * QApplication.startDragDistance()
        ):
            self.hand = drawn
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        found = next((frame for frame in reversed(self._frames) if holds(frame, pressed)), None)
        if self.hand is None and found is not None:
            self._take(found, found)
        if self.hand is not None:
            self.asked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self._page()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), theme.colour("sunken"))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if not page.isEmpty():
                painter.drawImage(page, self._picture)
                painter.setPen(QPen(theme.colour("line2"), 1))
                painter.drawRect(page)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for frame in self._frames:
                if frame != self.taken:
                    paint_frame(painter, place_of(frame, page), frame.words, in_hand=False)
            if self.hand is not None:
                paint_frame(painter, place_of(self.hand, page), self.hand.words, in_hand=True)
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _shown(self) -> QSizeF:
        """How large the page is shown, in pixels."""
        taken = QSizeF(self._picture.size())
        if taken.isEmpty():
            return QSizeF()
        margin, room = 2 * theme.px(MARGIN), self.viewport().size()
        fitting = min(1.0, (room.width() - margin) / taken.width())
        if self._whole:
            fitting = min(fitting, (room.height() - margin) / taken.height())
        return taken * (fitting * ZOOMS[self._zoom])

    def _page(self) -> QRectF:
        """Where the page lies in what is in sight: in the middle, moved as the bars say."""
        shown, margin = self._shown(), theme.px(MARGIN)
        left = max(margin, (self.viewport().width() - shown.width()) / 2)
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return QRectF(QPointF(left - across, margin - down), shown)

    def _told(self, place: QPointF) -> QPointF:
        """A place in sight, in thousandths of the page."""
        page = self._page()
        if page.isEmpty():
            return QPointF()
        at = place - page.topLeft()
        return QPointF(at.x() * WHOLE / page.width(), at.y() * WHOLE / page.height())

    def _lay(self) -> None:
        """How far the bars lead, by the page's size and the room there is."""
        shown, margin = self._shown(), 2 * theme.px(MARGIN)
        room = self.viewport().size()
        for bar, needed, there in (
            (self.horizontalScrollBar(), shown.width() + margin, room.width()),
            (self.verticalScrollBar(), shown.height() + margin, room.height()),
        ):
            bar.setRange(0, max(0, round(needed) - there))
            bar.setPageStep(there)
            bar.setSingleStep(theme.px(40))
        self.viewport().update()

    # -- the frame in hand

    def _take_next(self) -> None:
        """Take in hand what lacks after what was in hand last; after the last comes the first."""
        after = self._frames.index(self._last) + 1 if self._last in self._frames else 0
        self._take(self._frames[after % len(self._frames)], self._frames[after % len(self._frames)])

    def _take(self, frame: Frame, taken: Frame | None) -> None:
        self.taken = self._last = taken
        self._move(frame)

    def _move(self, frame: Frame) -> None:
        self.hand = frame
        self._bring_in_sight(frame)
        self._say()

    def _bring_in_sight(self, frame: Frame) -> None:
        """Scroll no further than until the frame, and its words below it, are in sight."""
        place = place_of(frame, self._page())
        for bar, least, most, there in (
            (self.horizontalScrollBar(), place.left(), place.right(), self.viewport().width()),
            (self.verticalScrollBar(), place.top(), place.bottom(), self.viewport().height()),
        ):
            room = theme.px(2 * MARGIN)
            if most + room > there:
                bar.setValue(bar.value() + round(min(most + room - there, least - room)))
            elif least < room:
                bar.setValue(bar.value() + round(least - room))

    def _say(self) -> None:
        """What is shown, and what lacks on it, to a screen reader; of a frame in hand where it is."""
        if self.hand is not None:
            words = _(
                "Frame at {across} from the left and {down} from the top, {wide} wide, {high} high, of 100",
                across=self.hand.x // 10, down=self.hand.y // 10,
                wide=self.hand.width // 10, high=self.hand.height // 10,
            )  # fmt: skip
        else:
            words = _(", ").join(frame.words for frame in self._frames if frame.words)
        self.setAccessibleName(self._called or _("Page"))
        self.setAccessibleDescription(words)
        self.viewport().update()
