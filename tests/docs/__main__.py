"""python -m tests.docs: make the generated parts of the documents anew."""

import sys

from tests.docs.blocks import DOCS, filled
from tests.docs.makers import MAKERS


def main() -> int:
    """Rewrite every document whose generated parts have changed."""
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text()
        made = filled(text, MAKERS)
        if made != text:
            path.write_text(made)
            print(f"{path.name} rewritten")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
