import re
import sys
from types import ModuleType

from flows.el import template
from flows.el.functions import FUNCTIONS
from flows.el.functions.registry import function
from tests.docs.blocks import DOCS
from tests.flows.el.environments import env_of
from tests.flows.handlers.conftest import run  # noqa: F401 - a fixture

CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(words):
    """Run the example of the contributors' page that has these words; return what it defines."""
    found = CODE.findall((DOCS / "contributing.md").read_text())
    module = ModuleType("example")
    module.function = function
    exec(next(each for each in found if words in each), vars(module))  # noqa: S102 - our own page
    return module


def _tests_in(module):
    return [each for name, each in vars(module).items() if name.startswith("test_")]


def test_handler_does_what_its_tests_say(run, monkeypatch):  # noqa: F811 - the fixture
    monkeypatch.setitem(sys.modules, "flows.handlers.note", example("class Note(Handler)"))
    found = _tests_in(example("from flows.handlers.note import Note"))

    for each in found:
        each(run)

    assert len(found) == 2


def test_function_does_what_its_example_says(monkeypatch):
    monkeypatch.setitem(FUNCTIONS, "reverse", None)
    example('@function("reverse")')
    given = FUNCTIONS["reverse"].examples[0]

    assert template.render(given.source, env_of()) == given.result


def test_stage_answers_as_the_page_says(stage):
    found = _tests_in(example("def test_answers_a_keyword"))

    for each in found:
        each(stage)

    assert len(found) == 1
