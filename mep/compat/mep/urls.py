"""Addresses of the documented operations."""

from django.urls import path, re_path

from mep.compat.mep.inject import inject_message
from mep.compat.mep.invoke import invoke_service

urlpatterns = [
    path("service/v1/invokeService", invoke_service, {"service_id": ""}),
    re_path(r"\Aservice/v1/invokeService/(?P<service_id>[\s\S]*)\Z", invoke_service),
    path("InjectMessage", inject_message),
]
