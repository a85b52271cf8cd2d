"""GENIUS, GeniusWeb and NegMAS files made by hand, and scores by the stated rules.

The rules are written out here once more, literally and without any code of the product,
so that the tests have something to compare with.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

from irenic.model import Case, Curve, OptionValues


def write(folder: Path, **files: str) -> Path:
    """Write files into a folder; ``_`` in a name stands for the point of its ending."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return folder


# What a case says, read off the model literally


def worth(case: Case, party: str, issue: str, option: str) -> Fraction:
    """Return weight times value of an option, straight between the points of a curve."""
    view = case.preferences[party].issues[issue]
    if isinstance(view.values, OptionValues):
        return view.weight.low * view.values.values[option].low
    assert isinstance(view.values, Curve)
    x = Fraction(option)
    for (a, low), (b, high) in pairwise(view.values.points):
        if a <= x <= b:
            return view.weight.low * (low.low + (high.low - low.low) * (x - a) / (b - a))
    raise AssertionError(option)


def scores_of(case: Case, party: str) -> dict[tuple[str, ...], Fraction]:
    """Return the score of every package."""
    ids = [issue.option_ids for issue in case.issues]
    return {
        package: sum(
            (
                worth(case, party, issue.id, option)
                for issue, option in zip(case.issues, package, strict=True)
            ),
            Fraction(0),
        )
        for package in product(*ids)
    }


# The rule of GENIUS 10.4


def genius_scores(domain: str, profile: str, grids: dict[str, list[str]] | None = None):
    """Return the score of every package by the rule of GENIUS 10.4, and the reservation value.

    ``grids`` lists the numbers of real issues by name.
    """
    space = ET.fromstring(domain).find("utility_space")
    root = ET.fromstring(profile)
    options: list[list[str]] = []
    tables: list[dict[str, Fraction]] = []
    for parent in [space, *space.iter("objective")]:
        for issue in parent.findall("issue"):
            mine, weight = _of_index(root, issue.get("index"))
            options.append(_values(issue, grids or {}))
            tables.append({v: weight * _evaluation(mine, v) for v in options[-1]})
    scores = {
        package: sum(table[v] for table, v in zip(tables, package, strict=True))
        for package in product(*options)
    }
    reservation = root.find("reservation")
    return scores, None if reservation is None else Fraction(reservation.get("value"))


def _of_index(root, index):
    """Return issue and weight with an index; both are children of one objective."""
    for parent in root.iter("objective"):
        for issue in parent.findall("issue"):
            if issue.get("index") == index:
                (weight,) = [w for w in parent.findall("weight") if w.get("index") == index]
                return issue, Fraction(weight.get("value"))
    raise AssertionError(index)


def _values(issue, grids):
    if issue.get("type", "discrete") == "discrete":
        return [item.get("value") for item in issue.findall("item")]
    if issue.get("name") in grids:
        return grids[issue.get("name")]
    low, high = int(issue.get("lowerbound")), int(issue.get("upperbound"))
    return [str(k) for k in range(low, high + 1)]


def _evaluation(issue, value):
    if issue.get("type", "discrete") == "discrete":
        evaluations = {i.get("value"): Fraction(i.get("evaluation")) for i in issue.iter("item")}
        greatest = max(evaluations.values())
        return Fraction(0) if greatest < Fraction("0.00001") else evaluations[value] / greatest
    function = issue.find("evaluator")
    x = Fraction(value)
    if issue.get("type") == "integer":
        slope, offset = Fraction(function.get("slope")), Fraction(function.get("offset"))
        return max(
            Fraction(0), min(Fraction(1), slope * (x - int(issue.get("lowerbound"))) + offset)
        )
    p = [Fraction(function.get(f"parameter{k}") or 0) for k in range(3)]
    match function.get("ftype"):
        case "linear":
            return max(Fraction(0), min(Fraction(1), p[1] * x + p[0]))
        case "constant":
            return p[0]
        case "triangular":
            if x < p[0] or x >= p[1]:
                return Fraction(0)
            return (x - p[0]) / (p[2] - p[0]) if x < p[2] else 1 - (x - p[2]) / (p[1] - p[2])
    raise AssertionError(function.get("ftype"))


