"""Every mistake in rules that count and compare; read together with ``problem_table``."""

from __future__ import annotations

#: The rule of the good case that each mistake stands in place of.
RULE_1 = '{forbid: {hours: h36, wages: ">= 4"}, why: too dear, by: firm}'
COMPARE = (
    'a comparison such as "wages <= bonus + 2" or "2*wages + bonus <= 10", with numbers, issues, '
    "number*issue, + and -, and one of < <= > >= =="
)
#: (the rule, where, found, expected).
_RULES = [
    (
        "{at_most: 1, why: x}",
        "rules[1]",
        "'at_most' without 'of'",
        "of: [{..}, {..}], the conditions that are counted",
    ),
    (
        "{of: [{hours: h36}, {wages: 4}]}",
        "rules[1]",
        "'of' without a number",
        "at_most, at_least or exactly",
    ),
    (
        "{of: [{hours: h36}, {wages: 4}], at_most: 1, compare: wages <= 4}",
        "rules[1].compare",
        "'compare' beside 'of'",
        "one of them; write two rules",
    ),
    (
        "{forbid: {hours: h36}, at_most: 1}",
        "rules[1].at_most",
        "'at_most' beside 'forbid'",
        "'at_most' beside 'of' only",
    ),
    (
        "{exactly: 1, at_least: 1, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_least",
        "'at_least' beside 'exactly'",
        "'exactly' alone, or a range with 'at_least' and 'at_most'",
    ),
    (
        "{at_most: 3, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_most",
        "3",
        "a whole number from 0 to 2, the number of conditions",
    ),
    (
        "{at_least: 3, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_least",
        "3",
        "a whole number from 1 to 2, the number of conditions",
    ),
    (
        "{at_least: 0, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_least",
        "0",
        "a whole number from 1 to 2, the number of conditions",
    ),
    (
        "{exactly: 0.5, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].exactly",
        "0.5",
        "a whole number from 0 to 2, the number of conditions",
    ),
    (
        "{exactly: 1e30, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].exactly",
        "about 1e+30",
        "a whole number from 0 to 2, the number of conditions",
    ),
    (
        "{at_most: -1, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_most",
        "-1",
        "a whole number from 0 to 2, the number of conditions",
    ),
    (
        "{at_most: two, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_most",
        "'two'",
        'a number such as 40, 0.5 or "5/9"',
    ),
    (
        "{at_least: 2, at_most: 1, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].at_most",
        "at_most 1 with at_least 2",
        "2 or more",
    ),
    (
        "{at_most: 1, of: [{hours: [h36, h38]}, {hours: [h38, h36]}]}",
        "rules[1].of[2]",
        "the same condition a second time",
        "each condition once",
    ),
    (
        "{at_most: 1, of: []}",
        "rules[1].of",
        "an empty list",
        'at least one entry, such as [{hours: h36}, {wages: ">= 4"}, {deputy: vote}]',
    ),
    (
        "{at_most: 1, of: {hours: h36}}",
        "rules[1].of",
        "a mapping with the key hours",
        'a list, such as [{hours: h36}, {wages: ">= 4"}, {deputy: vote}]',
    ),
    (
        "{at_most: 1, of: [h36]}",
        "rules[1].of[1]",
        "'h36'",
        "a mapping of keys to values",
    ),
    (
        "{at_most: 1, of: [{}, {hours: h36}]}",
        "rules[1].of[1]",
        "an empty mapping {}",
        "at least one entry",
    ),
    (
        "{at_most: 1, of: [{hour: h36}, {wages: 4}]}",
        "rules[1].of[1].hour",
        "the unknown issue 'hour'",
        "one of hours, wages, levy, berth, deputy; did you mean 'hours'?",
    ),
    (
        "{at_most: 1, of: [{levy: 1}, {wages: 4}]}",
        "rules[1].of[1].levy",
        "the divisible issue 'levy'",
        "issues with options or numbers; conditions on divisible issues are not supported",
    ),
    (
        '{at_most: 0, of: [{wages: ">= 0"}, {hours: h36}]}',
        "rules[1].of",
        "1 condition that every package meets, where 0 may hold",
        "a rule that leaves some packages",
    ),
    (
        "{atmost: 1, of: [{hours: h36}, {wages: 4}]}",
        "rules[1].atmost",
        "the unknown key 'atmost'",
        "one of the keys forbid, require, at_least, at_most, exactly, of, compare, when, why, by; "
        "did you mean 'at_most'?",
    ),
    (
        "{require: h36}",
        "rules[1].require",
        "'h36'",
        "a condition such as {hours: h36}, or a list of them (any of these)",
    ),
    (
        "{require: [{wages: 3}, {wages: 3}]}",
        "rules[1].require[2]",
        "the same condition a second time",
        "each condition once",
    ),
    (
        "{require: []}",
        "rules[1].require",
        "an empty list",
        'at least one entry, such as {wages: "<= 3"}',
    ),
    (
        "{require: {wages: 3}, when: [{hours: h36}, {hour: h38}]}",
        "rules[1].when[2].hour",
        "the unknown issue 'hour'",
        "one of hours, wages, levy, berth, deputy; did you mean 'hours'?",
    ),
    (
        "{require: {wages: 3}, when: 7}",
        "rules[1].when",
        "'7'",
        "a condition such as {hours: h36}, or a list of them (any of these)",
    ),
    ("{compare: }", "rules[1].compare", "nothing", COMPARE),
    ("{compare: [wages]}", "rules[1].compare", "a list of 1 entry", COMPARE),
    (
        "{compare: wages}",
        "rules[1].compare",
        "'wages', which compares nothing",
        COMPARE,
    ),
    (
        "{compare: 1 < wages < 3}",
        "rules[1].compare",
        "2 comparison signs in '1 < wages < 3'",
        "one of them; write two rules",
    ),
    (
        "{compare: wages = 3}",
        "rules[1].compare",
        "the comparison sign '='",
        "one of < <= > >= ==",
    ),
    (
        "{compare: wages ≤ 3}",
        "rules[1].compare",
        "the comparison sign '≤'",
        "one of < <= > >= ==",
    ),
    (
        "{compare: wages != 3}",
        "rules[1].compare",
        "the comparison sign '!='",
        "one of < <= > >= ==; to exclude single packages use forbid",
    ),
    (
        "{compare: wages <=}",
        "rules[1].compare",
        "'wages <=', with nothing on one side",
        COMPARE,
    ),
    (
        "{compare: wages + <= 3}",
        "rules[1].compare",
        "'wages + <= 3', with a term missing at the end of a side",
        COMPARE,
    ),
    (
        "{compare: 2 wages <= 3}",
        "rules[1].compare",
        "'wages' without + - or * before it",
        COMPARE,
    ),
    (
        "{compare: 2*(wages) <= 3}",
        "rules[1].compare",
        "'(' in '2*(wages) <= 3'",
        COMPARE + "; write the sum out, without brackets",
    ),
    ("{compare: wages <= 3%}", "rules[1].compare", "'%' in 'wages <= 3%'", COMPARE),
    (
        "{compare: wages*wages <= 3}",
        "rules[1].compare",
        "wages*wages in 'wages*wages <= 3'",
        COMPARE,
    ),
    (
        "{compare: 2*+wages <= 3}",
        "rules[1].compare",
        "'+' where a term should be in '2*+wages <= 3'",
        COMPARE,
    ),
    (
        "{compare: wages <= 1/0}",
        "rules[1].compare",
        "'1/0'",
        "a number such as 40, 0.5 or 5/9",
    ),
    (
        "{compare: wages <= 1e31}",
        "rules[1].compare",
        "'1e31', a number too large to read",
        "a number of at most 60 characters, below 10^30",
    ),
    (
        "{compare: wages <= 9999999999999999999999999999999999999999999999999999999999999}",
        "rules[1].compare",
        "'999999999999999999999999999999999999999…', a number too long to read",
        "a number of at most 60 characters, below 10^30",
    ),
    (
        "{compare: wages <= 1 + 2}",
        "rules[1].compare",
        "two plain numbers on one side of 'wages <= 1 + 2'",
        "their sum",
    ),
    (
        "{compare: wages + wages <= 3}",
        "rules[1].compare",
        "the issue 'wages' a second time on one side",
        "each issue once on a side, with a factor such as 2*wages",
    ),
    (
        "{compare: 0*wages <= 3}",
        "rules[1].compare",
        "the issue 'wages' times 0",
        "a factor that is not 0",
    ),
    (
        "{compare: wages <= 2 + wages}",
        "rules[1].compare",
        "'wages <= 2 + wages', which no issue decides",
        "a comparison of issues",
    ),
    (
        "{compare: 1 <= 2}",
        "rules[1].compare",
        "'1 <= 2', which no issue decides",
        "a comparison of issues",
    ),
    (
        "{compare: wages > 6}",
        "rules[1].compare",
        "'wages > 6', which no package meets",
        "a comparison that leaves some packages",
    ),
    (
        "{compare: 3*wages == 4}",
        "rules[1].compare",
        "'3*wages == 4', which no package meets",
        "a comparison that leaves some packages",
    ),
    (
        "{compare: wagse <= 3}",
        "rules[1].compare",
        "the unknown issue 'wagse'",
        "one of hours, wages, levy, berth, deputy; did you mean 'wages'?",
    ),
    (
        '{compare: "`x y` <= 3"}',
        "rules[1].compare",
        "the unknown issue 'x y'",
        "one of hours, wages, levy, berth, deputy",
    ),
    (
        '{compare: "`wages <= 3"}',
        "rules[1].compare",
        "a backquote that stands alone in '`wages <= 3'",
        COMPARE,
    ),
    (
        "{compare: hours <= 3}",
        "rules[1].compare",
        "the issue 'hours', which has options and no numbers",
        "issues with a range; use forbid, require or of for options",
    ),
    (
        "{compare: levy <= wages}",
        "rules[1].compare",
        "the divisible issue 'levy'",
        "issues with a range; rules on divisible issues are not supported",
    ),
]

#: (in the good case, instead of it, where, line, found, expected).
RULE_PROBLEMS = [(RULE_1, rule, where, 38, found, told) for rule, where, found, told in _RULES]
