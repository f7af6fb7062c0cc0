"""On a Dask cluster: the same rows, also when a worker is lost in the middle."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from helpers.grading.cluster import NoClusterError, grade_on
from helpers.grading.grade import Row, grade_all
from tests.grading.made import RIGHT, STARTER, answer


def known(row: Row) -> tuple[str, str, int]:
    return row.file, row.status, row.points


@pytest.mark.timeout(300)
def test_a_cluster_gives_the_same_rows_and_a_lost_worker_loses_none(tmp_path: Path) -> None:
    from distributed import LocalCluster

    for number in range(24):
        source = STARTER if number % 3 else RIGHT["03-1"]
        (tmp_path / f"{number:02}-03-x.ipynb").write_bytes(answer(source))
    (tmp_path / "broken.ipynb").write_bytes(b"{")
    files = sorted(map(str, tmp_path.glob("*.ipynb")))
    alone = {known(row) for _, row in grade_all(files, 1, 10, False, {})}
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        rows: list[Row] = []
        for _, row in grade_on(cluster.scheduler_address, files, 10, False, {}):
            if len(rows) == 4:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            rows.append(row)
    assert len(rows) == len(files)
    assert {known(row) for row in rows} == alone


def test_no_scheduler_is_told(tmp_path: Path) -> None:
    (tmp_path / "03-x.ipynb").write_bytes(answer(STARTER))
    with pytest.raises(NoClusterError, match=r"127\.0\.0\.1:1"):
        list(grade_on("tcp://127.0.0.1:1", [str(tmp_path / "03-x.ipynb")], 10, False, {}))