FLAT = """\
<negotiation_template>
  <utility_space number_of_issues="4">
    <objective index="0" name="flat" type="objective" etype="objective" description="">
      <issue index="1" name="Room" type="discrete" etype="discrete" vtype="discrete">
        <item index="1" value="North"/>
        <item index="2" value="South &amp; quiet"/>
        <item index="3" value="Attic"/>
      </issue>
      <issue index="2" name="Weeks" type="integer" vtype="integer" lowerbound="2" upperbound="12"/>
      <issue index="3" name="Rent" type="real" vtype="real">
        <range lowerbound="1.0" upperbound="2.0"/>
      </issue>
      <objective index="4" name="extras" type="objective">
        <issue index="5" name="Bike">
          <item value="yes" index="1"/>
          <item value="no" index="2"/>
        </issue>
      </objective>
    </objective>
  </utility_space>
</negotiation_template>
"""
OWNER = """\
<utility_space>
  <objective index="0" name="flat" type="objective" etype="objective" description="">
    <issue index="1" name="Room" type="discrete" etype="discrete" vtype="discrete">
      <item index="1" value="North" evaluation="3"/>
      <item index="2" value="South &amp; quiet" evaluation="7"/>
      <item index="3" value="Attic" evaluation="0.5"/>
    </issue>
    <issue index="2" name="Weeks" type="integer" vtype="integer" lowerbound="2" upperbound="12">
      <evaluator ftype="linear" slope="0.15" offset="-0.2"/>
    </issue>
    <issue index="3" name="Rent" type="real" vtype="real">
      <range lowerbound="1.0" upperbound="2.0"/>
      <evaluator ftype="linear" parameter0="-1.4" parameter1="1.3"/>
    </issue>
    <objective index="4" name="extras" type="objective">
      <issue index="5" name="Bike">
        <item value="yes" index="1" evaluation="0"/>
        <item value="no" index="2" evaluation="10"/>
      </issue>
      <weight index="5" value="0.1"/>
    </objective>
    <weight index="1" value="0.4"/>
    <weight index="2" value="0.2"/>
    <weight index="3" value="0.3"/>
    <weight index="4" value="0.6"/>
  </objective>
  <discount_factor value="0.8"/>
  <reservation value="0.25"/>
</utility_space>
"""
TENANT = """\
<utility_space>
  <objective index="0" name="flat" type="objective">
    <weight index="1" value="0.25"/>
    <weight index="2" value="0.25"/>
    <weight index="3" value="0.35"/>
    <issue index="1" name="Room" type="discrete">
      <item index="1" value="North" evaluation="2"/>
      <item index="2" value="South &amp; quiet" evaluation="3"/>
      <item index="3" value="Attic" evaluation="1"/>
    </issue>
    <issue index="2" name="Weeks" type="integer" lowerbound="2" upperbound="12">
      <evaluator ftype="linear" slope="-0.1" offset="1"/>
    </issue>
    <issue index="3" name="Rent" type="real">
      <range lowerbound="1.0" upperbound="2.0"/>
      <evaluator ftype="triangular" parameter0="0.9" parameter1="1.9" parameter2="1.15"/>
    </issue>
    <objective index="4" name="extras" type="objective">
      <weight index="5" value="0.15"/>
      <issue index="5" name="Bike">
        <item value="yes" index="1" evaluation="0.000001"/>
        <item value="no" index="2" evaluation="0"/>
      </issue>
    </objective>
  </objective>
</utility_space>
"""
#: Numbers of the real issue Rent in steps of 0.1, as options are written.
RENTS = {"Rent": ["1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2"]}
STEPS = {"Rent": Fraction(1, 10)}

