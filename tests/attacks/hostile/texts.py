"""Texts: CSV, JSON, YAML and Markdown that never close what they open, nest without end, or hold a table in each line."""

from __future__ import annotations

import json
import random

from tests.attacks.hostile.one import Hostile, files

HEAD = b"Touchpoint,Channel,Note\n"
ROW = b"Till,shop,fine\n"
MEGA = 1_000_000


def many_tables(number: int) -> bytes:
    return b"".join(b"Touchpoint,Channel\nTill %d,shop\nWeb %d,online\n\n" % (n, n) for n in range(number))


def wide(columns: int, rows: int = 20) -> bytes:
    head = ",".join(["Touchpoint", "Channel", *(f"Question {n}" for n in range(columns - 2))])
    return "\n".join(
        [head, *(",".join(["Till", "shop", *(str((n + k) % 5 + 1) for k in range(columns - 2))]) for n in range(rows))]
    ).encode()


def doubled(keys: int) -> bytes:
    return b"[{" + b",".join(b'"k%d":1,"k%d":2' % (n, n) for n in range(keys)) + b"}]"


def laughing(levels: int, width: int = 10) -> bytes:
    return ("a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]\n" for n in range(1, levels))).encode()


def merging(levels: int) -> bytes:
    return (
        "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n  k{n}: v\n" for n in range(1, levels))
    ).encode()


def noise(seed: int, alphabet: bytes, length: int) -> bytes:
    rng = random.Random(seed)
    return bytes(rng.choices(alphabet, k=length))


