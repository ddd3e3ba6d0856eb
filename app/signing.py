"""Signing what is printed for a resident, and telling whether a paper is as the station signed it.

A QR code holds what the paper says (``app.paper.content``) and an Ed25519 signature of the station over
it, in capital letters and digits alone, so that any scanner types it right. It is checked without a network,
against the public keys of the stations on file. The private key never leaves the office's database and is
never in its journal.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from app.errors import Refused, Unavailable
from app.language import N_, _, plural
from app.machine import why
from app.paper import content
from app.paper.content import Agreement, Content
from db.records import StationKey

MARK, KEY_MARK, FILE_MARK = "ANJU1", "ANJUKEY1", b"%ANJU1 "
KNOWN_BY, SIGNATURE = 8, 64  # bytes that name a key, and bytes of a signature
# What most papers say, so that the packed text is short. A change of it is a new mark.
_USUAL = (
    "《》（国务院令第663号）第条（规则包 版）符合不符合不清楚计入不计没有居住记录在本地登记居住年个月天至今"
    "起可以办预计还差社会保险养老医疗户主配偶子女身份证明相片租赁合同劳动合同原件已核对"
    '","reasons":[["","materials":[["","missing":[["","stretches":[["","counted":[["","later":[["","open_now":[["'
    '"],["2026-"]],"caution":"","household_address":"","officer":"派出所","more":{"sex":"女","sex":"男","digest":"'
    '"rows":"made_on":"20","number":"530","name":"","id_number":"","residence_address":"","organ":"","document":"'
).encode()


class Found(Enum):
    """What a text or a file turned out to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_STATION = "unknown_station"
    NOT_OURS = "not_ours"


SAID = {
    Found.GENUINE: N_("Genuine: signed by {station}, and nothing was altered since."),
    Found.ALTERED: N_("Not genuine: it was altered since it was signed, or cut off. Do not rely on it."),
    Found.UNKNOWN_STATION: N_(
        "Signed by a station whose key is not on file here; it cannot be told whether it is genuine."
    ),
    Found.NOT_OURS: N_("No signature of this program was found in it."),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a check: which station signed, and what the paper must say.

    ``content`` is only there when it is genuine; nothing is shown that nobody vouches for.
    """

    found: Found
    station: str = ""
    content: Content | None = None

    def __bool__(self) -> bool:
        return self.found is Found.GENUINE


def found_key(session: Session, station: str, on: date) -> None:
    """Make the station's pair of keys, at the founding of its office."""
    private = Ed25519PrivateKey.generate()
    session.add(
        StationKey(
            key=private.public_key().public_bytes_raw(), station=station, since=on,
            private=private.private_bytes_raw(),
        )
    )  # fmt: skip


def sign(session: Session, content: Content) -> str:
    """The text of a QR code that says ``content`` and that only this station could have made."""
    return MARK + _letters(_signed(session, _body(content)))


def length(content: Content) -> int:
    """How many characters the text of the code is, without signing it."""
    return len(MARK) + len(_letters(bytes(KNOWN_BY + SIGNATURE) + _body(content)))


def sign_file(session: Session, pdf: bytes) -> bytes:
    """A PDF with the station's signature behind its end, over every byte before; readers pass it over."""
    return pdf + FILE_MARK + _letters(_signed(session, sha256(pdf).digest())).encode() + b"\n"


def verify(desk: Desk, text: str) -> Verified:
    """What the text of a QR code turned out to be; spaces, line ends and wide letters do not matter."""
    with desk.reading() as session:
        return verify_with(_keys(session), text)


def verify_file(desk: Desk, pdf: bytes) -> Verified:
    """What a PDF turned out to be; one changed byte is told."""
    with desk.reading() as session:
        keys = _keys(session)
    whole, mark, letters = pdf.rpartition(FILE_MARK)
    if not mark:
        return Verified(Found.NOT_OURS)
    found, station, body = _opened(keys, letters.decode("ascii", "replace").strip())
    if found is Found.GENUINE and body != sha256(whole).digest():
        return Verified(Found.ALTERED)
    return Verified(found, station, {} if found is Found.GENUINE else None)


def verify_path(desk: Desk, path: Path) -> Verified:
    """What a file turned out to be; raises Unavailable when it cannot be read."""
    return verify_file(desk, _read(path))


def verify_with(keys: Mapping[bytes, StationKey], text: str) -> Verified:
    """The same as ``verify`` against these keys."""
    letters = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())
    if not letters.startswith(MARK):
        return Verified(Found.NOT_OURS)
    found, station, body = _opened(keys, letters[len(MARK) :])
    if found is not Found.GENUINE:
        return Verified(found)
    return Verified(found, station, json.loads(_unpacked(body)))


def compare(verified: Verified, typed: str) -> Agreement | None:
    """The part of a genuine paper that reads as was typed off it, word for word; None where none does."""
    return content.agreement(verified.content or {}, typed)


def in_words(verified: Verified) -> tuple[str, ...]:
    """What became of a check, in a sentence, and line by line what the paper must say."""
    return (_(SAID[verified.found], station=verified.station), *_lines(verified.content or {}))


