"""Export and import: what is written, what is planned, and all or nothing."""

import json

import pytest

from flows import authoring, exchange, shared_variables
from flows.exchange import Action, Decisions
from flows.models import Service, ServiceCollection
from mep.accounts.roles import Level
from mep.base.errors import Conflict, Invalid, NotAllowed
from tests import factories

GREET = {"id": "n1", "kind": "send_sms", "label": "Greet", "settings": {"message": "Hello"}}


def graph(*nodes, start="n1"):
    return {"format": 1, "start": start, "nodes": list(nodes), "links": [], "stickies": []}


def goes_to(service_id):
    return {"id": "n1", "kind": "goto_service", "label": "Go", "settings": {"service": service_id}}


def joins(subscription_id):
    return {
        "id": "n1", "kind": "subscribe", "label": "Join",
        "settings": {"to": {"mode": "subscription", "subscription": subscription_id}},
    }  # fmt: skip


def document(**service):
    shown = {"id": "", "name": "Menu", "description": "", "properties": {}, "graph": graph(GREET)}
    return {"format": 1, "kind": "mep.service", "service": {**shown, **service}}


def carry_out(user, found, **decisions):
    parcel = exchange.read(json.dumps(found))
    return exchange.carry_out(user, parcel, Decisions(**decisions))


@pytest.fixture
def elsewhere(db, fast_passwords):
    """A manager of another account."""
    return factories.create_login(factories.create_account())


def test_a_service_comes_back_as_it_was(user, service, elsewhere):
    authoring.change_properties(
        user,
        service,
        {"session_lifetime": "P2D", "on_error": {"kind": "message", "message": "Sorry"}},
    )
    shared_variables.set_variable(service, "Price", "2.50", constant=True)
    found = json.loads(json.dumps(exchange.export_service(service)))
    place = factories.create_collection(elsewhere.account)

    made = carry_out(elsewhere, found, collection=place.public_id).created[0]

    again = exchange.export_service(made)
    assert {**again["service"], "id": ""} == {**found["service"], "id": ""}


def test_an_export_is_the_same_to_the_byte_every_time(service):
    assert json.dumps(exchange.export_service(service)) == json.dumps(
        exchange.export_service(service)
    )


def test_an_export_names_what_it_refers_to(user, collection):
    lists = factories.create_subscription_collection(user.account, "Lists")
    members = factories.create_subscription(lists, "Members")
    service = factories.create_service(collection, graph=graph(joins(members.public_id)))

    found = exchange.export_service(service)

    named = found["references"]["subscriptions"][members.public_id]
    assert named == {"name": "Members", "folder": "Lists"}


def test_an_id_that_is_free_is_kept(user, collection):
    found = document(id="F9E8D7C6B5A4")

    made = carry_out(user, found, collection=collection.public_id).created[0]

    assert made.public_id == "F9E8D7C6B5A4"


def test_an_id_that_another_account_has_is_not_kept(elsewhere, service):
    place = factories.create_collection(elsewhere.account)
    found = json.loads(json.dumps(exchange.export_service(service)))

    made = carry_out(elsewhere, found, collection=place.public_id).created[0]

    assert made.public_id != service.public_id
    assert Service.objects.count() == 2


def test_the_same_again_is_skipped(user, service):
    parcel = exchange.read(json.dumps(exchange.export_service(service)))

    planned = exchange.plan(user, parcel)

    assert [item.action for item in planned.items] == [Action.SKIP]


def test_an_update_replaces_the_draft_and_leaves_what_runs(user, service):
    found = exchange.export_service(service)
    found["service"]["graph"]["nodes"][0]["label"] = "Welcome"

    done = carry_out(user, found)

    service.refresh_from_db()
    assert done.updated == [service]
    assert service.draft["nodes"][0]["label"] == "Welcome"
    assert service.published.graph["nodes"][0]["label"] == "Greet"


def test_a_name_that_is_taken_is_a_conflict_until_somebody_decides(user, service):
    found, place = document(name=service.name.upper()), service.collection.public_id
    parcel = exchange.read(json.dumps(found))
    planned = exchange.plan(user, parcel, Decisions(collection=place))

    with pytest.raises(Conflict):
        carry_out(user, found, collection=place)

    assert [item.action for item in planned.items] == [Action.CONFLICT]
    assert carry_out(user, found, collection=place, names={0: "Other"}).created[0].name == "Other"
    assert carry_out(user, found, collection=place, actions={0: "update"}).updated == [service]


