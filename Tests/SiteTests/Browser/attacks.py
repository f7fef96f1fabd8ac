"""Text that would be a script, if it were not text."""

from checking import address, check, wait


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
    browser.open(address(next((site / "2-attacks").glob("01-*.html"))))
    text = browser.run("return document.querySelector('main').innerText")
    for words in ["Turned \\u{202E}round\\u{202C} in prose", "co\\u{2066}de", "in a link\\u{200F}", "turned \\u{202E}code", "Turned \\u{202E}in a cell"]:
        check(f"shown, and not obeyed: {words}", words in text, text)
