"""Why the machine did not read or write a file, in the officer's words and language."""

from __future__ import annotations

import errno

from app.language import N_, _

REASONS = {
    errno.ENOENT: N_("it is not there"),
    errno.EACCES: N_("this account has no right to it"),
    errno.EPERM: N_("this account has no right to it"),
    errno.EROFS: N_("nothing can be written there"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("its place is not in a folder"),
    errno.EEXIST: N_("something else has this name"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("it is larger than this disk takes files"),
    errno.EIO: N_("the disk or stick does not answer"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def why(error: BaseException) -> str:
    """What stood in the way; a reason that is rare is told as the machine tells it, in English."""
    known = REASONS.get(getattr(error, "errno", None) or 0)
    return _(known) if known else getattr(error, "strerror", None) or str(error)
