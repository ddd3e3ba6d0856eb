"""The pages of the window, in the order of the rail, and what the window asks of each of them.

To add a page:

1. ``ui/pages/complaints.py``: a ``class ComplaintsPage(Page)``; its verbs in ``app/complaints.py``.
2. One line in ``PAGES`` below: its name, the two-character word of the rail, its title, an icon of
   ``resources/icons``, and where the class is. It is imported when it is first visited.
3. ``tests/ui/pages/test_complaints.py``, with ``InlineJobs``.

The window is not touched. It asks a page for little, and each has a sensible default:

- ``reads``: the tables whose change makes the page ``reload`` while it is on the screen; so after a verb
  a page does nothing to show the result. A page that is not on the screen is shown anew when next visited.
- ``show_for(what)``: show this (a person, a stay, …) because another page, or the search box, sent the
  officer here, None when the officer came by the rail, ``AS_LEFT`` when they come back from a file that
  was opened here. It is called on every visit and loads everything. A list opens somebody's file with
  ``ui.pages.trail.file_of``: the file then leads on to the others of the list, and back to this page.
- ``buttons()``: the buttons of the 52 px action bar, the primary one last; none makes it the hint bar.
- ``own_keys()``: every further key of the page. One that has a ``do`` is made to work by the window; one
  without is done by the focused widget (a list's Enter, Space, ↑ and ↓; a choice row's digits) and is
  declared only so that the hint bar and the sheet of keys (F1) tell of it. A key printed on a button works
  because it is declared here or belongs to an action.
- ``foot()``: a widget for the left of the bottom bar, such as when the draft was kept.
- ``first_focus()``: where the officer begins; lists their first row, forms their first field.
- ``mark(field, words, because)``: mark the field a refusal is about; say whether there is such a field.
- ``leave()``: the officer goes to another page or closes the window: keep what was typed.
- ``fit(breadth)``: lay out for a "narrow" (< 1200), "normal" or "wide" (≥ 1600) window.

and is told by a page, through its signals:

- ``opens.emit(name, what)``: go to another page and show ``what`` there;
- ``explains.emit(answers)``: lay these answers of the law open, with the articles they rest on;
- ``did.emit(Done(words, undo))``: something was done; ``undo`` is a verb, run at the desk if pressed;
- ``changed``: ask again for actions, keys and foot;
- ``leaves``: leave the desk, to put the office's file back from a backup.

A page never opens a session, never catches, never shows a message box: it turns widgets into values,
runs a verb (``self.office.jobs.run(partial(permits.move, self.office.desk, …), then=…, owner=self)``)
and shows what comes back. What a verb refuses comes to ``mark`` or to the message bar by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import N_
from ui import theme
from ui.office import Office
from ui.widgets.panel import Part, fill

NARROW, WIDE = 1200, 1600
RAIL_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a page: what is pressed ("F7", "Ctrl+S", "[", "Alt+0…6"), what it does (translated), the act.

    ``hinted`` shows it in the hint bar. Without ``do`` the focused widget does it.
    """

    press: str
    words: str
    do: Callable[[], object] | None = None
    hinted: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the action bar: its words (translated), the act, its key, and its kind of button.

    The kinds are primary, pending (primary with something still missing),
    secondary, danger and quiet.
    """

    words: str
    do: Callable[[], object]
    key: str = ""
    kind: str = "secondary"


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, in words (translated), and for some seconds the verb that undoes it."""

    words: str
    undo: Callable[[], object] | None = None
    seconds: int = 10


