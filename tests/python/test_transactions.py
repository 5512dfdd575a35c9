"""Transactions: conditions, branches, and that all of a branch happens or nothing."""
import operator

import pytest
from skein import kv

OPERATORS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)


def holds(store, condition):
    return store.transaction(conditions=[condition]).succeeded


def test_branch_taken_depends_on_the_conditions(store):
    store["a"] = b"1"
    taken = store.transaction(
        conditions=[kv.value("a") == b"1", kv.exists("a"), kv.missing("b")],
        on_success=[kv.put("b", b"2"), kv.get("a")], on_failure=[kv.put("c", b"3")])
    assert taken.succeeded and taken.results[1] == b"1" and len(taken.results) == 2
    other = store.transaction(
        conditions=[kv.value("a") == b"1", kv.missing("b")], on_success=[kv.put("c", b"3")], on_failure=[kv.get("b"), kv.exists("c")])
    assert not other.succeeded and other.results == [b"2", False]
    assert dict(store) == {"a": b"1", "b": b"2"}


def test_transaction_without_conditions_succeeds(store):
    assert store.transaction(on_success=[kv.put("a", b"1")]).succeeded
    empty = store.transaction()
    assert empty.succeeded and empty.results == []
    assert store["a"] == b"1"


@pytest.mark.parametrize("compare", OPERATORS)
@pytest.mark.parametrize("other", [b"a", b"b", b"c", b"ba", b""])
def test_values_compare_as_python_compares_them(store, compare, other):
    store["key"] = b"b"
    assert holds(store, compare(kv.value("key"), other)) == compare(b"b", other)


@pytest.mark.mended("bytes compare as signed")
def test_bytes_above_127_are_the_larger_ones(store):
    store["key"] = b"\xff"
    assert holds(store, kv.value("key") > b"a")
    assert not holds(store, kv.value("key") < b"\x00")


@pytest.mark.parametrize("compare, expected", [(operator.eq, False), (operator.ne, True)] + [(op, False) for op in OPERATORS[2:]])
def test_missing_value_equals_no_value_and_is_not_ordered(store, compare, expected):
    assert holds(store, compare(kv.value("none"), b"a")) == expected


@pytest.mark.parametrize("owner", ["sleeper_0", "sleeper_1", "other_0"])
@pytest.mark.parametrize("compare", OPERATORS)
def test_owners_compare_by_service_then_instance(store, compare, owner):
    store.put("key", b"", owner="sleeper_0")
    service, instance = owner.split("_")
    assert holds(store, compare(kv.owner("key"), owner)) == compare(("sleeper", 0), (service, int(instance)))


def test_owner_can_be_compared_with_nobody(store):
    store["free"] = b""
    store.put("owned", b"", owner="sleeper_0")
    assert holds(store, kv.owner("free") == None) and holds(store, kv.owner("none") == None)  # noqa: E711
    assert holds(store, kv.owner("owned") != None) and not holds(store, kv.owner("owned") == None)  # noqa: E711
    with pytest.raises(TypeError):
        kv.owner("owned") < None


def test_comparison_can_be_built_by_name(store):
    store["key"] = b"b"
    assert holds(store, kv.comparison("key", "value", "<=", b"b"))
    assert not holds(store, kv.comparison("key", "value", "!=", b"b"))


def test_every_operation_has_its_result(store):
    store.update({"a": b"1", "aa": b"2", "b": b"3", "c": b"4"})
    results = store.transaction(on_success=[
        kv.count(), kv.count(prefix="a"), kv.list_keys(start="aa"), kv.exists("a"), kv.missing("a"), kv.get("none", default=b"-"),
        kv.get_prefix("a"), kv.get_range(start="b", end="c"), kv.put("d", b"5"), kv.swap("a", b"6"), kv.pop("a"),
        kv.discard("none"), kv.discard_prefix("aa"), kv.pop_range(start="c"), kv.discard_range(return_keys=True), kv.pop_prefix("z"),
    ]).results
    assert results[:8] == [4, 2, ["aa", "b", "c"], True, False, b"-", {"a": b"1", "aa": b"2"}, {"b": b"3"}]
    assert results[8] is None
    assert results[9:] == [b"1", b"6", False, 1, {"c": b"4", "d": b"5"}, ["b"], {}]
    assert len(store) == 0


def test_refused_operation_leaves_everything_as_it_was(store):
    with pytest.raises(ValueError, match="Unknown service 'nobody'"):
        store.transaction(on_success=[kv.put("a", b"1"), kv.put("b", b"2", owner="nobody_0")])
    assert len(store) == 0
    # What is not done is not checked either.
    assert store.transaction(on_success=[kv.put("a", b"1")], on_failure=[kv.put("b", b"2", owner="nobody_0")]).succeeded


@pytest.mark.mended("operations are checked against the state before the transaction")
def test_operations_see_those_before_them(store):
    store.transaction(on_success=[kv.put("a", b"1"), kv.put("a", owner="sleeper_0")])
    assert str(store.get("a", return_owner=True).owner) == "sleeper_0"
    with pytest.raises(ValueError):
        store.transaction(on_success=[kv.discard("a"), kv.put("b", b"2"), kv.put("a", owner=None)])
    assert list(store) == ["a"]


def test_conditions_must_be_conditions(store):
    with pytest.raises(TypeError):
        store.transaction(conditions=[kv.put("a", b"1")])
    with pytest.raises(TypeError):
        store.transaction(on_success=[kv.value("a") == b"1"])


def test_lock_is_taken_by_exactly_one(client, sleeper, store):
    contenders = [client.connect(sleeper.id).kv for _ in range(4)]
    taken = [
        contender.transaction(conditions=[kv.missing("lock")], on_success=[kv.put("lock", b"%d" % number)]).succeeded
        for number, contender in enumerate(contenders)]
    assert taken == [True, False, False, False] and store["lock"] == b"0"
