"""Answers as tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from fractions import Fraction

from irenic.model import Case, ShareIssue, show_number

__all__ = ["scores_csv"]


def scores_csv(case: Case, scores: Mapping[str, Mapping[str, Mapping[str, Fraction]]], /) -> str:
    """Return one row per issue and option, one column per party.

    Parameters
    ----------
    case : Case
    scores : mapping
        ``[party][issue][option]`` -> what the option adds to the party's score.  An issue
        on which a party has no recorded view is left empty.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["issue", "option", "title", *case.party_ids])
    for issue in case.issues:
        if isinstance(issue, ShareIssue):
            continue
        for option in issue.option_ids:
            cells = [
                show_number(scores[p][issue.id][option]) if issue.id in scores[p] else ""
                for p in case.party_ids
            ]
            writer.writerow([issue.id, option, issue.option_title(option), *cells])
    return buffer.getvalue()
