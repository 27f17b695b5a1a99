"""Copies of services."""

import pytest

from flows import shared_variables
from flows.copying import copy_service
from mep.base.errors import Conflict


def test_a_copy_is_a_draft_with_an_id_of_its_own(user, service, other_collection):
    made = copy_service(user, service, other_collection, name=service.name)

    assert made.public_id != service.public_id
    assert (made.status, made.published, made.collection) == ("draft", None, other_collection)
    assert made.draft["nodes"][0]["settings"] == service.draft["nodes"][0]["settings"]


@pytest.mark.parametrize(("wanted", "count"), [(False, 0), (True, 1)])
def test_a_copy_takes_variables_along_if_asked(user, service, wanted, count):
    shared_variables.set_variable(service, "Price", "2")

    made = copy_service(user, service, service.collection, name="B", with_variables=wanted)

    assert made.variables.count() == count


def test_a_copy_needs_a_name_that_is_free(user, service):
    with pytest.raises(Conflict, match="timetable"):
        copy_service(user, service, service.collection, name="timetable", with_variables=True)
