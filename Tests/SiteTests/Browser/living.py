"""Live cells as a reader moves them: with the mouse, the keys and a finger. The oracle is `lessons run --set`, which runs natively."""

import json
import random
import shutil
import signal
import subprocess
import time
import urllib.parse

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browser import Browser
from checking import check, command, course, hang, wait, work
from engine import engine
from serving import ask, is_verified, serve

page = "1-everything/03-live.html"


def printed(number, values):
    """What the command says that a cell prints with these values."""
    settings = [x for name, value in values.items() for x in ("--set", f"{number}.{name}={value}")]
    said = subprocess.run([command, "run", "live", *settings], cwd=course, capture_output=True, text=True)
    check(f"runs at {values}", said.returncode == 0, said.stdout + said.stderr)
    lines = said.stdout.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"cell {number} "))
    rest = [line[4:] for line in lines[start:] if line.startswith("  │ ")]
    return rest


class Live:
    """A live cell of an open page."""

    def __init__(self, browser, number):
        self.browser, self.number = browser, number
        self.box = f"[id='cell.{number}']"

    def find(self, selector):
        return self.browser.find(f"{self.box} {selector}")

    def text(self, selector):
        return "".join(x.get_attribute("textContent") for x in self.find(selector))

    @property
    def told(self):
        return json.loads(self.browser.find(self.box)[0].get_attribute("data-live"))

    def values(self):
        """The values as the code shows them."""
        return {p["name"]: x.get_attribute("textContent") for p, x in zip(self.told["parameters"], self.find("pre.code .value"))}

    def is_moved(self):
        return "moved" in self.browser.find(self.box)[0].get_attribute("class").split()

    def agrees(self, name):
        """What the page shows is what the command prints for the values that the code shows, which are not the written ones."""
        check(f"{name} is shown", wait(lambda: self.is_moved() and self.find(".now[aria-busy=false]")), self.text(".state"))
        values = self.values()
        text = self.text(".now pre.output").rstrip("\n").split("\n")
        expected = printed(self.number, values)
        check(f"{name} at {values}", text == expected[: len(text)], f"{text} {expected}")
        return values

    def reset(self):
        button = self.find(".reset")[0]
        self.browser.run("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", button)
        check("reset", wait(lambda: not self.is_moved() and not self.find(".value.changed")))


def touch(browser, points):
    """A finger goes along points of the page."""
    send = lambda kind, points: browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    for index, (x, y) in enumerate(points):
        send("touchMove" if index else "touchStart", [{"x": x, "y": y}])
    send("touchEnd", [])


def along(browser, part, *shares):
    """Points of a part of the page, given as shares of its width and height, after it has been brought into sight."""
    box = browser.run("arguments[0].scrollIntoView({block: 'center'}); const b = arguments[0].getBoundingClientRect(); return [b.left, b.top, b.width, b.height]", part)
    return [(box[0] + box[2] * x, box[1] + box[3] * y) for x, y in shares]


