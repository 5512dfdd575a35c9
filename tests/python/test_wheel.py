"""The wheel skein-native, in a virtual environment of its own beside the unmodified skein."""
import os
import subprocess
import sys

import pytest
from support.user import REPOSITORY

pytestmark = pytest.mark.native("the wheel brings our binary")

PROGRAM = """
import os
before = dict(os.environ)
import skein
with skein.Client(log=False) as client:
    print(len(client.get_nodes()))
    print(os.readlink(f"/proc/{open('/proc/self/task/%d/children' % os.getpid()).read().split()[0]}/exe"))
print(dict(os.environ) == before)
"""


@pytest.fixture(scope="module")
def environment(user, tmp_path_factory):
    """A virtual environment with skein and the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = subprocess.check_output(
        [sys.executable, str(REPOSITORY / "python" / "build_backend.py"), str(folder)], env=dict(os.environ, SKEIN_BINARY=str(user.binary)), text=True).strip()
    packages = folder / "venv"
    subprocess.run([str(REPOSITORY / "build" / "python-client"), str(packages), "skein"], check=True)
    subprocess.run([str(packages / "bin" / "pip"), "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)
    return packages


def run(program, *arguments, **variables):
    """Runs it where neither `java` nor `yarn` is on PATH, and JAVA_HOME leads nowhere."""
    environment = dict(os.environ, PATH="/usr/bin:/bin", JAVA_HOME="/nowhere")
    return subprocess.run([str(program), *arguments], env={**environment, **variables}, capture_output=True, text=True, timeout=120)


def test_client_starts_the_driver_of_the_wheel(environment):
    done = run(environment / "bin" / "python", "-c", PROGRAM)
    assert done.returncode == 0, done.stderr
    nodes, executable, unchanged = done.stdout.split()
    assert int(nodes) >= 1 and unchanged == "True"
    assert executable.startswith(str(environment)) and executable.endswith("/skein_native/skein")


def test_global_driver_is_that_of_the_wheel(environment):
    assert run(environment / "bin" / "skein", "driver", "start", "--log", os.devnull).returncode == 0
    try:
        pid = run(environment / "bin" / "skein", "driver", "pid").stdout.strip()
        assert os.readlink(f"/proc/{pid}/exe").startswith(str(environment))
    finally:
        assert run(environment / "bin" / "skein", "driver", "stop").returncode == 0


def test_wheel_can_be_switched_off(environment):
    done = run(environment / "bin" / "python", "-c", "import skein; skein.Client()", SKEIN_NATIVE="0")
    assert done.returncode != 0


def test_binary_has_a_command_of_its_own(environment):
    done = run(environment / "bin" / "skein-native", "--version")
    assert done.returncode == 0 and done.stdout.strip()


def test_programs_without_skein_see_nothing_of_it(environment):
    done = run(environment / "bin" / "python", "-c", "import os, sys; print(os.environ['JAVA_HOME'], 'skein' in sys.modules)")
    assert done.stdout == "/nowhere False\n"
