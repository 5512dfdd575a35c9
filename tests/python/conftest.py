"""
The suite's cluster, driver and applications.

SKEIN_TEST_IMPLEMENTATION  `native` (default): `java` and `yarn` on PATH are $SKEIN_BINARY, else dist/skein; `original`: a JVM runs skein 0.8.2
HADOOP_CONF_DIR            the cluster; without it the embedded one, which has the same queues
"""
from support.user import ORIGINAL, User

USER = User()

import pytest  # noqa: E402
import skein  # noqa: E402

from support import specifications  # noqa: E402
from support.waiting import wait_for_containers  # noqa: E402


def pytest_collection_modifyitems(items):
    if USER.implementation != ORIGINAL:
        return
    for item in items:
        for mark in item.iter_markers("mended"):
            item.add_marker(pytest.mark.xfail(reason=mark.args[0]))
        for mark in item.iter_markers("native"):
            item.add_marker(pytest.mark.skip(reason=mark.args[0]))


def pytest_unconfigure():
    USER.end()


@pytest.fixture(scope="session")
def user():
    """Who the tests are, with a certificate pair, on a cluster that runs."""
    USER.start()
    skein.Security.new_credentials().to_directory(str(USER.settings))
    return USER


@pytest.fixture(scope="session")
def client(user):
    """A client with a driver of its own."""
    with skein.Client() as client:
        yield client


@pytest.fixture
def submit(client):
    """Submits a specification and returns the application's id; what still runs at the end of the test is killed."""
    submitted = []

    def submit(specification):
        submitted.append(client.submit(specification))
        return submitted[-1]

    yield submit
    for application in submitted:
        if client.application_report(application).state not in ("FINISHED", "FAILED", "KILLED"):
            client.kill_application(application)


@pytest.fixture
def run(client, submit):
    """Submits a specification and returns the application once it runs."""
    return lambda specification: client.connect(submit(specification))


@pytest.fixture(scope="module")
def sleeper(client):
    """An application that runs as long as the module's tests, with the container `sleeper_0` running."""
    application = client.submit_and_connect(specifications.application(name="sleeper", sleeper=specifications.service()))
    try:
        wait_for_containers(application, 1)
        yield application
    finally:
        client.kill_application(application.id)


@pytest.fixture
def store(sleeper):
    """The key-value store of the running application, empty."""
    sleeper.kv.clear()
    return sleeper.kv
