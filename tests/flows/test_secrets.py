import pytest
from django.db import connection

from flows import choices, secrets
from flows.models import AccountSecret
from mep.base.errors import Invalid, NotFound
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return factories.create_account()


def test_gives_back_what_was_stored(account):
    secret = secrets.set_secret(account.id, name="CRM", value="pässword")

    assert secrets.find_value(account.id, secret.public_id) == "pässword"


def test_the_database_does_not_tell_the_value(account):
    secrets.set_secret(account.id, name="CRM", value="password")

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM flows_accountsecret s")
        row = cursor.fetchone()[0]
    assert "password" not in row
    assert b"password".hex() not in row


def test_the_same_name_is_the_same_secret(account):
    first = secrets.set_secret(account.id, name="CRM", value="old")
    second = secrets.set_secret(account.id, name=" crm ", value="new", description="of the CRM")

    assert first.public_id == second.public_id
    assert secrets.find_value(account.id, first.public_id) == "new"
    assert AccountSecret.objects.get().description == "of the CRM"


def test_no_other_account_finds_it(account):
    secret = secrets.set_secret(account.id, name="CRM", value="password")
    other = factories.create_account()

    assert secrets.find_value(other.id, secret.public_id) is None
    assert choices.known_ids("secrets", other.id) == frozenset()
    with pytest.raises(NotFound):
        secrets.delete_secret(other.id, secret.public_id)


def test_a_deleted_secret_is_gone(account):
    secret = secrets.set_secret(account.id, name="CRM", value="password")

    secrets.delete_secret(account.id, secret.public_id)

    assert secrets.find_value(account.id, secret.public_id) is None


def test_a_secret_of_another_key_cannot_be_read(account, settings):
    secret = secrets.set_secret(account.id, name="CRM", value="password")

    settings.SECRET_KEY = "other" * 10

    assert secrets.find_value(account.id, secret.public_id) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("", "x"),
        (" ", "x"),
        ("n" * 256, "x"),
        ("a\nb", "x"),
        ("n", ""),
        ("n", "x" * 4_001),
        ("n", "a\r\nX: b"),
    ],
)
def test_refuses_what_no_header_could_carry(account, name, value):
    with pytest.raises(Invalid):
        secrets.set_secret(account.id, name=name, value=value)


def test_authors_pick_from_names(account):
    late = secrets.set_secret(account.id, name="Weather", value="x")
    early = secrets.set_secret(account.id, name="CRM", value="x")

    listed = choices.SOURCES["secrets"](account.id)

    assert [(each.id, each.label) for each in listed] == [
        (early.public_id, "CRM"),
        (late.public_id, "Weather"),
    ]
