"""The driver on a cluster with Kerberos: tickets that end, and keytabs that work and others."""
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import skein
from support.specifications import application, service
from support.waiting import wait_until

# Seconds that a ticket of the tests' own holds.
BRIEFLY = 5


class Realm:
    """The cluster's users as they log in at a machine of their own."""

    def __init__(self, folder):
        self.keys = Path(os.environ["KRB5CCNAME"].removeprefix("FILE:")).parent
        self.configuration = Path(os.environ["HADOOP_CONF_DIR"])
        self.folder = folder

    def kinit(self, name, seconds=3600):
        """Fills the ticket cache."""
        subprocess.run(["kinit", "-l", f"{seconds}s", "-kt", self.keys / f"{name}.keytab", name], check=True)

    def administer(self, *commands):
        """Carries out commands of the KDC's administrator."""
        environment = dict(os.environ, KRB5_KDC_PROFILE=str(self.configuration / "kdc.conf"))
        environment["PATH"] += ":/usr/sbin:/sbin"
        for command in commands:
            subprocess.run(["kadmin.local", "-q", command], check=True, env=environment, stdout=subprocess.DEVNULL)


@pytest.fixture
def realm(user, tmp_path, monkeypatch):
    """The realm, with an empty ticket cache; connections to the cluster do not outlive what they are used for."""
    if not user.is_kerberos:
        pytest.skip("the cluster has no Kerberos")
    realm = Realm(tmp_path)
    configuration = tmp_path / "conf"
    shutil.copytree(realm.configuration, configuration)
    site = configuration / "core-site.xml"
    brief = "<property><name>ipc.client.connection.maxidletime</name><value>10</value></property>"
    site.write_text(site.read_text().replace("</configuration>", brief + "</configuration>"))
    monkeypatch.setenv("HADOOP_CONF_DIR", str(configuration))
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path / 'cache'}")
    return realm


def refusal(client):
    """What the driver says of a query; None: it answers."""
    try:
        client.get_applications()
    except skein.DriverError as error:
        return str(error)
    return None


def test_driver_that_was_started_without_a_ticket_works_after_kinit(realm):
    with skein.Client() as client:
        assert "there is no Kerberos ticket" in refusal(client) and "'kinit'" in refusal(client)
        realm.kinit("alice")
        assert refusal(client) is None


def test_driver_whose_ticket_has_expired_works_on_after_kinit(realm):
    realm.kinit("alice", BRIEFLY)
    with skein.Client() as client:
        client.get_applications()
        expired = wait_until(lambda: refusal(client))
        assert "the Kerberos ticket of alice@EXAMPLE.COM has expired; get a new one with 'kinit alice@EXAMPLE.COM'" in expired
        realm.kinit("alice")
        assert refusal(client) is None


def test_driver_stays_whose_it_is_when_somebody_else_logs_in(realm):
    realm.kinit("alice")
    with skein.Client() as client:
        client.get_applications()
        realm.kinit("testuser")
        assert "there is no Kerberos ticket of alice@EXAMPLE.COM" in wait_until(lambda: refusal(client))


def test_drivers_of_two_users_submit_as_these(realm):
    reports = {}
    for name in ("alice", "testuser"):
        realm.kinit(name)
        with skein.Client() as client:
            identity = client.submit(application(sleeper=service()))
            reports[name] = client.application_report(identity)
            client.kill_application(identity)
    assert {name: report.user for name, report in reports.items()} == {"alice": "alice", "testuser": "testuser"}


def test_tickets_of_a_keytab_are_got_anew_as_long_as_the_driver_lives(realm):
    keytab = realm.folder / "brief.keytab"
    realm.administer(f'addprinc -randkey -maxlife "{BRIEFLY} seconds" brief', f"ktadd -k {keytab} brief")
    try:
        with skein.Client(keytab=str(keytab), principal="brief") as client:
            end = time.monotonic() + 3 * BRIEFLY
            while time.monotonic() < end:
                client.get_applications()
    finally:
        realm.administer("delprinc -force brief")


@pytest.mark.parametrize("kind, reason", [
    ("none", "is no keytab"),
    ("another's", "has no key of alice"),
    ("old", "does not accept the key of alice"),
])
def test_keytab_that_does_not_work_is_told_at_the_start(realm, kind, reason):
    keytab, log, principal = realm.folder / "keytab", realm.folder / "log", "alice"
    if kind == "none":
        keytab.write_text("keys")
    elif kind == "another's":
        shutil.copy(realm.keys / "testuser.keytab", keytab)
    else:
        principal = "changed"
        reason = reason.replace("alice", principal)
        realm.administer("addprinc -randkey changed", f"ktadd -k {keytab} changed", "cpw -randkey changed")
    with pytest.raises(skein.DriverError, match="Failed to start java process"):
        skein.Client(keytab=str(keytab), principal=principal, log=str(log))
    lines = log.read_text().splitlines()
    assert len(lines) == 1 and " ERROR " in lines[0] and reason in lines[0]
