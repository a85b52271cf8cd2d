"""The zone of agreement, or why there is none, for the terminal."""

from __future__ import annotations

from irenic.analyse.results import Audience
from irenic.analyse.zone_results import NoZone, ZoneAnswer
from irenic.model import Case
from irenic.report.blocks import Fact
from irenic.report.paragraphs import WIDTH, facts_lines, hanging, head_lines
from irenic.report.text import text
from irenic.report.view import View, bare_view
from irenic.report.wording.zone import (
    alone_facts,
    conflict_facts,
    gap_facts,
    lift_facts,
    size_facts,
    zone_verdict,
)

__all__ = ["zone_card"]


def zone_card(case: Case, audience: Audience, answer: ZoneAnswer, *, width: int = WIDTH) -> str:
    """Return the answer as text; see :func:`irenic.report.repair.repair_card`."""
    view = bare_view(case, audience)
    lines = head_lines(view, width, "zone of agreement")
    lines += ["", *facts_lines([zone_verdict(view, answer), *size_facts(view, answer)], width)]
    if answer.example is not None:
        example = view.labels.package(answer.example, 60)
        lines += hanging(text("For example: ", example), width, "  - ")
    if answer.why is not None:
        lines += _why(view, answer.why, width)
    return "\n".join(lines) + "\n"


def _why(view: View, why: NoZone, width: int) -> list[str]:
    parts: list[tuple[str, list[Fact]]] = [
        ("Who blocks whom", conflict_facts(view, why)),
        ("What one party alone could do", alone_facts(view, why)),
        ("What they could do together", gap_facts(view, why)),
        ("What the rules have to do with it", lift_facts(view, why)),
    ]
    lines: list[str] = []
    for title, facts in parts:
        if facts:
            lines += ["", title, *facts_lines(facts, width)]
    return lines
