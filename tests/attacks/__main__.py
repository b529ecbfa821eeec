"""Attacks on the product, and a table of what was tried and what got through.

    python -m tests.attacks [--class NAME] [--quick]

Ends with 1 where something got through.
"""

from __future__ import annotations

import argparse
import sys

from tests.attacks.classes import CLASSES
from tests.attacks.outcome import table


def main() -> int:
    """Run the classes that are asked for, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description="Attacks on the product: tried, and got through.")
    parser.add_argument("--class", dest="name", choices=sorted(CLASSES), help="only this class")
    parser.add_argument("--quick", action="store_true", help="the small part of each that the suite runs")
    asked = parser.parse_args()
    outcomes = [attack(asked.quick) for name, attack in CLASSES.items() if asked.name in (None, name)]
    print(table(outcomes))
    return 1 if any(one.through for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
