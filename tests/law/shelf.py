"""A shelf of packs with one county's rules added, for rules that are only tried."""

from pathlib import Path

from app.law import Law
from app.law.cases import POLICY

PACK = "issuer: {zh: 县, en: county}\nversion: '1'\n"


def with_rules(shelf: Path, **rules: str) -> Law:
    """The law of Qujing with more rules; each is the content of its one edition, in force from 2016-01-01."""
    for code in ("cn", "cn-53", "cn-5303"):
        (shelf / code).symlink_to(POLICY / code)
    county = shelf / "cn-530302"
    county.mkdir()
    (county / "pack.yaml").write_text(PACK, encoding="utf-8")
    (county / "tried.yaml").write_text("".join(map(_entry, rules, rules.values())), encoding="utf-8")
    return Law.read(shelf, "530302")


def _entry(name: str, content: str) -> str:
    lines = "".join(f"      {line}\n" for line in content.strip().splitlines())
    name = name.replace("__", ".")
    return (
        f"{name}:\n  title: {{zh: 试, en: Tried}}\n  editions:\n    2016-01-01:\n"
        f"      article: 试行办法\n      status: unverified\n      checked_on: 2026-01-01\n{lines}"
    )
