"""The questions mean the same to engines that people have: PostgreSQL and Apache Spark, where they are installed beside us."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cx.source.asking import Question, by_segment, how_often
from cx.source.counts import Count
from cx.source.folder import folder
from tests.source.test_source import drawn

HOSTILE = "it's \\' OR 1 = 1; --"
COLUMNS = ("pay", "why")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Answers, some of which are made to break out of a question."""
    found = drawn(7)
    return pd.concat([found, pd.DataFrame([{"age": HOSTILE, "pay": "5", "queue": "0", "why": HOSTILE}])], ignore_index=True)


@pytest.fixture(scope="module")
def questions(frame: pd.DataFrame) -> list[Question]:
    rules = [[{"age": ["1", "2"]}], [{"age": ["3", HOSTILE]}, {"queue": ["0"]}], []]
    return [how_often("answers", ["age", "queue"], COLUMNS), by_segment("answers", COLUMNS, rules, ["age", "queue"])]


@pytest.fixture(scope="module")
def counted_here(frame: pd.DataFrame, questions: list[Question], tmp_path_factory: pytest.TempPathFactory) -> list[list[Count]]:
    """What a folder of files answers."""
    place = tmp_path_factory.mktemp("answers")
    frame.to_parquet(place / "all.parquet")
    with folder(place) as files:
        return [sorted(files.answer(question).rows) for question in questions]


def as_counts(rows: list[tuple]) -> list[Count]:
    return sorted((int(row[1]) if len(row) == 5 else 0, row[-3], row[-2], int(row[-1])) for row in rows)


def test_postgresql_counts_the_same(frame: pd.DataFrame, questions: list[Question], counted_here: list[list[Count]], postgres: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE answers (age text, pay text, queue text, why text)")
        cursor.executemany("INSERT INTO answers VALUES (%s, %s, %s, %s)", [[*map(str, row)] for row in frame.itertuples(index=False)])
        found = [as_counts(cursor.execute(question.said_for("postgres")).fetchall()) for question in questions]
    assert found == counted_here


def test_spark_counts_the_same_on_a_cluster_of_two_workers(
    frame: pd.DataFrame, questions: list[Question], counted_here: list[list[Count]], tmp_path: Path
) -> None:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime (Debian: apt-get install default-jre-headless)")
    frame.to_parquet(tmp_path / "all.parquet")
    session = (
        sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", False)
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        session.read.parquet(str(tmp_path / "all.parquet")).repartition(4).createOrReplaceTempView("answers")
        found = [as_counts([tuple(row) for row in session.sql(question.said_for("spark")).collect()]) for question in questions]
    finally:
        session.stop()
    assert found == counted_here


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of its own on a socket, where PostgreSQL is installed; how to reach it."""
    pytest.importorskip("psycopg")
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg-") as place:
        as_other = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        if as_other:  # it refuses to run as root
            shutil.chown(place, "postgres")

        def run(program: str, *options: str) -> None:
            done = subprocess.run([*as_other, programs / program, "-D", f"{place}/data", *options], cwd=place, stdout=subprocess.DEVNULL)
            assert done.returncode == 0, program

        run("initdb", "-U", "postgres", "-A", "trust")
        run("pg_ctl", "-w", "-l", f"{place}/log", "-o", f"-k {place} -c listen_addresses='' -c fsync=off", "start")
        yield f"host={place} user=postgres dbname=postgres"
        run("pg_ctl", "-m", "immediate", "stop")
