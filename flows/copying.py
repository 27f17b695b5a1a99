"""Copying a service: a new draft with the same graph and properties."""

from django.db import transaction

from flows import authoring
from flows.models import Service, ServiceCollection, ServiceVariable
from flows.properties import properties_of
from mep.accounts.models import User


@transaction.atomic
def copy_service(
    user: User,
    service: Service,
    collection: ServiceCollection,
    *,
    name: str,
    description: str = "",
    with_variables: bool = False,
) -> Service:
    """Copy a draft under a new id; values of single people are never copied."""
    made = authoring.create_service(
        user,
        collection,
        name=name,
        description=description,
        document=service.draft,
        properties=properties_of(service),
    )
    if with_variables:
        ServiceVariable.objects.bulk_create(
            ServiceVariable(
                service=made, key=each.key, name=each.name, value=each.value, constant=each.constant
            )
            for each in service.variables.filter(sandbox=None)
        )
    return made
