"""The form of the sign-in page."""

from django import forms

from mep.accounts.credentials import MAX_PASSWORD_CHARACTERS
from mep.accounts.models.users import MAX_USERNAME_CHARACTERS


class SignInForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(max_length=MAX_USERNAME_CHARACTERS)
    password = forms.CharField(strip=False, max_length=MAX_PASSWORD_CHARACTERS)