class Page(QWidget):
    """What every page is."""

    opens = Signal(str, object)
    explains = Signal(object)
    did = Signal(object)
    settled = Signal()
    """What was refused before is settled, though nothing was done that could be taken back."""
    changed = Signal()
    leaves = Signal()

    reads: frozenset[str] = frozenset()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._breadth = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def hear(self, tables: frozenset[str]) -> None:
        """Something changed in these tables."""
        if tables & self.reads:
            self.reload()

    def reload(self) -> None:
        """Ask for everything on the page again."""

    def show_for(self, what: object) -> None:
        """Show this; None when the officer came by the rail."""
        self.reload()

    def buttons(self) -> tuple[Action, ...]:
        """The buttons of the action bar, the primary one last."""
        return ()

    def own_keys(self) -> tuple[Key, ...]:
        """The keys of the page beside those of its actions."""
        return ()

    def foot(self) -> QWidget | None:
        """What stands at the left of the bottom bar."""
        return None

    def first_focus(self) -> QWidget | None:
        """Where the officer begins."""
        return None

    def mark(self, field: str, words: str, because: object) -> bool:
        """Mark the field a refusal is about; say whether the page has it."""
        return False

    def leave(self) -> None:
        """Keep what is typed: the officer goes to another page, or closes the window."""

    def fit(self, breadth: str) -> None:
        """Lay the page out for a narrow, normal or wide window."""

    def lay(self, *parts: Part, apart: int = 8) -> None:
        """Lay its parts below one another, the head first; the last takes the room that is left."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        whole.setSpacing(theme.px(apart))
        fill(whole, *parts, wide=parts[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = breadth(self.width() + theme.px(RAIL_WIDTH))
        if now != self._breadth:
            self._breadth = now
            self.fit(now)


def breadth(window_width: int) -> str:
    """Which of the three layouts a window of this width takes at the text size now chosen."""
    logical = window_width / theme.px(100) * 100
    return "narrow" if logical < NARROW else "wide" if logical >= WIDE else "normal"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its name, its word on the rail, its title, its icon, and where it is.

    ``duty`` is the kind of work of ``app.today`` that is done there, or "conflict" for what waits to be
    chosen: the rail tells how much of it must be done today. ``key`` opens it, "" by its place among those
    that have none of their own: Ctrl+1 to Ctrl+9, then Ctrl+0. ``at_foot`` puts it at the lower end of the
    rail; a page that stands ``under`` another one has no place of its own there and is reached from that
    page or by search.
    """

    name: str
    label: str
    title: str
    icon: str
    place: str
    duty: str = ""
    at_foot: bool = False
    under: str = ""
    key: str = ""

    def build(self, office: Office) -> Page:
        """Import the page and build it."""
        module, _colon, kind = self.place.partition(":")
        return cast(Page, getattr(import_module(module), kind)(office))


PAGES: tuple[Entry, ...] = (
    Entry("today", N_("Today"), N_("Today"), "today", "ui.pages.today:TodayPage"),
    Entry(
        "to_do",
        N_("List of what is to do"),
        N_("List of what is to do"),
        "printer",
        "ui.pages.to_do:ToDoPage",
        under="today",
    ),
    Entry(
        "registration",
        N_("Register"),
        N_("Register"),
        "register",
        "ui.pages.registration:RegistrationPage",
        duty="register",
    ),
    Entry(
        "intake",
        N_("Take in a list"),
        N_("Take in a list"),
        "attach",
        "ui.pages.intake:IntakePage",
        under="registration",
    ),
    Entry("resident", N_("Files"), N_("Resident's file"), "file", "ui.pages.resident:ResidentPage"),
    Entry("papers", N_("Papers"), N_("Papers"), "printer", "ui.pages.papers:PapersPage", under="resident"),
    Entry("review", N_("Review"), N_("Review"), "review", "ui.pages.review:ReviewPage", duty="review"),
    Entry(
        "closing",
        N_("Close"),
        N_("Close the day"),
        "check-circle",
        "ui.pages.daily_close:DailyClosePage",
        under="review",
    ),
    Entry(
        "printing", N_("Cards"), N_("Print permits"), "card", "ui.pages.printing:PrintingPage", duty="print"
    ),
    Entry(
        "batches",
        N_("Batches printed before"),
        N_("Batches printed before"),
        "history",
        "ui.pages.batches:BatchesPage",
        under="printing",
    ),
    Entry(
        "endorsements",
        N_("Endorse"),
        N_("Endorsements"),
        "endorse",
        "ui.pages.endorsements:EndorsementsPage",
        duty="endorse",
    ),
    Entry(
        "statistics",
        N_("Statistics"),
        N_("Statistics"),
        "statistics",
        "ui.pages.statistics:StatisticsPage",
    ),
    Entry("sync", N_("Sync"), N_("Sync"), "sync", "ui.pages.sync:SyncPage", duty="conflict"),
    Entry(
        "sync_record",
        N_("Record of sync"),
        N_("Record of sync"),
        "sync",
        "ui.pages.sync_record:SyncRecordPage",
        under="sync",
    ),
    Entry("policy", N_("Policy"), N_("Policy"), "law", "ui.pages.policy:PolicyPage", at_foot=True),
    Entry(
        "verify",
        N_("Verify"),
        N_("Verify a paper"),
        "check-circle",
        "ui.pages.verify:VerifyPage",
        at_foot=True,
    ),
    Entry(
        "settings",
        N_("Settings"),
        N_("Settings"),
        "settings",
        "ui.pages.settings:SettingsPage",
        at_foot=True,
        key="Ctrl+,",
    ),
)
