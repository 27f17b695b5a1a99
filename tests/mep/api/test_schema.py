import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver


@pytest.fixture
def schema(db, client):
    return client.get("/api/v1/schema").json()


def test_the_document_is_made_without_warnings(tmp_path):
    call_command("spectacular", "--fail-on-warn", "--validate", file=str(tmp_path / "schema.yaml"))

    assert (tmp_path / "schema.yaml").read_text().startswith("openapi: 3")


def test_every_operation_is_described(schema):
    described = {path.removeprefix("/api/v1/") for path in schema["paths"]}
    patterns = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in get_resolver("mep.api.urls").url_patterns
    }

    assert patterns - described == {"schema", "docs", ""}


def test_every_operation_says_what_it_does_and_how_it_refuses(schema):
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert operation["tags"], path
            assert "application/problem+json" in operation["responses"]["403"]["content"], path


def test_every_call_with_a_body_shows_an_example(schema):
    for path, operations in schema["paths"].items():
        if "post" in operations:
            (body,) = operations["post"]["requestBody"]["content"].values()
            assert body["examples"], path


def test_all_ways_to_sign_in_are_named(schema):
    assert set(schema["components"]["securitySchemes"]) == {"basic", "token", "cookieAuth"}


def test_yaml_is_given_to_whoever_asks(db, client):
    answer = client.get("/api/v1/schema", headers={"Accept": "application/vnd.oai.openapi"})

    assert answer.content.startswith(b"openapi: 3")


def test_the_page_to_try_it_loads_nothing_from_elsewhere(db, client):
    page = client.get("/api/v1/docs").content.decode()

    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in page
    assert "/api/v1/schema" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_the_page_to_try_it_can_load_its_script(db, client):
    answer = client.get("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")

    assert answer.status_code == 200
    answer.close()
