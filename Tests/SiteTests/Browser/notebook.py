"""The notebook as a reader uses it: edits and runs, with keys alone too; `answering.py` has what lasts."""

import shutil
import signal
import time

from selenium.webdriver.common.keys import Keys

from answering import answers, stops_and_comes_back, two_windows
from browser import Browser
from checking import check, course, hang, wait, work
from serving import is_verified, serve

page = "1-everything/01-all-of-it.html"


class Reader:
    """A window with the notebook open."""

    def __init__(self, browser, start):
        self.browser, self.start = browser, start

    def open(self):
        self.browser.open(self.start + page)
        return self.is_ready()

    def is_ready(self):
        return wait(lambda: self.browser.run("return document.documentElement.dataset.notebook === 'ready'"))

    def cell(self, name, selector=""):
        return self.browser.find(f"[id='cell.{name}'] {selector}")

    def button(self, name, words):
        return next(x for x in self.cell(name, "button") if x.text == words)

    def press(self, name, words):
        button = self.button(name, words)
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()

    def own(self):
        """The cell that the reader added last."""
        return self.browser.find(".cell.added")[-1]

    def write(self, box, text):
        """Types over all that is in the editor of a box, as a reader would who selects it all."""
        editor = "return arguments[0].querySelector('.CodeMirror').CodeMirror"
        wait(lambda: self.browser.run(editor.replace("return", "return null !==") , box))
        self.browser.run("const e = arguments[0].querySelector('.CodeMirror').CodeMirror; e.focus(); e.setValue(arguments[1])", box, text)

    def output(self, name):
        return "".join(x.get_attribute("textContent") for x in self.cell(name, ".result pre.output"))

    def state(self, name):
        return self.cell(name, ".bar .own")[0].get_attribute("textContent")

    def box(self, name):
        return self.cell(name)[0] if self.cell(name) else self.browser.find(f"[id='cell.{name}']")[0]

    def is_stale(self, name):
        return "stale" in self.browser.find(f"[id='cell.{name}']")[0].get_attribute("class")


def notebook():
    own = work / "notebook"
    shutil.copytree(course, own)
    browser = Browser()
    browser.size(1280)
    server, address, start = serve(own)
    try:
        check("the course is checked", is_verified(browser, start))
        reader = Reader(browser, start)
        browser.open(start + page)
        check("without the token it is a page", wait(lambda: "open the address" in browser.find("[id='notebook.status']")[0].text))
        check("and has nothing to press", not browser.find(".cell-tools"))
        browser.open(address)
        check("the token leaves the address", wait(lambda: browser.driver.current_url == start), browser.driver.current_url)
        check("the notebook opens", reader.open())
        for work_of_reader in [edits_and_runs, errors, assistance, traps, figures, changes_while_it_runs, stops, adds_a_cell, resets, keys_alone, looks]:
            work_of_reader(reader)
        answers(reader, own)
        two_windows(reader)
        server = stops_and_comes_back(reader, server, own, start)
        check("nothing else was said", not (said := [x for x in browser.complaints() if "WebSocket" not in x and "ERR_" not in x and "403" not in x]), said)
    finally:
        server.send_signal(signal.SIGINT)
        check("the notebook ends when interrupted", server.wait(hang) == 130)
        browser.close()


def edits_and_runs(reader):
    check("what is not edited is verified", not reader.browser.find(".cell.edited, .cell.own-run, .cell.stale"))
    reader.press(1, "Edit")
    reader.write(reader.box(1), "let n = 7\nprint(\"now\", n)")
    check("the cell is the reader's", wait(lambda: "edited" in reader.browser.find("[id='cell.1']")[0].get_attribute("class")))
    check("cells below are out of date", wait(lambda: reader.is_stale(6)))
    check("cells that do not see it are, too", reader.is_stale(3))
    reader.press(1, "Run")
    check("the output comes", wait(lambda: reader.output(1) == "now 7\n"), reader.output(1))
    check("and is the reader's", wait(lambda: "your run" in reader.state(1)), reader.state(1))
    check("the verified output is gone", not reader.cell(1, "> pre.output:not([hidden])"))
    check("nothing is out of date", wait(lambda: not reader.browser.find(".cell.stale")))
    check("a cell that must not compile does not", "cannot convert" in reader.output(3), reader.output(3))
    check("the banner says so", "not verified" in reader.browser.find(".yours")[0].text)
    reader.open()
    check("after a reload the edit is there", wait(lambda: "edited" in reader.browser.find("[id='cell.1']")[0].get_attribute("class")))
    check("and what it printed", wait(lambda: reader.output(1) == "now 7\n"), reader.output(1))
    next(x for x in reader.browser.find(".yours button") if x.text == "Show the verified page").click()
    check("one click back", wait(lambda: reader.is_ready() and not reader.browser.find(".cell.edited") and "n is 6" in reader.cell(1, "> pre.output")[0].text))
    next(x for x in reader.browser.find(".yours button") if x.text == "Show yours").click()
    check("and forth", wait(lambda: reader.is_ready() and reader.browser.find(".cell.edited")))


