"""Certificate pairs: where they come from, what they open, and what they do not."""
import os
import stat
import subprocess
import sys

import pytest
import skein
from support import specifications
from support.specifications import service
from support.waiting import wait_for_containers


@pytest.fixture
def stranger():
    """A certificate pair that nobody else has."""
    return skein.Security.new_credentials()


def test_other_credentials_do_not_open_the_driver(client, stranger):
    with skein.Client(address=client.address) as same:
        same.get_applications()
    with pytest.raises(skein.ConnectionError, match="Unable to connect to driver"):
        skein.Client(address=client.address, security=stranger)


def test_other_credentials_do_not_open_an_application(sleeper, stranger):
    other = skein.ApplicationClient(sleeper.address, sleeper.id, security=stranger)
    with pytest.raises(skein.ConnectionError, match="Unable to connect to application"):
        other.get_containers()
    assert len(sleeper.get_containers()) == 1


def test_driver_with_its_own_credentials_gives_them_to_its_applications(user, stranger, sleeper):
    with skein.Client(security=stranger) as own:
        application = own.submit_and_connect(specifications.application(sleeper=service()))
        try:
            wait_for_containers(application, 1)
            with pytest.raises(skein.ConnectionError):
                skein.ApplicationClient(application.address, application.id).get_containers()
            with pytest.raises(skein.ConnectionError):
                skein.ApplicationClient(sleeper.address, sleeper.id, security=stranger).get_containers()
        finally:
            own.kill_application(application.id)


@pytest.mark.parametrize("from_files", [False, True])
def test_application_with_its_own_credentials_takes_no_others(client, submit, stranger, tmp_path, from_files):
    given = stranger
    if from_files:
        stranger.to_directory(str(tmp_path))
        given = skein.Security.from_directory(str(tmp_path))
    specification = specifications.application(master=skein.Master(security=given), sleeper=service())
    application_id = submit(specification)
    with pytest.raises(skein.ConnectionError):
        client.connect(application_id).get_containers()
    application = client.connect(application_id, security=given)
    wait_for_containers(application, 1)
    # The pair is not in what the application tells about itself.
    seen = application.get_specification().master.security
    assert seen.cert_bytes is None and seen.key_bytes is None and seen.cert_file.source.endswith(".crt")


def test_settings_directory_holds_the_default_pair(user):
    default = skein.Security.from_default()
    assert default == skein.Security.from_directory(str(user.settings))
    for name in ("skein.crt", "skein.pem"):
        assert stat.S_IMODE(os.stat(user.settings / name).st_mode) == 0o600


def test_settings_directory_is_made_at_the_first_use(user, tmp_path):
    program = "import skein, warnings; warnings.simplefilter('ignore')\nwith skein.Client() as c: c.get_applications(); print('ready')"
    environment = dict(os.environ, SKEIN_CONFIG=str(tmp_path / "new"))
    if user.is_embedded:
        # The settings directory is also where its cluster is; this one is to find the cluster of the tests.
        environment.update(
            HADOOP_CONF_DIR=str(user.settings / "cluster" / "conf"), HADOOP_TOKEN_FILE_LOCATION=str(user.settings / "cluster" / "credentials"))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout == "ready\n", done.stderr
    assert sorted(name for name in os.listdir(tmp_path / "new") if name.startswith("skein.") and name != "skein.lock") == ["skein.crt", "skein.pem"]


def test_pair_survives_its_texts(stranger, tmp_path):
    again = skein.Security.from_dict(stranger.to_dict())
    assert again == stranger
    stranger.to_directory(str(tmp_path / "pair"))
    loaded = skein.Security.from_directory(str(tmp_path / "pair"))
    assert open(loaded.cert_file.source.removeprefix("file://"), "rb").read() == stranger.cert_bytes
    with pytest.raises(skein.exceptions.FileExistsError):
        stranger.to_directory(str(tmp_path / "pair"))
    stranger.to_directory(str(tmp_path / "pair"), force=True)


def test_application_outlives_the_driver_that_submitted_it(user):
    with skein.Client() as first:
        application = first.submit(specifications.application(sleeper=service()))
    with skein.Client() as second:
        connected = second.connect(application)
        wait_for_containers(connected, 1)
        second.kill_application(application)
