"""Specifications that several modules run."""
import skein

SMALL = skein.Resources(memory="64 MiB", vcores=1)


def service(script="exec sleep 600", **fields):
    """A service of one small container."""
    return skein.Service(resources=fields.pop("resources", SMALL), script=script, **fields)


def application(master=None, name="test", **services):
    """An application of these services; the default queue."""
    return skein.ApplicationSpec(name=name, master=master, services=services)
