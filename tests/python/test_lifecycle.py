"""How applications start and end, and what their report says then."""
import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_containers, wait_for_end, wait_until


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "KILLED"])
def test_shutdown_ends_with_the_status_asked_for(client, run, status):
    application = run(specifications.application(sleeper=service()))
    application.shutdown(status, f"because of {status.lower()} things")
    report = wait_for_end(client, application)
    assert (report.state, report.final_status) == ("FINISHED", status)
    assert report.diagnostics == f"because of {status.lower()} things"


def test_shutdown_has_a_status_and_a_text_of_its_own(client, run):
    application = run(specifications.application(sleeper=service()))
    application.shutdown()
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("SUCCEEDED", "Shutdown requested by user.")


def test_shutdown_refuses_an_unknown_status(sleeper):
    with pytest.raises(ValueError):
        sleeper.shutdown("GOOD")


def test_driver_script_that_ends_ends_the_application(client, submit):
    application = submit(specifications.application(master=skein.Master(script="true"), sleeper=service()))
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("SUCCEEDED", "Application driver completed successfully.")


def test_driver_script_that_fails_fails_the_application(client, submit):
    application = submit(specifications.application(master=skein.Master(script="exit 7")))
    report = wait_for_end(client, application)
    assert report.final_status == "FAILED" and "7" in report.diagnostics


def test_driver_script_killed_for_its_memory_is_told_apart(client, submit):
    application = submit(specifications.application(master=skein.Master(script="exit 143")))
    report = wait_for_end(client, application)
    assert report.final_status == "FAILED" and "memory limit" in report.diagnostics


def test_services_that_end_do_not_end_a_driver_script(client, run):
    application = run(specifications.application(master=skein.Master(script="exec sleep 600"), short=service("true")))
    wait_for_containers(application, 1, states=["SUCCEEDED"])
    assert client.application_report(application.id).state == "RUNNING"


def test_failed_service_ends_a_driver_script(client, submit):
    application = submit(specifications.application(master=skein.Master(script="exec sleep 600"), failing=service("exit 1")))
    report = wait_for_end(client, application)
    assert report.diagnostics == "Failure in service failing, see logs for more information."


def test_ended_application_can_not_be_reached(client, run):
    application = run(specifications.application(sleeper=service()))
    application.shutdown()
    wait_for_end(client, application)

    def complaint(call):
        """YARN counts an application as ended a little before its application master has gone."""
        try:
            call()
        except skein.ConnectionError as error:
            return str(error)

    for call in (application.get_containers, application.get_specification, application.kv.count):
        assert "Unable to connect to application" in wait_until(lambda: complaint(call))
    with pytest.raises(skein.ApplicationNotRunningError):
        client.connect(application.id)


def test_killed_application_is_killed_for_its_client_too(client, run):
    application = run(specifications.application(sleeper=service()))
    client.kill_application(application.id)
    report = client.application_report(application.id)
    assert (report.state, report.final_status) == ("KILLED", "KILLED")
    with pytest.raises(skein.ConnectionError):
        application.kv["a"] = b"1"


def test_failed_attempt_is_followed_by_the_next(client, submit):
    specification = specifications.application(master=skein.Master(script="exit 1"))
    specification.max_attempts = 2
    report = wait_for_end(client, submit(specification))
    assert (report.state, report.final_status) == ("FINISHED", "FAILED")
    assert report.id.startswith("application_")


def test_specification_comes_back_as_the_application_runs_by_it(run, tmp_path):
    text = tmp_path / "file.txt"
    text.write_text("content")
    specification = skein.ApplicationSpec(
        name="round trip", queue="default", tags={"one", "two"}, acls=skein.ACLs(enable=True, view_users=["*"], ui_users=["alice"]),
        master=skein.Master(resources=skein.Resources(memory="512 MiB", vcores=1), env={"M": "1"}, log_level="debug"),
        services={
            "first.one": service(instances=0, env={"A": "ä", "B": ""}, files={"file.txt": str(text)}, max_restarts=-1, allow_failures=True),
            "second_two": service(instances=0, depends=["first.one"], nodes=["localhost"], racks=["/default-rack"], relax_locality=True)})
    seen = run(specification).get_specification()
    assert (seen.name, seen.queue, seen.tags, seen.user) == ("round trip", "default", {"one", "two"}, "")
    assert seen.acls == specification.acls
    assert (seen.master.resources, seen.master.log_level) == (specification.master.resources, "DEBUG")
    assert seen.master.env["M"] == "1"
    assert set(seen.services) == {"first.one", "second_two"}
    first, second = seen.services["first.one"], seen.services["second_two"]
    assert (first.instances, first.max_restarts, first.allow_failures, first.resources) == (0, -1, True, specifications.SMALL)
    assert first.env["A"] == "ä" and first.env["B"] == ""
    file = first.files["file.txt"]
    assert (file.size, file.type, file.visibility) == (7, "FILE", "APPLICATION") and file.timestamp > 0
    assert {".skein.sh", ".skein.crt", ".skein.pem"} <= set(first.files)
    assert (second.depends, second.nodes, second.racks, second.relax_locality) == ({"first.one"}, ["localhost"], ["/default-rack"], True)
    assert second.max_restarts == 0 and not second.allow_failures
    assert seen.master.security.cert_bytes is None and seen.master.security.key_bytes is None
    assert skein.ApplicationSpec.from_yaml(seen.to_yaml()).to_dict()["services"].keys() == seen.to_dict()["services"].keys()
