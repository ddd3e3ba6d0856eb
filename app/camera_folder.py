"""The folder of a document camera (高拍仪): what its own program saves there from now on, once it is whole.

Every maker's camera comes with a program that saves into a folder, and none has an interface they share. So
the folder is watched: what lay there before is left alone, and nothing there is changed or removed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import InWords, Unavailable
from app.language import N_

ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".pdf")
PATIENCE = 6
"""So many looks a file that cannot be read may still be on its way, though it has stopped growing."""

Read = Callable[[Path], tuple[bytes, ...]]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came: its name and its pages, or why it cannot be taken."""

    name: str
    pages: tuple[bytes, ...] = ()
    trouble: InWords | None = None


class CameraFolder:
    """Looked at now and then; ``read`` makes pages of a file. Raises Unavailable where it is not there."""

    def __init__(self, folder: Path, read: Read) -> None:
        self._folder, self._read = folder, read
        self._growing: dict[Path, Size] = {}
        self._unread: dict[Path, int] = {}
        self._done = set(self._files())

    @property
    def on_its_way(self) -> bool:
        """Whether at the last look there was a file that has not been told of yet."""
        return bool(self._growing)

    def look(self) -> tuple[Came, ...]:
        """What has come since, one file a look, the one saved first; Unavailable where nothing is there."""
        files = self._files()
        whole = [path for path in files if path not in self._done and self._growing.get(path) == files[path]]
        came = self._take(min(whole, key=lambda path: files[path][1])) if whole else None
        self._growing = {path: size for path, size in files.items() if path not in self._done}
        return (came,) if came is not None else ()

    def _take(self, path: Path) -> Came | None:
        try:
            came = Came(path.name, self._read(path))
        except InWords as trouble:
            self._unread[path] = self._unread.get(path, 0) + 1
            if self._unread[path] < PATIENCE:
                return None
            came = Came(path.name, trouble=trouble)
        self._done.add(path)
        return came

    def _files(self) -> dict[Path, Size]:
        """The files that may be pages, each by its size and when it was written last; none that is empty."""
        try:
            there = [path for path in self._folder.iterdir() if path.suffix.lower() in ENDINGS]
        except OSError as error:
            raise Unavailable(
                N_("The camera's folder {path} cannot be read. Choose it again, or plug its disk in."),
                path=self._folder,
            ) from error  # fmt: skip
        found = {}
        for path in there:
            try:
                state = path.stat()
            except OSError:  # gone again, as a file that a program writes under another name first
                continue
            if state.st_size and not path.name.startswith((".", "~")):
                found[path] = (state.st_size, state.st_mtime_ns)
        return found
