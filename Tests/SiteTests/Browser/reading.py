"""What a reader does: opens, searches, copies, sets the theme, steps through a picture, with the mouse, keys alone, or no script."""

import base64
import json
import subprocess

from selenium.webdriver.common.keys import Keys

from browser import Browser
from checking import address, check, wait


def read_a_lesson(browser, start):
    browser.open(start + "index.html")
    check("a figure opens the part", [x.get_attribute("aria-label") for x in browser.find(".map .cover svg")] == ["The cost falls."])
    check("where to begin", browser.find(".begin a")[0].text == "Begin with 1.1 All of it")
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
    browser.find("button[aria-label='Previous step']")[0].click()
    check("stepper, back", browser.run(box) == before and not browser.find("button[aria-label='Previous step']")[0].is_enabled())
    browser.find("button[aria-label='Next step']")[0].click()
    check("stepper, on", wait(lambda: browser.run(box) != before), before)


def printed(browser, start):
    """Prints a lesson: what is folded away on the page is there, and what only works on a screen is not."""
    browser.open(start + "1-everything/01-all-of-it.html")
    paper = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    for what, words in [
        ("a hint", "One more than that."), ("a solution", "n - f + 1"), ("a choice", "A single one."), ("its reason", "That is another name for it."),
    ]:
        check(f"{what} on paper", words in text, text)
    for words in ["Search /", "Copy", "In the terminal"]:
        check(f"no ‘{words}’ on paper", words not in text, text)


def search(browser, start):
    browser.open(start + "index.html")
    for question, title in [("kernel exer", None), ("tables", "All of it"), ("tabels", "All of it"), ("6 × 6", "All of it"), ("6x6", "All of it"), ("步长", "卷积"), ("填充", "卷积")]:
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
        check("what is around it", wait(lambda: browser.find("dialog .around")))
        check("axe and the search", not (found := browser.violations("dark") + browser.violations("light")), found)
        field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
        check(f"opened {question}", wait(lambda: title in browser.driver.title), browser.driver.title)


def theme_and_progress(browser, start):
    browser.scheme("light")
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
    mark = lambda: [x.accessible_name for x in browser.find("aside .part .state")]
    check("a mark in the sidebar", wait(lambda: mark() == ["✓ read, 1 of 1 exercise"]), mark())
    check("axe and a mark", not (found := browser.violations("dark") + browser.violations("light")), found)
    browser.find("main > button.progress")[0].click()
    check("its question is not answered yet", mark() == [], mark())
    browser.find("main > button.progress")[0].click()
    browser.open(start + "1-everything/02-%E4%B8%AD%E6%96%87.html")
    check("on the other pages of the part", mark() == ["✓ read, 1 of 1 exercise"], mark())
    check("what a lesson builds on", [x.text for x in browser.find(".path")] == ["Builds on 1.1"], [x.text for x in browser.find(".path")])
    browser.open(start + "index.html")
    state = lambda: [x.text for x in browser.find(".state")][:1]
    check("where to go on", wait(lambda: "卷积" in browser.find(".begin a")[0].text))
    check("progress", wait(lambda: state() == ["✓ read, 1 of 1 exercise"]), state())
    browser.run("localStorage.clear()")


def questions(browser, start):
    lesson = start + "1-everything/01-all-of-it.html"
    browser.open(lesson)
    shown = lambda: [x.text for x in browser.find(".choices .reason") if x.is_displayed()]
    pressed = lambda: [x.text for x in browser.find(".choices button[aria-pressed=true]")]
    buttons = browser.find(".choices button")
    check("a button for each choice", [x.text for x in buttons][:4] == ["3", "4", "6", "One."], [x.text for x in buttons])
    check("a formula has a name", buttons[4].get_attribute("aria-label") == "n2", buttons[4].get_attribute("aria-label"))
    check("no answer yet", shown() == [] and pressed() == [] and not any(x.is_displayed() for x in browser.find(".reasons")))
    buttons[0].click()
    check("a wrong choice and its reason", shown() == ["No.\nThat is how far the kernel moves."], shown())
    browser.run("arguments[0].focus()", buttons[3])
    buttons[3].send_keys(Keys.ENTER)
    check("by keyboard", shown()[1:] == ["Right.\nBoth ends fit at once."], shown())
    check("axe and questions", not (found := browser.violations("dark") + browser.violations("light")), found)
    browser.driver.refresh()
    check("choices are kept", wait(lambda: pressed() == ["3", "One."]), pressed())
    browser.find(".choices button")[5].click()
    browser.driver.refresh()
    check("of two right choices it is the chosen one", wait(lambda: pressed() == ["3", "A single one."]), pressed())
    browser.run("localStorage.setItem('progress/1-everything/01-all-of-it/question-2', 'right')")
    browser.driver.refresh()
    check("earlier versions kept none", wait(lambda: pressed() == ["3", "One."]), pressed())
    progress_in_a_file(browser, start)

    browser.open(start + "1-everything/questions.html")
    check("what was wrong", wait(lambda: [x.text.split("\n")[0] for x in browser.find("div.question") if x.is_displayed()]
          == ["A kernel of 3 slides over 6 numbers. How many sums come out? See above."]))
    check("axe and all questions", not (found := browser.violations("dark") + browser.violations("light")), found)
    next(x for x in browser.find("div.question button") if x.text == "4").click()
    check("right at last", "places" in shown()[0], shown())
    browser.driver.refresh()
    check("nothing to repeat", wait(lambda: "Nothing to repeat" in browser.find("main [role=status]")[0].text))
    browser.find("main > p > button")[0].click()
    check("all questions", len([x for x in browser.find("div.question") if x.is_displayed()]) == 2)
    browser.open(start + "index.html")
    check("questions count", [x.text for x in browser.find(".state")] == ["2 of 2 questions"], [x.text for x in browser.find(".state")])
    browser.run("localStorage.clear()")


