"""Submitting, finding, moving and killing applications."""
import datetime
import os

import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_containers, wait_for_end, wait_until

UNKNOWN = "application_1500000000000_0001"


def ids(reports):
    return [report.id for report in reports]


def test_report_tells_about_a_running_application(client, run, user):
    application = run(skein.ApplicationSpec(name="reported", tags={"one", "two"}, services={"sleeper": service()}))
    wait_for_containers(application, 1)
    report = wait_until(lambda: client.application_report(application.id), lambda report: report.usage.num_used_containers == 2)
    assert (report.id, report.name, report.user) == (application.id, "reported", user.name)
    assert report.tags == {"one", "two"}
    assert (report.state, report.final_status) == ("RUNNING", "UNDEFINED")
    assert report.host and report.port > 0 and application.address == f"{report.host}:{report.port}"
    assert 0 <= report.progress <= 1 and application.id in report.tracking_url
    assert abs(report.start_time - datetime.datetime.now()) < datetime.timedelta(minutes=5) and report.finish_time is None
    assert report.runtime > datetime.timedelta(0)
    assert report.usage.used_resources.memory >= 512 + 64 and report.usage.used_resources.vcores >= 2
    assert report.usage.memory_seconds >= 0 and report.usage.vcore_seconds >= 0


def test_report_tells_about_an_ended_application(client, submit):
    report = wait_for_end(client, submit(specifications.application(short=service("true"))))
    assert (report.state, report.final_status) == ("FINISHED", "SUCCEEDED")
    assert report.finish_time >= report.start_time
    assert report.runtime == report.finish_time - report.start_time


def test_submit_takes_a_specification_a_mapping_and_a_file(client, submit, tmp_path):
    specification = specifications.application(name="as text", idle=service(instances=0))
    names = {"spec.yaml": specification.to_yaml(), "spec.json": specification.to_json()}
    for name, text in names.items():
        (tmp_path / name).write_text(text)
    for given in (specification, specification.to_dict(), *(str(tmp_path / name) for name in names)):
        assert client.application_report(submit(given)).name == "as text"
    with pytest.raises(TypeError):
        client.submit(1)


def test_submit_and_connect_waits_until_the_application_runs(client):
    application = client.submit_and_connect(specifications.application(idle=service(instances=0)))
    assert client.application_report(application.id).state == "RUNNING"
    assert application.get_containers() == []
    client.kill_application(application.id)


def test_files_reach_the_container(client, run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "file.txt").write_text("as it was\n")
    (tmp_path / "spec.yaml").write_text(
        "services:\n  reader:\n    resources: {memory: 64 MiB, vcores: 1}\n    files: {renamed.txt: data/file.txt, ./again.txt: data/file.txt}\n"
        "    script: |\n      grep -qx 'as it was' renamed.txt && grep -qx 'as it was' again.txt || exit 1\n      sleep 600\n")
    application = run(skein.ApplicationSpec.from_file(str(tmp_path / "spec.yaml")))
    wait_for_containers(application, 1)
    files = application.get_specification().services["reader"].files
    assert {"renamed.txt"} <= set(files)


def test_archive_is_unpacked(client, submit, tmp_path):
    import zipfile
    with zipfile.ZipFile(tmp_path / "tree.zip", "w") as archive:
        archive.writestr("inner/file.txt", "packed")
    application = submit(specifications.application(reader=service('test "$(cat tree/inner/file.txt)" = packed', files={"tree": str(tmp_path / "tree.zip")})))
    assert wait_for_end(client, application).final_status == "SUCCEEDED"


def test_submit_refuses_an_unknown_queue(client):
    with pytest.raises(skein.DriverError, match="Failed to submit application"):
        client.submit(skein.ApplicationSpec(queue="nowhere", services={"sleeper": service()}))


def test_submit_refuses_a_missing_file(client, tmp_path):
    with pytest.raises(skein.DriverError, match="(?s)Failed to submit application.*missing.txt"):
        client.submit(specifications.application(sleeper=service(files={"missing.txt": str(tmp_path / "missing.txt")})))


def test_submit_refuses_custom_resources_that_the_cluster_lacks(client):
    with pytest.raises(ValueError, match="yarn.io/gpu"):
        client.submit(specifications.application(sleeper=service(resources=skein.Resources(memory="64 MiB", vcores=1, gpus=1))))


def test_submit_names_the_custom_resource_that_the_cluster_lacks(client):
    with pytest.raises(ValueError, match="yarn.io/fpga"):
        client.submit(specifications.application(sleeper=service(resources=skein.Resources(memory="64 MiB", vcores=1, fpgas=1))))


def test_unknown_applications_are_refused(client):
    calls = (client.application_report, client.connect, client.kill_application, client.application_logs)
    for call in calls:
        with pytest.raises(ValueError, match="Invalid ApplicationId 'nonsense'"):
            call("nonsense")
        with pytest.raises(ValueError, match="Unknown ApplicationId"):
            call(UNKNOWN)


@pytest.mark.parametrize("identity", ["", "application_1"])
def test_short_id_is_refused(client, identity):
    with pytest.raises(ValueError, match="Invalid ApplicationId"):
        client.application_report(identity)


