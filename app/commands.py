"""What ``python main.py WORD`` does without a window: find, take in, back up, restore, demo, doctor …"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import URL

from app import amendments, backup_words, backups, benefits, offices, putting_back, search, signing, walk
from app import invent as fiction
from app.amendments import Affected
from app.benefits import GainRow
from app.desk import Desk, today
from app.doctor import BAD, GLYPHS, OK, WARN, Finding
from app.errors import Refused, Unavailable
from app.exchange import taking_in
from app.language import N_, _, sentence
from app.law import Law
from app.law.words import listed
from app.listed import PersonRow
from app.machine import why
from app.offices import Found
from app.progress import Progress, Step

AT_A_TIME = 100
"""So many gains are put in words before the first of them is printed."""


def at_desk(asked: Namespace, do: Callable[[Desk], int]) -> int:
    """Do something at the desk that the command line names, and leave it afterwards."""
    database, on = getattr(asked, "database", None), getattr(asked, "on", None)
    url = offices.url_of(database or str(offices.own_file()))
    desk = desk_at(url, getattr(asked, "officer", None), on)
    try:
        return do(desk)
    finally:
        desk.close()


def desk_at(url: URL, login: str | None, on: date | None) -> Desk:
    """The desk at a database: a fictional one opens by itself, an office asks for the officer's password."""
    found = offices.found_at(url)
    if found is Found.NOTHING:
        raise Refused(
            N_("There is no office at {where} yet. Open the window to found one, or name another database."),
            where=shown(url),
        )
    if found is Found.FICTION:
        return offices.open_fiction(url, on)
    login = login or _only(offices.officers_of(url))
    return offices.sign_in(url, login, _password(login), on, Progress(tell_on_terminal))


def _only(officers: tuple[tuple[str, str], ...]) -> str:
    """The sign-in name where only one officer is there; raises Refused where it must be said who it is."""
    if len(officers) != 1:
        raise Refused(N_("Say who signs in: --officer NAME."))
    return officers[0][0]


def _password(login: str) -> str:
    """Ask on the terminal; a script hands the password in as its first line."""
    if sys.stdin.isatty():
        return getpass.getpass(_("Password of {login}: ", login=login))
    return sys.stdin.readline().rstrip("\n")


def shown(url: URL) -> str:
    """An address as it may be shown: a file's path, a server's address without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()


def find(desk: Desk, text: str) -> int:
    """Print who is meant by a text, one person a line; answers 1 when nobody is."""
    found = search.find(desk, text)
    for person in found:
        print(in_a_line(person))
    if not found:
        print(_("Nobody found for “{text}”. Try the last four of a number, or the surname alone.", text=text))
    return 0 if found else 1


def in_a_line(person: PersonRow) -> str:
    """A person as a list on a terminal shows them, the number masked."""
    here = _("lives here") if person.here else _("has left")
    return "  ".join(part for part in (person.name, person.number, person.address, here) if part)


def newly_qualified(desk: Desk, back: int, ahead: int) -> int:
    """Print who has newly come to which service and why, one resident and day a line."""
    found = benefits.newly_qualified(desk, back, ahead, Progress(tell_on_terminal)).in_order()
    for start in range(0, len(found), AT_A_TIME):
        for row in benefits.described(desk, found[start : start + AT_A_TIME]):
            print(gain_in_a_line(row, desk.today()))
    if not found:
        print(_("No service has newly opened to anybody in these days."))
    return 0


def gain_in_a_line(row: GainRow, today: date) -> str:
    """A gain as a list on a terminal shows it: since or from when, who, which services, and why."""
    day = row.gain.opens_on
    when = _("open from {day}", day=day) if day <= today else _("expected {day}", day=day)
    told = _("has been told") if row.gain.told else ""
    parts = (when, row.person.name, row.person.number, listed(row.services), listed(row.why), told)
    return "  ".join(part for part in parts if part)


def take_in(desk: Desk, file: Path, *, backed_up: bool = True) -> int:
    """Take a typed-up list in and print what became of each line; answers 1 when a line was refused.

    Before it a backup is made, unless the officer does without; raises Unavailable where none can be made.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(N_("{file} cannot be read: {why}."), file=file, why=why(error)) from error
    progress = Progress(tell_on_terminal)
    if backed_up:
        _back_up_before(desk, progress)
    report = taking_in.take_in(desk, data, progress)
    for outcome in report.outcomes:
        for reason in outcome.reasons:
            print(_("line {number}: refused. {reason}", number=outcome.number, reason=reason))
        for note in outcome.notes if outcome.person_id else ():
            print(_("line {number}: taken. {note}", number=outcome.number, note=note))
    print(
        _("{taken} lines taken, {refused} refused, {passed} other lines; {lines} lines in all.",
          taken=len(report.taken), refused=len(report.refused), passed=report.passed, lines=report.file_lines)
    )  # fmt: skip
    return 1 if report.refused else 0


def _back_up_before(desk: Desk, progress: Progress) -> None:
    try:
        backups.before_much(desk, progress)
    except Unavailable as error:
        raise Unavailable(
            N_("Nothing was taken in, for no backup could be made before. {why} It is taken in all the same"
               " with --without-backup."), why=error,
        ) from error  # fmt: skip


