"""Waiting for what a cluster does in its own time."""
import time

LIMIT = 120


def wait_until(read, condition=bool, seconds=LIMIT):
    """The first value of `read` that satisfies the condition; the test fails when none does in time."""
    end = time.monotonic() + seconds
    while True:
        value = read()
        if condition(value):
            return value
        assert time.monotonic() < end, f"not in time; last seen: {value!r}"
        time.sleep(0.1)


def wait_for_containers(application, count, states=("RUNNING",), services=None):
    """The containers in these states once there are so many."""
    return wait_until(
        lambda: application.get_containers(services=services, states=states), lambda found: len(found) == count)


def wait_for_end(client, application):
    """The report of an application once YARN counts it as ended."""
    identity = getattr(application, "id", application)
    return wait_until(lambda: client.application_report(identity), lambda report: report.state in ("FINISHED", "FAILED", "KILLED"))
