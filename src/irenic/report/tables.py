"""Answers as tables for spreadsheets.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula: a title in a
file from elsewhere could make it compute or fetch something.  Such a cell gets one apostrophe
before it, the sign for "this is text"; so does one that begins with an apostrophe, so that taking
one off gives the words back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from fractions import Fraction

from irenic.model import Case, ChoiceIssue, ShareIssue, show_number

__all__ = ["guarded", "scores_csv", "unguarded"]

#: What a spreadsheet may take for the beginning of a formula, wide forms included.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n", "'")


def guarded(words: str, /) -> str:
    r"""Return words that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("-Y-"), guarded("YN-"), guarded(' =HYPERLINK("http://x")')
    ("'-Y-", 'YN-', '\' =HYPERLINK("http://x")')
    """
    start = words.lstrip(" ")
    return f"'{words}" if words.startswith(_FORMULA) or start.startswith(_FORMULA) else words


def unguarded(cell: str, /) -> str:
    """Return the words that :func:`guarded` made safe.

    Examples
    --------
    >>> unguarded("'-Y-"), unguarded("YN-")
    ('-Y-', 'YN-')
    """
    return cell[1:] if cell.startswith("'") else cell


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
    writer.writerow(["issue", "option", "title", *map(guarded, case.party_ids)])
    for issue in case.issues:
        if isinstance(issue, ShareIssue):
            continue
        for option in issue.option_ids:
            cells = [
                show_number(scores[p][issue.id][option]) if issue.id in scores[p] else ""
                for p in case.party_ids
            ]
            title = issue.option_title(option)
            if isinstance(issue, ChoiceIssue) or title != option:  # a bare number is harmless
                title = guarded(title)
            name = guarded(option) if isinstance(issue, ChoiceIssue) else option
            writer.writerow([guarded(issue.id), name, title, *cells])
    return buffer.getvalue()
