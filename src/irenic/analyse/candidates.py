"""Which packages get a score card: proposals, what methods choose, what a user spells out."""

from __future__ import annotations

from irenic.analyse.results import Package, Solution
from irenic.analyse.scorecard import Candidate
from irenic.errors import UnknownName
from irenic.model import Case, Proposal, ShareIssue

__all__ = ["as_package", "candidates", "find_candidate"]


def candidates(case: Case, solutions: tuple[Solution, ...]) -> tuple[Candidate, ...]:
    """Return the proposals, then each package that some method chose first."""
    chosen: list[tuple[Package, list[str]]] = []
    for solution in solutions:
        if solution.packages:
            package = solution.packages[0]
            known = next((methods for other, methods in chosen if other == package), None)
            if known is None:
                chosen.append((package, [solution.method]))
            else:
                known.append(solution.method)
    found = []
    for proposal in case.proposals:
        package = as_package(proposal)
        methods = tuple(s.method for s in solutions if package in s.packages)
        found.append(Candidate(proposal.id, package, True, methods))
    proposed = [candidate.package for candidate in found]
    found.extend(
        Candidate(methods[0], package, False, tuple(methods))
        for package, methods in chosen
        if package not in proposed
    )
    return tuple(found)


def as_package(proposal: Proposal) -> Package:
    """Return a proposal without its name."""
    return Package(dict(proposal.choices), dict(proposal.shares))


def find_candidate(case: Case, text: str) -> Candidate:
    """Return the proposal of that id, or the package spelt ``issue=option,issue=option``.

    Raises
    ------
    UnknownName
        When there is no such proposal, issue or option; lists everything that is wrong.
    """
    for proposal in case.proposals:
        if proposal.id == text:
            return Candidate(text, as_package(proposal), True)
    if "=" not in text:
        known = ", ".join(p.id for p in case.proposals) or "the case has none"
        raise UnknownName(
            f"no proposal {text!r} (proposals: {known}); "
            "a package is spelt issue=option,issue=option"
        )
    choices: dict[str, str] = {}
    wrong: list[str] = []
    for part in text.split(","):
        name, _, option = (piece.strip() for piece in part.partition("="))
        issue = case.issue_by_id.get(name)
        if issue is None:
            wrong.append(f"no issue {name!r} (issues: {', '.join(case.issue_by_id)})")
        elif isinstance(issue, ShareIssue):
            wrong.append(f"issue {name!r} is divisible; write its shares in the case file")
        elif option not in issue.option_ids:
            wrong.append(f"no option {option!r} in {name!r} ({', '.join(issue.option_ids[:20])})")
        else:
            choices[name] = option
    if wrong:
        raise UnknownName("; ".join(wrong))
    return Candidate("package", Package(choices), True)
