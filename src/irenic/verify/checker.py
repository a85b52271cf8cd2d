"""Confirm or refute every claim of a result without calling a solver.

Only the model and the standard library stand behind the checker (and numpy for looking at
many packages).  It knows the *definitions*: what a score is, when a package is efficient,
what each method maximises; and it looks for counterexamples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from irenic.errors import CaseError, Problem, UnknownName
from irenic.model import Case
from irenic.verify.assumptions import assumption_counterexamples
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    items,
    record,
    text,
    texts,
)
from irenic.verify.coalitions import coalition_claims
from irenic.verify.cover import cover_claims
from irenic.verify.division import division_claims
from irenic.verify.estates import award_claims
from irenic.verify.frontier import Ground, examine, packages_claims, points_claims
from irenic.verify.guarantees import guarantee_claims
from irenic.verify.methods import Table, solution_claims, table_of
from irenic.verify.proposals import card_claims
from irenic.verify.repair import repair_claims
from irenic.verify.stability import stability_claims
from irenic.verify.utility import Yardstick
from irenic.verify.zone import zone_claims

__all__ = ["MAX_BYTES", "Claim", "read_result", "verify_result"]

#: Largest result that is read; a frontier of a million points takes about 200 MB.
MAX_BYTES = 300_000_000


def read_result(path: Path | str) -> dict[str, Any]:
    """Return the result that ``irenic analyze --json`` wrote to a file.

    Raises
    ------
    UnknownName
        When there is no such file.
    CaseError
        When it cannot be read, or is no such result.
    """
    path = Path(path)
    try:
        found = path.is_file()
        if found and path.stat().st_size > MAX_BYTES:
            raise _refused(path, f"{path.stat().st_size} bytes", f"at most {MAX_BYTES} bytes")
        content = path.read_text(encoding="utf-8") if found else ""
    except (OSError, ValueError) as error:
        raise _refused(path, str(error), "a readable file in UTF-8") from error
    if not found:
        raise UnknownName(f"there is no file {str(path)!r}")
    try:
        result = json.loads(content, parse_constant=_no_constant, object_pairs_hook=_unique)
    except RecursionError:
        raise _refused(path, "brackets nested too deeply", "a result in JSON") from None
    except ValueError as error:
        raise _refused(path, str(error), "a result in JSON") from error
    if not _is_result(result):
        found_keys = ", ".join(list(result)[:8]) if isinstance(result, dict) else "no object"
        expected = "what `irenic analyze CASE --json`, repair, zone, stability or guarantees prints"
        raise _refused(path, found_keys or "an empty object", expected)
    found_result: dict[str, Any] = result
    return found_result


def _is_result(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    about = "decision_makers" if value.get("kind") == "stability" else "parties"
    return {"irenic", "case", about} <= set(value)


def _refused(path: Path, found: str, expected: str) -> CaseError:
    return CaseError(str(path), [Problem("result", found[:300], expected, file=str(path))])


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} occurs twice in one object")
    return found


def verify_result(result: Mapping[str, Any], case: Case) -> tuple[Claim, ...]:
    """Return every claim of a result: confirmed, refuted with a counterexample, or left.

    Parameters
    ----------
    result : mapping
        What :func:`read_result` returns; any JSON value is taken without an exception.
    case : Case
        The whole case, also for a result that was reduced for one reader.

    Notes
    -----
    All packages are looked at where there are not too many (about two million).  Beyond
    that, the frontier is found a second time by another algorithm, or left with the reason.
    What methods chose without a frontier is searched for (:mod:`irenic.verify.direct`).
    """
    return tuple(_claims(result, case))


def _claims(result: Mapping[str, Any], case: Case) -> Iterator[Claim]:
    if result.get("kind") in ("stability", "guarantees"):
        check = stability_claims if result["kind"] == "stability" else guarantee_claims
        try:
            yield from check(result, case)
        except Malformed as error:
            yield Claim("the result has the shape of its format", "refuted", str(error))
        return
    yardstick = Yardstick(case)
    yield claim("the result belongs to this case", _belongs(result, case, yardstick))
    reader = result.get("audience")
    known = ("mediator", "joint", *(f"party:{p}" for p in case.party_ids))
    if reader not in known:
        yield Claim("it says for whom it is", "refuted", f"there is no reader {reader!r}")
        reader = "mediator"
    if "repair" in result or "zone_explained" in result:
        yield from _explained(result, yardstick, reader)
        return
    named = assumption_counterexamples(result, case, reader)
    yield claim("the assumptions behind the scores are named", named)
    try:
        if case.share_issues:
            yield from division_claims(result, yardstick, reader)
        elif case.issues:
            yield from _packages(result, yardstick, reader)
        else:
            yield claim("no packages where there are no issues", _nothing(result))
        yield from award_claims(result, case)
        yield from coalition_claims(result, case, reader)
    except Malformed as error:
        yield Claim("the result has the shape of its format", "refuted", str(error))


def _explained(result: Mapping[str, Any], yardstick: Yardstick, reader: str) -> Iterator[Claim]:
    """Yield the claims of a repair or of an explained zone."""
    try:
        if "repair" in result:
            yield from repair_claims(result, yardstick, reader)
        if "zone_explained" in result:
            yield from zone_claims(result, yardstick, reader)
    except Malformed as error:
        yield Claim("the result has the shape of its format", "refuted", str(error))


def _belongs(result: Mapping[str, Any], case: Case, yardstick: Yardstick) -> Iterator[str]:
    yield from differs("the title", text(at(result, "case", "title")), case.title)
    yield from differs("as_of", text(at(result, "case", "as_of")), case.as_of)
    yield from differs("the parties", texts(at(result, "parties")), case.party_ids)
    decision = record(at(result, "decision"))
    yield from differs("decision.at_least", at(decision, "at_least"), yardstick.needed)
    yield from differs("decision.must", texts(at(decision, "must")), case.decision.must)


def _nothing(result: Mapping[str, Any]) -> Iterator[str]:
    yield from differs("packages", at(result, "packages"), {"total": 0, "feasible": 0})
    for key in ("solutions", "proposals"):
        yield from differs(key, list(items(at(result, key))), [])


def _packages(result: Mapping[str, Any], yardstick: Yardstick, reader: str) -> Iterator[Claim]:
    ground = examine(result, yardstick)
    yield from packages_claims(result, ground, reader)
    if reader == "mediator":
        kind = record(at(result, "frontier")).get("kind")
        yield from (cover_claims if kind == "cover" else points_claims)(result, ground)
    table = _table(ground, reader)
    if reader in ("mediator", "joint"):
        yield from solution_claims(result, ground, table, withheld=reader == "joint")
    yield from card_claims(result, ground, table, reader)


def _table(ground: Ground, reader: str) -> Table | None:
    """Return the efficient points; ``None`` where they are too many, not known, or no matter."""
    if reader not in ("mediator", "joint"):
        return None
    if reader == "mediator" and ground.points is None and ground.looked is None:
        # What the mediator is told without a frontier was found without one, and is so checked.
        return None
    try:
        return table_of(ground)
    except Unchecked as error:
        ground.reason = ground.reason or str(error)
        return None
