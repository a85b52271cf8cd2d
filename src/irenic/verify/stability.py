"""Claims of ``irenic stability``: which states hold, for whom, and what is not looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from irenic.model import Case, Conflict
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    record,
    shown,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.conflict_coalitions import coalition_move_claims
from irenic.verify.conflict_paths import path_claims
from irenic.verify.conflict_patterns import pattern_claims, reach_claims, reached
from irenic.verify.conflict_strength import strength_claims
from irenic.verify.conflict_unknown import unknown_claims
from irenic.verify.horizons import horizon_claims
from irenic.verify.interventions import intervention_claims
from irenic.verify.inverse import inverse_claims
from irenic.verify.replies import Judge, Patience
from irenic.verify.sensitivity import sensitivity_claims
from irenic.verify.settlements import settlement_claims
from irenic.verify.witnesses import witness_claims

__all__ = ["stability_claims"]

#: What a result may have besides, each with the checker of its claims.
TOPICS: dict[str, Callable[[Mapping[str, Any], Board], Iterator[Claim]]] = {
    "paths": path_claims,
    "coalitions": coalition_move_claims,
    "unknown": unknown_claims,
    "strength": strength_claims,
    "foresight": horizon_claims,
    "inverse": inverse_claims,
    "sensitivity": sensitivity_claims,
    "interventions": intervention_claims,
}
#: What every result says of itself, and what the claims below speak of.
_KNOWN = {
    *("irenic", "kind", "audience", "case", "form", "sanctions", "doubtful"),
    *("decision_makers", "options", "status_quo", "status", "reason", "listed", "n_states"),
    *("states", "equilibria", "stable", "counts", "patterns", "own_concepts", "own_equilibria"),
    *("witnesses", "settlements", "missed", "limit", "reach", "reached_patterns", *TOPICS),
}


def stability_claims(result: Mapping[str, Any], case: Case) -> Iterator[Claim]:
    """Yield every claim of what ``irenic stability --json`` prints."""
    if case.conflict is None:
        yield Claim("the case has a conflict", "refuted", "it has no part of that name")
        return
    yield claim("the result belongs to this conflict", _belongs(result, case, case.conflict))
    try:
        court = _Court(result, case.conflict)
        yield from _verdicts(court)
        listed = record(at(result, "stable"))
        yield from witness_claims(at(result, "witnesses"), listed, court.judge, court.stable)
        yield from settlement_claims(result, case.conflict, court.judge)
        for key, claims in TOPICS.items():
            if result.get(key):
                yield from claims(result, court.board)
    except Malformed as error:
        yield Claim("the result has the shape of its format", "refuted", str(error))
    for key in result:
        if key not in _KNOWN and result[key]:
            yield Claim(key, "not checked", "this checker does not know what it claims")


class _Court:
    """A result, the conflict that it speaks of, and the checker's own verdicts."""

    def __init__(self, result: Mapping[str, Any], conflict: Conflict) -> None:
        self.result = result
        self.conflict = conflict
        self.board = Board(conflict)
        self.sanctions = text(at(result, "sanctions"))
        self.judge = Judge.of(self.board, self.sanctions)
        self.listed = flag(at(result, "listed"))
        self._found: dict[tuple[str, str], frozenset[int]] = {}

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """Return the concepts of which the result speaks; SIM may be too much work for it."""
        silent = "sim" not in record(at(self.result, "counts"))
        return tuple(c for c in self.judge.concepts if c != "sim" or not silent)

    def stable(self, concept: str, maker: str, /) -> frozenset[int]:
        """Return all states that are stable for a decision maker."""
        if (concept, maker) not in self._found:
            self._found[concept, maker] = self.judge.stable(concept, maker)
        return self._found[concept, maker]

    def equilibria(self, own: Mapping[str, str], /) -> frozenset[int]:
        """Return the states that are stable for each decision maker under its concept."""
        each = [self.stable(own[maker], maker) for maker in self.board.makers]
        return frozenset.intersection(*each)

    def names(self, value: object, /) -> list[int]:
        """Return the states of a list of names, none of them twice."""
        found = [self.board.state(name) for name in texts(value)]
        if len(found) > len(set(found)):
            raise Malformed("a state is listed twice")
        return found


