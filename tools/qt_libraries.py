"""Which system libraries Qt still lacks on this computer, and the one command that installs them.

``python -m tools.qt_libraries window`` asks for a window on a screen, ``offscreen`` only for tests.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# What the program opens: ldd follows each of these down to the last library below it.
MODULES = ("QtPdfWidgets.abi3.so", "QtPrintSupport.abi3.so", "QtSvg.abi3.so", "QtDBus.abi3.so")
PLUGINS = {
    "offscreen": ("platforms/libqoffscreen.so",),
    "window": ("platforms/libqxcb.so", "printsupport/libcupsprintersupport.so"),
}

# Names of Debian 12 and Ubuntu 22.04; newer releases let the names that end in t64 stand in for these.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def main(use: str) -> None:
    if sys.platform != "linux":
        return  # elsewhere the wheels bring all that they need
    lacking = missing(files(use))
    if packages(lacking) and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking)
        lacking = missing(files(use))  # what apt-get could not bring is told below
    if lacking:
        sys.exit(in_words(lacking))


def files(use: str) -> list[Path]:
    """The parts of the installed PySide6 that are opened for ``use``; found without importing Qt."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        sys.exit("PySide6 is not installed here; `make run` and `make test` install it.")
    home = Path(found.submodule_search_locations[0])
    return [home / name for name in MODULES] + [home / "Qt" / "plugins" / name for name in PLUGINS[use]]


def missing(parts: Iterable[Path]) -> frozenset[str]:
    """The libraries that the loader cannot find for these parts, by their names in the file."""
    loader = subprocess.run(["ldd", *parts], capture_output=True, text=True, check=False)
    return frozenset(re.findall(r"^\s*(\S+) => not found$", loader.stdout, re.MULTILINE))


def packages(lacking: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({PACKAGES[name] for name in lacking if name in PACKAGES}))


def command(lacking: Iterable[str]) -> list[str]:
    return ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages(lacking)]


def install(lacking: Iterable[str]) -> None:
    print("Installing the system libraries that Qt needs …", flush=True)
    unasked = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=unasked, check=False)
    subprocess.run(command(lacking), env=unasked, check=False)


def in_words(lacking: Iterable[str]) -> str:
    lacking = sorted(lacking)
    words = f"Qt cannot open a window here: this system lacks {', '.join(lacking)}.\n"
    if shutil.which("apt-get") and packages(lacking):
        words += f"Install them and try again:\n\n    sudo {' '.join(command(lacking))}\n\n"
    else:
        words += "Install them with the package manager of this system and try again.\n"
    return words + "Without a window these work already: .venv/bin/python main.py demo DIR, find, doctor."


if __name__ == "__main__":
    main(sys.argv[1])
