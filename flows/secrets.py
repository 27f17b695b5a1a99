"""Storing the passwords, tokens and keys that handlers use, and finding them again."""

from django.db import transaction

from flows.choices import Choice, choices
from flows.models import AccountSecret
from mep.accounts.models import User
from mep.base.errors import Invalid, NotFound
from mep.base.sealing import Unreadable, seal, unseal

PURPOSE = "flows.secrets"
LONGEST_VALUE_CHARACTERS = 4_000
LONGEST_NAME_CHARACTERS = 255


def set_secret(
    account_id: int, *, name: str, value: str, description: str = "", user: User | None = None
) -> AccountSecret:
    """Store a secret, in place of the one of the same name if there is one."""
    name = _check_name(name)
    sealed = seal(PURPOSE, _check_value(value).encode())
    with transaction.atomic():
        known = AccountSecret.objects.select_for_update().filter(
            account_id=account_id, name__iexact=name
        )
        secret = known.first() or AccountSecret(account_id=account_id, created_by=user)
        secret.name, secret.description = name, description
        secret.sealed, secret.updated_by = sealed, user
        secret.save()
    return secret


def delete_secret(account_id: int, public_id: str) -> None:
    """Forget a secret; handlers that name it fail from now on."""
    found = AccountSecret.objects.filter(account_id=account_id, public_id=public_id)
    if not found.delete()[0]:
        raise NotFound("There is no such secret")


def find_value(account_id: int, public_id: str) -> str | None:
    """Return what a secret holds; nothing if it is not stored or cannot be read any more."""
    secret = AccountSecret.objects.filter(account_id=account_id, public_id=public_id).first()
    if secret is None:
        return None
    try:
        return unseal(PURPOSE, bytes(secret.sealed)).decode()
    except Unreadable:
        return None


@choices("secrets")
def list_secrets(account_id: int) -> list[Choice]:
    """Every secret of an account, by name."""
    found = AccountSecret.objects.filter(account_id=account_id).order_by("name")
    return [Choice(each.public_id, each.name) for each in found.only("public_id", "name")]


def _check_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME_CHARACTERS or not name.isprintable():
        raise Invalid(f"Give the secret a name of at most {LONGEST_NAME_CHARACTERS} characters")
    return name


def _check_value(value: str) -> str:
    """Refuse what no header could carry."""
    if not 0 < len(value) <= LONGEST_VALUE_CHARACTERS:
        raise Invalid(f"A secret has 1 to {LONGEST_VALUE_CHARACTERS} characters")
    if not value.isprintable():
        raise Invalid("A secret has no line breaks and no control characters")
    return value
