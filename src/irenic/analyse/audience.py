"""Who may see what: a case reduced to one reader's view, before anything is drawn.

Whatever draws a party's page gets only the reduced case, so a private figure of another
party is not in reach, in words, pictures or source.  Deny by default: what is not listed
here as shared is withheld.

Shared with everyone at the table: title, parties and their roles, issues and options,
rules (their reasons only with whoever made them), the decision rule, the proposals, claims,
the names of absent stakeholders.  Private to a party: its preferences, no-deal value,
backers, and the evidence behind them.  Only the mediator sees coalition values, the conflict
(what each would do and prefer), the agreement (what each step is worth to whom, and what is
judged of guarantors) and what the file says about itself.
"""

from __future__ import annotations

from dataclasses import replace

from irenic.analyse.results import Audience, ScoreCard, Solution
from irenic.errors import UnknownName
from irenic.model import About, Absent, Case, Party, Rule

__all__ = ["parse_audience", "reduce_case", "share_solution", "withhold"]


def parse_audience(text: str, case: Case) -> Audience:
    """Return the audience named ``mediator``, ``joint`` or ``party:ID``.

    Raises
    ------
    UnknownName
        When it is none of these or the case has no such party.
    """
    if text == "mediator":
        return Audience()
    if text == "joint":
        return Audience("joint")
    kind, _, party = text.partition(":")
    if kind == "party" and party in case.party_ids:
        return Audience("party", party)
    known = ", ".join(["mediator", "joint", *(f"party:{p}" for p in case.party_ids)])
    raise UnknownName(f"no audience {text!r}; expected one of: {known}")


def reduce_case(case: Case, audience: Audience) -> Case:
    """Return the part of a case that an audience may see."""
    if audience.kind == "mediator":
        return case
    own = audience.party
    preferences = {p: v for p, v in case.preferences.items() if p == own}
    cited: set[str] = set()
    for preference in preferences.values():
        cited.update(preference.evidence)
        cited.update(name for view in preference.issues.values() for name in view.evidence)
    return replace(
        case,
        parties=tuple(_party(p, own) for p in case.parties),
        preferences=preferences,
        rules=tuple(_rule(r, own) for r in case.rules),
        coalitions=(),
        absent=tuple(Absent(a.id, a.name) for a in case.absent),
        evidence=tuple(e for e in case.evidence if e.id in cited),
        about=About(),
        conflict=None,
        agreement=None,
    )


def _party(party: Party, own: str) -> Party:
    return party if party.id == own else replace(party, backers=())


def _rule(rule: Rule, own: str) -> Rule:
    return rule if own and rule.by == own else replace(rule, why="", by="")


def withhold(card: ScoreCard, audience: Audience) -> ScoreCard:
    """Return a score card with nothing on it but what its reader's own figures say."""
    if audience.kind == "mediator":
        return card
    own = audience.party
    scores = tuple(s for s in card.scores if s.party == own)
    return replace(
        card,
        scores=scores,
        accepting=tuple(p for p in card.accepting if p == own),
        refusing=tuple(p for p in card.refusing if p == own),
        undecided=tuple(p for p in card.undecided if p == own),
        missing_vetoes=tuple(p for p in card.missing_vetoes if p == own),
        carries=None,
        efficient=None,
        improvement=None,
        completions=None,
        chosen_by=(),
        comprehensive=replace(
            card.comprehensive,
            without_preferences=(),
            no_view=tuple(pair for pair in card.comprehensive.no_view if pair[0] == own),
        ),
        just=replace(
            card.just, acceptable_to_all=None, efficient=None, spread=None, ranks=(), envy=None
        ),
        sustainable=replace(
            card.sustainable,
            margins={s.party: s.gain for s in scores},
            leaves_first=(),
            blocking=(),
        ),
    )


def share_solution(solution: Solution) -> Solution:
    """Return a solution as everyone may see it: which packages, but no figures."""
    return replace(solution, utilities=(), value=(), certificate={})
