"""A number with arrows, such as a printer's offset in tenths of a millimetre."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from ui import icons, theme
from ui.widgets.fields import FIELD_HEIGHT, paint_field


class NumberField(QDoubleSpinBox):
    """A number between two bounds, with a step and a unit; ``valueChanged`` and ``value`` are Qt's own."""

    def __init__(
        self,
        least: float,
        most: float,
        *,
        step: float = 1.0,
        decimals: int = 0,
        unit: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setSuffix(f" {unit}" if unit else "")
        self.setFont(theme.font())
        self.setFixedHeight(theme.px(FIELD_HEIGHT))
        self.setMinimumWidth(theme.px(104))
        self.setAccessibleName(name)
        self.lineEdit().setTextMargins(theme.px(8), 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change the number

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            state = "normal" if self.isEnabled() else "read_only"
            paint_field(painter, QRectF(self.rect()), state, focused=self.hasFocus())
            option = QStyleOptionSpinBox()
            self.initStyleOption(option)
            size = theme.px(12)
            for part, icon in (
                (QStyle.SubControl.SC_SpinBoxUp, "chevron-up"),
                (QStyle.SubControl.SC_SpinBoxDown, "chevron-down"),
            ):
                place = QRectF(
                    self.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, self)
                ).center()
                box = QRectF(place.x() - size / 2, place.y() - size / 2, size, size)
                icons.paint(painter, box, icon, theme.colour("text2"))
