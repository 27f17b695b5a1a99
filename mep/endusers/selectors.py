"""Reading end users and operators."""

from functools import lru_cache

from mep.endusers.models import UNKNOWN_NETWORK, EndUser, Operator


@lru_cache(maxsize=1)
def _operators() -> dict[int, str]:
    rows = Operator.objects.exclude(numeric_id=None).values_list("numeric_id", "code")
    return {number: code for number, code in rows if number is not None}


def find_operator(numeric_id: int) -> str | None:
    """Return the network code of a numeric operator id."""
    return _operators().get(numeric_id)


def is_known_network(code: str) -> bool:
    """Whether a network code is in the operator table; ``UNKNOWN`` is."""
    return code == UNKNOWN_NETWORK or Operator.objects.filter(code=code).exists()


def find_end_user(account_id: int, msisdn: str) -> EndUser | None:
    """Return the end user with a number, outside any sandbox."""
    return EndUser.objects.filter(account_id=account_id, msisdn=msisdn, sandbox=None).first()


def forget_operators() -> None:
    """Read the operator table anew."""
    _operators.cache_clear()
