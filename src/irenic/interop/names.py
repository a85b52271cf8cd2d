"""Names in forms that have one for what a case gives an id and a title, and for files."""

from __future__ import annotations

import re

from irenic.model import Case, ChoiceIssue, Issue

__all__ = ["Names", "slug"]


def slug(text: str, /) -> str:
    """Return ``text`` as a part of a file name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:40] or "party"


class Names:
    """The one name that issues, options and parties have in a form without ids."""

    def __init__(self, case: Case) -> None:
        self._case = case
        titles = [issue.title for issue in case.issues]
        self._issues = len(set(titles)) == len(titles)
        names = [party.name for party in case.parties]
        self._parties = len(set(names)) == len(names)

    def party(self, position: int) -> str:
        """Return the name of a party."""
        party = self._case.parties[position]
        return party.name if self._parties else party.id

    def issue(self, issue: Issue) -> str:
        """Return the name of an issue."""
        return issue.title if self._issues else issue.id

    def option(self, issue: ChoiceIssue, option: str) -> str:
        """Return the name of an option."""
        titles = [o.title for o in issue.options]
        return issue.option_title(option) if len(set(titles)) == len(titles) else option
