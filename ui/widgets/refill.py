"""Other widgets in the place of those a layout holds."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLayout, QWidget


def refill(layout: QLayout, widgets: Iterable[QWidget] = ()) -> None:
    """Put these in the place of all that the layout holds, and show them at once.

    The layout itself would show them one turn of the event loop later: what is around them would be
    painted twice, the first time without them, and until then no key would reach them.
    """
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    for each in widgets:
        layout.addWidget(each)
        each.show()
