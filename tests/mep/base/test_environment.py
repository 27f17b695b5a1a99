import json
import stat

import pytest

from mep.base import environment


@pytest.mark.parametrize("text", ["1", "true", "ON", " yes "])
def test_a_switch_is_on(monkeypatch, text):
    monkeypatch.setenv("MEP_DEMO", text)

    assert environment.is_on("MEP_DEMO", "0")


@pytest.mark.parametrize("text", ["0", "false", "", "off"])
def test_a_switch_is_off(monkeypatch, text):
    monkeypatch.setenv("MEP_DEMO", text)

    assert not environment.is_on("MEP_DEMO", "1")


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "80 "])
def test_refuses_what_is_no_port(monkeypatch, text):
    monkeypatch.setenv("MEP_PORT", text)

    with pytest.raises(SystemExit, match="MEP_PORT is .* not a port number"):
        environment.port("MEP_PORT", 8000)


def test_takes_a_port_from_the_environment(monkeypatch):
    monkeypatch.setenv("MEP_PORT", "8123")

    assert environment.port("MEP_PORT", 8000) == 8123


def test_splits_words_at_commas(monkeypatch):
    monkeypatch.setenv("MEP_ALLOWED_HOSTS", " a.example.com, ,b.example.com ")

    assert environment.words("MEP_ALLOWED_HOSTS") == ["a.example.com", "b.example.com"]


def test_makes_a_secret_key_once_and_for_the_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("MEP_SECRET_KEY", raising=False)

    first = environment.secret_key(tmp_path / "home")

    assert environment.secret_key(tmp_path / "home") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode) == 0o600


def test_prefers_the_secret_key_it_is_given(monkeypatch, tmp_path):
    monkeypatch.setenv("MEP_SECRET_KEY", "given")

    assert environment.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_says_in_one_line_that_the_home_cannot_be_written(monkeypatch, tmp_path):
    monkeypatch.delenv("MEP_SECRET_KEY", raising=False)
    (tmp_path / "file").write_text("")

    with pytest.raises(SystemExit, match="MEP_HOME"):
        environment.secret_key(tmp_path / "file" / "home")


def test_takes_a_servers_address_from_the_environment_first(monkeypatch, tmp_path):
    servers = tmp_path / "servers.json"
    servers.write_text(json.dumps({"REDIS_URL": "redis://private"}))
    monkeypatch.setenv("REDIS_URL", "redis://given")

    assert environment.server_url("REDIS_URL", servers, "redis://default") == "redis://given"


def test_takes_a_servers_address_from_the_private_servers_next(monkeypatch, tmp_path):
    servers = tmp_path / "servers.json"
    servers.write_text(json.dumps({"REDIS_URL": "redis://private"}))
    monkeypatch.delenv("REDIS_URL", raising=False)

    assert environment.server_url("REDIS_URL", servers, "redis://default") == "redis://private"


def test_falls_back_to_the_usual_address_of_a_server(monkeypatch, tmp_path):
    monkeypatch.delenv("REDIS_URL", raising=False)

    found = environment.server_url("REDIS_URL", tmp_path / "none.json", "redis://default")

    assert found == "redis://default"


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://:pw@127.0.0.1:6379/2", "redis://:pw@127.0.0.1:6379/2"),
        ("unix://:pw@/run/redis.sock?db=3", "redis+socket://:pw@/run/redis.sock?virtual_host=3"),
    ],
)
def test_gives_celery_the_form_of_address_it_takes(url, broker):
    assert environment.broker_url(url) == broker


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "postgresql://[/name"])
def test_refuses_what_is_no_address_of_postgresql(url):
    with pytest.raises(SystemExit, match="DATABASE_URL is not an address"):
        environment.database(url)


def test_reads_the_address_of_a_socket():
    found = environment.database("postgresql://me:pw@%2Frun%2Fmep/mep")

    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/run/mep", "mep", "pw")
    assert found["OPTIONS"]["connect_timeout"] == 5


def test_networks_have_a_default(monkeypatch):
    monkeypatch.delenv("MEP_HTTP_ALLOWED_NETWORKS", raising=False)

    assert environment.networks("MEP_HTTP_ALLOWED_NETWORKS", ["127.0.0.1/32"]) == ["127.0.0.1/32"]


def test_reads_networks(monkeypatch):
    monkeypatch.setenv("MEP_HTTP_ALLOWED_NETWORKS", "10.0.0.0/8, ::1")

    assert environment.networks("MEP_HTTP_ALLOWED_NETWORKS", []) == ["10.0.0.0/8", "::1"]


@pytest.mark.parametrize("text", ["example.com", "10.0.0.0/33", "10.0.0.0/8,all"])
def test_refuses_what_is_no_network(monkeypatch, text):
    monkeypatch.setenv("MEP_HTTP_ALLOWED_NETWORKS", text)

    with pytest.raises(SystemExit, match="MEP_HTTP_ALLOWED_NETWORKS has .* no network"):
        environment.networks("MEP_HTTP_ALLOWED_NETWORKS", [])
