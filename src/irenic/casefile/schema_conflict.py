"""The format of the ``conflict`` section: decision makers, states, moves and preferences."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from irenic.casefile.nodes import Scalar
from irenic.casefile.shapes import (
    FreeText,
    Id,
    Number,
    Section,
    Text,
    found_in,
    kind_of,
    refuse,
    refuser,
)

__all__ = [
    "ConflictOptionSection",
    "ConflictPreferenceSection",
    "ConflictSection",
    "DecisionMakerSection",
    "InterventionSection",
    "NoMoveSection",
    "SettlementSection",
]

#: Default of keys whose absence means something; never a value in the file.
_ABSENT: Any = None
_DIRECTIONS = ("both", "to-yes", "to-no")
_FORMS = ("ranking", "statements", "weights", "known", "unknown")
_OPTION_FORM_ONLY = ("infeasible", "coalesce", "no_moves")
_STATE_SCHEMA = {"type": ["string", "number", "boolean"]}


def _direction(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.text not in _DIRECTIONS:
        raise refuse(
            found_in(value), "both (the option can be taken and given up), to-yes or to-no"
        )
    return value


def _true(value: Any) -> Any:
    if not isinstance(value, Scalar) or not (value.plain and value.text in ("true", "True")):
        raise refuse(found_in(value), "true; leave the key out when something is known")
    return value


Direction = Annotated[Any, PlainValidator(_direction), WithJsonSchema({"enum": list(_DIRECTIONS)})]
_True = Annotated[Any, PlainValidator(_true), WithJsonSchema({"const": True})]
_GROUP_FORM = "a state, or a list of states that are equally good"
_GROUP_SCHEMA = {
    "anyOf": [_STATE_SCHEMA, {"type": "array", "minItems": 1, "items": _STATE_SCHEMA}],
    "description": "A state, or a list of states that are equally good.",
}
_Group = Annotated[
    Annotated[Text, Tag(" scalar ")]
    | Annotated[Annotated[list[Text], Field(min_length=1)], Tag(" list ")]
    | Annotated[Annotated[Any, PlainValidator(refuser(_GROUP_FORM))], Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(_GROUP_SCHEMA),
]
_RANKING_FORM = 'states best first, such as [[s1], [s3, s2]] or "s1 > s3 = s2"'
_Ranking = Annotated[
    Annotated[Text, Tag(" scalar ")]
    | Annotated[Annotated[list[_Group], Field(min_length=1)], Tag(" list ")]
    | Annotated[Annotated[Any, PlainValidator(refuser(_RANKING_FORM))], Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": _GROUP_SCHEMA}]}
    ),
]
Patterns = list[Text]


class ConflictOptionSection(Section):
    """Something a decision maker can do or leave."""

    title: Text = Field(description="What it is to take the option.")
    direction: Direction = Field(
        "both",
        description="`to-yes`: once taken it cannot be given up; `to-no`: once given up it cannot "
        "be taken again. Absent: both ways.",
        examples=["to-yes"],
    )


_OPTION_TEXT = "a title, or {title: .., direction: ..}"
_Option = Annotated[
    Annotated[Text, Tag(" scalar ")]
    | Annotated[
        Annotated[Any, PlainValidator(refuser(_OPTION_TEXT)), WithJsonSchema({"not": {}})],
        Tag(" list "),
    ]
    | Annotated[ConflictOptionSection, Tag(" table ")],
    Discriminator(kind_of),
]


class DecisionMakerSection(Section):
    """Someone who can move; the same as the party of this id, if there is one."""

    name: Text = Field(_ABSENT, description="Full name. Absent: the name of the party of this id.")
    options: dict[str, _Option] = Field(
        {},
        description="What they can do or leave, by id. The letters of a state stand in this order.",
        examples=[{"levy": {"title": "Charge the levy", "direction": "both"}}],
    )


class NoMoveSection(Section):
    """Moves that the options would allow but that are closed."""

    from_: Text = Field(alias="from", description="The pattern of the states left.")
    to: Text = Field(description="The pattern of the states that cannot be reached from them.")
    by: Id = Field(_ABSENT, description="To whom the moves are closed. Absent: to everyone.")
    why: FreeText = Field("", description="The reason.")


class ConflictPreferenceSection(Section):
    """What one decision maker prefers; has one of ranking, statements, weights, known, unknown."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [form]} for form in _FORMS]}
    )

    ranking: _Ranking = Field(
        _ABSENT,
        description="All states, best first; a list inside means equally good. As a text, `>>` "
        "and `>>>` stand for stronger preference and `=` or `~` for equally good.",
        examples=[[["NY"], ["YY", "NN"], ["YN"]], "s1 > s3 >> s2 = s4"],
    )
    statements: Annotated[list[Text], Field(min_length=1)] = Field(
        _ABSENT,
        description="What they would like to hold, most important first: options, patterns, NOT, "
        "AND, OR, IF, IFF and parentheses.",
        examples=[["levy", "NOT strike", "levy IF strike"]],
    )
    weights: Annotated[dict[str, Number], Field(min_length=1)] = Field(
        _ABSENT,
        description="What each option adds when it is taken; 0 for those not named.",
        examples=[{"levy": 3, "strike": -2}],
    )
    known: Annotated[list[Annotated[list[_Group], Field(min_length=1)]], Field(min_length=1)] = (
        Field(
            _ABSENT,
            description="Chains of states, best first, when only some comparisons are known; a "
            "list inside means equally good.",
            examples=[[["s3", "s7"], ["s4", ["s8", "s9"], "s1"]]],
        )
    )
    unknown: _True = Field(
        _ABSENT, description="true: nothing is known of what they prefer.", examples=[True]
    )
    by: FreeText = Field("", description="Whose judgement this is.")
    evidence: list[Id] = Field([], description="Ids of evidence.", examples=[["ev1"]])


