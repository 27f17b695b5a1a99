"""Values shared by all end users of a service or a collection: reading, setting, deleting."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from flows import scopes
from flows.el import names
from flows.el.values import Value, to_text
from flows.models import CollectionVariable, Service, ServiceCollection, ServiceVariable
from mep.base.errors import Invalid, NotFound

MAX_VALUE_CHARACTERS = 255
WORDS = {
    "invalid character": "Use letters, digits, _ and -, with single dots between",
    "too short": "Give the variable a name",
    "too long": f"A name has at most {names.MAX_KEY_CHARACTERS} characters",
    "reserved word": "This word belongs to the expression language; choose another name",
    "built-in variable": "The platform sets this variable; choose another name",
}

Owner = Service | ServiceCollection
Variable = ServiceVariable | CollectionVariable


@dataclass(frozen=True, slots=True)
class Shown:
    """A variable as a page shows it."""

    name: str
    text: str
    constant: bool
    variable: Variable


def list_variables(owner: Owner) -> list[Shown]:
    """List the variables of a service or a collection by name, those of tests left out."""
    found = owner.variables.filter(sandbox=None).order_by("key")
    return [Shown(each.name, text_of(each), each.constant, each) for each in found]


def text_of(variable: Variable) -> str:
    """Show a stored value as a text would."""
    value: Value = scopes.unpack(variable.value)
    return to_text(value)


def find_variable(owner: Owner, name: str) -> Variable | None:
    """Find a variable by its name, whatever the case."""
    return owner.variables.filter(sandbox=None, key=name.lower()).first()


@transaction.atomic
def set_variable(
    owner: Owner, name: str, value: Value, *, constant: bool | None = None
) -> Variable:
    """Create or change a variable; ``constant`` left out stays as it is. Raises Invalid.

    Waits for sessions that are changing variables of the same owner, and they for this.
    """
    check(owner, name, to_text(value))
    _lock(owner)
    variable = find_variable(owner, name) or _new(owner, name)
    variable.value = scopes.pack(value)
    variable.constant = variable.constant if constant is None else constant
    variable.updated_at = timezone.now()
    variable.save()
    return variable


@transaction.atomic
def delete_variable(owner: Owner, name: str) -> Shown:
    """Delete a variable and return what it was; raises NotFound."""
    _lock(owner)
    variable = find_variable(owner, name)
    if variable is None:
        raise NotFound(f"{scope_of(owner)}.{name} does not exist")
    shown = Shown(variable.name, text_of(variable), variable.constant, variable)
    variable.delete()
    return shown


def scope_of(owner: Owner) -> str:
    """Name the scope in which expressions find an owner's variables."""
    return "service" if isinstance(owner, Service) else "servicecoll"


def check(owner: Owner, name: str, text: str) -> None:
    """Refuse a name or a value that a shared variable of an owner may not have."""
    check_variable(scope_of(owner), name, text, ascii_only=owner.account.ascii_values)


def check_variable(scope: str, name: str, text: str, *, ascii_only: bool = False) -> None:
    """Refuse a name or a value that a shared variable may not have; raises Invalid."""
    try:
        names.check_key(scope, name)
    except names.KeyRefused as error:
        raise Invalid(WORDS[error.reason], field="name", rule=error.reason) from error
    try:
        names.check_value(text, max_length=MAX_VALUE_CHARACTERS, ascii_only=ascii_only)
    except names.ValueRefused as error:
        rule = _value_rule(error.reason, ascii_only=ascii_only)
        raise Invalid(rule, field="value", rule=error.reason) from error


def _value_rule(reason: str, *, ascii_only: bool) -> str:
    if reason == "too long":
        return f"A value has at most {MAX_VALUE_CHARACTERS} characters"
    if ascii_only:
        return "This account takes US-ASCII characters only"
    return "The value has a character that cannot be stored"


def _new(owner: Owner, name: str) -> Variable:
    if isinstance(owner, Service):
        return ServiceVariable(service=owner, key=name.lower(), name=name)
    return CollectionVariable(collection=owner, key=name.lower(), name=name)


def _lock(owner: Owner) -> None:
    """Take the lock that the runner takes before it changes shared variables."""
    type(owner)._default_manager.select_for_update(no_key=True).get(id=owner.id)
