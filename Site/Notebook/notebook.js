// A lesson as a notebook: every cell can be edited and run where it is. What the reader changed never looks verified.
"use strict";
(async function () {
    const isLesson = document.body.classList.contains("lesson");
    const lesson = isLesson ? document.body.dataset.path.replace(/\.html$/, "") : null;

    // MARK: Progress follows from passing

    function takeProgress(passed) {
        const key = (name, exercise) => `progress/${name}/exercise-${exercise}`;
        let isNew = false;
        try {
            for (const [name, exercises] of Object.entries(passed)) {
                for (const exercise of exercises) {
                    if (localStorage.getItem(key(name, exercise)) !== null) continue;
                    localStorage.setItem(key(name, exercise), "done");
                    isNew = true;
                }
            }
        } catch { /* The browser keeps nothing. */ }
        if (isNew) dispatchEvent(new Event("progress"));
    }

    const passed = await connection.open(lesson);
    if (passed === null) {
        if (isLesson) connection.notice("To edit and run the cells, open the address that ‘lessons serve’ shows in the terminal.");
        return;
    }
    takeProgress(passed);
    addEventListener("progress-reset", () => connection.tell({ resetProgress: {} }));
    if (!isLesson) return;

    // MARK: The cells and exercises of the page

    const cells = NotebookCell.all, exercises = [];
    let isRunning = false, hiddenEdits = 0;

    const exercise = (name) => exercises.find(({ part }) => part.name === name);
    function makeExerciseOf(box, number, text, check) {
        exercises.push({ box, check, number, part: makeExercise(box, number, text) });
        const add = course.element("button", { type: "button", "aria-label": `Add below exercise ${number}` }, "Add below");
        add.addEventListener("click", () => connection.send({ add: { below: check, window: connection.ownWindow } }));
        box.querySelector(".cell-tools").append(add);
    }
    function addOwnCell(entry, isAsked) {
        const above = cells.get(entry.below)?.box || exercises.find(({ check }) => check === entry.below)?.box;
        if (!above) return;
        const cell = NotebookCell.add(entry, above.closest("details.hidden") || above);
        if (isAsked) cell.editor.focus();
    }
    function markStale(names) {
        for (const [name, cell] of cells) cell.stale(!yours.areHidden && names.includes(name));
    }
    function showBar() {
        const own = Array.from(cells.values()).filter((cell) => cell.isEdited || cell.isRun);
        yours.show(own.length + hiddenEdits, isRunning);
    }

    // MARK: What the server says

    function takeState(state) {
        document.body.classList.toggle("plain", yours.areHidden);
        const boxes = new Map(state.cells.map(({ name }) => [name, document.getElementById("cell." + name)]));
        let number = 0;
        for (const { starter, check } of state.exercises) {
            const box = boxes.get(starter);
            number += 1;
            if (!box) continue;
            const text = state.cells.find((cell) => cell.name === starter).text;
            makeExerciseOf(box, number, text, check);
        }
        for (const { name, text, kind } of state.cells) {
            const box = boxes.get(name);
            if (!box || ["exercise", "wrong", "solution", "check"].includes(kind)) continue;
            new NotebookCell(name, box, text, false);
        }
        for (const entry of state.entries) {
            drafts.hear(entry.name, entry);
            const own = exercise(entry.name);
            if (own) own.part.show(entry);
            else if (yours.areHidden) hiddenEdits += 1;
            else if (entry.below) addOwnCell(entry, false);
            else cells.get(entry.name)?.take(entry);
        }
        markStale(state.outOfDate);
        isRunning = state.isRunning;
        takeProgress(state.passed);
        for (const [name, numbers] of Object.entries(state.passed)) {
            if (name === lesson) for (const number of numbers) exercises[number - 1]?.box.classList.add("passed");
        }
        document.documentElement.dataset.notebook = "ready";
    }
    const handlers = {
        opened: ({ _0: state }) => takeState(state),
        saved({ _0: entry, window }) {
            drafts.hear(entry.name, entry);
            const own = exercise(entry.name);
            if (window === connection.ownWindow) {
                if (!cells.has(entry.name) && !own) addOwnCell(entry, true);
                else own?.box.querySelector(".label")?.replaceChildren("your answer");
                drafts.settle(entry.name);
            } else if (!drafts.hasDraft(entry.name)) {
                if (own) own.part.show(entry);
                else if (cells.has(entry.name)) cells.get(entry.name).take(entry);
                else addOwnCell(entry, false);
            }
        },
        stale({ cell: name, _1: entry }) {
            drafts.hear(name, entry);
            drafts.refuse(name);
            (exercise(name)?.part || cells.get(name)).conflict(entry);
        },
        reset({ cell: name }) {
            drafts.hear(name, null);
            drafts.forget(name);
            const own = exercise(name);
            if (own) own.part.show(null); else cells.get(name)?.drop();
        },
        runs({ cells: names }) {
            isRunning = true;
            for (const cell of cells.values()) cell.stop.hidden = false;
            for (const name of names) cells.get(name)?.runs();
        },
        begins: ({ cell }) => cells.get(cell)?.begins(),
        prints: ({ cell, text }) => cells.get(cell)?.prints(text),
        figure: ({ cell, html }) => cells.get(cell)?.figure(html),
        ended({ cell: name, _1: result }) {
            const cell = cells.get(name);
            if (cell) return cell.ended(result);
            const words = result.problems.map(({ message }) => message).join(" ");
            connection.say(`An exercise below no longer fits your changes: ${words}`, true);
        },
        stopped({ wasStopped, origin, seconds }) {
            isRunning = false;
            for (const cell of cells.values()) {
                cell.stop.hidden = true;
                if (cell.box.classList.contains("running")) {
                    cell.box.classList.remove("running");
                    cell.say(wasStopped ? "stopped by you" : "");
                }
            }
            document.documentElement.dataset.run = origin;
            document.documentElement.dataset.runSeconds = String(seconds);
        },
        differs: () => connection.say("A run of everything gave something else than the quick run before it; this is what it gave."),
        outOfDate: ({ cells: names }) => markStale(names),
        checking: ({ exercise: number }) => exercises[number - 1]?.part.checking(),
        checked({ exercise: number, _1: state }) {
            exercises[number - 1]?.part.checked(state);
            if (state.hasPassed) takeProgress({ [lesson]: [number] });
        },
        examined({ cell: name, mark, problems }) {
            const cell = cells.get(name);
            if (cell?.editor && cell.mark === mark) cell.editor.show(problems);
            exercise(name)?.part.examined(mark, problems);
        },
        refused({ reason }) {
            connection.say(reason, true);
            for (const { part } of exercises) part.refused();
        },
    };
    // The verified page shows nothing of what the reader's cells do.
    const ofRuns = ["runs", "begins", "prints", "figure", "ended", "stopped", "differs", "examined"];
    connection.onEvent((name, value) => {
        if (yours.areHidden && ofRuns.includes(name)) return;
        handlers[name]?.(value);
        showBar();
    });
})();
