"""Two conflicts that use the whole section, line by line, for tests that break one line."""

from __future__ import annotations

BY_OPTIONS = """\
irenic: 1
title: Strike
parties: {union: {name: Union}, firm: {name: Firm}}
issues: {pay: {title: Pay, options: [low, high]}}
preferences: {union: {no_deal: 1}, firm: {no_deal: 1}}
proposals: {draft: {pay: low}}
evidence: {ev1: {citation: Letter}}
conflict:
  decision_makers:
    union: {options: {strike: Go on strike}}
    firm: {options: {close: {title: Close, direction: to-yes}, pay: Pay more}}
    city: {name: City, options: {levy: Charge the levy}}
  infeasible: ["-YY-", "YYN-"]
  coalesce: ["-Y--"]
  no_moves: [{from: "--Y-", to: "--N-", by: firm, why: a contract}]
  states: {YNNN: Strike goes on}
  status_quo: YNNN
  preferences:
    union: {statements: [pay, NOT close, strike IF NOT pay, "--Y-"], by: me, evidence: [ev1]}
    firm: {ranking: [NNNN, [NNNY, YNNN, YNNY], NNYN, NNYY, [YNYN, YNYY], ["-Y--"]]}
    city: {known: [[NNNN, YNNN], [NNYN, [NNYY, YNYN], YNNN]]}
  proposals:
    draft: {signed: NNYN, kept: NNYN, broken: [YNNN]}
  interventions:
    fund:
      title: A fund
      add: {region: {name: Region, options: {fund: Pay}}, city: {options: {vote: Vote}}}
      remove: [close]
      require: [fund]
      directions: {strike: to-no}
      infeasible: ["----NY"]
      preferences: {region: {statements: [fund AND NOT levy, "----Y-"]}}
"""

BY_MOVES = """\
irenic: 1
title: Strike
conflict:
  decision_makers: {union: {name: Union}, firm: {name: Firm}}
  states: {talks: Talks, strike: Strike, closed: Plant closed}
  moves:
    union: {talks: [strike], strike: [talks]}
    firm: {strike: [closed], talks: [closed]}
  status_quo: talks
  preferences:
    union: {ranking: "talks > strike >> closed"}
    firm: {unknown: true}
  interventions:
    fund: {title: A fund, why: it pays, preferences: {firm: {known: [[talks, closed]]}}}
"""


def broken(text: str, old: str, new: str) -> str:
    """Return a text with one piece replaced, which must be there."""
    if old not in text:
        raise AssertionError(old)
    return text.replace(old, new, 1)
