"""An agreement that uses the whole section, line by line, for tests that break one line."""

from __future__ import annotations

AGREEMENT = """\
irenic: 1
title: Ceasefire
parties: {gov: {name: Government}, reb: {name: Movement}, un: {name: Mission}}
issues: {law: {title: Law, options: [short, long]}}
evidence: {ev1: {citation: Letter}}
agreement:
  parties:
    gov: {no_deal: 0, exposure: 2, discount: [0.8, 1]}
    reb: {no_deal: [-1, 0], exposure: 5}
  order: [g1, r1, g2, r2]
  margin: 0.5
  obligations:
    g1:
      title: Release prisoners
      by: gov
      value: {gov: -2, reb: 4}
      kept: {gov: -2, reb: [3, 4]}
      gain: 0.5
      due: 2026-05-01
      days: 30
      pieces: 2
      stops: [r1, r2]
      notice: 1
      undone: 0.5
      when: {law: long}
      judged_by: analyst
      evidence: [ev1]
    r1: {title: Hand over weapons, by: reb, value: {gov: 6, reb: -5}, due: 2026-06-01, after: [g1]}
    g2: {title: Pass the law, by: gov, value: {gov: -4, reb: 7}, due: 2026-07-01, stops: none}
    r2: {title: Disarm, by: reb, value: {gov: 5, reb: -3}, due: 2026-07-01, after: [r1], stops: all}
  guarantees:
    bond: {title: Bond, kind: deposit, guarantor: un, covers: [r1, r2], most: 5, cause: donors}
    fine: {title: Fine, kind: penalty, covers: [g2], size: [2, 4], reliability: 0.75, in_force: no}
    fund: {title: Fund, kind: compensation, covers: [r2], size: 3, pays: gov, cost: 0.1, fixed: 2}
    watch: {title: Watch, kind: monitor, covers: [r1], reliability: {noticed: 0.9, able: [0.8, 1]}}
    lock: {title: Same day, kind: swap, covers: [g2, r2], judged_by: un, evidence: [ev1]}
  shared: {donors: 0.5}
  levers:
    aid: {title: Aid, kind: milestone, for: reb, size: 3, after: g2, reliability: 0.8, cost: 1}
    trade: {title: Trade, kind: completion, for: gov, most: 4, in_force: no}
  phases:
    truce:
      title: Truce
      kept: {gov: 3, reb: 3}
      breach: {gov: 5, reb: [4, 5]}
      punished: {gov: 1, reb: 1}
      transfers: yes
  record:
    - {obligation: g1, date: 2026-04-20, status: 1, note: Lists exchanged, by: un}
    - {obligation: g1, date: 2026-05-01, status: 3}
    - {obligation: r1, date: 2026-04-25, status: 0}
"""


def broken(text: str, old: str, new: str) -> str:
    """Return a text with one piece replaced, which must be there."""
    if old not in text:
        raise AssertionError(old)
    return text.replace(old, new, 1)
