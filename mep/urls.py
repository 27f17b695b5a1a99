"""The URL map: pages, APIs, gateway webhooks."""

from django.urls import path

from mep.base.health import healthz

urlpatterns = [
    path("healthz", healthz),
]
