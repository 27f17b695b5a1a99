"""The settings of the tests: the real ones on private servers that the run starts by itself."""

import logging
import os
from pathlib import Path

from tests import servers

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

servers.ensure()
os.environ["MEP_DEMO"] = "0"
os.environ["REDIS_URL"] = os.environ["REDIS_URL"].split("?")[0] + f"?db={WORKER.removeprefix('gw')}"
os.environ["MEP_REDIS_PREFIX"] = f"test-{WORKER}"

from mep.settings import *  # noqa: E402, F403  the environment must be ready first

logging.getLogger("mail.log").setLevel(logging.WARNING)  # the tests' mail server tells everything
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
FRONTEND_DIST = Path(__file__).parent / "nowhere"
STATICFILES_DIRS = []
