import pytest

from mep.accounts.roles import Area, Level
from tests import factories


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


def test_lists_services_by_name(api, collection):
    for name in ("beta", "Alpha", "gamma"):
        factories.create_service(collection, name)

    assert names(api.get("services")) == ["Alpha", "beta", "gamma"]


def test_shows_a_service(api, service, collection):
    shown = api.get(f"services/{service.public_id.lower()}").json()

    assert shown["id"] == service.public_id
    assert shown["collection"] == {"id": collection.public_id, "name": "Ferries"}
    assert (shown["status"], shown["version"]) == ("live", 1)
    assert shown == api.get("services").json()["results"][0]


def test_pages_hold_everything_once(api, collection):
    for number in range(7):
        factories.create_service(collection, f"Same {number % 2} {number}")

    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        page = api.get("services", limit=3, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["id"] for row in page["results"]]
        cursor, pages = page["next"], pages + 1

    assert pages == 3
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "paused"}, ["Paused"]),
        ({"search": "ELC"}, ["Welcome"]),
        ({"search": "greets people"}, ["Paused"]),
        ({"search": "50%"}, []),
    ],
)
def test_filters_narrow_the_list(api, service, collection, query, expected):
    factories.create_service(collection, "Paused", status="paused", description="Greets people")

    assert names(api.get("services", **query)) == expected


def test_a_collection_and_an_id_narrow_the_list(api, service, collection, account):
    factories.create_service(factories.create_collection(account), "Elsewhere")

    assert names(api.get("services", collection=collection.public_id.lower())) == ["Welcome"]
    assert names(api.get("services", search=service.public_id[:8])) == ["Welcome"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "251"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"status": "lively"}, "status"),
        ({"search": "a\0b"}, "search"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WzEsMl0"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"cursor": "WyJhIiwgMWU5OTld"}, "cursor"),
    ],
)
def test_a_faulty_parameter_is_named(api, query, field):
    answer = api.get("services", **query)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_invisible_services_do_not_exist(caller, account, collection, service):
    hidden = factories.create_service(factories.create_collection(account), "Hidden")
    api = caller(levels={Area.SERVICES: Level.VIEWER}, collections=[collection.public_id])

    assert names(api.get("services")) == ["Welcome"]
    assert api.get(f"services/{hidden.public_id}").status_code == 404


def test_services_of_other_accounts_do_not_exist(api):
    theirs = factories.create_service(factories.create_collection(factories.create_account()))

    assert names(api.get("services")) == []
    assert api.get(f"services/{theirs.public_id}").status_code == 404


@pytest.mark.parametrize("public_id", ["F9E8D7C6B5A4", "x", "%00", "F" * 40, "-1", "é"])
def test_an_unknown_id_is_not_found(api, public_id):
    assert api.get(f"services/{public_id}").json()["code"] == "not_found"


def test_the_list_takes_few_queries(api, collection, django_assert_max_num_queries):
    for number in range(20):
        factories.create_service(collection, f"S{number}")

    with django_assert_max_num_queries(6):
        api.get("services")
