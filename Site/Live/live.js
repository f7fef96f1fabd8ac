// Live cells: what the reader moves, the code as it is then, and what it prints and shows.
"use strict";
(function () {
    const { element } = course;

    class LiveCell {
        constructor(box, engine) {
            const told = JSON.parse(box.dataset.live);
            Object.assign(this, { box, engine, ...told, id: box.id });
            this.numbers = this.parameters.map(parameter => parameter.written);
            this.code = box.querySelector("pre.code");
            this.places = liveCode(this.code, this.parameters);
            this.controls = this.parameters.map((parameter, index) =>
                liveControls.make(parameter, numbers => this.set(this.numbers.with(index, numbers))));
            this.reset = element("button", { type: "button", class: "reset" }, "Reset");
            this.reset.setAttribute("aria-label", `Reset cell ${this.number}`);
            this.reset.addEventListener("click", () => this.set(this.parameters.map(parameter => parameter.written)));
            this.state = element("span", { class: "state" });
            this.said = element("span", { class: "offscreen", role: "status" });
            const tools = element("div", { class: "cell-state" }, this.reset, this.state, this.said);
            if (this.waits) this.addRun(tools);
            this.panel = element("div", { class: "controls", role: "group", "aria-label": `What you can change in cell ${this.number}` },
                ...this.controls.map(control => control.box), tools);
            this.now = element("div", { class: "now" });
            this.code.after(this.panel);
            box.append(this.now);
            box.querySelector(".bar > a").after(element("span", { class: "label" }, "live"));
            this.show();
        }

        get isWritten() { return this.parameters.every(({ written }, index) => liveValues.same(written, this.numbers[index])); }

        // A cell that takes long waits to be asked.
        addRun(tools) {
            this.run = element("button", { type: "button", class: "run", "aria-label": `Run cell ${this.number} with these values` }, "Run");
            this.run.addEventListener("click", () => this.isRunning ? this.stop() : this.follow());
            tools.prepend(this.run);
        }

        set(numbers) {
            this.numbers = numbers;
            this.show();
            addressChanged();
            if (this.isWritten) this.goBack();
            else if (!this.waits) this.follow();
            else if (!this.isRunning) this.say("changed, not run yet");
        }

        show() {
            this.controls.forEach((control, index) => control.show(this.numbers[index]));
            this.parameters.forEach((parameter, index) => {
                const place = this.places[index], isWritten = liveValues.same(parameter.written, this.numbers[index]);
                place.textContent = isWritten ? place.dataset.written : liveValues.literal(parameter, this.numbers[index], place.dataset.written);
                place.classList.toggle("changed", !isWritten);
            });
            this.reset.disabled = this.isWritten;
        }

        // Shows what is written again, which was verified and need not be computed.
        goBack() {
            if (this.isRunning) this.stop();
            this.asked = null;
            this.box.classList.remove("moved");
            this.say("");
            this.announce(() => "as it is written");
        }

        follow() {
            const asked = this.asked = {};
            this.now.ariaBusy = "true";
            if (this.waits) this.begin();
            else setTimeout(() => { if (this.asked === asked) this.say("computing …"); }, 300);
            const numbers = this.numbers;
            this.engine.run(this.cell, numbers, result => {
                // An answer to an older position is shown while the newest is computed, unless the reader has gone back.
                if (this.asked === null) return;
                this.take(result);
                if (this.asked === asked) {
                    this.asked = {};
                    this.now.ariaBusy = "false";
                    this.end(result, numbers);
                }
            });
        }

        take(result) {
            if (result.failure !== undefined) return;
            const opened = Array.from(this.now.querySelectorAll("details"), part => part.open);
            this.now.replaceChildren(...liveShown(result, this.number));
            this.now.querySelectorAll("details").forEach((part, index) => { part.open = opened[index] ?? false; });
            this.box.classList.add("moved");
        }

        // What was run may be another position than that which the controls and the code show by now.
        end(result, numbers) {
            if (this.waits) this.ended();
            if (result.failure !== undefined) {
                const sentence = `This cell cannot run here: ${result.failure}. Below is what it gives as it is written.`;
                this.say(sentence);
                this.box.classList.remove("moved");
                this.announce(() => sentence);
                return;
            }
            const isShown = numbers.every((one, index) => liveValues.same(one, this.numbers[index]));
            this.say(this.waits && !isShown ? "changed, not run yet" : "");
            this.announce(() => [result.output.trim(), ...result.figures.map(figure => figure.alternativeText)].join(" "));
        }

        // Tells those who do not see the page what the newest position gives, when it has rested for a moment.
        announce(words) {
            clearTimeout(this.announcing);
            this.announcing = setTimeout(() => { this.said.textContent = words().replace(/\s+/g, " ").slice(0, 400); }, 700);
        }

        begin() {
            const start = performance.now();
            this.isRunning = true;
            this.run.textContent = "Stop";
            const tell = () => this.say(`running, ${Math.round((performance.now() - start) / 1000)} s …`);
            tell();
            this.ticking = setInterval(tell, 1000);
        }

        ended() {
            clearInterval(this.ticking);
            this.isRunning = false;
            this.run.textContent = "Run";
        }

        stop() {
            this.asked = null;
            this.engine.stop(this.cell);
            this.ended();
            this.say("stopped");
        }

        say(text) { this.state.textContent = text; }
    }

    // MARK: The page's cells, and their positions in its address

    if (!LiveEngine.isPossible) return;
    const boxes = Array.from(document.querySelectorAll("[data-live]"));
    const engine = new LiveEngine(document.body.dataset.root, JSON.parse(boxes[0]?.dataset.live || "{}").scripts || []);
    const cells = boxes.map(box => new LiveCell(box, engine));

    let writing = null;
    function addressChanged() {
        // Browsers refuse an address that changes with each move of a hand.
        clearTimeout(writing);
        writing = setTimeout(() => {
            const text = liveAddress.text(cells);
            if (text !== "" || location.hash.includes("&")) history.replaceState(null, "", location.href.split("#")[0] + text);
        }, 300);
    }
    function readAddress() {
        const read = liveAddress.read(cells, location.hash);
        for (const [cell, numbers] of read) cell.set(numbers);
        // With values after the cell's name the browser does not find it.
        if (read.length > 0) read[0][0].box.scrollIntoView();
    }
    addEventListener("hashchange", readAddress);
    readAddress();
    document.documentElement.dataset.liveCells = "ready";
})();
