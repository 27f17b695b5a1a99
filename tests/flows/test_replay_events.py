from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from flows import services as flows
from flows.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead():
    end_user = factories.create_end_user(factories.create_account())
    more = {"status": Event.Status.DEAD, "reason": "dead", "error": "ValueError: odd"}
    return factories.create_event(end_user, done_at=factories.timezone.now(), attempts=5, **more)


def replay(*arguments, **options):
    out = StringIO()
    call_command("replay_events", *arguments, stdout=out, **options)
    return out.getvalue()


def test_lists_dead_events_with_their_errors(dead):
    assert str(dead.id) in replay()
    assert "ValueError: odd" in replay()


def test_puts_a_dead_event_back(dead):
    replay(dead.id)

    dead.refresh_from_db()
    assert (dead.status, dead.attempts, dead.error) == (Event.Status.DUE, 0, "")
    assert not flows.list_dead()


def test_puts_all_back(dead):
    assert replay(all=True) == "Put back 1.\n"


def test_says_when_an_event_is_not_set_aside(dead):
    with pytest.raises(CommandError):
        replay(dead.id, dead.id + 1)
