"""Keys that belong to containers, and go with them."""
import pytest
from support import specifications
from support.waiting import wait_for_containers, wait_until

TWO = dict(holder=specifications.service(instances=2), other=specifications.service(instances=0))


@pytest.fixture
def application(run):
    application = run(specifications.application(**TWO))
    wait_for_containers(application, 2)
    return application


def test_killed_containers_keys_are_deleted_and_the_deletion_is_seen(application):
    store = application.kv
    store.put("mine", b"1", owner="holder_0")
    store.put("mine too", b"2", owner="holder_0")
    store.put("others", b"3", owner="holder_1")
    store["free"] = b"4"
    with store.events(event_type="delete") as queue:
        application.kill_container("holder_0")
        assert {queue.get(timeout=10).key for _ in range(2)} == {"mine", "mine too"}
    assert dict(store) == {"others": b"3", "free": b"4"}
    with pytest.raises(ValueError, match="Container 'holder_0' has already completed"):
        store.put("late", b"5", owner="holder_0")


def test_key_follows_its_last_owner(application):
    store = application.kv
    store.put("moved", b"1", owner="holder_0")
    store.put("moved", owner="holder_1")
    store.put("freed", b"2", owner="holder_0")
    store.put("freed", owner=None)
    application.kill_container("holder_0")
    wait_for_containers(application, 1)
    assert dict(store) == {"moved": b"1", "freed": b"2"}
    application.scale("other", 1)
    application.kill_container("holder_1")
    wait_until(lambda: list(store), lambda keys: keys == ["freed"])


def test_container_that_ends_by_itself_takes_its_keys_along(run, tmp_path):
    end = tmp_path / "end"
    application = run(specifications.application(
        short=specifications.service(f"until test -e {end}; do sleep 0.1; done"), sleeper=specifications.service()))
    wait_for_containers(application, 2)
    store = application.kv
    store.put("owned", b"1", owner="short_0")
    with store.events(event_type="delete") as queue:
        end.touch()
        assert queue.get(timeout=30).key == "owned"
    assert len(store) == 0
