"""Addresses of the console."""

from django.urls import path

from mep.console import views

urlpatterns = [
    path("console", views.console, name="console"),
    path("console/backlog", views.backlog, name="console-backlog"),
]
