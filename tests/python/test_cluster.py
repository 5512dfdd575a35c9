"""Queues and nodes."""
import pytest


def leaf(name):
    return name.rpartition(".")[2]


def test_queue_tells_about_itself(client):
    queue = client.get_queue("default")
    assert leaf(queue.name) == "default" and queue.state == "RUNNING"
    assert queue.capacity == pytest.approx(70, abs=0.01) and 70 <= queue.max_capacity <= 100
    assert queue.percent_used >= 0
    assert queue.default_node_label == "" or isinstance(queue.default_node_label, str)


def test_queues_are_listed_whole_or_by_their_parent(client):
    assert {leaf(queue.name) for queue in client.get_all_queues()} >= {"default", "fruit", "apples", "bananas", "oranges"}
    assert sorted(leaf(queue.name) for queue in client.get_child_queues("fruit")) == ["apples", "bananas", "oranges"]
    assert sorted(leaf(queue.name) for queue in client.get_child_queues("root")) == ["default", "fruit"]
    assert client.get_child_queues("default") == []


def test_queues_have_the_names_that_programs_know(client):
    assert client.get_queue("default").name == "default"
    assert sorted(queue.name for queue in client.get_child_queues("fruit")) == ["apples", "bananas", "oranges"]
    assert client.get_queue("apples").name == client.get_queue("root.fruit.apples").name == "apples"


def test_unknown_queue_is_refused(client):
    for call in (client.get_queue, client.get_child_queues):
        with pytest.raises(ValueError, match="nowhere"):
            call("nowhere")


def test_nodes_tell_about_themselves(client):
    nodes = client.get_nodes()
    assert nodes
    for node in nodes:
        assert node.id == f"{node.host}:{node.port}" and node.state == "RUNNING"
        assert node.http_address and node.rack_name.startswith("/")
        assert node.total_resources.memory > 0 and node.total_resources.vcores > 0
        assert 0 <= node.used_resources.memory <= node.total_resources.memory
        assert isinstance(node.labels, set) and isinstance(node.health_report, str)


def test_nodes_are_listed_by_state(client):
    assert [node.id for node in client.get_nodes(states=["running"])] == [node.id for node in client.get_nodes()]
    assert client.get_nodes(states=["decommissioned"]) == []
    assert len(client.get_nodes(states=["RUNNING", "LOST"])) >= 1
    with pytest.raises(ValueError):
        client.get_nodes(states=["nonsense"])
