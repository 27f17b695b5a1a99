"""Building the demo account; done once, and in one transaction."""

from django.conf import settings
from django.db import transaction

from flows import authoring, scopes
from flows.blueprints import find_blueprint
from flows.models import CollectionVariable, Service, ServiceCollection
from mep.accounts import services as accounts
from mep.accounts.models import Account, User
from mep.accounts.roles import LEVELS, OtherRole
from mep.accounts.services import NewLogin, NewRights
from mep.demo import content
from mep.endusers.models import EndUser, UserVariable
from mep.messaging.models import Gateway
from mep.routing import services as routing
from mep.routing.models import RoutingCode
from mep.routing.services import NewKeyword
from subscriptions.models import Membership, Subscription, SubscriptionCollection


def load(password: str) -> bool:
    """Create the demo account on an installation without logins; say whether it was made."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        user = _create_login(password)
        code = _create_code(user.account)
        subscription = _create_list(user)
        _create_people(user.account, subscription)
        _create_services(user, code, subscription)
        point_home()
    return True


def point_home() -> None:
    """Tell the demo where this installation answers, which may change from start to start."""
    found = ServiceCollection.objects.filter(
        account__users__username=content.USERNAME, name=content.WEATHER_COLLECTION
    ).first()
    if found:
        address = f"http://127.0.0.1:{settings.MEP_PORT}/demo/weather.xml"
        CollectionVariable.objects.update_or_create(
            collection=found,
            key=content.WEATHER_KEY,
            sandbox=None,
            defaults={"name": content.WEATHER_KEY, "value": scopes.pack(address)},
        )


def _create_login(password: str) -> User:
    account = accounts.create_account(
        content.ACCOUNT, legacy_api=True, rate_limits=False, default_code=content.CODE
    )
    rights = NewRights(
        levels={area: max(levels) for area, levels in LEVELS.items()},
        other_roles=tuple(OtherRole),
    )
    login = NewLogin(content.USERNAME, password, content.NAME)
    return accounts.create_login(account, login, rights)


def _create_code(account: Account) -> RoutingCode:
    gateway = Gateway.objects.create(
        account=account,
        name="Simulator",
        description="Phones on the screen. Nothing goes to a carrier.",
        kind="simulator",
        region="GB",
        default_originator=content.CODE,
        is_default=True,
    )
    return routing.create_code(
        account,
        content.CODE,
        RoutingCode.Kind.SHORT_CODE,
        name="Bramble",
        region="GB",
        gateway=gateway,
        is_default=True,
    )


def _create_list(user: User) -> Subscription:
    collection = SubscriptionCollection.objects.create(
        account=user.account, name=content.LISTS, created_by=user, updated_by=user
    )
    return Subscription.objects.create(
        account=user.account,
        collection=collection,
        name=content.LIST,
        description="People who confirmed by text",
        created_by=user,
        updated_by=user,
    )


def _create_people(account: Account, subscription: Subscription) -> None:
    people = EndUser.objects.bulk_create(
        EndUser(
            account=account,
            msisdn=str(content.FIRST_NUMBER + place),
            network=content.NETWORKS[place % len(content.NETWORKS)],
        )
        for place in range(len(content.PEOPLE))
    )
    UserVariable.objects.bulk_create(
        UserVariable(
            end_user=person,
            scope="user",
            key="firstname",
            name="firstName",
            value=scopes.pack(name),
        )
        for person, name in zip(people, content.PEOPLE, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(subscription=subscription, end_user=person, source="upload")
        for person in people[-content.MEMBERS :]
    )


def _create_services(user: User, code: RoutingCode, subscription: Subscription) -> None:
    collections = {
        name: authoring.create_collection(user, name=name, description=description)
        for name, description in content.COLLECTIONS.items()
    }
    for demo in content.SERVICES:
        service = _create_service(user, collections[demo.collection], demo, subscription)
        for word in demo.keywords:
            new = NewKeyword(
                text=word.text,
                match=word.match,
                kind=word.kind,
                priority=word.priority,
                description=word.description,
            )
            routing.create_keyword(code, service, new)


def _create_service(
    user: User,
    collection: ServiceCollection,
    demo: content.DemoService,
    subscription: Subscription,
) -> Service:
    blueprint = find_blueprint(demo.blueprint)
    assert blueprint  # noqa: S101 - a test makes every demo service
    values = dict(demo.values)
    if "subscription" in values:
        values["subscription"] = subscription.public_id
    service = authoring.create_service(
        user,
        collection,
        name=demo.name,
        description=demo.description,
        document=blueprint.fill(values),
        properties=blueprint.properties,
    )
    authoring.publish(user, service, note="Comes with the demo")
    return service
