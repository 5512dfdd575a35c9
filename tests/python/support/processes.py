"""Processes of this machine, as the kernel lists them."""
import os
from pathlib import Path


def children(parent=None):
    """Ids of the processes that a process (this one unless told otherwise) has started and that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = stat.read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if int(ppid) == (parent or os.getpid()) and state != "Z":
            found.add(int(stat.parent.name))
    return found


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def resident(pid):
    """MiB of a process that are in the machine's memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def listening_addresses(port):
    """Hexadecimal addresses, as /proc/net has them, on which somebody listens at a port."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            local, _, state = line.split()[1:4]
            address, at = local.split(":")
            if state == "0A" and int(at, 16) == port:
                found.add(address)
    return found
