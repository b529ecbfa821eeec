"""`export` and `template`: the folder of CSV files, and empty files to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx.commands.workspace import opened
from cx.exports.export import export_folder
from cx.exports.templates import NAMES, csv_template, csv_templates, excel_template
from cx.tables import FILE


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The two commands and their options."""
    export = commands.add_parser("export", help="write the folder of CSV files")
    export.add_argument("folder", metavar="DIR")
    export.add_argument("--database", required=True, metavar="DB")
    export.set_defaults(run=export_command)

    template = commands.add_parser("template", help="write an empty file to fill in")
    template.add_argument(
        "name", nargs="?", default="sheet", choices=(*NAMES, "all"), metavar="TABLE", help="a table, sheet (the default) or all"
    )
    template.add_argument("--format", choices=("csv", "xlsx"), help="by default what the ending of the file says")
    template.add_argument("--out", required=True, metavar="FILE")
    template.set_defaults(run=template_command)


def export_command(options: argparse.Namespace) -> int:
    """The folder of CSV files."""
    with opened(options.database) as workspace:
        for file, rows in export_folder(workspace, options.folder).items():
            print(f"{file}: {rows} rows")
    return 0


def template_command(options: argparse.Namespace) -> int:
    """Write an empty file to fill in."""
    target = Path(options.out)
    form = options.format or ("xlsx" if target.suffix.lower() == ".xlsx" else "csv")
    every = options.name == "all"
    if form == "xlsx":
        content = excel_template(*(FILE if every else [options.name]))
    else:
        content = csv_templates() if every else csv_template(options.name).encode()
    target.write_bytes(content)
    print(f"{target} is ready to be filled in.")
    return 0
