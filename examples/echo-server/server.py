"""Echoes lines until a client says goodbye. Its address is published under the key echo.address."""
import os
import socket
import subprocess

# The address by which the other nodes of the cluster know this one.
host = os.environ["NM_HOST"]
with socket.create_server((host, 0)) as listener:
    port = listener.getsockname()[1]
    subprocess.run(["skein", "kv", "put", "current", "--key", "echo.address", "--value", f"{host}:{port}"], check=True)
    print(f"listening on {host}:{port}", flush=True)
    farewell = False
    while not farewell:
        connection, _ = listener.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as lines:
            for line in lines:
                print(f"echo: {line.rstrip()}", flush=True)
                lines.write(line)
                lines.flush()
                farewell = line.strip() == "goodbye"
