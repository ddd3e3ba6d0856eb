"""A county with rules of its own under the shipped packs, for rules that are only tried."""

from functools import cache
from pathlib import Path

from app.law import Law
from app.law.pack import POLICY, Pack, read_pack, read_packs
from app.law.reading import PackFaults

PACK = "issuer: {zh: 县, en: county}\nversion: '1'\n"


def with_rules(shelf: Path, **rules: str) -> Law:
    """The law of Qujing with more rules; each is the content of its one edition, in force from 2016-01-01."""
    county = shelf / "cn-530302"
    county.mkdir()
    (county / "pack.yaml").write_text(PACK, encoding="utf-8")
    (county / "tried.yaml").write_text("".join(map(_entry, rules, rules.values())), encoding="utf-8")
    pack, faults = read_pack(county)
    if pack is None:
        raise PackFaults(faults)
    return Law("530302", (pack, *_wider()))


@cache
def _wider() -> tuple[Pack, ...]:
    """The packs above the county, read once: they are the same for all that is tried."""
    return read_packs(POLICY, "5303")


def _entry(name: str, content: str) -> str:
    lines = "".join(f"      {line}\n" for line in content.strip().splitlines())
    name = name.replace("__", ".")
    return (
        f"{name}:\n  title: {{zh: 试, en: Tried}}\n  editions:\n    2016-01-01:\n"
        f"      article: 试行办法\n      status: unverified\n      checked_on: 2026-01-01\n{lines}"
    )
