"""What decision makers, states and moves of a conflict are called on screen."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict
from irenic.report.labels import LONG, shorten
from irenic.report.text import Code, Name, Text, join, listed, text

__all__ = ["ConflictLabels"]

#: Most options named in the description of one state.
_NAMED = 6


class ConflictLabels:
    """Names for sentences, tables and charts about one conflict.

    Parameters
    ----------
    conflict : Conflict
        As its reader may see it.
    doubtful : bool
        Whether an improvement may be only a possible one, because comparisons are unknown.
    """

    def __init__(self, conflict: Conflict, /, *, doubtful: bool = False) -> None:
        self.conflict = conflict
        self.doubtful = doubtful
        self._names = {maker.id: maker.name for maker in conflict.decision_makers}
        self._titles = dict(conflict.titles)

    def maker(self, maker_id: str, /) -> Text:
        """Return the name of a decision maker."""
        return (self._name(self._names.get(maker_id, maker_id)),)

    def makers(self, ids: Sequence[str], /) -> Text:
        """Return the names of several: "A, B and C"."""
        return listed([self.maker(i) for i in ids])

    def state(self, state: str, /) -> Text:
        """Return a state: its title in quotation marks where it has one, else its letters."""
        title = self._titles.get(state, "")
        if title and title != state:
            return text("“", self._name(title), "”")
        return (Code(state),)

    def state_with_id(self, state: str, /) -> Text:
        """Return a state with its letters (or id) before its title."""
        title = self._titles.get(state, "")
        if not title or title == state:
            return (Code(state),)
        return text(Code(state), " (", self._name(title), ")")

    def describe(self, state: str, /) -> Text:
        """Return what is done in a state: the options taken; its title in graph form."""
        if self.conflict.is_graph:
            return (self._name(self._titles.get(state, state)),)
        taken = [self._option(k) for k, letter in enumerate(state) if letter == "Y"]
        if not taken:
            return ("nothing is done",)
        more = len(taken) - _NAMED
        shown = taken[:_NAMED] + ([(f"{more} more",)] if more > 0 else [])
        return listed(shown)

    def move(self, by: str, origin: str, target: str, /) -> Text:
        """Return a move as a sentence without its full stop: "The city takes up the levy"."""
        return text(self.maker(by), " ", self._change(origin, target, "takes up", "drops", "moves"))

    def would(self, origin: str, target: str, /) -> Text:
        """Return a move as what somebody would do: "take up the levy and drop the ban"."""
        return self._change(origin, target, "take up", "drop", "move")

    def moves_path(self, origin: str, path: Sequence[MoveTo], /) -> Text:
        """Return moves one after the other: "A takes up x, then B drops y"."""
        here, parts = origin, []
        for step in path:
            parts.append(self.move(step.by, here, step.to))
            here = step.to
        return join(parts, ", then ")

    def would_path(self, origin: str, path: Sequence[MoveTo], /) -> Text:
        """Return moves as what would follow: "the city would take up x, then B would drop y"."""
        here, parts = origin, []
        for step in path:
            parts.append(text(self.maker(step.by), " would ", self.would(here, step.to)))
            here = step.to
        return join(parts, ", then ")

    def _change(self, origin: str, target: str, take: str, drop: str, move: str) -> Text:
        taken: list[Text] = []
        dropped: list[Text] = []
        if not self.conflict.is_graph:
            for k, (before, after) in enumerate(zip(origin, target, strict=False)):
                if before != after and after in "YN":
                    (taken if after == "Y" else dropped).append(self._option(k))
        parts: list[Text] = []
        if taken:
            parts.append(text(f"{take} ", listed(taken)))
        if dropped:
            parts.append(text(f"{drop} ", listed(dropped)))
        return join(parts, " and ") if parts else text(f"{move} to ", self.state(target))

    def _option(self, place: int) -> Text:
        title = self.conflict.options[place].title
        return text("“", self._name(title), "”")

    @staticmethod
    def _name(words: str) -> Name:
        short = shorten(words, LONG)
        return Name(short, words if short != words else "")
