"""The command line of the Python package, which drives a driver of its own or the global one."""
import re
import subprocess
import sys
from pathlib import Path

import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_containers, wait_for_end, wait_until

SKEIN = str(Path(sys.executable).parent / "skein")
COMMANDS = ("application", "container", "kv", "driver", "config")


def skein_command(*arguments, given=None):
    return subprocess.run(
        [SKEIN, *arguments], input=given, capture_output=True, timeout=180, encoding=None if isinstance(given, bytes) else "utf-8")


def output(*arguments, given=None):
    done = skein_command(*arguments, given=given)
    assert done.returncode == 0, done.stderr
    return done.stdout


def error(*arguments):
    """What a command complains about; its output is empty and its status 1."""
    done = skein_command(*arguments)
    assert (done.returncode, done.stdout) == (1, ""), done
    return done.stderr


def rows(table):
    """Rows of a table, by column."""
    head, *lines = table.splitlines()
    names = head.split()
    starts = [head.index(name) for name in names] + [None]
    return [{name: line[start:end].strip() for name, start, end in zip(names, starts, starts[1:])} for line in lines]


@pytest.fixture(scope="module")
def shared(user):
    """A global driver, so that not every command starts one."""
    skein.Client.start_global_driver(log=False)
    yield
    skein.Client.stop_global_driver()


def test_command_without_a_driver_starts_its_own(user, sleeper):
    done = skein_command("application", "status", sleeper.id)
    assert done.returncode == 0 and "INFO" in done.stderr
    assert [row["APPLICATION_ID"] for row in rows(done.stdout)] == [sleeper.id]


def test_commands_complain_about_missing_words(user):
    for arguments in ((), *((command,) for command in COMMANDS)):
        done = skein_command(*arguments)
        assert done.returncode != 0 and "usage: skein" in done.stderr and done.stdout == ""
    assert skein_command("application", "status").returncode == 2


def test_driver_commands(user):
    skein.Client.stop_global_driver(force=True)
    for command in ("address", "pid"):
        assert "No skein driver is running" in error("driver", command)
    address = output("driver", "start", "--log", str(user.folder / "driver.log")).strip()
    try:
        assert output("driver", "start").strip() == output("driver", "address").strip() == address
        pid = int(output("driver", "pid"))
        again = output("driver", "restart", "--log", str(user.folder / "driver.log")).strip()
        assert again != address and int(output("driver", "pid")) != pid
    finally:
        assert output("driver", "stop") == ""
    assert output("driver", "stop", "--force") == ""


def test_gencerts_keeps_what_there_is(user):
    before = (user.settings / "skein.crt").read_bytes()
    assert "--force" in error("config", "gencerts")
    assert (user.settings / "skein.crt").read_bytes() == before


def test_application_goes_through_its_life(shared, client, tmp_path):
    specification = tmp_path / "spec.yaml"
    specification.write_text(specifications.application(name="by command", sleeper=service()).to_yaml())
    application = output("application", "submit", str(specification)).strip()
    assert re.fullmatch(r"application_\d+_\d{4,}", application)
    wait_for_containers(client.connect(application), 1)
    row, = rows(output("application", "status", application))
    assert list(row) == ["APPLICATION_ID", "NAME", "STATE", "STATUS", "CONTAINERS", "VCORES", "MEMORY", "RUNTIME"]
    assert (row["APPLICATION_ID"], row["NAME"], row["STATE"], row["STATUS"]) == (application, "by command", "RUNNING", "UNDEFINED")
    listed = rows(output("application", "ls", "--name", "by command"))
    assert [row["APPLICATION_ID"] for row in listed] == [application]
    assert skein.ApplicationSpec.from_yaml(output("application", "specification", application)).name == "by command"
    assert output("application", "mv", application, "apples") == ""
    assert client.application_report(application).queue.rpartition(".")[2] == "apples"
    assert output("application", "shutdown", application, "--status", "FAILED", "--diagnostics", "by command") == ""
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("FAILED", "by command")
    assert application in output("application", "ls", "--all")
    assert application in output("application", "ls", "-s", "FINISHED", "--started-begin", "2020-01-01")
    assert application not in output("application", "ls")


