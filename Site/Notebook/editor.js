// An editor for the code of a cell: CodeMirror, with a notebook's keys, and the compiler's words at their places.
"use strict";
const makeEditor = (function () {
    const { element } = course;
    let count = 0;

    // Replaces `place`, an element with the code of a cell, by an editor. `actions` has begun(), changed(), idle(), run(),
    // runAndMoveOn(), leave().
    function makeEditor(place, cell, text, label, actions) {
        const frame = element("div", { class: "editor" });
        const messages = element("ul", { class: "problems", id: `problems.${++count}`, "aria-live": "polite" });
        const description = element("p", { class: "description", hidden: "" });
        place.after(frame, description, messages);
        place.hidden = true;
        const code = CodeMirror(frame, {
            value: text.replace(/\n$/, ""), mode: "swift", indentUnit: 4, lineWrapping: false, viewportMargin: Infinity,
            matchBrackets: true, autoCloseBrackets: true, lineNumbers: true, screenReaderLabel: label,
            cursorScrollMargin: 40,
            extraKeys: {
                "Shift-Enter": () => actions.runAndMoveOn(), "Ctrl-Enter": () => actions.run(), "Cmd-Enter": () => actions.run(),
                Esc: () => actions.leave(),
                Tab: (editor) => {
                    editor.somethingSelected() ? editor.indentSelection("add") : editor.replaceSelection("    ", "end");
                },
                "Shift-Tab": "indentLess",
            },
        });
        code.getInputField().setAttribute("aria-describedby", messages.id);
        let timer = null, marks = [];
        code.on("change", () => {
            actions.changed();
            clearTimeout(timer);
            timer = setTimeout(() => actions.idle(), 400);
        });
        code.on("focus", () => { actions.begun(); });
        const endAssistance = assist(code, cell, description);

        // MARK: Problems at their places

        function show(problems) {
            for (const mark of marks) mark.clear();
            code.eachLine((line) => { code.removeLineClass(line, "background"); });
            marks = [];
            messages.replaceChildren();
            for (const { line, column, severity, message, detail } of problems) {
                const isHere = line && line <= code.lineCount();
                if (isHere) {
                    const text = code.getLine(line - 1), start = Math.min((column || 1) - 1, text.length);
                    const word = text.slice(start).match(/^[\p{L}\p{N}_]+/u);
                    const end = column ? start + (word ? word[0].length : 1) : text.length;
                    const from = { line: line - 1, ch: end > text.length && start > 0 ? start - 1 : start };
                    marks.push(code.markText(from, { line: line - 1, ch: Math.max(end, from.ch + 1) }, { className: "mark " + severity }));
                    code.addLineClass(line - 1, "background", severity + "-line");
                }
                const item = element("li", { class: severity });
                if (isHere) {
                    const place = element("button", { type: "button", class: "at" }, `Line ${line}` + (column ? `, column ${column}` : ""));
                    place.addEventListener("click", () => { code.focus(); code.setCursor(line - 1, (column || 1) - 1); });
                    item.append(place, " ");
                }
                item.append(element("span", {}, message));
                if (detail) item.append(element("pre", { tabindex: "0" }, detail));
                messages.append(item);
            }
        }
        return {
            frame, messages, show,
            get text() { return code.getValue() + "\n"; },
            set text(text) { code.setValue(text.replace(/\n$/, "")); },
            focus() { code.focus(); },
            refresh() { code.refresh(); },
            close() {
                clearTimeout(timer);
                endAssistance();
                frame.remove();
                description.remove();
                messages.remove();
                place.hidden = false;
            },
        };
    }
    return makeEditor;
})();
