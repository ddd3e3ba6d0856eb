"""Makes the approved copies of a document, to be looked at before they are committed.

``python -m tests.paper.approve permit_card``
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.paper import DOCUMENTS, Document
from tests.paper import pages
from tests.paper.samples import ON, SAMPLES

APPROVED = Path(__file__).parent / "approved"


def text_of(pdf: bytes) -> str:
    """The approved text: all pages, a form feed between them."""
    return "\n\f\n".join(pages.texts(pdf)) + "\n"


def copies(document: str, sample: str) -> tuple[Path, list[Path]]:
    """Where the approved text and the approved pages of a sample lie."""
    return APPROVED / f"{document}.{sample}.txt", sorted(APPROVED.glob(f"{document}.{sample}.*.png"))


def approve(document: Document) -> None:
    """Replace the approved copies of every sample of the document."""
    for old in APPROVED.glob(f"{document.name}.*"):
        old.unlink()
    for sample, value in SAMPLES[document.name].items():
        pdf = document.make(value, ON)
        copies(document.name, sample)[0].write_text(text_of(pdf), encoding="utf-8")
        for number, picture in enumerate(pages.pictures(pdf), 1):
            picture.save(APPROVED / f"{document.name}.{sample}.{number}.png", optimize=True)


if __name__ == "__main__":
    for document in DOCUMENTS:
        if document.name in sys.argv[1:]:
            approve(document)