def test_a_reference_is_found_again_by_name_and_can_be_mapped(user, collection):
    lists = factories.create_subscription_collection(user.account, "Lists")
    same, other = (factories.create_subscription(lists, name) for name in ("Members", "Others"))
    found = document(graph=graph(joins("ABCDEFABCDEF")))
    found["references"] = {"subscriptions": {"ABCDEFABCDEF": {"name": "members", "folder": "x"}}}

    planned = exchange.plan(user, exchange.read(json.dumps(found)))
    made = carry_out(
        user, found, collection=collection.public_id,
        mapped={("subscriptions", "ABCDEFABCDEF"): other.public_id},
    ).created[0]  # fmt: skip

    assert [each.chosen for each in planned.unresolved] == [same.public_id]
    assert made.draft["nodes"][0]["settings"]["to"]["subscription"] == other.public_id


def test_a_reference_left_empty_is_a_draft_that_cannot_be_published(user, collection):
    found = document(graph=graph(goes_to("ABCDEFABCDEF")))

    made = carry_out(user, found, collection=collection.public_id).created[0]

    assert made.draft["nodes"][0]["settings"]["service"] == ""
    with pytest.raises(Invalid):
        authoring.publish(user, made)


def test_a_subscription_that_a_login_does_not_see_is_no_choice(author, collection):
    hidden = factories.create_subscription_collection(author.account)
    factories.create_subscription(hidden, "Secret")
    found = document(graph=graph(joins("ABCDEFABCDEF")))

    planned = exchange.plan(author, exchange.read(json.dumps(found)))

    assert [list(each.options) for each in planned.unresolved] == [[]]


def collection_of(*services):
    return {
        "format": 1,
        "kind": "mep.collection",
        "collection": {
            "id": "AAAABBBBCCCC", "name": "Harbour", "description": "Ships",
            "variables": {"Fare": {"value": 3}},
        },
        "services": [document(**each)["service"] for each in services],
    }  # fmt: skip


def test_a_collection_is_made_with_services_that_still_find_each_other(user, service):
    found = collection_of(
        {"id": service.public_id, "name": "Caller", "graph": graph(goes_to("ABCDEF123456"))},
        {"id": "ABCDEF123456", "name": "Called"},
    )

    done = carry_out(user, found, actions={0: "create"})

    caller, called = done.created
    assert (done.collection.name, done.collection.public_id) == ("Harbour", "AAAABBBBCCCC")
    assert caller.public_id != service.public_id
    assert caller.draft["nodes"][0]["settings"]["service"] == called.public_id
    assert [each.text for each in shared_variables.list_variables(done.collection)] == ["3"]


def test_one_broken_service_keeps_the_whole_collection_out(user):
    found = collection_of({"name": "Good"}, {"name": "Bad", "graph": {"format": 1, "nodes": 5}})

    with pytest.raises(Conflict, match="Bad: “nodes” must be a list"):
        carry_out(user, found)

    assert ServiceCollection.objects.count() == Service.objects.count() == 0
    assert len(carry_out(user, found, actions={1: "skip"}).created) == 1


def test_two_services_of_one_name_in_a_document_are_a_conflict(user):
    with pytest.raises(Conflict, match="another name"):
        carry_out(user, collection_of({"name": "Twin"}, {"name": "TWIN"}))


def test_a_whole_collection_comes_back_as_it_was(user, collection, elsewhere):
    called = factories.create_service(collection, "Called")
    caller = factories.create_service(collection, "Caller", graph(goes_to(called.public_id)))
    found = json.loads(json.dumps(exchange.export_collection(collection, [called, caller])))

    done = carry_out(elsewhere, found)

    again = exchange.export_collection(done.collection, done.created)
    names = [each["name"] for each in again["services"]]
    assert (again["collection"]["name"], names) == ("Ferries", ["Called", "Caller"])
    assert done.created[1].draft["nodes"][0]["settings"]["service"] == done.created[0].public_id
    assert found["references"] == {"services": {}}


