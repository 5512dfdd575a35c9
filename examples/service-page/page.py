"""Serves one page, with a form of what notebooks and dashboards do, until somebody sets the key `page.stop`."""
import html
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import skein

ROUTE = "counter"


class Counter(BaseHTTPRequestHandler):
    """Counts how often it was looked at; addresses in the page are relative, as it is served under the proxy's path."""

    seen = 0

    def do_GET(self):
        if self.path.partition("?")[0] != "/":
            self.send_error(404)
            return
        Counter.seen += 1
        body = f"<title>Counter</title><p>{html.escape(skein.properties.container_id)}: seen {Counter.seen} times. <a href='?again'>Again</a>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


application = skein.ApplicationClient.from_current()
# The application master fetches the page from here: by the name under which other nodes know this one.
host = os.environ["NM_HOST"]
with ThreadingHTTPServer((host, 0), Counter) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = application.ui.add_page(ROUTE, f"http://{host}:{server.server_port}/", link_name="Counter")
    print(f"served at {page.address}", flush=True)
    application.kv.put("page.address", page.address.encode(), owner=skein.properties.container_id)
    application.kv.wait("page.stop")
    application.ui.remove_page(ROUTE)
    server.shutdown()
print(f"seen {Counter.seen} times")
