"""What runs live cells, asked by several cells at once, stopped, and when something of it fails. No worker is ever slow here: what is
asked for in one go has not been answered at its end."""

from checking import check, wait

page = "1-everything/03-live.html"

# Two cells of the page, and a way to ask for them whose answers are noted.
begin = """
    window.answers = [];
    const ask = (cell, numbers) => engine.run(cell, numbers ?? written[cell], result => answers.push([cell, result.failure ?? result.output.trim()]));
    const told = Array.from(document.querySelectorAll('[data-live]'), box => JSON.parse(box.dataset.live));
    const written = Object.fromEntries(told.map(x => [x.cell, x.parameters.map(p => p.written)]));
    const [a, b] = told.map(x => x.cell);
    window.engine = new LiveEngine(document.body.dataset.root, told[0].scripts);
"""
values, grids = "9 0.1 0.25 -0.5 LOUD plain 1", "0.0 0.0 1"


def answered(browser, name, script, expected):
    """What a script that asks is answered, in this order."""
    cells = browser.run(begin + script + "; return [a, b]")
    expected = [[cells["ab".index(cell)], text] for cell, text in expected]
    answers = lambda: browser.run("return answers")
    check(name, wait(lambda: len(answers()) >= len(expected)) and answers() == expected, f"{answers()} {expected}")


def stops_what_is_asked(browser):
    answered(browser, "the newest cell is next", "ask(a); ask(b)", [("a", values), ("b", grids)])
    answered(browser, "what waits is stopped, not what runs", "ask(a); ask(b); engine.stop(b)", [("a", values)])
    check("and it does not run", browser.run("return engine.waiting.size === 0 && engine.current === null && answers.length === 1"))
    answered(browser, "what runs is stopped, not what waits", "ask(a); ask(b); engine.stop(a)", [("b", grids)])
    # The worker is there by now, so that it is ended.
    browser.run("const told = JSON.parse(document.querySelector('[data-live]').dataset.live); window.answers = [];"
                "const ask = () => engine.run(told.cell, told.parameters.map(p => p.written), x => answers.push(x.output)); ask(); engine.stop(told.cell); ask()")
    check("it runs again after a stop", wait(lambda: browser.run("return answers") == [values + "\n"]))
    answered(browser, "one start for all",
             "const Real = Worker; window.started = 0; window.Worker = class extends Real { constructor(x) { super(x); started += 1 } };"
             "ask(a); engine.stop(a); ask(a); ask(b); engine.stop(a)", [("b", grids)])
    check("one worker", browser.run("return started") == 1, browser.run("return started"))


def fails_and_goes_on(browser):
    browser.complaints()
    browser.run(begin + "engine.scripts = ['empty']; LiveEngine.loaded.empty = ''; ask(a); ask(b)")
    check("an empty program fails", wait(lambda: len(browser.run("return answers")) == 2))
    browser.run("engine.run(9, [], () => answers.push('again'))")
    check("once for each question", wait(lambda: browser.run("return answers.length === 3 && engine.current === null")))
    check("and nobody is told more", not (said := browser.complaints()), said)
    answered(browser, "a script that is missing", "engine.scripts = ['none']; ask(a)", [("a", "its program cannot be loaded")])
    answered(browser, "a worker that is there", "ask(a)", [("a", values)])
    check("fails", browser.run(
        "const told = JSON.parse(document.querySelector('[data-live]').dataset.live); window.answers = [];"
        "const ask = () => engine.run(told.cell, told.parameters.map(p => p.written), x => answers.push(x.failure ?? x.output));"
        "ask(); engine.worker.terminate(); engine.worker.onerror({ message: 'out of memory' }); ask(); return answers") == ["out of memory"])
    check("and the next has another worker", wait(lambda: browser.run("return answers") == ["out of memory", values + "\n"]))
    browser.complaints()


def engine(browser, start):
    browser.open(start + page)
    check("ready", wait(lambda: browser.run("return document.documentElement.dataset.liveCells === 'ready'")))
    stops_what_is_asked(browser)
    fails_and_goes_on(browser)
