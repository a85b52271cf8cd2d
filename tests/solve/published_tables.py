"""Tables of published negotiations as they stand in their sources (facts, cited)."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from irenic.solve.space import Space

# S. Abdelnabi et al. (2024), "Cooperation, Competition, and Maliciousness: LLM-Stakeholders
# Interactive Negotiation", games_descriptions/base_7players
# One line for each issue: the scores of each party, in the order of the no-deal values.
PORT_FLOORS = (41, 34, 48, 54, 56, 55, 50)
PORT = (
    ((12, 7, 0), (0, 4, 10), (12, 18, 0), (11, 7, 0), (0, 9, 5), (0, 17, 30), (0, 15, 25)),
    ((10, 6, 0), (0, 0, 0), (0, 0, 0), (9, 5, 0), (0, 10, 18), (0, 20, 45), (0, 12, 18)),
    (
        (19, 14, 7, 0),
        (12, 8, 6, 0),
        (40, 35, 25, 0),
        (0, 5, 8, 14),
        (0, 2, 4, 7),
        (0, 0, 0, 0),
        (0, 0, 0, 0),
    ),
    (
        (36, 23, 15, 0),
        (0, 8, 13, 18),
        (28, 17, 8, 0),
        (30, 22, 18, 0),
        (10, 17, 28, 0),
        (0, 0, 0, 0),
        (17, 12, 8, 0),
    ),
    (
        (0, 2, 4, 5, 8),
        (50, 40, 30, 15, 0),
        (2, 4, 6, 8, 0),
        (0, 5, 10, 15, 20),
        (4, 8, 12, 10, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
    ),
    (
        (7, 10, 15, 0),
        (5, 10, 8, 0),
        (2, 3, 6, 0),
        (0, 2, 8, 16),
        (26, 15, 8, 0),
        (25, 14, 8, 0),
        (40, 30, 15, 0),
    ),
)

# S. Abdelnabi et al. (2024), "Cooperation, Competition, and Maliciousness: LLM-Stakeholders
# Interactive Negotiation", games_descriptions/game1
# One line for each issue: the scores of each party, in the order of the no-deal values.
RESORT_FLOORS = (60, 60, 60, 57, 47, 57)
RESORT = (
    ((0, 9, 13), (0, 20, 25), (17, 5, 9), (15, 22, 5), (0, 45, 25), (30, 0, 25)),
    (
        (10, 26, 40, 10),
        (11, 9, 5, 0),
        (10, 15, 29, 40),
        (10, 15, 29, 40),
        (10, 8, 2, 0),
        (10, 20, 25, 30),
    ),
    ((0, 15, 20, 25), (0, 10, 29, 40), (12, 8, 4, 0), (6, 10, 2, 0), (0, 5, 15, 9), (0, 14, 7, 0)),
    (
        (0, 9, 11, 13, 15),
        (0, 9, 11, 13, 15),
        (8, 6, 4, 2, 0),
        (0, 6, 4, 2, 0),
        (0, 15, 20, 25, 30),
        (0, 9, 5, 2, 0),
    ),
    ((7, 0, 4), (2, 5, 9), (0, 23, 17), (0, 22, 15), (0, 0, 0), (10, 5, 17)),
)

# S. Abdelnabi et al. (2024), "Cooperation, Competition, and Maliciousness: LLM-Stakeholders
# Interactive Negotiation", games_descriptions/game3
# One line for each issue: the scores of each party, in the order of the no-deal values.
CONVERSION_FLOORS = (55, 63, 45, 50, 65, 50)
CONVERSION = (
    (
        (0, 40, 10, 29),
        (25, 20, 0, 10),
        (0, 5, 3, 7),
        (0, 0, 0, 0),
        (0, 45, 20, 20),
        (20, 20, 25, 0),
    ),
    ((0, 25, 20), (18, 13, 0), (0, 24, 30), (0, 40, 65), (0, 25, 30), (0, 15, 20)),
    ((10, 14, 6, 0), (25, 10, 0, 32), (24, 12, 30, 0), (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)),
    (
        (0, 9, 13, 7, 0),
        (15, 12, 8, 4, 0),
        (0, 11, 17, 15, 5),
        (0, 10, 20, 35, 25),
        (0, 0, 0, 0, 0),
        (0, 17, 25, 30, 35),
    ),
    ((0, 8, 5), (10, 5, 0), (0, 11, 16), (0, 0, 0), (0, 20, 25), (0, 15, 20)),
)

# GENIUS 10.4 transcription of the police contract in H. Raiffa (1982), The Art and Science
# of Negotiation; the file, not the book, was read.
# One line for each issue: weight and evaluations of the first party, then of the second.
AMPO = (
    (("0.457", (0, 36, 64, 84, 96, 100)), ("0.13", (100, 64, 36, 16, 4, 0))),
    (("0.076", (0, 43, 75, 93, 100)), ("0.019", (100, 56, 25, 6, 0))),
    (("0.039", (0, 20, 40, 60, 80, 100)), ("0.205", (100, 80, 60, 40, 20, 0))),
    (("0.03", (0, 0, 0, 100, 100)), ("0.028", (100, 0, 0, 0, 0))),
    (("0.035", (0, 50, 100)), ("0.142", (100, 50, 0))),
    (("0.143", (0, 33, 67, 100)), ("0.04", (100, 66, 33, 0))),
    (("0.018", (0, 50, 100)), ("0.051", (100, 50, 0))),
    (("0.035", (0, 18, 36, 54, 72, 90)), ("0.061", (100, 81, 63, 45, 27, 9))),
    (("0.07", (0, 100)), ("0.081", (100, 0))),
    (("0.097", (100, 0, 0, 0, 0)), ("0.243", (0, 50, 0, 100, 0))),
)

# GENIUS 10.4, ItexvsCypress; T. Baarslag, K. Hindriks, C. Jonker (2014), Decision Support
# Systems, doi 10.1016/j.dss.2013.05.021, Table 3.
# One line for each issue: weight and evaluations of the first party, then of the second.
ITEX = (
    (("0.28812635027374", (30, 20, 10, 5, 1)), ("0.4700166576535899", (1, 10, 25, 33, 40))),
    (("0.1915290482981283", (1, 20, 10, 5)), ("0.1220816713696379", (1, 10, 19, 25))),
    (("0.24212575877553694", (10, 25, 1)), ("0.17727008190772825", (15, 6, 1))),
    (("0.2782188426525948", (1, 30, 5)), ("0.2306315890690439", (20, 7, 1))),
)

# GENIUS 10.4, Laptop; Baarslag, Hindriks and Jonker (2014), Table 3.
# One line for each issue: weight and evaluations of the first party, then of the second.
LAPTOP = (
    (("0.4452125771655631", (12, 20, 30)), ("0.37808251708013424", (12, 30, 20))),
    (("0.37808251708013424", (30, 20, 9)), ("0.1767567099260568", (20, 30, 9))),
    (("0.1767567099260568", (30, 10, 20)), ("0.4452125771655631", (3, 2, 1))),
)

# J. F. Nash, "The Bargaining Problem", Econometrica 18 (1950), section "Examples": the good,
# its owner (0 Bill, 1 Jack), its utility to Bill and to Jack.
NASH = (
    ("book", 0, 2, 4),
    ("whip", 0, 2, 2),
    ("ball", 0, 2, 1),
    ("bat", 0, 2, 2),
    ("box", 0, 4, 1),
    ("pen", 1, 10, 1),
    ("toy", 1, 4, 1),
    ("knife", 1, 6, 2),
    ("hat", 1, 2, 2),
)


def scored(issues: tuple[tuple[tuple[int, ...], ...], ...]) -> Space:
    """Return a game whose issues list the scores of each party."""
    n = len(issues[0])
    return Space(n, tuple(tuple(zip(*issue, strict=True)) for issue in issues))


def weighted(issues, *, normalise: bool) -> Space:
    """Return weight x evaluation as integers; GENIUS divides by the best evaluation first."""
    shares = [
        [
            [Fraction(weight) * v / (max(values) if normalise else 1) for v in values]
            for weight, values in issue
        ]
        for issue in issues
    ]
    scale = lcm(*(x.denominator for issue in shares for party in issue for x in party))
    return scored(
        tuple(tuple(tuple(int(x * scale) for x in party) for party in issue) for issue in shares)
    )


def barter() -> Space:
    """Return Nash's barter: each good stays (option 0) or changes hands (option 1)."""
    tables = []
    for _, owner, bill, jack in NASH:
        moved = (-bill, jack) if owner == 0 else (bill, -jack)
        tables.append(((0, 0), moved))
    return Space(2, tuple(tables))
