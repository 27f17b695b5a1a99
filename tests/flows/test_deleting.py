"""What may be deleted for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flows.deleting import delete_collection, delete_service
from flows.models import Service, ServiceVersion, Session
from mep.base.errors import Conflict
from tests import factories


@pytest.fixture
def archived(service):
    Service.objects.filter(id=service.id).update(status="archived")
    service.refresh_from_db()
    return service


def test_deletes_an_archived_service_with_its_versions(archived):
    delete_service(archived)

    assert not Service.objects.exists()
    assert not ServiceVersion.objects.exists()


def test_a_service_in_use_is_not_deleted(service):
    with pytest.raises(Conflict, match="Archive"):
        delete_service(service)


def test_a_service_stays_as_long_as_its_sessions_are_kept(archived):
    factories.create_session(archived, status="completed")

    with pytest.raises(Conflict, match="90 days"):
        delete_service(archived)


def test_old_sessions_go_with_their_service(archived):
    long_ago = timezone.now() - timedelta(days=91)
    factories.create_session(archived, status="completed", started_at=long_ago)

    delete_service(archived)

    assert not Session.objects.exists()


def test_a_service_that_a_keyword_points_at_stays(archived):
    code = factories.create_code(archived.account)
    factories.create_keyword(code, archived, enabled=False)

    with pytest.raises(Conflict, match="keyword"):
        delete_service(archived)

    archived.refresh_from_db()
    assert archived.published is not None


def test_only_an_empty_collection_is_deleted(service, other_collection):
    delete_collection(other_collection)

    with pytest.raises(Conflict, match="1 service"):
        delete_collection(service.collection)
