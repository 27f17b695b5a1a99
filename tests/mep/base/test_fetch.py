import gzip
import socket
import zlib

import pytest

from mep.base import pinned
from mep.base.addresses import parse_networks
from mep.base.fetch import FetchFailed, FetchRefused, HttpRequest, fetch
from tests.mep.base.rude_server import OK, RudeServer, context_for, drip, raw, reply

LOOPBACK = parse_networks(["127.0.0.0/8", "::1"])
QUICK_SECONDS = 0.4


@pytest.fixture
def serve():
    servers = []

    def start(answer, context=None):
        servers.append(RudeServer(answer, context))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def fresh_connections():
    pinned.adapter.cache_clear()
    yield
    pinned.adapter.cache_clear()


def get(url, method="GET", headers=(), body=None, **options):
    return fetch(
        HttpRequest(method, url, tuple(headers), body), allowed_networks=LOOPBACK, **options
    )


def test_returns_the_answer(serve):
    server = serve(reply(b'{"a": 1}', b"Content-Type: Application/JSON; charset=UTF-8\r\n"))

    answer = get(server.url("/path?q=1"))

    assert (answer.status, answer.body) == (200, b'{"a": 1}')
    assert (answer.content_type, answer.charset) == ("application/json", "utf-8")
    assert server.requests[0].startswith(b"GET /path?q=1 HTTP/1.1\r\n")
    assert b"User-Agent: MEP\r\n" in server.requests[0]


@pytest.mark.parametrize("status", [b"404 Not Found", b"500 Oops", b"304 Not Modified"])
def test_returns_whatever_status(serve, status):
    assert get(serve(reply(b"", status=status)).url()).status == int(status[:3])


def test_answer_without_headers_has_neither_type_nor_charset(serve):
    answer = get(serve(raw(OK + b"\r\nbody")).url())

    assert (answer.content_type, answer.charset, answer.body) == ("", "", b"body")


def test_sends_method_headers_and_body(serve):
    server = serve(reply())

    get(
        server.url(),
        "PUT",
        [("X-Name", "Zoë"), ("user-agent", "Mine"), ("X-Twice", "1"), ("x-twice", "2")],
        b"body",
    )

    (request,) = server.requests
    assert request.startswith(b"PUT / ")
    assert request.endswith(b"\r\n\r\nbody")
    assert b"X-Name: Zo\xc3\xab\r\n" in request
    assert b"Mine" in request
    assert b"MEP" not in request
    assert b"x-twice: 1, 2\r\n" in request.lower()
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in request


def test_reuses_connections(serve):
    server = serve(reply())

    for _ in range(5):
        get(server.url())

    assert (server.connections, len(server.requests)) == (1, 5)


def test_keeps_no_cookies(serve):
    server = serve(reply(head=b"Set-Cookie: a=b\r\n"))

    get(server.url())
    get(server.url())

    assert b"ookie" not in server.requests[1]


def test_ignores_proxies_and_logins_of_the_environment(serve, monkeypatch, tmp_path):
    server = serve(reply())
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert get(server.url()).status == 200
    assert b"uthorization" not in server.requests[0]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "http://",
        "http:///path",
        "http://a b/",
        "http://a\r\nX: y/",
        "http://[::1/",
        "http://host:99999/",
        "http://host:0/",
        "gopher://127.0.0.1",
    ],
)
def test_refuses_what_is_no_web_address(url):
    with pytest.raises(FetchRefused) as caught:
        get(url)
    assert caught.value.kind == "url"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Host", "example.com"),
        ("content-length", "3"),
        ("Connection", "close"),
        ("Transfer-Encoding", "chunked"),
        ("X-A", "b\r\nX-C: d"),
        ("X-A", "b\nc"),
        ("X-A", "\x00"),
        ("X-A\r\n", "b"),
        ("X A", "b"),
        ("", "b"),
        ("Zoë", "b"),
    ],
)
def test_refuses_headers_that_change_the_message(serve, name, value):
    server = serve(reply())

    with pytest.raises(FetchRefused) as caught:
        get(server.url(), headers=[(name, value)])
    assert caught.value.kind == "header"
    assert server.connections == 0


