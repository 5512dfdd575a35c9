"""The driver that a user's programs share, and the file that tells where it is."""
import json
import os
import signal
import subprocess
import sys
import warnings

import pytest
import skein
from support.processes import is_alive
from support.waiting import wait_until


OTHER_USER = """
import sys, skein
own = skein.Client.start_global_driver(log=False)
try:
    with skein.Client.from_global_driver() as client:
        assert client.address == own != sys.argv[1]
    try:
        skein.Client(address=sys.argv[1])
    except skein.ConnectionError:
        pass
    else:
        sys.exit("the driver of one user takes the pair of another")
finally:
    skein.Client.stop_global_driver()
"""


@pytest.fixture
def file(user):
    """The file that names the global driver; none runs before the test, nor after it."""
    skein.Client.stop_global_driver(force=True)
    yield user.settings / "driver"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        skein.Client.stop_global_driver(force=True)


def pid_of(file):
    return json.loads(file.read_text())["pid"]


def test_global_driver_is_started_once(file):
    address = skein.Client.start_global_driver()
    named = json.loads(file.read_text())
    assert set(named) == {"address", "pid"} and named["address"] == address and is_alive(named["pid"])
    assert skein.Client.start_global_driver() == address
    assert pid_of(file) == named["pid"]


def test_global_driver_serves_many_and_outlives_them(file):
    address = skein.Client.start_global_driver()
    for _ in range(2):
        with skein.Client.from_global_driver() as client:
            assert client.address == address and client.get_nodes()
    assert is_alive(pid_of(file))


def test_global_driver_outlives_the_program_that_started_it(file):
    subprocess.run([sys.executable, "-c", "import skein; skein.Client.start_global_driver(log=False)"], check=True, timeout=120)
    with skein.Client.from_global_driver() as client:
        assert client.get_nodes()


def test_stopped_driver_is_gone(file):
    skein.Client.start_global_driver()
    pid = pid_of(file)
    skein.Client.stop_global_driver()
    assert not file.exists()
    wait_until(lambda: is_alive(pid), lambda alive: not alive, seconds=30)
    skein.Client.stop_global_driver()
    with pytest.raises(skein.DriverNotRunningError):
        skein.Client.from_global_driver()


def test_dead_driver_is_replaced_with_a_warning(file):
    ended = subprocess.Popen(["true"])
    ended.wait()
    file.write_text(json.dumps({"address": "127.0.0.1:1", "pid": ended.pid}))
    with pytest.warns(UserWarning, match="Previous driver at .* has died"):
        address = skein.Client.start_global_driver()
    assert json.loads(file.read_text())["address"] == address and is_alive(pid_of(file))


def test_port_of_a_dead_driver_that_another_has_now_is_not_taken_for_it(file):
    ended = subprocess.Popen(["true"])
    ended.wait()
    with skein.Client(security=skein.Security.new_credentials(), log=False) as other:
        file.write_text(json.dumps({"address": other.address, "pid": ended.pid}))
        with pytest.warns(UserWarning, match="Previous driver at .* has died"):
            address = skein.Client.start_global_driver()
        assert address != other.address and is_alive(pid_of(file))


def test_two_users_have_global_drivers_of_their_own(file, tmp_path):
    address = skein.Client.start_global_driver()
    done = subprocess.run(
        [sys.executable, "-c", OTHER_USER, address], env=dict(os.environ, SKEIN_CONFIG=str(tmp_path)), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert skein.Client.start_global_driver() == address and is_alive(pid_of(file))


def test_unreachable_driver_that_lives_is_an_error(file):
    other = subprocess.Popen(["sleep", "60"])
    try:
        file.write_text(json.dumps({"address": "127.0.0.1:1", "pid": other.pid}))
        with pytest.raises(skein.SkeinError):
            skein.Client.start_global_driver()
        with pytest.raises(skein.ConnectionError):
            skein.Client.stop_global_driver()
        assert other.poll() is None
        skein.Client.stop_global_driver(force=True)
        assert not file.exists() and other.wait(30) == -signal.SIGTERM
    finally:
        other.kill()
        other.wait()


def test_global_driver_logs_to_a_file(file, tmp_path):
    skein.Client.start_global_driver(log=str(tmp_path / "driver.log"), log_level="debug")
    with skein.Client.from_global_driver() as client:
        client.get_nodes()
    assert "DEBUG" in (tmp_path / "driver.log").read_text()


def test_private_driver_is_apart_from_the_global_one(file, client):
    address = skein.Client.start_global_driver()
    with skein.Client() as private:
        assert private.address != address
    with skein.Client.from_global_driver() as shared:
        assert shared.get_nodes()
