"""Addresses of services, under /services."""

from django.urls import path

from flows.views import collections, create, deeds, draft, exchange, home, keywords, service
from flows.views import properties as properties_page
from flows.views import variables as variables_page

urlpatterns = [
    path("", home.services, name="services"),
    path("new", create.new_service, name="service_new"),
    path("new/json", exchange.import_file, name="service_from_json"),
    path("new/<slug:blueprint_id>", create.fill, name="service_fill"),
    path("import", exchange.import_file, name="import"),
    path("import/<str:token>", exchange.import_plan, name="import_plan"),
    path("collections/new", collections.new_collection, name="collection_new"),
    path("collections/<str:collection_id>", collections.collection, name="collection"),
    path(
        "collections/<str:collection_id>/export",
        exchange.export_collection,
        name="collection_export",
    ),
    path(
        "collections/<str:collection_id>/delete",
        collections.delete_collection,
        name="collection_delete",
    ),
    path(
        "collections/<str:collection_id>/<str:to>",
        collections.archive_collection,
        name="collection_archive",
    ),
    path(
        "variables/<str:owner>/<str:owner_id>/set",
        variables_page.set_variable,
        name="variable_set",
    ),
    path(
        "variables/<str:owner>/<str:owner_id>/delete",
        variables_page.delete_variable,
        name="variable_delete",
    ),
    path(
        "variables/<str:owner>/<str:owner_id>/undo/<str:token>",
        variables_page.undo,
        name="variable_undo",
    ),
    path("<str:service_id>", service.service, name="service"),
    path("<str:service_id>/versions", service.versions, name="service_versions"),
    path("<str:service_id>/versions/<int:number>", service.version, name="service_version"),
    path(
        "<str:service_id>/versions/<int:number>/restore",
        deeds.restore_version,
        name="service_version_restore",
    ),
    path("<str:service_id>/draft", draft.draft, name="service_draft"),
    path("<str:service_id>/keywords", keywords.keywords, name="service_keywords"),
    path(
        "<str:service_id>/keywords/<str:kind>/<str:starter_id>/<str:to>",
        keywords.switch_keyword,
        name="service_keyword_switch",
    ),
    path("<str:service_id>/variables", variables_page.variables, name="service_variables"),
    path("<str:service_id>/properties", properties_page.properties, name="service_properties"),
    path("<str:service_id>/publish", deeds.publish, name="service_publish"),
    path("<str:service_id>/status/<str:status>", deeds.set_status, name="service_status"),
    path("<str:service_id>/copy", deeds.copy, name="service_copy"),
    path("<str:service_id>/delete", deeds.delete, name="service_delete"),
    path("<str:service_id>/export", exchange.export_service, name="service_export"),
]