NONLINEAR = """\
<utility_space>
  <objective index="0" name="any" type="objective">
    <issue index="1" name="Issue1" type="integer" lowerbound="0" upperbound="9"/>
    <utility maxutility="100">
      <ufun type="PlainUfun" aggregation="sum">
        <hyperRectangle utility="40"><INCLUDES index="1" min="2" max="4"/></hyperRectangle>
        <hyperRectangle utility="60"><INCLUDES index="1" min="3" max="6"/></hyperRectangle>
      </ufun>
    </utility>
  </objective>
</utility_space>
"""
CONSTRAINED = """\
<utility_space>
  <objective index="0" name="any" type="objective">
    <rules>
      <ranks><issue index="1"><item value="a" rank="1"/></issue></ranks>
      <constraints><constraint type="zeroConstraint" index="1"/></constraints>
    </rules>
  </objective>
</utility_space>
"""

JOB_DOMAIN = """\
{
  "name": "jobs",
  "issuesValues": {
    "car": {"values": ["yes", "no"]},
    "salary": {"range": [2000, "4000", 250]},
    "fte": {"range": {"low": 0.5, "high": 1.05, "step": 0.1}}
  }
}
"""


def job_profile(name: str, *, reservation: str = "null", weights=("0.2", "0.5", "0.3")) -> str:
    """Return a GeniusWeb profile on the domain of ``JOB_DOMAIN``."""
    car, salary, fte = weights
    return f"""\
{{"LinearAdditiveUtilitySpace": {{
  "domain": {JOB_DOMAIN.strip()},
  "name": "{name}",
  "issueUtilities": {{
    "salary": {{"numberutils": {{"lowValue": 2000, "lowUtility": 0.1,
                                 "highValue": 4000, "highUtility": 1}}}},
    "car": {{"discreteutils": {{"valueUtilities": {{"yes": 1, "no": 0.333333}}}}}},
    "fte": {{"NumberValueSetUtilities": {{"lowValue": 0.5, "lowUtility": 1,
                                          "highValue": 1.05, "highUtility": 0}}}}
  }},
  "issueWeights": {{"car": {car}, "salary": {salary}, "fte": {fte}}},
  "reservationBid": {reservation}
}}}}
"""


TRADE_DOMAIN = """\
issues:
- name: colour
  type: CategoricalIssue
  values: [red, "no", 3]
- name: units
  type: ContiguousIssue
  values: [1, 5]
- name: price
  n_levels: 10
  type: ContinuousIssue
  values: [0.0, 2.5]
- name: days
  type: DiscreteCardinalIssue
  values: [3, 7, 9]
- name: share
  type: negmas.outcomes.DiscreteOrdinalIssue
  values: [0.5, 0.75, 1.0]
name: trade
path: null
type: CartesianOutcomeSpace
"""
TRADE_SELLER = """\
name: seller
reserved_outcome: null
reserved_value: 0.3
stability: 2047
type: LinearAdditiveUtilityFunction
values:
- mapping: {red: 1, "no": 0.5, 3: 0}
  type: TableFun
- bias: -0.25
  slope: 0.25
  type: AffineFun
- slope: 0.4
  type: LinearFun
- mapping: {3: 0, 7: 0.5, 9: 1}
  type: TableFun
- {start: 0.5, middle: 0.75, end: 1.5, scale: 2, type: TriangularFun}
weights: [0.5, 0.2, 1.0e-1, 0.1, -0.1]
"""
TRADE_BUYER = """\
discount: 0.9
factor: relative_time
name: buyer
reserved_value: -.inf
type: ExpDiscountedUFun
ufun:
  name: buyer
  reserved_value: 0.1
  type: LinearAdditiveUtilityFunction
  values:
    colour: {mapping: {red: 0, "no": 0.1, 3: 7}, type: TableFun}
    units: {a2: 1, a1: -2, bias: 0.5, type: QuadraticFun}
    price: {coefficients: [1, 0, -0.5], bias: 1, type: PolynomialFun}
    days: {type: IdentityFun}
    share: {bias: 0.3, type: ConstFun}
  weights: {colour: 2, units: 1, price: 3, days: 0.01, share: 1}
"""
