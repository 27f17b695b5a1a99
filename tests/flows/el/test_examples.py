"""The examples of the language's description, in its order."""

import pytest

from tests.flows.el.environments import same, value_of

TYPE, SYNTAX, FUNCTION = ({"$error": kind} for kind in ("type", "syntax", "function"))
COLOUR = '${af:regexpMatches(request.defaultMessage,"(?i).*\\\\bcolou?r\\\\b.*")}'
QUIZ = "${(user.quiz1 + user.quiz2) / 2 <= 8}"
BANDS = '${user.n < 10 ? "low" : user.n < 20 ? "mid" : "high"}'
GREETING = 'Hi ${empty user.name ? "friend" : user.name}'
BY_CODE = "${service.routingcodes[session.initialKeyword.routingCode.name]}"
PARSED = '${af:parseDateString(af:removeLetters(request.defaultMessage), "MMddyyyy")}'
CODES = {
    "session.initialKeyword.routingCode.name": 58870,
    "service.routingcodes.58870": "58870",
}
PARTS = {f"session.initialMessage.part.{index}.message": "text" for index in (0, 1)}

EXAMPLES = [
    ("${ 1 + 2}", {}, 3),
    ("${3*4}", {}, 12),
    ("${10 div 4}", {}, 2.5),
    ("${12 % 10}", {}, 2),
    ("${4 * (1 + 2)}", {}, 12),
    (QUIZ, {"user.quiz1": 9, "user.quiz2": 7}, True),
    ("${af:getDay(system.time) == 1}", {"system.time": "2016-03-01 09:00:00"}, True),
    ('${"hello"}', {}, "hello"),
    ('${"say \\"hi\\" to C:\\\\me"}', {}, 'say "hi" to C:\\me'),
    ('${"null"}', {}, "null"),
    ('${"true" ? 1 : 2}', {}, 1),
    ("${1 + 1}", {}, 2),
    ('${"1 + 1"}', {}, "1 + 1"),
    ("${1 + 1.0}", {}, 2.0),
    ("${af:random(24) <= 24}", {}, True),
    ("${service.Count + 1}", {"service.Count": 1}, 2),
    ("${service.Count + 1}", {"service.Count": "1"}, 2),
    ("${service.Count + 1}", {}, 1),
    ("${session['entry.temperature']}", {"session.entry.temperature": "14C"}, "14C"),
    ("Now ${session['entry.outlook']}.", {"session.entry.outlook": "cloudy"}, "Now cloudy."),
    (
        "From ${user.identifiers.msisdn}",
        {"user.identifiers.msisdn": 447700900760},
        "From 447700900760",
    ),
    (
        "${user.identifiers.msisdn.network}",
        {"user.identifiers.msisdn.network": "UNKNOWN"},
        "UNKNOWN",
    ),
    ("${af:length(af:generatePin(6,true))}", {}, 6),
    ('${af:parseDateString("20-12-87","dd-MM-yy")}', {}, "1987-12-20"),
    (PARSED, {"request.defaultMessage": "01282001"}, "2001-01-28"),
    (
        '${af:formatDateString(user.addDate,"dd/MM/yyyy")}',
        {"user.addDate": "2010-06-30"},
        "30/06/2010",
    ),
    (COLOUR, {"request.defaultMessage": "Colour it is"}, True),
    (COLOUR, {"request.defaultMessage": "colourful"}, False),
    ('${af:regexpMatches("abc","b")}', {}, False),
    ("${2 + 3 * 4}", {}, 14),
    ("${10 - 4 - 3}", {}, 3),
    ("${10 / 5}", {}, 2),
    ("${4.0 / 2}", {}, 2.0),
    ("${-7 % 3}", {}, -1),
    ('${"3" + "4"}', {}, 7),
    ("${'a' + 'b'}", {}, TYPE),
    ("${user.a + user.b}", {}, 0),
    ('${"5" == 5}', {}, True),
    ('${"9" < "10"}', {}, False),
    ('${"9" < 10}', {}, True),
    ("${user.name == null}", {}, True),
    ('${null == ""}', {}, False),
    ("${user.age > 17}", {}, False),
    ("${empty user.name}", {"user.name": ""}, True),
    ('${empty " "}', {}, False),
    (GREETING, {"user.name": "Bob"}, "Hi Bob"),
    (BANDS, {"user.n": "15"}, "mid"),
    ('${true || ("x" + 1 == 2)}', {}, True),
    ('${1 ? "a" : "b"}', {}, TYPE),
    ("${USER.Name}", {"user.name": "Bob"}, "Bob"),
    ("${user.example - 1}", {"user.example": 5}, 4),
    ("${service.my-count}", {"service.my-count": 4}, 4),
    ("${1}0${1}", {}, "101"),
    ("Hi ${user.name}!", {}, "Hi !"),
    ("Use \\${user.name}", {}, "Use ${user.name}"),
    ("${'${'}x}", {}, "${x}"),
    ('${"a}b"}', {}, "a}b"),
    ('${"a\\tb"}', {}, SYNTAX),
    ("${af:GeneratePin(6,true)}", {}, FUNCTION),
    ("${af:generatePin(6)}", {}, FUNCTION),
    ("Got ${request.defaultMessage}", {"request.defaultMessage": "${1+1}"}, "Got ${1+1}"),
    ("${7 / 0}", {}, float("inf")),
    (
        '${af:getNameOfDay(system.date) == "Wednesday"}',
        {"system.date": "2016-03-16"},
        True,
    ),
    ("${service.routingcodes.222111}", {"service.routingcodes.222111": "222111"}, "222111"),
    (BY_CODE, CODES, "58870"),
    ("${not empty session.initialMessage.part[2].message}", PARTS, False),
    (
        '${request.message.isMultipart ? "long" : "short"}',
        {"request.message.isMultipart": True},
        "long",
    ),
]


@pytest.mark.parametrize(("text", "variables", "expected"), EXAMPLES)
def test_example(text, variables, expected):
    got = value_of(text, variables)

    assert same(got, expected), got


def test_no_example_is_missing():
    assert len(EXAMPLES) == 67
