"""What the officer sees: pages, widgets, jobs."""

import ctypes
import sys

import PySide6.QtCore  # noqa: F401  which brings the module that is looked up below

BEYOND_REACH = 1 << 40

# PySide6 6.12.0 counts on None, True and False being immortal, as they are from Python 3.12 on (PEP 683):
# each Qt call that answers None takes one reference away from it. On 3.11 that ends, after some thousand
# calls, in "Fatal Python error: none_dealloc" (measured: -1 a call, for signals also on True and False).
# They are given there, once, more references than a day's work can use up.
if sys.version_info < (3, 12):
    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += BEYOND_REACH

# PySide6 reads the source of every module that is imported after it, for one may ask for another spelling of
# Qt's names (``from __feature__ import snake_case``). None here does; for four hundred modules it was an
# eighth of the time to the first screen, and 19 MB of lines that were kept.
if (feature := sys.modules.get("shibokensupport.feature")) is not None:
    vars(feature)["_mod_uses_pyside"] = lambda module: False
