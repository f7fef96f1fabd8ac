// Runs the program of a page's live cells in a worker: loaded when it is first asked for, and always the newest position next.
"use strict";
class LiveEngine {
    // What every browser of the last years has, vectors in WebAssembly too.
    static get isPossible() {
        const vectors = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
        return typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof Worker === "function"
            && WebAssembly.validate(Uint8Array.from(vectors));
    }

    // What programs and data are loaded into, by their names.
    static loaded = {};

    constructor(root, scripts) { Object.assign(this, { root, scripts, worker: null, starting: null, waiting: new Map(), current: null }); }

    // Asks what a cell does with numbers; `done` is told, unless the same cell is asked for another position before it begins.
    run(cell, numbers, done) {
        this.waiting.delete(cell);
        this.waiting.set(cell, { cell, numbers, done });
        this.next();
    }

    // Forgets what a cell waits for, and ends what it computes; the next position begins with the cells before it.
    stop(cell) {
        this.waiting.delete(cell);
        if (this.current?.cell !== cell) return;
        this.current = null;
        this.end();
        this.next();
    }

    end() {
        this.worker?.terminate();
        this.worker = null;
    }

    async next() {
        if (this.current || this.waiting.size === 0) return;
        const [cell, request] = Array.from(this.waiting).at(-1);
        this.waiting.delete(cell);
        this.current = request;
        try {
            // A start outlives the request that began it.
            if (!this.worker) await (this.starting ??= this.start().finally(() => { this.starting = null; }));
            if (this.current === request) this.worker.postMessage({ cell, numbers: request.numbers });
        } catch (error) {
            if (this.current === request) this.finish({ failure: error.message });
        }
    }

    finish(result) {
        const { done } = this.current;
        this.current = null;
        done(result);
        this.next();
    }

    async start() {
        for (const name of this.scripts) await this.load(name);
        const text = `self.LiveProgram = ${LiveProgram};\n(${LiveEngine.work})();`;
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        const worker = new Worker(address);
        URL.revokeObjectURL(address);
        worker.onmessage = ({ data }) => { if (worker === this.worker) this.finish(data); };
        worker.onerror = event => {
            if (worker !== this.worker) return;
            this.end();
            if (this.current) this.finish({ failure: event.message || "the worker does not start" });
        };
        const [program, ...files] = this.scripts;
        worker.postMessage({ code: LiveEngine.loaded[program], files: files.map(name => [name, LiveEngine.loaded[name]]) });
        this.worker = worker;
    }

    // A script, since a page that was opened as a file may read nothing else.
    load(name) {
        if (LiveEngine.loaded[name] !== undefined) return Promise.resolve();
        return new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = `${this.root}assets/live/${name.split("/").map(encodeURIComponent).join("/")}.js`;
            script.onload = () => { script.remove(); resolve(); };
            script.onerror = () => { script.remove(); reject(new Error("its program cannot be loaded")); };
            document.head.append(script);
        });
    }

    // What the worker does; this text is all that it has of the page, with `LiveProgram`.
    static work = function () {
        // Two bytes in each character after the first, which says how many there are too many at the end; after a mark comes a
        // character with its first bit turned.
        const bytes = text => {
            const pairs = new Uint16Array(text.length);
            let count = 0;
            for (let index = 1; index < text.length; index++) {
                const character = text.charCodeAt(index);
                pairs[count++] = character === 1 ? text.charCodeAt(++index) ^ 0x8000 : character;
            }
            return new Uint8Array(pairs.buffer, 0, Math.max(2 * count - Number(text[0]), 0) || 0);
        };
        let program;
        const prepared = async ({ code, files }) => {
            const stream = new Blob([bytes(code)]).stream().pipeThrough(new DecompressionStream("gzip"));
            const module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
            const contents = new Map(files.map(([name, text]) => [name, bytes(text)]));
            return new LiveProgram(module, name => contents.get(name));
        };
        self.onmessage = async ({ data }) => {
            if (data.code !== undefined) { program = prepared(data); program.catch(() => {}); return; }
            try {
                self.postMessage(await (await program).run(data.cell, data.numbers));
            } catch (error) {
                self.postMessage({ failure: error.message });
            }
        };
    };
}
