"""The table of scores is harmless in a spreadsheet, and its numbers stay numbers."""

from __future__ import annotations

import csv
import io

from irenic.analyse.points import contributions
from irenic.casefile.reader import read_text
from irenic.report.tables import scores_csv

CASE = """
irenic: 1
title: Titles from elsewhere
parties: {a: {name: A}, b: {name: B}}
issues:
  law: {title: Law, options: {first: "=HYPERLINK(1)", second: "+1", third: plain}}
  pay: {title: Pay, range: {from: -2, to: 0, step: 1}}
  sum: {title: Sum, range: {from: -1, to: 0, step: 1, unit: "=2"}}
preferences:
  a:
    no_deal: 0
    issues:
      law: {values: {first: -4, second: 1, third: 2}}
      pay: {values: {-2: -4, 0: 1}}
      sum: {values: {-1: 0, 0: 1}}
  b:
    no_deal: 0
    issues:
      law: {values: {first: 3, second: 2, third: 1}}
      pay: {values: {-2: 3, 0: 0}}
      sum: {values: {-1: 1, 0: 0}}
"""


def test_titles_are_guarded_and_numbers_are_not():
    case = read_text(CASE)
    rows = list(csv.reader(io.StringIO(scores_csv(case, contributions(case)))))
    assert rows[0] == ["issue", "option", "title", "a", "b"]
    found = {(row[0], row[1]): row[2:] for row in rows[1:]}
    assert found["law", "first"] == ["'=HYPERLINK(1)", "-4", "3"]
    assert found["law", "second"][0] == "'+1"
    assert found["law", "third"][0] == "plain"
    assert found["pay", "-2"] == ["-2", "-4", "3"]
    assert found["sum", "-1"][0] == "'-1 =2"
