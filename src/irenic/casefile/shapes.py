"""The small pieces that the format is made of: texts, ids, numbers, conditions.

Each piece is a type with one validator, which refuses in our words, and one JSON Schema.
The validators see nodes (:mod:`irenic.casefile.nodes`), never Python numbers, so that
nothing is rounded or guessed on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from irenic.casefile.document import id_fault
from irenic.casefile.nodes import Scalar
from irenic.casefile.problems import list_of, quoted
from irenic.casefile.sums import FORM
from irenic.model import parse_number

__all__ = [
    "ID_PATTERN",
    "KIND_TAGS",
    "NUMBER_FORM",
    "PROBLEM",
    "AnyCondition",
    "ComparisonText",
    "Condition",
    "FreeText",
    "Id",
    "Number",
    "OptionTable",
    "OrderItem",
    "ProposalEntry",
    "QuantityOrUnknown",
    "QuantityShape",
    "RangeOfNumbers",
    "Section",
    "TestShape",
    "Text",
    "Version",
    "found_in",
    "kind_of",
    "refuse",
    "refuser",
]

#: Type of our own errors inside pydantic's; their context holds ``found`` and ``expected``.
PROBLEM = "irenic"
#: Names of union branches in pydantic's paths; no key of a file can be one of them, since
#: keys have no blanks at their ends.
KIND_TAGS = frozenset({" scalar ", " list ", " table "})

NUMBER_FORM = 'a number such as 40, 0.5 or "5/9"'


class Section(BaseModel):
    """A mapping with fixed keys; any other key is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


def refuse(found: str, expected: str) -> PydanticCustomError:
    """Return the error that says what was found and what was expected."""
    return PydanticCustomError(PROBLEM, "refused", {"found": found, "expected": expected})


def refuser(expected: str) -> Callable[[Any], Any]:
    """Return a check that takes no value: another kind was expected."""

    def check(value: Any) -> Any:
        raise refuse(found_in(value), expected)

    return check


def kind_of(value: Any) -> str:
    """Return which of the three kinds a value is, as the name of a union branch."""
    return (
        " list "
        if isinstance(value, list)
        else (" table " if isinstance(value, dict) else " scalar ")
    )


def found_in(value: Any) -> str:
    """Return what a value is, in a few words."""
    if isinstance(value, Scalar):
        return "nothing" if value.is_nothing else quoted(value.text)
    if isinstance(value, list):
        return list_of(len(value))
    return "a mapping with keys"


def _text(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.is_nothing or not value.text.strip():
        raise refuse(found_in(value), "a text")
    return value


def _free_text(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.is_nothing:
        raise refuse(found_in(value), "a text; leave the key out when there is nothing to say")
    return value


def _id(value: Any) -> Any:
    if not isinstance(value, Scalar):
        raise refuse(found_in(value), "an id")
    if fault := id_fault(value):
        raise refuse(fault[0].replace("key", "id"), fault[1].replace("key", "id"))
    return value


def _number(value: Any) -> Any:
    if not isinstance(value, Scalar):
        raise refuse(found_in(value), NUMBER_FORM)
    try:
        parse_number(value.text)
    except ValueError as error:
        hint = ""
        if "characters" in str(error) or "beyond" in str(error):
            raise refuse(
                f"{quoted(value.text)}, {_too_long(str(error))}",
                "a number of at most 60 characters, below 10^30",
            ) from None
        if value.text.strip().lower().lstrip("+-.") in ("nan", "inf", "infinity"):
            hint = "; infinity and NaN are not numbers here"
        elif value.text.strip().endswith("%"):
            hint = "; write the number without the % sign"
        elif "," in value.text:
            hint = "; the decimal sign is a point, and there is none for thousands"
        raise refuse(found_in(value), NUMBER_FORM + hint) from None
    return value


def _too_long(reason: str) -> str:
    return "a number too long to read" if "characters" in reason else "a number too large to read"


def _version(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.text != "1":
        raise refuse(found_in(value), "1, the version of the format")
    return value


def _unknown_or_number(value: Any) -> Any:
    if isinstance(value, Scalar) and value.text == "unknown":
        return value
    try:
        return _number(value)
    except PydanticCustomError as error:
        context = error.context or {}
        expected = str(context["expected"]).replace(
            NUMBER_FORM, 'a number, a range such as [35, 45], or "unknown"'
        )
        raise refuse(str(context["found"]), expected) from None


_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
_NUMBER_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {
            "type": "string",
            "pattern": r"^\s*([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?|[+-]?\d+/\d+)\s*$",
        },
    ],
    "description": 'An integer, a decimal or a fraction in quotes such as "5/9"; kept exactly.',
}
ID_PATTERN = r"^\S(.{0,78}\S)?$"

Text = Annotated[Any, PlainValidator(_text), WithJsonSchema(_TEXT_SCHEMA)]
FreeText = Annotated[Any, PlainValidator(_free_text), WithJsonSchema(_TEXT_SCHEMA)]
Id = Annotated[Any, PlainValidator(_id), WithJsonSchema(_TEXT_SCHEMA)]
Number = Annotated[Any, PlainValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
Version = Annotated[Any, PlainValidator(_version), WithJsonSchema({"enum": [1, "1"]})]
_NumberOrUnknown = Annotated[
    Any,
    PlainValidator(_unknown_or_number),
    WithJsonSchema({"anyOf": [*_NUMBER_SCHEMA["anyOf"], {"const": "unknown"}]}),
]


class RangeOfNumbers(Section):
    """A number of which only the range is known."""

    from_: Number = Field(alias="from", description="The lowest the number can be.")
    to: Number = Field(description="The highest the number can be.")


_Pair = Annotated[
    list[Number],
    Field(min_length=2, max_length=2, description="Lowest and highest: [35, 45]."),
]
QuantityShape = Annotated[
    Annotated[Number, Tag(" scalar ")]
    | Annotated[_Pair, Tag(" list ")]
    | Annotated[RangeOfNumbers, Tag(" table ")],
    Discriminator(kind_of),
]
QuantityOrUnknown = Annotated[
    Annotated[_NumberOrUnknown, Tag(" scalar ")]
    | Annotated[_Pair, Tag(" list ")]
    | Annotated[RangeOfNumbers, Tag(" table ")],
    Discriminator(kind_of),
]


def _no_table(value: Any) -> Any:
    raise refuse(found_in(value), 'an option, a list of options, or a comparison such as ">= 4"')


_NoTable = Annotated[Any, PlainValidator(_no_table), WithJsonSchema({"type": "null"})]
TestShape = Annotated[
    Annotated[Id, Tag(" scalar ")]
    | Annotated[Annotated[list[Id], Field(min_length=1)], Tag(" list ")]
    | Annotated[_NoTable, Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}},
            ],
            "description": 'An option, a list of options, or a comparison such as ">= 4".',
        }
    ),
]
Condition = Annotated[dict[str, TestShape], Field(min_length=1)]
_CONDITION_FORM = "a condition such as {hours: h36}, or a list of them (any of these)"


