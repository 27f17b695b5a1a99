"""make bench: every figure beside its limit, in one run."""

import sys

from tests.bench import installation


def main() -> int:
    """Print the figures; 1 when one misses its limit."""
    with installation.servers():
        from tests.bench import bench_el, bench_engine, bench_latency, bench_runs

        rows = [row for module in (bench_el, bench_engine, bench_latency, bench_runs) for row in _measured(module)]
    missed = [row for row in rows if not row.ok]
    return 1 if missed else 0


def _measured(module):
    for row in module.measure():
        limit = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {row.limit:,.2f}"
        print(f"{row.name:44}{row.figure:12,.2f} {row.unit:4}{limit:>14}  {'' if row.ok else 'MISSED'}", flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(main())
