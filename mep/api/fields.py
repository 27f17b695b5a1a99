"""What JSON members and query parameters may hold."""

from typing import Any, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from flows.el.names import ValueRefused, check_value
from flows.text.msisdn import check_msisdn

NUMBER = {"type": "string", "pattern": "^[1-9][0-9]{5,15}$", "example": "447700900123"}


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses members it does not know."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401 - JSON
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        faults: dict[str, Any] = {
            name: ["This member is not known."] for name in data if name not in self.fields
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found = cast("dict[str, Any]", error.detail)
            raise serializers.ValidationError({**found, **faults}) from None
        if faults:
            raise serializers.ValidationError(faults)
        return value


@extend_schema_field(OpenApiTypes.STR)
class TextField(serializers.Field[str, str, str, Any]):
    """A JSON string without control characters but tab and line breaks."""

    def __init__(self, *, max_length: int, **more: Any) -> None:  # noqa: ANN401 - as DRF has it
        super().__init__(**more)
        self.max_length = max_length

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - JSON
        if not isinstance(data, str):
            raise serializers.ValidationError("This must be a string.")
        try:
            return check_value(data, max_length=self.max_length)
        except ValueRefused as refusal:
            raise serializers.ValidationError(_words(refusal, self.max_length)) from None

    def to_representation(self, value: str) -> str:
        return value


class DirectionField(serializers.ChoiceField):
    """MO or MT, in capital or small letters."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401 - as DRF has it
        return super().to_internal_value(data.upper() if isinstance(data, str) else data)


@extend_schema_field(NUMBER)
class NumberField(serializers.Field[str, str, str, Any]):
    """A phone number: a JSON string of digits, or an integer."""

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - JSON
        if isinstance(data, bool) or not isinstance(data, str | int):
            raise serializers.ValidationError("This must be a phone number.")
        number = data if isinstance(data, str) else _digits(data)
        if problem := check_msisdn(number):
            raise serializers.ValidationError(f"{problem.capitalize()}.")
        return number

    def to_representation(self, value: str) -> str:
        return value


def _digits(number: int) -> str:
    return str(number) if 0 <= number < 10**20 else "-"


def _words(refusal: ValueRefused, max_length: int) -> str:
    if refusal.reason == "too long":
        return f"This is longer than {max_length} characters."
    return "This holds a control character."
