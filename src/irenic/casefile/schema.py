"""The format of case files: which keys there are, and what each may hold.

The reader checks a file against these classes, and :func:`json_schema` turns the same
classes into the JSON Schema that editors use.  What a key *means* (that an issue exists,
that shares add up to 1) is checked in the ``build`` modules.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from irenic.casefile.schema_agreement import AgreementSection
from irenic.casefile.schema_conflict import ConflictSection
from irenic.casefile.schema_rules import RuleSection
from irenic.casefile.shapes import (
    ID_PATTERN,
    Condition,
    FreeText,
    Id,
    Number,
    OptionTable,
    OrderItem,
    ProposalEntry,
    QuantityOrUnknown,
    QuantityShape,
    Section,
    TestShape,
    Text,
    Version,
)

__all__ = [
    "AboutSection",
    "AbsentSection",
    "AgreementSection",
    "BackerSection",
    "CaseFile",
    "ClaimsSection",
    "CoalitionSection",
    "ConflictSection",
    "DecisionSection",
    "EvidenceSection",
    "Ids",
    "IssuePreferenceSection",
    "IssueSection",
    "PartySection",
    "PreferenceSection",
    "RangeSection",
    "RuleSection",
    "SourceSection",
    "TogetherSection",
    "json_schema",
]

Ids = list[Id]
#: Default of keys whose absence means something; never a value in the file.
_ABSENT: Any = None


class SourceSection(Section):
    """Where facts of the case come from."""

    citation: Text = Field(description="Author, year, title, place.")
    url: FreeText = Field("", description="Where it can be read.")
    what: FreeText = Field("", description="Which part of the case it stands behind.")


class AboutSection(Section):
    """Where the case comes from and how far to trust it."""

    description: FreeText = Field("", description="What the case is about.")
    sources: list[SourceSection] = Field(
        [], description="The sources of the case.", examples=[[{"citation": "Nash (1950)"}]]
    )
    exact: FreeText = Field("", description="What in the file is exact.")
    not_verified: FreeText = Field("", description="What in the file is not verified.")


class BackerSection(Section):
    """An outsider whose support a party's acceptance depends on."""

    name: Text = Field(description="Full name.")
    leaves_if: Condition = Field(
        {},
        description="The condition on a package under which the backer leaves.",
        examples=[{"wages": "< 3"}],
    )
    why: FreeText = Field("", description="The reason.")


class PartySection(Section):
    """Someone at the table."""

    name: Text = Field(description="Full name.")
    role: FreeText = Field("", description="What the party is and does in the negotiation.")
    backers: dict[str, BackerSection] = Field(
        {},
        description="Outsiders on whose support the party depends, by id.",
        examples=[{"federation": {"name": "Federation", "leaves_if": {"wages": "< 3"}}}],
    )


class RangeSection(Section):
    """The grid of a numeric issue: from, from + step, .., to."""

    from_: Number = Field(alias="from", description="The lowest number that can be agreed.")
    to: Number = Field(description="The highest number; a whole number of steps above `from`.")
    step: Number = Field(description="The distance between two numbers that can be agreed.")
    unit: FreeText = Field("", description="What the numbers count, such as % or weeks.")


