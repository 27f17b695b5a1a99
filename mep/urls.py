"""The URL map: pages, APIs, gateway webhooks."""

from django.urls import include, path

from mep.base.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("", include("mep.accounts.urls")),
    path("api/v1/", include("mep.api.urls")),
    path("", include("mep.console.urls")),
    path("", include("mep.compat.mep.urls")),
    path("", include("mep.reports.urls")),
    path("services/", include("flows.urls")),
    path("demo/", include("mep.demo.urls")),
]