def _belongs(result: Mapping[str, Any], case: Case, conflict: Conflict) -> Iterator[str]:
    yield from differs("the title", text(at(result, "case", "title")), case.title)
    yield from differs("as_of", text(at(result, "case", "as_of")), case.as_of)
    yield from differs("the reader", text(at(result, "audience")), "mediator")
    yield from differs("the form", at(result, "form"), "graph" if conflict.is_graph else "options")
    makers = list(texts(at(result, "decision_makers")))
    yield from differs("the decision makers", makers, list(conflict.maker_ids))
    options = list(texts(at(result, "options")))
    yield from differs("the options", options, [option.id for option in conflict.options])
    yield from differs("the status quo", at(result, "status_quo"), conflict.status_quo)


def _verdicts(court: _Court) -> Iterator[Claim]:
    yield claim("how the question was read", _reading(court))
    yield claim("the states, and how many they are", _states(court))
    yield claim("what was left out", _missed(court))
    if court.listed:
        for key in ("stable", "equilibria", "counts"):
            yield claim(f"{key}: every concept is there", _keys(court, key))
        for concept in court.concepts:
            yield _whole(court, concept)
    else:
        yield claim("nothing is listed of too many states", _nothing_listed(court))
        for concept in court.concepts:
            yield _counted(court, concept)
    for concept in court.judge.concepts:
        if concept not in court.concepts:
            yield Claim(concept, "not checked", "the result says nothing of it")
    yield from _own(court)
    yield from _in_few_words(court)


def _reading(court: _Court) -> Iterator[str]:
    if court.sanctions not in ("sequences", "one-step", "gmcr-plus"):
        yield f"there are no sanctions called {shown(court.sanctions)[:40]}"
    doubtful = flag(at(court.result, "doubtful"))
    known = all(map(court.board.complete, court.board.makers))
    yield from differs("whether some comparisons are unknown", doubtful, not known)


def _states(court: _Court) -> Iterator[str]:
    stated, board = court.result, court.board
    yield from differs("n_states", whole(at(stated, "n_states")), board.size)
    if reason := text(at(stated, "reason")):
        raise Unchecked(f"the result is not complete: {reason}")
    if court.listed:
        yield from differs(
            "the number of states listed", len(texts(at(stated, "states"))), board.size
        )
        court.names(at(stated, "states"))


def _missed(court: _Court) -> Iterator[str]:
    """Check that nothing is said of what a limit left out, and that it is said to be left out."""
    stated = court.result
    missed = texts(at(stated, "missed"))
    for key in missed:
        if stated.get(key):
            yield f"{key} is said to be left out, and is there"
    if bool(missed) is not bool(text(at(stated, "limit"))):
        yield "something was left out, and no limit is named, or the other way round"
    whole_answer = not missed and not text(at(stated, "reason"))
    status = "optimal" if whole_answer else "limit-reached"
    yield from differs("status", text(at(stated, "status")), status)


def _keys(court: _Court, key: str) -> Iterator[str]:
    yield from differs("the concepts", list(record(at(court.result, key))), list(court.concepts))
    if key == "stable":
        for concept, found in record(at(court.result, key)).items():
            makers = list(record(found))
            yield from differs(
                f"the decision makers of {concept}", makers, list(court.board.makers)
            )


def _whole(court: _Court, concept: str) -> Claim:
    """Check one concept on all states, or as much of it as there is time for."""
    title = f"{concept}: who is stable where, and the equilibria"
    found = claim(title, _all_flags(court, concept))
    if found.verdict != "not checked":
        return found
    note = f"what is listed holds; whether more does was not looked at: {found.detail}"
    listed = claim(title, _listed_flags(court, concept))
    return Claim(title, "not checked", note) if listed.verdict == "confirmed" else listed


def _stated_stable(court: _Court, concept: str) -> dict[str, list[int]]:
    by_maker = record(at(court.result, "stable", concept))
    return {maker: court.names(at(by_maker, maker)) for maker in court.board.makers}


