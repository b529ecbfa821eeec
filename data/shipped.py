"""The files of a sample as they are shipped: read, compared with rebuilt ones, or written anew. Used by both build scripts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd


def plain(number: float) -> str:
    """A number in full precision, without a trailing `.0`."""
    return repr(float(number)).removesuffix(".0")


def read(path: Path) -> pd.DataFrame:
    """A CSV file, all cells as text, empty = unknown."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def differences(shipped: pd.DataFrame, rebuilt: pd.DataFrame) -> list[str]:
    """What differs between two tables; numbers are equal within 1e-9."""
    if list(shipped.columns) != list(rebuilt.columns) or len(shipped) != len(rebuilt):
        return [f"shape: shipped {shipped.shape}, rebuilt {rebuilt.shape}, or other columns"]
    found = []
    for column in shipped.columns:
        for row, (old, new) in enumerate(zip(shipped[column], rebuilt[column], strict=True), start=2):
            numbers = pd.to_numeric(pd.Series([old, new]), errors="coerce")
            if old != new and not abs(numbers[0] - numbers[1]) < 1e-9:  # not: text compares as missing
                found.append(f"line {row}, {column}: shipped {old!r}, rebuilt {new!r}")
    return found


def settle(sample: Path, tables: Mapping[str, pd.DataFrame], *, check: bool) -> int:
    """Write the rebuilt tables (file names without `.csv`) into the folder, or compare only and say what differs; 1 = something does."""
    wrong = 0
    for name, table in tables.items():
        path = sample / f"{name}.csv"
        if not check:
            table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
            print(f"{path.name}: {len(table)} rows written")
            continue
        found = differences(read(path), table) if path.exists() else ["not shipped"]
        wrong += len(found)
        print(f"{path.name}: {len(table)} rows, {len(found)} differences")
        print("".join(f"  {line}\n" for line in found[:20]), end="")
    return 1 if wrong else 0
