r"""Bargaining solutions on divisible issues between two parties, exact.

Every solution looks at one or several frontier lines (one for each combination of options
that are not divisible) and returns the best places over all of them.

Each line carries a proof that nothing on it is better: weights :math:`\lambda \ge 0`.  Their
support :math:`h(\lambda) = \lambda \cdot \text{base} + \sum_j \max(\lambda_0 w_{j0},
\lambda_1 w_{j1})` bounds :math:`\lambda \cdot u` over *all* divisions of that line, efficient
or not, so a checker only adds and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from irenic.solve.result import Status
from irenic.solve.shares import Place, SharePolyline, between

__all__ = ["SHARE_METHODS", "ShareSolution", "in_zone", "solve_shares"]

Point = tuple[Fraction, Fraction]
Rational = Fraction | int
#: One part of a line: the places of its corners within the zone of agreement.
Part = tuple[Place, ...]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class ShareSolution:
    """The best divisions by one method.

    Attributes
    ----------
    places : tuple of Place
        All of them, except that of a whole segment only the two ends are listed.
    lines : tuple of int
        The line on which each place lies.
    segments : tuple of (int, int)
        Pairs of places such that everything between them is equally good.
    value : tuple of Fraction
        What the method maximises, compared from left to right.
    compared : tuple of int
        The parties whose (relative) gains are compared.
    certificate : mapping
        ``lines``, one proof per line, see :func:`solve_shares`; ``ideal`` where it is used.
    """

    method: str
    status: Status
    places: tuple[Place, ...] = ()
    lines: tuple[int, ...] = ()
    segments: tuple[tuple[int, int], ...] = ()
    value: tuple[Fraction, ...] = ()
    compared: tuple[int, ...] = ()
    certificate: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is maximised: scaled utilities ``(u_i - origin_i) / scale_i`` within the floors."""

    floors: Point | None
    origin: Point
    scale: Point = (ONE, ONE)
    compared: tuple[int, ...] = (0, 1)
    ideal: Point | None = None

    def scaled(self, place: Place) -> Point:
        a, b = (
            (u - o) / s for u, o, s in zip(place.utilities, self.origin, self.scale, strict=True)
        )
        return a, b


@dataclass(frozen=True, slots=True)
class _Found:
    """The best places of one line: its key, one place or the two ends of a segment, a proof."""

    key: tuple[Fraction, ...]
    places: tuple[Place, ...]
    proof: Mapping[str, object]


def in_zone(line: SharePolyline, floors: Sequence[Rational], /) -> tuple[Place, ...]:
    """Return the part of a frontier that is acceptable to both, as a line of corners.

    Empty when no division is acceptable to both.
    """
    low0, low1 = (Fraction(low) for low in floors)
    rising = _from(list(line.corners), 0, low0)
    return tuple(reversed(_from(list(reversed(rising)), 1, low1)))


def _from(places: list[Place], party: int, low: Fraction) -> list[Place]:
    """Return the rest of a line on which the party gains, from where it has enough."""
    k = next((k for k, p in enumerate(places) if p.utilities[party] >= low), None)
    if k is None:
        return []
    rest = places[k:]
    if k and places[k].utilities[party] > low:
        before, after = places[k - 1].utilities[party], places[k].utilities[party]
        rest.insert(0, between(places[k - 1], places[k], (low - before) / (after - before)))
    return rest


