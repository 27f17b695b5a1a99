"""What the tests of the expression language evaluate in."""

import random
from datetime import UTC, datetime

from flows.el import template
from flows.el.env import LONDON, Env
from flows.el.errors import ElError

NOW = datetime(2016, 3, 16, 23, 30, tzinfo=UTC)


def env_of(variables=None, *, now=NOW, zone=LONDON, seed=1):
    """Return an environment with these variables, written ``scope.key``."""
    scopes = {}
    for name, value in (variables or {}).items():
        scope, _, key = name.lower().partition(".")
        scopes.setdefault(scope, {})[key] = value
    return Env(scopes, now=now, zone=zone, random=random.Random(seed))  # noqa: S311 - repeatable


def value_of(text, variables=None):
    """Return the value of a template, or the kind of its fault as ``{"$error": kind}``."""
    try:
        return template.evaluate(text, env_of(variables))
    except ElError as error:
        return {"$error": error.kind}


def fault_of(run, *arguments):
    """Return the fault of the language that a call ends with, or none."""
    try:
        run(*arguments)
    except ElError as error:
        return error
    return None


def same(got, expected):
    """Tell whether two values are equal and of one type."""
    return type(got) is type(expected) and (got == expected or repr(got) == repr(expected))
