"""Which algorithm answers a question about a space, and why: one table, read from the top.

The shape of the space decides, never the clock of the machine: the same space gets the same
algorithm on the same installation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from typing import Literal

from irenic.errors import UnknownName
from irenic.solve.blocks import Block, Plan, plan_blocks
from irenic.solve.orders import order_of
from irenic.solve.packages import MAX_COMBINATIONS
from irenic.solve.space import Space

__all__ = [
    "METHODS",
    "TABLE",
    "Choice",
    "Facts",
    "Method",
    "Question",
    "choose",
    "decide",
    "facts_of",
]

#: ``listing`` asks what an analysis lists: the frontier where it can be read.
Question = Literal["frontier", "listing", "solutions"]

#: Up to so many packages, with so many parties or more, most packages are efficient, and
#: looking at each is quicker than merging (measured: up to twice).
MANY_PARTIES, FEW_PACKAGES = 5, 10_000
#: Parties -> packages up to which an analysis looks for the whole frontier (measured: with more
#: it has hundreds of thousands of points); any number for fewer parties than these.
LISTABLE = {4: 10**13, 5: 10**9, 6: 10**7}
LISTABLE_BEYOND = 10**6
#: With more states than this some issues are fixed first: as quick, and in a tenth of the
#: memory (measured: 71 MB instead of 661).
WHOLE_STATES = 10_000
#: With more parts than this HiGHS answers for solutions, where it is installed.  Most parts are
#: left out unsolved: 15,625 of them took 10 seconds.
MANY_PARTS = 20_000


@dataclass(frozen=True, slots=True)
class Method:
    """One algorithm: its name for ``--method``, what it does, and which questions it answers."""

    id: str
    title: str
    questions: tuple[Question, ...]


METHODS = {
    m.id: m
    for m in [
        Method("enumerate", "look at every package", ("frontier", "listing")),
        Method("merge", "merge issue by issue", ("frontier", "listing")),
        Method("direct", "bound and pruned merge", ("solutions",)),
        Method(
            "cutset", "fix some issues and solve what is left", ("frontier", "listing", "solutions")
        ),
        Method("milp", "mixed-integer programming with HiGHS", ("solutions",)),
        Method("zone", "merge issue by issue of what can still carry", ("listing",)),
        Method("cover", "packages close to every other one", ("frontier", "listing")),
    ]
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The algorithm, and why it was taken, in words that follow "because" or "as"."""

    method: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the choice depends on.

    ``tied`` is the number of issues in the largest group that rules and terms tie together,
    ``states`` a bound of the states when the groups that are not simply listed are decided
    issue by issue, ``parts`` into how many parts fixing issues would divide the space (1 where
    nothing asks for it), ``highs`` whether HiGHS is installed.
    """

    parties: int
    packages: int
    tied: int
    states: int
    parts: int
    highs: bool


def facts_of(space: Space, plan: Plan | None = None, /) -> Facts:
    """Return the facts of a space; O(issues * patterns) and more for entangled ones."""
    plan = plan_blocks(space) if plan is None else plan
    states = max((_states(block) for block in plan.blocks), default=1)
    parts = 1
    if states > WHOLE_STATES:
        from irenic.solve.cutset import issues_to_fix

        parts = prod(len(kinds) for _, kinds in issues_to_fix(space))
    return Facts(
        space.n_parties,
        space.total_packages,
        max((len(block.issues) for block in plan.blocks), default=1),
        states,
        parts,
        find_spec("highspy") is not None,
    )


def _states(block: Block) -> int:
    listed = block.combinations <= MAX_COMBINATIONS
    return 1 if len(block.issues) == 1 or listed else round(order_of(block)[1])


@dataclass(frozen=True, slots=True)
class _Row:
    """``method`` is taken when ``holds``; ``why`` may name facts in braces."""

    holds: Callable[[Facts], bool]
    method: str
    why: str


def _always(facts: Facts) -> bool:
    del facts
    return True


def _too_many_to_read(facts: Facts) -> bool:
    most = LISTABLE.get(facts.parties, LISTABLE_BEYOND)
    return facts.parties >= min(LISTABLE) and facts.packages > most


_FRONTIER = (
    _Row(
        lambda f: f.parties >= MANY_PARTIES and f.packages <= FEW_PACKAGES,
        "enumerate",
        "because there are few packages and many parties",
    ),
    _Row(lambda f: f.states <= WHOLE_STATES, "merge", "because scores add up over issues"),
    _Row(
        _always,
        "cutset",
        "because {tied} issues are tied too closely to be decided one by one (up to {states} "
        "states); fixing some of them leaves {parts} parts that can be",
    ),
)
#: Read from the top; the last row of each holds always.
TABLE: dict[Question, tuple[_Row, ...]] = {
    "frontier": _FRONTIER,
    "listing": (
        _Row(
            _too_many_to_read,
            "zone",
            "because {parties} parties and so many packages have more efficient packages than "
            "anybody reads",
        ),
        *_FRONTIER,
    ),
    "solutions": (
        _Row(lambda f: f.states <= WHOLE_STATES, "direct", "because scores add up over issues"),
        _Row(
            lambda f: f.parts > MANY_PARTS and f.highs,
            "milp",
            "because {tied} issues are tied so closely that fixing some would leave {parts} parts",
        ),
        _Row(
            lambda f: f.parts > MANY_PARTS,
            "cutset",
            "because {tied} issues are tied too closely to be decided one by one, and HiGHS, which "
            "would be quicker, is not installed (pip install 'irenic[milp]')",
        ),
        _Row(
            _always,
            "cutset",
            "because {tied} issues are tied too closely to be decided one by one (up to {states} "
            "states); fixing some of them leaves {parts} parts that can be",
        ),
    ),
}


def choose(
    space: Space, question: Question, /, *, method: str = "auto", plan: Plan | None = None
) -> Choice:
    """Return the algorithm for a question about a space.

    Parameters
    ----------
    space : Space
    question : {"frontier", "solutions"}
    method : str
        ``auto``, or the id of a row of :data:`METHODS`, which is then taken "as asked".
    plan : Plan, optional
        The blocks of the space, when they are at hand.

    Raises
    ------
    UnknownName
        When no algorithm of that name answers the question.

    Examples
    --------
    >>> choose(Space(2, (((3, 0), (0, 2)),)), "frontier")
    Choice(method='merge', why='because scores add up over issues')
    """
    if method != "auto":
        known = [m.id for m in METHODS.values() if question in m.questions]
        if method not in known:
            raise UnknownName(
                f"no method {method!r} for {question}; known are auto, {', '.join(known)}"
            )
        return Choice(method, "as asked")
    return decide(facts_of(space, plan), question)


def decide(facts: Facts, question: Question, /) -> Choice:
    """Return the first row of the table that holds."""
    row = next(row for row in TABLE[question] if row.holds(facts))
    words = row.why.format(
        parties=facts.parties,
        tied=facts.tied,
        states=f"{facts.states:,}",
        parts=f"{facts.parts:,}",
    )
    return Choice(row.method, words)
