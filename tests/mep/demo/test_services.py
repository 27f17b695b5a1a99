"""The demo account."""

import pytest

from flows import authoring
from flows.models import CollectionVariable, Service
from mep.accounts.models import User
from mep.demo import content
from mep.demo import services as demo
from mep.endusers.models import EndUser

pytestmark = pytest.mark.django_db


def test_makes_every_service_live_without_an_issue_that_stops_it():
    assert demo.load("a-long-password-1")

    assert Service.objects.filter(status="live").count() == len(content.SERVICES)
    assert not [
        issue
        for service in Service.objects.all()
        for issue in authoring.issues_of(service)
        if issue.severity == "error"
    ]


def test_makes_twenty_end_users_with_names():
    demo.load("a-long-password-1")

    assert EndUser.objects.count() == 20
    assert EndUser.objects.filter(variables__key="firstname").count() == 20


def test_is_made_once():
    demo.load("a-long-password-1")

    assert not demo.load("a-long-password-1")
    assert User.objects.count() == 1


def test_the_weather_is_where_the_installation_answers_now(settings):
    demo.load("a-long-password-1")
    settings.MEP_PORT = 9123

    demo.point_home()

    assert ":9123/demo/weather.xml" in CollectionVariable.objects.get(key="weather").value
