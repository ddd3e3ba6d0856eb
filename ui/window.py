"""The window: rail, top bar, one page, one bar below; it opens before the database does.

It is painted first and empty. ``settle`` hands it the office, and the first
page is built. What it asks of a page stands in ``ui.pages``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import InWords, Refused
from app.language import N_, _
from app.progress import Step
from ui.bars import BottomBar, Standing, TopBar
from ui.focus import FocusKeeper, home_on, next_stop
from ui.jobs import Failure, LongWork
from ui.keyboard import Act, AltHeld, Keyboard
from ui.locked import Lock
from ui.messages import Messages
from ui.office import Office
from ui.pages import PAGES, Done, Entry, Key, Page
from ui.preferences import of_program
from ui.rail import Rail
from ui.sheets import Sheets
from ui.watches import Watches
from ui.widgets.notice import Notice

if TYPE_CHECKING:
    from ui.seeking import Find
    from ui.widgets.finder import Found
    from ui.widths import Widths

DESIGN_SIZE = (1366, 696)
LEAST_SIZE = (1024, 542)
HEARD = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.WindowDeactivate)
)
"""What tells whether Alt is held alone."""


def nowhere(text: str) -> tuple[Found, ...]:
    """Where there are no books, nothing is found in them."""
    return ()


class Window(QWidget):
    """The shell. ``painted`` is emitted once, when it has been drawn for the first time.

    ``left`` tells that the officer leaves the desk to put its file back from a backup.
    """

    painted = Signal()
    left = Signal()

    def __init__(self, entries: tuple[Entry, ...] = PAGES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.name: entry for entry in entries}
        on_rail = tuple(entry for entry in entries if not entry.under)
        numbered = (entry.name for entry in on_rail if not entry.key)
        self._rail_keys = {name: f"Ctrl+{number % 10}" for number, name in enumerate(numbered, start=1)}
        self._own_keys = {entry.name: entry.key for entry in on_rail if entry.key}
        self._pages: dict[str, Page] = {}
        self._keyboard, self._alt = Keyboard(self, self._attempt), AltHeld(self)
        self._office: Office | None = None
        self._watches: Watches | None = None
        self._lists: Widths | None = None
        self._was_painted = False
        self.rail, self.top = Rail(entries), TopBar()
        self.bottom = BottomBar(self._attempt)
        self.stack, self.bar = QStackedWidget(), Notice()
        self.sheets = Sheets(self)
        self.messages = Messages(self.bar, self.sheets.explain, self)
        self._layers = QStackedLayout(self)
        self.lock = Lock(self, self._layers)

        self._arrange()
        self._connect()
        self._listen()
        self.rail.show_page(next(iter(self._entries)))

    def settle(
        self,
        office: Office,
        standing: Standing,
        *,
        find: Find = nowhere,
        first: str = "",
    ) -> None:
        """Take the office and open the first page; ``find`` looks in the books for the search."""
        self._office = office
        self.top.show_standing(standing)
        self.setWindowTitle(
            _("Anju · residence registration and permits — {station}", station=standing.station)
        )
        office.news.arrived.connect(self._hear)
        office.jobs.failed.connect(self._hear_failure)
        office.jobs.began.connect(self._begin_long)
        office.jobs.stepped.connect(self._show_step)
        office.jobs.ended.connect(self._end_long)
        self.sheets.settle(office, find, self._commands)
        self._watch(office)
        self.go(first or next(iter(self._entries)))

    def page(self) -> Page | None:
        """The page on the screen."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go(self, name: str, what: object = None) -> None:
        """Open a page, building it on the first visit, and show ``what`` on it."""
        if self._office is None or name not in self._entries:
            return
        page = self._pages.get(name) or self._build(name, self._office)
        self.messages.clear()
        self._leave()
        self.stack.setCurrentWidget(page)
        self.rail.show_page(self._entries[name].under or name)
        page.show_for(what)
        self._widths(self._office).follow(page)
        self._listen()
        if (begin := page.first_focus()) is not None:
            begin.setFocus()

    def _widths(self, office: Office) -> Widths:
        if self._lists is None:
            from ui.widths import Widths  # with the lists, after the first paint

            self._lists = Widths(of_program(), office.desk.officer.login, self)
        return self._lists

    def sizeHint(self) -> QSize:
        return QSize(*DESIGN_SIZE)

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._find_room()
        super().setVisible(visible)

    def _find_room(self) -> None:
        """Take the size it is designed for, or where the screen has less room the whole screen."""
        fitting = self.sizeHint().boundedTo(self.screen().availableSize())
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # Qt would take two thirds of the screen
            self.resize(fitting)
        if self.size() == fitting != self.sizeHint():
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._office is not None:
            self._office.jobs.stop()
        self._leave()
        super().closeEvent(event)

    def paintEvent(self, event: object) -> None:
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def _build(self, name: str, office: Office) -> Page:
        page = self._entries[name].build(office)
        self._pages[name] = page
        self.stack.addWidget(page)
        page.opens.connect(self.go)
        page.explains.connect(self.sheets.explain)
        page.did.connect(partial(self._offer_undo, page))
        page.settled.connect(self.messages.clear)
        page.changed.connect(partial(self._refresh, page))
        page.leaves.connect(self.left)
        return page

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self._watches is not None:
            self._watches.look()
        if event.type() in HEARD:
            self._alt.hear(event)
        return super().event(event)

    def _watch(self, office: Office) -> None:
        duties = {entry.name: entry.duty for entry in self._entries.values() if entry.duty}
        self._watches = watches = Watches(office, duties, self)
        watches.turned.connect(self._begin_day)
        watches.counted.connect(self.rail.show_badges)
        watches.told.connect(self.messages.say)
        watches.reached.connect(self.top.show_reached)
        watches.fell_idle.connect(self.lock_now)
        watches.count()

    def _begin_day(self, day: date) -> None:
        """It is another day: the page on the screen is shown anew as any page is when it is visited."""
        self.top.show_day(day)
        if (page := self.page()) is not None:
            page.reload()

    def _leave(self) -> None:
        """Going from the page on the screen counts as going from the field in hand."""
        if (page := self.page()) is not None:
            page.leave()

    def _refresh(self, page: Page) -> None:
        if page is self.page():
            self._listen()

    def _hear(self, tables: frozenset[str]) -> None:
        """Tell the page on the screen; every other is shown anew when it is next visited."""
        if (page := self.page()) is not None:
            page.hear(tables)

    def _offer_undo(self, page: Page, done: Done) -> None:
        self.messages.clear()  # what was refused before is settled
        undo = None if done.undo is None else partial(self._undo, page, done.undo)
        self.bottom.undo.offer(done.words, undo, seconds=done.seconds)

    def _undo(self, page: Page, verb: Callable[[], object]) -> None:
        if self._office is not None:
            self._office.jobs.run(verb, owner=page)

    def _attempt(self, act: Act) -> None:
        """Do what a key or a button asks; what a form refuses is heard like what a verb refuses."""
        try:
            act()
        except InWords as error:
            self.messages.hear(Failure(self.page(), error, partial(self._attempt, act)))

    def _hear_failure(self, failure: Failure) -> None:
        if not (self.lock.hears(failure) or self.sheets.hears(failure)):
            self.messages.hear(failure)

    def _begin_long(self, long: LongWork) -> None:
        self.bottom.progress.begin(_(long.stop_words))
        self.bottom.show_progress(True)

    def _show_step(self, long: LongWork, step: Step) -> None:
        self.bottom.progress.show_step(_(step.doing), step.done, step.total)

    def _end_long(self, long: LongWork) -> None:
        if self._office is not None and not self._office.jobs.busy():
            self.bottom.show_progress(False)

    def _stop_long(self) -> None:
        if self._office is not None:
            self._office.jobs.stop()
            self.bottom.progress.stopping()

    def _back(self) -> None:
        """What Esc does here: stop long work, else close the message, else what the page says."""
        if self._office is not None and self._office.jobs.busy():
            self._stop_long()
        elif not self.messages.clear():
            for press, act in self._page_acts():
                if press == "Esc":
                    self._attempt(act)

    def _again(self) -> None:
        if not self.messages.try_again() and (page := self.page()) is not None:
            page.reload()

    def _window_keys(self) -> tuple[Key, ...]:
        last = len(self._rail_keys) % 10  # the tenth page has Ctrl+0, as on the keyboard
        return (
            Key("Ctrl+K", _("Find people, addresses, commands"), self.open_finder),
            Key(f"Ctrl+1…{last}", _("Open a page of the rail")),
            *(
                Key(press, _(self._entries[name].title), partial(self.go, name))
                for name, press in self._own_keys.items()
            ),
            Key("F2", _("Register somebody new"), partial(self.go, "registration")),
            Key("F4", _("Read an identity card"), partial(self.go, "registration", ("card",))),
            Key("F5", _("Refresh, or try again"), self._again),
            Key("Ctrl+Z", _("Undo the last step"), self.bottom.undo.undo),
            Key("Esc", _("Close, go back"), self._back),
            Key("Ctrl+L", _("Lock the window"), self.lock_now),
            Key("F1", _("All keys"), self.open_keys, hinted=True),
        )

    def _page_acts(self) -> tuple[tuple[str, Act], ...]:
        page = self.page()
        if page is None:
            return ()
        keys = tuple((key.press, key.do) for key in page.own_keys() if key.do is not None)
        return (*keys, *((action.key, action.do) for action in page.buttons() if action.key))

    def _listen(self) -> None:
        """Show the bar of the page and make its keys work; a page's own key comes before the window's."""
        page = self.page()
        hints = tuple(key for key in self._window_keys() if key.hinted)
        actions, keys, foot = (page.buttons(), page.own_keys(), page.foot()) if page else ((), (), None)
        self.bottom.show_page(actions, (*keys, *hints), foot)
        acts = {key.press: key.do for key in self._window_keys() if key.do is not None}
        acts |= {press: act for press, act in self._page_acts() if press != "Esc"}
        for name, press in self._rail_keys.items():
            acts[press] = partial(self.go, name)
        self._keyboard.show(acts)

    def _cover(self) -> None:
        """Whatever lies over the page, or hides it, has the keyboard to itself."""
        covered = self.lock.locked or any(sheet.isVisible() for sheet in self.sheets.laid())
        self._keyboard.listen(not covered)

    def open_keys(self) -> None:
        """Open the sheet of keys, built from what the window and the page declare."""
        page = self.page()
        here: tuple[tuple[str, str], ...] = ()
        if page is not None:
            here = tuple((action.key, action.words) for action in page.buttons() if action.key)
            here += tuple((key.press, key.words) for key in page.own_keys())
        anywhere = tuple((key.press, key.words) for key in self._window_keys())
        self.sheets.show_keys(anywhere, here)

    def _print_keys(self) -> None:
        from ui import printing  # QtPrintSupport is only loaded when something is printed

        self.sheets.keys.close_sheet()
        if self._office is None:
            raise Refused(N_("Sign in first, then the keys can be printed."))
        printing.send_page(self._office.jobs, self.sheets.keys.page(), _("Keys"), self.stack)

    def open_finder(self) -> None:
        """Open the search, once there are books to search in."""
        if self._office is not None:
            self.sheets.open_finder()

    def _open_found(self, found: Found) -> None:
        if found.page:
            self.go(found.page, self._followed(found))
        else:
            self._keyboard.press(found.press)

    def _act_on(self, found: Found, press: str) -> None:
        """Do to somebody who was found what a key does on their page, once they are shown there."""
        self.go(found.page, self._followed(found))
        page = self.page()
        if self._office is not None and page is not None:
            self._office.jobs.when_back(partial(self._keyboard.press, press), owner=page)

    def _followed(self, found: Found) -> object:
        from ui.seeking import followed

        here = next((name for name, page in self._pages.items() if page is self.page()), "")
        return followed(found, self.sheets.finder.rows(), here)

    def _commands(self, text: str) -> tuple[Found, ...]:
        """The pages and keys whose words have the text in them."""
        from ui.seeking import commands

        keys = self._rail_keys | self._own_keys
        pages = ((entry, keys.get(name, "")) for name, entry in self._entries.items())
        return commands(text, pages, (key for key in self._window_keys() if key.press not in keys.values()))

    def focusNextPrevChild(self, forward: bool) -> bool:
        parts = (self.rail, self.top, self.bar, self.stack, self.bottom)
        stop = next_stop(self, parts, forward=forward)
        if stop is None:
            return super().focusNextPrevChild(forward)
        reasons = Qt.FocusReason
        stop.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return True

    def _home(self) -> QWidget | None:
        """Where the focus belongs when nobody has put it anywhere."""
        if self.lock.locked:
            return self.lock.first()
        page = self.page()
        return None if page is None else home_on(page, page.first_focus(), self.bottom.buttons())

    def _connect(self) -> None:
        FocusKeeper(self, (self.rail, self.top), self._home)
        self.rail.name_keys(self._rail_keys | self._own_keys)
        self._alt.turned.connect(self.rail.show_keys)
        self.rail.chosen.connect(self.go)
        self.top.search_asked.connect(self.open_finder)
        self.bottom.progress.stopped.connect(self._stop_long)
        self.lock.turned.connect(self._cover)
        self.sheets.turned.connect(self._cover)
        self.sheets.chosen.connect(self._open_found)
        self.sheets.acted.connect(self._act_on)
        self.sheets.print_asked.connect(partial(self._attempt, self._print_keys))

    def lock_now(self) -> None:
        """Hide everything until the officer comes back; going from the page keeps what was typed."""
        if self._office is not None and not self.lock.locked:
            self._leave()
            self.lock.lock(self._office, self.sheets.laid())

    def _arrange(self) -> None:
        self.setWindowTitle(_("Anju · residence registration and permits"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(QSize(*LEAST_SIZE).boundedTo(self.screen().availableSize()))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.bar)
        right.addWidget(self.stack, 1)
        right.addWidget(self.bottom)
        content = QWidget()
        whole = QHBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(content)
