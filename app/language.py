"""The program's words: English where a sentence is written, the officer's language where it is shown.

``N_`` marks a sentence where it is written, ``_`` translates it where it is
shown, ``plural`` chooses the form for a number. Three catalogues (``law``,
``app``, ``ui``), one for each room that can stand alone, lie under
``resources/language/<language>/LC_MESSAGES``.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from app.errors import InWords

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
WIDE_MARKS = ("。", "！", "？", "：", "；", "，", "…")
DOMAINS = ("law", "app", "ui")
CATALOGUES = Path(__file__).parent.parent / "resources" / "language"

_current = "en"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def use(language: str) -> None:
    """Show everything in ``language`` from now on; an unknown language shows the English sentences."""
    global _current
    _current = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Meanwhile speak another language on this thread: what is printed is Chinese whatever the window is."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    found = gettext.NullTranslations()
    for domain in DOMAINS:
        catalogue = gettext.translation(domain, CATALOGUES, [language], fallback=True)
        catalogue.add_fallback(found)
        found = catalogue
    return found


def spoken() -> str:
    """The language that sentences are shown in on this thread, as ``use`` or ``speaking`` was told."""
    return _spoken.get() or _current


def _words() -> gettext.NullTranslations:
    return _catalogue(spoken())


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue without translating it."""
    return sentence


def _(sentence: str, **blanks: object) -> str:
    """The sentence in the officer's language, its {blanks} filled."""
    words = _words().gettext(sentence) if sentence else ""
    return words.format(**blanks) if blanks else words


def plural(one: str, many: str, n: int, **blanks: object) -> str:
    """The sentence for ``n`` things; {n} is filled with the number."""
    return _words().ngettext(one, many, n).format(n=n, **blanks)


def run_on(*sentences: str) -> str:
    """Sentences one after the other; a Chinese mark at the end of one brings its own room."""
    said = [each for each in sentences if each]
    spaced = (each if each.endswith(WIDE_MARKS) else f"{each} " for each in said[:-1])
    return "".join((*spaced, *said[-1:]))


def sentence(error: InWords) -> str:
    """What an error says, in the officer's language; a blank may hold words to be translated too."""
    blanks = {
        key: sentence(what) if isinstance(what, InWords) else what for key, what in error.blanks.items()
    }
    return _(error.sentence, **blanks)
