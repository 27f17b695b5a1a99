"""Sessions from their stored form, and back to it."""

from datetime import datetime, timedelta
from typing import Any

from flows import scopes
from flows.batch import Batch, Frame, Run
from flows.engine import events
from flows.engine.moves import Wait
from flows.runner import loading
from mep.base import bulk

RUNS = """
    SELECT id, end_user_id, service_id, version_id, trigger, keyword, guard, code, request_id, node,
           awaits, wait_number, wait_until, waiting_since, state, variables, request_variables,
           visits, resumes, started_at, expires_at
    FROM flows_session WHERE end_user_id = ANY(%s) AND status = 'waiting'
    ORDER BY waiting_since, id
"""
KINDS: dict[str, type[events.Event]] = events.EVENTS
NAMES = {kind: name for name, kind in KINDS.items()}


def load_runs(batch: Batch, user_ids: list[int]) -> None:
    """Read the open sessions of these people, the one that waits longest first."""
    rows = bulk.fetch(RUNS, [user_ids])
    states = [scopes.unpack(row[14]) for row in rows]
    loading.load_versions(batch, {version for row in rows for version in [row[3]]})
    loading.load_versions(batch, {id_ for state in states for id_ in _versions_in(state)})
    loading.load_services_by_id(
        batch, {row[2] for row in rows} | {v.service_id for v in batch.versions.values()}
    )
    for row, state in zip(rows, states, strict=True):
        run = _thawed(batch, row, state)
        run.user.runs[run.id] = run


def _versions_in(state: dict[str, Any]) -> list[int]:
    return [frame["version"] for frame in state.get("frames", ())] + (
        [state["version"]] if "version" in state else []
    )


def _thawed(batch: Batch, row: tuple[Any, ...], state: dict[str, Any]) -> Run:
    root_version = batch.versions[row[3]]
    version = batch.versions[state.get("version", root_version.id)]
    run = Run(
        id=row[0],
        user=batch.users[row[1]],
        root=batch.services_by_id[row[2]],
        root_version=root_version,
        service=batch.services_by_id[version.service_id],
        version=version,
        trigger=row[4],
        keyword=row[5],
        guard=row[6],
        code=row[7],
        request_id=row[8],
        node=row[9],
        wait_number=row[11],
        wait_until=row[12],
        waiting_since=row[13],
        variables=scopes.unpack(row[15]),
        request=scopes.unpack(row[16]),
        visits=row[17],
        resumes=row[18],
        started_at=row[19],
        expires_at=row[20],
        status="waiting",
        is_new=False,
        had_timer=True,
    )
    _thaw_state(run, row[10], state)
    return run


def _thaw_state(run: Run, awaits: str, state: dict[str, Any]) -> None:
    wait = state.get("wait", {})
    run.memory = wait.get("memory", {})
    run.rescued = state.get("rescued", False)
    run.free_messages = state.get("free", 0)
    run.frames = [
        Frame(frame["version"], frame["node"], frame["memory"], frame["variables"])
        for frame in state.get("frames", ())
    ]
    run.wait = Wait(
        events=tuple(KINDS[name] for name in awaits.split(",") if name),
        until=run.wait_until,
        memory=run.memory,
        codes=tuple(wait.get("codes", ())),
        patterns=tuple(wait.get("patterns", ())),
        ignore=wait.get("ignore", False),
    )


def awaits(run: Run) -> str:
    """Name the kinds of event a session waits for."""
    return ",".join(NAMES[kind] for kind in run.wait.events) if run.wait else ""


def frozen_state(run: Run) -> str:
    """Write down what is needed to go on later."""
    state: dict[str, Any] = {}
    if run.wait:
        state["wait"] = {
            "memory": dict(run.wait.memory),
            "codes": run.wait.codes,
            "patterns": run.wait.patterns,
            "ignore": run.wait.ignore,
        }
    if run.version is not run.root_version:
        state["version"] = run.version.id
    if run.frames:
        state["frames"] = [
            {
                "version": frame.version_id,
                "node": frame.node,
                "memory": frame.memory,
                "variables": frame.variables,
            }
            for frame in run.frames
        ]
    if run.rescued:
        state["rescued"] = True
    if run.free_messages:
        state["free"] = run.free_messages
    return scopes.pack(state)


MAX_LIFETIME = timedelta(days=180)


def extended(run: Run, until: datetime | None) -> datetime:
    """Return when the session expires, a begun wait included, at most 180 days after its start."""
    latest = run.started_at + MAX_LIFETIME
    return min(max(run.expires_at, until), latest) if until else run.expires_at
