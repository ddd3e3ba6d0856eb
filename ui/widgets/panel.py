"""White panels with a title and tools, the head of a page, and how panels stand on it."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.text import Phrase, Text

Part: TypeAlias = QWidget | QLayout


class Panel(QFrame):
    """A white panel: title at the left of its head, tools at the right, ``body`` below.

    ``padded=False`` lets a list reach the panel's edges. Without a title there is no head.
    """

    def __init__(
        self, title: str = "", *, note: str = "", padded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = Text(title, size=theme.TITLE, bold=True, yields=True)
        self.note = Text(note, size=theme.NOTE, tone="text2")
        self._head = QWidget()
        self._tools = QHBoxLayout()
        self.body = QVBoxLayout()

        self._arrange(padded)
        self._head.setVisible(bool(title))

    def add_tool(self, tool: QWidget) -> None:
        """Put a widget at the right end of the head."""
        self._tools.addWidget(tool)
        self._head.show()

    def show_title(self, title: str, note: str = "") -> None:
        """Call the panel something else."""
        self.title.setText(title)
        self.note.setText(note)
        self._head.show()

    def _arrange(self, padded: bool) -> None:
        side = theme.px(12)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(side, 0, side, 0)
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addLayout(self._tools)
        self._tools.setSpacing(theme.px(8))
        self._head.setFixedHeight(theme.px(40))
        self.body.setSpacing(theme.px(8))
        self.body.setContentsMargins(*((side, 0, side, side) if padded else (0, 0, 0, 0)))
        all_ = QVBoxLayout(self)
        all_.setContentsMargins(1, 1, 1, 1)
        all_.setSpacing(0)
        all_.addWidget(self._head)
        all_.addLayout(self.body, 1)


class PageHead(QWidget):
    """The head of a page: its title, one sentence, and at the right a few buttons."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(title, size=theme.PAGE, bold=True)
        self.sentence = Phrase()
        self._beside, self._tools = QHBoxLayout(), QHBoxLayout()

        self.setFixedHeight(theme.px(36))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.title)
        row.addLayout(self._beside)
        row.addWidget(self.sentence, 1)
        row.addLayout(self._tools)
        for part in (self._beside, self._tools):
            part.setSpacing(theme.px(8))

    def say(self, *parts: tuple[str, str, bool] | str) -> None:
        """Say the sentence of the page: words, or words with tone and weight."""
        self.sentence.show_parts(tuple((p, "text2", False) if isinstance(p, str) else p for p in parts))

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the right."""
        self._tools.addWidget(tool)

    def add_beside(self, field: QWidget) -> None:
        """Put a field beside the title, such as a filter of the whole page."""
        self._beside.addWidget(field)


def fill(box: QBoxLayout, *parts: Part, wide: Part) -> None:
    """Put parts one after the other into a row or a column; ``wide`` takes the room that is left."""
    for part in parts:
        if isinstance(part, QLayout):
            box.addLayout(part, int(part is wide))
        else:
            box.addWidget(part, int(part is wide))


def side_by_side(*parts: Part, wide: Part) -> QHBoxLayout:
    """The panels of a page beside one another; ``wide`` takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    fill(row, *parts, wide=wide)
    return row


def scrolled(inner: QWidget) -> QScrollArea:
    """``inner`` in an area that scrolls up and down when there is not enough height."""
    inner.setObjectName("scrolled")
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
