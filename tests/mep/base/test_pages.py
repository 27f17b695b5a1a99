import pytest

from mep.base.pages import installation, live_url


@pytest.fixture(autouse=True)
def plane(settings):
    settings.MEP_LIVE_URL = ""
    settings.MEP_LIVE_PORT = 8001
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1:8000", "ws://127.0.0.1:8001"),
        ("localhost:8000", "ws://localhost:8001"),
        ("mep.example.com", "ws://mep.example.com:8001"),
        ("[::1]:8000", "ws://[::1]:8001"),
        ("[::1]", "ws://[::1]:8001"),
    ],
)
def test_the_live_plane_is_on_the_host_of_the_page(rf, host, url):
    assert live_url(rf.get("/", headers={"host": host})) == url


def test_the_live_plane_of_a_secure_page_is_secure(rf):
    assert (
        live_url(rf.get("/", secure=True, headers={"host": "a.example"})) == "wss://a.example:8001"
    )


def test_a_live_address_that_is_given_counts(rf, settings):
    settings.MEP_LIVE_URL = "wss://live.example.com"

    assert live_url(rf.get("/")) == "wss://live.example.com"


def test_pages_know_the_installation(rf, settings):
    settings.CSRF_COOKIE_NAME = "mep_csrf_8000"

    facts = installation(rf.get("/", headers={"host": "127.0.0.1:8000"}))

    assert facts == {
        "live_url": "ws://127.0.0.1:8001",
        "csrf_cookie": "mep_csrf_8000",
        "is_demo": False,
    }
