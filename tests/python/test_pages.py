"""Web pages that services offer through their application's."""
import pytest


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
