"""What a sign or a word means, which lines compute a formula, and what a link cites: by mouse, keyboard and touch, on pages from the disk."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from checking import check, wait
from naming import card, tap


def explanations(browser, start):
    lesson = start + "1-everything/01-all-of-it.html"
    browser.open(lesson)
    signs_and_words(browser)
    formulas_and_code(browser, lesson)
    citations(browser, lesson)
    by_touch(browser, lesson)
    check("no foreign request", not [x for x in browser.requests() if not x.startswith((start, start.replace("http", "ws"), "data:"))])
    check("console and explanations", not (said := browser.complaints()), said)


def point(browser, found):
    browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    ActionChains(browser.driver).move_to_element(found).perform()


def sign_of(browser, letter):
    return next(x for x in browser.find("div.formula .sign") if x.text.startswith(letter))


def leave(browser):
    point(browser, browser.find("h1")[0])
    check("the card goes when the pointer does", wait(lambda: card(browser) == ""))


def signs_and_words(browser):
    sign = sign_of(browser, "W")
    point(browser, sign)
    check("a sign has its entries", wait(lambda: "weights\nLesson 1.1" in card(browser) and "of layer" in card(browser)), card(browser))
    for scheme in ["dark", "light"]:
        check(f"axe and a sign {scheme}", not (found := browser.violations(scheme)), found)
    browser.find("body")[0].send_keys(Keys.ESCAPE)
    check("Escape closes it", card(browser) == "")
    leave(browser)
    word = next(x for x in browser.find(".word") if x.text == "kernel")
    point(browser, word)
    check("a word has its Chinese name", wait(lambda: card(browser) == "kernel, filter · 卷积核，滤波器\nwhat slides over a picture\nLesson 1.1"), card(browser))
    leave(browser)
    sections = browser.run(
        "const all = []; let section = 0; for (const x of document.querySelectorAll('main :is(h1, h2, .word)')) {"
        "if (x.localName === 'span') all.push(section + ' ' + x.dataset.k); else section++; } return all")
    check("a word is marked once in a section", len(sections) > 2 and len(set(sections)) == len(sections), sections)
    rows = browser.run("return Array.from(document.querySelectorAll('.entries tr[data-k]'), x => x.dataset.k)")
    marked = browser.run("return Array.from(document.querySelectorAll('.sign, .word'), x => x.dataset.k.split(' ')).flat()")
    check("the list has what is marked, once", len(rows) == len(set(rows)) and set(rows) == set(marked), (rows, marked))
    summary = browser.find(".entries summary")[0]
    browser.run("arguments[0].focus()", summary)
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    check("the list unfolds by key", wait(lambda: "段落" in browser.find(".entries")[0].text))
    check("no sign or word is a stop of the Tab key", not browser.find(".sign[tabindex], .word[tabindex]"))


def lit(browser):
    return [x.text for x in browser.find(".lit") if x.get_attribute("class").startswith("line")]


def formulas_and_code(browser, lesson):
    leave(browser)
    inline = browser.find("span.computed")[0]
    mark = browser.find("span.computed .to-code")[0]
    point(browser, mark)
    check("a formula lights its line", wait(lambda: lit(browser) == ["let n = 6"]), lit(browser))
    check("and says where it is computed", wait(lambda: card(browser) == "Computed in cell 1"), card(browser))
    for scheme in ["dark", "light"]:
        check(f"axe and a computed formula {scheme}", not (found := browser.violations(scheme)), found)
    leave(browser)
    check("then nothing is lit", not browser.find(".lit"))
    point(browser, browser.find("pre .line")[0])
    check("a line lights its formulas", wait(lambda: len(browser.find(".computed.lit")) == 2))
    leave(browser)
    browser.run("document.querySelector('span.computed').previousSibling.parentElement.setAttribute('tabindex', '-1'); document.querySelector('span.computed').parentElement.focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    active = lambda: browser.driver.switch_to.active_element
    check("Tab goes to the formula", browser.run("return document.activeElement === arguments[0]", mark))
    check("the key lights it, too", lit(browser) == ["let n = 6"] and card(browser) == "Computed in cell 1")
    active().send_keys(Keys.TAB)
    check("and goes on to the card", active().text == "Computed in cell 1")
    active().send_keys(Keys.ESCAPE)
    check("Escape leads back", card(browser) == "" and browser.run("return document.activeElement === arguments[0]", mark))
    active().send_keys(Keys.ENTER)
    check("Enter goes to the cell", wait(lambda: browser.run("return location.hash") == "#cell.1"))
    check("the formula is whole", browser.run("return arguments[0].getClientRects().length", inline) == 1)
    browser.open(lesson)


def citations(browser, lesson):
    link = browser.find("a[data-list]")
    check("one link cites", len(link) == 1 and link[0].text == "Lee and others")
    point(browser, link[0])
    check("a citation has its work", wait(lambda: card(browser) == "Ann Lee and others, On six kernels, 2018\nIn the list of sources"), card(browser))
    leave(browser)
    browser.run("arguments[0].focus({focusVisible: true})", link[0])
    check("by key, too", wait(lambda: "On six kernels" in card(browser)))
    browser.driver.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB)
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    check("Tab goes through the card's links and on", "On six kernels" not in card(browser), browser.driver.switch_to.active_element.text)
    point(browser, link[0])
    wait(lambda: "In the list" in card(browser))
    browser.find(".card .place a")[0].click()
    check("the card leads to the list", wait(lambda: browser.driver.title.startswith("Sources") and browser.run("return location.hash") == "#on-six-kernels"))
    check("works without an address, too", "Bo Ek, Older kernels, 1964. Lesson 1.1" in browser.find(".works")[0].text)
    for scheme in ["dark", "light"]:
        check(f"axe and sources {scheme}", not (found := browser.violations(scheme)), found)
    browser.open(lesson)


def by_touch(browser, lesson):
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for width in [390, 320]:
        browser.size(width)
        browser.open(lesson)
        for found, words in [
            (sign_of(browser, "W"), "weights"), (browser.find(".word")[0], "段落"),
            (browser.find("div.computed .formula")[0], "Computed in cell 1"), (browser.find("a[data-list]")[0], "On six kernels"),
        ]:
            tap(browser, found)
            check(f"a tap at {width}: {words}", wait(lambda: words in card(browser)), card(browser))
            box = browser.run("const b = document.querySelector('.card').getBoundingClientRect(); return [b.left, b.right, document.documentElement.scrollWidth]")
            check(f"the card fits into {width}", box[0] >= 0 and box[1] <= width and box[2] <= width, box)
            tap(browser, browser.find("h1")[0])
            check("a tap elsewhere", wait(lambda: card(browser) == ""))
        check("a tap has not followed the link", browser.run("return location.pathname").endswith("01-all-of-it.html"))
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.size(1280)
