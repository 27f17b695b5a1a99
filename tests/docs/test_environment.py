import re

from tests.docs.blocks import DOCS

ROOT = DOCS.parent
NAME = re.compile(r'"(MEP_[A-Z_]+|DATABASE_URL|REDIS_URL)"')
SOURCES = (
    "mep/settings.py",
    "mep/base/environment.py",
    "mep/accounts/management/commands/create_login.py",
)
ROW = re.compile(r"^\| `(MEP_[A-Z_]+|DATABASE_URL|REDIS_URL)`", re.MULTILINE)


def test_operations_has_a_row_for_each_variable_of_the_environment():
    read = {name for source in SOURCES for name in NAME.findall((ROOT / source).read_text())}
    documented = ROW.findall((DOCS / "operations.md").read_text())

    assert sorted(documented) == sorted(read)
