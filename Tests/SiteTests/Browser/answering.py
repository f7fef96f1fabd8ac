"""What of the notebook lasts: answers to exercises, in two windows, and while the server goes and comes."""

import json
import signal
import urllib.parse

from checking import check, hang, wait
from serving import serve


def answers(reader, own):
    exercise = lambda selector: reader.browser.find(f"section.exercise {selector}")
    shown = lambda selector: [x for x in exercise(selector) if x.is_displayed()]
    button = lambda words: next(x for x in exercise("button") if x.text == words)
    box = lambda: reader.browser.find("section.exercise")[0]
    check("hints and solution are folded away", not shown("details.hint") and not shown("details.solution"))
    reader.write(box(), "func outputLength(_ n: Int, kernel f: Int) -> Int {\n    n - f\n}")
    button("Check").click()
    check("a wrong answer is told", wait(lambda: shown(".verdict .bad") and shown(".verdict .bad")[0].text == "✗ Not yet."))
    check("with the lesson's words", "steps" in shown(".verdict .sentence")[0].text)
    check("expected and actual", "expected | 4 1" in exercise(".verdict pre")[0].text and "actual | 3 0" in exercise(".verdict pre")[0].text, exercise(".verdict pre")[0].text)
    check("the first hint", len(shown("details.hint")) == 1)
    reader.write(box(), "func outputLength(_ n: Int, kernel f: Int) -> Int {\n    m - f + 1\n}")
    button("Check").click()
    check("an answer that does not compile", wait(lambda: exercise(".problems .at") and "Line 2, column 5" in exercise(".problems .at")[0].text))
    check("and costs no hint", wait(lambda: shown(".verdict .bad")) and len(shown("details.hint")) == 1)
    reader.write(box(), "func outputLength(_ n: Int, kernel f: Int) -> Int {\n    n + f - 1\n}")
    button("Check").click()
    check("the second hint", wait(lambda: len(shown("details.hint")) == 2))
    reader.write(box(), "func outputLength(_ n: Int, kernel f: Int) -> Int {\n    n - f + 1\n}")
    button("Check").click()
    check("a right answer passes", wait(lambda: shown(".verdict .good")), exercise(".verdict")[0].text)
    check("the solution is there", shown("details.solution"))
    check("progress follows", wait(lambda: "✓ Done" in exercise("button.progress")[0].text))
    file = own / "Attempts/1-everything/01-all-of-it/exercise-1.swift"
    check("the answer is a file", "n - f + 1" in file.read_text() and "// Begun from version" in file.read_text(), file.read_text())
    check("progress is a file", json.loads((own / "Attempts/progress.json").read_text()) == {"1-everything/01-all-of-it": [1]})
    reader.open()
    check("a reload keeps the answer", wait(lambda: "n - f + 1" in box().text), box().text)
    reader.browser.open(reader.start)
    check("the index shows it", wait(lambda: [x.text for x in reader.browser.find(".state")][:1] == ["1 of 1 exercise"]))
    reader.open()


def two_windows(reader):
    browser = reader.browser
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    second = browser.driver.current_window_handle
    check("a second window", reader.open())
    browser.driver.switch_to.window(first)
    reader.press(1, "Edit")
    reader.write(reader.box(1), "let n = 8\nprint(\"first\")")
    reader.press(1, "Run")
    check("it ran in the first", wait(lambda: reader.output(1) == "first\n"), reader.output(1))
    browser.driver.switch_to.window(second)
    check("and is seen in the second", wait(lambda: reader.output(1) == "first\n" and "first" in reader.cell(1, ".CodeMirror")[0].text))
    # The second has a text of its own that is not saved yet, when the first saves another.
    browser.run("connection.send = (send => request => window.held ? window.held.push(request) : send(request))(connection.send); window.held = []")
    reader.write(reader.box(1), "let n = 9\nprint(\"second\")")
    check("it is held back", wait(lambda: browser.run("return window.held.some(x => x.save)")))
    browser.driver.switch_to.window(first)
    reader.write(reader.box(1), "let n = 10\nprint(\"first again\")")
    reader.press(1, "Run")
    check("it ran again", wait(lambda: reader.output(1) == "first again\n"), reader.output(1))
    browser.driver.switch_to.window(second)
    browser.run("const held = window.held; window.held = null; held.forEach(x => connection.send(x))")
    check("a stale text is refused", wait(lambda: "changed elsewhere" in reader.cell(1, ".older")[0].text))
    check("and both are shown", "first again" in reader.cell(1, ".older")[0].text and "second" in reader.cell(1, ".CodeMirror")[0].text)
    reader.press(1, "Keep mine")
    reader.press(1, "Run")
    check("the reader decides", wait(lambda: reader.output(1) == "second\n"), reader.output(1))
    browser.driver.close()
    browser.driver.switch_to.window(first)


def stops_and_comes_back(reader, server, own, start):
    browser = reader.browser
    server.send_signal(signal.SIGINT)
    check("it ends", server.wait(hang) == 130)
    check("the page says that the server stopped", wait(lambda: "server has stopped" in browser.find("[id='notebook.status']")[0].text))
    port = urllib.parse.urlsplit(start).port
    again, _, _ = serve(own, port)
    check("a new server is followed", wait(lambda: reader.is_ready() and browser.run("return document.documentElement.dataset.server") == "there" and not browser.find(".pending")))
    check("with what was written", wait(lambda: "second" in reader.cell(1, ".CodeMirror")[0].text))
    reader.press(1, "Run")
    check("and runs it", wait(lambda: reader.output(1) == "second\n"), reader.output(1))
    return again