def compared_in_words(agreement: Agreement | None) -> str:
    """What became of words typed off a paper."""
    if agreement is None:
        return _("The paper as it was signed does not read so: a character differs, is missing or too many.")
    part = _(content.TITLES.get(agreement.part, agreement.part))
    if agreement.row:
        return _("Row {row} of “{part}” reads so, character for character.", row=agreement.row, part=part)
    return _("“{part}” reads so, character for character.", part=part)


def _lines(said: Content) -> Iterator[str]:
    from app.paper import DOCUMENTS

    titles = {document.name: document.title for document in DOCUMENTS}
    for field, text in said.items():
        if field == content.DOCUMENT:
            yield f"{_(content.KNOWN_BY[field])}：{_(titles[text]) if text in titles else text}"
        elif field != content.MORE:
            yield f"{_(content.KNOWN_BY.get(field, field))}：{text}"
    for field, part in said.get(content.MORE, {}).items():
        yield from _part(_(content.TITLES.get(field, field)), part)


def _part(title: str, part: Any) -> Iterator[str]:
    """A part of a paper: its text, its rows, or that it is to be typed off to be compared."""
    match part:
        case str():
            yield f"{title}：{part}"
        case list():
            yield f"{title}："
            for number, row in enumerate(part, 1):
                yield f"　{number}. {' · '.join(filter(None, row))}"
        case dict():
            rows = part[content.ROWS]
            told = plural("{n} row, too long for the code: type it off to compare it",
                          "{n} rows, too long for the code: type them off to compare them", rows)  # fmt: skip
            yield f"{title}：{told}"


def export_key(desk: Desk) -> str:
    """This station's public key, in one line, to be handed to others."""
    with desk.reading() as session:
        own = _own(session)
        return f"{KEY_MARK} {_letters(own.key)} {own.since.isoformat()} {own.station}"


def import_key(desk: Desk, text: str) -> str:
    """Take in another station's public key and answer its name; raises Refused for what is none."""
    parts = text.strip().split(maxsplit=3)
    try:
        mark, letters, since, station = parts
        key, day = _bytes(letters), date.fromisoformat(since)
        Ed25519PublicKey.from_public_bytes(key)
    except ValueError as error:
        raise Refused(N_("This is not the public key of a station; ask for the file once more.")) from error
    if mark != KEY_MARK:
        raise Refused(N_("This is not the public key of a station; ask for the file once more."))
    with desk.writing("import_station_key") as session:
        if session.get(StationKey, key) is None:
            session.add(StationKey(key=key, station=station, since=day))
    return station


def write_key(desk: Desk, path: Path) -> None:
    """Write this station's public key to a file; raises Unavailable when that cannot be written."""
    try:
        path.write_text(export_key(desk) + "\n", encoding="utf-8")
    except OSError as error:
        raise Unavailable(
            N_("Not saved: {path} cannot be written. Choose another folder; nothing is lost."), path=path
        ) from error


def read_key(desk: Desk, path: Path) -> str:
    """Take in the key that a file holds and answer its station; raises Refused for what is none."""
    return import_key(desk, _read(path).decode("utf-8", "replace"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(N_("{file} cannot be read: {why}."), file=path, why=why(error)) from error


def _signed(session: Session, body: bytes) -> bytes:
    own = _own(session)
    assert own.private is not None
    private = Ed25519PrivateKey.from_private_bytes(own.private)
    head = sha256(own.key).digest()[:KNOWN_BY] + body
    return head + private.sign(head)


def _opened(keys: Mapping[bytes, StationKey], letters: str) -> tuple[Found, str, bytes]:
    """What was signed, by which station; the letters must be the only ones that say these bytes."""
    try:
        signed = _bytes(letters)
    except ValueError:
        return Found.ALTERED, "", b""
    if len(signed) <= KNOWN_BY + SIGNATURE:
        return Found.ALTERED, "", b""
    head, signature = signed[:-SIGNATURE], signed[-SIGNATURE:]
    station = keys.get(head[:KNOWN_BY])
    if station is None:
        return Found.UNKNOWN_STATION, "", b""
    try:
        Ed25519PublicKey.from_public_bytes(station.key).verify(signature, head)
    except InvalidSignature:
        return Found.ALTERED, "", b""
    return Found.GENUINE, station.station, head[KNOWN_BY:]


def _keys(session: Session) -> dict[bytes, StationKey]:
    return {sha256(key.key).digest()[:KNOWN_BY]: key for key in session.scalars(select(StationKey))}


def _own(session: Session) -> StationKey:
    return (
        session.scalars(
            select(StationKey).where(StationKey.private.is_not(None)).order_by(StationKey.since.desc())
        ).first()
        or _without_key()
    )


def _without_key() -> StationKey:
    raise Refused(N_("This office has no key to sign with; papers cannot be made. Restore its database."))


def _body(content: Content) -> bytes:
    return _packed(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _packed(body: bytes) -> bytes:
    press = zlib.compressobj(9, wbits=-15, zdict=_USUAL)
    return press.compress(body) + press.flush()


def _unpacked(packed: bytes) -> bytes:
    return zlib.decompressobj(wbits=-15, zdict=_USUAL).decompress(packed, 1 << 16)


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    """The bytes these letters say; raises ValueError for letters that say none, or say them otherwise."""
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error as error:
        raise ValueError(letters) from error
    if _letters(data) != letters:
        raise ValueError(letters)
    return data
