// An exercise as a reader does it: an editor with the beginning, a check, hints one after the other, the solution when it is due.
"use strict";
function makeExercise(section, number, starter) {
    const { element } = course;
    const name = "exercise-" + number;
    const code = section.querySelector("pre.code");
    const hints = Array.from(section.querySelectorAll("details.hint"));
    const solution = section.querySelector("details.solution");
    const bar = section.querySelector(".bar");
    for (const part of [...hints, solution, section.querySelector(".bar.check")]) part.classList.add("later");
    section.querySelector(".bar.check").classList.remove("later");
    for (const hint of hints) hint.hidden = true;
    solution.hidden = true;

    const check = element("button", { type: "button", class: "run" }, "Check");
    const reset = element("button", { type: "button" }, "Start over");
    const nextHint = element("button", { type: "button" }, "Show a hint");
    const showSolution = element("button", { type: "button" }, "Show the solution");
    const tools = element("div", { class: "cell-tools" }, check, nextHint, showSolution, reset);
    const result = element("div", { class: "verdict", role: "status" });
    let mark = 0, checkedText = null;
    const editor = makeEditor(code, name, starter, `Your answer to exercise ${number}`, {
        changed() { drafts.changed(name, editor.text); },
        begun() { connection.send({ prepare: { cell: name } }); },
        idle() { if (editor.text !== checkedText) connection.send({ examine: { cell: name, text: editor.text, mark: ++mark } }); },
        run: ask, runAndMoveOn: ask,
        leave() { check.focus(); },
    });
    section.querySelector(".copied .copy, .bar .copy")?.remove();
    editor.messages.after(tools, result);
    const label = bar.querySelector(".label");

    let isWaiting = false;
    async function ask() {
        if (isWaiting) return;
        isWaiting = true;
        // What the check says of the text holds until it is another one.
        checkedText = editor.text;
        mark += 1;
        check.disabled = true;
        result.replaceChildren(element("p", {}, "Checking …"));
        await drafts.save(name, editor.text, true);
        connection.send({ check: { exercise: number } });
    }
    check.addEventListener("click", ask);

    function unfold(details) {
        if (!details) return;
        details.hidden = false;
        details.open = true;
    }
    function showHints(count) {
        hints.slice(0, count).forEach((hint, index) => { if (hint.hidden) { hint.hidden = false; hint.open = index === count - 1; } });
        nextHint.hidden = hints.every((hint) => !hint.hidden);
    }
    nextHint.hidden = hints.length === 0;
    nextHint.addEventListener("click", () => {
        const next = hints.find((hint) => hint.hidden);
        unfold(next);
        next?.querySelector("summary").focus();
        nextHint.hidden = hints.every((hint) => !hint.hidden);
    });
    showSolution.addEventListener("click", () => {
        unfold(solution);
        solution.querySelector("summary").focus();
        showSolution.hidden = true;
    });
    reset.addEventListener("click", async () => {
        await drafts.save(name, editor.text, true);
        drafts.reset(name);
    });

    return {
        name,
        // What the compiler says while the answer is written.
        examined(of, problems) { if (of === mark && !isWaiting) editor.show(problems); },
        // The saved answer, or the beginning where there is none.
        show(entry) {
            if (editor.text !== (entry ? entry.text : starter)) editor.text = entry ? entry.text : starter;
            drafts.forget(name);
            editor.show([]);
            label.textContent = entry ? "your answer" : "begin with this";
            if (entry?.isOfOlderText) {
                result.replaceChildren(element("p", { class: "older" },
                    "The exercise has changed since you began. This is the new beginning; your answer is above."), code.cloneNode(true));
                result.lastChild.hidden = false;
            }
        },
        conflict(entry) {
            const mine = editor.text;
            const take = element("button", { type: "button" }, "Take that one");
            const keep = element("button", { type: "button" }, "Keep mine");
            result.replaceChildren(
                element("p", { class: "older" }, "The answer has been changed elsewhere, so yours was not saved. There it says:"),
                element("pre", { class: "code", tabindex: "0" }, entry ? entry.text : starter), element("div", { class: "cell-tools" }, take, keep));
            take.addEventListener("click", () => { result.replaceChildren(); this.show(entry); drafts.settle(name); });
            keep.addEventListener("click", () => { result.replaceChildren(); drafts.keep(name, mine); });
            isWaiting = false;
            check.disabled = false;
        },
        checking() {
            check.disabled = true;
            result.replaceChildren(element("p", {}, "Checking …"));
        },
        refused() {
            isWaiting = false;
            check.disabled = false;
        },
        checked(state) {
            isWaiting = false;
            check.disabled = false;
            editor.show(state.problems.filter((problem) => problem.line));
            result.replaceChildren();
            section.classList.toggle("passed", state.hasPassed);
            if (state.hasPassed) {
                result.append(element("p", { class: "good" }, "✓ Your answer passes the check."));
                solution.hidden = false;
                showSolution.hidden = true;
                return;
            }
            if (state.lessonFault) {
                result.append(element("p", { class: "bad" }, "The lesson stops before it comes to the exercise, so your answer was not checked. This is not your fault."),
                    element("pre", { tabindex: "0" }, state.lessonFault));
                return;
            }
            result.append(element("p", { class: "bad" }, "✗ Not yet."));
            if (state.sentence) result.append(element("p", { class: "sentence" }, state.sentence));
            for (const problem of state.problems.filter((problem) => !problem.line)) {
                result.append(element("p", {}, problem.message));
                if (problem.detail) result.append(element("pre", { tabindex: "0", "aria-label": "Expected and actual output" }, problem.detail));
            }
            showHints(state.failures);
        },
    };
}
