"""The product's Celery app with one more task, which does nothing."""

from mep.celery import app


@app.task(name="flows.drain_nothing")
def nothing() -> None:
    """Do nothing, as the measure of what the workers can carry."""


__all__ = ["app"]
