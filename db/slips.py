"""What lies beside each copy of an office's file: a slip that says without a key what the copy is.

With it lie the keys that opened the file then: a disk that is lost takes the file of keys with it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from db import durable, keys
from db.keys import Ring

END = ".slip"


@dataclass(frozen=True, slots=True)
class Slip:
    """A copy as it was when it was looked over: which file, made when, of which office, up to which act.

    ``version`` is that of its tables; ``epoch``, ``seq`` and ``head`` where its journal stands. ``last_act``,
    ``last_at`` and ``officer`` tell the newest act in it. ``ring`` is None where the file has no key.
    """

    file: str
    made_at: datetime
    office: UUID
    version: str
    epoch: int
    seq: int
    head: str
    residents: int
    last_act: str
    last_at: datetime
    officer: str
    size: int
    sha256: str
    ring: Ring | None


def write(folder: Path, slip: Slip) -> None:
    """Lay the slip beside its copy, durably."""
    said = asdict(replace(slip, ring=None)) | {"ring": keys.to_data(slip.ring) if slip.ring else None}
    durable.put(folder / (slip.file + END), json.dumps(said, ensure_ascii=False, default=_plain).encode())


def found(folder: Path) -> tuple[Slip, ...]:
    """The copies in a folder that are there with their slips, the newest first; none where it is not there.

    A file whose size is another than its slip says was cut off and is no copy.
    """
    try:
        slips = [slip for place in folder.glob("*" + END) if (slip := _read(place))]
        there = [slip for slip in slips if (folder / slip.file).stat().st_size == slip.size]
    except OSError:  # the stick was pulled while one looked
        return ()
    return tuple(sorted(there, key=lambda slip: (slip.made_at, slip.file), reverse=True))


def _read(place: Path) -> Slip | None:
    """A slip, if it is one and its copy is there."""
    try:
        said = json.loads(place.read_bytes())
        slip = _slip(said)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, keys.NoKeys):
        return None
    is_its_own = place.name == slip.file + END and Path(slip.file).name == slip.file
    return slip if is_its_own and place.with_name(slip.file).is_file() else None


def _slip(said: dict[str, Any]) -> Slip:
    kept = {name: said[name] for name in Slip.__dataclass_fields__}
    ring = kept["ring"]
    made_at, last_at = datetime.fromisoformat(kept["made_at"]), datetime.fromisoformat(kept["last_at"])
    if made_at.tzinfo is None or last_at.tzinfo is None:
        raise ValueError("a moment that is none")
    return Slip(
        **kept
        | {
            "made_at": made_at,
            "last_at": last_at,
            "file": str(kept["file"]),
            "office": UUID(str(kept["office"])),
            "residents": int(kept["residents"]),
            "seq": int(kept["seq"]),
            "epoch": int(kept["epoch"]),
            "size": int(kept["size"]),
            "ring": keys.from_data(ring) if ring is not None else None,
        }
    )


def _plain(value: datetime | UUID) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
