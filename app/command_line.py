"""A command line that speaks the officer's language: what is wrong with it in one sentence, and its help."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn, TypeAlias

from app import language
from app.errors import Refused
from app.language import N_

SENTENCES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""What argparse says by itself of a command line like ours, so that it is taken into our catalogue."""


class Plain(argparse.ArgumentParser):
    """A parser that raises Refused with one sentence, where argparse prints its usage and ends."""

    def error(self, message: str) -> NoReturn:
        raise Refused(
            N_("The command line was not understood: {what}. See “python main.py --help”."), what=message
        )


Words: TypeAlias = "argparse._SubParsersAction[Plain]"


def add_word(words: Words, name: str, says: str, **more: Any) -> Plain:
    """A word of the command line; what it does is said in the list of words and in its own help."""
    word: Plain = words.add_parser(name, help=says, description=says, **more)
    return word


# argparse looks its sentences up by these two names, in a catalogue of the whole system that nobody ships.
vars(argparse).update(_=language._, ngettext=language.plural)
