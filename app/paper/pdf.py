"""A PDF file as it is written: objects, streams, pages and what it says of itself (ISO 32000-1).

Own code, because it is a card's whole cost: ReportLab needs three times as long for the same two pages,
most of it for numbers it formats again in every document.
"""

from __future__ import annotations

from hashlib import md5
from zlib import compress

# The quickest: a card is a twenty-fifth larger than at the usual level, and made in half a millisecond less.
LEVEL = 1


def packed(data: bytes, entries: str = "") -> bytes:
    """A stream as it stands in the file, deflated."""
    return stream(compress(data, LEVEL), f"/Filter/FlateDecode{entries}")


def stream(data: bytes, entries: str) -> bytes:
    """A stream as it stands in the file, its bytes as they are."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries.encode(), data)


def text(words: str) -> str:
    """Words as PDF writes them outside of pages."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def name(words: str) -> str:
    """A name; what is no letter, number or one of ``+-_.`` is written by its bytes."""
    plain = (chr(byte) if (chr(byte).isalnum() and byte < 128) or byte in b"+-_." else f"#{byte:02X}"
             for byte in words.encode())  # fmt: skip
    return "/" + "".join(plain)


class File:
    """The objects of one file, numbered as they come."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, body: bytes | str) -> int:
        """Write an object and tell its number."""
        self._objects.append(body.encode() if isinstance(body, str) else body)
        return len(self._objects)

    def promise(self) -> int:
        """The number of an object that others name before it is written."""
        return self.add(b"")

    def keep(self, promised: int, body: str) -> None:
        """Write the object that was promised."""
        self._objects[promised - 1] = body.encode()

    def finish(self, root: int, info: int) -> bytes:
        """The whole file; its identity comes from its content: the same values give the same bytes."""
        parts, places, reached = [b"%PDF-1.7\n%\xe5\xae\x89\xe5\xb1\x85\n"], [], 0
        for number, body in enumerate(self._objects, 1):
            reached += len(parts[-1])
            places.append(reached)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        reached += len(parts[-1])
        rows = "".join(f"{place:010d} 00000 n \n" for place in places)
        identity = md5(b"".join(parts), usedforsecurity=False).hexdigest()
        parts.append(
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}trailer\n<</Size {len(places) + 1}"
            f"/Root {root} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]>>\n"
            f"startxref\n{reached}\n%%EOF\n".encode()
        )
        return b"".join(parts)
