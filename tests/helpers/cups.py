"""A print queue of our own: a cupsd in a folder, with a printer whose paper is that folder's files.

It needs no running service and leaves none: configuration, spool and socket lie in the folder, and
what arrives at the printer is kept there, as PDF, beside the options it was printed with.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer

import pytest

DAEMON, BIN = Path("/usr/sbin/cupsd"), Path("/usr/lib/cups")
NEEDED = (DAEMON, BIN / "filter" / "pdftopdf", Path("/usr/sbin/lpadmin"))
WAIT = 30.0

FILES = """\
ServerRoot {home}/root
ServerBin {home}/bin
RequestRoot {home}/spool
CacheDir {home}/cache
StateDir {home}/state
TempDir {home}/tmp
ErrorLog {home}/log/error
AccessLog {home}/log/access
PageLog {home}/log/page
"""
RULES = """\
LogLevel debug
Listen {home}/state/socket
Browsing No
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
# The printer itself: whatever arrives is kept with its options, until the folder says that it is broken.
PRINTER = """\
#!/bin/sh
[ $# -eq 0 ] && exit 0
[ -e {home}/broken ] && exit 4
cat "${{6:--}}" > {home}/paper/$1.part
echo "$5" > {home}/paper/$1.options
mv {home}/paper/$1.part {home}/paper/$1.pdf
"""
DESCRIPTION = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Anju"
*Product: "(Paper)"
*ModelName: "Paper in a folder"
*ShortNickName: "Paper in a folder"
*NickName: "Paper in a folder"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*VariablePaperSize: True
*HWMargins: 0 0 0 0
*MaxMediaWidth: "2000"
*MaxMediaHeight: "2000"
*CustomPageSize True: "pop"
*ParamCustomPageSize Width: 1 points 36 2000
*ParamCustomPageSize Height: 2 points 36 2000
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 3
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "x"
*PageSize CR80/Card: "x"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "x"
*PageRegion CR80/Card: "x"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595.276 841.89"
*ImageableArea CR80/Card: "0 0 153.014 242.646"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595.276 841.89"
*PaperDimension CR80/Card: "153.014 242.646"
*OpenUI *InputSlot/Tray: PickOne
*DefaultInputSlot: Upper
*InputSlot Upper/Upper: "x"
*InputSlot Lower/Lower: "x"
*CloseUI: *InputSlot
*DefaultFont: Courier
"""
BOTH_SIDES = """\
*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: "x"
*Duplex DuplexNoTumble/Long-Edge: "x"
*Duplex DuplexTumble/Short-Edge: "x"
*CloseUI: *Duplex
"""


class Queue:
    """One printer, ``name``, and what came out of it."""

    name = "Paper"

    def __init__(self, home: Path, daemon: subprocess.Popen[bytes]) -> None:
        self._home, self._daemon = home, daemon

    def set_up(self, *, sides: int = 2) -> None:
        """The printer is there and takes jobs, with nothing waiting and no paper printed yet."""
        subprocess.run(("/usr/sbin/lpadmin", "-x", self.name), check=False, capture_output=True)
        for old in (*(self._home / "paper").iterdir(), *self._home.glob("broken")):
            old.unlink()
        described = self._home / "paper.ppd"
        described.write_text(DESCRIPTION + (BOTH_SIDES if sides == 2 else ""))
        self.ask(
            "/usr/sbin/lpadmin", "-p", self.name, "-v", "paper:/", "-P", str(described),
            "-o", "printer-error-policy=stop-printer", "-E",
        )  # fmt: skip

    def printed(self, sheets: int) -> list[tuple[bytes, str]]:
        """Each job that came out with its options, in order; waits until there are so many."""
        paper = self._home / "paper"
        wait_for(lambda: len(list(paper.glob("*.pdf"))) >= sheets, f"{sheets} jobs on paper")
        jobs = sorted(paper.glob("*.pdf"), key=lambda file: int(file.stem))
        return [(file.read_bytes(), file.with_suffix(".options").read_text()) for file in jobs]

    def has_printed(self) -> bool:
        """Whether anything came out."""
        return any((self._home / "paper").glob("*.pdf"))

    def waiting(self) -> list[str]:
        """The jobs that wait for the printer."""
        return self.ask("lpstat", "-o").split("\n")[:-1]

    def pause(self) -> None:
        """Somebody stops the printer; what is sent to it waits."""
        self.ask("/usr/sbin/cupsdisable", self.name)

    def jam(self) -> None:
        """The next job stops the printer, and waits."""
        (self._home / "broken").touch()

    def stands_still(self) -> bool:
        """Whether the printer was stopped."""
        return "disabled" in self.ask("lpstat", "-p", self.name)

    def go_on(self) -> None:
        """Somebody puts it right and lets it go on."""
        (self._home / "broken").unlink(missing_ok=True)
        self.ask("/usr/sbin/cupsenable", self.name)

    @contextmanager
    def thinking(self, at_most: float = 5.0) -> Iterator[Event]:
        """The print system answers nobody meanwhile; after so many seconds it does, and the event is set."""
        answers = Event()

        def go_on() -> None:
            self._daemon.send_signal(signal.SIGCONT)
            answers.set()

        self._daemon.send_signal(signal.SIGSTOP)
        timer = Timer(at_most, go_on)
        timer.start()
        try:
            yield answers
        finally:
            timer.cancel()
            go_on()

    def refuse(self) -> None:
        """Somebody forbids to send it anything."""
        self.ask("/usr/sbin/cupsreject", self.name)

    def vanish(self) -> None:
        """The printer is taken away."""
        self.ask("/usr/sbin/lpadmin", "-x", self.name)

    def ask(self, *command: str) -> str:
        """Run one of the system's own commands at this queue."""
        spoken = os.environ | {"LC_ALL": "C"}
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=WAIT, env=spoken
        )  # fmt: skip
        return told.stdout


