// The program of a lesson's live cells: the cells before one of them once, and then this cell at each position, each time from the
// memory that they have left. A page's worker and run.mjs use it.
"use strict";
globalThis.LiveProgram = class LiveProgram {
    // `contentOf` gives the bytes of a file of the course's data; undefined if there is none.
    constructor(module, contentOf) {
        Object.assign(this, { module, contentOf, left: new Map(), files: new Set(), instance: null });
    }

    // What a live cell prints and shows with these numbers for its parameters, and why it stopped before its end.
    async run(cell, parameters) {
        if (!this.left.has(cell)) await this.runBefore(cell);
        const left = this.left.get(cell);
        this.instance = this.instance || await this.start();
        const { memory } = this.instance.exports;
        if (left.length > memory.buffer.byteLength) memory.grow((left.length - memory.buffer.byteLength) / 65536);
        const now = new Uint8Array(memory.buffer);
        now.set(left);
        now.fill(0, left.length);
        const begin = performance.now();
        const seen = this.call("lesson_live_" + cell, parameters);
        // What was being done when it stopped is left on the stack.
        if (seen.stop !== undefined) this.instance = null;
        return { ...seen, seconds: (performance.now() - begin) / 1000 };
    }

    // Runs the cells before a live cell, and keeps what they leave in memory there and at the live cells on the way.
    async runBefore(cell) {
        this.instance = await this.start();
        this.wanted = cell;
        const { stop } = this.call("__main_argc_argv", []);
        this.instance = null;
        if (!this.left.has(cell)) throw new Error(stop || "the cell is not reached");
    }

    call(name, parameters) {
        const seen = { output: "", figures: [] };
        const decoder = new TextDecoder();
        this.parameters = parameters;
        this.print = bytes => { seen.output += decoder.decode(bytes, { stream: true }); };
        this.show = figure => seen.figures.push(figure);
        try {
            this.instance.exports[name](0, 0);
        } catch (error) {
            if (error !== LiveProgram.reached) seen.stop = error.sentence ?? `the program stopped: ${error.message}`;
        }
        seen.output += decoder.decode();
        return seen;
    }

    async start() {
        let memory = null;
        const bytes = (start, count) => new Uint8Array(memory.buffer, start, count);
        const text = (start, count) => new TextDecoder().decode(bytes(start, count));
        const stop = sentence => { throw Object.assign(new Error(sentence), { sentence }); };
        const content = name => {
            const found = /^Data\/(?!.*\.\.)/.test(name) ? this.contentOf(name) : undefined;
            if (found) this.files.add(name);
            return found;
        };
        const page = {
            reach: cell => {
                this.left.set(cell, new Uint8Array(memory.buffer).slice());
                if (cell === this.wanted) throw LiveProgram.reached;
            },
            print: (start, count) => this.print(bytes(start, count)),
            show: (svg, svgCount, alternative, alternativeCount, shown, shownCount, data, dataCount) => this.show({
                svg: text(svg, svgCount), alternativeText: text(alternative, alternativeCount), text: text(shown, shownCount),
                ...(data ? { data: text(data, dataCount).split("\n").map(row => row.split("\t")) } : {}),
            }),
            fileSize: (start, count) => content(text(start, count))?.length ?? -1,
            readFile: (start, count, target) => { const found = content(text(start, count)); bytes(target, found.length).set(found); },
            stop: (start, count) => stop(text(start, count)),
            number: (parameter, index) => this.parameters[parameter]?.[index] ?? NaN,
        };
        // The C library asks for these; nothing that a lesson does comes to them.
        const wasi = { fd_close: () => 8, fd_seek: () => 8, fd_write: () => 8, proc_exit: () => stop("exit") };
        const instance = await WebAssembly.instantiate(this.module, { page, wasi_snapshot_preview1: wasi });
        memory = instance.exports.memory;
        return instance;
    }

    // What is thrown to leave the cells before where the wanted one begins.
    static reached = new Error("reached");
};
