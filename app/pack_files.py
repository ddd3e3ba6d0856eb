"""The files of rule packs as they are brought in: a folder or a zip, with one pack or several."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from app.errors import Refused
from app.language import N_
from app.law.reading import LARGEST
from app.machine import why

CODE = re.compile(r"cn(-\d{2}(\d{2}){0,2})?")
READ = (".yaml", ".md")
ABOUT = "pack.yaml"
MOST_FILES = 100


def read(path: Path, here: Collection[str]) -> dict[str, dict[str, bytes]]:
    """The files of each pack in a folder or a zip, by its place; of places that do not count ``here``, none.

    Raises Refused where there is none to be read, or too much, or under a name that is no place.
    """
    try:
        found = _in_zip(path, here) if path.is_file() else _in_folder(path, here)
    except zipfile.BadZipFile as error:
        raise Refused(N_("{file} is no folder and no zip file."), file=path.name) from error
    except (OSError, RuntimeError, NotImplementedError) as error:  # gone, encrypted, packed in a strange way
        raise Refused(N_("{file} cannot be read: {why}."), file=path.name, why=why(error)) from error
    for code in found:
        if not CODE.fullmatch(code):
            raise Refused(
                N_("A pack lies in a folder named after its place, such as cn-5303; this one is “{name}”."),
                name=code,
            )
    return found


def _in_folder(folder: Path, here: Collection[str]) -> dict[str, dict[str, bytes]]:
    """The pack that the folder is, or those it holds."""
    folder = folder.resolve()
    several = (
        [] if (folder / ABOUT).is_file() else [file.parent for file in sorted(folder.glob(f"*/{ABOUT}"))]
    )
    return {
        place.name: _beneath(place) if place.name in here or not several else {}
        for place in several or [folder]
    }


def _beneath(folder: Path) -> dict[str, bytes]:
    found = [file for file in folder.rglob("*") if file.is_file() and file.suffix in READ]
    _refuse_too_much(len(found), max((file.stat().st_size for file in found), default=0), folder.name)
    return {file.relative_to(folder).as_posix(): _text(file.read_bytes()) for file in found}


def _in_zip(file: Path, here: Collection[str]) -> dict[str, dict[str, bytes]]:
    """The packs in a zip: its folders, or the zip itself where the files lie at its top."""
    packs: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(file) as archive:
        found = {PurePosixPath(info.filename): info for info in archive.infolist()}
        found = {name: info for name, info in found.items() if name.suffix in READ and _is_text_of(name)}
        tops = _tops(found)
        if not tops or any(".." in name.parts or name.is_absolute() for name in found):
            raise Refused(N_("There is no pack in {file}: a pack has a pack.yaml."), file=file.name)
        for top in tops:
            code = top.name or file.stem
            if code in packs:
                raise Refused(N_("{file} holds two packs of {code}."), file=file.name, code=code)
            inside = {name: info for name, info in found.items() if name.is_relative_to(top)}
            if code not in here and len(tops) > 1:
                packs[code] = {}
                continue
            _refuse_too_much(len(inside), max(info.file_size for info in inside.values()), file.name)
            packs[code] = {
                name.relative_to(top).as_posix(): _text(archive.read(info)) for name, info in inside.items()
            }
    return packs


def _tops(names: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The folders that are packs; what a pack holds below itself is none of its own."""
    holding = [name.parent for name in names if name.name == ABOUT]
    return [top for top in holding if not any(other in top.parents for other in holding)]


def _is_text_of(name: PurePosixPath) -> bool:
    """Whether it is no shadow that a Mac lays beside each file."""
    return name.parts[:1] != ("__MACOSX",)


def _text(content: bytes) -> bytes:
    """Text holds no zero byte; where there is one the file is none, and its reading says so."""
    return content.replace(b"\0", b"\xff")


def _refuse_too_much(files: int, largest: int, name: str) -> None:
    if not files:
        raise Refused(N_("There is no pack in {file}: a pack has a pack.yaml."), file=name)
    if files > MOST_FILES or largest > LARGEST:
        raise Refused(
            N_("{file} is too large for a pack, which is a few pages of text in at most {n} files."),
            file=name, n=MOST_FILES,
        )  # fmt: skip
