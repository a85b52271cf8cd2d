"""The format of the ``agreement`` section: obligations, what holds them, what was seen of them."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from irenic.casefile.nodes import Scalar
from irenic.casefile.shapes import (
    Condition,
    FreeText,
    Id,
    Number,
    QuantityShape,
    Section,
    Text,
    found_in,
    kind_of,
    refuse,
    refuser,
)
from irenic.model import GuaranteeKind, LeverKind

__all__ = [
    "AgreementSection",
    "GuaranteeSection",
    "LeverSection",
    "ObligationSection",
    "PhaseSection",
    "RecordSection",
    "ReliabilitySection",
    "StandingSection",
]

#: Default of keys whose absence means something; never a value in the file.
_ABSENT: Any = None
_YES_NO = ("yes", "no", "true", "false")
_STOPS_FORM = "all, none, or a list of obligations"
_RELIABILITY_FORM = "a number from 0 to 1, a range, or {noticed: .., willing: .., able: ..}"


def _one_of(words: tuple[str, ...]) -> Any:
    def check(value: Any) -> Any:
        if not isinstance(value, Scalar) or value.text not in words:
            raise refuse(found_in(value), f"one of {', '.join(words)}")
        return value

    return Annotated[Any, PlainValidator(check), WithJsonSchema({"enum": list(words)})]


def _yes_no(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.text not in _YES_NO:
        raise refuse(found_in(value), "yes or no")
    return value


def _all_or_none(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.text not in ("all", "none"):
        raise refuse(found_in(value), _STOPS_FORM)
    return value


YesNo = Annotated[
    Any, PlainValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]})
]
_NoTable = Annotated[Any, PlainValidator(refuser(_STOPS_FORM)), WithJsonSchema({"not": {}})]
_Stops = Annotated[
    Annotated[
        Annotated[Any, PlainValidator(_all_or_none), WithJsonSchema({"enum": ["all", "none"]})],
        Tag(" scalar "),
    ]
    | Annotated[list[Id], Tag(" list ")]
    | Annotated[_NoTable, Tag(" table ")],
    Discriminator(kind_of),
]
_Amounts = dict[str, QuantityShape]
_SomeAmounts = Annotated[_Amounts, Field(min_length=1)]
_AMOUNTS = [{"gov": -2, "reb": [3, 5]}]


class StandingSection(Section):
    """Where a party stands without the agreement, and how much it can risk."""

    no_deal: QuantityShape = Field(
        0, description="What it has without a deal, counted from today. Absent: 0.", examples=[-1]
    )
    exposure: Number = Field(
        _ABSENT,
        description="The most it accepts to be worse off than without a deal when the process "
        "stops. Absent: not known.",
        examples=[2],
    )
    discount: QuantityShape = Field(
        _ABSENT,
        description="What a unit at the next date is worth to it today, above 0 and up to 1.",
        examples=[[0.8, 1]],
    )


class ObligationSection(Section):
    """One step of the agreement: who performs it, and what it is worth to whom."""

    title: Text = Field(description="What is to be done.")
    by: Id = Field(description="The party that performs it.")
    value: _Amounts = Field(
        {},
        description="What each party has of it when the whole agreement is carried out, in that "
        "party's own unit. Absent: 0.",
        examples=_AMOUNTS,
    )
    kept: _Amounts = Field(
        {},
        description="What each party still has of it when the process stops after it. "
        "Absent: the same as in value.",
        examples=_AMOUNTS,
    )
    gain: QuantityShape = Field(
        0, description="What the performer gets in addition by refusing at that moment."
    )
    due: Text = Field(_ABSENT, description="The day by which it is due.", examples=["2026-05-01"])
    days: Number = Field(_ABSENT, description="How many days it takes.", examples=[30])
    after: list[Id] = Field(
        [], description="Obligations that have to be performed before it.", examples=[["g1"]]
    )
    pieces: Number = Field(
        1, description="Into how many equal pieces it can be cut. Absent: 1.", examples=[2]
    )
    stops: _Stops = Field(
        _ABSENT,
        description="What the others stop when it is withheld: all (as when absent), none, or a "
        "list of their obligations.",
        examples=[["r1", "r2"], "none"],
    )
    notice: Number = Field(
        0, description="How many further steps happen before a breach is noticed. Absent: 0."
    )
    undone: Number = Field(
        0,
        description="The share, from 0 to 1, of what others have received by it that is taken "
        "back when the process stops. Absent: 0.",
    )
    when: Condition = Field(
        {},
        description="The condition on a package under which the obligation exists. Absent: always.",
        examples=[{"hours": "h38"}],
    )
    judged_by: FreeText = Field("", description="Whose judgement the values are.")
    evidence: list[Id] = Field([], description="Ids of evidence.", examples=[["ev1"]])


class ReliabilitySection(Section):
    """How sure it is that a guarantee works: three probabilities, each given those before it."""

    noticed: QuantityShape = Field(
        1, description="That a breach is noticed in time. Absent: 1.", examples=[0.9]
    )
    willing: QuantityShape = Field(
        1, description="That the guarantor is then willing to act. Absent: 1."
    )
    able: QuantityShape = Field(
        1, description="That it is then able to act. Absent: 1.", examples=[[0.8, 1]]
    )


_Reliability = Annotated[
    Annotated[Number, Tag(" scalar ")]
    | Annotated[
        Annotated[
            list[Number],
            Field(min_length=2, max_length=2, description="Lowest and highest: [0.6, 0.8]."),
        ],
        Tag(" list "),
    ]
    | Annotated[ReliabilitySection, Tag(" table ")],
    Discriminator(kind_of),
]


class GuaranteeSection(Section):
    """Something that holds obligations: who gives it, for which, how much, how surely."""

    title: Text = Field(description="What it is.")
    kind: _one_of(get_args(GuaranteeKind)) = Field(  # type: ignore[valid-type]
        description="One of penalty, deposit, compensation, snapback, monitor, swap.",
        examples=["penalty"],
    )
    guarantor: FreeText = Field(
        "", description="Who gives it: an outsider, or a party that performs nothing it covers."
    )
    covers: Annotated[list[Id], Field(min_length=1)] = Field(
        description="The obligations that it holds.", examples=[["r1", "r2"]]
    )
    size: QuantityShape = Field(
        _ABSENT,
        description="What the one in breach would lose, or the one who suffers would get.",
        examples=[3, [2, 4]],
    )
    most: Number = Field(
        _ABSENT, description="Up to which size it can be chosen, instead of size.", examples=[5]
    )
    reliability: _Reliability = Field(
        1,
        description="How sure it is that it works, from 0 to 1: one number or its three factors. "
        "Absent: 1.",
        examples=[{"noticed": 0.9, "willing": 1, "able": [0.8, 1]}],
    )
    cost: Number = Field(0, description="What each unit of size costs. Absent: 0.")
    fixed: Number = Field(0, description="What it costs to have it at all. Absent: 0.")
    cause: FreeText = Field("", description="What would make it fail together with others.")
    pays: Id = Field(_ABSENT, description="The party that a compensation is paid to.")
    in_force: YesNo = Field(
        "yes", description="Whether it is in the agreement already (yes) or could be added (no)."
    )
    judged_by: FreeText = Field("", description="Whose judgement the numbers are.")
    evidence: list[Id] = Field([], description="Ids of evidence.", examples=[["ev1"]])


class LeverSection(Section):
    """Outside help or pressure on one party."""

    title: Text = Field(description="What it is.")
    kind: _one_of(get_args(LeverKind)) = Field(  # type: ignore[valid-type]
        description="One of signing, milestone, completion, pressure, snapback, breach-penalty.",
        examples=["completion"],
    )
    for_: Id = Field(alias="for", description="The party that it is for.")
    size: QuantityShape = Field(
        _ABSENT, description="How much it is, in the unit of that party.", examples=[3]
    )
    most: Number = Field(
        _ABSENT, description="Up to which size it can be chosen, instead of size.", examples=[5]
    )
    after: Id = Field(_ABSENT, description="The obligation that a milestone follows.")
    reliability: Number = Field(1, description="How sure it is to come, from 0 to 1. Absent: 1.")
    cost: Number = Field(0, description="What each unit of size costs. Absent: 0.")
    in_force: YesNo = Field(
        "yes", description="Whether it is promised already (yes) or could be added (no)."
    )


class PhaseSection(Section):
    """An open-ended phase such as a ceasefire: what each party has in every period."""

    title: Text = Field(description="What it is.")
    kept: _SomeAmounts = Field(description="While all keep to it.", examples=[{"gov": 3, "reb": 3}])
    breach: _SomeAmounts = Field(
        description="Once, in the period in which the party breaks it itself.",
        examples=[{"gov": 5, "reb": 5}],
    )
    punished: _SomeAmounts = Field(
        description="In every period after a breach.", examples=[{"gov": 1, "reb": 1}]
    )
    transfers: YesNo = Field(
        "no", description="Whether the parties can pay each other (yes or no). Absent: no."
    )


class RecordSection(Section):
    """What was seen of an obligation on a day."""

    obligation: Id = Field(description="The obligation.")
    date: Text = Field(description="The day.", examples=["2026-05-01"])
    status: Number = Field(description="0 not begun, 1 begun, 2 done in part, 3 done.")
    note: FreeText = Field("", description="What was seen.")
    by: FreeText = Field("", description="Who says so.")


class AgreementSection(Section):
    """Dated obligations with their values, and the guarantees and levers behind them."""

    parties: dict[str, StandingSection] = Field(
        {},
        description="Where parties of the case stand without the agreement, by id.",
        examples=[{"gov": {"no_deal": 0, "exposure": 2}}],
    )
    order: list[Id] = Field(
        [],
        description="The order in which the obligations are to be performed; all of them.",
        examples=[["g1", "r1", "g2", "r2"]],
    )
    margin: Number = Field(
        0, description="The safety margin that is asked of every step. Absent: 0.", examples=[0.5]
    )
    obligations: Annotated[dict[str, ObligationSection], Field(min_length=1)] = Field(
        description="What is to be done, by id.",
        examples=[{"g1": {"title": "Release prisoners", "by": "gov", "value": {"gov": -2}}}],
    )
    guarantees: dict[str, GuaranteeSection] = Field(
        {},
        description="What holds the obligations, by id.",
        examples=[{"bond": {"title": "Bond", "kind": "deposit", "covers": ["r1"], "size": 3}}],
    )
    shared: dict[str, Number] = Field(
        {},
        description="Which part of their failures guarantees of one cause have in common, from "
        "0 to 1, by cause.",
        examples=[{"donors": 0.5}],
    )
    levers: dict[str, LeverSection] = Field(
        {},
        description="Outside help or pressure, by id.",
        examples=[{"aid": {"title": "Aid", "kind": "completion", "for": "reb", "size": 3}}],
    )
    phases: dict[str, PhaseSection] = Field(
        {},
        description="Open-ended phases, by id.",
        examples=[
            {
                "truce": {
                    "title": "Truce",
                    "kept": {"a": 3},
                    "breach": {"a": 5},
                    "punished": {"a": 1},
                }
            }
        ],
    )
    record: list[RecordSection] = Field(
        [],
        description="What was seen of the obligations, in the order of writing.",
        examples=[[{"obligation": "g1", "date": "2026-05-01", "status": 3}]],
    )
