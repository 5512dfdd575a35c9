"""What a program written for skein 0.8.2 does with a running application; arguments: address, application id, certificate directory."""
import sys
import threading

import skein

address, application_id, certificates = sys.argv[1:]
application = skein.ApplicationClient(address, application_id, security=skein.Security.from_directory(certificates))

assert [str(c.id) for c in application.get_containers()] == ["sleeper_0"]
assert [c.id for c in application.scale("sleeper", 2)] == ["sleeper_1"]
assert application.get_specification().services["sleeper"].instances == 1

store = application.kv
store["a"] = b"1"
store["ab"] = b"2"
assert dict(store) == {"a": b"1", "ab": b"2"} and store.count() == 2
assert list(store.get_prefix("a")) == ["a", "ab"]
assert store.swap("a", b"3") == b"1"
store.put("owned", b"x", owner="sleeper_0")
assert store.get("owned", return_owner=True).owner == "sleeper_0"
result = store.transaction(
    conditions=[skein.kv.value("a") == b"3", skein.kv.missing("none")],
    on_success=[skein.kv.put("done", b"yes"), skein.kv.get("ab")])
assert result.succeeded and result.results[1] == b"2"

threading.Timer(0.5, lambda: store.put("later", b"now")).start()
assert store.wait("later") == b"now"
with store.events(prefix="owned", event_type="delete") as events:
    application.kill_container("sleeper_0")
    assert events.get(timeout=10).key == "owned"

for wrong in (lambda: application.scale("nobody", 1), lambda: application.kill_container("sleeper_9")):
    try:
        wrong()
    except ValueError:
        continue
    sys.exit("a wrong request was accepted")

application.shutdown("KILLED", "by the Python client")
print("everything as expected")
