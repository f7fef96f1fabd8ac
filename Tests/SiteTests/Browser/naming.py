"""What a name in a cell is: its card by mouse, keyboard and touch, on pages from the disk and served; and the pages of the reference."""

import re

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from checking import check, wait


def card(browser):
    """The text of the card that is shown; empty if there is none."""
    found = browser.find(".card")
    return found[0].text if found and found[0].is_displayed() else ""


def name(browser, word):
    """The first name in a cell that reads so, in the middle of the window."""
    browser.run("for (const x of document.querySelectorAll('pre[data-cell]')) x.focus()")
    check(f"names are known: {word}", wait(lambda: browser.find(".known")))
    found = next(x for x in browser.find(".known") if x.text == word)
    browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    return found


def names(browser, start):
    lesson = start + "1-everything/01-all-of-it.html"
    browser.open(lesson)
    check("nothing is loaded before a touch", not browser.find(".known") and not [x for x in browser.requests() if "/names/" in x])
    texts = browser.run("return Array.from(document.querySelectorAll('pre[data-cell]'), x => x.textContent)")
    by_mouse(browser)
    by_keyboard(browser)
    by_touch(browser, lesson)
    check("the code reads as before", texts == browser.run("return Array.from(document.querySelectorAll('pre[data-cell]'), x => x.textContent)"))
    check("no foreign request", not [x for x in browser.requests() if not x.startswith((start, start.replace("http", "ws"), "data:"))])
    check("console and names", not (said := browser.complaints()), said)
    live(browser, start)
    without_cards(browser, lesson)


def by_mouse(browser):
    ActionChains(browser.driver).move_to_element(name(browser, "LinePlot")).perform()
    check("a card of the library", wait(lambda: "A plot of one line" in card(browser)), card(browser))
    check("its declaration", card(browser).startswith("init(\n    _ values: [some Plottable],"), card(browser))
    for scheme in ["dark", "light"]:
        check(f"axe and a card {scheme}", not (found := browser.violations(scheme)), found)
    ActionChains(browser.driver).move_to_element(browser.find(".card a")[0]).pause(0.4).perform()
    check("the pointer goes to the card", "A plot of one line" in card(browser))
    ActionChains(browser.driver).move_to_element(browser.find("h1")[0]).perform()
    check("the card goes", wait(lambda: card(browser) == ""))
    variable = name(browser, "n")
    ActionChains(browser.driver).move_to_element(variable).perform()
    check("a variable has its type", wait(lambda: card(browser) == "let n: Int\ndeclared in cell 1"), card(browser))
    browser.find(".card a")[0].click()
    check("where it is declared", browser.run("return location.hash") == "#cell.1" and card(browser) == "")
    browser.run("getSelection().removeAllRanges()")


def by_keyboard(browser):
    name(browser, "LinePlot")
    cell = browser.run("return Array.from(document.querySelectorAll('pre[data-cell]')).find(x => x.textContent.includes('LinePlot'))")
    number = browser.run("return arguments[0].closest('.cell').querySelector('.bar a')", cell)
    browser.run("arguments[0].focus()", number)
    active = lambda: browser.driver.switch_to.active_element
    active().send_keys(Keys.ENTER)
    check("Enter goes to the first name", wait(lambda: card(browser).startswith("func show(")), card(browser))
    check("the focus is seen on a name", browser.run("return getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
    check("the card describes it", browser.run("return document.activeElement.getAttribute('aria-describedby') === 'site.card'"))
    active().send_keys(Keys.ARROW_RIGHT)
    check("an arrow goes on", wait(lambda: "A plot of one line" in card(browser)))
    active().send_keys(Keys.ARROW_DOWN)
    check("and down", wait(lambda: "A plot of one line" not in card(browser) and card(browser) != ""), card(browser))
    active().send_keys(Keys.ARROW_UP, Keys.HOME)
    check("and back", wait(lambda: card(browser).startswith("func show(")))
    active().send_keys(Keys.TAB)
    check("Tab goes to the card", active().get_attribute("href").endswith("reference/Figures/Native/Show.html#show_"), active().get_attribute("href"))
    active().send_keys(Keys.ESCAPE)
    check("Escape leaves", card(browser) == "" and browser.run("return document.activeElement === arguments[0]", cell))


def by_touch(browser, lesson):
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for width in [390, 320]:
        browser.size(width)
        browser.open(lesson)
        tap(browser, name(browser, "LinePlot"))
        check(f"a tap at {width}", wait(lambda: "A plot of one line" in card(browser)))
        box = browser.run("const b = document.querySelector('.card').getBoundingClientRect(); return [b.left, b.right, document.documentElement.scrollWidth]")
        check(f"the card fits into {width}", box[0] >= 0 and box[1] <= width and box[2] <= width, box)
        tap(browser, browser.find("h1")[0])
        check("a tap elsewhere", wait(lambda: card(browser) == ""))
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.size(1280)


def tap(browser, found):
    browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    x, y = browser.run("const b = arguments[0].getBoundingClientRect(); return [b.left + 3, b.top + b.height / 2]", found)
    for kind, points in [("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])]:
        browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def live(browser, start):
    """A cell whose values change keeps its names, and its values take part in no name."""
    browser.open(start + "1-everything/03-live.html")
    before = browser.run("return document.querySelectorAll('.value').length")
    browser.run("for (const x of document.querySelectorAll('.value')) x.textContent = '123456'")
    browser.run("for (const x of document.querySelectorAll('pre[data-cell]')) x.focus()")
    check("names of a live cell", wait(lambda: len(browser.find(".live .known")) > 3))
    words = browser.run("return Array.from(document.querySelectorAll('.live .known'), x => x.textContent)")
    check("whole words", all(re.fullmatch(r"\w+|[-+*/<>=]+", word) for word in words), words)
    check("values stay", browser.run("return document.querySelectorAll('.value').length") == before)


def without_cards(browser, lesson):
    """Where the cards cannot be loaded, the page reads as before."""
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/assets/names/*"]})
    browser.open(lesson)
    browser.run("document.querySelector('pre[data-cell]').focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    check("no card", card(browser) == "" and not browser.find(".known"))
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    browser.complaints()


def reference(browser, start):
    browser.open(start + "index.html")
    next(x for x in browser.find("nav.pages a") if x.text == "Reference").click()
    check("the reference", wait(lambda: "Reference" in browser.driver.title))
    next(x for x in browser.find("dl.files a") if x.text == "LinePlot").click()
    check("a file's page", wait(lambda: browser.find("h1")[0].text == "LinePlot"))
    check("who uses it", "1.1 All of it" in browser.find(".uses")[0].text)
    browser.find(".eyebrow a[href='#site.source']")[0].click()
    check("its source", wait(lambda: browser.find("details.source")[0].get_attribute("open") is not None and "struct LinePlot" in browser.find("#site\\.source")[0].text))
    browser.find(".uses a")[0].click()
    check("back to the lesson", wait(lambda: "All of it" in browser.driver.title))
    browser.find("body")[0].send_keys("/")
    check("search opens", wait(lambda: browser.find("dialog[open] input")))
    browser.find("dialog[open] input")[0].send_keys("maxpooling")
    check("a name of the library is found", wait(lambda: [x for x in browser.find("dialog [role=option]") if "MaxPooling" in x.text]))
    browser.find("dialog[open] input")[0].send_keys(Keys.ENTER)
    check("and opened", wait(lambda: browser.driver.title.startswith("MaxPooling")), browser.driver.title)
