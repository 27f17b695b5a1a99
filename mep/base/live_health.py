"""The live plane's answer to plain HTTP: it is alive."""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

ANSWERS = {"/healthz": (200, b'{"status": "ok"}')}
ELSEWHERE = (404, b'{"status": "not found"}')


async def alive(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer 200 on ``/healthz`` and 404 elsewhere."""
    status, body = ANSWERS.get(scope["path"], ELSEWHERE)
    headers = [(b"content-type", b"application/json")]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
