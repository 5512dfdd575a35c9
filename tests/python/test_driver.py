"""The life of a driver that a client starts for itself."""
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
import skein
import skein.proto
from support.processes import children, is_alive, listening_addresses, resident
from support.waiting import wait_until


@pytest.fixture
def driver(user):
    """Makes clients with drivers of their own, and tells each driver's process id."""
    clients = []

    def start(**options):
        before = children()
        clients.append(skein.Client(**options))
        pid, = children() - before
        return clients[-1], pid

    yield start
    for client in clients:
        client.close()


def python(program, **variables):
    return subprocess.run(
        [sys.executable, "-c", program], env=dict(os.environ, **variables), capture_output=True, text=True, timeout=120)


def test_driver_ends_with_its_client(driver):
    client, pid = driver()
    assert client.get_nodes()
    client.close()
    assert not is_alive(pid)
    client.close()


def test_driver_ends_with_the_block(user):
    before = children()
    with skein.Client() as client:
        pid, = children() - before
        client.get_applications()
    assert not is_alive(pid)


def test_driver_is_in_a_session_of_its_own(driver):
    _, pid = driver()
    assert os.getsid(pid) == pid != os.getsid(0)


def test_driver_ends_when_its_client_vanishes(user):
    program = ("import os, signal, skein, subprocess\nclient = skein.Client(log=False)\n"
               "print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True)\nos.kill(os.getpid(), signal.SIGKILL)")
    done = python(program)
    pid = int(done.stdout.split()[0])
    wait_until(lambda: is_alive(pid), lambda alive: not alive, seconds=30)


def test_driver_listens_on_loopback_only(driver):
    client, _ = driver()
    host, port = client.address.rsplit(":", 1)
    assert host in ("127.0.0.1", "localhost")
    addresses = listening_addresses(int(port))
    # 127.0.0.1, alone or as IPv6 writes it.
    assert addresses and addresses <= {"0100007F", "0000000000000000FFFF00000100007F"}


def test_two_clients_have_two_drivers(driver):
    (first, one), (second, other) = driver(), driver()
    assert first.address != second.address and one != other
    first.close()
    assert second.get_nodes() and is_alive(other)


def test_client_shares_a_driver_by_its_address(driver):
    client, pid = driver()
    before = children()
    with skein.Client(address=client.address) as guest:
        assert children() == before
        assert [node.id for node in guest.get_nodes()] == [node.id for node in client.get_nodes()]
    assert is_alive(pid)


def test_nobody_at_an_address_is_a_ConnectionError(user):
    with pytest.raises(skein.ConnectionError, match="Unable to connect to driver"):
        skein.Client(address="127.0.0.1:1")


def test_killed_driver_is_a_ConnectionError(driver):
    client, pid = driver()
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(skein.ConnectionError, match="Unable to connect to driver"):
        client.get_nodes()


def test_driver_logs_to_standard_error_and_keeps_standard_output_clean(user):
    done = python("import skein\nwith skein.Client() as client: client.get_nodes()")
    assert done.stdout == "" and "INFO" in done.stderr and done.returncode == 0
    assert "WARN" not in done.stderr.replace("WARN util.NativeCodeLoader", "")


def test_driver_logs_to_a_file(driver, tmp_path):
    log = tmp_path / "driver.log"
    log.write_text("from before")
    client, _ = driver(log=str(log))
    client.close()
    text = log.read_text()
    assert "INFO" in text and "from before" not in text


def test_driver_keeps_silent_when_told(user):
    done = python("import skein\nwith skein.Client(log=False) as client: client.get_nodes()")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("options, variables, expected", [
    ("log_level='debug'", {}, True), ("", {"SKEIN_LOG_LEVEL": "DEBUG"}, True), ("log_level='error'", {}, False),
    ("java_options='-Dskein.log.level=debug'", {}, True), ("java_options=['-Dskein.log.level=debug', '-Xmx100M']", {}, True),
])
def test_log_level_is_what_was_asked_for(user, options, variables, expected):
    if "SKEIN_DRIVER_JAVA_OPTIONS" in os.environ and "java_options" in options:
        # The argument takes the variable's place, which a newer JVM needs.
        options = options.replace("='", "=os.environ['SKEIN_DRIVER_JAVA_OPTIONS'] + ' ").replace("=[", "=os.environ['SKEIN_DRIVER_JAVA_OPTIONS'].split() + [")
    done = python(f"import os, skein\nwith skein.Client({options}) as client: client.get_nodes()", **variables)
    assert done.returncode == 0, done.stderr
    assert ("DEBUG" in done.stderr) == expected
    if "error" in options:
        # Not the driver's own; classes of Hadoop, which the original brings along, have levels of theirs.
        assert "INFO skein.Driver" not in done.stderr


def test_keytab_and_principal_go_together(user, tmp_path):
    (tmp_path / "some.keytab").touch()
    for options in ({"keytab": str(tmp_path / "some.keytab")}, {"principal": "alice"}):
        with pytest.raises(ValueError):
            skein.Client(**options)


def test_keytab_that_is_not_there_is_refused(user, tmp_path):
    before = children()
    with pytest.raises((skein.DriverError, FileNotFoundError)):
        skein.Client(keytab=str(tmp_path / "missing.keytab"), principal="alice")
    assert children() == before


def test_client_waits_for_neither_network_nor_cluster(user, tmp_path):
    # A configuration whose ResourceManager nobody serves: the driver is there all the same.
    (tmp_path / "core-site.xml").write_text("<configuration/>")
    (tmp_path / "yarn-site.xml").write_text(
        "<configuration><property><name>yarn.resourcemanager.address</name><value>127.0.0.1:1</value></property></configuration>")
    done = python("import skein\nwith skein.Client(log=False) as client: print(client.address)", HADOOP_CONF_DIR=str(tmp_path))
    assert done.returncode == 0 and done.stdout.strip().rpartition(":")[2].isdigit(), done.stderr


def test_many_threads_share_a_client(client):
    with ThreadPoolExecutor(20) as threads:
        seen = list(threads.map(lambda _: len(client.get_nodes()), range(100)))
    assert len(set(seen)) == 1


@pytest.mark.native("a JVM takes five times as much from the start")
def test_driver_gives_memory_back_when_many_clients_are_gone(driver):
    client, pid = driver(log=False)
    certificate, key = client.security._get_bytes("cert"), client.security._get_bytes("key")

    def connect(_):
        # A connection of its own, as a program of its own has.
        channel = grpc.secure_channel(
            client.address, grpc.ssl_channel_credentials(certificate, key, certificate),
            options=[("grpc.ssl_target_name_override", "skein-internal"), ("grpc.use_local_subchannel_pool", 1)])
        calls = skein.proto.DriverStub(channel)
        for _ in range(3):
            calls.getNodes(skein.proto.NodesRequest())
            calls.getApplications(skein.proto.ApplicationsRequest())
        return channel

    with ThreadPoolExecutor(200) as threads:
        channels = list(threads.map(connect, range(200)))
    for channel in channels:
        channel.close()
    wait_until(lambda: resident(pid), lambda size: size < 45, seconds=60)
    assert client.get_nodes()
