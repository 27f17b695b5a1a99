"""Whatever a document is made of, checking it ends in issues and never in an exception."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import graphs
from flows.engine.check import check_graph, has_errors
from flows.engine.fields import schema_of
from flows.handlers import HANDLERS

TEXTS = st.sampled_from(
    ["", "n1", "n2", "${session.a}", "${", "PT5M", "c1", "sent", "done", "failed", "S1", "\x00"]
) | st.text(max_size=5)
SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _settings_of(kind):
    names = list(schema_of(HANDLERS[kind])["properties"]) or ["reason"]
    return st.dictionaries(st.sampled_from(names), JSON, max_size=6)


def _node(kind):
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from(["n1", "n2", "n3"]),
            "kind": st.just(kind),
            "label": st.just("Label"),
            "settings": _settings_of(kind),
        },
        optional={"notes": SCALARS, "position": JSON},
    )


NODES = st.sampled_from(sorted(HANDLERS)).flatmap(_node) | JSON
LINKS = (
    st.fixed_dictionaries(
        {
            "from": st.sampled_from(["n1", "n2", "n3", "n9"]),
            "outcome": st.sampled_from(["done", "failed", "sent", "success", "c1"]),
            "to": st.sampled_from(["n1", "n2", "n3", "n9"]),
        }
    )
    | JSON
)
DOCUMENTS = st.fixed_dictionaries(
    {"format": st.just(1), "start": st.just("n1") | JSON},
    optional={
        "nodes": st.lists(NODES, max_size=4) | JSON,
        "links": st.lists(LINKS, max_size=4) | JSON,
        "stickies": JSON,
    },
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS | JSON)
def test_any_document_can_be_checked(document):
    issues = check_graph(document, HANDLERS)

    assert all(issue.message for issue in issues)
    assert has_errors(issues) or graphs.compile_graph(graphs.canonical(document))