MARKDOWN = b"| Touchpoint | Channel |\n|---|---|\n| Till | shop |\n"
FILES: list[Hostile] = [
    *files(
        "quotation marks that never close",
        {
            "open.csv": lambda: HEAD + b'Till,"shop,fine\n' + ROW * (100 * MEGA // len(ROW)),
            "open-small.csv": lambda: HEAD + b'Till,"shop,fine\n' + ROW * 20_000,
            "each.csv": lambda: HEAD + b'Till,"shop\n' * (20 * MEGA // 11),
            "stray.csv": lambda: HEAD + b'"Till" x,shop,fine\n' * 300_000,
            "quotes.csv": lambda: b'"' * (50 * MEGA),
            "every-fourth.csv": lambda: HEAD + (b'"' + b"a\n" * 100_000) * 50,
        },
        heavy=("open.csv", "each.csv", "stray.csv", "quotes.csv", "every-fourth.csv"),
    ),
    *files(
        "marks and nothing else",
        {
            "commas.csv": lambda: b"," * (180 * MEGA),
            "comma-lines.csv": lambda: HEAD + (b"," * 1_900 + b"\n") * (180 * MEGA // 1_901),
            "comma-pairs.csv": lambda: HEAD + b",,\n" * (60 * MEGA),
            "lines.csv": lambda: b"\n" * (100 * MEGA),
            "returns.csv": lambda: HEAD + b"a,b,c\r" * (10 * MEGA),
            "semicolons.txt": lambda: b";|\t," * (2 * MEGA),
        },
        heavy=("commas.csv", "comma-lines.csv", "comma-pairs.csv", "lines.csv", "returns.csv"),
    ),
    *files("one line of a hundred megabytes", {"line.csv": lambda: b"a" * (100 * MEGA), "words.txt": lambda: b"word " * (20 * MEGA), "cells.csv": lambda: HEAD + b"a," * (50 * MEGA)}, heavy=("line.csv", "words.txt", "cells.csv")),
    *files("very many columns", {"2000.csv": lambda: wide(2_000), "1000.csv": lambda: wide(1_000), "2001.csv": lambda: wide(2_001), "100000.csv": lambda: wide(100_000, 2), "ragged.csv": lambda: HEAD + b"".join(b"a" + b",b" * (n % 1_900) + b"\n" for n in range(3_000))}, heavy=("ragged.csv",)),
    *files("very many tables", {"101.csv": lambda: many_tables(101), "5000.csv": lambda: many_tables(5_000), "20000.csv": lambda: many_tables(20_000), "side.csv": lambda: b",,".join([b"Touchpoint,Channel"] * 600) + b"\n" + b",,".join([b"Till,shop"] * 600) + b"\n"}, heavy=("20000.csv",)),
    *files("cells of many megabytes in a text", {"cell.csv": lambda: HEAD + b"Till,shop,%s\n" % (b"a" * 20 * MEGA), "just.csv": lambda: HEAD + b"Till,shop,%s\n" % (b"a " * 100_000) * 40, "heading.csv": lambda: b"Touchpoint,Channel," + b"a" * 3 * MEGA + b"\nTill,shop,a\n", "name.csv": lambda: HEAD + b"T" * 200_000 + b",shop,fine\n"}, heavy=("just.csv",)),
    *files("bytes that are no text", {"nul.csv": lambda: HEAD + b"a\0b,c,d\n", "nuls.csv": lambda: bytes(10 * MEGA), "controls.csv": lambda: HEAD + bytes(range(1, 32)) * 1_000, "high.csv": lambda: HEAD + bytes(range(128, 256)) * 10_000, "half.csv": lambda: HEAD + b"\xc3", "surrogate.csv": lambda: HEAD + b"\xed\xa0\x80,b,c\n", "no-character.csv": lambda: HEAD + "\ufffe\uffff,b,c\n".encode(), "overlong.csv": lambda: HEAD + b"\xc0\xaf,b,c\n"}),
    *files("marks of encodings that contradict the text", {"bom8-16.csv": lambda: b"\xef\xbb\xbf" + HEAD.decode().encode("utf-16"), "bom16-8.csv": lambda: b"\xff\xfe" + HEAD + ROW, "bom32.csv": lambda: b"\xff\xfe\0\0" + HEAD, "boms.csv": lambda: b"\xef\xbb\xbf" * 100_000 + HEAD + ROW, "bom16-odd.csv": lambda: b"\xfe\xff" + (HEAD + ROW).decode().encode("utf-16-be") + b"a", "mixed.csv": lambda: HEAD + "Tür,shop,ö\n".encode() * 50 + "Tür,shop,ö\n".encode("latin-1") * 50, "utf7.csv": lambda: HEAD + b"+ADw-script+AD4-,b,c\n", "guess.csv": lambda: noise(3, bytes(range(160, 256)) + b",\n", 3 * MEGA)}),
    *files("noise", {f"noise{n}.csv": lambda n=n: noise(n, b'",;\n\t| a1\r\'', (300_000 if n else 20_000)) for n in range(6)}),
    *files("JSON that doubles its keys", {"doubled.json": lambda: doubled(40_000), "large.json": lambda: doubled(900_000), "same.json": lambda: b'[{' + b'"a":1,' * 200_000 + b'"a":1}]', "each-record.json": lambda: b"[" + b",".join([b'{"a":1,"a":2}'] * 200_000) + b"]"}, heavy=("large.json",)),
    *files("JSON without end", {"deep.json": lambda: b"[" * MEGA, "deep-objects.json": lambda: b'{"a":' * 300_000 + b"1" + b"}" * 300_000, "deep-in-record.json": lambda: b'[{"a":' + b"[" * 400 + b"]" * 400 + b"}]", "open.json": lambda: b'[{"a": "' + b"a" * MEGA, "empty-lists.json": lambda: b"[" + b",".join([b"[]"] * 8 * MEGA) + b"]", "records.json": lambda: b"[" + b",".join([b"{}"] * 8 * MEGA) + b"]"}, heavy=("empty-lists.json", "records.json")),
    *files("numbers and texts of JSON", {"digits.json": lambda: b'[{"a": ' + b"9" * MEGA + b"}]", "exponent.json": lambda: b'[{"a": 1e' + b"9" * 1_000 + b', "b": NaN, "c": -Infinity}]', "surrogate.json": lambda: b'[{"a": "\\ud800", "\\udfff": "b"}]', "keys.json": lambda: json.dumps([{f"k{n}": 1} for n in range(3_000)]).encode(), "long-key.json": lambda: json.dumps([{"k" * 300_000: 1}]).encode(), "nul.json": lambda: b'[{"a\\u0000": "\\u0000"}]', "lists.json": lambda: json.dumps([{"a": [{"b": list(range(2_000))}] * 50}]).encode(), "tables.json": lambda: json.dumps({f"t{n}": [{"name": "Till", "channel": "shop"}] for n in range(3_000)}).encode(), "lines.jsonl": lambda: b'{"a": 1}\n{"a" 2}\n' * 100_000, "mixed.json": lambda: json.dumps([1, "a", None, {"a": 1}, [2], {"b": {"c": {}}}]).encode()}),
    *files("aliases that swell", {"laughs.yaml": lambda: laughing(12), "few.yaml": lambda: laughing(7), "merges.yaml": lambda: merging(9), "circle.yaml": lambda: b"&a [*a]", "keys.yaml": lambda: b"? &a [*a]\n: 1", "many.yaml": lambda: b"- &a {name: x}\n" + b"- *a\n" * 300_000, "merge-many.yaml": lambda: b"- &a {" + b", ".join(b"k%d: v" % n for n in range(1_500)) + b"}\n" + b"- {<<: *a}\n" * 12_000}, heavy=("merge-many.yaml", "many.yaml")),
    *files("YAML without end", {"brackets.yaml": lambda: b"[" * 100_000, "blocks.yaml": lambda: b"- " * 20_000, "indents.yaml": lambda: b"\n".join(b" " * n + b"a:" for n in range(1_500)), "documents.yaml": lambda: b"--- {name: a}\n" * 200_000, "tags.yaml": lambda: b"- !!python/object/apply:os.system [ls]\n- !!int '9'\n- !!binary aaaa\n- !<tag:x> y\n", "comments.yaml": lambda: b"#" * 4 * MEGA, "quoted.yaml": lambda: b'- "' + b"\\x41" * MEGA + b'"', "question.yaml": lambda: b"? " * 5_000, "scalars.yaml": lambda: b"- a\n" * 1_200_000, "doubled.yaml": lambda: b"- {" + b", ".join(b"k: 1" for _ in range(100_000)) + b"}"}, heavy=("documents.yaml", "scalars.yaml")),
    *files("tables of Markdown", {"pipes.md": lambda: b"|" * 100_000 + b"\n" + b"|-" * 50_000 + b"|\n" + b"|" * 100_000, "columns.md": lambda: b"|a" * 1_500 + b"|\n" + b"|-" * 1_500 + b"|\n" + b"|b" * 1_500 + b"|\n", "tables.md": lambda: (MARKDOWN + b"\n") * 5_000, "rows.md": lambda: MARKDOWN + b"| Till | shop |\n" * 200_000, "no-cells.md": lambda: MARKDOWN + b"|\n" * 500_000}, heavy=("tables.md", "rows.md")),
    *files("Markdown without end", {"quotes.md": lambda: b">" * 100_000 + MARKDOWN, "lists.md": lambda: b"\n".join(b"  " * n + b"- a" for n in range(2_000)), "links.md": lambda: b"[a](" * 100_000 + MARKDOWN, "stars.md": lambda: b"*a **b " * 200_000 + b"\n" + MARKDOWN, "headings.md": lambda: b"# Ana\n## Goals\n- a\n" * 100_000, "html.md": lambda: b"<a " * 300_000 + MARKDOWN, "ticks.md": lambda: b"`" * 50_000 + b"a" + b"``" * 50_000, "brackets.md": lambda: b"![" * 100_000, "entities.md": lambda: b"&#x41;" * 300_000 + b"\n" + MARKDOWN, "line.md": lambda: b"a" * 4_900_000}, heavy=("headings.md",)),
]  # fmt: skip
"""Every text that was made to do harm."""
