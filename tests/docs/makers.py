"""Every generated part of the documents by name, with what makes it."""

from tests.docs import handlers, language, tables

MAKERS = {
    "functions": language.functions,
    "built-ins": language.built_ins,
    "handlers": handlers.reference,
    "shared-settings": handlers.shared,
    "tests": handlers.tests,
    "blueprints": tables.blueprints,
    "reasons": tables.reasons,
    "roles": tables.roles,
}
