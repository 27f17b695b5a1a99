"""Answers of the operations that speak JSON."""

import json

from django.http import HttpResponse

from mep.compat.mep.calls import Family, Refusal

CONTENT_TYPE = "application/json;charset=UTF-8"


def error(status: int, code: str, description: str, **headers: str) -> HttpResponse:
    """Word a refusal in the documented envelope; ``_`` in a header's name stands for ``-``."""
    body = json.dumps({"error": {"code": code, "description": description}})
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def refuse(status: int, code: str, description: str, **headers: str) -> Refusal:
    """Make the refusal to raise."""
    return Refusal(error(status, code, description, **headers))


class JsonFamily(Family):
    """Invoke Service and its like: POST, and an error envelope."""

    method = "POST"

    def wrong_method(self) -> HttpResponse:
        return error(405, "12003", "Invalid HTTP method.", Allow=self.method)

    def too_long(self) -> HttpResponse:
        return error(414, "12007", "Request too long.")

    def fault(self, *, is_temporary: bool) -> HttpResponse:
        if is_temporary:
            return error(500, "1010", "Temporary fault in processing. Try again later.")
        return error(500, "1000", "Permanent fault in processing.")


JSON = JsonFamily()
