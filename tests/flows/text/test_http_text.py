"""HTTP requests as text."""

import pytest

from flows.text import http_text
from flows.text.http_text import (
    BadHeader,
    BadUrl,
    body_encoder,
    check_header_template,
    check_url,
    encode_for_url,
    guess_content_type,
    is_one_expression,
    parse_header,
    split_lines,
    url_encoder,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${user.url}", True),
        ("  ${user.url}\n", True),
        ("${'}'}", True),
        ('${"a\\"}"}', True),
        ("${a.b}${c.d}", False),
        ("x${a.b}", False),
        ("\\${a.b}", False),
        ("${a.b", False),
        ("", False),
    ],
)
def test_knows_a_template_that_is_one_expression(text, expected):
    assert is_one_expression(text) is expected


def test_cuts_lines_but_not_inside_an_expression():
    block = 'A: 1\r\n\n  B: ${user.name ==\n "x\ny" ? 1\n : 2}\rC${user.c}'

    assert split_lines(block) == ["A: 1", 'B: ${user.name ==\n "x\ny" ? 1\n : 2}', "C${user.c}"]


@pytest.mark.parametrize(
    "block",
    [
        "",
        "Accept: text/plain",
        "X-Name: ${user.name}",
        "${user.line}\nAccept: text/plain",
        "${user.line}\n${user.line2}",
        "${user.name}: value",
        "X-Name${user.rest}",
        "${user.name}: ${user.value}",
        "X-${user.name}: value",
        "X-Request-ID: mine",
        "${user.scope == ':' ? 'a' : 'b'}: x",
    ],
)
def test_accepts_every_documented_shape_of_a_header(block):
    assert list(check_header_template(block)) == []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("${user.headers}", "cannot be one expression"),
        (" ${user.headers}\n", "cannot be one expression"),
        ("Accept", "not a header"),
        ("Two words: x", "not the name"),
        (": x", "not the name"),
        ("Tëst: x", "not the name"),
        ("Host: example.com", "set by the platform"),
        ("content-length: ${user.n}", "set by the platform"),
        ("Transfer-Encoding: chunked", "set by the platform"),
        ("Connection: close", "set by the platform"),
        ("User-Agent: me", "set by the platform"),
        ("A: bell \x07", "control character"),
    ],
)
def test_says_what_is_wrong_with_a_header_block(block, words):
    (problem,) = check_header_template(block)

    assert words in problem


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("Accept: text/plain", ("Accept", "text/plain")),
        ("X-Name:Zoë", ("X-Name", "Zoë")),
        ("X-Time: 10:30", ("X-Time", "10:30")),
        ("X-Empty:", ("X-Empty", "")),
        ('X-Quoted: "a"', ("X-Quoted", '"a"')),
        ("x-request-id: mine", None),
    ],
)
def test_reads_a_filled_in_line(line, header):
    assert parse_header(line) == header


@pytest.mark.parametrize(
    "line", ["Accept", "", "A: b\r\nHost: evil", "A\nB: c", "Host: evil", "HOST : evil", "A: \x00"]
)
def test_refuses_a_line_that_would_change_the_request(line):
    with pytest.raises(BadHeader):
        parse_header(line)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://example.com:8080/a?b=c#d",
        "HTTPS://example.com/%20",
        "https://[::1]/",
        "https://" + "x" * (http_text.MAX_URL_CHARACTERS - 8),
    ],
)
def test_accepts_a_web_address(url):
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://exa mple.com",
        "https://example.com/\r\nHost: evil",
        "https://example.com:port/",
        "https://[::1/",
        "https://user:password@example.com/",
        "https://" + "x" * (http_text.MAX_URL_CHARACTERS - 7),
    ],
)
def test_refuses_what_is_no_web_address(url):
    with pytest.raises(BadUrl):
        check_url(url)


def test_encodes_values_for_an_address():
    assert encode_for_url("a b/c?d=é&+") == "a%20b%2Fc%3Fd%3D%C3%A9%26%2B"


def test_leaves_alone_what_an_address_begins_with():
    encode = url_encoder("${service.base}/x?a=${user.a}")

    assert [encode("https://example.com"), encode("a&b")] == ["https://example.com", "a%26b"]


def test_encodes_everything_behind_a_literal_beginning():
    encode = url_encoder("https://example.com/${user.a}")

    assert encode("../b") == "..%2Fb"


@pytest.mark.parametrize(
    ("content_type", "encoded"),
    [
        ("application/json", 'é \\"<&>\\" \\n'),
        ("application/xml", "é &quot;&lt;&amp;&gt;&quot; \n"),
        ("text/xml; charset=utf-8", "é &quot;&lt;&amp;&gt;&quot; \n"),
        ("application/soap+xml", "é &quot;&lt;&amp;&gt;&quot; \n"),
        ("application/x-www-form-urlencoded", "%C3%A9+%22%3C%26%3E%22+%0A"),
        ("text/plain", 'é "<&>" \n'),
        ("", 'é "<&>" \n'),
    ],
)
def test_encodes_values_by_content_type(content_type, encoded):
    assert body_encoder(content_type)('é "<&>" \n') == encoded


@pytest.mark.parametrize("content_type", ["application/json", "application/vnd.api+json; v=1"])
def test_a_value_cannot_leave_a_json_text(content_type):
    assert body_encoder(content_type)('","admin":"\\') == '\\",\\"admin\\":\\"\\\\'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"a": 1}', "application/json; charset=utf-8"),
        (" [1]", "application/json; charset=utf-8"),
        ("<a/>", "application/xml; charset=utf-8"),
        ("a=1&b=2", "application/x-www-form-urlencoded"),
        ("${session.body}", "text/plain; charset=utf-8"),
        ("Hello", "text/plain; charset=utf-8"),
    ],
)
def test_guesses_what_a_body_is(body, content_type):
    assert guess_content_type(body) == content_type