def solve_shares(
    method: str,
    lines: Sequence[SharePolyline],
    no_deal: Sequence[Rational] | None = None,
    /,
) -> ShareSolution:
    r"""Return the best divisions over one or several frontier lines.

    The zone of agreement is what both parties accept, :math:`u \ge d`.  Method ids and
    definitions are those of :data:`irenic.solve.methods.METHODS`; the ideal point is taken
    over the zones of all lines together (for ``kalai-smorodinsky-feasible-ideal`` over all
    divisions).

    ``certificate["lines"]`` has for every line ``weights`` :math:`\lambda`:

    * no division of the line is acceptable to both: ``bound`` is
      :math:`h(\lambda) - \lambda \cdot d`, negative;
    * Nash: ``bound`` is :math:`(h(\lambda) - \lambda \cdot d)^2 / (4 \lambda_0 \lambda_1)`, at
      least the product of gains; or, when nobody can gain without the other being held at
      no deal, :math:`h(\lambda) - \lambda \cdot d \le 0`, then ``strict_gain`` is false;
    * nothing compared, because nobody can gain: as for no zone, with ``bound`` zero;
    * the others: :math:`\lambda_i = \mu_i / s_i + \nu_i` with ``criterion_weights``
      :math:`\mu \ge 0` (sum 1 for a smallest gain, each 1 for a sum), ``floor_weights``
      :math:`\nu \ge 0`, and ``bound``
      :math:`h(\lambda) - \sum \mu_i o_i / s_i - \sum \nu_i d_i`, at least the first number of
      ``value`` that the line attains.  Origins :math:`o` and scales :math:`s` follow from the
      method: :math:`(u_i - o_i)/s_i` is what it compares.

    Parameters
    ----------
    method : str
        A key of :data:`SHARE_METHODS`.
    lines : sequence of SharePolyline
    no_deal : pair, optional
        Needed by every method except ``greatest-total`` and ``greatest-least-score``.

    Raises
    ------
    ValueError
        When the method needs no-deal values and there are none.

    Notes
    -----
    Exact; O(total number of corners).

    Examples
    --------
    >>> from irenic.solve.shares import share_frontier
    >>> line = share_frontier([(60, 30), (40, 70)])
    >>> [str(u) for u in solve_shares("nash", [line], (0, 0)).places[0].utilities]
    ['60', '70']
    >>> [str(u) for u in solve_shares("egalitarian", [line], (0, 0)).places[0].utilities]
    ['700/11', '700/11']
    """
    ask, best_of = SHARE_METHODS[method]
    d: Point | None = None
    if no_deal is not None:
        d = (Fraction(no_deal[0]), Fraction(no_deal[1]))
    if d is None and ask is not _scores:
        raise ValueError(f"{method} needs the no-deal values of both parties")
    open_lines = ask is _scores
    parts = [line.corners if open_lines else in_zone(line, d or (ZERO, ZERO)) for line in lines]
    if not any(parts):
        proofs = tuple(_refusal(line, d or (ZERO, ZERO), k) for k, line in enumerate(lines))
        return ShareSolution(method, Status.NO_ZONE, certificate={"lines": proofs})
    question = ask(lines, parts, d or (ZERO, ZERO))
    found = [
        best_of(question, line, part) if part else None
        for line, part in zip(lines, parts, strict=True)
    ]
    proofs = tuple(
        {"line": k, **f.proof} if f else _refusal(line, d or (ZERO, ZERO), k)
        for k, (line, f) in enumerate(zip(lines, found, strict=True))
    )
    solution = _collect(method, found, question.compared)
    certificate: dict[str, object] = {"lines": proofs}
    if question.ideal:
        certificate["ideal"] = question.ideal
    return replace(solution, certificate=certificate)


def _collect(
    method: str, found: Sequence[_Found | None], compared: tuple[int, ...]
) -> ShareSolution:
    best = max(f.key for f in found if f)
    places: list[Place] = []
    lines: list[int] = []
    segments: list[tuple[int, int]] = []
    for k, f in enumerate(found):
        if f is None or f.key != best:
            continue
        if len(f.places) == 2:
            segments.append((len(places), len(places) + 1))
        places += f.places
        lines += [k] * len(f.places)
    gaining = method != "nash" or best[0] == 2
    status = Status.OPTIMAL if compared and gaining else Status.NO_STRICT_GAIN
    return ShareSolution(
        method, status, tuple(places), tuple(lines), tuple(segments), best, compared
    )


def _refusal(line: SharePolyline, d: Point, k: int) -> Mapping[str, object]:
    weights, bound = _separating(line, d)
    return {"line": k, "weights": weights, "bound": bound}


def _separating(line: SharePolyline, d: Point) -> tuple[Point, Fraction]:
    """Return the weights under which the best division exceeds ``d`` least, and by how much.

    Below zero: some party always gets less than ``d``.  Zero: never do both get more.  Some
    edge of the frontier, or one party alone, tells whenever there is something to tell.
    """
    edges = [(abs(line.weights[j][1]), abs(line.weights[j][0])) for j in line.moving]
    bounds = {
        (a, b): line.support((a, b)) - a * d[0] - b * d[1]
        for a, b in ((ONE, ZERO), (ZERO, ONE), *edges)
    }
    weights = min(bounds, key=lambda pair: bounds[pair])
    return weights, bounds[weights]


