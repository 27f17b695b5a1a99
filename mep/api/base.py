"""The view all operations of our own API are made of."""

from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mep.accounts import limits
from mep.accounts.limits import Limit
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.selectors import AccountSettings
from mep.api import errors
from mep.api.parsers import StrictJsonParser
from mep.base.errors import TooMany
from mep.base.ids import new_request_id

REQUEST_ID = "X-Request-Id"
BEARER = 'Bearer realm="mep"'
BASIC = 'Basic realm="mep"'


class ApiView(APIView):
    """Strict JSON in, JSON or problem details out; each answer carries a request id."""

    needs: ClassVar[Need | dict[str, Need]]
    parser_classes = [StrictJsonParser]
    request_id = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().setup(request, *args, **kwargs)
        self.request_id = new_request_id()

    def get_exception_handler(self) -> Any:  # noqa: ANN401 - as DRF has it
        return errors.answer

    def get_authenticate_header(self, request: Request) -> str:
        """Ask for a token; for a name and password only whoever sent some already.

        A browser would otherwise open its own sign-in window over our pages.
        """
        sent = request.META.get("HTTP_AUTHORIZATION", "").lower()
        return BASIC if sent.startswith("basic ") else BEARER

    def finalize_response(
        self,
        request: Request,
        response: Response,
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault(REQUEST_ID, self.request_id)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


class UnknownAddress(ApiView):
    """Answers every address below the API that is none."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        raise NotFound("There is nothing at this address.")


def login_of(request: Request) -> User:
    """Return the login that calls; permissions were checked before."""
    assert isinstance(request.user, User)  # noqa: S101 - nobody else gets past the permissions
    return request.user


def take_turn(user: User, limit: Limit) -> None:
    """Hold back an account that calls too often."""
    account = user.account
    settings = AccountSettings(
        id=account.pk,
        legacy_api=account.legacy_api,
        ascii_values=account.ascii_values,
        strict_service_check=account.strict_service_check,
        strict_variables_api=account.strict_variables_api,
        rate_limits=account.rate_limits,
    )
    if not limits.is_within(settings, limit):
        raise TooMany("Too many calls in a short time", retry_after=1)
