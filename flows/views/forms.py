"""The forms of services and collections."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from flows.models import Service, ServiceCollection
from flows.properties import MAX_ERROR_MESSAGE_CHARACTERS, MAX_NAME_CHARACTERS
from mep.accounts.zones import zone_names

UNITS = {"hours": 3_600, "days": 86_400}
REENTRY = {
    "restart": "Start again; the earlier session ends",
    "ignore": "Ignore it while they are in the service",
    "parallel": "Let both run side by side",
}
ON_ERROR = {
    "end": "End the session without a word",
    "message": "Send a fixed message, then end",
    "handler": "Go on at a handler",
}


class NameForm(forms.Form):
    """A name and a description."""

    name = forms.CharField(max_length=MAX_NAME_CHARACTERS)
    description = forms.CharField(
        max_length=MAX_NAME_CHARACTERS,
        required=False,
        help_text="For your colleagues; end users never see it.",
    )


class PlaceForm(NameForm):
    """A name, a description and the collection they go into."""

    collection = forms.ModelChoiceField(
        ServiceCollection.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, collections: Any, data: Any = None, **more: Any) -> None:  # noqa: ANN401 - of Django
        super().__init__(data, **more)
        self.fields["collection"].queryset = collections  # type: ignore[attr-defined]


class PropertiesForm(PlaceForm):
    """All properties of a service."""

    remove_keyword = forms.BooleanField(
        label="Remove keyword from message",
        required=False,
        help_text="The service then sees the text without the word that started it.",
    )
    default_originator = forms.CharField(
        label="Sender",
        required=False,
        max_length=16,
        help_text="A number, a short code or a name. Empty: the number they texted.",
    )
    default_language = forms.CharField(
        label="Language", required=False, max_length=16, help_text="A tag such as en or pt-BR."
    )
    time_zone = forms.ChoiceField(
        required=False, help_text="For hours and dates in this service, unless a person has a zone."
    )
    on_reentry = forms.ChoiceField(
        label="When someone starts it again meanwhile", choices=list(REENTRY.items())
    )
    lifetime = forms.IntegerField(label="A session lasts at most", min_value=1, max_value=4_320)
    lifetime_unit = forms.ChoiceField(label="Unit", choices=[(unit, unit) for unit in UNITS])
    on_error = forms.ChoiceField(
        label="If no path takes care of it", choices=list(ON_ERROR.items())
    )
    error_message = forms.CharField(
        label="The message",
        help_text="For a fixed message only.",
        required=False,
        max_length=MAX_ERROR_MESSAGE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    error_node = forms.ChoiceField(
        label="The handler", required=False, help_text="For going on at a handler only."
    )

    def __init__(self, service: Service, collections: Any, data: Any = None) -> None:  # noqa: ANN401 - of Django
        super().__init__(collections, data, initial=_initial(service))
        zone, node = self.fields["time_zone"], self.fields["error_node"]
        account_zone = service.account.time_zone
        names = [(name, name) for name in sorted(zone_names())]
        zone.choices = [("", f"The account's, {account_zone}"), *names]  # type: ignore[attr-defined]
        node.choices = [("", "–"), *_nodes(service)]  # type: ignore[attr-defined]

    def properties(self) -> dict[str, Any]:
        """Return what the form says as ``check_properties`` reads it."""
        given: Mapping[str, Any] = self.cleaned_data
        same = ("name", "description", "remove_keyword", "default_originator", "default_language",
                "time_zone", "on_reentry")  # fmt: skip
        seconds = given["lifetime"] * UNITS[given["lifetime_unit"]]
        return {
            **{name: given[name] for name in same},
            "session_lifetime": timedelta(seconds=seconds),
            "on_error": _on_error(given),
        }


class CopyForm(PlaceForm):
    """Where a copy goes and what it takes along."""

    variables = forms.BooleanField(
        label="Copy its variables too",
        required=False,
        help_text="The values shared by everyone, never those of a person.",
    )


def _nodes(service: Service) -> list[tuple[str, str]]:
    return [(node["id"], node["label"]) for node in service.draft.get("nodes", ())]


def _initial(service: Service) -> dict[str, Any]:
    hours, on_error = int(service.session_lifetime.total_seconds() // 3_600), service.on_error
    in_days = hours % 24 == 0
    return {
        **{name: getattr(service, name) for name in (
            "name", "description", "remove_keyword", "default_originator", "default_language",
            "time_zone", "on_reentry",
        )},
        "collection": service.collection.public_id,
        "lifetime": hours // 24 if in_days else hours,
        "lifetime_unit": "days" if in_days else "hours",
        "on_error": on_error.get("kind", "end"),
        "error_message": on_error.get("message", ""),
        "error_node": on_error.get("node", ""),
    }  # fmt: skip


def _on_error(given: Mapping[str, Any]) -> dict[str, str]:
    kind = given["on_error"]
    if kind == "message":
        return {"kind": kind, "message": given["error_message"]}
    return {"kind": kind, "node": given["error_node"]} if kind == "handler" else {}