def progress_in_a_file(browser, start):
    """What is exported after a wrong choice and a right one, and what a reset asks."""
    browser.open(start + "index.html")
    browser.run("URL.createObjectURL = file => { file.text().then(text => { window.exported = text; }); return 'about:blank'; };"
                "HTMLAnchorElement.prototype.click = () => {}; confirm = words => { window.asked = words; return false; };")
    export, reset = browser.find("main > p.begin button")
    export.click()
    done = ["progress/1-everything/01-all-of-it/question-2"]
    check("what is done is exported", wait(lambda: json.loads(browser.run("return exported")) == done), browser.run("return exported"))
    reset.click()
    check("a reset says what it forgets", "exercises and questions" in browser.run("return asked"), browser.run("return asked"))


def without_search(browser, site):
    """Where the search cannot be loaded, its button says so."""
    script = site / "assets/search-box.js"
    away = script.rename(script.with_suffix(".away"))
    browser.open("file://" + str(site) + "/index.html")
    button = browser.find(".open-search")[0]
    button.click()
    sentence = "The search cannot be loaded; reload the page."
    check("a search that is missing", wait(lambda: button.text == sentence and button.get_attribute("title") == sentence), button.text)
    away.rename(script)
    button.click()
    check("it opens when it is there", wait(lambda: browser.find("dialog[open] input")) and button.get_attribute("textContent") == "Search /")
    browser.complaints()


def keyboard(browser, page):
    browser.open(page)
    missed = browser.run(
        "const all = Array.from(document.querySelectorAll('a[href], button:enabled, summary, input, pre, .formula, .table'));"
        "const isStop = x => !x.matches('pre, .formula, .table') || x.scrollWidth > x.clientWidth || x.scrollHeight > x.clientHeight;"
        "window.waiting = new Set(all.filter(x => x.checkVisibility() && isStop(x)));"
        "return all.filter(x => x.checkVisibility() && isStop(x) !== (x.tabIndex === 0)).map(x => x.outerHTML.slice(0, 100))"
    )
    check("the Tab key stops at what can be followed, pressed or scrolled, and nowhere else", not missed, missed)
    for step in range(browser.run("return waiting.size") + 10):
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


def stops(browser, start):
    """Of the code, outputs, formulas and tables those are a stop that are cut off, at each width, and a key scrolls them."""
    browser.open(start + "1-everything/01-all-of-it.html")
    count = "return Array.from(document.querySelectorAll('pre, .formula, .table')).filter(x => x.checkVisibility() && x.tabIndex === 0).map(x => x.textContent.slice(0, 12))"
    wide = ["let n = 6\npr", "import CNN\ni"]
    check("stops at 1280", wait(lambda: browser.run(count) == wide), browser.run(count))
    browser.size(320)
    check("more are cut off at 320", wait(lambda: len(browser.run(count)) > 2), browser.run(count))
    browser.size(1280)
    check("and fewer again", wait(lambda: browser.run(count) == wide), browser.run(count))
    browser.run("document.querySelector('pre[tabindex=\"0\"]').focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    check("a key scrolls", wait(lambda: browser.run("return document.activeElement.scrollLeft") > 0))
    browser.run("document.activeElement.firstElementChild.textContent = 'short'")
    check("what is no longer cut off is no stop", wait(lambda: browser.run(count) == wide[1:]), browser.run(count))


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
