"""Where the next key goes: when what had the focus vanishes, to the page at hand, never to the rail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.widgets.button import KeyButton
from ui.widgets.panel import Panel


class FocusKeeper(QObject):
    """Watches one window. Qt passes the focus of a vanished widget on to the next, often the rail.

    Whoever goes to the rail by Tab or by mouse leaves something behind that is
    still there; so a focus that comes from nothing did not go there by hand.
    ``home`` finds where it belongs instead, None when it may stay.
    """

    def __init__(
        self, window: QWidget, aside: tuple[QWidget, ...], home: Callable[[], QWidget | None]
    ) -> None:
        super().__init__(window)
        self._window, self._aside, self._home = window, aside, home
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._look)

    def _look(self, old: QWidget | None, now: QWidget | None) -> None:
        if not shiboken6.isValid(self._window):  # it is going, and what it held lets go of the focus
            return
        by_hand = old is not None and shiboken6.isValid(old) and old.isVisible() and old.isEnabled()
        if not by_hand and self._strayed():
            QTimer.singleShot(0, self, self._bring_back)  # once the page is done with what it is doing

    def _strayed(self) -> bool:
        focus = cast("QWidget | None", self._window.focusWidget())
        return self._window.isActiveWindow() and (
            focus is None or any(each is focus or each.isAncestorOf(focus) for each in self._aside)
        )

    def _bring_back(self) -> None:
        if self._strayed() and (home := self._home()) is not None:
            home.setFocus()


def next_stop(window: QWidget, parts: tuple[QWidget, ...], *, forward: bool) -> QWidget | None:
    """Where Tab goes from what has the focus: through each part of the window, and in it panel by panel.

    Qt goes by when something was made. So what a page shows late, such as the law's reasons, would come
    after the buttons at the foot, far from the panel it stands in; and what scrolls in a panel after the
    button below it.
    """
    chain = _chain(window)
    made = {widget: number for number, widget in enumerate(chain)}

    def read(stop: QWidget) -> tuple[int, int, int, int]:
        above = list(_above(stop))
        part = next((parts.index(each) for each in above if each in parts), len(parts))
        panel = next((each for each in above if isinstance(each, Panel)), stop)
        within = above[: above.index(panel)]
        scrolled = next((each for each in within if isinstance(each, QScrollArea)), stop)
        return part, made[panel], made[scrolled], made[stop]

    here = window.focusWidget()
    if here not in made:
        return None
    stops = sorted((each for each in chain if each is here or is_stop(each)), key=read)
    return stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops at a widget now."""
    return bool(
        widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


def _chain(window: QWidget) -> list[QWidget]:
    """Everything in a window in the order of Qt's own chain."""
    found, now = [window], window.nextInFocusChain()
    while now is not None and now is not window:
        found.append(now)
        now = now.nextInFocusChain()
    return found


def _above(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all it lies in, the innermost first."""
    above: QWidget | None = widget
    while above is not None:
        yield above
        above = above.parentWidget()


def tab_through(*stops: QWidget) -> None:
    """Let Tab go through these in this order; what was made last would come after everything else."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def home_on(page: QWidget, first: QWidget | None, buttons: tuple[KeyButton, ...]) -> QWidget:
    """The page's first place, else its primary button, else the page itself, where its keys still work."""
    if first is not None and first.isVisible() and first.isEnabled():
        return first
    primary = (button for button in buttons if button.kind in ("primary", "pending") and button.isVisible())
    return next(primary, page)
