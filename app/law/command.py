"""The law without a window: ``law check``, ``law ask``, ``law lint`` and ``law compare``.

All end with 0 when all is well, 1 when a case fails, 2 when what was given cannot be used.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.command_line import Plain, add_word
from app.errors import Refused
from app.language import N_, _, plural, sentence
from app.law import cases, words
from app.law.law import Law
from app.law.pack import POLICY, read_pack

Command = Callable[[argparse.Namespace], int]


def main(
    argv: Sequence[str],
    compare: Command | None = None,
    which_database: Sequence[Plain] = (),
) -> int:
    """Run one of the commands of the law and say how it ended.

    ``compare`` does what the law cannot do by itself, for it knows no database of people;
    the options of ``which_database`` say which one, and as of which day.
    """
    try:
        asked = _parser(compare or _without_people, which_database).parse_args(argv)
        command: Command = asked.command
        return command(asked)
    except SystemExit as told:  # that it printed its help
        return int(told.code or 0)
    except Refused as refusal:
        sys.stderr.write(f"{sentence(refusal)}\n")
        return 2


def check(asked: argparse.Namespace) -> int:
    """Run the cases; a failing one prints its tree of reasons."""
    _passed, failed, account = cases.check(asked.paths)
    _say(account)
    return 1 if failed else 0


def ask(asked: argparse.Namespace) -> int:
    """Answer one rule for the first case of a file."""
    trials = cases.read_files([asked.file])
    if not trials:
        raise Refused(N_("There is no case in {file}."), file=asked.file)
    trial = trials[0]
    outlook = Law.read_once(trial.packs, trial.office).outlook(asked.rule, trial.case, trial.day)
    if asked.json:
        data = outlook.answer.to_data() | {"outlook": outlook.to_data()}
        _say(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _say(words.as_text(outlook.answer, outlook))
    return 0


def lint(asked: argparse.Namespace) -> int:
    """Read packs and print every fault in them with file and line."""
    folders = [folder for path in asked.packs or [POLICY] for folder in _pack_folders(path)]
    if not folders:
        raise Refused(N_("There are no packs under these paths."))
    faults = [fault for folder in folders for fault in read_pack(folder)[1]]
    for fault in faults:
        _say(fault)
    if not faults:
        _say(plural("{n} pack read, no faults.", "{n} packs read, no faults.", len(folders)))
    return 2 if faults else 0


def _without_people(asked: argparse.Namespace) -> int:
    raise Refused(N_("Only the whole program knows people to compare the packs for."))


def _say(text: object) -> None:
    sys.stdout.write(f"{text}\n")


def _pack_folders(path: Path) -> list[Path]:
    """The path itself if it is a pack, else the packs directly in it."""
    if not path.is_dir():
        raise Refused(N_("There is no folder {path}."), path=path)
    if (path / "pack.yaml").is_file():
        return [path]
    return sorted(folder for folder in path.iterdir() if folder.is_dir() and folder.name[0] != ".")


def _parser(compare: Command, which_database: Sequence[Plain]) -> Plain:
    parser = Plain(prog="main.py law", description=_("What the law answers, from a text file."))
    commands = parser.add_subparsers(dest="word", required=True, metavar=_("WORD"))
    checking = add_word(commands, "check", _("run every *.cases.yaml under the paths"))
    checking.add_argument(
        "paths", nargs="+", type=Path, metavar=_("PATH"), help=_("files of cases, or folders with them")
    )
    checking.set_defaults(command=check)
    asking = add_word(commands, "ask", _("answer a rule for the first case of a file"))
    asking.add_argument("file", type=Path, metavar=_("FILE"), help=_("a file of cases"))
    asking.add_argument(
        "--rule", required=True, metavar=_("RULE"), help=_("the name of a rule, like may_endorse")
    )
    asking.add_argument("--json", action="store_true", help=_("the answer as data"))
    asking.set_defaults(command=ask)
    linting = add_word(commands, "lint", _("print every fault in the packs with file and line"))
    linting.add_argument(
        "packs",
        nargs="*",
        type=Path,
        metavar=_("PACK"),
        help=_("packs, or folders with them (all there are)"),
    )
    linting.set_defaults(command=lint)
    comparing = add_word(
        commands, "compare", _("who gains and who loses, by name; nothing is written"), parents=which_database
    )
    for folder in ("old", "new"):
        comparing.add_argument(folder, type=Path, metavar=folder.upper(), help=_("a folder of packs"))
    comparing.set_defaults(command=compare)
    return parser
