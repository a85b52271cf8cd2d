"""Names of report files; whom a report is for stands in its name."""

from __future__ import annotations

import re

from irenic.analyse.results import Audience

__all__ = ["file_name"]


def file_name(stem: str, audience: Audience, what: str = "report") -> str:
    """Return the name of a report file; ``what`` tells reports on one case apart.

    Characters of a party's id that file systems refuse become ``_``.

    Examples
    --------
    >>> file_name("harbour", Audience("party", "union"))
    'harbour.party-union.report.html'
    """
    reader = f"party-{audience.party}" if audience.kind == "party" else audience.kind
    safe = re.sub(r"[^\w.-]+", "_", f"{stem}.{reader}").strip(".") or "case"
    return f"{safe}.{what}.html"