def compare(asked: Namespace) -> int:
    """Print who gains and who loses between two folders of packs, whatever kind of database is open."""
    return at_desk(asked, lambda desk: _compare(desk, asked.old, asked.new))


def _compare(desk: Desk, *folders: Path) -> int:
    old, new = (Law.read(folder, desk.office.division) for folder in folders)
    changes = amendments.affected(desk, old, new, desk.today(), Progress(tell_on_terminal))
    tallies = amendments.tallies(_printed(changes))
    for tally in tallies:
        print(
            _("{service}: {gain} gain it, {lose} lose it, {otherwise} otherwise.", service=tally.service,
              gain=tally.gain, lose=tally.lose, otherwise=tally.otherwise)
        )  # fmt: skip
    if not tallies:
        print(_("Nobody gains and nobody loses anything as of {day}.", day=desk.today()))
    return 0


def _printed(changes: Iterable[Affected]) -> Iterator[Affected]:
    """The changes as they come, each printed on a line."""
    for one in changes:
        was, will = (amendments.stand_in_words(stand) for stand in (one.old, one.new))
        sign = "+" if one.gains else "-" if one.loses else "~"
        print(f"{sign} {one.name}  {one.number}  {one.service}: {was} → {will}")
        yield one


def invent(to: str, people: int, seed: int, on: date | None) -> int:
    """Make a fictional community in a new file, and say where it is."""
    url = offices.url_of(to)
    fiction.invent(url, people, seed, on or today(), Progress(tell_on_terminal))
    print(
        _(
            "{people} invented people are in {where}. Nobody there is real.",
            people=f"{people:,}",
            where=shown(url),
        )
    )
    return 0


def back_up(desk: Desk, to: Path | None) -> int:
    """Make a backup, bring it to a further folder where one is named, and say where it lies."""
    progress = Progress(tell_on_terminal)
    made = backups.make(desk, progress)
    for place in made.places:
        print(_("Looked over and whole: {file}", file=place / made.slip.file))
    brought = {place.resolve() for place in (made.folder, made.second) if place}
    if to is not None and to.resolve() not in brought:
        backups.bring(desk, made.slip, to, progress)
        print(_("Looked over and whole: {file}", file=to / made.slip.file))
    if made.trouble is not None:
        print(sentence(made.trouble), file=sys.stderr)
    return 1 if made.trouble else 0


def put_back(asked: Namespace) -> int:
    """Put a copy back, or where none is named list those there are; answers 1 where there is none."""
    url = offices.url_of(getattr(asked, "database", None) or str(offices.own_file()))
    if url.get_backend_name() != "sqlite":
        raise Refused(N_("This database is a server's; its administrator makes the backups."))
    path = Path(url.database or "")
    if asked.copy is None:
        return _list_copies(path)
    copy = putting_back.copy_at(asked.copy)
    login = getattr(asked, "officer", None) or _only(putting_back.officers_of(path, copy))
    done = putting_back.put_back(url, copy, login, _password(login), Progress(tell_on_terminal))
    print(_("Put back: {file}", file=copy.path))
    if done.aside is not None:
        print(_("The file before lies at {aside}.", aside=done.aside))
    for line in backup_words.to_compare(copy.slip):
        print(line)
    return 0


def _list_copies(path: Path) -> int:
    found = putting_back.copies(path)
    for copy in found:
        print(f"{backup_words.of_copy(copy.slip)}  {copy.path}")
    if not found:
        print(_("There is no copy beside {path} nor at its second place.", path=path))
    return 0 if found else 1


def demo(folder: Path, database: str | None, on: date | None) -> int:
    """Walk the main job and print its account, and where the papers are."""
    print(walk.walk(folder, database, on), end="")
    print(_("The papers and this account are in {folder}.", folder=folder))
    return 0


def doctor(findings: Iterable[Finding]) -> int:
    """Print the findings, the worst last; answers 1 when something is bad."""
    by_kind = sorted(findings, key=lambda finding: (OK, WARN, BAD).index(finding.kind))
    for finding in by_kind:
        print(f"{GLYPHS[finding.kind]} {finding.about}: {finding.said}")
    return 1 if any(finding.kind == BAD for finding in by_kind) else 0


def verify(desk: Desk, what: str, words: str = "") -> int:
    """Say whether a PDF, or the text of a QR code, is as a station signed it; answers 1 when it is not.

    ``words`` were typed off the paper, a row or a whole table; they must be as they were signed too.
    """
    is_file = _is_file(what)
    verified = signing.verify_path(desk, Path(what)) if is_file else signing.verify(desk, what)
    for line in signing.in_words(verified):
        print(line)
    if not (verified.content and words):  # of a file every byte is signed, the words with it
        return 0 if verified else 1
    agreement = signing.compare(verified, words)
    print(signing.compared_in_words(agreement))
    return 0 if agreement else 1


def _is_file(what: str) -> bool:
    """Whether this names a file; the text of a code is longer than any file's name may be."""
    try:
        return Path(what).is_file()
    except OSError:
        return False


def tell_on_terminal(step: Step) -> None:
    """How far the work is, on a terminal that somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if step.done == step.total else "\r"
        print(f"{_(step.doing)} {step.done:,} / {step.total:,}", end=end, file=sys.stderr, flush=True)
