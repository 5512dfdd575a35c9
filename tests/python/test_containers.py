"""Containers of a running application: listed, scaled, added, killed, restarted."""
import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_containers, wait_for_end, wait_until

ENDED = ("SUCCEEDED", "FAILED", "KILLED")


def ids(containers):
    return [container.id for container in containers]


@pytest.fixture
def application(run):
    """Two containers of `one`, one of `other`, none of `idle`."""
    application = run(specifications.application(one=service(instances=2), other=service(), idle=service(instances=0)))
    wait_for_containers(application, 3)
    return application


def test_running_container_tells_about_itself(sleeper):
    container, = sleeper.get_containers()
    assert (container.id, container.service_name, container.instance, container.state) == ("sleeper_0", "sleeper", 0, "RUNNING")
    assert container.yarn_container_id.startswith("container_")
    assert container.yarn_node_http_address.rpartition(":")[2].isdigit()
    assert container.start_time is not None and container.finish_time is None
    assert container.runtime.total_seconds() >= 0
    assert container.exit_message == ""


def test_containers_are_listed_by_service_and_state(application):
    assert ids(application.get_containers()) == ["one_0", "one_1", "other_0"]
    assert ids(application.get_containers(services=["other"])) == ["other_0"]
    assert ids(application.get_containers(services=["one", "other"], states=["running"])) == ["one_0", "one_1", "other_0"]
    assert application.get_containers(services=["idle"]) == []
    assert application.get_containers(states=ENDED) == []
    with pytest.raises(ValueError, match="Unknown service 'nobody'"):
        application.get_containers(services=["nobody"])
    with pytest.raises(ValueError):
        application.get_containers(states=["sleepy"])


def test_scale_sets_the_number_and_returns_what_changed(application):
    added = application.scale("one", 4)
    assert ids(added) == ["one_2", "one_3"] and {container.state for container in added} <= {"REQUESTED", "WAITING"}
    assert application.scale("one", 4) == []
    wait_for_containers(application, 4, services=["one"])
    killed = application.scale("one", count=1)
    assert ids(killed) == ["one_0", "one_1", "one_2"]
    assert all(container.state == "KILLED" and container.exit_message == "Killed by user request." for container in killed)
    assert ids(application.get_containers(services=["one"])) == ["one_3"]
    assert ids(application.get_containers(services=["one"], states=["killed"])) == ["one_0", "one_1", "one_2"]


def test_scale_takes_a_difference(application):
    assert ids(application.scale("one", delta=1)) == ["one_2"]
    wait_for_containers(application, 3, services=["one"])
    assert ids(application.scale("one", delta=-2)) == ["one_0", "one_1"]
    assert ids(application.scale("one", delta=-5)) == ["one_2"]
    assert ids(application.get_containers()) == ["other_0"]


def test_scale_refuses_what_makes_no_sense(application):
    for wrong in (
            lambda: application.scale("nobody", 1), lambda: application.scale("one", -1),
            lambda: application.scale("one"), lambda: application.scale("one", count=1, delta=1)):
        with pytest.raises(ValueError):
            wrong()
    assert len(application.get_containers()) == 3


def test_added_container_has_its_own_environment(client, run):
    application = run(specifications.application(
        worker=service('[ "$ROLE" ] || exec sleep 600; skein_role=$ROLE; exit $skein_role', env={"A": "1"}, allow_failures=True)))
    wait_for_containers(application, 1)
    added = application.add_container("worker", env={"ROLE": "3"})
    assert added.id == "worker_1" and added.state in ("REQUESTED", "WAITING")
    failed, = wait_for_containers(application, 1, states=["FAILED"])
    assert failed.id == "worker_1"
    plain = application.add_container("worker")
    assert plain.id == "worker_2"
    wait_for_containers(application, 2)
    with pytest.raises(ValueError, match="Unknown service 'nobody'"):
        application.add_container("nobody")


