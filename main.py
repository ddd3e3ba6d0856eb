"""The staircase of 安居: the window, or one of the words that work without one."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from functools import partial
from pathlib import Path

from app import language
from app.command_line import Plain, Words, add_word
from app.errors import Cancelled, InWords, Refused
from app.language import N_, _

MOST_DAYS = 18_300
"""Fifty years, as far as any outlook goes."""


def day(text: str) -> date:
    """A day as it is typed on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is no day; write it like 2026-11-23", text=text)
        ) from None


def days(text: str) -> int:
    """A number of days as it is typed on the command line."""
    if text.isdecimal() and int(text) <= MOST_DAYS:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("“{text}” is no number of days up to {most}", text=text, most=MOST_DAYS)
    )


def number(text: str) -> int:
    """A whole number as it is typed on the command line."""
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(_("“{text}” is no whole number", text=text))


def as_of() -> Plain:
    """The options of every word: as of which day, and in which language."""
    shared = Plain(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--on", metavar=_("DATE"), type=day, help=_("work as on this day, like 2026-11-23"))
    shared.add_argument("--language", choices=tuple(language.LANGUAGES), help=_("the language of the words"))
    return shared


def which_database() -> Plain:
    """The options that say at which database to work and as whom, beside those of every word."""
    shared = Plain(add_help=False, argument_default=argparse.SUPPRESS, parents=[as_of()])
    shared.add_argument("--database", metavar=_("DATABASE"), help=_("a file, or postgresql+psycopg://…"))
    shared.add_argument("--officer", metavar=_("NAME"), help=_("who signs in"))
    return shared


def parser() -> Plain:
    """Every word and option of the command line."""
    shared = which_database()
    whole = Plain(
        prog="main.py", description=_("Residence registration and residence permits."), parents=[shared]
    )
    whole.add_argument("--measure-first-paint", action="store_true", help=argparse.SUPPRESS)
    words = whole.add_subparsers(dest="word", parser_class=Plain, metavar=_("WORD"))
    _add_work(words, shared)
    _add_trying(words, shared)
    _add_keeping_safe(words, shared)
    law = add_word(words, "law", _("read, check, ask and compare the law"), add_help=False)
    law.add_argument("-h", "--help", dest="about_law", action="store_true")  # the law's own, by its parser
    law.add_argument("rest", nargs=argparse.REMAINDER)
    return whole


def _add_work(words: Words, shared: Plain) -> None:
    """What is asked of the people on file."""
    find = add_word(words, "find", _("find people by name, number, phone or address"), parents=[shared])
    find.add_argument(
        "text", metavar=_("TEXT"), help=_("a name or a part of it, pinyin, the end of a number, an address")
    )
    take_in = add_word(words, "take-in", _("take in a typed-up list of arrivals (CSV)"), parents=[shared])
    take_in.add_argument(
        "file", metavar=_("FILE"), type=Path,
        help=_("the list, a table saved as CSV whose first line names the columns"),
    )  # fmt: skip
    take_in.add_argument(
        "--without-backup", action="store_true", help=_("take it in though no backup can be made before")
    )
    newly = add_word(
        words, "newly-qualified", _("list who has newly come to which service, and why"), parents=[shared]
    )
    newly.add_argument("--back", type=days, default=30, metavar=_("DAYS"), help=_("days to look back (30)"))
    newly.add_argument("--ahead", type=days, default=0, metavar=_("DAYS"), help=_("days to look ahead (0)"))


def _add_trying(words: Words, shared: Plain) -> None:
    """Communities in which nobody is real."""
    demo = add_word(words, "demo", _("walk the main job on a fictional community"), parents=[shared])
    demo.add_argument(
        "folder", metavar=_("DIR"), type=Path, help=_("where the papers and the account of it are put")
    )
    invent = add_word(words, "invent", _("make a fictional community"), parents=[as_of()])
    invent.add_argument("--people", type=number, required=True, metavar="N", help=_("how many people"))
    invent.add_argument(
        "--seed", type=number, default=1, metavar="S",
        help=_("whom: the same number invents the same people on the same day (1)"),
    )  # fmt: skip
    invent.add_argument(
        "--to", required=True, metavar=_("FILE"), help=_("the file to make, or postgresql+psycopg://…")
    )


def _add_keeping_safe(words: Words, shared: Plain) -> None:
    """Copies, papers and machines that are looked over."""
    back_up = add_word(
        words, "backup", _("back the office's own file up, and look the copy over"), parents=[shared]
    )
    back_up.add_argument("to", metavar=_("DIR"), type=Path, nargs="?", help=_("bring the copy there too"))
    restore = add_word(
        words, "restore", _("list the copies, or put one in the place of the office's file"), parents=[shared]
    )
    restore.add_argument(
        "copy", metavar=_("COPY"), type=Path, nargs="?",
        help=_("the file of a copy; without one the copies there are are listed"),
    )  # fmt: skip
    verify = add_word(words, "verify", _("say whether a paper is as its station signed it"), parents=[shared])
    verify.add_argument(
        "what", metavar=_("FILE-or-TEXT"), help=_("a PDF, or the text of the QR code on a paper")
    )
    verify.add_argument(
        "words", metavar=_("WORDS"), nargs="?", default="", help=_("a row or a table typed off the paper")
    )
    add_word(words, "doctor", _("say what is wrong with this machine or its database"), parents=[shared])


def main(arguments: list[str]) -> int:
    """Do what the command line asks; 0 all is well, 1 something was refused, 2 it made no sense."""
    language.use(os.environ.get("ANJU_LANGUAGE", "zh_CN"))
    try:
        asked = parser().parse_args(arguments)
    except Refused as refusal:
        return say(refusal, 2)
    if chosen := getattr(asked, "language", None):
        language.use(chosen)
    try:
        return WORDS[asked.word](asked)
    except InWords as error:
        return say(error, 1)
    except (Cancelled, KeyboardInterrupt):
        return 1
    except BrokenPipeError:
        # Whoever read what is printed has seen enough ("| head"); nothing more goes there, at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def say(error: InWords, code: int) -> int:
    """One plain sentence where errors go."""
    print(language.sentence(error), file=sys.stderr)
    return code


def window(asked: argparse.Namespace) -> int:
    """Open the window; where there is none to open, say what works without."""
    if not has_display():
        raise Refused(
            N_(
                "There is no display here, so no window can open. These work without one:"
                " demo, find, newly-qualified, take-in, invent, backup, restore, verify, doctor, law"
                " (python main.py --help)."
            )
        )
    from ui import opening

    return opening.run(
        database=getattr(asked, "database", None), on=getattr(asked, "on", None),
        language=getattr(asked, "language", None), only_measure=asked.measure_first_paint,
    )  # fmt: skip


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere by what the session says."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def find(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.at_desk(asked, lambda desk: commands.find(desk, asked.text))


def newly_qualified(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.at_desk(asked, lambda desk: commands.newly_qualified(desk, asked.back, asked.ahead))


def take_in(asked: argparse.Namespace) -> int:
    from app import commands

    take = partial(commands.take_in, file=asked.file, backed_up=not asked.without_backup)
    return commands.at_desk(asked, take)


def demo(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.demo(asked.folder, getattr(asked, "database", None), getattr(asked, "on", None))


def invent(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.invent(asked.to, asked.people, asked.seed, getattr(asked, "on", None))


def back_up(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.at_desk(asked, lambda desk: commands.back_up(desk, asked.to))


def restore(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.put_back(asked)


def verify(asked: argparse.Namespace) -> int:
    from app import commands

    return commands.at_desk(asked, lambda desk: commands.verify(desk, asked.what, asked.words))


def doctor(asked: argparse.Namespace) -> int:
    from app import commands
    from app import doctor as office_doctor
    from ui import health

    database, on = getattr(asked, "database", None), getattr(asked, "on", None)
    return commands.doctor((*health.examine(), *office_doctor.examine(database, on)))


def law(asked: argparse.Namespace) -> int:
    from app.law import command

    rest = ["--help"] if asked.about_law else asked.rest
    return command.main(rest, partial(compare, asked), [which_database()])


def compare(asked: argparse.Namespace, more: argparse.Namespace) -> int:
    """``law compare``; its options may stand before ``law`` or behind."""
    from app import commands

    return commands.compare(argparse.Namespace(**(vars(asked) | vars(more))))


WORDS = {
    None: window,
    "find": find,
    "newly-qualified": newly_qualified,
    "take-in": take_in,
    "demo": demo,
    "invent": invent,
    "backup": back_up,
    "restore": restore,
    "verify": verify,
    "doctor": doctor,
    "law": law,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
