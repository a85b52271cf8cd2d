"""Hypothesis strategies for whole cases: every part of the model, odd names, exact numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st
from strategies_agreement import agreements
from strategies_conflict import graph_conflicts, option_conflicts

from irenic.casefile.emit import number_text
from irenic.model import (
    About,
    Absent,
    Backer,
    Case,
    ChoiceIssue,
    Claims,
    Coalition,
    Compare,
    Comparison,
    Count,
    Curve,
    Decision,
    Evidence,
    Forbid,
    IssuePreference,
    NumericIssue,
    OneOf,
    Option,
    OptionValues,
    Order,
    PackageExample,
    Party,
    Preference,
    Proposal,
    Quantity,
    Require,
    ShareIssue,
    Source,
    Sum,
    Together,
)
from irenic.model.conditions import matching_options
from irenic.model.verdicts import difference, never_holds

#: Names that YAML readers like to turn into something else.
ODD_NAMES = [
    "no", "yes", "true", "null", "~", "1e5", "0x1F", "0o17", ".inf", "-.5", "1_000", "2026-01-01",
    "2001-99-99", "a: b", "a #b", "- x", "? x", "[", "{a: b}", ">= 4", "< 3", "<<", "*a", "&a",
    "!t", "%", "@", "`", "|", ">", "'", '"', "it's", 'say "x"', "a, b", "a\\b", "=", "12:30:45",
    "é", "日本", "\U0001f54a", "a\u00a0b", "a\u200bb", "a\ufeffb", "unknown", "from", "x" * 80,
]  # fmt: skip
_LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
_PROSE = st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n\t")

odd_ids = st.sampled_from(ODD_NAMES) | st.text(_LETTERS, min_size=1, max_size=8).filter(
    lambda text: text == text.strip()
)
plain_ids = st.text("abcdefgh", min_size=1, max_size=3)
prose = (
    st.sampled_from(["", "two\nlines\n", "two\nlines", " x", "x ", "a: b # c", "word " * 40 + "."])
    | st.text(_PROSE, max_size=30)
)  # fmt: skip
names = prose.filter(lambda text: bool(text.strip())) | odd_ids
numbers = (
    st.integers(-1000, 1000).map(Fraction)
    | st.builds(Fraction, st.integers(-(10**6), 10**6), st.sampled_from([10, 1000, 2**20]))
    | st.fractions(max_denominator=60).filter(lambda x: abs(x) < 10**9)
)
shares = st.fractions(0, 1, max_denominator=12)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(numbers), draw(numbers)))
    return Quantity(low, draw(st.sampled_from([low, high])))


def some_of(items, *, min_size=0):
    """Return a strategy for sub-tuples without repetition, in any order."""
    items = list(items)
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), unique=True, min_size=min_size).map(tuple)


@st.composite
def issues(draw: st.DrawFn, name: str, parties: tuple[str, ...], ids=odd_ids):
    kind = draw(st.sampled_from(["choice", "numeric", "share"]))
    title = draw(names)
    if kind == "share" and len(parties) > 1:
        return ShareIssue(name, title, draw(some_of(parties, min_size=2)))
    if kind == "numeric":
        start = draw(numbers)
        step = abs(draw(numbers)) or Fraction(1, 3)
        return NumericIssue(
            name, title, start, start + draw(st.integers(1, 5)) * step, step, draw(prose)
        )
    option_ids = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    same = draw(st.booleans())
    return ChoiceIssue(
        name, title, tuple(Option(o, o if same else draw(names)) for o in option_ids)
    )


@st.composite
def conditions(draw: st.DrawFn, settled):
    """Return a condition on at least one of the issues ``settled``."""
    condition = {}
    for issue in draw(some_of(settled, min_size=1)):
        test = OneOf(draw(some_of(issue.option_ids, min_size=1)))
        if isinstance(issue, NumericIssue) and draw(st.booleans()):
            operator = draw(st.sampled_from(["<", "<=", ">", ">=", "!="]))
            comparison = Comparison(operator, draw(st.sampled_from(issue.grid) | numbers))
            if matching_options(issue, comparison):
                test = comparison
        condition[issue.id] = test
    return condition


@st.composite
def orders(draw: st.DrawFn, issue):
    groups: list[list[str]] = []
    for option in draw(st.permutations(issue.option_ids)):
        if groups and draw(st.booleans()):
            groups[-1].append(option)
        else:
            groups.append([option])
    return Order(tuple(tuple(group) for group in groups))


@st.composite
def curves(draw: st.DrawFn, low: Fraction, high: Fraction):
    inner = draw(st.lists(st.fractions(0, 1, max_denominator=9), max_size=3))
    xs = sorted({low, high, *(low + part * (high - low) for part in inner)})
    return Curve(tuple((x, draw(quantities())) for x in xs))


@st.composite
def issue_preferences(draw: st.DrawFn, issue, ranked: bool, evidence):
    if isinstance(issue, ShareIssue):
        values = draw(st.none() | curves(Fraction(0), Fraction(1)))
    elif draw(st.integers(0, 3)) == 0:
        values = draw(orders(issue))
    elif isinstance(issue, NumericIssue):
        values = draw(curves(issue.start, issue.stop))
    else:
        values = OptionValues({o: draw(quantities()) for o in issue.option_ids})
    weight = None if ranked else draw(quantities())
    return IssuePreference(weight, values, draw(prose), draw(some_of(evidence)))


@st.composite
def preferences(draw: st.DrawFn, party: str, all_issues, evidence):
    settled = [issue for issue in all_issues if not isinstance(issue, ShareIssue)]
    own = [i for i in all_issues if isinstance(i, ShareIssue) and party in i.among]
    pointed = draw(some_of(own))
    points = {}
    left = Fraction(100)
    for issue in pointed[:-1]:
        points[issue.id] = left * draw(shares)
        left -= points[issue.id]
    if pointed:
        points[pointed[-1].id] = left
    ranking = draw(some_of(issue.id for issue in all_issues))
    valued = draw(some_of(issue for issue in all_issues if issue not in pointed))
    choices = st.just({})
    if settled:
        choices = some_of(settled, min_size=1).flatmap(
            lambda chosen: st.fixed_dictionaries(
                {issue.id: st.sampled_from(issue.option_ids) for issue in chosen}
            )
        )
    most = 2 if settled else 0
    together = st.builds(Together, conditions(settled), quantities(), prose)
    return Preference(
        party,
        draw(st.none() | quantities()),
        {i.id: draw(issue_preferences(i, i.id in ranking, evidence)) for i in valued},
        points,
        ranking,
        draw(st.lists(together, max_size=most).map(tuple)) if settled else (),
        draw(st.lists(st.builds(PackageExample, choices), max_size=most).map(tuple)),
        draw(prose),
        draw(some_of(evidence)),
    )


def condition_key(condition):
    """Return what makes two conditions the same, whatever the order of their parts."""
    return frozenset(
        (name, frozenset(test.options) if isinstance(test, OneOf) else test)
        for name, test in condition.items()
    )


def several(settled, *, least=1, most=3):
    """Return a strategy for different conditions."""
    found = st.lists(conditions(settled), min_size=least, max_size=most, unique_by=condition_key)
    return found.map(tuple)


@st.composite
def sums(draw: st.DrawFn, names, *, least=0):
    factors = numbers.filter(bool)
    terms = tuple((name, draw(factors)) for name in draw(some_of(names, min_size=least)))
    return Sum(terms, draw(st.just(Fraction(0)) | numbers))


@st.composite
def comparisons(draw: st.DrawFn, numeric):
    """Return a comparison of at least one issue that some numbers within the ranges meet."""
    by_id = {issue.id: issue for issue in numeric}
    left, right = draw(sums(by_id, least=1)), draw(sums(by_id))
    rule = Compare(left, draw(st.sampled_from(["<", "<=", ">", ">="])), right)
    if not rule.factors:
        rule = replace(rule, right=Sum((), draw(numbers)))
    if draw(st.booleans()):
        at = {name: draw(st.sampled_from(issue.grid)) for name, issue in by_id.items()}
        gap = sum((factor * at[name] for name, factor in rule.factors.items()), Fraction(0))
        constant = rule.left.constant + gap
        if len(number_text(constant)) <= 60:
            return replace(rule, relation="==", right=replace(rule.right, constant=constant))
    if never_holds(rule.relation, difference(rule, by_id)):
        opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[rule.relation]
        rule = replace(rule, relation=opposite)
    return rule


@st.composite
def counts(draw: st.DrawFn, settled):
    of = draw(several(settled))
    low = draw(st.integers(0, len(of)))
    high = draw(st.integers(low, len(of)))
    by_id = {issue.id: issue for issue in settled}
    high = max(high, sum(always(by_id, test) for test in of))
    return Count(of, low, draw(st.sampled_from([high, None])) if low else high)


def always(by_id, test) -> bool:
    return all(
        len(matching_options(by_id[n], t)) == len(by_id[n].option_ids) for n, t in test.items()
    )


@st.composite
def rules(draw: st.DrawFn, settled):
    numeric = [issue for issue in settled if isinstance(issue, NumericIssue)]
    kind = draw(st.sampled_from(["forbid", "require", "count", "compare"]))
    why, by = draw(prose), draw(prose)
    if kind == "forbid":
        test = draw(conditions(settled))
        if not always({issue.id: issue for issue in settled}, test):
            return Forbid(test, why, by)
    when = draw(st.just(()) | several(settled, most=2))
    if kind == "compare" and numeric:
        return replace(draw(comparisons(numeric)), when=when, why=why, by=by)
    if kind == "count":
        return replace(draw(counts(settled)), when=when, why=why, by=by)
    return Require(draw(several(settled, most=2)), when, why, by)


@st.composite
def proposals(draw: st.DrawFn, name: str, all_issues):
    choices, split = {}, {}
    for issue in draw(some_of(all_issues, min_size=1)):
        if not isinstance(issue, ShareIssue):
            choices[issue.id] = draw(st.sampled_from(issue.option_ids))
            continue
        left, parts = Fraction(1), {}
        for party in issue.among[:-1]:
            parts[party] = left * draw(shares)
            left -= parts[party]
        split[issue.id] = {**parts, issue.among[-1]: left}
    return Proposal(name, choices, split)


@st.composite
def claims(draw: st.DrawFn, parties):
    amounts = {party: abs(draw(numbers)) for party in parties}
    return Claims(sum(amounts.values(), Fraction(0)) * draw(shares), amounts)


@st.composite
def coalitions(draw: st.DrawFn, parties):
    groups = [g for size in range(1, len(parties) + 1) for g in combinations(parties, size)]
    return tuple(Coalition(group, draw(numbers)) for group in draw(st.permutations(groups)))


def _unique(ids, most, *, least=0):
    return st.lists(ids, min_size=least, max_size=most, unique=True).map(tuple)


def texts_of(ids):
    """Return the strategies of small pieces that conflicts are made of."""
    return {"ids": ids, "names": names, "prose": prose, "numbers": numbers}


def conflicts(ids=odd_ids, proposals=(), evidence=()):
    """Return a strategy for conflicts of both forms."""
    texts = texts_of(ids)
    return option_conflicts(texts, proposals, evidence) | graph_conflicts(
        texts, proposals, evidence
    )


@st.composite
def agreement_cases(draw: st.DrawFn, ids=odd_ids) -> Case:
    """Return a strategy for cases with parties, issues, evidence and an agreement."""
    parties = draw(_unique(ids, 3, least=1))
    all_issues = tuple(draw(issues(name, parties, ids)) for name in draw(_unique(ids, 2)))
    settled = [issue for issue in all_issues if not isinstance(issue, ShareIssue)]
    evidence = draw(_unique(ids, 2))
    return Case(
        title=draw(names),
        parties=tuple(Party(name, name) for name in parties),
        issues=all_issues,
        evidence=tuple(Evidence(name, name) for name in evidence),
        agreement=draw(linked_agreements(ids, parties, settled, evidence)),
    )


def linked_agreements(ids, parties, settled, evidence):
    """Return a strategy for agreements whose obligations depend on options of issues."""
    tied = st.just({}) | conditions(settled) if settled else st.just({})
    return agreements(texts_of(ids), parties, tied, evidence)


@st.composite
def cases(draw: st.DrawFn, *, ids=odd_ids, max_parties: int = 3, max_issues: int = 4) -> Case:
    """Return a strategy for usable cases; ``ids=plain_ids`` for readable ones."""
    parties = draw(_unique(ids, max_parties, least=1))
    all_issues = tuple(draw(issues(name, parties, ids)) for name in draw(_unique(ids, max_issues)))
    settled = [issue for issue in all_issues if not isinstance(issue, ShareIssue)]
    evidence = draw(_unique(ids, 2))
    estate = draw(st.none() | claims(parties))
    needs_games = not all_issues and estate is None
    games = draw(coalitions(parties)) if needs_games or draw(st.booleans()) else ()
    backers = (
        st.builds(Backer, ids, names, conditions(settled) | st.just({}), prose)
        if settled
        else st.builds(Backer, ids, names, why=prose)
    )
    packages = (
        tuple(draw(proposals(name, all_issues)) for name in draw(_unique(ids, 2)))
        if all_issues
        else ()
    )
    linked = conflicts(ids, [p.id for p in packages], list(evidence))
    known = tuple(
        Party(
            name,
            draw(names),
            draw(prose),
            tuple(draw(st.lists(backers, max_size=2, unique_by=lambda b: b.id))),
        )
        for name in parties
    )
    return Case(
        title=draw(names),
        conflict=draw(linked) if draw(st.integers(0, 3)) == 0 else None,
        parties=known,
        issues=all_issues,
        preferences={
            party: draw(preferences(party, all_issues, evidence))
            for party in draw(some_of(parties))
        },
        rules=draw(st.lists(rules(settled), max_size=2).map(tuple)) if settled else (),
        decision=Decision(draw(st.none() | st.integers(1, len(parties))), draw(some_of(parties))),
        proposals=packages,
        claims=estate,
        coalitions=games,
        absent=tuple(Absent(n, draw(names), draw(prose)) for n in draw(_unique(ids, 2))),
        evidence=tuple(
            Evidence(n, draw(names), draw(prose), draw(prose), draw(prose)) for n in evidence
        ),
        about=draw(
            st.builds(
                About,
                prose,
                st.lists(st.builds(Source, names, prose, prose), max_size=2).map(tuple),
                prose,
                prose,
            )
        ),
        as_of=draw(prose),
    )
