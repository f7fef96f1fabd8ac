// Questions with choices: one click, and the reason. What was chosen is kept in this browser.
(function () {
    "use strict";
    const { storage, element, storageKey, isRight, path, showMarks, whenProgress } = course;

    const shown = [];
    function prepare(question, lesson) {
        const key = storageKey(lesson, "question-" + question.dataset.question);
        const items = Array.from(question.querySelectorAll(":scope > ol.choices > li"));
        const answer = question.querySelector(":scope > details.reasons");
        const reasons = Array.from(answer.querySelectorAll(":scope > ol > li"));
        answer.hidden = true;
        const buttons = items.map((item) => {
            const button = element("button", { type: "button", "aria-pressed": "false" }, ...item.childNodes);
            // A button has a name in words; a formula alone is none.
            const words = button.cloneNode(true);
            for (const drawn of words.querySelectorAll(".katex-html")) drawn.remove();
            const name = words.textContent.trim();
            for (const formula of words.querySelectorAll(".katex")) formula.remove();
            if (words.textContent.trim() === "") button.setAttribute("aria-label", name);
            // Filled when it is chosen: a screen reader tells of it then.
            item.append(button, element("div", { class: "reason", role: "status" }));
            return button;
        });
        const show = (chosen) => {
            items.forEach((item, index) => {
                buttons[index].setAttribute("aria-pressed", String(index === chosen));
                const reason = item.lastElementChild;
                reason.replaceChildren(...(index === chosen ? Array.from(reasons[index].childNodes, (node) => node.cloneNode(true)) : []));
                reason.hidden = index !== chosen;
            });
        };
        // The choice is kept: the reader sees it again, and why it is right or wrong.
        const restore = () => {
            const kept = storage.get(key);
            const first = items.findIndex((item) => "right" in item.dataset);
            show(kept === null ? -1 : kept === "right" ? first : Number(kept.replace("right.", "")));
        };
        buttons.forEach((button, index) => button.addEventListener("click", () => {
            storage.set(key, ("right" in items[index].dataset ? "right." : "") + index);
            show(index);
            showMarks();
        }));
        restore();
        whenProgress(restore);
        return { question, isWrong: () => storage.get(key) !== null && !isRight(storage.get(key)) };
    }

    for (const question of document.querySelectorAll("li.question")) prepare(question, path);
    for (const section of document.querySelectorAll("section.questions")) {
        for (const question of section.querySelectorAll("div.question")) {
            shown.push({ section, ...prepare(question, section.dataset.questionsOf) });
        }
    }
    if (shown.length === 0) return;

    // MARK: The page of a part's questions shows what was wrong first

    const onlyWrong = element("button", { type: "button", "aria-pressed": "true" }, "Only what I got wrong");
    const empty = element("p", { role: "status" }, "Nothing to repeat: you have not chosen a wrong answer, or have corrected it.");
    const show = () => {
        const isOnly = onlyWrong.getAttribute("aria-pressed") === "true";
        const sections = new Set();
        for (const { section, question, isWrong } of shown) {
            question.hidden = isOnly && !isWrong();
            if (!question.hidden) sections.add(section);
        }
        for (const { section } of shown) section.hidden = !sections.has(section);
        empty.hidden = sections.size > 0;
    };
    onlyWrong.addEventListener("click", () => {
        onlyWrong.setAttribute("aria-pressed", String(onlyWrong.getAttribute("aria-pressed") !== "true"));
        show();
    });
    document.querySelector("section.questions").before(element("p", {}, onlyWrong), empty);
    show();
    whenProgress(show);
})();
