"""The product's addresses, and a bare view of the REST framework that inserts one row."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from mep.base import bulk
from mep.urls import urlpatterns as product

TABLE = "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, body text, at timestamptz)"


@login_not_required
@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def bare(request: Request) -> Response:
    """Store the body."""
    bulk.execute("INSERT INTO bench_row (body, at) VALUES (%s, now())", [str(request.data)])
    return Response(status=202)


urlpatterns = [path("bare", bare), *product]
