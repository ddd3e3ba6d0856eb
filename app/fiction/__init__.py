"""An invented community as plain values, the same for the same seed, streamed in blocks.

``Community(seed, people, on).blocks()`` yields a ``Block`` of up to 10,000 people with everything about
them; a block refers to nothing outside itself, so memory stays bounded. Each table of a block is a list
of named tuples whose fields carry the names of the columns in ``db.records``; a field called ``person``,
``stay``, ``dwelling``, ``permit`` or ``household`` is a place in that list of the same block. Days are
``date`` or None, codes are those of ``app.codes``.

Left to whoever writes it down: identities and versions, the numbers an office gives out (registration,
permit, provisional), pinyin, photos, and days that the law fixes (``register_by``, ``issue_by``).

Nothing here is anybody's. ID numbers carry a valid check digit and a sequence of 900 or more, which is
not given out; telephone numbers begin with 164, which no operator had when this was written (MIIT gives
out 162, 165, 166 and 167 of the sixteens); communities, streets, employers and schools are made up. The
home counties are real, so that origin, nation and distance look as they do at a window.
"""

from app.fiction.community import Community
from app.fiction.rows import Block

__all__ = ["Block", "Community"]
