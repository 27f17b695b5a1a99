"""Accounts, their logins, and what each login may do."""

from mep.accounts.models.accounts import Account
from mep.accounts.models.lockouts import Lockout
from mep.accounts.models.rights import AccessEntry, Grant, HeldRole
from mep.accounts.models.tokens import ApiToken
from mep.accounts.models.users import User

__all__ = ["AccessEntry", "Account", "ApiToken", "Grant", "HeldRole", "Lockout", "User"]
