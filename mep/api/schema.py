"""The OpenAPI document, the page to try it, and how it names our ways to sign in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from mep.api.base import ApiView


class Document(ApiView, SpectacularAPIView):
    """The OpenAPI document, JSON unless YAML is asked for; open to everybody."""

    renderer_classes = [
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


class TryIt(ApiView, SpectacularSwaggerView):
    """A page to try the operations; everything it loads comes from this server."""

    url_name = "api:schema"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Names the API tokens."""

    target_class = "mep.accounts.auth.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ANN401
        return {"type": "http", "scheme": "bearer", "description": "An API token."}


class BasicScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Names HTTP Basic."""

    target_class = "mep.accounts.auth.BasicAuthentication"
    name = "basic"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ANN401
        words = "Name and password of a login; over HTTPS or from the same machine."
        return {"type": "http", "scheme": "basic", "description": words}
