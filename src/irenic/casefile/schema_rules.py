"""The format of rules: which keys there are, and which go together."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from irenic.casefile.shapes import (
    AnyCondition,
    ComparisonText,
    Condition,
    FreeText,
    Number,
    Section,
)

__all__ = ["RuleSection"]

#: Default of keys whose absence means something; never a value in the file.
_ABSENT: Any = None
_RULE_KEYS = ("forbid", "require", "of", "compare", "at_least", "at_most", "exactly", "when")


def _rule_kind(*needed: str, beside: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of a rule that has ``needed``, and of the other keys only ``beside``."""
    others = [key for key in _RULE_KEYS if key not in (*needed, *beside)]
    return {"required": list(needed), "not": {"anyOf": [{"required": [key]} for key in others]}}


class RuleSection(Section):
    """What packages keep to: one of forbid, require, of (counting conditions) and compare."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _rule_kind("forbid"),
                _rule_kind("require", beside=("when",)),
                _rule_kind("of", "at_least", beside=("at_most", "when")),
                _rule_kind("of", "at_most", beside=("when",)),
                _rule_kind("of", "exactly", beside=("when",)),
                _rule_kind("compare", beside=("when",)),
            ]
        }
    )

    forbid: Condition = Field(
        _ABSENT,
        description="No package may meet all of this.",
        examples=[{"hours": "h36", "wages": ">= 4"}],
    )
    require: AnyCondition = Field(
        _ABSENT,
        description="Every package must meet all of this; of a list, one condition at least.",
        examples=[{"wages": "<= 3"}, [{"wages": "<= 3"}, {"hours": "h40"}]],
    )
    at_least: Number = Field(
        _ABSENT, description="With `of`: so many of the conditions or more.", examples=[1]
    )
    at_most: Number = Field(
        _ABSENT, description="With `of`: so many of the conditions or fewer.", examples=[2]
    )
    exactly: Number = Field(
        _ABSENT,
        description="With `of`: so many of the conditions, no more, no fewer.",
        examples=[1],
    )
    of: Annotated[list[Condition], Field(min_length=1)] = Field(
        _ABSENT,
        description="The conditions that are counted.",
        examples=[[{"hours": "h36"}, {"wages": ">= 4"}, {"deputy": "vote"}]],
    )
    compare: ComparisonText = Field(
        _ABSENT,
        description="A comparison of sums of numeric issues.",
        examples=["wages <= bonus + 2", "2*wages + bonus <= 10"],
    )
    when: AnyCondition = Field(
        _ABSENT,
        description="With `require`, `of` and `compare`: only packages that meet this must; of a "
        "list, one condition at least.",
        examples=[{"hours": "h36"}],
    )
    why: FreeText = Field("", description="The reason.")
    by: FreeText = Field("", description="Whose rule it is.")
