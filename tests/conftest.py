"""Fixtures for every test."""

import pytest

from mep.base import redis
from tests.stage import Stage


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-scenarios",
        action="store_true",
        help="write down what the scenarios now do; the difference is to be reviewed like code",
    )


@pytest.fixture
def clean_redis():
    """Give the run's Redis, empty."""
    client = redis.client()
    client.flushdb()
    yield client
    client.flushdb()


@pytest.fixture
def stage(transactional_db):
    """Give an account on which services run, in a database whose transactions are real."""
    return Stage()