def test_a_user_cannot_make_a_collection(author):
    found = collection_of({"name": "Good"})
    planned = exchange.plan(author, exchange.read(json.dumps(found)))

    with pytest.raises(Conflict, match="Choose the collection"):
        carry_out(author, found)

    assert not planned.has_place


def test_a_viewer_imports_nothing(viewer, collection):
    with pytest.raises(NotAllowed):
        carry_out(viewer, document(), collection=collection.public_id)


def test_what_a_login_does_not_see_is_made_anew_not_replaced(
    login_with, collection, other_collection
):
    hidden = factories.create_service(other_collection, "Hidden")
    author = login_with(Level.USER, collection)
    found = document(id=hidden.public_id, name="Mine")

    done = carry_out(author, found, collection=collection.public_id)

    assert done.updated == []
    assert done.created[0].public_id != hidden.public_id


def test_values_in_use_stay_when_a_service_is_updated(user, service):
    shared_variables.set_variable(service, "Count", "41")
    found = exchange.export_service(service)
    found["service"]["description"] = "New"
    found["service"]["variables"] = {"count": {"value": "0"}, "Price": {"value": "5"}}

    carry_out(user, found)

    values = {each.name: each.text for each in shared_variables.list_variables(service)}
    assert values == {"Count": "41", "Price": "5"}


def test_an_unknown_kind_of_handler_is_kept(user, collection):
    alien = {"id": "n1", "kind": "teleport", "label": "Beam", "settings": {"to": "Mars"}}

    made = carry_out(user, document(graph=graph(alien)), collection=collection.public_id).created[0]

    assert made.draft["nodes"][0]["settings"] == {"to": "Mars"}
    with pytest.raises(Invalid, match="teleport"):
        authoring.publish(user, made)


def test_a_graph_alone_needs_a_name(user, collection):
    place = collection.public_id

    with pytest.raises(Conflict, match="Give it a name"):
        carry_out(user, graph(GREET), collection=place)

    assert carry_out(user, graph(GREET), collection=place, names={0: "Menu"}).created


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("{", "line 1, column 2"),
        ("[]", "JSON object"),
        ('{"a": NaN}', "no number NaN"),
        ("[" * 100_000, "nested too deep"),
        ('{"kind": "x"}', "mep.service"),
        ('{"kind": "mep.service"}', "format"),
        ('{"kind": "mep.service", "format": 2}', "newer MEP"),
        ('{"kind": "mep.service", "format": 1}', "“service” must be an object"),
        ('{"kind": "mep.service", "format": 1, "service": {"colour": 1}}', "service.colour"),
        ('{"kind": "mep.service", "format": 1, "service": {"name": 1}}', "must be a text"),
        ('{"kind": "mep.collection", "format": 1, "services": {}}', "must be a list"),
        (
            '{"kind": "mep.service", "format": 1, "service": {"variables": {"a": {"value": []}}}}',
            "service.variables.a",
        ),
    ],
)
def test_says_what_is_wrong_with_a_document(text, words):
    with pytest.raises(Invalid, match=words):
        exchange.read(text)


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ({"properties": {"on_reentry": "dance"}}, "restart, ignore or parallel"),
        ({"properties": {"colour": "red"}}, "no property “colour”"),
        ({"description": "x" * 256}, "255 characters"),
        ({"variables": {"a b": {"value": 1}}}, "letters, digits"),
        ({"variables": {"a": {"value": "x" * 256}}}, "255 characters"),
        ({"graph": None}, "not a service"),
        ({"graph": {"format": 1, "nodes": [{"id": 5}]}}, "Handler 1"),
    ],
)
def test_says_what_is_wrong_with_a_service(user, service, words):
    parcel = exchange.read(json.dumps(document(**service)))

    item = exchange.plan(user, parcel).items[0]

    assert item.action is Action.BROKEN
    assert words in item.why


@pytest.mark.parametrize("name", ["\ud800", "a\x00b", "x" * 256])
def test_a_name_that_cannot_be_stored_imports_nothing(user, collection, name):
    with pytest.raises((Invalid, Conflict)):
        carry_out(user, document(name=name), collection=collection.public_id)

    assert Service.objects.count() == 0