def _agree(court: _Court, concept: str, stated: Mapping[str, list[int]]) -> Iterator[str]:
    """Check that equilibria and their number are what follows from the lists."""
    both = frozenset.intersection(*map(frozenset, stated.values()))
    equilibria = court.names(at(court.result, "equilibria", concept))
    yield from _same(court, "the equilibria", equilibria, both)
    count = whole(at(court.result, "counts", concept))
    yield from differs("the number of equilibria", count, len(equilibria))


def _same(court: _Court, what: str, stated: list[int], true: frozenset[int]) -> Iterator[str]:
    name = court.board.name
    for state in stated:
        if state not in true:
            yield f"{name(state)} is listed under {what}, but does not belong there"
    for state in sorted(true.difference(stated)):
        yield f"{name(state)} is missing from {what}"


def _all_flags(court: _Court, concept: str) -> Iterator[str]:
    stated = _stated_stable(court, concept)
    for maker, states in stated.items():
        yield from _same(court, f"what is stable for {maker}", states, court.stable(concept, maker))
    yield from _agree(court, concept, stated)


def _listed_flags(court: _Court, concept: str) -> Iterator[str]:
    stated = _stated_stable(court, concept)
    yield from _agree(court, concept, stated)
    patience = Patience()
    for state in court.names(at(court.result, "equilibria", concept)):
        for maker in court.board.makers:
            if not court.judge.is_stable(concept, maker, state, patience):
                yield f"{court.board.name(state)} is not stable for {maker}"


def _nothing_listed(court: _Court) -> Iterator[str]:
    yield from differs("states", list(items(at(court.result, "states"))), [])
    yield from differs("equilibria", dict(record(at(court.result, "equilibria"))), {})
    yield from differs("stable", dict(record(at(court.result, "stable"))), {})


def _counted(court: _Court, concept: str) -> Claim:
    def wrong() -> Iterator[str]:
        count = whole(at(court.result, "counts", concept))
        own = dict.fromkeys(court.board.makers, concept)
        yield from differs("the number of equilibria", count, len(court.equilibria(own)))

    return claim(f"{concept}: how many equilibria there are", wrong())


def _own(court: _Court) -> Iterator[Claim]:
    chosen = record(at(court.result, "own_concepts"))
    title = "the equilibria with a concept of its own for each"
    if not chosen:
        stated = at(court.result, "own_equilibria")
        yield claim(
            "no equilibria with concepts that nobody asked for", differs("it", stated, None)
        )
        return

    def wrong() -> Iterator[str]:
        for maker, concept in chosen.items():
            if maker not in court.board.makers or concept not in court.concepts:
                yield f"there is no {shown(concept)} of {shown(maker)}"
                return
        own = {maker: chosen.get(maker, "nash") for maker in court.board.makers}
        stated = court.names(at(court.result, "own_equilibria"))
        yield from _same(court, "these equilibria", stated, court.equilibria(own))

    yield claim(title, wrong())


def _in_few_words(court: _Court) -> Iterator[Claim]:
    """Yield the claims about patterns and about how far the status quo leads."""
    result = court.result
    keys = [k for k in ("patterns", "reach", "reached_patterns") if result.get(k)]
    if not keys:
        return
    sets: dict[str, frozenset[int]] = {}
    for concept in court.concepts:
        try:
            sets[concept] = court.equilibria(dict.fromkeys(court.board.makers, concept))
        except Unchecked as error:
            yield Claim(f"{', '.join(keys)}: {concept}", "not checked", str(error))
    left = set(court.concepts).difference(sets)
    if "patterns" in keys:
        yield from pattern_claims("patterns", result["patterns"], sets, court.board, left)
    if "reach" in keys:
        yield from reach_claims(record(result["reach"]), sets, court.judge)
    if "reached_patterns" in keys and not court.board.small:
        reason = "too many states to follow the status quo"
        yield Claim("reached patterns", "not checked", reason)
    elif "reached_patterns" in keys:
        near = reached(court.judge, improving=True)
        sets = {c: states & near for c, states in sets.items()}
        title = "reached patterns"
        yield from pattern_claims(title, result["reached_patterns"], sets, court.board, left)
