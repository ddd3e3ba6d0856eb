"""Work off the window's thread: lanes to the desk, the press, the books, the safe …; all is heard here.

Threads own no QObject. One object on the window's thread has the signals; the
lanes only emit them.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.errors import Cancelled, InWords
from app.language import N_
from app.progress import Progress, Step

T = TypeVar("T")
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # malloc.h
LARGE = 1 << 17
"""So many bytes are taken from the machine by themselves, and given back at once when they are done with."""
GIVES_WAY = 0.0001
"""Seconds until a lane that computes lets the window go on, which asks at every call into the toolkit.

By Python's own 5 ms the form of 登记 took some eight seconds to be built beside such a lane
(``bench.beside_work``).
"""
SHOWN_AFTER_MS = 400
BETWEEN_STEPS = 0.05
"""Seconds between two steps sent to the window, so that a fast loop does not flood it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Work that raised: for whom it was done, what it raised, and how to try it once more."""

    owner: QObject | None
    error: BaseException
    again: Callable[[], None]


@dataclass(frozen=True, slots=True)
class LongWork:
    """Work that says how far it is; ``stop_words`` is what its cancel button says (untranslated)."""

    stop_words: str
    stop: Event = field(default_factory=Event)


@dataclass(slots=True)
class _Pace:
    """Lets a step through when 50 ms have passed since the last one."""

    last: float = 0.0

    def ready(self) -> bool:
        now = time.monotonic()
        if now - self.last < BETWEEN_STEPS:
            return False
        self.last = now
        return True


class Jobs(QObject):
    """Runs work for an owner, a QObject, and calls ``then`` with its result on the window's thread.

    Nothing is called for an owner that was deleted meanwhile. ``failed`` carries
    a Failure; ``began``, ``stepped`` and ``ended`` tell of long work, ``began``
    only when it has been running for 400 ms.
    """

    failed = Signal(object)
    began = Signal(object)
    stepped = Signal(object, object)
    ended = Signal(object)
    _back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _share_one_heap()
        sys.setswitchinterval(GIVES_WAY)
        self._desk = ThreadPoolExecutor(1, "desk")
        self._press = ThreadPoolExecutor(1, "press")
        self._books = ThreadPoolExecutor(1, "books")
        self._safe = ThreadPoolExecutor(1, "safe")
        self._door = ThreadPoolExecutor(1, "door")
        self._device = ThreadPoolExecutor(1, "device")
        self._folder = ThreadPoolExecutor(1, "folder")
        self._closing, self._leaving = Event(), Event()
        self._long: list[LongWork] = []
        self._closed = False
        self._under_way: Counter[QObject] = Counter()
        self._held: dict[QObject, Callable[[], None]] = {}

        self._back.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[], object] | None = None,
        owner: QObject,
    ) -> None:
        """Do short work at the desk, in the order asked, and hand its result to ``then``.

        ``failed`` is called where it raised, for who must know that it was this work and no other.
        """
        again = partial(self.run, work, then=then, failed=failed, owner=owner)
        self._send(self._desk, work, then, owner, again, failed=failed)

    def press(
        self, work: Callable[[], T], *, then: Callable[[T], object] | None = None, owner: QObject
    ) -> None:
        """Draw paper beside the desk; this work must not touch the database."""
        self._send(self._press, work, then, owner, partial(self.press, work, then=then, owner=owner))

    def at_once(
        self, work: Callable[[], T], *, then: Callable[[T], object] | None = None, owner: QObject
    ) -> None:
        """Do something short that waits for no other work, such as looking at a password."""
        self._send(self._door, work, then, owner, partial(self.at_once, work, then=then, owner=owner))

    def run_long(
        self,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], object] | None = None,
        owner: QObject,
        stop_words: str = N_("Cancel"),
    ) -> None:
        """Do long work at the desk; the window shows how far it is and offers to stop it."""
        if self._closed:
            return
        long = LongWork(stop_words)
        self._long.append(long)
        QTimer.singleShot(SHOWN_AFTER_MS, self, partial(self._show, long))
        again = partial(self.run_long, work, then=then, owner=owner, stop_words=stop_words)
        self._send(self._desk, partial(work, self._progress(long)), then, owner, again, long)

    def look_through(
        self,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], object] | None = None,
        stepped: Callable[[Step], object],
        stopped: Callable[[], bool],
        owner: QObject,
    ) -> None:
        """Read long in the books beside the desk, so that no step there waits for it; it changes no record.

        How far it is goes to ``stepped``, to be shown where it was asked for and not in the bar.
        """
        again = partial(self.look_through, work, then=then, stepped=stepped, stopped=stopped, owner=owner)
        progress = self._beside(stepped, stopped, owner)
        self._send(self._books, partial(work, progress), then, owner, again)

    def back_up(
        self,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], object] | None = None,
        stepped: Callable[[Step], object],
        stopped: Callable[[], bool],
        owner: QObject,
    ) -> None:
        """Copy the office's file as ``look_through`` reads it: neither waits for the other, however long."""
        again = partial(self.back_up, work, then=then, stepped=stepped, stopped=stopped, owner=owner)
        progress = self._beside(stepped, stopped, owner)
        self._send(self._safe, partial(work, progress), then, owner, again)

    def at_device(
        self,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], object] | None = None,
        stopped: Callable[[], bool],
        again: Callable[[], None],
        owner: QObject,
    ) -> None:
        """Work with a device of this desk, which may keep it waiting; no step anywhere waits for it.

        ``again`` tries once more as it was begun: what waits for a device shows that it does.
        """
        progress = Progress(stopped=lambda: stopped() or self._gives_up())
        self._send(self._device, partial(work, progress), then, owner, again)

    def at_folder(
        self, work: Callable[[], T], *, then: Callable[[T], object] | None = None, owner: QObject
    ) -> None:
        """Look into a folder, which may lie on a machine that is away and keep whoever looks waiting long.

        Nothing waits for that, neither a device nor who leaves the desk; it must not touch the database.
        """
        self._send(self._folder, work, then, owner, partial(self.at_folder, work, then=then, owner=owner))

    def when_back(self, then: Callable[[], None], *, owner: QObject) -> None:
        """Call ``then`` once all asked for ``owner`` is back: at once, or later, and only the latest.

        It is dropped when something of it fails: the officer hears of that first.
        """
        if self._under_way[owner]:
            self._held[owner] = then
        else:
            then()

    def when_quiet(self, then: Callable[[], object], *, owner: QObject) -> None:
        """Call ``then`` once every lane has done what it was asked: nothing holds the database then.

        What is long beside the desk is given up for it: nobody waits for a backup or a count to sign in.
        """

        def go_on() -> None:
            self._leaving.clear()
            then()

        self._leaving.set()
        # The desk last: what comes back from another lane may have it do more.
        lanes = (self._press, self._device, self._door, self._books, self._safe, self._desk)
        self._pass_through(lanes, go_on, owner)

    def _pass_through(
        self, lanes: tuple[ThreadPoolExecutor, ...], then: Callable[[], object], owner: QObject
    ) -> None:
        if not lanes:
            then()
            return
        go_on = partial(self._pass_through, lanes[1:], then, owner)
        self._send(lanes[0], _nothing, lambda done: go_on(), owner, go_on)

    def _gives_up(self) -> bool:
        return self._closing.is_set() or self._leaving.is_set()

    def stop(self) -> None:
        """Ask all long work to stop at its next item."""
        for long in self._long:
            long.stop.set()

    def busy(self) -> bool:
        """Whether long work is waiting or running."""
        return bool(self._long)

    def close(self) -> None:
        """Stop what is long, wait for what is short; nothing is called back or begun afterwards."""
        self.stop()
        self._closed = True
        self._closing.set()
        for lane in (self._desk, self._press, self._books, self._safe, self._door, self._device):
            lane.shutdown(wait=True)
        self._folder.shutdown(wait=False, cancel_futures=True)

    def _beside(
        self, stepped: Callable[[Step], object], stopped: Callable[[], bool], owner: QObject
    ) -> Progress:
        """How work beside the desk tells where it was asked for how far it is, and hears that it stops."""
        pace = _Pace()

        def show(step: Step) -> None:
            if shiboken6.isValid(owner):
                stepped(step)

        def tell(step: Step) -> None:
            if pace.ready():
                self._back.emit(partial(show, step))

        return Progress(tell, lambda: stopped() or self._gives_up())

    def _progress(self, long: LongWork) -> Progress:
        pace = _Pace()

        def tell(step: Step) -> None:
            if pace.ready() or step.done == step.total:
                self._back.emit(partial(self.stepped.emit, long, step))

        return Progress(tell, long.stop.is_set)

    def _send(
        self,
        lane: ThreadPoolExecutor,
        work: Callable[[], T],
        then: Callable[[T], object] | None,
        owner: QObject,
        again: Callable[[], None],
        long: LongWork | None = None,
        failed: Callable[[], object] | None = None,
    ) -> None:
        if self._closed:
            return

        def bring_back(done: Future[T]) -> None:
            if self._closed:
                return
            error = done.exception()
            if error is None:
                told = partial(self._finish, owner, done.result(), then, long)
            else:
                told = partial(self._fail, owner, error, again, long, failed)
            self._back.emit(partial(self._come_back, owner, told))

        self._under_way[owner] += 1
        lane.submit(work).add_done_callback(bring_back)

    def _call(self, what: Callable[[], None]) -> None:
        if not self._closed:
            what()

    def _come_back(self, owner: QObject, told: Callable[[], None]) -> None:
        self._under_way[owner] -= 1
        told()
        if not self._under_way[owner]:
            del self._under_way[owner]
            self._let_go(owner)

    def _let_go(self, owner: QObject) -> None:
        held = self._held.pop(owner, None)
        if held is None or not shiboken6.isValid(owner):
            return
        try:
            held()
        except InWords as error:
            self.failed.emit(Failure(owner, error, held))

    def _finish(
        self, owner: QObject, result: T, then: Callable[[T], object] | None, long: LongWork | None
    ) -> None:
        self._end(long)
        if then is not None and shiboken6.isValid(owner):
            then(result)

    def _fail(
        self,
        owner: QObject,
        error: BaseException,
        again: Callable[[], None],
        long: LongWork | None,
        failed: Callable[[], object] | None,
    ) -> None:
        self._end(long)
        self._held.pop(owner, None)
        if failed is not None and shiboken6.isValid(owner):
            failed()
        if not isinstance(error, Cancelled):
            self.failed.emit(Failure(owner if shiboken6.isValid(owner) else None, error, again))

    def _show(self, long: LongWork) -> None:
        if long in self._long:
            self.began.emit(long)

    def _end(self, long: LongWork | None) -> None:
        if long is not None:
            self._long.remove(long)
            self.ended.emit(long)


def _nothing() -> None:
    """Runs in a lane behind all that was asked there before."""


def _share_one_heap() -> None:
    """Let all lanes take memory from one heap (glibc): of several, each keeps the most it ever needed.

    What is large does not come from the heap: left to itself glibc would soon put columns of megabytes
    there, and what lies behind them keeps all that room from being given back.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
