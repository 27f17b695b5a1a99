"""Trying expressions."""

import math
from collections.abc import Mapping
from random import SystemRandom
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows.el import template
from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.names import SCOPES, KeyRefused, check_key
from flows.el.values import HIGHEST, LOWEST, Value, to_text, type_name
from mep.accounts.needs import SIGNED_IN
from mep.api.base import ApiView, login_of
from mep.api.documenting import answered, asked, describes
from mep.api.fields import StrictSerializer
from mep.api.shapes import Shape
from mep.base.errors import Invalid

TAG = "Expressions"
MAX_VARIABLES = 1_000
TYPES = ("null", "boolean", "integer", "float", "string")


@extend_schema_field({"type": "object", "additionalProperties": {}})
class VariablesField(serializers.DictField):
    """Values by ``scope.key``, in any scope, built-in variables included."""

    def to_internal_value(self, data: Any) -> dict[str, dict[str, Value]]:  # noqa: ANN401 - JSON
        if not isinstance(data, dict):
            raise serializers.ValidationError("This must be an object.")
        if len(data) > MAX_VARIABLES:
            raise serializers.ValidationError(f"These are more than {MAX_VARIABLES} variables.")
        found: dict[str, dict[str, Value]] = {}
        faults = {}
        for name, value in data.items():
            scope, _, key = name.lower().partition(".")
            fault = _fault(scope, key, value) or _repeated(found, scope, key)
            if fault:
                faults[name] = [fault]
            found.setdefault(scope, {})[key] = value
        if faults:
            raise serializers.ValidationError(faults)
        return found


def _repeated(found: Mapping[str, Mapping[str, Value]], scope: str, key: str) -> str:
    is_known = key in found.get(scope, {})
    return "This is given twice; letter case does not matter." if is_known else ""


def _fault(scope: str, key: str, value: object) -> str:
    if scope not in SCOPES:
        return f"This needs a scope, one of {', '.join(SCOPES)}, a dot and a key."
    try:
        check_key(scope, key)
    except KeyRefused as refusal:
        if refusal.reason != "built-in variable":
            return f"The key is not allowed: {refusal.reason}."
    return _value_fault(value)


def _value_fault(value: object) -> str:
    if isinstance(value, int) and not LOWEST <= value <= HIGHEST:
        return "The integer does not fit 64 bits."
    is_value = value is None or isinstance(value, bool | int | float | str)
    return "" if is_value else "This must be a string, a number, true, false or null."


@extend_schema_field(OpenApiTypes.STR)
class TemplateField(serializers.Field[str, str, str, Any]):
    """A text with expressions."""

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - JSON
        if not isinstance(data, str):
            raise serializers.ValidationError("This must be a string.")
        return data

    def to_representation(self, value: str) -> str:
        return value


class EvaluationBody(StrictSerializer):
    """A template, and what its variables hold."""

    template = TemplateField(help_text="A text with expressions, such as Hi ${user.name}.")
    variables = VariablesField(
        required=False,
        default=dict,
        help_text="Values by scope.key; each stands for whatever the scope would hold.",
    )


class EvaluationShape(Shape):
    """What a template yields."""

    value = serializers.JSONField(allow_null=True, help_text="With its JSON type: 2 is not 2.0.")
    type = serializers.ChoiceField(choices=TYPES)
    text = serializers.CharField(help_text="As it would stand in a message.")


class Evaluate(ApiView):
    """Evaluates a template."""

    needs = SIGNED_IN

    @describes(
        "evaluate_expression",
        tag=TAG,
        asks=EvaluationBody,
        answers={200: EvaluationShape},
        examples=[
            asked("A greeting", {"template": "Hi ${user.name}", "variables": {"user.name": "Bob"}}),
            answered("Text", {"value": "Hi Bob", "type": "string", "text": "Hi Bob"}),
            asked("A division", {"template": "${4.0 / 2}"}),
            answered("A float", {"value": 2.0, "type": "float", "text": "2.0"}),
        ],
    )
    def post(self, request: Request) -> Response:
        """Evaluate a template with the variables given.

        A template that is exactly one expression keeps the type of its value. Infinity and NaN
        have no JSON number: `value` is null then, and `text` says which it is. A faulty
        expression is refused with one of the codes el.syntax, el.function, el.variable, el.type
        and el.arithmetic, and its position.
        """
        body = EvaluationBody(data=request.data)
        body.is_valid(raise_exception=True)
        asked_for = body.validated_data
        zone = ZoneInfo(login_of(request).account.time_zone)
        return Response(evaluate(asked_for["template"], asked_for["variables"], zone))


def evaluate(text: str, variables: Mapping[str, Mapping[str, Value]], zone: ZoneInfo) -> Any:  # noqa: ANN401 - JSON
    """Give the value of a template, its type and its text."""
    env = Env(variables, now=timezone.now(), random=SystemRandom(), zone=zone)
    try:
        value = template.evaluate(text, env)
        shown = to_text(value)
    except ElError as error:
        raise Invalid(
            error.message, code=error.code, field="template", position=error.position
        ) from None
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return {"value": None if is_odd else value, "type": type_name(value), "text": shown}
