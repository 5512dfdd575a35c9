"""Web pages that services offer through their application's."""
import getpass
import html
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import skein
from support import specifications


@pytest.fixture
def pages(sleeper):
    yield sleeper.ui
    for route in list(sleeper.ui.get_pages()):
        sleeper.ui.remove_page(route)


def test_pages_have_an_address_behind_the_cluster_s_proxy(sleeper, pages):
    assert pages.addresses and pages.address in pages.addresses
    for address in pages.addresses:
        assert address.startswith("http") and address.endswith("/") and sleeper.id in address
    assert pages.proxy_prefix == "/pages"


def test_page_is_added_listed_and_removed(pages):
    page = pages.add_page("first", "http://localhost:1/", link_name="First")
    assert (page.route, page.target, page.link_name) == ("first", "http://localhost:1/", "First")
    assert page.address.endswith("/pages/first") or page.address.endswith("/pages/first/")
    pages.add_page("hidden", "http://localhost:2/path")
    listed = pages.get_pages()
    assert set(listed) == {"first", "hidden"}
    assert listed["first"].target == "http://localhost:1/" and not listed["hidden"].link_name
    pages.remove_page("first")
    assert set(pages.get_pages()) == {"hidden"}
    pages.remove_page("hidden")
    assert pages.get_pages() == {}


def test_routes_and_names_are_unique(pages):
    pages.add_page("one", "http://localhost:1/", link_name="One")
    with pytest.raises(ValueError):
        pages.add_page("one", "http://localhost:2/")
    with pytest.raises(ValueError):
        pages.add_page("two", "http://localhost:2/", link_name="One")
    pages.add_page("two", "http://localhost:1/")
    pages.add_page("three", "http://localhost:1/")
    assert set(pages.get_pages()) == {"one", "two", "three"}


@pytest.mark.parametrize("route, target", [("with/slash", "http://localhost:1/"), ("fine", "nonsense"), ("fine", "gopher-x://localhost")])
def test_page_that_can_not_be_is_refused(pages, route, target):
    with pytest.raises(ValueError):
        pages.add_page(route, target)
    assert pages.get_pages() == {}


def test_page_that_is_not_there_can_not_be_removed(pages):
    with pytest.raises(ValueError):
        pages.remove_page("none")


@pytest.fixture
def look(user, sleeper):
    """Status, text and headers of one of the application's pages, as a browser gets them."""
    if user.is_kerberos:
        pytest.skip("a browser would have to log in by Kerberos")

    def look(path, method="GET", body=None, application=sleeper, name=user.name):
        query = "&" if "?" in path else "?"
        address = application.ui.address + path + ("" if user.is_embedded else f"{query}user.name={name}")
        try:
            with urllib.request.urlopen(urllib.request.Request(address, data=body, method=method), timeout=30) as response:
                return response.status, response.read().decode(), response.headers
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode(), refusal.headers

    return look


@pytest.fixture
def served():
    """A page somewhere on this machine that says what it was asked for; its address and what it was asked."""
    asked = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers)
            status = 404 if "missing" in self.path else 200
            body = self.path.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize("path", ["", "overview"])
def test_overview_shows_the_application(sleeper, look, path):
    status, text, _ = look(path)
    assert status == 200
    assert f"<title>Overview - Skein | {sleeper.id}</title>" in text
    for label in ("Name:", "User:", "Application Master:", "Application Driver:", "Memory:</b> 576.0 MiB", "Cores:</b> 2", "Runtime:"):
        assert label in text
    assert "sleeper_0" in text
    assert "No service pages available" in text
    container, = sleeper.get_containers()
    assert (
        f"http://{container.yarn_node_http_address}/node/containerlogs/{container.yarn_container_id}/" in text
        and "/sleeper.log?start=-4096" in text)


def test_progress_is_shown(client, run, look):
    application = run(specifications.application(master=skein.Master(script="exec sleep 600"), sleeper=specifications.service()))
    _, text, _ = look("overview", application=application)
    assert "Progress:</b> N/A" in text
    assert "application.driver.log?start=-4096" in text
    application.set_progress(0.123)
    _, text, _ = look("overview", application=application)
    assert "Progress:</b> 12.3%" in text


def test_keys_are_shown(sleeper, store, look):
    store["first"] = b"a value"
    store["second"] = b"\xff\xfe"
    store["<b>third</b>"] = "grüße".encode()
    status, text, _ = look("kv")
    assert status == 200
    assert f"<title>Key/Value - Skein | {sleeper.id}</title>" in text
    assert "a value" in text and "&lt;binary value&gt;" in text
    assert "<b>third</b>" not in text and "grüße" in html.unescape(text)
    assert text.index("&lt;b&gt;third") < text.index("first") < text.index("second")


def test_page_that_is_not_there_is_not_found(look):
    assert look("nowhere")[0] == 404
    assert look("pages/none/x")[0] == 404


def test_pictures_are_served(look):
    assert look("yarn_white.svg")[0] == 200


def test_services_pages_are_in_the_menu(pages, look):
    pages.add_page("plain", "http://localhost:1", link_name="Zebra")
    pages.add_page("file", "http://localhost:1/path", link_name="Apple")
    pages.add_page("folder", "http://localhost:1/path/", link_name="Melon")
    pages.add_page("hidden", "http://localhost:1")
    _, text, _ = look("overview")
    assert "No service pages available" not in text and "pages/hidden" not in text
    places = [text.index(link) for link in ('href="./pages/file"', 'href="./pages/folder/"', 'href="./pages/plain/"')]
    assert places == sorted(places)


@pytest.mark.parametrize("base, path, asked", [
    ("", "", "/"), ("", "/", "/"), ("", "/a/b", "/a/b"), ("/base", "", "/base"), ("/base", "/", "/base/"), ("/base/", "/a//b/../c", "/base/a/c"),
])
def test_services_page_is_passed_on(pages, look, served, base, path, asked):
    target, _ = served
    pages.add_page("served", target + base)
    status, text, _ = look("pages/served" + path)
    assert status == 200 and text.partition("?")[0] == asked


def test_query_and_status_are_passed_on(pages, look, served):
    target, _ = served
    pages.add_page("served", target)
    assert look("pages/served/x?a=b&c=%26")[1].startswith("/x?a=b&c=%26")
    assert look("pages/served/missing")[0] == 404


def test_removed_page_is_gone_at_once(pages, look, served):
    target, _ = served
    pages.add_page("served", target)
    assert look("pages/served")[0] == 200
    pages.remove_page("served")
    assert look("pages/served")[0] == 404


@pytest.mark.native("the original answers 500 or nothing")
def test_page_that_does_not_answer_is_told(pages, look):
    pages.add_page("gone", "http://127.0.0.1:1/")
    status, text, _ = look("pages/gone/")
    assert status == 502 and "can not be reached" in text


# The cluster lets everybody in by the name that he gives, or as the user who runs it.
@pytest.mark.parametrize("users, is_allowed", [([], False), (["other"], False), (["visitor", getpass.getuser()], True), (["*"], True)])
def test_ui_users_see_the_pages(user, run, look, users, is_allowed):
    if user.is_embedded:
        pytest.skip("the embedded cluster shows its pages to its owner only")
    specification = specifications.application(sleeper=specifications.service())
    specification.acls = skein.ACLs(enable=True, view_users=["*"], ui_users=users)
    application = run(specification)
    for path in ("overview", "kv", "pages/none/"):
        status, _, headers = look(path, application=application, name="visitor")
        assert (status != 403) == is_allowed, (path, status)
        if not is_allowed:
            assert "no-cache" in headers["Cache-Control"]
