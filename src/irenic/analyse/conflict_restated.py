"""Preferences said again about the states that a conflict has after an intervention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from irenic.analyse.conflict_order import on_names
from irenic.analyse.conflict_places import Places
from irenic.model import (
    Conflict,
    ConflictPreference,
    KnownPreference,
    OptionWeights,
    PreferenceForm,
    Statement,
    Statements,
    StateRanking,
)
from irenic.solve.stability.preference import Partial

__all__ = ["restated"]

Group = tuple[str, ...]


def restated(
    before: Conflict,
    after: Conflict,
    places: Places,
    replaced: Mapping[str, ConflictPreference],
    /,
    *,
    state_names: Callable[[Conflict], tuple[str, ...]],
) -> dict[str, ConflictPreference]:
    """Return everybody's preference in the letters of the changed conflict.

    Parameters
    ----------
    before, after : Conflict
    places : Places
        Where the letters of before, and of an intervention, stand after it.
    replaced : mapping
        New preferences, in the letters of the intervention; the others stay what they were:
        indifferent to the added options, and silent about states that there are no more.
    state_names : function
        Lists the states of a conflict; asked only where states are ranked one by one.
    """
    again = _Again(before, after, places, state_names)
    found = {m: again.old(p) for m, p in before.preferences.items() if m not in replaced}
    return {**found, **{m: again.new(p) for m, p in replaced.items()}}


@dataclass
class _Again:
    before: Conflict
    after: Conflict
    places: Places
    state_names: Callable[[Conflict], tuple[str, ...]]

    def new(self, preference: ConflictPreference) -> ConflictPreference:
        """Return a preference that is written about the states after the intervention."""
        form = preference.form
        if isinstance(form, Statements):
            return replace(preference, form=self._statements(form))
        if isinstance(form, StateRanking):
            return replace(preference, form=replace(form, groups=self._renamed(form.groups)))
        if isinstance(form, KnownPreference):
            return replace(preference, form=KnownPreference(tuple(map(self._renamed, form.chains))))
        return preference

    def old(self, preference: ConflictPreference) -> ConflictPreference:
        """Return a preference that is written about the states before the intervention."""
        return replace(preference, form=self._old_form(preference.form))

    def _old_form(self, form: PreferenceForm | None) -> PreferenceForm | None:
        if isinstance(form, Statements):
            return self._statements(form)
        if isinstance(form, OptionWeights):
            return self._weights(form)
        if isinstance(form, StateRanking):
            return self._ranking(form)
        if isinstance(form, KnownPreference):
            return self._known(form)
        return form

    def _statements(self, form: Statements) -> Statements:
        items = (Statement(s.text, self.places.formula(s.formula)) for s in form.items)
        return Statements(tuple(items))

    def _weights(self, form: OptionWeights) -> OptionWeights:
        """Return the weights by full names, so that an added option of that name has none."""
        full = {}
        for maker in self.before.decision_makers:
            for option in maker.options:
                name = f"{maker.id}.{option.id}"
                full[name] = form.weights.get(name, form.weights.get(option.id, Fraction(0)))
        for maker in self.after.decision_makers:
            for option in maker.options:
                full.setdefault(f"{maker.id}.{option.id}", Fraction(0))
        return OptionWeights(full)

    def _ranking(self, form: StateRanking) -> StateRanking:
        groups: list[Group] = []
        degrees: list[int] = []
        step = 0
        for k, names in enumerate(form.groups):
            if k:
                step = max(step, form.degrees[k - 1] if form.degrees else 1)
            group = self._extended(names)
            if not group:
                continue
            if groups:
                degrees.append(step)
            groups.append(group)
            step = 0
        return StateRanking(tuple(groups), tuple(degrees) if form.degrees else ())

    def _known(self, form: KnownPreference) -> KnownPreference:
        """Return what is known; what follows by way of states that are gone stays known."""
        names = self.state_names(self.before)
        groups = [self._extended((name,)) for name in names]
        if all(groups):
            known = [tuple(self._extended(g) for g in chain) for chain in form.chains]
            same = [(group,) for group in groups if len(group) > 1]
            return KnownPreference((*known, *same))
        order = on_names(ConflictPreference("", form), names)
        if not isinstance(order, Partial):
            return form
        here = [(k, self._extended((name,))) for k, name in enumerate(names)]
        here = [(k, group) for k, group in here if group]
        chains: list[tuple[Group, ...]] = [
            (group, other) for k, group in here for t, other in here if order.worse[k] >> t & 1
        ]
        chains += [
            (group + other,)
            for k, group in here
            for t, other in here
            if k < t and order.equal[k] >> t & 1
        ]
        chains += [(group,) for _, group in here if len(group) > 1]
        return KnownPreference(tuple(chains))

    def _extended(self, names: Sequence[str]) -> Group:
        """Return the states after the intervention that agree with one of some states."""
        return tuple(t for name in names for t in self._extensions.get(name, ()))

    @cached_property
    def _extensions(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.state_names(self.after):
            old = "".join(name[k] for k in self.places.kept)
            found.setdefault(old, []).append(name)
        return found

    def _renamed(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        """Return groups of states in the letters of the intervention in those of the result.

        A coalesced state says nothing about added options, as it does in the result.
        """
        return tuple(tuple(self.places.pattern(name) for name in group) for group in groups)
