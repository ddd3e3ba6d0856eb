"""Passwords: what one must be, and what is kept of it."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.errors import Refused
from app.language import N_
from db import keys

SHORTEST = 8


def check(password: str, login: str) -> None:
    """Refuse a password that is too short or that says who its officer is."""
    if len(normal(password)) < SHORTEST:
        raise Refused(
            N_("A password has at least {least} characters; a short sentence is easy to remember."),
            field="password", least=SHORTEST,
        )  # fmt: skip
    if login and login.casefold() in password.casefold():
        raise Refused(N_("The password must not contain the sign-in name."), field="password")


def hashed(password: str) -> str:
    """What is kept of a password: enough to know it again, not enough to read it."""
    return PasswordHasher(keys.TIME_COST, keys.MEMORY_KIB, parallelism=1).hash(normal(password))


def fits(kept: str, password: str) -> bool:
    """Whether this is the password of which that was kept."""
    try:
        return PasswordHasher().verify(kept, normal(password))
    except VerificationError:
        return False


def normal(password: str) -> str:
    """A password with each character in one form only, however the input method wrote it."""
    return unicodedata.normalize("NFC", password)
