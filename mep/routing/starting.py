"""Keywords as what starts services: how the pages of services list, add and switch them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from flows.models import Service
from flows.starters import RESTRICTED, Starter, StarterKind, register
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area, Level
from mep.base.errors import NotFound
from mep.routing import selectors, services
from mep.routing.models import Keyword, RoutingCode
from mep.routing.rules import Kind, Match
from mep.routing.services import NewKeyword

MATCHES = {
    Match.STARTS: "starts with",
    Match.EXACTLY: "is exactly",
    Match.CONTAINS: "contains",
    Match.ENDS: "ends with",
    Match.REGEX: "matches the regular expression",
    Match.CATCH_ALL: "is anything no other keyword takes",
}
KINDS = {
    Kind.CAMPAIGN: "A campaign",
    Kind.OPT_IN: "Joining a list",
    Kind.STOP: "STOP: leaving one list",
    Kind.STOP_ALL: "STOP ALL: leaving every list",
    Kind.HELP: "HELP",
}


class KeywordForm(forms.Form):
    """A word that starts a service."""

    code = forms.ModelChoiceField(
        RoutingCode.objects.none(), label="On", to_field_name="public_id", empty_label=None
    )
    match = forms.ChoiceField(
        choices=[(match.value, words) for match, words in MATCHES.items()], label="The text"
    )
    text = forms.CharField(
        label="Keyword",
        required=False,
        max_length=services.MAX_PATTERN_CHARACTERS,
        help_text="Capitals make no difference. Empty only for what no other keyword takes.",
        strip=False,
    )
    kind = forms.ChoiceField(
        choices=[(kind.value, words) for kind, words in KINDS.items()], label="It is for"
    )

    def __init__(self, user: User, data: Any = None, *, prefix: str = "") -> None:  # noqa: ANN401 - form data
        super().__init__(data, prefix=prefix or None)
        codes = selectors.list_codes(user).filter(enabled=True).order_by("-is_default", "code")
        self.fields["code"].queryset = codes  # type: ignore[attr-defined]

    def new_keyword(self) -> NewKeyword:
        """Return what the form says."""
        return NewKeyword(
            text=self.cleaned_data["text"],
            match=Match(self.cleaned_data["match"]),
            kind=Kind(self.cleaned_data["kind"]),
        )


class Keywords(StarterKind):
    """Keywords of routing codes."""

    kind = "keyword"
    title = "Keyword"
    plural = "Keywords"

    def find(self, user: User | None, service_ids: Iterable[int]) -> dict[int, list[Starter]]:
        visible = _visible(user)
        found: dict[int, list[Starter]] = {}
        keywords = Keyword.objects.filter(service_id__in=list(service_ids))
        for keyword in keywords.select_related("routing_code").order_by("priority", "text", "id"):
            shown = visible is None or keyword.routing_code.public_id in visible
            starter = _starter(keyword) if shown else _hidden(keyword)
            found.setdefault(keyword.service_id, []).append(starter)
        return found

    def form(self, user: User, data: Any = None, *, prefix: str = "") -> KeywordForm | None:  # noqa: ANN401 - form data
        if not access.is_allowed(user, Area.ROUTING, Level.USER):
            return None
        form = KeywordForm(user, data, prefix=prefix)
        has_codes = form.fields["code"].queryset.exists()  # type: ignore[attr-defined]
        return form if has_codes else None

    def add(self, user: User, service_id: int, form: forms.Form) -> Starter:
        assert isinstance(form, KeywordForm)  # noqa: S101 - the form this kind gave
        code: RoutingCode = form.cleaned_data["code"]
        access.check(user, Area.ROUTING, Level.USER, objects=[code.public_id])
        service = Service.objects.get(account_id=user.account_id, id=service_id)
        return _starter(services.create_keyword(code, service, form.new_keyword()))

    def switch(self, user: User, service_id: int, starter_id: str, *, enabled: bool) -> Starter:
        found = selectors.list_keywords(user).filter(service_id=service_id)
        keyword = found.filter(public_id=starter_id).first()
        if keyword is None:
            raise NotFound(f"keyword {starter_id} does not exist")
        code = keyword.routing_code.public_id
        access.check(user, Area.ROUTING, Level.USER, objects=[code])
        services.set_enabled(user, keyword, enabled=enabled)
        return _starter(keyword)


def _visible(user: User | None) -> frozenset[str] | None:
    return None if user is None else access.visible_ids(user, Area.ROUTING)


def _starter(keyword: Keyword) -> Starter:
    match = Match(keyword.match)
    is_catch_all = match is Match.CATCH_ALL
    return Starter(
        id=keyword.public_id,
        kind="keyword",
        label="catch-all" if is_catch_all else selectors.name_of(keyword),
        place=keyword.routing_code.code,
        enabled=keyword.enabled,
        description=keyword.description,
        how=MATCHES[match],
    )


def _hidden(keyword: Keyword) -> Starter:
    return Starter("", "keyword", RESTRICTED, RESTRICTED, keyword.enabled)


register(Keywords())