def _gains(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del lines, parts
    return _Question(d, d)


def _scores(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del lines, parts, d
    return _Question(None, (ZERO, ZERO))


def _relative(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del lines
    return _towards(_ideal(parts), d, d)


def _relative_to_all(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del parts
    return _towards(_ideal([line.corners for line in lines]), d, d)


def _relative_losses(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del lines
    ideal = _ideal(parts)
    return _towards(ideal, d, ideal)


def _losses(lines: Sequence[SharePolyline], parts: Sequence[Part], d: Point) -> _Question:
    del lines
    ideal = _ideal(parts)
    return _Question(d, ideal, ideal=ideal)


def _ideal(parts: Sequence[Part]) -> Point:
    """Return the best of each party: the last place of a line for party 0, the first for 1."""
    reached = [part for part in parts if part]
    return (
        max(part[-1].utilities[0] for part in reached),
        max(part[0].utilities[1] for part in reached),
    )


def _towards(ideal: Point, d: Point, origin: Point) -> _Question:
    """Compare in units of the attainable gain; a party that cannot gain is left out."""
    compared = tuple(i for i in (0, 1) if ideal[i] > d[i])
    a, b = (ideal[i] - d[i] if i in compared else ONE for i in (0, 1))
    return _Question(d, origin, (a, b), compared, ideal)


def _nash(question: _Question, line: SharePolyline, part: Part) -> _Found:
    places = list(part)
    for a, b in pairwise(part):
        (g0, g1), (e0, e1) = question.scaled(a), question.scaled(b)
        rise, fall = e0 - g0, g1 - e1
        at = (rise * g1 - fall * g0) / (2 * rise * fall)  # the top of a parabola
        if 0 < at < 1:
            places.append(between(a, b, at))

    def key(place: Place) -> tuple[Fraction, ...]:
        gains = [g for g in question.scaled(place) if g > 0]
        product = ONE
        for g in gains:
            product *= g
        return Fraction(len(gains)), product

    best = max(places, key=key)
    d = question.origin
    if key(best)[0] < 2:
        weights, bound = _separating(line, d)
        proof = {"weights": weights, "bound": bound, "strict_gain": False}
        return _Found(key(best), (best,), proof)
    g0, g1 = question.scaled(best)
    weights = (1 / g0, 1 / g1)
    above = line.support(weights) - weights[0] * d[0] - weights[1] * d[1]
    bound = above**2 / (4 * weights[0] * weights[1])
    return _Found(key(best), (best,), {"weights": weights, "bound": bound, "strict_gain": True})


def _leximin(question: _Question, line: SharePolyline, part: Part) -> _Found:
    """Return where the smaller scaled utility is greatest: where the two meet, or an end."""
    scaled = [question.scaled(place) for place in part]
    lead = [a - b for a, b in scaled]
    if question.compared == (0,):
        best = part[-1]
    elif question.compared == (1,) or lead[0] >= 0:
        best = part[0]
    elif lead[-1] <= 0:
        best = part[-1]
    else:
        k = next(k for k, gap in enumerate(lead) if gap >= 0)
        best = between(part[k - 1], part[k], -lead[k - 1] / (lead[k] - lead[k - 1]))
    if not question.compared:  # the zone is the no-deal point
        weights, bound = _separating(line, question.floors or question.origin)
        return _Found((), (best,), {"weights": weights, "bound": bound})
    values = question.scaled(best)
    key = tuple(sorted(values[i] for i in question.compared))
    least, greatest = line.slopes(best)
    scale = question.scale
    if len(question.compared) == 2 and values[0] == values[1]:
        both = scale[0] + least * scale[1]
        mu, nu = (scale[0] / both, least * scale[1] / both), (ZERO, ZERO)
    elif question.compared == (1,) or (len(question.compared) == 2 and values[0] > values[1]):
        mu, nu = (ZERO, ONE), (1 / greatest / scale[1] if greatest else ZERO, ZERO)
    else:
        mu, nu = (ONE, ZERO), (ZERO, least / scale[0])
    return _Found(key, (best,), _proof(question, line, mu, nu))


def _sum(question: _Question, line: SharePolyline, part: Part) -> _Found:
    totals = [sum(question.scaled(place), ZERO) for place in part]
    top = [place for place, total in zip(part, totals, strict=True) if total == max(totals)]
    least, greatest = line.slopes(top[0])
    nu = (ZERO, ZERO)
    if least > 1:
        nu = (ZERO, least - 1)
    elif greatest is not None and greatest < 1:
        nu = (1 / greatest - 1, ZERO)
    ends = (top[0],) if len(top) == 1 else (top[0], top[-1])
    return _Found((max(totals),), ends, _proof(question, line, (ONE, ONE), nu))


def _proof(question: _Question, line: SharePolyline, mu: Point, nu: Point) -> Mapping[str, object]:
    inside = [m / s for m, s in zip(mu, question.scale, strict=True)]
    weights = (inside[0] + nu[0], inside[1] + nu[1])
    bound = line.support(weights) - sum(
        (m * o for m, o in zip(inside, question.origin, strict=True)), ZERO
    )
    if question.floors:
        bound -= sum((n * low for n, low in zip(nu, question.floors, strict=True)), ZERO)
    return {"weights": weights, "criterion_weights": mu, "floor_weights": nu, "bound": bound}


_Ask = Callable[[Sequence[SharePolyline], Sequence[Part], Point], _Question]
_Best = Callable[[_Question, SharePolyline, Part], _Found]

#: Method id -> what is compared, and how the best is found on one line.  Titles and citations
#: are in :data:`irenic.solve.methods.METHODS` under the same ids.
SHARE_METHODS: dict[str, tuple[_Ask, _Best]] = {
    "nash": (_gains, _nash),
    "kalai-smorodinsky": (_relative, _leximin),
    "kalai-smorodinsky-feasible-ideal": (_relative_to_all, _leximin),
    "egalitarian": (_gains, _leximin),
    "utilitarian": (_gains, _sum),
    "equal-loss": (_relative_losses, _leximin),
    "equal-loss-absolute": (_losses, _leximin),
    "greatest-total": (_scores, _sum),
    "greatest-least-score": (_scores, _leximin),
}
