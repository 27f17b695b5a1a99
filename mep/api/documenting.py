"""How operations describe themselves in the OpenAPI document."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from mep.api.errors import MEDIA_TYPE
from mep.api.shapes import ProblemShape

Operation = TypeVar("Operation", bound=Callable[..., Any])

WORDS = {
    401: "Nobody is signed in, or not properly.",
    403: "This login may not do this.",
    404: "It does not exist, or not for this login.",
    409: "Its present state forbids it.",
    413: "The body is too long.",
    415: "The body is not JSON.",
    422: "A member or parameter breaks a rule.",
    429: "Too many calls in a short time; see Retry-After.",
}
EVERYWHERE = (401, 403)
WITH_BODY = (400, 413, 415, 422)
WORDS[400] = "The body is not well-formed JSON."
EXAMPLE_REQUEST_ID = "7EYYG-EF3XM-5LSQ5-ILR73"


def refusals(*statuses: int) -> dict[Any, OpenApiResponse]:
    """Describe refusals by their statuses."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemShape, WORDS[status])
        for status in sorted({*EVERYWHERE, *statuses})
    }


def describes(  # noqa: PLR0913 - all by name
    operation_id: str,
    *,
    tag: str,
    answers: dict[int, Any],
    asks: type[serializers.Serializer[Any]] | None = None,
    refuses: Sequence[int] = (),
    parameters: Sequence[Any] = (),
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[Operation], Operation]:
    """Describe one operation; its docstring is its text."""
    statuses = (*refuses, *WITH_BODY) if asks else tuple(refuses)
    responses = {(status, "application/json"): shape for status, shape in answers.items()}
    return extend_schema(
        operation_id=operation_id,
        tags=[tag],
        request=asks,
        parameters=list(parameters),
        responses={**responses, **refusals(*statuses)},
        examples=list(examples),
    )


def page_of(name: str, shape: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Describe a page of a list."""
    return inline_serializer(
        name,
        {
            "results": shape(many=True),
            "next": serializers.CharField(
                allow_null=True, help_text="The `cursor` of the next page, if there is one."
            ),
        },
    )


def asked(name: str, value: object, summary: str = "") -> OpenApiExample:
    """Show a body that may be sent."""
    return OpenApiExample(name, value=value, summary=summary or name, request_only=True)


def answered(name: str, value: object, status: int = 200) -> OpenApiExample:
    """Show an answer."""
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


def in_path(name: str, words: str) -> OpenApiParameter:
    """Describe an id in the address."""
    return OpenApiParameter(name, str, OpenApiParameter.PATH, description=words)


def in_header(name: str, words: str) -> OpenApiParameter:
    """Describe a header that may be sent."""
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=words)
