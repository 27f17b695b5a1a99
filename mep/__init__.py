"""The Django project; loads the Celery app so that shared tasks find it."""

from mep.celery import app as celery_app

__all__ = ["celery_app"]