@pytest.mark.mended("fields that are no numbers are an unhandled exception")
@pytest.mark.parametrize("identity", ["application_x_1", "application_1_x"])
def test_id_without_numbers_is_refused(client, identity):
    with pytest.raises(ValueError, match="Invalid ApplicationId"):
        client.application_report(identity)


def test_applications_are_listed_by_state(client, submit, run):
    ended = submit(specifications.application(name="ended", short=service("true")))
    running = run(specifications.application(name="running", idle=service(instances=0))).id
    wait_for_end(client, ended)
    assert running in ids(client.get_applications()) and ended not in ids(client.get_applications())
    assert ended in ids(client.get_applications(states=["finished"])) and running not in ids(client.get_applications(states=["FINISHED"]))
    both = client.get_applications(states=["RUNNING", "FINISHED"])
    assert {running, ended} <= set(ids(both)) and ids(both) == sorted(ids(both))
    assert all(report.state in ("RUNNING", "FINISHED") for report in both)
    with pytest.raises(ValueError):
        client.get_applications(states=["nonsense"])


def test_applications_are_listed_by_name_queue_and_user(client, run, user):
    application = run(skein.ApplicationSpec(name="quite special", queue="apples", services={"idle": service(instances=0)})).id
    assert ids(client.get_applications(name="quite special")) == [application]
    assert client.get_applications(name="quite") == []
    assert application in ids(client.get_applications(user=user.name))
    assert client.get_applications(name="quite special", user="nobody") == []
    assert client.get_applications(name="quite special", queue="default") == []


@pytest.mark.mended("newer Hadoop tells the whole path of a queue")
def test_applications_are_listed_by_the_leaf_name_of_their_queue(client, run):
    application = run(skein.ApplicationSpec(name="in apples", queue="apples", services={"idle": service(instances=0)})).id
    assert ids(client.get_applications(name="in apples", queue="apples")) == [application]
    assert client.application_report(application).queue == "apples"


def test_applications_are_listed_by_time(client, submit):
    name = f"timed {os.getpid()}"
    application = submit(specifications.application(name=name, short=service("true")))
    report = wait_for_end(client, application)

    def found(**filters):
        return ids(client.get_applications(states=["FINISHED"], name=name, **filters)) == [application]

    second = datetime.timedelta(seconds=1)
    start, finish = report.start_time, report.finish_time
    assert found(started_begin=start - second) and not found(started_begin=start + second)
    assert found(started_end=start + second) and not found(started_end=start - second)
    assert found(finished_begin=finish - second) and not found(finished_begin=finish + second)
    assert found(finished_end=finish + second) and not found(finished_end=finish - second)
    assert found(started_begin=start, started_end=start, finished_begin=finish, finished_end=finish)
    # As text, too, in local time.
    assert found(started_begin=(start - second).strftime("%Y-%m-%d %H:%M:%S"))


def test_application_is_moved(client, run):
    application = run(specifications.application(idle=service(instances=0))).id
    client.move_application(application, "apples")
    assert client.application_report(application).queue.rpartition(".")[2] == "apples"


def test_refused_moves_say_why_in_a_line(client, run):
    application = run(specifications.application(idle=service(instances=0))).id
    for queue in ("nowhere", "fruit"):
        with pytest.raises(ValueError) as refused:
            client.move_application(application, queue)
        text = str(refused.value)
        assert "\n" not in text.strip() and "org.apache.hadoop" not in text and queue in text
    with pytest.raises(ValueError, match="Invalid"):
        client.move_application("nonsense", "apples")
    with pytest.raises(ValueError):
        client.move_application(UNKNOWN, "apples")


def test_kill_is_done_when_it_returns_and_can_be_repeated(client, submit):
    application = submit(specifications.application(sleeper=service()))
    client.kill_application(application)
    assert client.application_report(application).state == "KILLED"
    client.kill_application(application)


def test_application_that_does_not_run_yet_can_not_be_connected_to_without_waiting(client, submit):
    # It asks for more than the cluster ever has left.
    specification = skein.ApplicationSpec(
        queue="apples", master=skein.Master(resources=skein.Resources(memory="8 GiB", vcores=1)), services={"idle": service(instances=0)})
    applications = [submit(specification) for _ in range(2)]
    waiting = wait_until(
        lambda: [application for application in applications if client.application_report(application).state == "ACCEPTED"])
    with pytest.raises(skein.ApplicationNotRunningError):
        client.connect(waiting[-1], wait=False)


def test_connect_to_a_killed_application_says_that_it_does_not_run(client, submit):
    application = submit(specifications.application(idle=service(instances=0)))
    client.kill_application(application)
    for wait in (True, False):
        with pytest.raises(skein.ApplicationNotRunningError):
            client.connect(application, wait=wait)


def test_application_can_be_another_users(client, submit, user):
    if user.is_embedded:
        pytest.skip("all that runs on the embedded cluster is its owner's")
    application = submit(skein.ApplicationSpec(name="for alice", user="alice", services={"sleeper": service()}))
    assert client.application_report(application).user == "alice"
    wait_for_containers(client.connect(application), 1)
    assert ids(client.get_applications(user="alice", name="for alice")) == [application]
    client.kill_application(application, user="alice")
    assert client.application_report(application).state == "KILLED"