def errors(reader):
    reader.write(reader.box(1), "let n = 7\nlet é = nothing + n")
    marked = lambda: [x.text for x in reader.cell(1, ".problems .at")]
    check("an error while typing, at its place", wait(lambda: marked() == ["Line 2, column 9"]), marked())
    reader.press(1, "Run")
    check("and after the run", wait(lambda: "does not compile" in reader.state(1) and marked() == ["Line 2, column 9"]), reader.state(1))
    check("underlined", [x.text for x in reader.cell(1, ".mark.error")] == ["nothing"])
    check("cells below stay out of date", reader.is_stale(6))


def assistance(reader):
    browser = reader.browser
    reader.write(reader.box(1), "let n = 7\nlet picture = [[1.5, 2.5]]\nprint(n)")
    active = lambda: browser.driver.switch_to.active_element
    editor = "document.querySelector(\"[id='cell.1'] .CodeMirror\").CodeMirror"
    at = lambda line, column: browser.run(f"{editor}.focus(); {editor}.setCursor({line}, {column})")
    described = lambda: [x.text for x in reader.cell(1, ".description") if x.is_displayed()]

    def says_what_it_is():
        # Whoever moves away and comes back asks again: what comes too late is not shown.
        at(2, 0)
        at(1, 6)
        time.sleep(1)
        return "[[Double]]" in "".join(described())
    check("the type of a name", wait(says_what_it_is), described())
    labels = lambda: [x.text for x in browser.find(".CodeMirror-hint .hint-label")]

    def completes():
        at(2, 8)
        active().send_keys(Keys.CONTROL + " ")
        time.sleep(1)
        return labels()
    at(2, 7)
    active().send_keys(".")
    check("what may follow a point", wait(completes) and "description" in labels(), labels())
    active().send_keys("desc")
    check("fewer as one types", wait(lambda: labels() and all("desc" in x.lower() for x in labels())), labels())
    active().send_keys(Keys.ENTER)
    check("taken with Enter", wait(lambda: browser.run(f"return {editor}.getLine(2)") == "print(n.description)"), browser.run(f"return {editor}.getValue()"))
    box = browser.find("main .exercise")[0]
    exercise = "document.querySelector('main .exercise .CodeMirror').CodeMirror"
    before = browser.run(f"return {exercise}.getValue()")
    browser.run(f"{exercise}.focus(); {exercise}.setValue('let wrong: Int = \"text\"')")
    check("errors in an answer while it is written", wait(lambda: [x.text for x in box.find_elements("css selector", ".problems .at")] == ["Line 1, column 18"]))
    browser.run(f"{exercise}.setValue(arguments[0])", before)


def traps(reader):
    reader.write(reader.box(1), "let n = 7\nprint(\"before\")\nlet list = [1]\nprint(list[n])")
    reader.press(1, "Run")
    check("a trap is told", wait(lambda: "stopped here" in reader.state(1)), reader.state(1))
    check("with what came before", "before\n" in reader.output(1), reader.output(1))
    check("at its line", wait(lambda: [x.text for x in reader.cell(1, ".problems .at") if "Line 4" in x.text]), reader.state(1))
    check("and the cells below are out of date", wait(lambda: reader.is_stale(6)))


def figures(reader):
    reader.press(6, "Edit")
    reader.write(reader.box(6), "import Figures\nshow(HeatMap([[1, 2, 3]], title: \"Mine\", alternativeText: \"Three numbers of mine.\"))")
    reader.write(reader.box(1), "let n = 6\nprint(n)")
    reader.press(6, "Run")
    check("a figure comes", wait(lambda: "Three numbers of mine." in reader.cell(6, ".own-figure")[0].get_attribute("innerHTML")))
    check("and no other", len(reader.cell(6, ".own-figure svg")) == 1)
    check("the verified ones are hidden", not [x for x in reader.cell(6, "> figure") if x.is_displayed()])


def changes_while_it_runs(reader):
    reader.write(reader.box(6), "import Foundation\nprint(\"slow\")\nsleep(2)")
    reader.press(6, "Run")
    check("a slow cell runs", wait(lambda: reader.output(6) == "slow\n"), reader.output(6))
    reader.write(reader.box(1), "let n = 6\nprint(n + 55)")
    check("a change meanwhile is kept", wait(lambda: reader.is_stale(1)), reader.state(1))
    # How long it took is told for a moment; what lasts is that the cell has run, without the change above it.
    check("it has run", wait(lambda: "out of date" in reader.state(6)), reader.state(6))
    check("what it printed stays", reader.output(6) == "slow\n", reader.output(6))
    check("what it did not know is out of date", wait(lambda: reader.is_stale(1) and reader.is_stale(6)))
    reader.press(6, "Run")
    check("the next run knows it", wait(lambda: reader.output(1) == "61\n" and not reader.browser.find(".cell.stale")), reader.output(1))


