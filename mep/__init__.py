"""The Django project; loads the Celery app so that shared tasks find it."""

import gc

# Loading makes many objects that stay; looking for garbage among them as often as Python does by
# default makes every start a fifth slower.
gc.set_threshold(20_000, 20, 20)

from mep.celery import app as celery_app  # noqa: E402  after the threshold

__all__ = ["celery_app"]
