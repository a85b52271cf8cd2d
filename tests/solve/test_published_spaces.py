"""Published negotiations, from their tables to the answers in print (or computed twice)."""

from __future__ import annotations

from math import prod

import pytest
from published_tables import (
    AMPO,
    CONVERSION,
    CONVERSION_FLOORS,
    ITEX,
    LAPTOP,
    NASH,
    PORT,
    PORT_FLOORS,
    RESORT,
    RESORT_FLOORS,
    barter,
    scored,
    weighted,
)

from irenic.solve.count import zone_count
from irenic.solve.frontier import pareto_frontier

METHODS = ["merge", "enumerate"]


@pytest.mark.parametrize("method", METHODS)
def test_nash_1950_bill_and_jack(method):
    """Nash (1950), section "Examples": the gains (12, 5) by the trade in his table.

    The (0, 8) that handouts give as the end of the frontier is dominated by (2, 8).
    """
    found = pareto_frontier(barter(), method=method)
    assert found.points == (
        (22, -6), (20, -2), (18, 0), (16, 2), (14, 4), (12, 5), (8, 6), (6, 7), (2, 8), (-2, 9),
        (-12, 10),
    )  # fmt: skip
    best = max((u for u in found.points if min(u) >= 0), key=prod)
    assert (best, prod(best)) == ((12, 5), 60)
    [trade] = found.packages_at(found.points.index(best))
    moved = {good for (good, *_), changed in zip(NASH, trade, strict=True) if changed}
    assert moved == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}


@pytest.mark.parametrize("method", METHODS)
def test_itex_and_cypress(method):
    """Baarslag, Hindriks and Jonker (2014), Table 3: 180 packages, Nash point (0.72, 0.67)."""
    space = weighted(ITEX, normalise=True)
    found = pareto_frontier(space, method=method)
    assert space.total_packages == 180
    assert len(found.points) == 18  # counted, not printed, in the source
    assert share(space, max(found.points, key=prod)) == (0.72, 0.67)


@pytest.mark.parametrize("method", METHODS)
def test_laptop(method):
    """Baarslag, Hindriks and Jonker (2014), Table 3: 27 packages, Nash point (1.00, 0.82)."""
    space = weighted(LAPTOP, normalise=True)
    found = pareto_frontier(space, method=method)
    assert space.total_packages == 27
    assert len(found.points) == 4
    assert share(space, max(found.points, key=prod)) == (1.0, 0.82)


def share(space, point):
    """Return the utilities as shares of the best score, to two places as printed."""
    best = [sum(max(row[i] for row in table) for table in space.tables) for i in range(2)]
    return tuple(round(x / top, 2) for x, top in zip(point, best, strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_ampo_and_the_city(method):
    """Nothing is in print; 196 points and 287 packages were counted by two other programs."""
    space = weighted(AMPO, normalise=False)
    found = pareto_frontier(space, method=method)
    assert space.total_packages == 1_944_000
    assert (len(found.points), found.packages) == (196, 287)
    listed = [p for k in range(196) for p in found.packages_at(k)]
    assert len(set(listed)) == 287


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("tables", "total", "efficient"),
    [(PORT, 2880, 1360), (RESORT, 720, 241), (CONVERSION, 720, 141)],
    ids=["port", "resort", "conversion"],
)
def test_efficient_packages_of_the_games(method, tables, total, efficient):
    """Recomputed with the authors' scores; the paper prints no frontier."""
    space = scored(tables)
    assert space.total_packages == total
    assert pareto_frontier(space, method=method).packages == efficient


@pytest.mark.parametrize(
    ("tables", "floors", "efficient"),
    [(PORT, PORT_FLOORS, 43), (RESORT, RESORT_FLOORS, 21), (CONVERSION, CONVERSION_FLOORS, 26)],
    ids=["port", "resort", "conversion"],
)
def test_efficient_packages_that_all_accept(tables, floors, efficient):
    """A package that all accept stays acceptable when somebody gains: filter the frontier."""
    found = pareto_frontier(scored(tables))
    assert (
        sum(
            count
            for u, count in zip(found.points, found.counts, strict=True)
            if all(x >= floor for x, floor in zip(u, floors, strict=True))
        )
        == efficient
    )


@pytest.mark.parametrize(
    ("tables", "floors", "vetoes", "passing", "unanimous", "accepted"),
    [
        (PORT, PORT_FLOORS, (3, 4), 204, 52, (202, 158, 166, 204, 204, 144, 198)),
        (RESORT, RESORT_FLOORS, (0, 2), 57, 21, (57, 43, 57, 54, 48, 47)),
        (CONVERSION, CONVERSION_FLOORS, (0, 1), 55, 35, (55, 55, 52, 43, 53, 52)),
    ],
    ids=["port", "resort", "conversion"],
)
def test_deals_that_pass_in_the_games(tables, floors, vetoes, passing, unanimous, accepted):
    """Abdelnabi et al. (2024): all but one party, both veto parties; the port game in print."""
    space = scored(tables)
    found = zone_count(space, floors, at_least=space.n_parties - 1, must=vetoes)
    assert (found.exact, found.accepted_by) == (passing, accepted)
    assert zone_count(space, floors).exact == unanimous


def test_ampo_zone_is_counted_exactly():
    """Nobody is below a no-deal value of 0: all 1,944,000 packages carry."""
    found = zone_count(weighted(AMPO, normalise=False), (0, 0))
    assert (found.exact, found.accepted_by) == (1_944_000, (1_944_000, 1_944_000))
