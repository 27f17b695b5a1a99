"""Short tables of the documents, made from the code."""

from flows.blueprints import list_blueprints
from flows.engine.reasons import REASONS
from mep.accounts.roles import LEVELS, AccessList, OtherRole
from tests.docs.blocks import code, table


def blueprints() -> str:
    """List the services to start from."""
    rows = [
        (each.name, each.description, ", ".join(field.label for field in each.fields) or "nothing")
        for each in list_blueprints()
    ]
    return table(("Start from", "What it makes", "You fill in"), rows)


def reasons() -> str:
    """List every reason there is."""
    return table(("Code", "In words"), [(code(key), words) for key, words in REASONS.items()])


def roles() -> str:
    """List what a login can be given."""
    main = [
        (area.label, ", ".join(f"{area.label} {level.name.title()}" for level in levels))
        for area, levels in LEVELS.items()
    ]
    others = ", ".join(role.label for role in OtherRole)
    lists = ", ".join(code(each.value) for each in AccessList)
    return table(("For", "Roles"), [*main, ("anything else", others), ("`--list`", lists)])
