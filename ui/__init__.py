"""What the officer sees: pages, widgets, jobs."""

import ctypes
import sys

BEYOND_REACH = 1 << 40

# PySide6 6.12.0 counts on None, True and False being immortal, as they are from Python 3.12 on (PEP 683):
# each Qt call that answers None takes one reference away from it. On 3.11 that ends, after some thousand
# calls, in "Fatal Python error: none_dealloc" (measured: -1 a call, for signals also on True and False).
# They are given there, once, more references than a day's work can use up.
if sys.version_info < (3, 12):
    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += BEYOND_REACH