def _no_condition_text(value: Any) -> Any:
    raise refuse(found_in(value), _CONDITION_FORM)


#: One condition, or a list of which any may hold.
AnyCondition = Annotated[
    Annotated[
        Annotated[Any, PlainValidator(_no_condition_text), WithJsonSchema({"not": {}})],
        Tag(" scalar "),
    ]
    | Annotated[Annotated[list[Condition], Field(min_length=1)], Tag(" list ")]
    | Annotated[Condition, Tag(" table ")],
    Discriminator(kind_of),
]


def _comparison_text(value: Any) -> Any:
    if not isinstance(value, Scalar) or value.is_nothing or not value.text.strip():
        raise refuse(found_in(value), FORM)
    return value


ComparisonText = Annotated[
    Any, PlainValidator(_comparison_text), WithJsonSchema({"type": "string", "minLength": 3})
]


def _no_order_table(value: Any) -> Any:
    raise refuse(found_in(value), "an option, or a list of options that are equally good")


OrderItem = Annotated[
    Annotated[Id, Tag(" scalar ")]
    | Annotated[Annotated[list[Id], Field(min_length=1)], Tag(" list ")]
    | Annotated[Annotated[Any, PlainValidator(_no_order_table)], Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}},
            ],
            "description": "An option, or a list of options that are equally good.",
        }
    ),
]


def _no_entry_list(value: Any) -> Any:
    raise refuse(found_in(value), "one option, one number, or the shares of a divisible issue")


ProposalEntry = Annotated[
    Annotated[Id, Tag(" scalar ")]
    | Annotated[Annotated[Any, PlainValidator(_no_entry_list)], Tag(" list ")]
    | Annotated[dict[str, Number], Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": _NUMBER_SCHEMA},
            ],
            "description": "An option, a number, or the share of each party (adding up to 1).",
        }
    ),
]


def _no_option_text(value: Any) -> Any:
    raise refuse(found_in(value), "options such as {h36: 36 hours, h38: 38 hours}")


OptionTable = Annotated[
    Annotated[Annotated[Any, PlainValidator(_no_option_text)], Tag(" scalar ")]
    | Annotated[Annotated[list[Id], Field(min_length=1)], Tag(" list ")]
    | Annotated[Annotated[dict[str, Text], Field(min_length=1)], Tag(" table ")],
    Discriminator(kind_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "minItems": 1, "items": _TEXT_SCHEMA},
                {"type": "object", "minProperties": 1, "additionalProperties": _TEXT_SCHEMA},
            ]
        }
    ),
]
