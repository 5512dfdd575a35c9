"""Logs of ended applications, as Python gets them."""
import io

import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_end, wait_until

mended = pytest.mark.mended("the directories of newer Hadoop are not understood")


def logs_of(client, application, count):
    """The logs once all containers' are there."""
    def read():
        try:
            return client.application_logs(application)
        except ValueError:
            return {}
    return wait_until(read, lambda logs: len(logs) == count)


@pytest.fixture(scope="module")
def application(client):
    application = client.submit(specifications.application(
        master=skein.Master(script="echo from the driver script; exit 0"),
        speaker=service("echo grüße; echo from $SKEIN_CONTAINER_ID >&2", instances=0)))
    wait_for_end(client, application)
    return application


@mended
def test_logs_hold_all_that_was_said(client, submit):
    application = submit(specifications.application(speaker=service("echo grüße; echo from $SKEIN_CONTAINER_ID >&2", instances=2)))
    wait_for_end(client, application)
    logs = logs_of(client, application, 3)
    assert all(name.startswith("container_") for name in logs)
    text = "\n".join(logs.values())
    for expected in ("grüße", "from speaker_0", "from speaker_1", "speaker.log", "application.master.log"):
        assert expected in text


@mended
def test_logs_are_a_mapping_that_can_be_dumped(client, application):
    logs = logs_of(client, application, 1)
    assert logs.app_id == application
    (container, text), = logs.items()
    assert "application.driver.log" in text and "from the driver script" in text
    assert text == text.rstrip()
    dump = logs.dumps()
    stream = io.StringIO()
    logs.dump(stream)
    assert stream.getvalue().rstrip() == dump.rstrip() and container in dump and text in dump


@mended
def test_master_does_not_tell_its_class_path(client, application):
    assert "CLASSPATH" not in "".join(logs_of(client, application, 1).values())


def test_logs_of_a_running_application_are_not_there_yet(client, sleeper):
    with pytest.raises(ValueError, match="has not completed, logs are not available"):
        client.application_logs(sleeper.id)
