"""A case file to start from, with every part of the format shown once."""

from __future__ import annotations

from irenic.casefile.emit import scalar_text

__all__ = ["skeleton"]

_TEXT = """\
# yaml-language-server: $schema=irenic.schema.json
# A case file of Irenic. Everything below is INVENTED: put your own case in its place.
# `irenic check FILE` lists what is wrong with it, `irenic analyze FILE` analyses it.
# (The first line gives completion in editors: irenic schema > irenic.schema.json)
# What stands behind a # is not read; take the # away to use it.

irenic: 1                       # the version of the format
title: {title}
# as_of: 2026-03-01             # the date that the case describes

# include: [parties.yaml]       # other files of this folder; their sections are added

# about:
#   description: What the negotiation is about.
#   sources:
#     - citation: Author (year), title
#       url: https://example.org/report
#       what: the no-deal values
#   exact: the options
#   not_verified: the weights

# Everyone whose agreement may be needed, each with an id of your choice.
parties:
  works:
    name: Works council         # invented
    # role: Speaks for 300 employees
    # backers:                  # outsiders whose support the party depends on
    #   members:
    #     name: The members
    #     leaves_if: {{pay: "< 2"}}
    #     why: their vote of January
  firm:
    name: The firm              # invented

# What is negotiated. An issue has options, a range or shares.
issues:
  hours:
    title: Weekly hours
    options:
      h36: 36 hours
      h38: 38 hours
      h40: 40 hours
  pay:
    title: Pay rise
    range: {{from: 0, to: 4, step: 0.5, unit: "%"}}
  # bonus:
  #   title: Share of the bonus
  #   share: [works, firm]      # divisible; the shares add up to 1

# What each party wants. Its score for a package is the sum of weight x value, on a scale
# of its own. All numbers are exact: 40, 0.5 or "5/9".
preferences:
  works:
    no_deal: [30, 40]           # what it has without an agreement; [30, 40] means "between"
    # by: analyst estimate      # whose judgement this is
    # evidence: [survey]        # what stands behind it, see the end of the file
    issues:
      hours:
        weight: 0.6             # may be a range too: [0.5, 0.7]. Absent: 1
        values: {{h36: 100, h38: 70, h40: 0}}
      pay:
        weight: 0.4
        values: {{0: 0, 2: 70, 4: 100}}    # straight between the points given
        # order: [4, 3.5, 3]    # instead of values, when only the order is known:
                                # every option, best first; [a, b] inside means equally good
    # ranking: [hours, pay]     # instead of weights, when only the order of issues is known
    # points: {{bonus: 100}}      # 100 points spread over divisible issues
    # together:                 # what things are worth in addition when they come together
    #   - when: {{hours: h40, pay: ">= 3"}}
    #     add: 5
    #     why: the overtime allowance would be saved
    # packages:                 # packages that the party ranked, best first
    #   - {{hours: h36, pay: 2}}
    #   - {{hours: h38, pay: 3}}
  firm:
    no_deal: 35                 # unknown, when you do not know it
    issues:
      hours:
        weight: 0.5
        values: {{h36: 0, h38: 60, h40: 100}}
      pay:
        weight: 0.5
        values: {{0: 100, 2: 60, 4: 0}}

# What is impossible, why, and whose rule it is.
# rules:
#   - forbid: {{hours: h36, pay: ">= 3"}}
#     why: beyond the budget
#     by: firm
#   - require: {{pay: "<= 3"}}
#     when: {{hours: [h36, h38]}}
#   - at_most: 1                # how many of these may come together; also at_least, exactly
#     of: [{{hours: h36}}, {{pay: ">= 3"}}]
#   - at_least: 1
#     of: [{{hours: h40}}, {{pay: "<= 3"}}]
#   - exactly: 1
#     of: [{{hours: h36}}, {{hours: [h38, h40]}}]
#   - compare: 2*pay <= 7       # numbers with each other: pay <= allowance + 1

# Who has to accept. Without it: everyone.
# decision:
#   at_least: 1
#   must: [works]

# Packages on the table; they may leave issues open.
proposals:
  first-draft:
    hours: h38
    pay: 2
    # bonus: {{works: "1/3", firm: "2/3"}}

# An estate and the claims on it; every party has one.
# claims:
#   estate: 100
#   amounts: {{works: 80, firm: 60}}

# What each group of parties could get on its own.
# coalitions:
#   - {{members: [works], value: 0}}
#   - {{members: [firm], value: 10}}
#   - {{members: [works, firm], value: 100}}

# Who could move where if talks fail: `irenic stability FILE` says what would hold.
# conflict:
#   decision_makers:            # who has the id of a party is that party
#     works: {{options: {{strike: Go on strike}}}}
#     firm:
#       options:
#         close: {{title: Close a plant, direction: to-yes}}  # once done it cannot be undone
#         # a state has a letter for each option, in this order: YN is strike, not close
#   infeasible: ["YY"]          # states that cannot be: Y, N, or - for either
#   coalesce: ["-Y"]            # states that count as one; this is its name
#   no_moves:
#     - {{from: "NN", to: "-Y", by: firm, why: the law forbids it}}
#   states: {{YN: The strike goes on}}    # titles of some states
#                               # (without options: all states, and moves: {{works: {{s1: [s2]}}}})
#   status_quo: YN
#   preferences:                # each has one of these; without any, nothing is known
#     works: {{statements: [NOT close, strike IF NOT close], by: analyst, evidence: [survey]}}
#     firm: {{weights: {{strike: -3, close: -1}}}}
#                               # or ranking: [[NN], [YN, "-Y"]], known: [[NN, YN]],
#                               # unknown: true
#   proposals:                  # in which state a proposal is signed, kept and broken
#     first-draft: {{signed: NN, kept: NN, broken: [YN]}}
#   interventions:              # what a third party could change
#     fund:
#       title: A fund keeps the plant open
#       why: the region would pay
#       add: {{region: {{name: The region, options: {{fund: Pay for the plant}}}}}}
#       remove: [close]
#       require: [fund]
#       directions: {{strike: to-no}}
#       infeasible: ["Y-Y"]
#       preferences: {{region: {{unknown: true}}}}

# What is to be done once it is signed, and what holds it: `irenic guarantees FILE`.
# agreement:
#   parties:
#     works: {{no_deal: 0, exposure: 3, discount: [0.9, 1]}}
#   order: [notice, rise]       # the order of the steps
#   margin: 0                   # how much a performer has to lose at least by refusing
#   obligations:
#     notice: {{title: Withdraw the dismissals, by: firm, value: {{works: 4, firm: -2}}}}
#     rise:
#       title: Sign the pay scale
#       by: works
#       value: {{works: -1, firm: [3, 4]}}
#       kept: {{firm: 3}}         # when the process stops after it
#       gain: 0                 # for refusing by surprise
#       due: 2026-06-01
#       days: 10
#       after: [notice]
#       pieces: 2
#       stops: none
#       notice: 1
#       undone: 0.5
#       when: {{hours: h36}}
#       judged_by: analyst
#       evidence: [survey]
#   guarantees:
#     escrow:
#       title: Half a month's pay in escrow
#       kind: deposit           # or penalty, compensation, snapback, monitor, swap
#       guarantor: Savings bank
#       covers: [notice]
#       size: 2                 # or most: 5, when it can be chosen
#       reliability: {{noticed: 0.9, willing: 1, able: 1}}
#       cost: 0.1
#       fixed: 0.2
#       cause: bank
#       in_force: yes
#       # pays: works           # of a compensation
#   shared: {{bank: 0.5}}
#   levers:
#     aid: {{title: A grant, kind: milestone, for: firm, size: 1, after: rise, reliability: 0.9}}
#   phases:
#     peace:
#       title: No strikes after that
#       kept: {{works: 3, firm: 3}}
#       breach: {{works: 5, firm: 5}}
#       punished: {{works: 1, firm: 1}}
#       transfers: no
#   record:
#     - {{obligation: notice, date: 2026-03-02, status: 3, note: withdrawn, by: analyst}}

# Who is concerned but not at the table.
# absent:
#   trainees:
#     name: Trainees
#     why: they cannot vote for the works council

# What stands behind the numbers.
# evidence:
#   survey:
#     citation: Survey among employees
#     date: 2026-02-01
#     url: https://example.org/survey
#     says: two thirds prefer shorter hours to higher pay
"""


def skeleton(title: str, /) -> str:
    """Return a commented case file called ``title``, to be filled in.

    It reads without problems, and shows every key of the format once, in use or behind ``#``.
    What cannot stand in a title (line ends, control characters) becomes a blank.

    Examples
    --------
    >>> skeleton("Port: 2026").splitlines()[7]
    'title: "Port: 2026"'
    """
    printable = "".join(char if char.isprintable() else " " for char in title)
    return _TEXT.format(title=scalar_text(" ".join(printable.split()) or "A negotiation"))
