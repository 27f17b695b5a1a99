"""Fixtures for every test."""

import pytest

from mep.base import redis


@pytest.fixture
def clean_redis():
    """Give the run's Redis, empty."""
    client = redis.client()
    client.flushdb()
    yield client
    client.flushdb()
