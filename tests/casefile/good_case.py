"""A case that uses the whole format, line by line, for tests that break one line of it."""

GOOD = """\
irenic: 1
title: Harbour dispute
as_of: 2026-03-01
about:
  description: Invented
  sources: [{citation: Nobody (2026)}]
parties:
  city: {name: City}
  union: {name: Union, role: Workers, backers: {fed: {name: Federation, leaves_if: {wages: "< 3"}}}}
  firm: {name: Firm}
issues:
  hours: {title: Hours, options: {h36: 36 hours, h38: 38 hours, h40: 40 hours}}
  wages: {title: Wages, range: {from: 0, to: 6, step: 0.5, unit: "%"}}
  levy: {title: Levy, share: [city, firm]}
  berth: {title: Berth, share: [city, firm]}
  deputy: {title: Deputy, options: [none, observer, vote]}
preferences:
  union:
    no_deal: [35, 45]
    by: an analyst
    evidence: [ev1]
    ranking: [deputy]
    issues:
      hours: {weight: 40, values: {h36: 100, h38: 70, h40: 0}}
      wages: {weight: {from: 30, to: 45}, values: {0: 0, 3: 60, 6: 100}}
      deputy: {order: [vote, [observer, none]]}
    together: [{when: {deputy: vote, hours: [h36, h38]}, add: 10, why: so}]
    packages: [{hours: h36, wages: 3}, {hours: h38}]
  city:
    no_deal: "5/9"
    points: {levy: 60, berth: 40}
  firm:
    no_deal: unknown
    issues:
      levy: {weight: 20, values: {0: 0, 1: 100}}
      hours: {values: {h36: 0, h38: 60, h40: 100}}
rules:
  - {forbid: {hours: h36, wages: ">= 4"}, why: too dear, by: firm}
  - {require: {wages: "<= 3"}, when: {hours: h36}}
decision: {at_least: 2, must: [firm, union]}
proposals:
  draft: {hours: h38, wages: 3, levy: {city: "2/3", firm: "1/3"}}
claims: {estate: 200, amounts: {city: 100, union: 0, firm: 150}}
coalitions:
  - {members: [city], value: 0}
  - {members: [union], value: 0}
  - {members: [firm], value: 1}
  - {members: [city, union], value: 2}
  - {members: [city, firm], value: 3}
  - {members: [union, firm], value: 4}
  - {members: [city, union, firm], value: 5}
absent: {fishers: {name: Fishers, why: far away}}
evidence:
  ev1: {citation: Minutes}
"""


def broken(old: str, new: str, text: str = GOOD) -> str:
    """Return the good case with one place changed, which must be there exactly once."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in the case")
    return text.replace(old, new)
