"""make bench: every figure beside its limit, in one run."""

import sys
from collections.abc import Iterator
from types import ModuleType

from tests.bench import (
    bench_acceptance,
    bench_el,
    bench_engine,
    bench_latency,
    bench_runs,
    installation,
)
from tests.bench.bench_el import Row

MEASURES = (bench_el, bench_engine, bench_latency, bench_runs, bench_acceptance)


def main() -> int:
    """Print the figures; 1 when one misses its limit."""
    with installation.servers():
        rows = [row for module in MEASURES for row in _measured(module)]
    return 0 if all(row.ok for row in rows) else 1


def _measured(module: ModuleType) -> Iterator[Row]:
    for row in module.measure():
        limit = f"{'≥' if row.at_least else '≤'} {row.limit:,.2f}" if row.limit else ""
        verdict = "" if row.ok else "missed"
        print(  # noqa: T201
            f"{row.name:40}{row.figure:12,.2f} {row.unit:3}{limit:>12}  {verdict}", flush=True
        )
        yield row


if __name__ == "__main__":
    sys.exit(main())