class SettlementSection(Section):
    """Where a proposal of the case stands in the conflict."""

    signed: Text = Field(description="The state in which it has been signed.")
    kept: Text = Field(
        _ABSENT, description="The state in which everyone keeps it. Absent: the one of `signed`."
    )
    broken: Patterns = Field(
        [], description="The states in which someone breaks it.", examples=[["YNNNN"]]
    )


class InterventionSection(Section):
    """Something a third party could change about the conflict."""

    title: Text = Field(description="What would be done.")
    why: FreeText = Field("", description="The reason.")
    add: dict[str, DecisionMakerSection] = Field(
        {},
        description="Further options by decision maker (new ones too), after all others.",
        examples=[{"un": {"name": "United Nations", "options": {"watch": "Send monitors"}}}],
    )
    remove: list[Id] = Field(
        [], description="Options that cannot be taken any more.", examples=[["strike"]]
    )
    require: list[Id] = Field([], description="Options that are taken.", examples=[["watch"]])
    directions: dict[str, Direction] = Field(
        {},
        description="Options whose direction becomes another.",
        examples=[{"levy": "to-yes"}],
    )
    infeasible: Patterns = Field(
        [],
        description="Further patterns of states that become impossible, with one letter also for "
        "each added option.",
        examples=[["YY----"]],
    )
    preferences: dict[str, ConflictPreferenceSection] = Field(
        {},
        description="What some decision makers prefer then.",
        examples=[{"un": {"statements": ["watch"]}}],
    )


class ConflictSection(Section):
    """Who can move where, and what each prefers: by options, or with all moves listed."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"not": {"required": ["moves"]}},
                {
                    "required": ["moves", "states"],
                    "not": {"anyOf": [{"required": [key]} for key in _OPTION_FORM_ONLY]},
                },
            ]
        }
    )

    decision_makers: Annotated[dict[str, DecisionMakerSection], Field(min_length=1)] = Field(
        description="Those who can move, by id.",
        examples=[{"city": {"name": "City", "options": {"levy": "Charge the levy"}}}],
    )
    infeasible: Patterns = Field(
        [],
        description="Patterns of states that are impossible: Y, N or - for each option.",
        examples=[["YY---"]],
    )
    coalesce: Patterns = Field(
        [],
        description="Patterns whose states count as one; the pattern is its name.",
        examples=[["---Y-"]],
    )
    no_moves: list[NoMoveSection] = Field(
        [],
        description="Moves that are closed, from the states of one pattern to those of another.",
        examples=[[{"from": "--Y--", "to": "--N--", "by": "city"}]],
    )
    states: dict[str, Text] = Field(
        {},
        description="With `moves`: all states, by id. Else titles of some states.",
        examples=[{"NYNNN": "Strike goes on"}],
    )
    moves: dict[str, dict[str, list[Text]]] = Field(
        _ABSENT,
        description="Where each decision maker can move from each state; instead of options.",
        examples=[{"city": {"s1": ["s2", "s3"]}}],
    )
    status_quo: Text = Field(
        _ABSENT, description="The state that the conflict is in.", examples=["NYNNN"]
    )
    preferences: dict[str, ConflictPreferenceSection] = Field(
        {},
        description="What each decision maker prefers. Absent: unknown.",
        examples=[{"city": {"statements": ["levy"]}}],
    )
    proposals: dict[str, SettlementSection] = Field(
        {},
        description="Where proposals of the case stand in the conflict, by id.",
        examples=[{"draft": {"signed": "NYNNN"}}],
    )
    interventions: dict[str, InterventionSection] = Field(
        {},
        description="What a third party could change, by id.",
        examples=[{"monitors": {"title": "Send monitors", "require": ["watch"]}}],
    )