class IssueSection(Section):
    """One thing that is negotiated; has exactly one of options, range and share."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["options"]}, {"required": ["range"]}, {"required": ["share"]}]
        }
    )

    title: Text = Field(description="Full name.")
    options: OptionTable = Field(
        _ABSENT,
        description="The options by id, with their titles; or a list of titles.",
        examples=[{"h36": "36 hours", "h38": "38 hours"}],
    )
    range: RangeSection = Field(
        _ABSENT, description="A number on a grid.", examples=[{"from": 0, "to": 6, "step": 0.5}]
    )
    share: Ids = Field(
        _ABSENT,
        description="Something divisible, and the parties that divide it.",
        examples=[["city", "firm"]],
    )


class IssuePreferenceSection(Section):
    """How a party sees one issue."""

    weight: QuantityShape = Field(
        1,
        description="Multiplies the value; a number or a range. Absent: 1.",
        examples=[40, [30, 45]],
    )
    values: dict[str, QuantityShape] = Field(
        _ABSENT,
        description="What each option is worth; for numbers and shares a curve that is "
        "straight between the points given.",
        examples=[{"h36": 100, "h38": 70}],
    )
    order: list[OrderItem] = Field(
        _ABSENT,
        description="The options, best first; a list inside means equally good.",
        examples=[["vote", ["observer", "maybe"], "none"]],
    )
    by: FreeText = Field("", description="Whose judgement this is.")
    evidence: Ids = Field([], description="Ids of evidence.", examples=[["ev1"]])


class TogetherSection(Section):
    """A bonus or a penalty for things that come together."""

    when: Condition = Field(
        description="The condition on the package.", examples=[{"deputy": "vote", "hours": "h40"}]
    )
    add: QuantityShape = Field(description="Added to the score; may be negative.", examples=[10])
    why: FreeText = Field("", description="The reason.")


class PreferenceSection(Section):
    """What one party wants, and how sure we are of it."""

    no_deal: QuantityOrUnknown = Field(
        "unknown",
        description="What the party has without an agreement, on the scale of its scores: a "
        'number, a range, or "unknown" (as when absent).',
        examples=[40, [35, 45], "unknown"],
    )
    by: FreeText = Field("", description="Whose judgement this is.")
    evidence: Ids = Field([], description="Ids of evidence.", examples=[["ev1"]])
    issues: dict[str, IssuePreferenceSection] = Field(
        {},
        description="How the party sees each issue.",
        examples=[{"hours": {"weight": 40, "values": {"h36": 100, "h38": 70}}}],
    )
    points: dict[str, Number] = Field(
        {},
        description="100 points spread over divisible issues.",
        examples=[{"levy": 60, "port": 40}],
    )
    ranking: Ids = Field(
        [],
        description="Issues by importance, most important first, instead of weights.",
        examples=[["hours", "wages"]],
    )
    together: list[TogetherSection] = Field(
        [],
        description="What things are worth in addition when they come together.",
        examples=[[{"when": {"deputy": "vote"}, "add": 10}]],
    )
    packages: list[dict[str, TestShape]] = Field(
        [],
        description="Example packages that the party ranked, best first.",
        examples=[[{"hours": "h36", "wages": 3}]],
    )


class DecisionSection(Section):
    """Who has to accept for a package to carry."""

    at_least: Number = Field(
        _ABSENT, description="How many parties must accept. Absent: all of them.", examples=[2]
    )
    must: Ids = Field(
        [], description="Parties without which nothing carries.", examples=[["firm", "union"]]
    )


class ClaimsSection(Section):
    """An amount to divide and what each party claims of it."""

    estate: Number = Field(description="What there is to divide.", examples=[200])
    amounts: dict[str, Number] = Field(
        description="What each party claims.", examples=[{"w1": 100, "w2": 200}]
    )


class CoalitionSection(Section):
    """What some of the parties could get together without the others."""

    members: Annotated[Ids, Field(min_length=1)] = Field(
        description="The parties in it.", examples=[["a", "b"]]
    )
    value: Number = Field(description="What they get together.", examples=[118])


class AbsentSection(Section):
    """A stakeholder who is concerned but not at the table."""

    name: Text = Field(description="Full name.")
    why: FreeText = Field("", description="Why they matter, and why they are not there.")


class EvidenceSection(Section):
    """What stands behind a number."""

    citation: Text = Field(description="Who said it, and where.")
    date: FreeText = Field("", description="When it was said.")
    url: FreeText = Field("", description="Where it can be read.")
    says: FreeText = Field("", description="What it says, in a sentence.")


class CaseFile(Section):
    """A negotiation as Irenic reads it."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["parties"]}, {"required": ["conflict"]}]}
    )

    irenic: Version = Field(description="1, the version of the format.", examples=[1])
    title: Text = Field(description="What the case is called.", examples=["Harbour dispute"])
    as_of: FreeText = Field("", description="The date the case describes.")
    include: Ids = Field(
        [],
        description="Other files of the same folder whose sections belong to the case.",
        examples=[["parties.yaml"]],
    )
    about: AboutSection = Field(
        _ABSENT,
        description="What the case is about, where it comes from, how far to trust it.",
        examples=[{"description": "What the case is about"}],
    )
    parties: Annotated[dict[str, PartySection], Field(min_length=1)] = Field(
        _ABSENT,
        description="Those at the table, by id. A case with nothing but a conflict needs none.",
        examples=[{"city": {"name": "City"}}],
    )
    issues: dict[str, IssueSection] = Field(
        {},
        description="What is negotiated, by id.",
        examples=[{"hours": {"title": "Weekly hours", "options": ["36", "38"]}}],
    )
    preferences: dict[str, PreferenceSection] = Field(
        {},
        description="What each party wants, by party id.",
        examples=[{"union": {"no_deal": 40, "issues": {}}}],
    )
    rules: list[RuleSection] = Field(
        [],
        description="Which packages are excluded, why, and by whom.",
        examples=[[{"forbid": {"hours": "h36", "wages": ">= 4"}}]],
    )
    decision: DecisionSection = Field(
        _ABSENT, description="Who has to accept. Absent: everyone.", examples=[{"at_least": 2}]
    )
    proposals: dict[str, dict[str, ProposalEntry]] = Field(
        {},
        description="Named packages, possibly partial, by id.",
        examples=[{"draft": {"hours": "h38", "wages": 3}}],
    )
    claims: ClaimsSection = Field(
        _ABSENT,
        description="An estate and the claims on it.",
        examples=[{"estate": 200, "amounts": {"a": 100, "b": 200}}],
    )
    coalitions: list[CoalitionSection] = Field(
        [],
        description="The value of every non-empty coalition.",
        examples=[[{"members": ["a", "b"], "value": 118}]],
    )
    conflict: ConflictSection = Field(
        _ABSENT,
        description="Who can move where, and what each prefers.",
        examples=[{"decision_makers": {"city": {"name": "City", "options": {"levy": "Levy"}}}}],
    )
    agreement: AgreementSection = Field(
        _ABSENT,
        description="What is to be done, by whom, when, and what holds it together.",
        examples=[{"obligations": {"g1": {"title": "Pay", "by": "city", "value": {"city": -1}}}}],
    )
    absent: dict[str, AbsentSection] = Field(
        {},
        description="Those who are concerned but not at the table, by id.",
        examples=[{"fishers": {"name": "Coastal fishers"}}],
    )
    evidence: dict[str, EvidenceSection] = Field(
        {},
        description="What stands behind the numbers, by id.",
        examples=[{"ev1": {"citation": "Annual report"}}],
    )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file.

    It is generated from the classes that the reader itself checks a file against.

    Examples
    --------
    >>> json_schema()["properties"]["irenic"]["description"]
    '1, the version of the format.'
    """
    schema = CaseFile.model_json_schema(by_alias=True)
    _tidy(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Irenic case file",
    }


def _tidy(schema: Any) -> None:
    """Bound the ids in every open mapping, and drop what only repeats the key."""
    if isinstance(schema, list):
        for item in schema:
            _tidy(item)
        return
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("additionalProperties"), dict):
        schema["propertyNames"] = {"pattern": ID_PATTERN}
    if isinstance(schema.get("title"), str):
        # A section's title is its name; pydantic's title of a single key only repeats the key.
        if "properties" in schema:
            schema["title"] = schema["title"].removesuffix("Section")
        else:
            del schema["title"]
    if schema.get("default", 0) in (None, "", [], {}) and "default" in schema:
        del schema["default"]
    for key, value in schema.items():
        if key != "examples":
            _tidy(value)
