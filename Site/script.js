// What a page can do beyond being read; reading needs none of it.
(function () {
    "use strict";
    const root = document.documentElement;

    // MARK: Storage, which a browser may refuse

    const storage = {
        get(key) { try { return localStorage.getItem(key); } catch { return null; } },
        set(key, value) {
            try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* not kept */ }
        },
    };

    function element(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }

    // MARK: Theme

    const themes = ["auto", "light", "dark"];
    const names = { auto: "as the system", light: "light", dark: "dark" };
    // A half-filled disc, a sun, a moon.
    const drawings = {
        auto: ["M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12", "M8 2a6 6 0 0 1 0 12z"],
        light: ["M8 .8v1.7M8 13.5v1.7M.8 8h1.7M13.5 8h1.7M2.9 2.9l1.2 1.2M11.9 11.9l1.2 1.2M2.9 13.1l1.2-1.2M11.9 4.1l1.2-1.2", "M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6"],
        dark: ["M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z"],
    };
    const themeButton = document.querySelector("button.theme");
    function showTheme(theme) {
        if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
        const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        picture.setAttribute("viewBox", "0 0 16 16");
        picture.setAttribute("aria-hidden", "true");
        for (const [number, line] of drawings[theme].entries()) {
            const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
            path.setAttribute("d", line);
            if (number > 0) path.setAttribute("class", "filled");
            picture.append(path);
        }
        themeButton.replaceChildren(picture);
        themeButton.title = "Theme: " + names[theme];
        themeButton.setAttribute("aria-label", themeButton.title);
    }
    showTheme(root.dataset.theme || "auto");
    themeButton.addEventListener("click", () => {
        const next = themes[(themes.indexOf(root.dataset.theme || "auto") + 1) % 3];
        storage.set("theme", next === "auto" ? null : next);
        showTheme(next);
    });

    // MARK: Copying

    async function copy(text) {
        // For a page opened as a file, a browser may offer only this older way.
        try { await navigator.clipboard.writeText(text); return; } catch { /* Try the older way. */ }
        const field = element("textarea", { class: "offscreen", "aria-hidden": "true" });
        field.value = text;
        document.body.append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
    }
    for (const code of document.querySelectorAll("main pre.code")) {
        const button = element("button", { type: "button", class: "copy", "aria-label": "Copy the code" }, "Copy");
        button.addEventListener("click", async () => {
            await copy(code.textContent);
            button.textContent = "Copied";
            setTimeout(() => { button.textContent = "Copy"; }, 1500);
        });
        const bar = code.previousElementSibling;
        if (bar?.classList.contains("bar")) { bar.append(button); continue; }
        const frame = element("div", { class: "copied" });
        code.replaceWith(frame);
        frame.append(code, button);
    }

    // MARK: How to edit and run what is shown, where the page is not a notebook already

    const isNotebook = document.querySelector("script[src^='/.lessons/']") !== null;
    const command = ".build/debug/lessons serve";
    function explainNotebook() {
        const dialog = element("dialog", { class: "how", "aria-labelledby": "how.title" });
        const close = element("button", { type: "button" }, "Close");
        const copyCommand = element("button", { type: "button" }, "Copy the command");
        copyCommand.addEventListener("click", async () => { await copy(command); copyCommand.textContent = "Copied"; });
        close.addEventListener("click", () => dialog.close());
        dialog.addEventListener("close", () => dialog.remove());
        dialog.append(
            element("h2", { id: "how.title" }, "Edit and run it yourself"),
            element("p", {}, "On your own machine every cell of these pages can be changed and run, and every exercise is checked. In the course’s folder, after ‘make run’:"),
            element("pre", { class: "code", tabindex: "0" }, element("code", {}, command)),
            element("p", {}, copyCommand, " ", close));
        document.body.append(dialog);
        dialog.showModal();
    }
    if (!isNotebook) {
        for (const bar of document.querySelectorAll(".cell > .bar, .exercise > .bar:first-child")) {
            const words = bar.querySelector("a")?.textContent || "";
            const button = element("button", { type: "button", class: "copy", "aria-label": "How to edit and run " + words.toLowerCase() }, "Run it");
            button.addEventListener("click", explainNotebook);
            bar.append(button);
        }
    }

    // MARK: Progress: lessons read and exercises done, remembered in this browser

    const progressShown = [];
    addEventListener("progress", () => { for (const show of progressShown) show(); });

    const storageKey = (path, what) => "progress/" + path.replace(/\.html$/, "") + "/" + what;
    function toggle(name, label, labelDone) {
        const button = element("button", { type: "button", class: "progress" });
        const show = () => {
            const isDone = storage.get(name) !== null;
            button.setAttribute("aria-pressed", String(isDone));
            button.textContent = isDone ? labelDone : label;
        };
        button.addEventListener("click", () => {
            storage.set(name, storage.get(name) === null ? "done" : null);
            show();
            showMarks();
        });
        show();
        progressShown.push(show);
        return button;
    }
    // What a list of lessons says of each, changed at once by what is done on this page.
    const marks = [], showMarks = () => { for (const show of marks) show(); };
    const path = document.body.dataset.path;
    // A question is done when the kept choice is right; earlier versions kept no more than that.
    const isRight = (kept) => kept !== null && kept.split(".")[0] === "right";
    // What the scripts after this one use.
    window.course = { storage, element, storageKey, isRight, path, showMarks, whenProgress: (show) => progressShown.push(show) };
    document.querySelectorAll("section.exercise").forEach((exercise, index) => {
        exercise.append(toggle(storageKey(path, "exercise-" + (index + 1)), "Mark this exercise as done", "✓ Done"));
    });
    if (document.body.classList.contains("lesson")) {
        document.querySelector("main").append(toggle(storageKey(path, "read"), "Mark this lesson as read", "✓ Read"));
    }
    for (const item of document.querySelectorAll("[data-lesson]")) {
        const show = () => {
            const isRead = storage.get(storageKey(item.dataset.lesson, "read")) !== null;
            const count = Number(item.dataset.exercises);
            let done = 0;
            for (let n = 1; n <= count; n++) if (storage.get(storageKey(item.dataset.lesson, "exercise-" + n)) !== null) done++;
            const questions = Number(item.dataset.questions || 0);
            let right = 0;
            for (let n = 1; n <= questions; n++) if (isRight(storage.get(storageKey(item.dataset.lesson, "question-" + n)))) right++;
            const counted = (n, count, word) => n > 0 ? n + " of " + count + " " + word + (count === 1 ? "" : "s") : "";
            const isDone = count + questions > 0 ? done === count && right === questions : isRead;
            const words = [isRead ? "✓ read" : "", counted(done, count, "exercise"), counted(right, questions, "question")];
            const text = words.filter(Boolean).join(", ");
            item.querySelector(".state")?.remove();
            if (item.closest("aside")) {
                if (isDone || isRead) item.append(element("span", { class: "state", role: "img", "aria-label": text, title: text }, "✓"));
            } else if (text) item.append(element("span", { class: "state" }, text));
            item.isRead = isRead;
        };
        show();
        marks.push(show);
    }
    progressShown.push(showMarks);
    const map = document.querySelector("main > .map");
    if (map) {
        const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith("progress/")); } catch { return []; } };
        const save = element("button", { type: "button" }, "Export your progress");
        const reset = element("button", { type: "button" }, "Reset it");
        const line = element("p", { class: "begin" }, save, reset);
        save.addEventListener("click", () => {
            const done = keys().filter((key) => storage.get(key) === "done" || isRight(storage.get(key)));
            const file = new Blob([JSON.stringify(done.sort(), null, 2)], { type: "application/json" });
            const link = element("a", { href: URL.createObjectURL(file), download: "progress.json" });
            link.click();
            URL.revokeObjectURL(link.href);
        });
        reset.addEventListener("click", () => {
            if (!confirm("Forget which lessons you have read, and which exercises and questions you have done? What you wrote stays.")) return;
            for (const key of keys()) storage.set(key, null);
            dispatchEvent(new Event("progress-reset"));
            dispatchEvent(new Event("progress"));
        });
        const show = () => { line.hidden = keys().length === 0; };
        show();
        progressShown.push(show);
        map.after(line);
    }
    const begin = document.querySelector(".begin a");
    if (begin) {
        const lessons = Array.from(document.querySelectorAll("[data-lesson]"));
        const next = lessons[lessons.findLastIndex((item) => item.isRead) + 1];
        if (next && next !== lessons[0]) {
            begin.href = next.querySelector("a").href;
            begin.textContent = "Continue with " + next.querySelector("span").textContent + " " + next.querySelector("a").textContent;
        }
    }

    // MARK: Headings that one can link to

    for (const heading of document.querySelectorAll("main :is(h2, h3)[id]")) {
        const link = element("a", { class: "permalink", href: "#" + encodeURIComponent(heading.id), "aria-label": "Link to “" + heading.textContent + "”" }, "#");
        heading.append(link);
    }

    // MARK: The Tab key stops only at what is cut off and can be scrolled

    const parts = "pre, .formula, .table";
    const stop = (part) => { part.tabIndex = part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight ? 0 : -1; };
    const sizes = new ResizeObserver((entries) => { for (const entry of entries) stop(entry.target); });
    for (const part of document.querySelectorAll(parts)) sizes.observe(part);
    // What live cells and the notebook write in place of it.
    new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
            const around = target.closest?.(parts);
            if (around) stop(around);
            for (const node of addedNodes) {
                if (node.nodeType !== 1) continue;
                for (const part of [node, ...node.querySelectorAll(parts)]) if (part.matches(parts)) sizes.observe(part);
            }
        }
    }).observe(document.querySelector("main"), { childList: true, subtree: true });

    // MARK: Steppers: a slider that shows one frame of a picture; without script all frames are shown in a strip

    for (const picture of document.querySelectorAll("svg.stepper")) {
        const frames = Array.from(picture.querySelectorAll("g.frame[data-box]"));
        if (frames.length < 2) continue;
        const slider = element("input", {
            type: "range", min: "1", max: String(frames.length), value: "1", "aria-label": "Step of the picture",
        });
        const show = () => {
            const number = Number(slider.value) - 1;
            frames.forEach((frame, index) => { frame.style.display = index === number ? "" : "none"; });
            const { box, label } = frames[number].dataset;
            const [, , width, height] = box.split(" ");
            picture.setAttribute("viewBox", box);
            picture.setAttribute("width", width);
            picture.setAttribute("height", height);
            picture.setAttribute("aria-label", label);
            back.disabled = number === 0;
            on.disabled = number === frames.length - 1;
            slider.setAttribute("aria-valuetext", `${number + 1} of ${frames.length}: ${label}`);
        };
        const [back, on] = [["◀", "Previous step", -1], ["▶", "Next step", 1]].map(([sign, label, step]) => {
            const button = element("button", { type: "button", "aria-label": label }, sign);
            button.addEventListener("click", () => { slider.value = Number(slider.value) + step; show(); });
            return button;
        });
        slider.addEventListener("input", show);
        picture.after(element("div", { class: "steps" }, back, slider, on));
        show();
    }

    // MARK: Contents beside the text are open, and contents above it are folded

    const isWide = matchMedia("(min-width: 70rem)");
    function fold() {
        for (const part of document.querySelectorAll("aside details")) part.open = isWide.matches;
    }
    fold();
    isWide.addEventListener("change", fold);

    // MARK: The current section in the contents

    const links = new Map();
    for (const link of document.querySelectorAll("nav.contents a")) {
        links.set(decodeURIComponent(link.hash.slice(1)), link);
    }
    if (links.size > 0) {
        const headings = Array.from(links.keys(), (id) => document.getElementById(id)).filter(Boolean);
        const markCurrent = () => {
            let current = null;
            for (const heading of headings) if (heading.getBoundingClientRect().top < 120) current = heading.id;
            for (const [id, link] of links) {
                if (id === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
            }
        };
        addEventListener("scroll", markCurrent, { passive: true });
        markCurrent();
    }
})();
