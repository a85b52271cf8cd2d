"""How long a search may take and how much memory it may hold; asked now and then.

A search that is told to stop gives the best answer so far, with the status "limit reached".
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from irenic.errors import LimitReached

__all__ = ["UNLIMITED", "Budget", "memory_in_use"]

_STATM = Path("/proc/self/statm")
#: Bytes of a page in that file, on every system that has it here.
_PAGE = 4096


def memory_in_use() -> int:
    """Return the bytes of memory that this process holds; or the most so far."""
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * _PAGE
    try:
        import resource
    except ImportError:  # Windows keeps no such account in the standard library
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) if sys.platform == "darwin" else int(most) * 1024


@dataclass
class Budget:
    """Limits of one piece of work.

    ``seconds`` and ``bytes`` are ``None`` for no limit.  ``cancelled`` is set from outside,
    by whoever is asked to stop.  The clock starts when the budget is made.
    """

    seconds: float | None = None
    bytes: int | None = None
    progress: Callable[[str], None] | None = None
    cancelled: bool = False
    started: float = field(default_factory=time.monotonic)

    def spent(self) -> str:
        """Return which limit is reached, in words; nothing while none is."""
        if self.cancelled:
            return "it was interrupted"
        if self.seconds is not None and time.monotonic() - self.started > self.seconds:
            return f"the time limit of {self.seconds:g} seconds was reached"
        if self.bytes is not None and memory_in_use() > self.bytes:
            return f"the memory limit of {self.bytes // 1_000_000} MB was reached"
        return ""

    def left(self) -> float | None:
        """Return the seconds that are left; ``None`` for no limit."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self.started))

    def check(self) -> None:
        """Raise when a limit is reached.

        Raises
        ------
        LimitReached
        """
        if reason := self.spent():
            raise LimitReached(reason)

    def say(self, words: str) -> None:
        """Report progress to whoever listens."""
        if self.progress is not None:
            self.progress(words)


#: For calls without limits; it is never cancelled.
UNLIMITED = Budget()
