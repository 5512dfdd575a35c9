"""The examples in Python, as their READMEs tell them."""
import shutil
import subprocess
import sys
import urllib.request

import pytest
import skein
from support.user import REPOSITORY
from support.waiting import wait_for_end

EXAMPLES = REPOSITORY / "examples"
pytestmark = pytest.mark.native("the examples are packed by our binary")


@pytest.fixture(scope="module")
def environment(user, tmp_path_factory):
    """The environment of these tests, packed."""
    archive = tmp_path_factory.mktemp("packed") / "environment.tar.gz"
    subprocess.run([str(user.binary), "pack", "-p", sys.prefix, "--include-python", "-o", str(archive)], check=True, capture_output=True)
    return archive


def test_service_shows_its_page(user, client, submit, environment, tmp_path):
    for name in ("spec.yaml", "page.py"):
        shutil.copy(EXAMPLES / "service-page" / name, tmp_path)
    (tmp_path / "environment.tar.gz").symlink_to(environment)
    application = client.connect(submit(skein.ApplicationSpec.from_file(str(tmp_path / "spec.yaml"))))
    address = application.kv.wait("page.address").decode()
    page = application.ui.get_pages()["counter"]
    assert (page.link_name, page.address) == ("Counter", address)
    # A browser would have to log in by Kerberos.
    visited = page.target if user.is_kerberos else address if user.is_embedded else f"{address}?user.name={user.name}"
    for count in (1, 2):
        with urllib.request.urlopen(visited, timeout=30) as response:
            assert f"page_0: seen {count} times" in response.read().decode()
    application.kv["page.stop"] = b""
    assert wait_for_end(client, application).final_status == "SUCCEEDED"


def test_dask_adds_up(client, environment):
    pytest.importorskip("dask_yarn", reason="dask-yarn and distributed are not installed")
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "dask" / "sum.py"), str(environment)], capture_output=True, text=True, timeout=300)
    assert done.stdout.strip().endswith("499999500000"), done.stderr
