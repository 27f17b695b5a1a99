"""The live plane's answer to plain HTTP: it is alive."""

from typing import Any

BODY = b'{"status": "ok"}'


async def alive(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer 200 on ``/healthz`` and 404 elsewhere."""
    status = 200 if scope["path"] == "/healthz" else 404
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": BODY if status == 200 else b"{}"})