@pytest.mark.parametrize(
    ("method", "body", "kind"), [("TRACE", None, "method"), ("POST", b"x" * 65_537, "body")]
)
def test_refuses_other_methods_and_large_bodies(method, body, kind):
    with pytest.raises(FetchRefused) as caught:
        get("http://127.0.0.1/", method, body=body)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data",
        "http://user@10.0.0.1/",
        "http://example.com@127.0.0.1/",
    ],
)
def test_refuses_addresses_inside(url):
    with pytest.raises(FetchRefused) as caught:
        fetch(HttpRequest("GET", url))
    assert caught.value.kind == "address"


def answers_of(*addresses):
    remaining = list(addresses)

    def look_up(host, port, **_kwargs):
        address = remaining.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return look_up


def test_looks_a_name_up_once_and_calls_what_it_checked(serve, monkeypatch):
    server = serve(reply(b"inside"))
    monkeypatch.setattr(socket, "getaddrinfo", answers_of("127.0.0.1"))

    answer = get(server.url(host="rebinding.example"))

    assert answer.body == b"inside"
    assert f"Host: rebinding.example:{server.port}\r\n".encode() in server.requests[0]


def test_refuses_a_name_with_one_address_inside(monkeypatch):
    def both(host, port, **_kwargs):
        return [answers_of(address)(host, port)[0] for address in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    with pytest.raises(FetchRefused) as caught:
        get("http://both.example/")
    assert caught.value.kind == "address"


def test_tries_the_next_address_when_one_does_not_answer(serve, monkeypatch):
    server = serve(reply())

    def both(host, port, **_kwargs):
        return [answers_of(address)(host, port)[0] for address in ("127.0.0.9", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    assert get(server.url(host="both.example")).status == 200


def test_checks_the_address_of_every_redirect(serve):
    server = serve(reply(status=b"302 Found", head=b"Location: http://169.254.169.254/\r\n"))

    with pytest.raises(FetchRefused) as caught:
        get(server.url())
    assert caught.value.kind == "address"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://[/"])
def test_refuses_redirects_to_what_is_no_web_address(serve, location):
    server = serve(reply(status=b"302 Found", head=f"Location: {location}\r\n".encode()))

    with pytest.raises(FetchRefused) as caught:
        get(server.url())
    assert caught.value.kind == "url"


def redirecting(times, status=b"302 Found", location="/next"):
    left = [times]

    def answer(connection, request):
        if left[0] == 0:
            return reply(b"end")(connection, request)
        left[0] -= 1
        return reply(b"x" * 10, f"Location: {location}\r\n".encode(), status)(connection, request)

    return answer


def test_follows_three_redirects(serve):
    server = serve(redirecting(3))

    answer = get(server.url("/first"))

    assert (answer.body, answer.url) == (b"end", server.url("/next"))
    assert len(server.requests) == 4


@pytest.mark.parametrize("times", [4, -1])
def test_gives_up_after_three_redirects(serve, times):
    server = serve(redirecting(times))

    with pytest.raises(FetchFailed) as caught:
        get(server.url())
    assert caught.value.kind == "redirect"
    assert len(server.requests) == 4


def test_redirect_without_location_is_an_answer(serve):
    assert get(serve(reply(status=b"302 Found")).url()).status == 302


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (301, "PUT", "PUT"),
        (302, "DELETE", "DELETE"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ],
)
def test_redirects_change_the_method_as_the_status_says(serve, status, method, then):
    server = serve(redirecting(1, f"{status} Moved".encode()))

    get(server.url(), method, [("Content-Type", "text/plain")], b"body")

    second = server.requests[1]
    assert second.startswith(f"{then} /next ".encode())
    assert second.endswith(b"body") == (then == method)
    assert (b"Content-Type" in second) == (then == method)


def test_secrets_do_not_follow_to_another_host(serve):
    other = serve(reply())
    server = serve(redirecting(1, location=other.url(host="localhost")))
    request = HttpRequest(
        "GET",
        server.url(),
        (("Authorization", "Bearer s3cret"), ("X-Signature", "s3cret"), ("X-Plain", "kept")),
        private_headers=frozenset({"X-Signature"}),
    )

    fetch(request, allowed_networks=LOOPBACK)

    assert b"s3cret" in server.requests[0]
    assert b"s3cret" not in other.requests[0]
    assert b"X-Plain: kept" in other.requests[0]


def test_secrets_stay_within_the_host(serve):
    server = serve(redirecting(1))

    get(server.url(), headers=[("Authorization", "Bearer s3cret")])

    assert b"s3cret" in server.requests[1]


def test_gives_up_on_a_server_that_hangs(serve):
    server = serve(lambda connection, _: connection.recv(1))

    with pytest.raises(FetchFailed) as caught:
        get(server.url(), timeout=QUICK_SECONDS)
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize(
    ("prefix", "piece"),
    [
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK, b"X-Slow: yes\r\n"),
        (OK + b"X-Slow: ", b"y"),
        (OK + b"Content-Length: 1000\r\n\r\n", b"x"),
        (OK + b"\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5;", b"x"),
    ],
    ids=[str(number) for number in range(9)],
)
def test_gives_up_on_a_server_that_drips(serve, prefix, piece):
    server = serve(drip(lambda: server, prefix, piece))

    with pytest.raises(FetchFailed) as caught:
        get(server.url(), timeout=QUICK_SECONDS)
    assert caught.value.kind in {"timeout", "network"}


def test_dripping_body_ends_by_the_deadline(serve):
    server = serve(drip(lambda: server, OK + b"\r\n", b"x"))

    with pytest.raises(FetchFailed) as caught:
        get(server.url(), timeout=QUICK_SECONDS)
    assert caught.value.kind == "timeout"


def test_gives_up_on_redirects_that_take_too_long_together(serve):
    def slowly(connection, request):
        server.stopping.wait(QUICK_SECONDS / 2)
        return redirecting(-1)(connection, request)

    server = serve(slowly)

    with pytest.raises(FetchFailed) as caught:
        get(server.url(), timeout=QUICK_SECONDS)
    assert caught.value.kind == "timeout"


def flood(head, piece, times):
    def answer(connection, _request):
        connection.sendall(OK + head + b"\r\n")
        for _ in range(times):
            connection.sendall(piece)

    return answer


MEGABYTE = b"x" * 1_000_000


@pytest.mark.parametrize(
    "answer",
    [
        flood(b"Content-Length: 50000000\r\n", MEGABYTE, 50),
        flood(b"", MEGABYTE, 50),
        flood(b"Transfer-Encoding: chunked\r\n", b"%x\r\n%s\r\n" % (len(MEGABYTE), MEGABYTE), 50),
        flood(b"Transfer-Encoding: chunked\r\n", b"1\r\nx\r\n" * 10_000, 120),
        flood(b"Transfer-Encoding: chunked\r\n", b"2faf080\r\n" + MEGABYTE * 3, 17),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", MEGABYTE * 9),
    ],
    ids=["announced", "endless", "chunks", "tiny chunks", "one chunk", "chunk extension"],
)
def test_cuts_off_an_answer_that_is_too_large(serve, answer):
    with pytest.raises(FetchFailed) as caught:
        get(serve(answer).url())
    assert caught.value.kind in {"too_large", "network"}


def test_says_so_when_an_answer_is_too_large(serve):
    with pytest.raises(FetchFailed) as caught:
        get(serve(flood(b"", MEGABYTE, 2)).url())
    assert caught.value.kind == "too_large"


def test_reads_up_to_the_limit(serve):
    server = serve(reply(b"x" * 1000))

    assert len(get(server.url(), max_bytes=1000).body) == 1000
    with pytest.raises(FetchFailed):
        get(server.url(), max_bytes=999)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello" * 1000)),
        ("GZip", gzip.compress(b"hello" * 500) + gzip.compress(b"hello" * 500)),
        ("deflate", zlib.compress(b"hello" * 1000)),
        ("deflate", zlib.compress(b"hello" * 1000, wbits=-15)),
        ("identity", b"hello" * 1000),
    ],
    ids=["gzip", "two members", "deflate", "bare deflate", "identity"],
)
def test_unpacks_answers(serve, encoding, packed):
    server = serve(reply(packed, f"Content-Encoding: {encoding}\r\n".encode()))

    assert get(server.url()).body == b"hello" * 1000


