"""Run as a program: the visible sheets of a workbook as lines of JSON, under limits. Knows nothing of the rest.

A sheet is a line with its name, a line for each row that holds something (number and cells), and a null.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the library is imported under limits only
    from python_calamine import CalamineSheet

FAILED, PASSWORD = 1, 3
MEMORY = 1_500_000_000


def main(path: str, limit: int) -> int:
    """Print the visible sheets; the exit code says how it went."""
    _set_limits(limit)
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    try:
        with load_workbook(path) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible:
                    _print(sheet.name, workbook.get_sheet_by_name(sheet.name))
        sys.stdout.flush()
    except PasswordError:
        return PASSWORD
    except (CalamineError, OSError, MemoryError):
        return FAILED
    return 0


def _print(name: str, sheet: CalamineSheet) -> None:
    print(json.dumps(name))
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + [cell_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            print(json.dumps([number, cells]))
    print("null")


def cell_text(value: object) -> str:
    """A value of the library as the text a person sees, as far as it tells."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = float(f"{value:.15g}")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _set_limits(output: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, 60)):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY else min(value, most), most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