def test_killed_container_does_not_come_back(run):
    application = run(specifications.application(one=service(instances=2, max_restarts=-1)))
    wait_for_containers(application, 2)
    application.kill_container("one_0")
    application.kill_container("one_0")
    killed, = wait_for_containers(application, 1, states=ENDED)
    assert (killed.id, killed.state, killed.exit_message) == ("one_0", "KILLED", "Killed by user request.")
    assert killed.finish_time >= killed.start_time
    assert ids(application.get_containers()) == ["one_1"]


def test_kill_refuses_what_there_is_not(sleeper):
    with pytest.raises(ValueError, match="Unknown service 'nobody'"):
        sleeper.kill_container("nobody_0")
    with pytest.raises(ValueError, match="Service 'sleeper' has no container instance 9"):
        sleeper.kill_container("sleeper_9")
    with pytest.raises(ValueError):
        sleeper.kill_container("sleeper")
    assert ids(sleeper.get_containers()) == ["sleeper_0"]


def test_failed_container_is_replaced_as_often_as_allowed(client, run):
    application = run(specifications.application(failing=service("exit 1", max_restarts=2), sleeper=service()))
    report = wait_for_end(client, application)
    assert (report.state, report.final_status) == ("FINISHED", "FAILED")
    assert report.diagnostics == "Failure in service failing, see logs for more information."


def test_failed_containers_tell_why(run):
    application = run(specifications.application(failing=service("exit 1", max_restarts=2, allow_failures=True), sleeper=service()))
    failed = wait_for_containers(application, 3, states=["FAILED"])
    assert ids(failed) == ["failing_0", "failing_1", "failing_2"]
    assert {container.exit_message for container in failed} == {"Container failed during execution, see logs for more information."}


def test_finished_containers_end_the_application(client, submit):
    application = submit(specifications.application(one=service("true", instances=2), other=service("exit 0")))
    report = wait_for_end(client, application)
    assert (report.state, report.final_status, report.diagnostics) == ("FINISHED", "SUCCEEDED", "Application completed successfully.")


def test_succeeded_container_says_so(run):
    application = run(specifications.application(short=service("true"), sleeper=service()))
    container, = wait_for_containers(application, 1, states=["SUCCEEDED"])
    assert (container.id, container.exit_message) == ("short_0", "Completed successfully.")
    assert container.finish_time is not None


def test_failures_that_are_allowed_end_nothing(client, submit):
    application = submit(specifications.application(failing=service("exit 1", allow_failures=True)))
    assert wait_for_end(client, application).final_status == "SUCCEEDED"


def test_killing_the_last_container_ends_the_application(client, run):
    application = run(specifications.application(one=service()))
    wait_for_containers(application, 1)
    application.scale("one", 0)
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("SUCCEEDED", "Application completed successfully.")


def test_application_without_instances_waits_for_its_first(run):
    application = run(specifications.application(idle=service(instances=0)))
    assert application.get_containers() == []
    application.scale("idle", 1)
    assert ids(wait_for_containers(application, 1)) == ["idle_0"]


def test_service_waits_for_those_it_depends_on(run):
    application = run(specifications.application(
        first=service(instances=0), second=service(depends=["first"]), third=service(depends=["second"])))
    assert ids(wait_for_containers(application, 2, states=("WAITING",))) == ["second_0", "third_0"]
    application.scale("first", 1)
    assert ids(wait_for_containers(application, 3)) == ["first_0", "second_0", "third_0"]


def test_waiting_container_can_be_killed(run):
    application = run(specifications.application(first=service(instances=0), second=service(instances=2, depends=["first"])))
    application.kill_container("second_0")
    assert ids(application.get_containers()) == ["second_1"]
    application.scale("first", 1)
    assert ids(wait_for_containers(application, 2)) == ["first_0", "second_1"]


def test_request_beyond_the_cluster_fails_the_application(client, submit):
    application = submit(specifications.application(huge=service(resources=skein.Resources(memory="1 TiB", vcores=1))))
    report = wait_for_end(client, application)
    assert report.final_status == "FAILED" and report.diagnostics


def test_progress_is_shown(client, sleeper):
    for progress in (0, 0.25, 1):
        sleeper.set_progress(progress)
        wait_until(lambda: client.application_report(sleeper.id).progress, lambda seen: seen == pytest.approx(progress))
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError):
            sleeper.set_progress(wrong)
