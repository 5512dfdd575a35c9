"""Adds numbers up on a Dask cluster of two workers on YARN; argument: the packed environment that they run in."""
import sys

import dask
from dask.distributed import Client
from dask_yarn import YarnCluster


@dask.delayed
def total(start):
    return sum(range(start, start + 100_000))


with YarnCluster(
        environment=sys.argv[1], n_workers=2, worker_vcores=1, worker_memory="512 MiB", scheduler_memory="512 MiB") as cluster, Client(cluster) as client:
    client.wait_for_workers(2)
    print(dask.delayed(sum)([total(start) for start in range(0, 1_000_000, 100_000)]).compute())
