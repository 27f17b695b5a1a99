from mep.base.supervisor import logs


def test_leaves_a_short_log_alone(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("short")

    assert not logs.rotate(log, limit=10)
    assert log.read_text() == "short"


def test_leaves_a_log_that_is_not_there_alone(tmp_path):
    assert not logs.rotate(tmp_path / "web.log")


def test_puts_a_long_log_aside(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("a long line")

    assert logs.rotate(log, limit=5)
    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "a long line"


def test_a_program_that_appends_goes_on_at_the_start_of_the_emptied_log(tmp_path):
    log = tmp_path / "web.log"
    with log.open("a") as program:
        program.write("a long line")
        program.flush()
        logs.rotate(log, limit=5)
        program.write("next")

    assert log.read_text() == "next"


def test_keeps_the_last_few_logs(tmp_path):
    log = tmp_path / "web.log"
    for number in range(6):
        log.write_text(f"long line {number}")
        logs.rotate(log, limit=5)

    kept = sorted(path.name for path in tmp_path.iterdir())

    assert kept == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.3").read_text() == "long line 3"


def test_finds_the_last_line_that_says_something(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("first\nlast words\n\n  \n")

    assert logs.last_line(log) == "last words"


def test_finds_no_last_line_where_there_is_no_log(tmp_path):
    assert logs.last_line(tmp_path / "web.log") == ""
