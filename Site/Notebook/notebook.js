// A lesson as a notebook: every cell can be edited and run where it is. What the reader changed never looks verified.
"use strict";
(async function () {
    const element = makeEditor.element;
    const isLesson = document.body.classList.contains("lesson");
    const path = document.body.dataset.path;
    const lesson = isLesson ? path.replace(/\.html$/, "") : null;

    // MARK: Progress follows from passing

    function takeProgress(passed) {
        const key = (name, exercise) => `progress/${name}/exercise-${exercise}`;
        let isNew = false;
        try {
            for (const [name, exercises] of Object.entries(passed)) {
                for (const exercise of exercises) {
                    if (localStorage.getItem(key(name, exercise)) !== null) continue;
                    localStorage.setItem(key(name, exercise), "done");
                    isNew = true;
                }
            }
        } catch { /* The browser keeps nothing. */ }
        if (isNew) dispatchEvent(new Event("progress"));
    }

    const passed = await connection.open(lesson);
    if (passed === null) {
        if (isLesson) connection.notice("To edit and run the cells, open the address that ‘lessons serve’ shows in the terminal.");
        return;
    }
    takeProgress(passed);
    addEventListener("progress-reset", () => connection.tell({ resetProgress: {} }));
    if (!isLesson) return;

    // MARK: What the reader wrote: kept when the typing pauses, refused when the file is another one by now

    const versions = new Map(), pending = new Map(), savers = new Map();
    const ownWindow = String(Math.random());
    const drafts = {
        changed(name, text) {
            clearTimeout(pending.get(name)?.timer);
            pending.set(name, { text, timer: setTimeout(() => this.save(name, text), 600) });
        },
        // Writes a text; returns when it is written or refused.
        save(name, text, isAsked = false) {
            const last = pending.get(name);
            clearTimeout(last?.timer);
            pending.delete(name);
            if (!last && !isAsked) return Promise.resolve();
            return new Promise((done) => {
                const before = savers.get(name);
                savers.set(name, () => { before?.(); done(); });
                // One at a time: the next needs the version that this one gets.
                if (before) return queued.set(name, text);
                connection.send({ save: { cell: name, text, version: versions.get(name) || "none", window: ownWindow } });
            });
        },
        settle(name) {
            const next = queued.get(name);
            queued.delete(name);
            if (next !== undefined) {
                connection.send({ save: { cell: name, text: next, version: versions.get(name) || "none", window: ownWindow } });
                return;
            }
            savers.get(name)?.();
            savers.delete(name);
        },
        reset(name) { connection.send({ reset: { cell: name, version: versions.get(name) || "none" } }); },
        // What was typed last is not to be written: the text comes from a file.
        forget(name) {
            clearTimeout(pending.get(name)?.timer);
            pending.delete(name);
        },
        // Writes all that was typed; returns when it is written or refused.
        flush() { return Promise.all(Array.from(pending, ([name, { text }]) => this.save(name, text))); },
        hasDraft: (name) => pending.has(name) || savers.has(name),
    };
    const queued = new Map();
    connection.beforeReload.push(() => Promise.race([
        drafts.flush(),
        new Promise((done) => setTimeout(done, 1000)),
    ]));
    addEventListener("beforeunload", () => { drafts.flush(); });

    // MARK: Cells

    const cells = new Map(), exercises = [];
    let isPlain = false, isRunning = false;

    class Cell {
        constructor(name, box, text, isAdded) {
            Object.assign(this, { name, box, isAdded, lessonText: text, text, editor: null, isEdited: isAdded });
            this.code = box.querySelector("pre.code");
            this.place = this.code.closest(".copied") || this.code;
            this.bar = box.querySelector(".bar");
            this.state = element("span", { class: "own", role: "status" });
            this.bar.querySelector("a").after(this.state);
            const button = (words, title, action) => {
                const made = element("button", { type: "button", title, "aria-label": `${words} ${this.words}` }, words);
                made.addEventListener("click", action);
                return made;
            };
            this.edit = button("Edit", "Change the code of this cell", () => this.open(true));
            this.run = button("Run", "Run from this cell on (Shift-Enter)", () => this.start());
            this.run.classList.add("run");
            this.stop = button("Stop", "End the run", () => connection.send({ stop: {} }));
            this.reset = button(isAdded ? "Remove" : "Reset", isAdded ? "Remove this cell" : "Back to the lesson’s text", () => this.goBack());
            this.add = button("Add below", "A new cell below this one", () => connection.send({ add: { below: this.anchor, window: ownWindow } }));
            this.tools = element("span", { class: "cell-tools" }, this.edit, this.run, this.stop, this.reset, this.add);
            this.bar.append(this.tools);
            this.verified = Array.from(box.children).filter((part) => part.matches("pre.output, figure, .failure"));
            this.own = element("div", { class: "result" });
            box.append(this.own);
            this.stop.hidden = true;
            this.show();
        }
        get words() { return this.isAdded ? "your cell" : `cell ${this.name}`; }
        get anchor() { return this.isAdded ? this.below : this.name; }

        show() {
            this.box.classList.toggle("edited", this.isEdited && !isPlain);
            this.reset.hidden = !this.isEdited && !this.isRun;
            this.edit.hidden = this.editor !== null;
        }
        open(isAsked) {
            if (!this.editor) {
                this.editor = makeEditor(this.place, this.name, this.text, `Code of ${this.words}`, {
                    changed: () => this.changed(),
                    idle: () => this.examine(),
                    run: () => this.start(),
                    runAndMoveOn: () => { this.start(); this.moveOn(); },
                    leave: () => this.leave(),
                    begun: () => connection.send({ prepare: { cell: this.name } }),
                });
                if (this.older) this.showOlder();
                this.show();
            }
            if (isAsked) this.editor.focus();
        }
        ask() {
            this.mark = (this.mark || 0) + 1;
            return this.mark;
        }
        changed() {
            this.text = this.editor.text;
            if (!this.isEdited && this.text !== this.lessonText) {
                this.isEdited = true;
                this.say("changed by you, not run yet");
            }
            if (this.isEdited) drafts.changed(this.name, this.text);
            this.show();
        }
        // What a run said of the text holds until it is another one.
        hasRun() {
            this.ranText = this.text;
            this.ask();
        }
        examine() { if (this.editor.text !== this.ranText) connection.send({ examine: { cell: this.name, text: this.editor.text, mark: this.ask() } }); }
        leave() {
            if (!this.isEdited) this.close();
            (this.editor ? this.run : this.edit).focus();
        }
        close() {
            this.editor?.close();
            this.editor = null;
            this.show();
        }
        async start() {
            await drafts.flush();
            connection.send({ run: { cell: this.name } });
        }
        moveOn() {
            const all = Array.from(document.querySelectorAll("main .cell, main .exercise"));
            const next = all.slice(all.indexOf(this.box) + 1).find((box) => box.checkVisibility());
            const cell = Array.from(cells.values()).find((cell) => cell.box === next);
            if (cell) { cell.editor ? cell.editor.focus() : cell.run.focus(); cell.box.scrollIntoView({ block: "nearest" }); }
            else next?.querySelector("textarea, button")?.focus();
        }
        goBack() {
            if (this.isEdited) return drafts.reset(this.name);
            this.showVerified();
        }
        // The lesson's own text, and what it printed when it was verified.
        showVerified() {
            this.isEdited = this.isRun = false;
            this.older = null;
            this.text = this.lessonText;
            this.close();
            this.own.replaceChildren();
            this.box.classList.remove("own-run", "stale", "bad");
            for (const part of this.verified) part.hidden = false;
            this.say("");
            this.show();
        }
        take(entry) {
            this.isEdited = true;
            this.older = entry.isOfOlderText;
            this.below = entry.below || this.below;
            this.text = entry.text;
            this.open(false);
            if (this.editor.text !== entry.text) this.editor.text = entry.text;
            this.text = this.editor.text;
            drafts.forget(this.name);
            this.show();
        }
        showOlder() {
            if (this.olderNote) return;
            const copy = this.code.cloneNode(true);
            copy.hidden = false;
            this.olderNote = element("div", { class: "older" },
                element("p", {}, "The lesson has changed since you changed this cell. Now it says:"), copy);
            this.editor.messages.after(this.olderNote);
        }
        say(text) { this.state.textContent = text; }
        stale(isStale) {
            this.box.classList.toggle("stale", isStale && !isPlain);
            if (isStale) this.say(this.isEdited ? "changed by you, not run yet" : "out of date: something above has changed");
            else if (/^out of date|not run yet$/.test(this.state.textContent)) this.say("");
        }
        begins() {
            this.isRun = true;
            this.hasRun();
            this.output = null;
            this.own.replaceChildren();
            for (const part of this.verified) part.hidden = true;
            this.box.classList.remove("stale", "bad");
            this.box.classList.add("own-run", "running");
            this.editor?.show([]);
            this.say("running …");
            this.show();
        }
        prints(text) {
            if (!this.output) {
                this.output = element("samp", {});
                this.own.append(element("pre", { class: "output", tabindex: "0", role: "region", "aria-label": `Your output of ${this.words}` }, this.output));
            }
            this.output.append(text);
        }
        figure(html) {
            const box = element("div", { class: "own-figure" });
            box.innerHTML = html;
            this.own.append(box);
        }
        ended({ outcome, isAsPromised, seconds, problems }) {
            this.hasRun();
            this.box.classList.remove("running");
            this.box.classList.add("own-run");
            const time = seconds === undefined || seconds === null ? "" : ` in ${seconds < 1 ? Math.round(seconds * 1000) + " ms" : seconds.toFixed(1) + " s"}`;
            const words = {
                passed: isAsPromised ? `your run${time}: the same as in the lesson` : `your run${time}`,
                failed: this.isEdited ? `your run${time}` : `your run${time}: not what the lesson has`,
                crashed: "your run: the program stopped here", notCompiled: "your code does not compile",
                timedOut: "your run: stopped at its time limit", notReached: "your run: not reached",
            };
            this.say(words[outcome] || outcome);
            const isBad = !["passed", "failed"].includes(outcome);
            this.box.classList.toggle("bad", isBad);
            // That the output is another is no fault: the reader sees it.
            const shown = outcome === "failed" && !this.isEdited ? [] : problems;
            if (shown.length && !this.editor) this.open(false);
            if (this.editor) this.editor.show(shown);
            if (outcome === "crashed") {
                const first = shown.find((problem) => problem.severity === "error");
                if (first && !this.own.textContent.includes(first.message)) this.prints((this.output?.textContent && !this.output.textContent.endsWith("\n") ? "\n" : "") + first.message + "\n");
            }
            this.show();
        }
    }
    function addOwnCell(entry, isAsked) {
        const below = cells.get(entry.below);
        let last = below ? below.box : exerciseBox(entry.below);
        if (!last) return;
        last = last.closest("details.hidden") || last;
        while (last.nextElementSibling?.classList.contains("added")) last = last.nextElementSibling;
        const box = element("div", { class: "cell plain added" },
            element("p", { class: "bar" }, element("a", {}, "Your cell")), element("pre", { class: "code", tabindex: "0" }, element("code", {}, entry.text)));
        last.after(box);
        const cell = new Cell(entry.name, box, entry.text, true);
        cell.below = entry.below;
        cells.set(entry.name, cell);
        cell.take(entry);
        if (isAsked) cell.editor.focus();
    }
    function exerciseBox(check) { return exercises.find((exercise) => exercise.check === check)?.box; }

    // MARK: What the server says

    const banner = element("div", { class: "yours", role: "region", "aria-label": "Your changes", hidden: "" });
    const bannerText = element("span", {});
    const toVerified = element("button", { type: "button" }, "Show the verified page");
    const stopAll = element("button", { type: "button", hidden: "" }, "Stop");
    stopAll.addEventListener("click", () => connection.send({ stop: {} }));
    banner.append(bannerText, stopAll, toVerified);
    document.body.append(banner);
    const plainKey = "plain " + path;
    toVerified.addEventListener("click", async () => {
        for (const work of connection.beforeReload) await work();
        if (isPlain) sessionStorage.removeItem(plainKey); else sessionStorage.setItem(plainKey, "yes");
        location.reload();
    });
    function showBanner() {
        const own = Array.from(cells.values()).filter((cell) => cell.isEdited || cell.isRun);
        const hidden = isPlain ? hiddenEdits : 0;
        banner.hidden = own.length === 0 && hidden === 0 && !isRunning;
        stopAll.hidden = !isRunning;
        toVerified.textContent = isPlain ? "Show yours" : "Show the verified page";
        bannerText.textContent = isPlain
            ? `This is the verified page. You have changed ${hidden} ${hidden === 1 ? "cell" : "cells"} of it.`
            : "What is marked as yours was not verified.";
    }
    let hiddenEdits = 0;

    function takeState(state) {
        isPlain = sessionStorage.getItem(plainKey) === "yes";
        document.body.classList.toggle("plain", isPlain);
        const boxes = new Map(state.cells.map(({ name }) => [name, document.getElementById("cell." + name)]));
        let number = 0;
        for (const { starter, check } of state.exercises) {
            const box = boxes.get(starter);
            number += 1;
            if (!box) continue;
            const text = state.cells.find((cell) => cell.name === starter).text;
            exercises.push({ box, check, number, part: makeExercise(box, number, text, drafts) });
            const add = element("button", { type: "button", "aria-label": `Add below exercise ${number}` }, "Add below");
            add.addEventListener("click", () => connection.send({ add: { below: check, window: ownWindow } }));
            box.querySelector(".cell-tools").append(add);
        }
        for (const { name, text, kind } of state.cells) {
            const box = boxes.get(name);
            if (!box || ["exercise", "wrong", "solution", "check"].includes(kind)) continue;
            cells.set(name, new Cell(name, box, text, false));
        }
        for (const entry of state.entries) {
            versions.set(entry.name, entry.version);
            const exercise = exercises.find(({ part }) => part.name === entry.name);
            if (exercise) exercise.part.show(entry);
            else if (isPlain) hiddenEdits += 1;
            else if (entry.below) addOwnCell(entry, false);
            else cells.get(entry.name)?.take(entry);
        }
        markStale(state.outOfDate);
        isRunning = state.isRunning;
        takeProgress(state.passed);
        for (const [name, numbers] of Object.entries(state.passed)) {
            if (name === lesson) for (const number of numbers) exercises[number - 1]?.box.classList.add("passed");
        }
        document.documentElement.dataset.notebook = "ready";
    }
    function markStale(names) {
        for (const [name, cell] of cells) cell.stale(!isPlain && names.includes(name));
    }

    const handlers = {
        opened: ({ _0: state }) => takeState(state),
        saved({ _0: entry, window }) {
            versions.set(entry.name, entry.version);
            const exercise = exercises.find(({ part }) => part.name === entry.name);
            if (window === ownWindow) {
                if (!cells.has(entry.name) && !exercise) addOwnCell(entry, true);
                else exercise?.box.querySelector(".label")?.replaceChildren("your answer");
                drafts.settle(entry.name);
            } else if (!drafts.hasDraft(entry.name)) {
                if (exercise) exercise.part.show(entry);
                else if (cells.has(entry.name)) cells.get(entry.name).take(entry);
                else addOwnCell(entry, false);
            }
        },
        stale({ cell: name, _1: entry }) {
            if (entry) versions.set(name, entry.version); else versions.delete(name);
            queued.delete(name);
            const exercise = exercises.find(({ part }) => part.name === name);
            if (exercise) return exercise.part.stale(entry);
            const cell = cells.get(name);
            const mine = cell.text;
            cell.open(false);
            const note = element("div", { class: "older" }, element("p", {}, "The cell has been changed elsewhere, so yours was not saved. There it says:"),
                element("pre", { class: "code", tabindex: "0" }, entry ? entry.text : cell.lessonText));
            const take = element("button", { type: "button" }, "Take that one");
            const keep = element("button", { type: "button" }, "Keep mine");
            take.addEventListener("click", () => { note.remove(); entry ? cell.take(entry) : cell.showVerified(); drafts.settle(name); });
            keep.addEventListener("click", () => { note.remove(); savers.delete(name); drafts.save(name, mine, true); });
            note.append(element("div", { class: "cell-tools" }, take, keep));
            cell.editor.messages.after(note);
        },
        reset({ cell: name }) {
            versions.delete(name);
            drafts.forget(name);
            const exercise = exercises.find(({ part }) => part.name === name);
            const cell = cells.get(name);
            if (exercise) exercise.part.show(null);
            else if (cell?.isAdded) {
                cell.box.remove();
                cells.delete(name);
            } else if (cell) {
                cell.olderNote?.remove();
                cell.olderNote = null;
                cell.showVerified();
                cell.edit.focus();
            }
        },
        runs() { isRunning = true; for (const cell of cells.values()) cell.stop.hidden = false; },
        begins: ({ cell }) => cells.get(cell)?.begins(),
        prints: ({ cell, text }) => cells.get(cell)?.prints(text),
        figure: ({ cell, html }) => cells.get(cell)?.figure(html),
        ended({ cell: name, _1: result }) {
            const cell = cells.get(name);
            if (cell) return cell.ended(result);
            const words = result.problems.map(({ message }) => message).join(" ");
            connection.say(`An exercise below no longer fits your changes: ${words}`, true);
        },
        stopped({ wasStopped, origin, seconds }) {
            isRunning = false;
            for (const cell of cells.values()) {
                cell.stop.hidden = true;
                if (cell.box.classList.contains("running")) {
                    cell.box.classList.remove("running");
                    cell.say(wasStopped ? "stopped by you" : "");
                }
            }
            document.documentElement.dataset.run = origin;
            document.documentElement.dataset.runSeconds = String(seconds);
        },
        differs: () => connection.say("A run of everything gave something else than the quick run before it; this is what it gave."),
        outOfDate: ({ cells: names }) => markStale(names),
        checking: ({ exercise }) => exercises[exercise - 1]?.part.checking(),
        checked({ exercise, _1: state }) {
            exercises[exercise - 1]?.part.checked(state);
            if (state.hasPassed) takeProgress({ [lesson]: [exercise] });
        },
        examined({ cell: name, mark, problems }) {
            const cell = cells.get(name);
            if (cell?.editor && cell.mark === mark) cell.editor.show(problems);
            exercises.find(({ part }) => part.name === name)?.part.examined(mark, problems);
        },
        refused({ reason }) {
            connection.say(reason, true);
            for (const { part } of exercises) part.refused();
        },
    };
    // The verified page shows nothing of what the reader's cells do.
    const ofRuns = ["runs", "begins", "prints", "figure", "ended", "stopped", "differs", "examined"];
    connection.onEvent((name, value) => {
        if (isPlain && ofRuns.includes(name)) return;
        handlers[name]?.(value);
        showBanner();
    });
})();