def test_killed_application_is_listed_as_killed(shared, client, submit):
    application = submit(specifications.application(sleeper=service()))
    assert output("application", "kill", application) == ""
    row, = rows(output("application", "status", application))
    assert (row["STATE"], row["STATUS"]) == ("KILLED", "KILLED")


@pytest.mark.mended("the log directories of newer Hadoop are not understood")
def test_logs_are_dumped(shared, client, submit):
    application = submit(specifications.application(speaker=service("echo said by the speaker")))
    wait_for_end(client, application)
    done = wait_until(lambda: skein_command("application", "logs", application), lambda done: "said by the speaker" in done.stdout)
    assert done.stdout.startswith(f"** Logs for {application} **\n\n") or f"** Logs for {application} **" in done.stdout
    assert re.search(r"\ncontainer_\w+\n=+\n", done.stdout)


def test_containers_are_listed_scaled_and_killed(shared, run):
    application = run(specifications.application(sleeper=service(), other=service(instances=0)))
    wait_for_containers(application, 1)
    row, = rows(output("container", "ls", application.id))
    assert (row["SERVICE"], row["ID"], row["STATE"]) == ("sleeper", "sleeper_0", "RUNNING")
    assert output("container", "scale", application.id, "--service", "sleeper", "--number", "2") == ""
    wait_for_containers(application, 2)
    assert output("container", "kill", application.id, "--id", "sleeper_0") == ""
    assert [row["ID"] for row in rows(output("container", "ls", application.id))] == ["sleeper_1"]
    assert [row["ID"] for row in rows(output("container", "ls", application.id, "--all"))] == ["sleeper_0", "sleeper_1"]
    assert [row["ID"] for row in rows(output("container", "ls", application.id, "--state", "KILLED"))] == ["sleeper_0"]
    assert output("container", "ls", application.id, "--service", "other").split() == ["SERVICE", "ID", "STATE", "RUNTIME"]
    assert "Error: Unknown service 'nobody'" in error("container", "scale", application.id, "-s", "nobody", "-n", "1")


def test_keys_are_put_read_listed_and_deleted(shared, sleeper, store):
    assert output("kv", "ls", sleeper.id) == ""
    assert output("kv", "put", sleeper.id, "--key", "b", "--value", "2") == ""
    assert output("kv", "put", sleeper.id, "--key", "a", given="from input") == ""
    assert output("kv", "ls", sleeper.id) == "a\nb\n"
    assert output("kv", "get", sleeper.id, "--key", "a") == "from input\n"
    assert output("kv", "get", sleeper.id, "--key", "b", "--wait") == "2\n"
    assert output("kv", "del", sleeper.id, "--key", "a") == ""
    assert error("kv", "get", sleeper.id, "--key", "a").strip().endswith("Error: Key 'a' is not set")
    assert list(store) == ["b"]


def test_waiting_get_prints_what_is_put_later(shared, sleeper, store):
    waiting = subprocess.Popen(
        [SKEIN, "kv", "get", sleeper.id, "--key", "later", "--wait"], stdout=subprocess.PIPE, text=True)
    store["later"] = b"now"
    assert waiting.communicate(timeout=60)[0] == "now\n" and waiting.returncode == 0


@pytest.mark.parametrize("arguments, complaint", [
    (["status", "nonsense"], "Invalid ApplicationId 'nonsense'"), (["kill", "application_1500000000000_0001"], "Unknown ApplicationId"),
    (["submit", "missing.yaml"], "missing.yaml"), (["specification", "application_1500000000000_0001"], "Unknown ApplicationId"),
])
def test_mistakes_are_one_line(shared, arguments, complaint):
    text = error("application", *arguments)
    assert text.startswith("Error: ") and complaint in text and "Traceback" not in text


def test_specification_with_mistakes_is_refused_by_its_name(shared, tmp_path):
    specification = tmp_path / "wrong.yaml"
    specification.write_text("services: {sleeper: {script: sleep 1}}\n")
    text = error("application", "submit", str(specification))
    assert text.startswith("Error: In file ") and "wrong.yaml" in text
