"""Whether chains of known comparisons contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["Chain", "find_cycle"]

Chain = Sequence[Sequence[str]]


def find_cycle(chains: Sequence[Chain], /) -> tuple[int, str, str] | None:
    """Return the last strict step that the other comparisons contradict, if there is one.

    Parameters
    ----------
    chains : sequence of chains
        Each holds groups of equally good states, best first.

    Returns
    -------
    (chain, better, worse) or None
        A step of that chain (counted from 0) whose worse state follows to be at least as good as
        its better one.

    Notes
    -----
    States said to be equal are merged; a contradiction is then a strict step inside a strongly
    connected part.  Time and memory are nearly linear in the size of the chains.

    Examples
    --------
    >>> find_cycle([[["a"], ["b"]], [["b"], ["c"], ["a"]]])
    (1, 'c', 'a')
    >>> find_cycle([[["a"], ["b"]], [["a", "c"], ["b"]]]) is None
    True
    """
    root: dict[str, str] = {}

    def find(name: str) -> str:
        root.setdefault(name, name)
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for chain in chains:
        for group in chain:
            for name in group:
                root[find(name)] = find(group[0])
    steps = [
        (number, better[0], worse[0])
        for number, chain in enumerate(chains)
        for better, worse in pairwise(chain)
        if better and worse
    ]
    edges = [(find(better), find(worse)) for _, better, worse in steps]
    part = _parts({name: find(name) for name in root}.values(), edges)
    contradicted = [k for k, (above, below) in enumerate(edges) if part[above] == part[below]]
    return steps[contradicted[-1]] if contradicted else None


def _parts(nodes: Iterable[str], edges: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return for each node the name of its strongly connected part (Kosaraju's two passes)."""
    forth: dict[str, list[str]] = {node: [] for node in nodes}
    back: dict[str, list[str]] = {node: [] for node in forth}
    for above, below in edges:
        forth[above].append(below)
        back[below].append(above)
    order: list[str] = []
    seen: set[str] = set()
    for start in forth:
        stack = [(start, iter(forth[start]))] if start not in seen else []
        seen.add(start)
        while stack:
            node, rest = stack[-1]
            ahead = next((n for n in rest if n not in seen), None)
            if ahead is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(ahead)
                stack.append((ahead, iter(forth[ahead])))
    part: dict[str, str] = {}
    for start in reversed(order):
        waiting = [start] if start not in part else []
        while waiting:
            node = waiting.pop()
            if node not in part:
                part[node] = start
                waiting.extend(back[node])
    return part
