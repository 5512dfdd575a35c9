"""Single keys and ranges of them, as a mapping and by name."""
from collections import OrderedDict

import pytest
import skein


def test_store_is_a_mapping(store):
    store["b"] = b"2"
    store["a"] = b"1"
    assert store["a"] == b"1"
    assert "a" in store and "c" not in store
    assert len(store) == 2
    assert list(store) == list(store.keys()) == ["a", "b"]
    assert list(store.values()) == [b"1", b"2"]
    assert dict(store.items()) == {"a": b"1", "b": b"2"}
    del store["a"]
    assert list(store) == ["b"]
    store.clear()
    assert len(store) == 0 and not list(store)


def test_missing_key_is_a_KeyError(store):
    with pytest.raises(KeyError):
        store["none"]
    with pytest.raises(KeyError):
        del store["none"]
    assert store.pop("none") is None


def test_get_has_a_default_and_shows_the_owner(store):
    assert store.get("none") is None
    assert store.get("none", b"else") == b"else"
    assert store.get("none", default=b"else", return_owner=True) == (b"else", None)
    store.put("owned", b"1", owner="sleeper_0")
    assert store.get("owned") == b"1"
    found = store.get("owned", return_owner=True)
    assert (found.value, str(found.owner)) == (b"1", "sleeper_0")


def test_setdefault_keeps_what_is_there(store):
    assert store.setdefault("a", b"1") == b"1"
    assert store.setdefault("a", b"2") == b"1"


def test_update_takes_mappings_pairs_and_keywords(store):
    store.update({"a": b"1"})
    store.update([("b", b"2")])
    store.update(c=b"3")
    store.update({"a": b"4"}, d=b"5")
    assert dict(store) == {"a": b"4", "b": b"2", "c": b"3", "d": b"5"}


def test_pop_returns_value_and_owner(store):
    store.put("a", b"1", owner="sleeper_0")
    assert store.pop("a", return_owner=True) == (b"1", "sleeper_0")
    assert store.pop("a", default=b"else") == b"else"
    assert "a" not in store


def test_discard_tells_whether_there_was_something(store):
    store["a"] = b"1"
    assert store.discard("a") is True
    assert store.discard("a") is False


def test_swap_returns_what_was_there(store):
    assert store.swap("a", b"1") is None
    assert store.swap("a", b"2") == b"1"
    assert store.swap("a", b"3", owner="sleeper_0", return_owner=True) == (b"2", None)
    previous = store.swap("a", owner=None, return_owner=True)
    assert (previous.value, str(previous.owner)) == (b"3", "sleeper_0")
    assert store.get("a", return_owner=True) == (b"3", None)


def test_exists_and_missing_are_opposites(store):
    store["a"] = b"1"
    assert store.exists("a") is True and store.missing("a") is False
    assert store.exists("b") is False and store.missing("b") is True


def test_ranges_are_half_open_and_sorted(store):
    store.update({key: key.encode() for key in ("a", "aa", "ab", "b", "ba", "c")})
    assert store.get_range(start="aa", end="b") == OrderedDict([("aa", b"aa"), ("ab", b"ab")])
    assert list(store.get_range(start="b")) == ["b", "ba", "c"]
    assert list(store.get_range(end="ab")) == ["a", "aa"]
    assert list(store.get_range()) == ["a", "aa", "ab", "b", "ba", "c"]
    assert list(store.get_range(start="b", end="b")) == []
    assert list(store.get_range(start="c", end="a")) == []
    assert list(store.get_prefix("a")) == ["a", "aa", "ab"]
    assert list(store.get_prefix("z")) == []


def test_ranges_show_owners(store):
    store.put("a", b"1", owner="sleeper_0")
    store["b"] = b"2"
    found = store.get_range(return_owner=True)
    assert str(found["a"].owner) == "sleeper_0" and found["b"].owner is None


def test_keys_are_counted_and_listed_by_range_and_prefix(store):
    store.update({key: b"" for key in ("a", "aa", "ab", "b")})
    assert store.count() == 4
    assert store.count(start="aa") == 3
    assert store.count(end="aa") == 1
    assert store.count(start="aa", end="b") == 2
    assert store.count(prefix="a") == 3
    assert store.list_keys() == ["a", "aa", "ab", "b"]
    assert store.list_keys(start="ab") == ["ab", "b"]
    assert store.list_keys(prefix="aa") == ["aa"]


def test_range_and_prefix_exclude_each_other(store):
    with pytest.raises(ValueError):
        store.count(start="a", prefix="a")


def test_ranges_are_popped_and_discarded(store):
    store.update({key: key.encode() for key in ("a", "aa", "ab", "b", "ba", "c")})
    assert store.pop_prefix("a") == OrderedDict([("a", b"a"), ("aa", b"aa"), ("ab", b"ab")])
    assert store.pop_range(start="b", end="ba") == OrderedDict([("b", b"b")])
    assert store.discard_prefix("b") == 1
    assert store.discard_range(return_keys=True) == ["c"]
    assert store.discard_range() == 0
    assert len(store) == 0


def test_put_keeps_what_it_is_not_given(store):
    store.put("a", b"1")
    store.put("a", owner="sleeper_0")
    assert store.get("a") == b"1"
    store.put("a", b"2")
    found = store.get("a", return_owner=True)
    assert (found.value, str(found.owner)) == (b"2", "sleeper_0")
    store.put("a", owner=None)
    assert store.get("a", return_owner=True) == (b"2", None)


def test_put_refuses_an_owner_for_a_key_that_is_not_set(store):
    with pytest.raises(ValueError, match="ignore_value=True & key isn't already set"):
        store.put("none", owner="sleeper_0")
    assert "none" not in store


def test_put_refuses_owners_that_there_are_not(store):
    with pytest.raises(ValueError, match="Unknown service 'nobody'"):
        store.put("a", b"1", owner="nobody_0")
    with pytest.raises(ValueError, match="Service 'sleeper' has no container instance 9"):
        store.put("a", b"1", owner="sleeper_9")
    assert "a" not in store


def test_put_refuses_what_is_not_bytes(store):
    with pytest.raises(TypeError):
        store.put("a", "text")
    with pytest.raises(TypeError):
        store["a"] = 1
    with pytest.raises(ValueError):
        store.put("a")
    with pytest.raises(TypeError):
        store.put(1, b"1")


def test_values_hold_any_bytes(store):
    every = bytes(range(256))
    store["every"] = every
    store["empty"] = b""
    store["large"] = b"x" * 2_000_000
    assert store["every"] == every and store["empty"] == b"" and len(store["large"]) == 2_000_000


def test_keys_are_in_the_order_of_their_letters(store):
    keys = ["", "A", "a", "a ", "a.b", "ä", "日本", "key/with/slashes"]
    for key in keys[1:]:
        store[key] = key.encode()
    assert list(store) == sorted(keys[1:])
    assert store["日本"] == "日本".encode()


def test_message_beyond_the_limit_is_an_error_and_leaves_the_store_alone(store):
    with pytest.raises(skein.SkeinError):
        store["huge"] = b"x" * 5_000_000
    store["small"] = b"1"
    assert list(store) == ["small"]


def test_two_clients_see_the_same_store(client, sleeper, store):
    other = client.connect(sleeper.id).kv
    store["a"] = b"1"
    assert other["a"] == b"1"
    del other["a"]
    assert "a" not in store


def test_popitem_takes_something_until_nothing_is_left(store):
    store.update({"a": b"1", "b": b"2"})
    assert dict([store.popitem(), store.popitem()]) == {"a": b"1", "b": b"2"}
    with pytest.raises(KeyError):
        store.popitem()
