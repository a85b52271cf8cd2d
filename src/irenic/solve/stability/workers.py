"""Work shared between a few threads, where there is enough of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

__all__ = ["sharing"]

#: Below so many states starting a thread takes longer than it saves.
_FEW = 1 << 15


@contextmanager
def sharing(threads: int, size: int, /) -> Iterator[Callable[..., Iterable[Any]]]:
    """Give a function like ``map`` that works in several threads when ``size`` is large.

    numpy lets other threads run while it computes, so that two keep two cores busy.
    """
    if threads < 2 or size < _FEW:
        yield map
        return
    with ThreadPoolExecutor(threads) as pool:
        yield pool.map
