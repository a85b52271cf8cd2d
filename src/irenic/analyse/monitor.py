"""How far an agreement is carried out: what is overdue, who is exposed, what is safe to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from irenic.analyse.agreement_deal import AgreementModel
from irenic.model import Record

__all__ = ["STATUSES", "MonitorAnswer", "NextStep", "ObligationState", "monitor"]

#: What the numbers of a record mean.
STATUSES = ("not begun", "begun", "done in part", "done")
_DONE = 3


@dataclass(frozen=True, slots=True)
class ObligationState:
    """One obligation today: its latest record, and whether it is late.

    ``ready`` says that everything it waits for is done.  ``changes`` is the number of records.
    """

    obligation: str
    by: str
    status: int
    since: str
    due: str
    overdue: bool
    ready: bool
    note: str
    changes: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step that could come next.

    ``temptation`` is what its performer gains by refusing it now, ``exposes`` how exposed each
    party would be after it; it is ``safe`` when its performer is not tempted and nobody would be
    exposed beyond what it accepts.
    """

    obligation: str
    by: str
    temptation: Fraction
    exposes: Mapping[str, Fraction]
    safe: bool


@dataclass(frozen=True, slots=True)
class MonitorAnswer:
    """An agreement on a day.

    ``exposure`` is what each party would be worse off than without a deal if the process stopped
    today, with only what is wholly done counted; ``too_exposed`` are those beyond their limit.
    ``owed`` lists, per party, the obligations of others that wait for nothing any more.
    """

    as_of: str
    states: tuple[ObligationState, ...]
    overdue: tuple[str, ...]
    exposure: Mapping[str, Fraction]
    too_exposed: tuple[str, ...]
    owed: Mapping[str, tuple[str, ...]]
    next_steps: tuple[NextStep, ...]
    recommended: str
    completed: bool


def monitor(model: AgreementModel, as_of: str, /) -> MonitorAnswer:
    """Return where an agreement stands on a day.

    Parameters
    ----------
    as_of : str
        An ISO date; records of later days are not counted.

    Notes
    -----
    The next step recommended is the first safe one in the order of the agreement.  A step done
    in part counts as not done, which is the cautious reading for whoever is exposed by it and
    may understate what its performer has already given.
    """
    latest: dict[str, Record] = {}
    count: dict[str, int] = {}
    for record in model.agreement.records:
        if record.date <= as_of:
            latest[record.obligation] = record
            count[record.obligation] = count.get(record.obligation, 0) + 1
    done = sum(
        1 << k
        for k, name in enumerate(model.ids)
        if name in latest and latest[name].status == _DONE
    )
    states = tuple(
        _state(model, k, latest.get(name), count.get(name, 0), done, as_of)
        for k, name in enumerate(model.ids)
    )
    deal, parties = model.deal, model.parties
    exposure = {p: max(Fraction(0), deal.exposure(i, done)) for i, p in enumerate(parties)}
    steps = tuple(_next(model, k, done) for k in model.order if deal.may(k, done))
    return MonitorAnswer(
        as_of,
        states,
        tuple(s.obligation for s in states if s.overdue),
        exposure,
        tuple(
            p
            for p, cap in zip(parties, deal.caps, strict=True)
            if cap is not None and exposure[p] > cap
        ),
        {
            p: tuple(s.obligation for s in states if s.by != p and s.ready and s.status < _DONE)
            for p in parties
        },
        steps,
        next((s.obligation for s in steps if s.safe), ""),
        done == deal.everything,
    )


def _state(
    model: AgreementModel, step: int, record: Record | None, count: int, done: int, as_of: str
) -> ObligationState:
    obligation = model.obligations[step]
    status = record.status if record else 0
    ready = model.deal.needs[step] & ~done == 0
    return ObligationState(
        obligation.id,
        obligation.by,
        status,
        record.date if record else "",
        obligation.due,
        bool(obligation.due) and obligation.due < as_of and status < _DONE,
        ready,
        record.note if record else "",
        count,
    )


def _next(model: AgreementModel, step: int, done: int) -> NextStep:
    deal = model.deal
    later = [k for k in model.order if k != step and not done >> k & 1]
    tempted = deal.temptation(step, done, later)
    after = done | 1 << step
    exposes = {p: max(Fraction(0), deal.exposure(i, after)) for i, p in enumerate(model.parties)}
    within = all(
        cap is None or exposes[p] <= cap for p, cap in zip(model.parties, deal.caps, strict=True)
    )
    return NextStep(
        model.ids[step],
        model.parties[deal.actor[step]],
        tempted,
        exposes,
        within and tempted <= -model.agreement.margin,
    )
