"""Archives and folders to their files. Names are only names: nothing is ever written where a name points."""

from __future__ import annotations

import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers.content import Content, opened, size_of, too_large
from cx.readers.limits import max_bytes
from cx.readers.zip_directory import MOST_FILES, directory_problem, refuse_overlaps
from cx.temporary import own_folder

CHUNK = 1 << 18
SMALL = 8_000_000
READ_BY_ENDING = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".json",
        ".jsonl",
        ".ndjson",
        ".yaml",
        ".yml",
        ".md",
        ".markdown",
        ".docx",
        ".pptx",
        ".qdpx",
        ".qdc",
        ".sav",
        ".zsav",
        ".por",
        ".dta",
        ".qsf",
        ".lss",
        ".lsa",
        ".lsr",
    ]
)


@dataclass(frozen=True)
class Wanted:
    """Which files of an archive or a folder are looked into."""

    endings: frozenset[str]
    called: frozenset[str] = frozenset()
    """Names, whatever the ending."""

    def __call__(self, path: PurePosixPath) -> bool:
        """Whether this one is."""
        return path.suffix.lower() in self.endings or path.stem.strip().lower() in self.called


TABLES = Wanted(READ_BY_ENDING)
"""Files that may hold tables."""


class Members:
    """The files of an archive or folder that may hold tables, and what is said about the others."""

    def __init__(self, is_wanted: Wanted) -> None:
        self.is_table = is_wanted
        self.issues: list[Issue] = []
        self.hidden = 0

    def of_archive(self, name: str, content: Content) -> Iterator[tuple[str, Content]]:
        """The files one by one, unpacked. Raises InvalidData for a bomb or a torn archive."""
        try:
            with opened(content) as stream:
                problem = directory_problem(name, stream)
            if problem:
                raise InvalidData([problem])
            with (
                opened(content) as stream,
                zipfile.ZipFile(stream) as archive,
                tempfile.TemporaryDirectory(dir=own_folder()) as folder,
            ):
                refuse_overlaps(archive)
                chosen = [m for m in archive.infolist() if not m.is_dir() and self._is_wanted(name, m.filename)]
                self._check_number(name, len(chosen))
                size = sum(member.file_size for member in chosen)
                if size > max_bytes():
                    raise InvalidData([too_large(name, size)])
                unpacked = 0
                for member in chosen:
                    inner = _unpacked(name, archive, member, max_bytes() - unpacked, Path(folder) / "member")
                    unpacked += size_of(inner)
                    yield f"{name}/{member.filename}", inner
        except InvalidData:
            raise
        except RuntimeError as error:
            code = "password" if "password" in str(error) else "bad_zip"
            raise InvalidData([issue(code, name)]) from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
            raise InvalidData([issue("bad_zip", name)]) from None

    def of_folder(self, name: str, folder: Path) -> Iterator[tuple[str, Content]]:
        """The files of a folder and the folders inside it, without following links."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        names = [path.relative_to(folder).as_posix() for path in paths]
        chosen = [
            (inner, path) for inner, path in zip(names, paths, strict=True) if path.suffix.lower() == ".zip" or self._is_wanted(name, inner)
        ]
        self._check_number(name, len(chosen))
        for inner, path in chosen:
            yield f"{name}/{inner}", path

    def notes(self) -> tuple[str, ...]:
        """What people should know of the files left out."""
        many = "files" if self.hidden > 1 else "file"
        return (f"{self.hidden} hidden {many} of the archive left out.",) if self.hidden else ()

    def _is_wanted(self, name: str, inner: str) -> bool:
        path = PurePosixPath(inner.replace("\\", "/"))
        if any(p.startswith(("._", "~$", "__MACOSX")) or (p.startswith(".") and p.strip(".")) for p in path.parts):
            self.hidden += 1
            return False
        if path.name.lower() in ("thumbs.db", "desktop.ini"):
            self.hidden += 1
            return False
        if path.suffix.lower() == ".zip":
            self.issues.append(issue("nested_zip", f"{name}/{inner}"))
            return False
        if not self.is_table(path) or path.stem.lower() in ("readme", "license", "licence"):
            self.issues.append(issue("skipped_file", f"{name}/{inner}"))
            return False
        return True

    def _check_number(self, name: str, number: int) -> None:
        if number > MOST_FILES:
            raise InvalidData([issue("too_many_files", name, found=number, limit=MOST_FILES)])
        if not number and not any(one.is_error for one in self.issues):
            self.issues.append(issue("nothing_to_read", name))


def _unpacked(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, waiting: Path) -> Content:
    """The bytes of a member, whatever size it declares; a large one waits in a file of our own naming."""
    with archive.open(member) as stream:
        start = stream.read(min(SMALL, left) + 1)
        if len(start) > left:
            raise InvalidData([too_large(name, len(start))])
        if len(start) <= SMALL:
            return start
        size = len(start)
        with waiting.open("wb") as file:
            file.write(start)
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > left:
                    raise InvalidData([too_large(name, size)])
                file.write(chunk)
    return waiting
