"""Runs one worker: what Celery's own command does, without the time its shell takes to load."""

import argparse
import sys

from mep.celery import app


def main(arguments: list[str]) -> int:
    """Work until told to stop; give the exit status."""
    chosen = _parser().parse_args(arguments)
    worker = app.Worker(
        hostname=f"{chosen.queues.replace(',', '-')}@mep",
        queues=chosen.queues,
        pool_cls=chosen.pool,
        concurrency=chosen.size,
        loglevel="INFO",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mep.worker", description=__doc__)
    parser.add_argument("--queues", required=True, help="e.g. flow or bulk,housekeeping")
    parser.add_argument("--pool", choices=("prefork", "threads"), default="prefork")
    parser.add_argument("--size", type=int, default=1, help="processes or threads")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
