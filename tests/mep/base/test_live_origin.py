import pytest

from mep.base.live_origin import is_own_origin


@pytest.fixture(autouse=True)
def ports(settings):
    settings.MEP_PORT = 8000
    settings.CSRF_TRUSTED_ORIGINS = ["https://mep.example.com"]


def headers(origin, host=b"127.0.0.1:8001"):
    return [(b"Host", host), (b"Origin", origin)]


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (b"http://127.0.0.1:8000", b"127.0.0.1:8001"),
        (b"http://localhost:8000", b"localhost:8001"),
        (b"http://[::1]:8000", b"[::1]:8001"),
        (b"https://mep.example.com", b"mep.example.com"),
    ],
)
def test_accepts_our_own_pages(origin, host):
    assert is_own_origin(headers(origin, host))


@pytest.mark.parametrize(
    "origin",
    [
        b"http://127.0.0.1:8002",
        b"http://127.0.0.1",
        b"http://evil.example.com:8000",
        b"http://127.0.0.1:8000.evil.example.com",
        b"http://127.0.0.1:notaport",
        b"null",
        b"",
    ],
)
def test_refuses_pages_of_others(origin):
    assert not is_own_origin(headers(origin))


def test_refuses_a_handshake_without_an_origin():
    assert not is_own_origin([(b"host", b"127.0.0.1:8001")])
