import socket

import pytest

from mep.base.supervisor import preflight
from mep.base.supervisor.preflight import Refused


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_knows_what_only_this_machine_reaches(host):
    assert preflight.is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "mep.example.com"])  # noqa: S104
def test_knows_what_others_reach(host):
    assert not preflight.is_loopback(host)


def test_refuses_a_port_in_use():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(Refused, match=rf"port {port} on 127.0.0.1 is in use; set MEP_PORT"):
            preflight.check_address("127.0.0.1", port, "MEP_PORT")


def test_refuses_an_address_of_another_machine():
    with pytest.raises(Refused, match="192.0.2.1:8000 cannot be used"):
        preflight.check_address("192.0.2.1", 8000, "MEP_PORT")


def test_refuses_a_second_start_from_one_folder(tmp_path):
    preflight.lock(tmp_path)

    with pytest.raises(Refused, match="already running"):
        preflight.lock(tmp_path)


def test_shows_the_demo_to_this_machine_only(settings):
    settings.MEP_DEMO = True
    preflight.check_demo_host("127.0.0.1")

    with pytest.raises(Refused, match="published password"):
        preflight.check_demo_host("10.0.0.1")


def test_lets_an_installation_without_demo_bind_any_address(settings):
    settings.MEP_DEMO = False

    preflight.check_demo_host("10.0.0.1")


@pytest.mark.django_db
def test_accepts_the_database_of_the_tests():
    preflight.check_database()
    preflight.check_redis()


def test_names_no_password_when_redis_does_not_answer(settings):
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"

    with pytest.raises(Refused, match=r"redis://127\.0\.0\.1:1/0 does not answer") as refusal:
        preflight.check_redis()

    assert "secret" not in str(refusal.value)
