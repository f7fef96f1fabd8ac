// A cell of a lesson, or one that the reader added: its code and its editor, its buttons, and what it did.
"use strict";
const NotebookCell = (function () {
    const { element } = course;

    class NotebookCell {
        // The cells of the page by their names.
        static all = new Map();

        constructor(name, box, text, isAdded) {
            Object.assign(this, { name, box, isAdded, lessonText: text, text, editor: null, isEdited: isAdded, waiting: "" });
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
            this.add = button("Add below", "A new cell below this one", () => connection.send({ add: { below: this.anchor, window: connection.ownWindow } }));
            this.tools = element("span", { class: "cell-tools" }, this.edit, this.run, this.stop, this.reset, this.add);
            this.bar.append(this.tools);
            this.verified = Array.from(box.children).filter((part) => part.matches("pre.output, figure, .failure"));
            this.own = element("div", { class: "result" });
            box.append(this.own);
            this.stop.hidden = true;
            NotebookCell.all.set(name, this);
            this.show();
        }
        get words() { return this.isAdded ? "your cell" : `cell ${this.bar.querySelector("a").textContent.replace(/\D/g, "") || this.name}`; }
        get anchor() { return this.isAdded ? this.below : this.name; }

        show() {
            this.box.classList.toggle("edited", this.isEdited && !yours.areHidden);
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
        // What a run says of the text holds until it is another one.
        runs() {
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
            const cell = Array.from(NotebookCell.all.values()).find((cell) => cell.box === next);
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
            this.older = this.shownText = null;
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
            this.box.classList.toggle("stale", isStale && !yours.areHidden);
            const isOwnChange = this.isEdited && this.text !== this.shownText;
            if (isStale) this.say(isOwnChange ? "changed by you, not run yet" : "out of date: something above has changed");
            else if (/^out of date|not run yet$/.test(this.state.textContent)) this.say("");
        }
        begins() {
            this.isRun = true;
            this.output = null;
            this.waiting = "";
            this.own.replaceChildren();
            for (const part of this.verified) part.hidden = true;
            this.box.classList.remove("stale", "bad");
            this.box.classList.add("own-run", "running");
            this.editor?.show([]);
            this.say("running …");
            this.show();
        }
        // A program may print a hundred thousand lines one by one: what comes between two frames is shown at once.
        prints(text) {
            if (!this.waiting) requestAnimationFrame(() => this.showOutput());
            this.waiting += text;
        }
        showOutput() {
            if (!this.waiting) return;
            if (!this.output) {
                this.output = element("samp", {}, "");
                this.own.append(element("pre", { class: "output", tabindex: "0", role: "region", "aria-label": `Your output of ${this.words}` }, this.output));
            }
            this.output.append(this.waiting);
            this.output.normalize();
            this.waiting = "";
        }
        figure(html) {
            this.showOutput();
            const box = element("div", { class: "own-figure" });
            box.innerHTML = html;
            this.own.append(box);
        }
        ended({ outcome, isAsPromised, seconds, problems }) {
            this.showOutput();
            this.box.classList.remove("running");
            this.box.classList.add("own-run");
            // The text that did what is shown.
            this.shownText = ["notCompiled", "notReached"].includes(outcome) ? null : this.ranText;
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
                this.showOutput();
            }
            this.show();
        }

        // A cell of the reader's own, in a box after another.
        static add(entry, last) {
            while (last.nextElementSibling?.classList.contains("added")) last = last.nextElementSibling;
            const box = element("div", { class: "cell plain added" },
                element("p", { class: "bar" }, element("a", {}, "Your cell")), element("pre", { class: "code", tabindex: "0" }, element("code", {}, entry.text)));
            last.after(box);
            const cell = new NotebookCell(entry.name, box, entry.text, true);
            cell.below = entry.below;
            cell.take(entry);
            return cell;
        }
        // Back to what the lesson has; a cell of the reader's own goes.
        drop() {
            if (this.isAdded) {
                this.box.remove();
                NotebookCell.all.delete(this.name);
                return;
            }
            this.olderNote?.remove();
            this.olderNote = null;
            this.showVerified();
            this.edit.focus();
        }
        // The file has another text than the one that this was written over.
        conflict(entry) {
            const mine = this.text;
            this.open(false);
            const note = element("div", { class: "older" }, element("p", {}, "The cell has been changed elsewhere, so yours was not saved. There it says:"),
                element("pre", { class: "code", tabindex: "0" }, entry ? entry.text : this.lessonText));
            const take = element("button", { type: "button" }, "Take that one");
            const keep = element("button", { type: "button" }, "Keep mine");
            take.addEventListener("click", () => { note.remove(); entry ? this.take(entry) : this.showVerified(); drafts.settle(this.name); });
            keep.addEventListener("click", () => { note.remove(); drafts.keep(this.name, mine); });
            note.append(element("div", { class: "cell-tools" }, take, keep));
            this.editor.messages.after(note);
        }
    }
    return NotebookCell;
})();
