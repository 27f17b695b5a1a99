"""What the documents say of the expression language, made from the language itself."""

from flows.el.built_ins import BUILT_INS
from flows.el.functions import CATALOGUE, TOPICS, Function
from tests.docs.blocks import code, table

TITLES = {
    "dates": "Dates",
    "numbers": "Numbers",
    "pins": "Chance",
    "search": "Looking for something",
    "text": "Text",
}


def functions() -> str:
    """List every function under its topic, with what it takes, gives and an example."""
    return "\n".join(_topic(module.__name__) for module in TOPICS)


def _topic(module: str) -> str:
    found = [each for each in CATALOGUE if each.run.__module__ == module]
    title = TITLES[module.rpartition(".")[2]]
    return f"### {title}\n\n" + table(
        ("Function", "Gives", "What it does", "Example"), map(_function, found)
    )


def _function(function: Function) -> tuple[str, ...]:
    first = function.examples[0]
    example = f"{code(first.source)} → {code(first.result)}"
    return code(function.signature), function.returns, function.help, example


def built_ins() -> str:
    """List every variable that the platform sets."""
    rows = [
        (code(each.name), each.type, each.help, "yes" if each.everywhere else "")
        for each in BUILT_INS
        if not each.decommissioned
    ]
    return table(("Variable", "Type", "Holds", "Outside services too"), rows)
