"""Rights: what one login may do, loaded once and asked as often as needed (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mep.accounts.roles import (
    EVERYTHING,
    LIST_OF_AREA,
    MANAGED_BY,
    AccessList,
    Area,
    Level,
    OtherRole,
)

ALL = frozenset({EVERYTHING})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rights:
    """Levels, other roles and lists of a login; ``enabled`` is its own and its account's switch."""

    enabled: bool = False
    levels: Mapping[str, Level] = field(default_factory=dict)
    roles: frozenset[str] = NOTHING
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def level(self, area: Area) -> Level:
        """Return the level held in an area."""
        return self.levels.get(area, Level.NONE) if self.enabled else Level.NONE

    def allows(
        self,
        area: Area,
        level: Level,
        *,
        objects: Iterable[str] = (),
        within: AccessList | None = None,
        other_roles: Iterable[OtherRole] = (),
    ) -> bool:
        """Apply the one rule; ``within`` names the objects' list when it is not the area's own."""
        return (
            Level.NONE < level <= self.level(area)
            and self.roles.issuperset(other_roles)
            and self.sees(area, objects, within)
        )

    def sees(self, area: Area, objects: Iterable[str], within: AccessList | None = None) -> bool:
        """Tell whether every object is visible to this login's role in the area."""
        visible = self.visible_in(area, within)
        return EVERYTHING in visible or visible.issuperset(objects)

    def visible_in(self, area: Area, within: AccessList | None = None) -> frozenset[str]:
        """Return the public ids that are visible in an area, or ``*`` alone for all of them."""
        name = within or LIST_OF_AREA.get(area)
        if name is None or not self.level(area):
            return NOTHING
        return self._listed(name)

    def limited_to(self, scopes: Iterable[str]) -> "Rights":
        """Keep what a token's scopes name: ``area:level``, or the id of another role."""
        words = frozenset(scopes)
        limits = dict(word.split(":", 1) for word in words if ":" in word)
        return replace(
            self,
            levels={
                area: min(level, Level[limits[area].upper()])
                for area, level in self.levels.items()
                if area in limits
            },
            roles=self.roles & words,
            lists={name: self._listed(name) for name in AccessList},
        )

    def _listed(self, name: AccessList) -> frozenset[str]:
        """Return what is on a list; Managers have everything without one."""
        if self.level(MANAGED_BY[name]) == Level.MANAGER:
            return ALL
        listed = self.lists.get(name, NOTHING)
        return ALL if EVERYTHING in listed else listed