def every_control(browser, start):
    browser.open(start + page)
    check("ready", wait(lambda: browser.run("return document.documentElement.dataset.liveCells === 'ready'")))
    browser.requests()
    values, grids = Live(browser, 2), Live(browser, 3)
    check("written values are not computed", not values.is_moved() and values.text("pre.output") == "9 0.1 0.25 -0.5 LOUD plain 1\n")
    check("nothing loaded before a touch", not [x for x in browser.requests() if "03-live.js" in x])

    for index, name in enumerate(["f", "rate", "share", "shift"]):
        slider = values.find("input[type=range]")[index]
        slider.send_keys(Keys.ARROW_RIGHT)
        values.agrees(f"{name} by keys")
        check("announced", slider.get_attribute("aria-valuetext") == values.values()[name], slider.get_attribute("aria-valuetext"))
        slider.send_keys(Keys.END)
        values.agrees(f"{name} at its end")
        (x, y), = along(browser, slider, (0.15, 0.5))
        pointer = ActionChains(browser.driver)
        pointer.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        pointer.w3c_actions.pointer_action.click()
        pointer.perform()
        values.agrees(f"{name} by mouse")
        touch(browser, along(browser, slider, (0.3, 0.5), (0.6, 0.5), (0.97, 0.5)))
        values.agrees(f"{name} by touch")
        values.reset()
    switch = values.find("[role=switch]")[0]
    for press in [lambda: switch.click(), lambda: touch(browser, along(browser, switch, (0.5, 0.5))), lambda: switch.send_keys(Keys.SPACE)]:
        before = values.values()["isLoud"]
        turned = lambda: values.values()["isLoud"] != before
        # On a busy machine a finger may rest so long that it is a long press, which turns nothing.
        for _ in range(100):
            press()
            end = time.time() + 2
            while not turned() and time.time() < end:
                time.sleep(0.02)
            if turned():
                break
        check("the switch turns", turned())
        if before == "true":
            values.agrees("the switch")
    values.find("input[type=radio]")[2].click()
    check("a word is text", values.agrees("a choice by mouse")["rule"] == '"<b>&"')
    values.find("input[type=radio]")[2].send_keys(Keys.ARROW_UP)
    check("a choice by keys", values.agrees("a choice by keys")["rule"] == '"momentum"')
    check("the result is told", wait(lambda: "momentum" in values.text("[role=status]")))
    values.reset()

    number = grids.find("input[type=number]")[0]
    number.send_keys(Keys.BACKSPACE * 3, "2.5")
    check("a number by keys", grids.agrees("a grid")["kernel"].startswith("[[2.5, 0, -1]"))
    number.send_keys(Keys.BACKSPACE * 5, "99", Keys.TAB)
    check("a number too large", grids.agrees("a grid's end")["kernel"].startswith("[[3, 0, -1]"))
    pad = grids.find("canvas")[0]
    points = along(browser, pad, (0.3, 0.3), (0.5, 0.6), (0.7, 0.3))
    for finger in [False, True]:
        if finger:
            touch(browser, points)
        else:
            pointer = ActionChains(browser.driver)
            action = pointer.w3c_actions.pointer_action
            action.move_to_location(round(points[0][0]), round(points[0][1]))
            action.pointer_down()
            for x, y in points[1:]:
                action.move_to_location(round(x), round(y))
            action.pointer_up()
            pointer.perform()
        drawn = json.loads(grids.agrees(f"a drawing {'by touch' if finger else 'by mouse'}")["digit"])
        check("a line is drawn", sum(x == 1 for row in drawn for x in row) >= 5, drawn)
        grids.find(".pad button")[1].click()
        check("cleared", wait(lambda: "repeating" in grids.values()["digit"]))
    pad.send_keys(Keys.ARROW_LEFT, Keys.SPACE, Keys.ARROW_UP, Keys.SPACE)
    drawn = grids.agrees("a drawing by keys")["digit"]
    pad.send_keys(Keys.BACKSPACE)
    check("whole numbers as they are written", "0, 0" in drawn and "0.0" not in drawn, drawn)
    check("erased by keys", grids.agrees("an erased drawing")["digit"] != drawn)

    address = "return location.href"
    check("in the address", wait(lambda: "&digit=" in browser.run(address)))
    there, kept = browser.run(address), grids.values()
    browser.open("about:blank")
    browser.open(there)
    grids.agrees("from the address")
    check("the same position", grids.values() == kept)
    grids.reset()
    check("gone from the address", wait(lambda: "#" not in browser.run(address)), browser.run(address))
    browser.open(start + page + "#cell.2&f=99&rule=none&nothing=1&rate=0.2")
    check("only what is allowed", values.agrees("a strange address")["rate"] == "0.2" and len(values.find(".value.changed")) == 1)
    values.reset()

    waits = Live(browser, 4)
    waits.find("input[type=range]")[0].send_keys(Keys.ARROW_RIGHT)
    check("it waits", wait(lambda: "not run yet" in waits.text(".state")) and not waits.is_moved())
    waits.find(".controls button.run")[0].click()
    waits.agrees("a cell that waits")
    # It has not begun when the slider moves.
    browser.run("const [run, slider] = arguments; run.click(); slider.value = slider.max; slider.dispatchEvent(new Event('input', { bubbles: true }))",
                waits.find(".controls button.run")[0], waits.find("input[type=range]")[0])
    check("it ran at another position", wait(lambda: waits.text(".controls button.run") == "Run"))
    check("which it says", "not run yet" in waits.text(".state") and waits.values()["n"] == "9", waits.text(".state"))
    waits.reset()


