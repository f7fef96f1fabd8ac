// What the reader wrote: kept when the typing pauses, refused when the file is another one by now.
"use strict";
const drafts = (function () {
    const versions = new Map(), pending = new Map(), savers = new Map(), queued = new Map();
    const version = (name) => versions.get(name) || "none";
    function send(name, text) {
        connection.send({ save: { cell: name, text, version: version(name), window: connection.ownWindow } });
    }
    // What was typed last is not to be written: the text comes from a file.
    function forget(name) {
        clearTimeout(pending.get(name)?.timer);
        pending.delete(name);
    }
    // Writes a text; returns when it is written or refused.
    function save(name, text, isAsked = false) {
        const isPending = pending.has(name);
        forget(name);
        if (!isPending && !isAsked) return Promise.resolve();
        return new Promise((done) => {
            const before = savers.get(name);
            savers.set(name, () => { before?.(); done(); });
            // One at a time: the next needs the version that this one gets.
            if (before) queued.set(name, text); else send(name, text);
        });
    }
    // Writes all that was typed; returns when it is written or refused.
    function flush() { return Promise.all(Array.from(pending, ([name, { text }]) => save(name, text))); }

    connection.beforeReload.push(() => Promise.race([flush(), new Promise((done) => setTimeout(done, 1000))]));
    addEventListener("beforeunload", () => { flush(); });
    return {
        save, forget, flush,
        changed(name, text) {
            clearTimeout(pending.get(name)?.timer);
            pending.set(name, { text, timer: setTimeout(() => save(name, text), 600) });
        },
        // A text has been written; the next one follows.
        settle(name) {
            const next = queued.get(name);
            queued.delete(name);
            if (next !== undefined) return send(name, next);
            savers.get(name)?.();
            savers.delete(name);
        },
        reset(name) { connection.send({ reset: { cell: name, version: version(name) } }); },
        // What the server says of a file: its entry, or nothing where it is gone.
        hear(name, entry) { if (entry) versions.set(name, entry.version); else versions.delete(name); },
        // A text was refused, and so is what was to follow it.
        refuse(name) { queued.delete(name); },
        // Writes a text that was refused over what the file has now.
        keep(name, text) {
            savers.delete(name);
            save(name, text, true);
        },
        hasDraft: (name) => pending.has(name) || savers.has(name),
    };
})();
