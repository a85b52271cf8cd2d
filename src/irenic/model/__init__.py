"""What a negotiation is: plain frozen data, no files, no solvers, no screens."""

from irenic.model.case import (
    About,
    Absent,
    Backer,
    Case,
    Claims,
    Coalition,
    Decision,
    Evidence,
    Party,
    Proposal,
    Source,
)
from irenic.model.conditions import Comparison, Condition, OneOf, Test
from irenic.model.issues import ChoiceIssue, Issue, NumericIssue, Option, ShareIssue
from irenic.model.preferences import (
    Curve,
    IssuePreference,
    OptionValues,
    Order,
    PackageExample,
    Preference,
    Together,
)
from irenic.model.quantity import Quantity, parse_number, show_number
from irenic.model.rules import Compare, Count, Forbid, Require, Rule, Sum

__all__ = [
    "About",
    "Absent",
    "Backer",
    "Case",
    "ChoiceIssue",
    "Claims",
    "Coalition",
    "Compare",
    "Comparison",
    "Condition",
    "Count",
    "Curve",
    "Decision",
    "Evidence",
    "Forbid",
    "Issue",
    "IssuePreference",
    "NumericIssue",
    "OneOf",
    "Option",
    "OptionValues",
    "Order",
    "PackageExample",
    "Party",
    "Preference",
    "Proposal",
    "Quantity",
    "Require",
    "Rule",
    "ShareIssue",
    "Source",
    "Sum",
    "Test",
    "Together",
    "parse_number",
    "show_number",
]
