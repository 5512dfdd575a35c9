"""Python programs in containers and driver scripts, which find their application by their environment."""
import json
import sys

import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_end

PROGRAM = '''
import json, os
import skein
application = skein.ApplicationClient.from_current()
properties = skein.properties
resources = properties.container_resources
application.kv[os.environ["REPORT"]] = json.dumps({
    "application": [application.id, properties.application_id], "address": [application.address, properties.appmaster_address],
    "container": properties.container_id, "yarn": properties.yarn_container_id, "memory": resources.memory, "vcores": resources.vcores,
    "given": os.environ.get("GIVEN"), "files": sorted(os.listdir(".")),
    "variables": {name: value for name, value in os.environ.items() if name.startswith("SKEIN_")}}).encode()
'''


def specification(tmp_path, **fields):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    return dict(files={"program.py": str(program)}, script=f"{sys.executable} program.py\nexec sleep 600", **fields)


def test_container_finds_its_application(run, tmp_path):
    resources = skein.Resources(memory="70 MiB", vcores=1)
    fields = specification(tmp_path, env={"REPORT": "told", "GIVEN": "with 'quotes', $dollars and spaces", "SKEIN_RESOURCE_MEMORY": "7"})
    application = run(specifications.application(worker=service(resources=resources, **fields)))
    told = json.loads(application.kv.wait("told"))
    assert told["application"] == [application.id] * 2
    assert told["address"] == [application.address] * 2
    assert told["container"] == "worker_0" and told["yarn"].startswith("container_")
    # What was asked for, whatever YARN has rounded it to.
    assert (told["memory"], told["vcores"]) == (70, 1)
    assert told["variables"] == {
        "SKEIN_APPMASTER_ADDRESS": application.address, "SKEIN_APPLICATION_ID": application.id, "SKEIN_CONTAINER_ID": "worker_0",
        "SKEIN_RESOURCE_MEMORY": "70", "SKEIN_RESOURCE_VCORES": "1"}
    assert {".skein.sh", ".skein.crt", ".skein.pem", "program.py"} <= set(told["files"])


def test_added_container_finds_its_own_variables(run, tmp_path):
    application = run(specifications.application(worker=service(instances=0, **specification(tmp_path, env={"REPORT": "a", "GIVEN": "1"}))))
    application.add_container("worker", env={"REPORT": "b", "GIVEN": "2"})
    assert json.loads(application.kv.wait("b"))["given"] == "2"
    application.add_container("worker")
    assert json.loads(application.kv.wait("a"))["given"] == "1"


def test_driver_script_finds_its_application(client, run, tmp_path):
    fields = specification(tmp_path, env={"REPORT": "told", "GIVEN": "1"})
    application = run(specifications.application(master=skein.Master(**fields), idle=service(instances=0)))
    told = json.loads(application.kv.wait("told"))
    assert told["application"] == [application.id] * 2 and told["container"] is None and told["given"] == "1"
    assert "program.py" in told["files"]
    assert "SKEIN_CONTAINER_ID" not in told["variables"]


def test_driver_script_scales_its_services_and_ends_the_application(client, submit, tmp_path):
    program = tmp_path / "driver.py"
    program.write_text(
        "import skein\napplication = skein.ApplicationClient.from_current()\n"
        "application.scale('worker', 2)\nassert application.kv.wait('worker_1') == b'here'\n"
        "application.shutdown('SUCCEEDED', 'told by the driver script')\n")
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import skein\nskein.ApplicationClient.from_current().kv.put(skein.properties.container_id, b'here', owner=skein.properties.container_id)\n")
    application = submit(specifications.application(
        master=skein.Master(files={"driver.py": str(program)}, script=f"{sys.executable} driver.py; sleep 600"),
        worker=service(f"{sys.executable} worker.py; exec sleep 600", instances=0, files={"worker.py": str(worker)})))
    report = wait_for_end(client, application)
    assert (report.final_status, report.diagnostics) == ("SUCCEEDED", "told by the driver script")
