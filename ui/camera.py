"""高拍仪: the folder of this machine's document camera, watched while pages of a proof are taken in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.camera_folder import Came, CameraFolder
from app.errors import InWords
from ui import page_files
from ui.office import Office

T = TypeVar("T")
EVERY_MS = 400
FOLDER = "document-camera"
"""Under this name the machine keeps which folder its camera's program saves into."""


class CameraWatch(QObject):
    """Looks again and again, beside everything else. ``came`` carries a Came, ``stands`` why it sees nothing.

    ``stands`` carries None once it watches.
    """

    came = Signal(object)
    stands = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._stop = Event()
        self._stop.set()
        self._where = Path()
        self._folder: CameraFolder | None = None
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=EVERY_MS, singleShot=True)

        self._timer.timeout.connect(self._look)

    def begin(self, folder: str) -> None:
        """Watch a folder from now on, and no other."""
        self.end()
        self._stop, self._where = Event(), Path(folder)
        self._look()

    def end(self) -> None:
        """Watch nothing any more."""
        self._stop.set()
        self._timer.stop()
        self._folder = self._then = None

    def when_whole(self, then: Callable[[], object]) -> None:
        """Call ``then`` once nothing is on its way any more: at once where no folder is watched."""
        if self._folder is None:
            then()
            return
        self._then = then
        if self._timer.isActive():
            self._timer.start(0)

    def _watch(self, folder: CameraFolder | InWords) -> None:
        trouble = folder if isinstance(folder, InWords) else None
        self._folder = folder if isinstance(folder, CameraFolder) else None
        self._timer.start(EVERY_MS)
        self.stands.emit(trouble)

    def _look(self) -> None:
        """What has come; where the folder was not there yet, whether it is now."""
        if self._folder is None:
            self._ask(partial(_begun, self._where), self._watch)
        else:
            self._ask(partial(_seen, self._folder), self._hear)

    def _hear(self, seen: tuple[Came, ...] | InWords) -> None:
        trouble = seen if isinstance(seen, InWords) else None
        self._timer.start(0 if seen and trouble is None else EVERY_MS)
        self.stands.emit(trouble)
        for came in () if isinstance(seen, InWords) else seen:
            self.came.emit(came)
        if self._then is not None and (trouble is not None or not self._is_on_its_way()):
            then, self._then = self._then, None
            then()

    def _is_on_its_way(self) -> bool:
        return self._folder is not None and self._folder.on_its_way

    def _ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Ask beside the desk; what comes when another folder is watched, or none, is not heard."""
        stop = self._stop

        def tell(answer: T) -> None:
            if not stop.is_set():
                then(answer)

        self._office.jobs.at_folder(work, then=tell, owner=self)


def _begun(folder: Path) -> CameraFolder | InWords:
    try:
        return CameraFolder(folder, page_files.read)
    except InWords as trouble:
        return trouble


def _seen(folder: CameraFolder) -> tuple[Came, ...] | InWords:
    try:
        return folder.look()
    except InWords as trouble:
        return trouble
