"""Event queues, and waiting for keys."""
import threading
from queue import Empty

import pytest
import skein
from support import specifications
from support.waiting import wait_for_containers


def events_of(queue, count):
    return [queue.get(timeout=10) for _ in range(count)]


def shown(events):
    return [(str(event.event_type), event.key, event.result and event.result.value) for event in events]


def is_empty(queue):
    try:
        queue.get(block=False)
    except Empty:
        return True
    return False


def test_puts_and_deletes_come_in_their_order(store):
    with store.events() as queue:
        store["a"] = b"1"
        store["b"] = b"2"
        store["a"] = b"3"
        del store["b"]
        assert shown(events_of(queue, 4)) == [("PUT", "a", b"1"), ("PUT", "b", b"2"), ("PUT", "a", b"3"), ("DELETE", "b", None)]
        assert is_empty(queue)


def test_queue_holds_only_what_its_filter_lets_through(store):
    with store.events(key="a") as one, store.events(prefix="b") as prefix, store.events(start="b", end="c") as between, \
            store.events(event_type="delete") as deletes:
        store.update({"a": b"1", "aa": b"2", "b": b"3", "bb": b"4", "d": b"5"})
        store.discard_range()
        assert [event.key for event in events_of(one, 2)] == ["a", "a"]
        assert [event.key for event in events_of(prefix, 4)] == ["b", "bb", "b", "bb"]
        assert [event.key for event in events_of(between, 4)] == ["b", "bb", "b", "bb"]
        assert [event.key for event in events_of(deletes, 5)] == ["a", "aa", "b", "bb", "d"]
        assert all(is_empty(queue) for queue in (one, prefix, between, deletes))


@pytest.mark.mended("where a range is deleted, the key at the end of a watch is told of, too")
def test_queue_ends_before_the_end_of_its_range(store):
    store.update({"b": b"1", "c": b"2"})
    with store.events(start="b", end="c") as queue, store.events() as everything:
        store.discard_range()
        assert [event.key for event in events_of(everything, 2)] == ["b", "c"]
        assert [event.key for event in events_of(queue, 1)] == ["b"] and is_empty(queue)


def test_events_show_owners(store):
    with store.events(event_type="put") as queue:
        store.put("a", b"1", owner="sleeper_0")
        store.put("a", owner=None)
        first, second = events_of(queue, 2)
        assert (first.result.value, str(first.result.owner)) == (b"1", "sleeper_0")
        assert (second.result.value, second.result.owner) == (b"1", None)


def test_transaction_shows_its_operations_in_order(store):
    store["old"] = b"0"
    with store.events() as queue:
        store.transaction(on_success=[skein.kv.put("b", b"1"), skein.kv.discard("old"), skein.kv.put("a", b"2")])
        assert shown(events_of(queue, 3)) == [("PUT", "b", b"1"), ("DELETE", "old", None), ("PUT", "a", b"2")]


def test_queue_takes_part_in_several_filters(store):
    queue = store.event_queue()
    first = queue.subscribe(key="a")
    queue.subscribe(key="b", event_type="put")
    store["a"] = b"1"
    store["b"] = b"2"
    assert [event.key for event in events_of(queue, 2)] == ["a", "b"]
    queue.unsubscribe(first)
    store["a"] = b"3"
    store["b"] = b"4"
    assert queue.get(timeout=10).key == "b"
    queue.unsubscribe_all()
    store["b"] = b"5"
    with store.events(key="end") as later:
        store["end"] = b""
        later.get(timeout=10)
    assert is_empty(queue)


def test_queue_is_an_iterator(store):
    with store.events(prefix="n") as queue:
        for number in range(5):
            store[f"n{number}"] = b"%d" % number
        seen = []
        for event in queue:
            seen.append(event.result.value)
            if len(seen) == 5:
                break
        assert seen == [b"0", b"1", b"2", b"3", b"4"]


def test_event_tells_the_filter_that_let_it_through(store):
    prefix, key = skein.kv.EventFilter(prefix="ba"), skein.kv.EventFilter(key="bart", event_type="put")
    queue = store.event_queue()
    assert queue.subscribe(prefix) == prefix and queue.subscribe(key) == key
    store["bart"] = b"1"
    assert {event.event_filter for event in events_of(queue, 2)} == {prefix, key}
    queue.unsubscribe_all()


def test_get_without_an_event_times_out(store):
    with store.events(key="never") as queue:
        with pytest.raises(Empty):
            queue.get(block=False)
        with pytest.raises(Empty):
            queue.get(timeout=0.1)


def test_two_queues_of_one_filter_both_see_all(store):
    with store.events(prefix="a") as one, store.events(prefix="a") as other:
        store["a"] = b"1"
        assert one.get(timeout=10).key == other.get(timeout=10).key == "a"


def test_other_clients_changes_are_seen(client, sleeper, store):
    with store.events(key="a") as queue:
        client.connect(sleeper.id).kv["a"] = b"1"
        assert queue.get(timeout=10).result.value == b"1"


def test_thousand_changes_are_all_seen(store):
    with store.events(prefix="many") as queue:
        for number in range(1000):
            store["many"] = b"%d" % number
        assert [event.result.value for event in events_of(queue, 1000)] == [b"%d" % number for number in range(1000)]


def test_wait_returns_at_once_where_the_key_is_set(store):
    store.put("a", b"1", owner="sleeper_0")
    assert store.wait("a") == b"1"
    assert str(store.wait("a", return_owner=True).owner) == "sleeper_0"


def test_wait_returns_when_the_key_is_set(store):
    setting = threading.Timer(0.5, lambda: store.put("later", b"now"))
    setting.start()
    assert store.wait("later") == b"now"
    setting.join()


def test_end_of_the_application_ends_queues_and_waits(run):
    application = run(specifications.application(sleeper=specifications.service()))
    wait_for_containers(application, 1)
    queue = application.kv.events(prefix="a")
    ends = []

    def wait():
        try:
            ends.append(application.kv.wait("never"))
        except skein.ConnectionError as error:
            ends.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    application.kv["a"] = b"1"
    assert queue.get(timeout=10).key == "a"
    application.shutdown()
    waiting.join(60)
    assert not waiting.is_alive() and isinstance(ends[0], skein.ConnectionError)
    for _ in range(2):
        with pytest.raises(skein.ConnectionError):
            queue.get(timeout=60)
