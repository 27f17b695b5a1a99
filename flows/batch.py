"""What one batch works on: events, end users, sessions and everything that will be stored."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.el.values import Value
from flows.engine.effects import Effect
from flows.engine.events import Event as EngineEvent
from flows.engine.graph import Graph
from flows.engine.moves import Wait


@dataclass(slots=True)
class Due:
    """One event row, claimed."""

    id: int
    account_id: int
    sandbox_id: int | None
    end_user_id: int
    kind: str
    data: str
    target: str
    wait_number: int
    due_at: datetime
    created_at: datetime
    request_id: str
    user_id: int | None
    reason: str = ""
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a batch needs to know of an account."""

    id: int
    zone: ZoneInfo
    ascii_values: bool
    strict_service_check: bool
    default_code: str
    gateways: frozenset[str]
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as the runner sees it."""

    id: int
    public_id: str
    account_id: int
    name: str
    collection_id: int
    collection_public_id: str
    collection_name: str
    status: str
    version_id: int | None
    remove_keyword: bool
    default_originator: str
    on_reentry: str
    lifetime: timedelta
    zone: str


@dataclass(frozen=True, slots=True)
class Version:
    """A pinned version, compiled. ``writes`` names the shared scopes it may change."""

    id: int
    number: int
    service_id: int
    graph: Graph
    writes: frozenset[str]


@dataclass(slots=True)
class Frame:
    """A caller standing below a called service."""

    version_id: int
    node: str
    memory: dict[str, Any]
    variables: dict[str, Value]


@dataclass(slots=True)
class Run:
    """A session while a batch works on it. ``frames`` are the callers, the innermost last."""

    id: int
    user: "User"
    root: ServiceFacts
    root_version: Version
    service: ServiceFacts
    version: Version
    trigger: str
    node: str
    started_at: datetime
    expires_at: datetime
    keyword: str = ""
    guard: str = ""
    code: str = ""
    request_id: str = ""
    status: str = "running"
    reason: str = ""
    wait: Wait | None = None
    wait_number: int = 0
    wait_until: datetime | None = None
    waiting_since: datetime | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    visited: int = 0
    rescued: bool = False
    free_messages: int = 0
    frames: list[Frame] = field(default_factory=list)
    variables: dict[str, Value] = field(default_factory=dict)
    request: dict[str, Value] = field(default_factory=dict)
    visits: int = 0
    resumes: int = 0
    ended_at: datetime | None = None
    is_new: bool = True
    is_touched: bool = False
    had_timer: bool = False

    @property
    def public_id(self) -> str:
        """The session's id as shown."""
        return f"{self.id:012X}"

    @property
    def is_open(self) -> bool:
        """Whether the session has not ended."""
        return self.status in ("running", "waiting")


@dataclass(slots=True)
class User:
    """An end user while a batch works on what happened to them."""

    id: int
    account: AccountFacts
    sandbox_id: int | None
    msisdn: str
    network: str
    email: str
    added_at: datetime
    zone: str
    language: str
    last_seen_at: datetime | None = None
    events: deque[Due] = field(default_factory=deque)
    held: deque[Due] = field(default_factory=deque)
    has_moved_on: bool = False
    pending: deque["Pending"] = field(default_factory=deque)
    runs: dict[int, Run] = field(default_factory=dict)
    opt_outs: set[str] = field(default_factory=set)
    variables: dict[tuple[str, int], dict[str, Value]] = field(default_factory=dict)
    is_loaded: bool = False
    is_seen: bool = False
    is_network_changed: bool = False
    gotos: int = 0

    @property
    def public_id(self) -> str:
        """The end user's id as shown."""
        return f"{self.id:016X}"

    def open_runs(self) -> list[Run]:
        """Return the sessions that have not ended, the newest last."""
        return [run for run in self.runs.values() if run.is_open]


@dataclass(frozen=True, slots=True)
class Pending:
    """What an end user's session does next within the batch."""

    run: Run
    event: EngineEvent
    variables: tuple[tuple[str, str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """An effect with where it came from; outside a session there is no run."""

    effect: Effect
    user: User
    run: Run | None = None
    visit: int = 0
    wait_number: int = 0


@dataclass(slots=True)
class Line:
    """One trace line to be stored."""

    run: Run
    version: Version
    service: ServiceFacts
    number: int
    node: str
    handler: str
    entered: bool
    at: datetime
    outcome: str = ""
    ended: str = ""
    reason: str = ""
    error: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    microseconds: int = 0
    seed: bytes | None = None


@dataclass(slots=True)
class NewEvent:
    """An event the batch itself posts, such as a timer."""

    user: User
    kind: str
    target: str
    wait_number: int
    due_at: datetime
    data: str = "{}"


@dataclass(slots=True)
class Batch:
    """Everything one transaction holds in memory; ``now`` moves on a little with each step."""

    now: datetime
    users: dict[int, User]
    services: dict[tuple[int, str], ServiceFacts | None] = field(default_factory=dict)
    services_by_id: dict[int, ServiceFacts] = field(default_factory=dict)
    versions: dict[int, Version] = field(default_factory=dict)
    shared: dict[tuple[str, int, int | None], dict[str, Value]] = field(default_factory=dict)
    constants: dict[tuple[str, int, int | None], set[str]] = field(default_factory=dict)
    locked: set[tuple[str, int]] = field(default_factory=set)
    changed: dict[tuple[str, int, int | None, str], None] = field(default_factory=dict)
    changed_of_user: dict[tuple[int, str, int, str], None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    outside: list[Asked] = field(default_factory=list)
    events: list[NewEvent] = field(default_factory=list)
    done: list[Due] = field(default_factory=list)
    refused: list[Due] = field(default_factory=list)
    after_commit: list[Any] = field(default_factory=list)

    def ask(self, asked: Asked) -> None:
        """Take an effect that is stored with the batch."""
        self.asked.setdefault(asked.effect.kind, []).append(asked)
