"""The programs that make up an installation, beside its servers."""

import os
import sys
from pathlib import Path

from django.conf import settings

from mep.base.supervisor.program import Program

BLOCKING_THREADS = 8


def all_parts() -> list[Program]:
    """List the web and live planes, the workers and the clock."""
    return [_web(), _live(), *_workers(), _beat()]


def _web() -> Program:
    options = ("--no-ws", "--blocking-threads", str(BLOCKING_THREADS))
    return _granian("web", "wsgi", settings.MEP_PORT, "mep.wsgi:application", options)


def _live() -> Program:
    options = ("--ws",)
    return _granian("live", "asginl", settings.MEP_LIVE_PORT, "mep.asgi:application", options)


def _workers() -> list[Program]:
    return [
        _worker("flow worker", "flow", "prefork", 2),
        _worker("send worker", "send", "threads", 4),
        _worker("outside worker", "outside", "threads", 16),
        _worker("bulk worker", "bulk,housekeeping", "threads", 3),
    ]


def _beat() -> Program:
    schedule = settings.MEP_HOME / "beat-schedule"
    return _python("clock", "mep.clock", str(schedule))


def _worker(name: str, queues: str, pool: str, size: int) -> Program:
    options = ("--queues", queues, "--pool", pool, "--size", str(size))
    return _python(name, "mep.worker", *options)


def _granian(
    name: str, interface: str, port: int, target: str, options: tuple[str, ...]
) -> Program:
    address = ("--host", settings.MEP_HOST, "--port", str(port))
    return _python(
        *(name, "granian", "--interface", interface, *address, *options),
        *("--respawn-failed-workers", "--workers-kill-timeout", "3", target),
    )


def _python(name: str, module: str, *arguments: str) -> Program:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "mep.settings", "PYTHONUNBUFFERED": "1"}
    env["CELERY_SKIP_CHECKS"] = "1"  # the checks have been run, and each costs a second of start
    env["PYTHONPATH"] = os.pathsep.join(_paths(env.get("PYTHONPATH", "")))
    return Program(name, (sys.executable, "-m", module, *arguments), env)


def _paths(given: str) -> list[str]:
    return [path for path in (str(Path(settings.BASE_DIR)), given) if path]
