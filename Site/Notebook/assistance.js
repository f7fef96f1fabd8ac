// What may be written at the cursor, and what is there, as the toolchain's language server says.
"use strict";
const assist = (function () {
    const waiting = new Map();
    let count = 0;

    function ask(kind, request) {
        const mark = ++count;
        return new Promise((done) => {
            waiting.set(mark, done);
            connection.send({ [kind]: { ...request, mark } });
        });
    }
    connection.onEvent((name, value) => {
        if (name !== "completions" && name !== "described") return;
        waiting.get(value.mark)?.(value);
        waiting.delete(value.mark);
    });

    // Helps in an editor of CodeMirror. `cell` is the name of what it edits; `line` is where the description of the word at the
    // cursor goes.
    return function (code, cell, line) {
        const place = () => {
            const { line, ch } = code.getCursor();
            return { cell, text: code.getValue() + "\n", line, column: ch };
        };
        const isAt = ({ line, column }) => {
            const cursor = code.getCursor();
            return cursor.line === line && cursor.ch === column;
        };

        // MARK: Completion

        function row(item, _, { label, type, sentence }) {
            item.append(course.element("span", { class: "hint-label" }, label));
            if (type) item.append(course.element("span", { class: "hint-type" }, type));
            if (sentence) item.title = sentence;
        }
        async function hints(asked, isAsked) {
            const { items } = await ask("complete", { ...asked, isAsked });
            // Whoever has typed on is told anew.
            if (!isAt(asked) || code.somethingSelected() || items.length === 0) return null;
            return {
                list: items.map(({ label, type, text, sentence }) => ({ text, label, type, sentence, render: row })),
                from: { line: asked.line, ch: items[0].start }, to: { line: asked.line, ch: asked.column },
            };
        }
        function complete(isAsked) {
            const asked = place();
            hints(asked, isAsked).then((found) => {
                if (found) code.showHint({ hint: () => found, completeSingle: false, updateOnCursorActivity: false });
            });
        }
        let timer = null;
        code.on("inputRead", (_, { text, origin }) => {
            clearTimeout(timer);
            if (origin !== "+input") return;
            const { line, ch } = code.getCursor();
            const before = code.getLine(line).slice(0, ch);
            const isInText = /comment|string|number/.test(code.getTokenTypeAt({ line, ch }) || "");
            if (!isInText && (text[0] === "." ? /[\p{L}\p{N}_)\]"]\.$/u : /[\p{L}_][\p{L}\p{N}_]$/u).test(before)) timer = setTimeout(() => complete(false), 80);
        });
        code.addKeyMap({ "Ctrl-Space": () => complete(true) });

        // MARK: The name at the cursor

        let rest = null;
        code.on("cursorActivity", () => {
            clearTimeout(rest);
            line.hidden = true;
            rest = setTimeout(async () => {
                const asked = place();
                if (!code.hasFocus() || code.somethingSelected() || code.state.completionActive) return;
                const { declaration, sentence } = await ask("describe", asked);
                if (!declaration || !isAt(asked) || !code.hasFocus()) return;
                line.replaceChildren(course.element("code", {}, declaration), sentence ? " " + sentence : "");
                line.hidden = false;
            }, 350);
        });
        code.on("blur", () => { line.hidden = true; });
        return function () {
            clearTimeout(timer);
            clearTimeout(rest);
            code.closeHint();
        };
    };
})();
