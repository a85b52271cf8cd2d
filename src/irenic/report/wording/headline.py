"""The answer in a few sentences, for the top of the page and of the terminal."""

from __future__ import annotations

from irenic.analyse.results import Package, Solution, Status
from irenic.report.amounts import count_of, grouped, number, percent, plural
from irenic.report.labels import method_name
from irenic.report.text import Badge, Code, Name, Strong, Text, join, listed, text
from irenic.report.view import View
from irenic.report.wording.decision import needed_words
from irenic.report.wording.many import guarantee

__all__ = ["headline"]


def headline(view: View) -> tuple[Text, ...]:
    """Return three to six sentences that say what was found and how far to trust it."""
    found: list[Text] = []
    if view.has_issues:
        if view.is_mediator:
            found.extend(_zone(view))
            found.extend(_frontier(view))
            found.extend(_solutions(view))
        else:
            found.append(_packages(view))
        found.extend(_proposals(view))
    found.extend(_claims(view))
    found.extend(_coalitions(view))
    found.extend(_caveat(view))
    return tuple(found)


def _packages(view: View) -> Text:
    counts = view.analysis.packages
    issues = count_of(len(view.case.issues), "issue")
    if counts.total is None:
        return (f"The {issues} can be settled in endless ways, because something is shared out.",)
    words = f"The {issues} can be settled in {count_of(counts.total, 'way')} (packages)"
    if counts.feasible is None or not view.case.rules:
        return (words + ".",)
    if counts.feasible == counts.total:
        return (words + ", all of which keep to the rules.",)
    return (f"{words}; {count_of(counts.feasible, 'package')} keep to the rules.",)


def _of_all(view: View) -> str:
    """Return ``Of the 5,814 packages that keep to the rules``."""
    counts = view.analysis.packages
    if view.case.rules and counts.feasible is not None:
        return f"Of the {count_of(counts.feasible, 'package')} that keep to the rules"
    if counts.total is not None:
        return f"Of the {count_of(counts.total, 'possible package')}"
    return "Of all packages"


def _zone(view: View) -> list[Text]:
    zone = view.analysis.zone
    needs = needed_words(view)
    if zone.status is Status.INFEASIBLE:
        return [(Strong("The rules contradict each other: no package satisfies them all."),)]
    if zone.status is Status.NO_ZONE:
        words = text(Strong("There is no zone of agreement: "), "no package is good enough for ")
        return [
            text(words, "those whose agreement is needed. It carries when ", needs, "."),
            _MEANING,
            *_relaxation(view),
        ]
    if zone.size is not None:
        every = zone.size == view.analysis.packages.feasible and zone.size > 1
        some = (
            f"{'all ' if every else ''}{grouped(zone.size)} {plural(zone.size, 'carries', 'carry')}"
        )
        words = text(f"{_of_all(view)}, ", Strong(some), ", because ", needs)
        return [text(words, " (the zone of agreement)."), _MEANING]
    if zone.unknown:
        return [_zone_unknown(view)]
    if view.analysis.packages.total is None and zone.status is Status.OPTIMAL:
        words = text("There is a zone of agreement: divisions that carry, because ", needs)
        return [text(words, "."), _MEANING]
    if view.analysis.packages.total is None and zone.status is Status.UNKNOWN:
        return [("Whether any division carries was not worked out.",), _MEANING]
    if zone.low is not None and zone.high is not None:
        kind = "an estimate, with 99% confidence" if zone.estimate else "certain bounds"
        span = f"Between {grouped(zone.low)} and {grouped(zone.high)}"
        if not zone.low:
            span = f"Up to {grouped(zone.high)}"
        return [text(f"{span} packages carry ({kind}): ", needs, "."), _MEANING]
    return [("How many packages carry was not counted: a limit was reached.",), _MEANING]


def _relaxation(view: View) -> list[Text]:
    """Return how little everyone would have to give up for a zone to open."""
    gap = view.analysis.gap
    why: Text = ("Why, and what would open one: ", Code("irenic zone"), ".")
    if gap is None or gap.part is None:
        return [why]
    parts = [text(view.labels.party(p), " to ", number(x)) for p, x in gap.lowered.items()]
    words = text("One would open if no-deal values fell by ", percent(gap.part))
    words = text(words, " of what each score can vary by: ", listed(parts, limit=8), ".")
    return [words, why]


_MEANING: Text = (
    "A party accepts what gives it at least its no-deal value: what it has without an agreement "
    "(reservation value, from its BATNA).",
)


