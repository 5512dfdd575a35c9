"""What dask-yarn asks of an application, in its order; the package itself is not needed."""
import os
import sys
import threading

import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_end, wait_until

SCHEDULER = f"""{sys.executable} - <<'END'
import skein, time
application = skein.ApplicationClient.from_current()
application.kv["dask.dashboard"] = b"http://dashboard"
application.kv["dask.scheduler"] = b"tcp://scheduler"
time.sleep(600)
END
"""
FAILING = f"""{sys.executable} - <<'END'
import skein, sys
skein.ApplicationClient.from_current().kv.wait("fail")
sys.exit(1)
END
"""
WORKER = f"""{sys.executable} - <<'END'
import skein, time
application = skein.ApplicationClient.from_current()
resources = skein.properties.container_resources
assert application.kv.wait("dask.scheduler") == b"tcp://scheduler" and resources.memory == 70
application.kv.put("worker." + skein.properties.container_id, b"", owner=skein.properties.container_id)
time.sleep(600)
END
"""


def specification(scheduler=SCHEDULER):
    return specifications.application(**{
        "dask.scheduler": service(scheduler),
        "dask.worker": service(
            WORKER, instances=0, max_restarts=-1, depends=["dask.scheduler"], resources=skein.Resources(memory="70 MiB", vcores=1))})


def workers(application):
    return [key for key in application.kv if key.startswith("worker.")]


def test_cluster_grows_and_shrinks(client, run):
    application = run(specification())
    assert application.kv.wait("dask.scheduler") == b"tcp://scheduler"
    assert application.kv["dask.dashboard"] == b"http://dashboard"
    assert "dask.worker" in application.get_specification().services
    assert application.get_containers(services=["dask.worker"]) == []
    assert [container.id for container in application.scale("dask.worker", 2)] == ["dask.worker_0", "dask.worker_1"]
    # An adaptive cluster says the same again and again.
    for _ in range(50):
        assert application.scale("dask.worker", 2) == []
    wait_until(lambda: workers(application), lambda seen: seen == ["worker.dask.worker_0", "worker.dask.worker_1"])
    for container in ("dask.worker_0", "dask.worker_9"):
        try:
            application.kill_container(container)
        except ValueError:
            assert container == "dask.worker_9"
    wait_until(lambda: workers(application), lambda seen: seen == ["worker.dask.worker_1"])
    assert [container.id for container in application.get_containers(services=["dask.worker"])] == ["dask.worker_1"]
    connected = client.connect(application.id, security=None)
    connected.shutdown("SUCCEEDED", "closed")
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("SUCCEEDED", "closed")


def test_scheduler_that_does_not_start_is_noticed(client, run):
    application = run(specification(scheduler=FAILING))
    # Not before the client is connected, which it can not be to an application that has ended.
    application.kv["fail"] = b""
    with pytest.raises(skein.ConnectionError):
        application.kv.wait("dask.scheduler")
    assert wait_for_end(client, application).final_status == "FAILED"


def test_workers_alone_wait_for_a_scheduler_outside(run):
    application = run(specifications.application(**{"dask.worker": service(WORKER, instances=0, resources=skein.Resources(memory="70 MiB", vcores=1))}))
    application.kv["dask.scheduler"] = b"tcp://scheduler"
    application.scale("dask.worker", 1)
    wait_until(lambda: workers(application), lambda seen: seen == ["worker.dask.worker_0"])


def test_temporary_credentials_open_the_application_from_its_driver(user):
    security = skein.Security.new_credentials()
    with skein.Client(security=security) as own:
        application = own.submit_and_connect(specifications.application(idle=service(instances=0)))
        application.kv["dask.scheduler"] = b"tcp://scheduler"
        connected = skein.ApplicationClient(application.address, application.id, security=security)
        assert connected.kv["dask.scheduler"] == b"tcp://scheduler"
        own.kill_application(application.id)


def test_many_waiters_hear_of_one_key(client, run):
    application = run(specifications.application(idle=service(instances=0)))
    heard = []
    waiters = [threading.Thread(target=lambda: heard.append(client.connect(application.id).kv.wait("go"))) for _ in range(8)]
    for waiter in waiters:
        waiter.start()
    application.kv["go"] = os.urandom(4)
    for waiter in waiters:
        waiter.join(60)
    assert len(heard) == 8 and len(set(heard)) == 1
