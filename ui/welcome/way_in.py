"""The steps from a database to a desk: look, choose, found, sign in; what goes wrong is said in the scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from app import desk as desks
from app import offices, opening, putting_back
from app.desk import Desk
from app.errors import InWords, Refused
from app.language import _, sentence
from app.offices import FileBroken, FileGone, Found
from app.opening import Door
from app.progress import Progress, Step
from app.putting_back import Copy, PutBack
from ui import crash
from ui.jobs import Failure, Jobs, LongWork
from ui.preferences import Preferences
from ui.welcome.choices import Choices
from ui.welcome.connecting import Connect
from ui.welcome.founding import Begun, Founding, FoundOffice
from ui.welcome.lock import hold
from ui.welcome.putting_back import AfterPuttingBack, ChooseCopy
from ui.welcome.recovery import Recover, Recovering, RecoveryCode, print_sheet, save_sheet
from ui.welcome.scene import Scene
from ui.welcome.sign_in import SignIn
from ui.welcome.trouble import Trouble
from ui.widgets.suggesting import Suggestion


class WayIn(QObject):
    """Leads to a desk, in scenes of the window's stack. ``opened`` carries the desk, once."""

    opened = Signal(object)

    def __init__(
        self,
        stack: QStackedWidget,
        jobs: Jobs,
        preferences: Preferences,
        database: str = "",
        on: date | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stack, self._jobs, self._preferences = stack, jobs, preferences
        self._database, self._on = database, on
        self._asked = (database or preferences.address, "")
        self._scene: Scene | None = None
        self._door: Door | None = None
        self._desk: Desk | None = None
        self._lock: QLockFile | None = None
        self._held: Path | None = None
        self._founding: Begun = ({}, None)
        self._said = ""  # what the next one who signs in is told
        self._begun: LongWork | None = None
        self._step: Step | None = None

        jobs.failed.connect(self._hear)
        jobs.began.connect(self._begin_long)
        jobs.stepped.connect(self._show_step)
        jobs.ended.connect(self._end_long)

    def begin(self) -> None:
        """Look what lies at the address the program was started with, or at the one it remembers."""
        self._look(*self._asked)

    def put_back(self) -> None:
        """Begin where a copy is chosen that takes the place of the office's file."""
        self._choose_copy()

    def leave(self) -> None:
        """Close the desk, if there is one, and let go of the file."""
        if self._desk is not None:
            self._desk.close()
        if self._lock is not None:
            self._lock.unlock()

    # -- looking -----------------------------------------------------------------------------------

    def _look(self, address: str, server_password: str = "") -> None:
        self._asked = (address, server_password)
        self._run(partial(opening.look, address, server_password), self._arrive)

    def _arrive(self, door: Door) -> None:
        self._door = door
        if door.found is Found.NOTHING and door.file is not None:
            self._choose()
        elif door.found is Found.NOTHING:
            self._ask_for_office()
        elif self._holds(door.file):
            if door.found is Found.FICTION:
                self._run(partial(offices.open_fiction, door.url, self._on), self._open)
            else:
                self._ask_who()

    # -- the scenes --------------------------------------------------------------------------------

    def _choose(self) -> None:
        own = opening.own_file(self._database)
        scene = Choices(has_office=own.exists(), where=str(own))
        scene.fiction.connect(self._try_fiction)
        scene.office.connect(partial(self._go_home, own))
        scene.server.connect(self._ask_where)
        scene.anew.connect(self._make_anew)
        scene.as_it_is.connect(self._open_as_it_is)
        scene.put_back.connect(partial(self._choose_copy_for, own))
        self._show(scene)

    def _go_home(self, own: Path) -> None:
        """Open or found the office on this machine; a shared database is no longer the first to be tried."""
        self._preferences.keep_address("")
        if own.exists():
            self._look(str(own))
        else:
            self._door = Door(offices.url_of(str(own)), Found.NOTHING)
            self._ask_for_office()

    def _ask_where(self) -> None:
        scene = Connect(self._preferences.address)
        scene.given.connect(self._look)
        scene.left_by_esc.connect(self._choose)
        self._show(scene)

    def _ask_who(self) -> None:
        assert self._door is not None
        file = self._door.file
        name, folder = (file.name, str(file.parent)) if file else (self._door.address, "")
        scene = SignIn(self._door.officers, name, folder)
        scene.given.connect(self._sign_in)
        scene.forgotten.connect(self._ask_for_code)
        scene.fiction.connect(self._try_fiction)
        scene.elsewhere.connect(self._choose)
        self._show(scene)
        said, self._said = self._said, ""
        scene.say(said, kind="ok")

    def _ask_for_code(self) -> None:
        assert self._door is not None
        scene = Recover(self._door.officers)
        scene.given.connect(self._recover)
        scene.wrong.connect(self._refuse)
        scene.left_by_esc.connect(self._ask_who)
        self._show(scene)

    def _ask_for_office(self) -> None:
        assert self._door is not None
        today = self._on or desks.today()
        scene = FoundOffice(
            self._suggest_divisions, partial(opening.permit_title, on=today), self._door.address
        )
        scene.given.connect(self._found)
        scene.wrong.connect(self._refuse)
        scene.left_by_esc.connect(partial(self._leave_founding, scene))
        scene.go_on_with(self._founding)
        self._show(scene)
        self._suggest_divisions("q", lambda found: None)  # every county is read before somebody types one

    def _leave_founding(self, scene: FoundOffice) -> None:
        """Back to the choice; what was typed is there again when one comes again."""
        self._founding = scene.begun()
        self._choose()

    def _show_code(self, desk: Desk, code: str) -> None:
        scene = RecoveryCode(code)
        make = partial(opening.recovery_sheet, desk.office.name, code, desk.today())
        scene.printing.connect(partial(self._jobs.press, make, then=self._print_sheet, owner=self))
        scene.saving.connect(partial(self._jobs.press, make, then=self._save_sheet, owner=self))
        scene.kept.connect(partial(self._open, desk))
        self._show(scene)

    def _show(self, scene: Scene) -> None:
        old, self._scene = self._scene, scene
        scene.progress.stopped.connect(self._stop_long)
        scene.left_by_esc.connect(self._stop_long)
        self._stack.addWidget(scene)
        self._stack.setCurrentWidget(scene)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        scene.begin()

    # -- putting back ------------------------------------------------------------------------------

    def _choose_copy_for(self, own: Path) -> None:
        self._asked = (str(own), "")
        self._choose_copy()

    def _choose_copy(self, *folders: Path) -> None:
        """Ask which copy; where only the keys are gone and a copy has them, they alone are put back."""
        self._run(partial(_found_copies, self._own(), folders), self._ask_which_copy)

    def _ask_which_copy(self, found: FoundCopies) -> None:
        if found.keys is not None:
            self._said = _("Only the keys were missing. They are back; the data was not touched.")
            put = partial(putting_back.put_keys_back, self._own(), found.keys)
            self._run(put, lambda done: self._look(*self._asked))
            return
        scene = ChooseCopy(found.copies, found.officers, str(self._own()))
        scene.given.connect(self._put_back)
        scene.elsewhere.connect(lambda folder: self._choose_copy(Path(folder)))
        scene.left_by_esc.connect(self._leave_copies)
        self._show(scene)

    def _leave_copies(self) -> None:
        if not self._jobs.busy():  # else Esc stops what is being put back
            self._look(*self._asked)

    def _put_back(self, copy: Copy, login: str, secret: str) -> None:
        if self._holds(self._own()) and not self._jobs.busy():
            url = offices.url_of(str(self._own()))
            work = partial(putting_back.put_back, url, copy, login, secret)
            self._jobs.run_long(work, then=self._tell_put_back, owner=self)

    def _tell_put_back(self, done: PutBack) -> None:
        scene = AfterPuttingBack(done)
        scene.read.connect(lambda: self._look(*self._asked))
        self._show(scene)

    def _own(self) -> Path:
        """The office's file that is meant."""
        return opening.own_file(self._asked[0])

    # -- what is done ------------------------------------------------------------------------------

    def _sign_in(self, login: str, password: str) -> None:
        """It takes long where an earlier version kept the file: it is backed up and brought up first."""
        assert self._door is not None
        if not self._jobs.busy():
            work = partial(offices.sign_in, self._door.url, login, password, self._on)
            self._jobs.run_long(work, then=self._open, owner=self)

    def _recover(self, asked: Recovering) -> None:
        assert self._door is not None
        if not self._jobs.busy():
            work = partial(offices.recover, self._door.url, asked.code, asked.login, asked.password)
            self._jobs.run_long(
                work, then=lambda done: self._sign_in(asked.login, asked.password), owner=self
            )

    def _found(self, founding: Founding) -> None:
        assert self._door is not None
        assert self._scene is not None
        if self._holds(self._door.file):
            self._scene.say(_("Setting up the office…"))
            create = partial(offices.create, self._door.url, founding.office(), founding.first_officer())
            self._run(partial(create, self._on), self._founded)

    def _founded(self, made: tuple[Desk, str | None]) -> None:
        desk, code = made
        self._desk, self._founding = desk, ({}, None)
        if code is None:
            self._open(desk)
        else:
            self._show_code(desk, code)

    def _try_fiction(self) -> None:
        if self._holds(opening.fiction()) and not self._jobs.busy():
            self._jobs.run_long(partial(opening.try_fiction, self._on), then=self._tried, owner=self)

    def _tried(self, found: tuple[Desk, bool]) -> None:
        self._desk, stale = found
        if not stale:
            self._open(self._desk)
            return
        if not isinstance(self._scene, Choices):
            self._choose()
        assert isinstance(self._scene, Choices)
        self._scene.offer_anew()

    def _make_anew(self) -> None:
        assert self._desk is not None
        old, self._desk = self._desk, None
        self._jobs.run_long(partial(_anew, old, self._on), then=self._tried, owner=self)

    def _open_as_it_is(self) -> None:
        assert self._desk is not None
        self._open(self._desk)

    def _open(self, desk: Desk) -> None:
        self._desk = desk
        if desk.shared and not self._database:
            self._preferences.keep_address(desk.address)
        self._jobs.failed.disconnect(self._hear)
        self._jobs.began.disconnect(self._begin_long)
        self._jobs.stepped.disconnect(self._show_step)
        self._jobs.ended.disconnect(self._end_long)
        self.opened.emit(desk)

    def _suggest_divisions(self, text: str, show: Callable[[tuple[Suggestion, ...]], None]) -> None:
        def shown(found: tuple[tuple[str, str], ...]) -> None:
            show(tuple(Suggestion(code, name, note=code) for code, name in found))

        self._run(partial(opening.divisions, text, self._on or desks.today()), shown)

    def _print_sheet(self, data: bytes) -> None:
        print_sheet(self._jobs, data, self._stack)

    def _save_sheet(self, data: bytes) -> None:
        try:
            saved = save_sheet(data, self._stack)
        except InWords as error:
            self._refuse(error)
        else:
            if saved and self._scene is not None:
                self._scene.say(_("Saved: {file}", file=saved), kind="ok")

    # -- what is heard -----------------------------------------------------------------------------

    def _run(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        self._jobs.run(work, then=then, owner=self)

    def _holds(self, file: Path | None) -> bool:
        """Hold the file that is to be opened, instead of the one held before; says whether it could be."""
        if file is None or file == self._held:
            return True
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = hold(file)
        except InWords as error:
            self._refuse(error)
            return False
        if self._lock is not None:
            self._lock.unlock()
        self._lock, self._held = lock, file
        return True

    def _hear(self, failure: Failure) -> None:
        if isinstance(failure.error, InWords):
            self._refuse(failure.error)
        else:
            crash.report(failure.error)

    def _refuse(self, error: InWords) -> None:
        """Mark the field a refusal is about, or say it in the scene; without one yet, make one."""
        words, backup_helps = sentence(error), isinstance(error, FileGone | FileBroken)
        if self._scene is None:
            self._show_trouble(words, backup_helps=backup_helps)
        elif isinstance(error, Refused) and error.field and self._scene.mark(error.field, words):
            self._scene.say("")  # what was being done is not being done any more
        else:
            self._scene.say(words, kind="bad" if isinstance(error, Refused) else "warn")
            if backup_helps:
                self._scene.notice.add_action(_("Put a backup back …"), self._choose_copy)

    def _show_trouble(self, words: str, *, backup_helps: bool) -> None:
        scene = Trouble(words, self._asked[0], backup_helps=backup_helps)
        scene.again.connect(self._try_again)
        scene.put_back.connect(self._choose_copy)
        scene.elsewhere.connect(self._choose)
        scene.left_by_esc.connect(self._choose)
        self._show(scene)

    def _try_again(self) -> None:
        assert self._scene is not None
        self._scene.say("")
        self._look(*self._asked)

    def _begin_long(self, long: LongWork) -> None:
        """It has taken a while. What tells of no step is not shown: a password that is looked at is not."""
        self._begun = long
        if self._step is not None:
            self._show_step(long, self._step)

    def _show_step(self, long: LongWork, step: Step) -> None:
        self._step = step
        if self._scene is None or self._begun is None:
            return
        if self._scene.progress.isHidden():
            self._scene.progress.begin(_(long.stop_words))
        self._scene.progress.show_step(_(step.doing), step.done, step.total)

    def _end_long(self, long: LongWork) -> None:
        self._begun = self._step = None
        if self._scene is not None:
            self._scene.progress.hide()

    def _stop_long(self) -> None:
        if self._jobs.busy() and self._scene is not None:
            self._jobs.stop()
            self._scene.progress.stopping()


@dataclass(frozen=True, slots=True)
class FoundCopies:
    """The copies to choose from and who may put one back; ``keys`` where the keys of one are all it takes."""

    copies: tuple[Copy, ...]
    officers: tuple[tuple[str, str], ...]
    keys: Copy | None


def _found_copies(path: Path, folders: tuple[Path, ...]) -> FoundCopies:
    copies = putting_back.copies(path, *folders)
    officers = putting_back.officers_of(path, next(iter(copies), None))
    return FoundCopies(copies, officers, putting_back.may_put_keys_back(path))


def _anew(old: Desk, on: date | None, progress: Progress) -> tuple[Desk, bool]:
    """Close the old community and make another in its place; cancelled, the old one is still there."""
    old.close()
    opening.make_fiction(on, progress)
    return opening.try_fiction(on, progress)