def _zone_unknown(view: View) -> Text:
    zone = view.analysis.zone
    who = view.labels.parties(zone.unknown, limit=5)
    if set(zone.unknown) == set(view.case.party_ids) and len(zone.unknown) > 1:
        who = ("any party",)
    words = text("Which packages carry is not known, because the case does not say what ", who)
    words = text(words, " would have without a deal (its no-deal value, or BATNA)")
    if zone.low is not None and zone.high is not None and zone.high > zone.low:
        words = text(words, f"; between {grouped(zone.low)} and {grouped(zone.high)} do")
    return text(words, ".")


def _frontier(view: View) -> list[Text]:
    frontier = view.analysis.frontier
    if frontier.kind == "cover":
        return [guarantee(view)]
    if frontier.kind == "zone":
        return [_zone_only(view)]
    if frontier.status is Status.LIMIT:
        if any(s.packages for s in view.analysis.solutions):
            return [
                (
                    "The efficient packages are too many to list; what each method chooses was "
                    "found without the list.",
                )
            ]
        return [("The efficient packages are not all known: the search stopped at a limit.",)]
    if not view.has_frontier:
        return []
    if frontier.kind == "line":
        corners = len(frontier.points)
        return [
            (
                "The efficient divisions, in which nobody can gain unless the other loses "
                f"(the Pareto frontier), form an unbroken line with {corners} corners.",
            )
        ]
    if frontier.kind == "lines":
        runs, corners = len(frontier.runs), len(frontier.points)
        return [
            (
                "The efficient packages, in which nobody can gain unless the other loses (the "
                f"Pareto frontier), form {count_of(runs, 'unbroken line')} with {corners} "
                "corners in all: which options are efficient changes along the way.",
            )
        ]
    size = len(frontier.points)
    words = f"{count_of(size, 'outcome').capitalize()} {plural(size, 'is', 'are')} efficient"
    if frontier.packages is not None and frontier.packages != size:
        words += f" ({count_of(frontier.packages, 'package')})"
    return [(words + ": nobody can gain unless somebody loses (the Pareto frontier).",)]


def _zone_only(view: View) -> Text:
    """Return how many efficient packages carry, where the others are too many to list."""
    frontier = view.analysis.frontier
    size = len(frontier.points)
    words = f"{count_of(size, 'outcome').capitalize()} of the zone {plural(size, 'is', 'are')} "
    if frontier.packages is not None and frontier.packages != size:
        words += f"efficient ({count_of(frontier.packages, 'package')})"
    else:
        words += "efficient"
    return (
        words + ": nobody can gain unless somebody loses (the Pareto frontier). Efficient packages "
        "that do not carry are too many to list.",
    )


def _solutions(view: View) -> list[Text]:
    solved = [s for s in view.analysis.solutions if s.status is Status.OPTIMAL and s.packages]
    if not solved:
        return [*_no_solution(view), *_cut_short(view)]
    groups: list[tuple[Solution, list[str]]] = []
    for solution in solved:
        for first, names in groups:
            if _same(first.packages, solution.packages):
                names.append(method_name(solution.method, solution.title))
                break
        else:
            groups.append((solution, [method_name(solution.method, solution.title)]))
    if len(groups) == 1:
        first, names = groups[0]
        who = _upper(listed(names, limit=3))
        verb = "chooses" if len(names) == 1 else "both choose" if len(names) == 2 else "all choose"
        return [text(who, f" {verb} ", _what(view, first), "."), *_cut_short(view)]
    parts = [
        text(
            listed(names, limit=2), " choose " if len(names) > 1 else " chooses ", _letter(view, s)
        )
        for s, names in groups[:3]
    ]
    words = join(parts, "; ")
    rest = sum(len(names) for _, names in groups[3:])
    if rest:
        words = text(
            words,
            f"; {count_of(rest, 'more method')} {plural(rest, 'chooses', 'choose')} otherwise",
        )
    return [text("Named methods differ: ", words, "."), *_cut_short(view)]


def _cut_short(view: View) -> list[Text]:
    """Return for how many methods only the best package found so far is known."""
    found = [s for s in view.analysis.solutions if s.status is Status.LIMIT and s.packages]
    if not found:
        return []
    methods = count_of(len(found), "method")
    words = f"For {methods} a limit came first: the best package found is shown, with how far "
    return [(words + "from the best it can be. More time, or --method milp, may settle them.",)]


def _same(some: tuple[Package, ...], others: tuple[Package, ...]) -> bool:
    return len(some) == len(others) and all(package in others for package in some)


