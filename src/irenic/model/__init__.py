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
    Rule,
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

__all__ = [
    "About",
    "Absent",
    "Backer",
    "Case",
    "ChoiceIssue",
    "Claims",
    "Coalition",
    "Comparison",
    "Condition",
    "Curve",
    "Decision",
    "Evidence",
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
    "Rule",
    "ShareIssue",
    "Source",
    "Test",
    "Together",
    "parse_number",
    "show_number",
]
