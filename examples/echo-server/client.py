"""Talks to the echo server whose address is the argument, and checks what comes back."""
import socket
import sys

host, port = sys.argv[1].rsplit(":", 1)
with socket.create_connection((host, int(port)), timeout=30) as connection, connection.makefile("rw", encoding="utf-8") as lines:
    for said in ("hello, YARN", "grüße aus dem Container", "goodbye"):
        lines.write(said + "\n")
        lines.flush()
        heard = lines.readline().rstrip("\n")
        print(f"said {said!r}, heard {heard!r}", flush=True)
        if heard != said:
            sys.exit("the echo is wrong")
print(f"done, with {sys.prefix}")