@contextmanager
def queue() -> Iterator[Queue]:
    """A queue for as long as it is needed, known to this thread and those begun meanwhile; else skipped."""
    missing = [str(each) for each in NEEDED if not each.exists()]
    if missing:
        pytest.skip(f"CUPS is not installed here: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="cups") as folder, _served(Path(folder)) as daemon:
        yield Queue(Path(folder), daemon)


@contextmanager
def _served(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A cupsd of our own in this folder, and this process speaking to it."""
    _lay_out(home)
    daemon = subprocess.Popen(
        (DAEMON, "-f", "-c", home / "root" / "cupsd.conf", "-s", home / "root" / "cups-files.conf"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with _spoken_to(home / "state" / "socket"):
            wait_for((home / "state" / "socket").is_socket, "a socket of cupsd")
            yield daemon
    finally:
        daemon.terminate()
        daemon.wait(WAIT)


def wait_for(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.05)


def _lay_out(home: Path) -> None:
    """The folder as cupsd and its filters, which may run as another user, want to find it."""
    for each in ("root", "bin/backend", "spool", "cache", "state", "tmp", "log", "paper"):
        (home / each).mkdir(parents=True)
    for each in ("tmp", "paper"):
        (home / each).chmod(0o1777)
    home.chmod(0o755)
    for part in BIN.iterdir():
        if part.name != "backend":
            (home / "bin" / part.name).symlink_to(part)
    (home / "root" / "cups-files.conf").write_text(FILES.format(home=home))
    (home / "root" / "cupsd.conf").write_text(RULES.format(home=home))
    backend = home / "bin" / "backend" / "paper"
    backend.write_text(PRINTER.format(home=home))
    backend.chmod(0o755)


@contextmanager
def _spoken_to(socket: Path) -> Iterator[None]:
    """The library of CUPS speaks to this server; it remembers one for each thread."""
    cups, before = ctypes.CDLL("libcups.so.2"), os.environ.get("CUPS_SERVER")
    os.environ["CUPS_SERVER"] = str(socket)
    cups.cupsSetServer(str(socket).encode())
    try:
        yield
    finally:
        del os.environ["CUPS_SERVER"]
        if before is not None:
            os.environ["CUPS_SERVER"] = before
        cups.cupsSetServer(None)
