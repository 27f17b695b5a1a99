"""The Celery app; queues, routes and periodic jobs stand in the settings."""

import os

from celery import Celery

from mep.base import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mep.settings")

app = Celery("mep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
heartbeat.install(app)