def test_unpacks_no_more_than_the_limit(serve):
    bomb = gzip.compress(b"\0" * 50_000_000)
    server = serve(reply(bomb, b"Content-Encoding: gzip\r\n"))

    with pytest.raises(FetchFailed) as caught:
        get(server.url())
    assert caught.value.kind == "too_large"


@pytest.mark.parametrize(
    ("encoding", "body", "kind"),
    [
        ("gzip", b"not gzip at all", "encoding"),
        ("br", b"whatever", "encoding"),
        ("gzip, gzip", b"whatever", "encoding"),
        ("gzip", gzip.compress(b"hello" * 1000)[:-9], "network"),
    ],
    ids=["not gzip", "unknown", "twice", "broken off"],
)
def test_fails_when_an_answer_cannot_be_unpacked(serve, encoding, body, kind):
    server = serve(reply(body, f"Content-Encoding: {encoding}\r\n".encode()))

    with pytest.raises(FetchFailed) as caught:
        get(server.url())
    assert caught.value.kind == kind


def reset(connection, _request):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


@pytest.mark.parametrize(
    "answer",
    [
        raw(),
        reset,
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        raw(b"\x00\xff" * 100),
        raw(OK + b"Content-Length: 100\r\n\r\nshort"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        raw(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
        raw(OK + b"X: y\r\n" * 200 + b"\r\n"),
        raw(OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n"),
    ],
)
def test_fails_on_what_is_not_proper_http(serve, answer):
    with pytest.raises(FetchFailed) as caught:
        get(serve(answer).url())
    assert caught.value.kind == "network"


def test_works_again_after_failures(serve):
    answers = [raw(OK + b"Content-Length: 9\r\n\r\nx"), raw(), reply(b"fine")]

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    server = serve(answer)

    for _ in range(2):
        with pytest.raises(FetchFailed):
            get(server.url())

    assert get(server.url()).body == b"fine"


def test_says_when_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(FetchFailed) as caught:
        get(f"http://127.0.0.1:{port}/")
    assert caught.value.kind == "connect"


def test_says_when_a_name_is_unknown():
    with pytest.raises(FetchFailed) as caught:
        get("http://nowhere.invalid/")
    assert caught.value.kind == "dns"


@pytest.mark.usefixtures("fresh_connections")
def test_calls_over_tls_by_name(serve, tmp_path, monkeypatch):
    context, certificate = context_for(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = serve(reply(b"safe"), context)

    answers = [get(server.url(scheme="https", host="localhost")) for _ in range(2)]

    assert [answer.body for answer in answers] == [b"safe", b"safe"]
    assert server.connections == 1


@pytest.mark.usefixtures("fresh_connections")
def test_refuses_certificates_nobody_vouches_for(serve, tmp_path):
    context, _ = context_for(tmp_path, "localhost")

    with pytest.raises(FetchFailed) as caught:
        get(serve(reply(), context).url(scheme="https", host="localhost"))
    assert caught.value.kind == "tls"


@pytest.mark.usefixtures("fresh_connections")
def test_refuses_certificates_of_another_name(serve, tmp_path, monkeypatch):
    context, certificate = context_for(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with pytest.raises(FetchFailed) as caught:
        get(serve(reply(), context).url(scheme="https", host="localhost"))
    assert caught.value.kind == "tls"


@pytest.mark.usefixtures("fresh_connections")
def test_gives_up_on_a_dripping_body_over_tls(serve, tmp_path, monkeypatch):
    context, certificate = context_for(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = serve(drip(lambda: server, OK + b"\r\n", b"x"), context)

    with pytest.raises(FetchFailed) as caught:
        get(server.url(scheme="https", host="localhost"), timeout=QUICK_SECONDS)
    assert caught.value.kind == "timeout"


def test_gives_up_on_a_handshake_that_never_comes(serve):
    server = serve(lambda connection, _: connection.recv(1))

    with pytest.raises(FetchFailed) as caught:
        get(server.url(scheme="https"), timeout=QUICK_SECONDS)
    assert caught.value.kind == "timeout"


@pytest.mark.usefixtures("fresh_connections")
def test_does_not_go_from_https_to_http(serve, tmp_path, monkeypatch):
    context, certificate = context_for(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    plain = serve(reply())
    server = serve(redirecting(1, location=plain.url()), context)

    with pytest.raises(FetchFailed) as caught:
        get(server.url(scheme="https", host="localhost"))
    assert caught.value.kind == "redirect"
    assert plain.connections == 0
