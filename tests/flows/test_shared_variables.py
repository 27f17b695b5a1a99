"""Variables of services and collections."""

import pytest

from flows import shared_variables
from mep.base.errors import Invalid, NotFound
from tests import factories


def names_and_values(owner):
    return [
        (each.name, each.text, each.constant) for each in shared_variables.list_variables(owner)
    ]


def test_sets_and_changes_whatever_the_case_of_the_name(service):
    shared_variables.set_variable(service, "Price", "2", constant=True)
    shared_variables.set_variable(service, "PRICE", "3")

    assert names_and_values(service) == [("Price", "3", True)]


def test_collections_have_variables_of_their_own(service):
    shared_variables.set_variable(service.collection, "Price", "2")

    assert names_and_values(service) == []
    assert names_and_values(service.collection) == [("Price", "2", False)]


def test_leaves_the_values_of_sandboxes_alone(service, user):
    sandbox = factories.create_sandbox(service, user)
    factories.create_service_variable(service, "Price", 9, sandbox=sandbox)

    shared_variables.set_variable(service, "Price", "2")
    shared_variables.delete_variable(service, "Price")

    assert service.variables.get().sandbox == sandbox


def test_deleting_gives_back_what_was_there(service):
    shared_variables.set_variable(service, "Price", "2", constant=True)

    gone = shared_variables.delete_variable(service, "price")

    assert (gone.name, gone.text, gone.constant) == ("Price", "2", True)
    with pytest.raises(NotFound, match="service.price"):
        shared_variables.delete_variable(service, "price")


@pytest.mark.parametrize("name", ["", "a b", "a..b", "not", "x" * 101])
def test_refuses_names(service, name):
    with pytest.raises(Invalid) as refusal:
        shared_variables.set_variable(service, name, "1")

    assert refusal.value.extra["field"] == "name"


@pytest.mark.parametrize("value", ["x" * 256, "a\x00b", "\ud800"])
def test_refuses_values(service, value):
    with pytest.raises(Invalid) as refusal:
        shared_variables.set_variable(service, "Price", value)

    assert refusal.value.extra["field"] == "value"


def test_an_account_may_take_ascii_only(service):
    service.account.ascii_values = True

    with pytest.raises(Invalid, match="US-ASCII"):
        shared_variables.set_variable(service, "Author", "Zoë")