def _letter(view: View, solution: Solution) -> Text:
    candidate = view.candidate_of(solution.packages[0])
    badge: Text = (Badge(candidate.letter, candidate.is_proposal),) if candidate else ("a package",)
    return (
        text(badge, f" ({count_of(solution.count, 'package')} tie)")
        if solution.count > 1
        else badge
    )


def _upper(words: Text) -> Text:
    first = words[0]
    if isinstance(first, str) and first:
        return (first[0].upper() + first[1:], *words[1:])
    return words


def _what(view: View, solution: Solution) -> Text:
    if solution.count > 1:
        return (f"{count_of(solution.count, 'package')} (a tie)",)
    candidate = view.candidate_of(solution.packages[0])
    package = view.labels.package(solution.packages[0], 6)
    return text("package ", _letter(view, solution), ": ", package) if candidate else package


def _no_solution(view: View) -> list[Text]:
    needing = [s for s in view.analysis.solutions if s.reason == "no-deal-unknown"]
    if needing:
        return [("No method that starts from the no-deal values can answer while one is unknown.",)]
    return []


def _proposals(view: View) -> list[Text]:
    cards = [c.card for c in view.proposals if c.card is not None]
    if not cards:
        return []
    if view.analysis.audience.kind == "party":
        return _own_proposals(view)
    if not view.is_mediator:
        are = plural(len(cards), "is", "are")
        return [(f"{count_of(len(cards), 'proposal')} {are} on the table.",)]
    groups = [
        ([c for c in cards if c.carries is True], "carries", "carry"),
        ([c for c in cards if c.carries is False], "does not carry", "do not carry"),
        ([c for c in cards if c.carries is None and c.open_issues], "is open", "are open"),
        (
            [c for c in cards if c.carries is None and not c.open_issues],
            "is unclear",
            "are unclear",
        ),
    ]
    parts = []
    for chosen, one, many in groups:
        if chosen:
            names = listed([Name(c.id) for c in chosen], limit=4)
            parts.append(text(names, " ", plural(len(chosen), one, many)))
    if len(cards) == 1:
        return [text("The proposal ", parts[0], ".")]
    efficient = sum(c.efficient is True for c in cards)
    words = text(f"Of the {len(cards)} proposals, ", join(parts, ", "))
    if not view.has_frontier:
        return [text(words, ".")]
    shown = str(efficient) if efficient else "none"
    return [
        text(words, f"; {shown} of the {len(cards)} {plural(efficient, 'is', 'are')} efficient.")
    ]


def _own_proposals(view: View) -> list[Text]:
    """Return which proposals give the reading party at least its no-deal value."""
    cards = [c.card for c in view.proposals if c.card is not None]
    name = view.labels.party(view.analysis.audience.party)
    good = [c for c in cards if c.accepting]
    bad = [c for c in cards if c.refusing]
    count = count_of(len(cards), "proposal")
    words = text(f"Of {count}, ", f"{len(good)} {plural(len(good), 'gives', 'give')} ", name)
    words = text(words, " at least its no-deal value (what it has without an agreement, its BATNA)")
    if bad:
        words = text(words, f" and {len(bad)} {plural(len(bad), 'gives', 'give')} less")
    rest = len(cards) - len(good) - len(bad)
    if rest:
        words = text(words, f"; for {rest} it is not known")
    return [text(words, ".")]


def _claims(view: View) -> list[Text]:
    claims = view.case.claims
    if claims is None:
        return []
    total = sum(claims.amounts.values())
    words = text("There are ", number(claims.estate), " to divide and claims of ", number(total))
    if total:
        words = text(words, ": ", percent(claims.estate / total), " of what is claimed")
    rules = len(view.analysis.awards)
    if rules:
        words = text(
            words,
            f". {count_of(rules, 'rule')} {plural(rules, 'divides', 'divide')} it, "
            "each by its own idea of fairness",
        )
    return [text(words, ".")]


def _coalitions(view: View) -> list[Text]:
    if not view.analysis.coalition_answers:
        return []
    whole = max(view.case.coalitions, key=lambda c: len(c.members))
    words = text("Together the parties can get ", number(whole.value))
    empty = [a for a in view.analysis.coalition_answers if a.finding == "core-empty"]
    if empty:
        return [
            text(words, "."),
            text(
                Strong("However that is divided, some of them would do better without the others"),
                " (the core is empty).",
            ),
        ]
    return [text(words, "; the questions are how to divide it and who might leave.")]


def _caveat(view: View) -> list[Text]:
    count = len(view.analysis.assumptions)
    if not count:
        return []
    return [
        (
            f"These answers rest on {count_of(count, 'assumption')}, listed below with what is "
            "not known.",
        )
    ]
