"""Paths as arrays: the steps of a search, what can still be added, and equal ones made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irenic.verify.paths import Stage
from irenic.verify.spaces import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Step", "completions", "merged", "products", "segments_of", "step_of", "top_sums"]


@dataclass(frozen=True)
class Step:
    """A stage as arrays; ``starts[s]`` to ``starts[s + 1]`` are the edges from state *s*."""

    starts: Array
    add: Array
    target: Array
    count: list[int]
    most: int


def step_of(stage: Stage, low: Vector, dtype: Any) -> Step:
    """Return a stage as arrays, its least scores taken off."""
    import numpy as np

    edges = stage.edges
    sources = np.array([e.source for e in edges], dtype=np.int64)
    states = int(sources.max()) + 1
    add = [[x - y for x, y in zip(e.add, low, strict=True)] for e in edges]
    return Step(
        np.searchsorted(sources, np.arange(states + 1)),
        np.array(add, dtype=dtype).reshape(len(edges), len(low)),
        np.array([e.target for e in edges], dtype=np.int64),
        [e.count for e in edges],
        max(e.count for e in edges),
    )


def segments_of(stages: Sequence[Stage]) -> list[list[Stage]]:
    """Return the stages cut where there is one state only: what lies between can change place."""
    found: list[list[Stage]] = [[]]
    for stage in stages:
        found[-1].append(stage)
        if all(edge.target == 0 for edge in stage.edges):
            found.append([])
    return [segment for segment in found if segment]


def completions(steps: Sequence[Step], rows: Array) -> list[Array]:
    """Return, before each step and at the end, the most that is still to come: (state, row)."""
    import numpy as np

    after: Array = np.zeros((1, len(rows)), dtype=rows.dtype)
    found = [after]
    for step in reversed(steps):
        values = step.add @ rows.T + after[step.target]
        after = np.maximum.reduceat(values, step.starts[:-1], axis=0)
        # A state without edges has no completion (reduceat would show its neighbour).
        bare = step.starts[:-1] == step.starts[1:]
        after[bare] = -(2**60)
        found.append(after)
    return found[::-1]


def top_sums(segments: Sequence[Sequence[Step]], rows: Array) -> Array:
    """Return the greatest weighted sum over all packages, above the least scores."""
    whole: Array = sum(completions(segment, rows)[0][0] for segment in segments)
    return whole


def products(count: Array, more: Sequence[int]) -> Array:
    """Return products of counts, as Python's own integers where they could grow too large."""
    import numpy as np

    kind: Any
    if len(more) and (count.dtype == object or int(count.max()) * max(more) >= 2**40):
        count, kind = count.astype(object), object
    else:
        kind = np.int64
    product: Array = count * np.array(more, dtype=kind)
    return product


def merged(w: Array, state: Array, count: Array) -> tuple[Array, Array, Array]:
    """Return partial packages with equal scores and state as one, their numbers added."""
    import numpy as np

    if len(w) < 2 or w.dtype == object:
        return w, state, count
    mixer = np.random.default_rng(1).integers(1, 2**62, size=w.shape[1] + 1, dtype=np.uint64)
    name = w.astype(np.uint64) @ mixer[:-1] + state.astype(np.uint64) * mixer[-1]
    _, first, inverse = np.unique(name, return_index=True, return_inverse=True)
    if len(first) == len(w):
        return w, state, count
    if (w[first][inverse] != w).any() or (state[first][inverse] != state).any():
        return w, state, count  # two different ones by the same name: merging is not needed
    if count.dtype != object and int(count.max()) * len(count) >= 2**62:
        count = count.astype(object)
    total: Array = np.zeros(len(first), dtype=count.dtype)
    np.add.at(total, inverse, count)
    return w[first], state[first], total
