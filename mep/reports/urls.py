"""Addresses of the home page and of sessions."""

from django.urls import path

from mep.reports import sessions, views

urlpatterns = [
    path("", views.home, name="home"),
    path("services/<str:service_id>/sessions", sessions.sessions, name="service_sessions"),
    path(
        "services/<str:service_id>/sessions/<str:session_id>",
        sessions.session,
        name="service_session",
    ),
]
