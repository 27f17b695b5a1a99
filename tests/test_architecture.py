"""The rules of the architecture that a program can check."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from flows.el.functions import CATALOGUE
from flows.engine import effects
from flows.handlers import HANDLERS
from mep.base.models import Owned

ROOT = Path(__file__).parent.parent
PACKAGES = ("mep", "flows", "subscriptions")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FORMATS = {
    "template",
    "expression",
    "duration",
    "duration-or-expression",
    "date-time",
    "time",
    "ref",
}
OWNERS = {"user", "account", "account_id", "viewer", "login"}
OF_NO_ACCOUNT = {
    # Whoever signs in has no account yet; numbering plans belong to nobody.
    "mep.accounts.selectors.find_login",
    "mep.accounts.selectors.load_logins",
    "mep.accounts.selectors.find_account",
    "mep.endusers.selectors.find_operator",
}
MODELS_OF_NO_ACCOUNT = {
    "accounts.Account",
    "accounts.Lockout",
    "endusers.Operator",
    "messaging.SimulatedMessage",
}
READING = ("find_", "get_", "list_")


def sources(*folders):
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def functions_of(path):
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def effect_classes():
    members = vars(effects).values()
    return [m for m in members if inspect.isclass(m) and m.__module__ == effects.__name__]


def selectors():
    modules = (path for path in sources(*PACKAGES) if path.name == "selectors.py")
    for path in modules:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function in vars(import_module(name)).values():
            if inspect.isfunction(function) and function.__module__ == name:
                yield f"{name}.{function.__name__}", function


def is_owned(annotation):
    return inspect.isclass(annotation) and issubclass(annotation, Owned)


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_handler_has_tests_of_its_own(kind):
    assert (ROOT / "tests" / "flows" / "handlers" / f"test_{kind}.py").exists()


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_kind_is_the_name_of_its_module(kind):
    assert HANDLERS[kind].__module__ == f"flows.handlers.{kind}"
    assert HANDLERS[kind].kind == kind


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_handler_has_a_help_text(kind):
    assert (HANDLERS[kind].__doc__ or "").strip().endswith(".")


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_form_uses_formats_the_editor_knows(kind):
    assert set(formats_in(HANDLERS[kind].model_json_schema())) <= FORMATS


def formats_in(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        for part in schema.values():
            yield from formats_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from formats_in(part)


@pytest.mark.parametrize("effect", effect_classes(), ids=lambda effect: effect.__name__)
def test_every_effect_says_what_it_asks(effect):
    assert (effect.__doc__ or "").strip()


@pytest.mark.parametrize("function", CATALOGUE, ids=lambda function: function.name)
def test_every_function_of_the_language_says_what_it_does(function):
    assert function.help


def test_no_file_is_too_long():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(*PACKAGES)
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_no_function_is_too_long():
    long = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in sources(*PACKAGES)
        for function in functions_of(path)
        if function.end_lineno - function.lineno >= LONGEST_FUNCTION
    }

    assert long == set()


def test_nothing_is_left_for_later():
    marks = ("TODO", "FIXME", "XXX")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(*PACKAGES, "tests")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if path != Path(__file__) and any(f"# {mark}" in line for mark in marks)
    ]

    assert left == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}

    assert [path for path in sources(*PACKAGES, "tests") if path.name in drawers] == []


@pytest.mark.parametrize(
    ("name", "function"), [pytest.param(name, found, id=name) for name, found in selectors()]
)
def test_every_selector_says_whose_rows_it_reads(name, function):
    if not function.__name__.startswith(READING) or name in OF_NO_ACCOUNT:
        return
    first = next(iter(inspect.signature(function, eval_str=True).parameters.values()))

    assert first.name in OWNERS or is_owned(first.annotation), first


def test_every_model_of_a_customer_has_an_account():
    ours = [m for m in apps.get_models() if m.__module__.split(".")[0] in PACKAGES]
    without = {m._meta.label for m in ours if not reaches_account(m, frozenset())}

    assert without == MODELS_OF_NO_ACCOUNT


def reaches_account(model, seen):
    """Say whether a model has an account, or belongs to a row that has."""
    if any(field.name == "account" for field in model._meta.fields):
        return True
    parents = {f.related_model for f in model._meta.fields if f.many_to_one or f.one_to_one}
    return any(reaches_account(p, seen | {model}) for p in parents - seen if not is_django(p))


def is_django(model):
    return model.__module__.startswith("django.")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
