"""Addresses of our own API, below ``/api/v1/``."""

from django.urls import path, re_path

from mep.api import (
    collections,
    drafts,
    expressions,
    invoke,
    keywords,
    messages,
    routing,
    schema,
    services,
    sessions,
    simulator,
)
from mep.api.base import UnknownAddress

app_name = "api"
urlpatterns = [
    path("service-collections", collections.CollectionList.as_view(), name="collections"),
    path("services", services.ServiceList.as_view(), name="services"),
    path("services/<str:service_id>", services.ServiceDetail.as_view(), name="service"),
    path("services/<str:service_id>/invoke", invoke.Invoke.as_view(), name="invoke"),
    path("services/<str:service_id>/draft", drafts.Draft.as_view(), name="draft"),
    path("services/<str:service_id>/publish", drafts.Publish.as_view(), name="publish"),
    path("messages", messages.MessageList.as_view(), name="messages"),
    path("messages/<str:message_id>", messages.MessageDetail.as_view(), name="message"),
    path("sessions", sessions.SessionList.as_view(), name="sessions"),
    path("sessions/<str:session_id>", sessions.SessionDetail.as_view(), name="session"),
    path("expressions/evaluate", expressions.Evaluate.as_view(), name="evaluate"),
    path("simulator/messages", simulator.PhoneTexts.as_view(), name="phone-texts"),
    path("routing-codes", routing.CodeList.as_view(), name="routing-codes"),
    path("routing-codes/<str:code_id>/explain", routing.Explain.as_view(), name="explain"),
    path("routing-codes/<str:code_id>/keywords", keywords.KeywordList.as_view(), name="keywords"),
    path("schema", schema.Document.as_view(), name="schema"),
    path("docs", schema.TryIt.as_view(), name="docs"),
    re_path("", UnknownAddress.as_view()),
]
