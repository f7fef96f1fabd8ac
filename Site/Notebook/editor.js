// An editor for the code of a cell: CodeMirror, with a notebook's keys, and the compiler's words at their places.
"use strict";
const makeEditor = (function () {
    let count = 0;

    function element(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }

    // Replaces `place`, an element with code, by an editor. `actions` has changed(), idle(), run(), runAndMoveOn(), leave(),
    // complete(line, column), describe(line, column).
    function makeEditor(place, text, label, actions) {
        const frame = element("div", { class: "editor" });
        const messages = element("ul", { class: "problems", id: `problems.${++count}`, "aria-live": "polite" });
        place.after(frame, messages);
        place.hidden = true;
        const code = CodeMirror(frame, {
            value: text.replace(/\n$/, ""), mode: "swift", indentUnit: 4, lineWrapping: false, viewportMargin: Infinity,
            matchBrackets: true, autoCloseBrackets: true, lineNumbers: true, screenReaderLabel: label,
            cursorScrollMargin: 40,
            extraKeys: {
                "Shift-Enter": () => actions.runAndMoveOn(), "Ctrl-Enter": () => actions.run(), "Cmd-Enter": () => actions.run(),
                Esc: () => (closeList() ? undefined : actions.leave()),
                Tab: (editor) => {
                    if (list) return choose();
                    editor.somethingSelected() ? editor.indentSelection("add") : editor.replaceSelection("    ", "end");
                },
                "Shift-Tab": "indentLess", "Ctrl-Space": () => ask(), "Alt-I": () => askType(),
                Up: () => move(-1), Down: () => move(1), Enter: () => (list ? choose() : CodeMirror.Pass),
            },
        });
        code.getInputField().setAttribute("aria-describedby", messages.id);
        let timer = null, marks = [];
        code.on("change", () => {
            closeList();
            actions.changed();
            clearTimeout(timer);
            timer = setTimeout(() => actions.idle(), 400);
        });
        code.on("cursorActivity", () => { closeHint(); });
        code.on("blur", () => { setTimeout(closeList, 200); });

        // MARK: How a word may go on

        let list = null, hint = null;
        function closeList() {
            if (!list) return false;
            list.remove();
            list = null;
            return true;
        }
        function closeHint() {
            hint?.remove();
            hint = null;
        }
        function ask() {
            const at = code.getCursor();
            actions.complete(at.line, at.ch);
        }
        function askType() {
            const at = code.getCursor();
            actions.describe(at.line, at.ch);
        }
        function showWords(words) {
            closeList();
            const at = code.getCursor();
            const start = code.getLine(at.line).slice(0, at.ch).match(/[\p{L}\p{N}_]*$/u)[0];
            const fitting = words.filter((word) => word.text.toLowerCase().startsWith(start.toLowerCase())).slice(0, 12);
            if (fitting.length === 0) return;
            list = element("ul", { class: "words", role: "listbox", "aria-label": "How the word may go on" });
            for (const word of fitting) {
                const item = element("li", { role: "option", "aria-selected": "false" }, word.label);
                item.insertion = word.text;
                item.start = start.length;
                item.addEventListener("mousedown", (event) => { event.preventDefault(); select(item); choose(); });
                list.append(item);
            }
            select(list.firstChild);
            code.addWidget(at, list, true);
        }
        function select(item) {
            for (const other of list.children) other.setAttribute("aria-selected", String(other === item));
            item.scrollIntoView({ block: "nearest" });
        }
        function selected() { return list?.querySelector("[aria-selected=true]"); }
        function move(step) {
            if (!list) return CodeMirror.Pass;
            const next = step > 0 ? selected().nextSibling : selected().previousSibling;
            if (next) select(next);
        }
        function choose() {
            const item = selected(), at = code.getCursor();
            closeList();
            code.replaceRange(item.insertion, { line: at.line, ch: at.ch - item.start }, at);
        }
        function showType(text) {
            closeHint();
            if (!text) return;
            hint = element("pre", { class: "type", role: "status" }, text);
            code.addWidget(code.getCursor(), hint, true);
        }

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
            frame, messages, show, showWords, showType,
            get text() { return code.getValue() + "\n"; },
            set text(text) { code.setValue(text.replace(/\n$/, "")); },
            focus() { code.focus(); },
            refresh() { code.refresh(); },
            close() {
                clearTimeout(timer);
                frame.remove();
                messages.remove();
                place.hidden = false;
            },
        };
    }
    makeEditor.element = element;
    return makeEditor;
})();
