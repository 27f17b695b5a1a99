"""What other systems ask of the installation, past the pages."""

import requests

from tests.e2e.visits import CODE, NAME, PASSWORD

LOGIN = (NAME, PASSWORD)
SECONDS = 60


def text(address: str, number: str, words: str) -> str:
    """Text the code from a simulated phone; give the request's id."""
    body = {"from": number, "to": CODE, "text": words}
    answer = requests.post(
        f"{address}/api/v1/simulator/messages", json=body, auth=LOGIN, timeout=SECONDS
    )
    assert answer.status_code == 202, answer.text
    return answer.json()["request_id"]


def services(address: str) -> dict[str, dict]:
    """Give every service by its name."""
    answer = requests.get(f"{address}/api/v1/services", auth=LOGIN, timeout=SECONDS)
    return {service["name"]: service for service in answer.json()["results"]}


def sessions(address: str, service_id: str, number: str) -> list[dict]:
    """Give the sessions of a number in a service."""
    wanted = {"service": service_id, "number": number}
    answer = requests.get(f"{address}/api/v1/sessions", params=wanted, auth=LOGIN, timeout=SECONDS)
    return answer.json()["results"]


def invoke(address: str, service_id: str, body: bytes) -> requests.Response:
    """Start a service as the documented command does."""
    return requests.post(
        f"{address}/service/v1/invokeService/{service_id}",
        data=body,
        headers={"Content-Type": "application/json"},
        auth=LOGIN,
        timeout=SECONDS,
    )
