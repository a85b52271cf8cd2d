"""The methods without the frontier equal the methods on the frontier, in every respect."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from spaces import linked_space, random_space

from irenic.solve import choose
from irenic.solve.decision_boxes import decision_boxes
from irenic.solve.direct import DIRECT, TIES_UNKNOWN, Situation, choose_directly
from irenic.solve.frontier import pareto_frontier
from irenic.solve.methods import METHODS
from irenic.solve.result import Status

CHUNK = 40


def random_situation(seed: int):
    """Return a situation with its frontier, the zone of agreement and the decision rule."""
    space, rng = random_space(seed), Random(seed)
    frontier = pareto_frontier(space)
    near = rng.choice(frontier.points) if frontier.points else (0,) * space.n_parties
    floors = tuple(x + rng.choice([0, 0, 0, 1, -1, -1, -2, -5, -(10**30)]) for x in near)
    at_least = rng.randint(1, space.n_parties)
    must = rng.sample(range(space.n_parties), rng.randint(0, at_least) if rng.random() < 0.5 else 0)
    factor = tuple(rng.choice([1, 1, 2, 15]) for _ in floors)
    boxes = decision_boxes(floors, at_least, must)
    zone = []
    for point in frontier.points:
        yes = [x >= f for x, f in zip(point, floors, strict=True)]
        zone.append(sum(yes) >= at_least and all(yes[i] for i in must))
    return Situation(space, factor, floors, boxes), frontier, zone


def check(name: str, seed: int) -> str:
    situation, frontier, zone = random_situation(seed)
    answer = choose_directly(name, situation)
    if frontier.status is Status.INFEASIBLE:
        assert answer.best is None or not answer.best.points, seed
        return "infeasible"
    common = [
        tuple(c * x for c, x in zip(situation.factor, p, strict=True)) for p in frontier.points
    ]
    d = [c * x for c, x in zip(situation.factor, situation.floors, strict=True)]
    rule = METHODS[name].rule(common, d, zone)
    choice = METHODS[name].solve(common, d, zone)
    assert (answer.status, answer.value) == (choice.status, choice.value), seed
    points = () if answer.best is None else answer.best.points
    assert set(points) == {frontier.points[k] for k in choice.winners}, seed
    for k, u in enumerate(points):
        assert answer.best.counts[k] == frontier.counts[frontier.points.index(u)], seed
        some = answer.best.packages_at(k, 5)
        assert some == frontier.packages_at(frontier.points.index(u), 5), seed
    if points:
        assert answer.scale == rule.scale, seed
        assert (answer.ideal, answer.compared) == (rule.ideal, rule.compared), seed
        assert answer.facts == rule.facts, seed
    return answer.status.value


@pytest.mark.parametrize("name", DIRECT)
@pytest.mark.parametrize("chunk", range(4))
def test_every_method_equals_its_definition_on_the_frontier(name, chunk):
    seen = Counter(check(name, seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))
    assert seen["optimal"] > CHUNK // 8


def test_every_method_has_a_direct_way_or_is_known_to_need_the_frontier():
    assert set(METHODS) - set(DIRECT) == {"kalai-smorodinsky-nearest"}


@pytest.mark.parametrize("seed", range(400))
def test_boxes_are_the_decision_rule(seed):
    rng = Random(seed)
    n = rng.randint(1, 6)
    floors = tuple(rng.choice([None, 0, 1, 2]) for _ in range(n))
    at_least = rng.randint(1, n)
    must = rng.sample(range(n), rng.randint(0, n))
    boxes = decision_boxes(floors, at_least, must)
    for _ in range(30):
        u = tuple(rng.randint(-1, 3) for _ in range(n))
        yes = [f is not None and x >= f for x, f in zip(u, floors, strict=True)]
        carried = sum(yes) >= at_least and all(yes[i] for i in must)
        inside = any(all(f is None or x >= f for x, f in zip(u, b, strict=True)) for b in boxes)
        assert carried == inside, (floors, at_least, must, u)


@pytest.mark.parametrize("name", sorted(DIRECT))
def test_what_highs_leaves_open_is_said(name, monkeypatch):
    """The same value as the exact search, but never called complete."""
    space = linked_space(1, 2, sizes=(5,) * 20, pairs=30)
    situation = Situation(space, (1, 1), (1200, 1200), decision_boxes((1200, 1200), 2, ()))
    exact = choose_directly(name, situation)
    monkeypatch.setattr(choose, "WHOLE_STATES", 10)
    monkeypatch.setattr(choose, "MANY_PARTS", 0)
    again = Situation(space, (1, 1), (1200, 1200), decision_boxes((1200, 1200), 2, ()))
    found = choose_directly(name, again)
    assert exact.status is Status.OPTIMAL
    assert (found.status, found.reason) == (Status.LIMIT, TIES_UNKNOWN)
    assert found.value == exact.value
    assert found.best is not None
    assert "HiGHS" in found.best.method
    assert set(found.best.points) <= set(exact.best.points)
