"""The site as `lessons serve` shows it: what is asked for, what is refused, and what a save brings."""

import http.client
import shutil
import signal
import socket
import subprocess
import urllib.parse

from attacks import shows_attacks
from checking import check, command, course, hang, wait, work
from naming import names, reference
from reading import read_a_lesson, search, theme_and_progress


def ask(port, path, host=None, method="GET", origin=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=hang)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    if origin:
        connection.putheader("Origin", origin)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


def serve(folder, port=0):
    """Serves a course; returns the process, the address with its token, and the address that everybody may know."""
    server = subprocess.Popen([command, "serve", "--port", str(port)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = server.stdout.readline().strip()
    return server, address, address.split("?")[0]


def is_verified(browser, page):
    """Whether a page is there, and the lessons have all been checked."""
    browser.open(page)
    return wait(lambda: not browser.find(".preparing, .pending") and browser.find("main[id='site.main']") and not browser.run(
        "return document.getElementById('notebook.status').textContent.startsWith('Checking')"))


def served(browser):
    own = work / "course"
    shutil.copytree(course, own)
    server, address, start = serve(own)
    try:
        port = urllib.parse.urlsplit(start).port
        check("first of all a page", ask(port, "/")[0] == 200)
        check("all is checked", is_verified(browser, address))
        browser.requests()
        read_a_lesson(browser, start)
        search(browser, start)
        theme_and_progress(browser, start)
        names(browser, start)
        reference(browser, start)
        check("console served", not (said := browser.complaints()), said)
        elsewhere = [x for x in browser.requests() if not x.startswith((start, start.replace("http", "ws"), "data:"))]
        check("requests served", not elsewhere, elsewhere)

        for path in ["/../Package.swift", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/Package.swift",
                     "/1-everything", "/.written-by-lessons", "/%00", "/assets/../index.html"]:
            check(f"404 for {path}", ask(port, path)[0] == 404, ask(port, path))
        browser.open(start + "2-attacks/nowhere.html")
        check("a page says so", browser.find("h1")[0].text == "There is no such page")
        check("axe and no page", not (found := browser.violations("dark") + browser.violations("light")), found)
        browser.size(320)
        check("320 pixels and no page", browser.run("return document.documentElement.scrollWidth") <= 320)
        browser.size(1280)
        check("only the page is missing", len(said := browser.complaints()) == 1, said)
        check("foreign host", ask(port, "/", host="example.org")[0] == 403)
        check("foreign origin", ask(port, "/", origin="http://example.org")[0] == 403)
        check("own origin", ask(port, "/", origin=f"http://localhost:{port}")[0] == 200)
        check("no writing", ask(port, "/", method="POST")[0] == 405)
        check("no notebook without the token", ask(port, "/.lessons/access")[0] == 403)
        with socket.create_connection(("127.0.0.1", port), timeout=hang) as raw:
            raw.sendall(b"nonsense\r\n\r\n")
            check("nonsense", raw.recv(100) == b"")

        lesson = own / "Lessons/1-everything/01-all-of-it.md"
        text = lesson.read_text()
        browser.open(start + "1-everything/01-all-of-it.html")
        listens = "return document.documentElement.dataset.server === 'there'"
        check("the page listens", wait(lambda: browser.run(listens)))
        browser.run("scrollTo({top: 700, behavior: 'instant'})")
        for number in range(3):
            words = f"A paragraph saved {number} times"
            lesson.write_text(text.replace("A first paragraph", words))
            has_come = "return document.querySelector('main').textContent.includes(arguments[0])"
            check("reload", wait(lambda: browser.run(has_come, words)))
            check("the new page listens", wait(lambda: browser.run(listens)))
        check("scroll position", wait(lambda: abs(browser.run("return scrollY") - 700) < 5), browser.run("return scrollY"))
        check("a page listens", wait(lambda: browser.run(listens)))
        lesson.write_text(text.replace("```output\n4 1", "```output\n4 2"))
        check("a failing lesson is shown failing", wait(lambda: browser.find(".failure[role=alert]")))
        check("axe and a failure", not (found := browser.violations("dark") + browser.violations("light")), found)
        check("a page listens", wait(lambda: browser.run(listens)))
        lesson.write_text(text)
        check("and mended", wait(lambda: not browser.find(".failure")))

        # What is saved does not wait for a lesson that runs.
        endless = lesson.with_name("99-endless.md")
        endless.write_text("# Endless\n\n```swift timeout=1000s\nwhile true {}\n```\n")
        running = lambda: browser.run("return document.getElementById('notebook.status').textContent.includes('1.99')")
        check("an endless lesson runs", wait(running))
        check("a page listens", wait(lambda: browser.run(listens)))
        lesson.write_text(text.replace("```output\n4 1", "```output\n4 2"))
        check("a lesson is judged while another runs", wait(lambda: browser.find(".failure[role=alert]")))
        check("the endless one still runs", wait(running))
        endless.unlink()
        check("until it is gone", wait(lambda: not running()))
        lesson.write_text(text)

        hostile = next(own.glob("Lessons/2-attacks/01-*.md"))
        text = hostile.read_text()
        browser.open(start + urllib.parse.quote(f"2-attacks/{hostile.stem}.html"))
        stop = """\n```swift\n@preconcurrency import Glibc\nfputs("<script>alert('stderr')</script>", stderr)\nfatalError("<script>alert('fatal')</script>")\n```\n"""
        check("a page listens", wait(lambda: browser.run(listens)))
        hostile.write_text(text + stop)
        check("a crash is shown", wait(lambda: "alert('fatal')" in browser.find(".failure[role=alert]")[0].text))
        shows_attacks(browser, "fatal", "stderr", "heading")
        check("a page listens", wait(lambda: browser.run(listens)))
        hostile.write_text(text + """\n```swift\n#error("<script>alert('compiler')</script>")\n```\n""")
        check("an error is shown", wait(lambda: "alert('compiler')" in browser.find(".failure[role=alert]")[0].text))
        shows_attacks(browser, "compiler", "heading")
        # A page that is loaded again while it still connects is no fault.
        said = [text for text in browser.complaints() if "before receiving a handshake" not in text]
        check("nothing is blocked, since nothing is there", not said, said)
    finally:
        server.send_signal(signal.SIGINT)
        check("ends when interrupted", server.wait(hang) == 130)