def random_positions(browser, start, count=20):
    """Positions drawn by a seed, given in the address; some of them in the midst of others."""
    draw = random.Random(1)
    browser.open(start + page)
    for number in [2, 3]:
        live = Live(browser, number)
        for _ in range(count):
            parts = []
            for p in live.told["parameters"]:
                if p["kind"] == "choice":
                    parts.append(f"{p['name']}={draw.choice(p['words']).replace('&', '%26')}")
                elif p["kind"] == "switch":
                    parts.append(f"{p['name']}={draw.choice(['true', 'false'])}")
                else:
                    step = p.get("step") or (p["upper"] - p["lower"]) / 1000
                    one = lambda: round(p["lower"] + draw.randint(0, int((p["upper"] - p["lower"]) / step + 1e-6)) * step, 4)
                    parts.append(f"{p['name']}={','.join(str(one()) for _ in p['written'])}")
            browser.run("document.documentElement.dataset.asked = ''; location.hash = arguments[0]", f"#cell.{number}&" + "&".join(parts))
            check("followed", wait(lambda: len(live.find(".value.changed")) > 0))
            live.agrees("a random position")
        live.reset()


def looks(browser, start):
    """What holds at every position: nothing sideways, nothing that axe finds, nothing from elsewhere."""
    browser.open(start + page + "#cell.2&f=5&cell.3&kernel=0*6")
    live = Live(browser, 3)
    check("two cells in the address", wait(lambda: live.is_moved() and Live(browser, 2).is_moved()))
    for width in [1280, 390]:
        browser.size(width)
        for scheme in ["light", "dark"]:
            check(f"axe and live cells {scheme}", not (found := browser.violations(scheme)), found)
        check(f"{width} pixels", browser.run("return document.documentElement.scrollWidth") <= width)
    browser.size(1280)
    handlers = browser.run("return Array.from(document.querySelectorAll('.now *')).filter(x => Array.from(x.attributes).some(a => a.name.startsWith('on'))).length")
    check("no handlers", handlers == 0)
    asked = [x for x in browser.requests() if not x.startswith((start, start.replace("http", "ws"), "data:", "blob:"))]
    check("nothing leaves the page", not asked, asked)
    check("no complaints", not (said := browser.complaints()), said)
    policy = browser.find("meta[http-equiv]")[0].get_attribute("content")
    check("the policy", "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'" in policy, policy)


def without_webassembly(start):
    browser = Browser()
    browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.WebAssembly"})
    browser.open(start + page)
    live = Live(browser, 2)
    check("the verified output", live.text("pre.output") == "9 0.1 0.25 -0.5 LOUD plain 1\n")
    check("no controls", not live.find(".controls") and not live.find("input") and "live" not in live.text(".bar"))
    browser.close()
    browser = Browser(script=False)
    browser.open(start + page)
    check("the verified output without script", Live(browser, 2).text("pre.output") == "9 0.1 0.25 -0.5 LOUD plain 1\n")
    browser.close()


def is_live_after_a_save(own, start):
    """A lesson that is saved as it is runs again, natively at first; afterwards its page is live again."""
    lessons = own / "Lessons/1-everything"
    shown = lambda name: ask(urllib.parse.urlsplit(start).port, f"/1-everything/{name}.html")[1].decode()
    live, other = lessons / "03-live.md", lessons / "01-all-of-it.md"
    live.write_text(live.read_text())
    # When this has come, so has what was saved before it.
    other.write_text(other.read_text().replace("A first paragraph", "A paragraph saved last"))
    check("both saves are seen", wait(lambda: "A paragraph saved last" in shown("01-all-of-it")))
    check("live after a save without a change", wait(lambda: "data-live" in shown("03-live")))


def living(browser, site):
    # What the checks before have left, such as the page of a server that has ended.
    browser.open("about:blank")
    browser.complaints()
    start = "file://" + str(site) + "/"
    every_control(browser, start)
    engine(browser, start)
    random_positions(browser, start)
    looks(browser, start)
    without_webassembly(start)
    others = [x for x in site.rglob("*.html") if x.name != "03-live.html" and ("assets/live" in x.read_text() or "wasm" in x.read_text())]
    check("other pages carry nothing", not others, others)
    size = (site / "assets/live/1-everything/03-live.js").stat().st_size
    check("320 KB", size <= 320_000, size)

    own = work / "live"
    shutil.copytree(course, own)
    server, address, start = serve(own)
    try:
        check("verified", is_verified(browser, address))
        # The token came with the first address: this page is a notebook too.
        browser.open(start + page)
        check("live when it is compiled", wait(lambda: browser.run("return document.documentElement.dataset.liveCells === 'ready' && document.querySelector('.controls') !== null")))
        every_control(browser, start)
        looks(browser, start)
        is_live_after_a_save(own, start)
    finally:
        server.send_signal(signal.SIGINT)
        check("the server ends", server.wait(hang) == 130)
