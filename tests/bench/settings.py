"""The product's settings with one more address to compare with."""

from mep.settings import *  # noqa: F403  this module is the settings, and a line more

ROOT_URLCONF = "tests.bench.urls"