def stops(reader):
    reader.write(reader.box(6), "print(\"on\")\nwhile true {}")
    reader.press(6, "Run")
    check("output comes while it runs", wait(lambda: reader.output(6) == "on\n"), reader.output(6))
    reader.press(6, "Stop")
    check("it stops", wait(lambda: "stopped by you" in reader.state(6)), reader.state(6))
    reader.write(reader.box(6), "for _ in 0..<40_000 { print(String(repeating: \"x\", count: 49)) }")
    reader.press(6, "Run")
    check("2 MB of output", wait(lambda: "your run in" in reader.state(6) and "more than 1 MB" in reader.output(6)), reader.state(6))
    check("a megabyte is shown", 1_000_000 < len(reader.output(6)) < 1_060_000, len(reader.output(6)))


def adds_a_cell(reader):
    reader.press(6, "Add below")
    check("a cell comes", wait(lambda: reader.browser.find(".cell.added .CodeMirror")))
    reader.write(reader.own(), "print(\"mine\", n)\nprint(\"```\")")
    button = lambda words: next(x for x in reader.own().find_elements("css selector", "button") if x.text == words)
    button("Run").click()
    check("it runs", wait(lambda: "mine 6\n```" in reader.own().text), reader.own().text)
    reader.open()
    check("it is there after a reload", wait(lambda: "mine" in reader.own().text))
    button("Remove").click()
    check("and goes", wait(lambda: not reader.browser.find(".cell.added")))


def resets(reader):
    for name in [6, 1]:
        reader.press(name, "Reset")
        check("the lesson's text is back", wait(lambda: "edited" not in reader.browser.find(f"[id='cell.{name}']")[0].get_attribute("class")))
    check("and what it printed", "n is 6" in reader.cell(1, "> pre.output")[0].text)
    reader.press(1, "Run")
    check("run as it is, it is the same", wait(lambda: "same as in the lesson" in reader.state(1)), reader.state(1))
    check("nothing is out of date at the end", wait(lambda: not reader.browser.find(".cell.stale")))
    reader.open()
    left = lambda: [x.get_attribute("id") + " " + x.get_attribute("class") for x in reader.browser.find(".cell.edited, .cell.stale")]
    check("nothing is left", wait(lambda: not left()), left())


def keys_alone(reader):
    browser = reader.browser
    active = lambda: browser.driver.switch_to.active_element
    browser.run("document.querySelector(\"[id='cell.1'] .bar a\").focus()")
    for _ in range(4):
        active().send_keys(Keys.TAB)
        if active().text == "Edit":
            break
    check("Tab comes to Edit", active().text == "Edit", active().text)
    active().send_keys(Keys.ENTER)
    check("Enter opens the editor", wait(lambda: active().tag_name == "textarea"))
    active().send_keys(Keys.CONTROL + "a")
    active().send_keys("let n = 5", Keys.ENTER, "print(n * n)")
    active().send_keys(Keys.SHIFT + Keys.ENTER)
    check("Shift-Enter runs", wait(lambda: reader.output(1) == "25\n"), reader.output(1))
    check("and moves on", browser.run("return document.activeElement.closest('.cell')?.id") not in ["cell.1", None])
    browser.run("document.querySelector(\"[id='cell.1'] textarea\").focus()")
    active().send_keys(Keys.ESCAPE)
    check("Escape leaves", wait(lambda: active().text == "Run"), active().text)
    for _ in range(6):
        active().send_keys(Keys.TAB)
        if active().text == "Reset":
            break
    active().send_keys(Keys.ENTER)
    check("and Reset resets", wait(lambda: "n is 6" in reader.cell(1, "> pre.output:not([hidden])")[0].text))


def looks(reader):
    browser = reader.browser
    reader.press(1, "Edit")
    reader.write(reader.box(1), "let n = wrong")
    wait(lambda: reader.cell(1, ".problems .at"))
    reader.press(5, "Run")
    wait(lambda: "does not compile" in reader.state(1))
    for scheme in ["dark", "light"]:
        check(f"axe and the notebook, {scheme}", not (found := browser.violations(scheme)), found)
    browser.size(390)
    check("390 pixels", browser.run("return document.documentElement.scrollWidth") <= 390, browser.run("return document.documentElement.scrollWidth"))
    browser.size(1280)
    reader.press(1, "Reset")
    wait(lambda: not reader.browser.find(".cell.edited"))
