"""What Python programs of skein 0.8.2 do to a driver; argument: directory of a certificate pair.

Prints the ids whose submission was confirmed before the driver was ended in the middle of others, and those it had never confirmed.
"""
import os
import signal
import subprocess
import sys
import threading

import skein

security = skein.Security.from_directory(sys.argv[1])
spec = skein.ApplicationSpec(
    services={"sleep": skein.Service(resources=skein.Resources(memory="64 MiB", vcores=1), script="exec sleep 600")},
    master=skein.Master(resources=skein.Resources(memory="128 MiB", vcores=1)))


def driver_of(process):
    with open(f"/proc/{process}/task/{process}/children") as children:
        return int(children.read().split()[0])


# Programs that share one driver, and are killed in the middle of it.
client = skein.Client(security=security, log=False)
known = {report.id for report in client.get_applications(states=list(skein.model.ApplicationState))}
waiting = client.submit(spec)
program = f"""
import sys, threading, skein
client = skein.Client(address={client.address!r}, security=skein.Security.from_directory({sys.argv[1]!r}))
client.get_applications()
print("ready", flush=True)
client.connect({waiting!r})
threading.Event().wait()
"""
others = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(4)]
for other in others:
    assert other.stdout.readline() == b"ready\n"
    other.kill()
    other.wait()
client.connect(waiting)
client.kill_application(waiting)

# A driver that is ended while it submits.
confirmed = []
first = threading.Event()


def submit():
    try:
        while True:
            confirmed.append(client.submit(spec))
            first.set()
    except skein.exceptions.ConnectionError:
        pass


threads = [threading.Thread(target=submit) for _ in range(4)]
for thread in threads:
    thread.start()
assert first.wait(60)
os.kill(driver_of(os.getpid()), signal.SIGTERM)
for thread in threads:
    thread.join()

with skein.Client(security=security, log=False) as after:
    reports = after.get_applications(states=list(skein.model.ApplicationState))
    alive = {report.id for report in reports if str(report.state) not in ("FINISHED", "FAILED", "KILLED")}
    assert alive - known <= set(confirmed), f"nobody knows of {alive - known - set(confirmed)}"
    for application in set(confirmed) & alive:
        after.kill_application(application)
print(*confirmed)
print(*({report.id for report in reports} - known - set(confirmed)))
