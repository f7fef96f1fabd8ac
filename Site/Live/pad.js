// A pad to draw on: with a mouse, a finger or a pen; or with the arrow keys and the space bar.
"use strict";
function livePad(parameter, changed) {
    const { element } = course, { name } = liveControls;
    const { lower, upper, columns, written } = parameter;
    const rows = written.length / columns;
    const pad = element("canvas", {
        width: columns, height: rows, tabindex: "0", role: "application", "aria-roledescription": "pad to draw on",
        "aria-label": `${parameter.name}, ${rows} rows of ${columns}; arrow keys move, space draws, Backspace erases`,
    });
    const said = element("span", { class: "offscreen", role: "status" });
    const erase = element("button", { type: "button", "aria-pressed": "false" }, "Erase");
    const clear = element("button", { type: "button" }, "Clear");
    const picture = pad.getContext("2d");
    let numbers = written, cursor = null, last = null;

    function paint() {
        const pixels = picture.createImageData(columns, rows);
        numbers.forEach((number, index) => {
            const grey = Math.round(255 * (number - lower) / (upper - lower));
            pixels.data.set([grey, grey, grey, 255], 4 * index);
        });
        if (cursor && document.activeElement === pad) pixels.data.set([240, 139, 69, 255], 4 * (cursor.y * columns + cursor.x));
        picture.putImageData(pixels, 0, 0);
    }
    // Draws a dot a little wider than a cell, softer towards its rim; or takes it away.
    function dot(next, x, y, erases) {
        for (let row = Math.max(Math.floor(y) - 2, 0); row <= Math.min(Math.floor(y) + 2, rows - 1); row++) {
            for (let column = Math.max(Math.floor(x) - 2, 0); column <= Math.min(Math.floor(x) + 2, columns - 1); column++) {
                const ink = Math.round(10 * Math.min(Math.max(1.7 - Math.hypot(column + 0.5 - x, row + 0.5 - y), 0), 1)) / 10;
                const index = row * columns + column;
                const level = (next[index] - lower) / (upper - lower);
                const wanted = erases ? Math.min(level, 1 - ink) : Math.max(level, ink);
                next[index] = liveValues.fitted(parameter, lower + wanted * (upper - lower));
            }
        }
    }
    function place(event) {
        const box = pad.getBoundingClientRect();
        return { x: (event.clientX - box.left) / box.width * columns, y: (event.clientY - box.top) / box.height * rows };
    }
    function draw(to) {
        const from = last || to, next = Array.from(numbers);
        const count = Math.max(Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)), 1);
        for (let n = 1; n <= count; n++) {
            dot(next, from.x + (to.x - from.x) * n / count, from.y + (to.y - from.y) * n / count, erase.ariaPressed === "true");
        }
        last = to;
        changed(next);
    }
    pad.addEventListener("pointerdown", event => {
        if (event.button !== 0) return;
        pad.setPointerCapture(event.pointerId);
        last = cursor = null;
        draw(place(event));
    });
    pad.addEventListener("pointermove", event => { if (last) draw(place(event)); });
    for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { last = null; });

    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    pad.addEventListener("keydown", event => {
        const isInk = event.key === " ";
        if (!moves[event.key] && !isInk && event.key !== "Backspace") return;
        event.preventDefault();
        cursor = cursor || { x: Math.floor(columns / 2), y: Math.floor(rows / 2) };
        if (moves[event.key]) {
            const [x, y] = moves[event.key];
            cursor = { x: Math.min(Math.max(cursor.x + x, 0), columns - 1), y: Math.min(Math.max(cursor.y + y, 0), rows - 1) };
            paint();
        } else {
            const next = Array.from(numbers);
            dot(next, cursor.x + 0.5, cursor.y + 0.5, !isInk);
            changed(next);
        }
        said.textContent = `row ${cursor.y + 1}, column ${cursor.x + 1}: ${numbers[cursor.y * columns + cursor.x]}`;
    });
    for (const name of ["focus", "blur"]) pad.addEventListener(name, paint);
    erase.addEventListener("click", () => { erase.ariaPressed = String(erase.ariaPressed !== "true"); });
    clear.addEventListener("click", () => changed(written));
    return {
        box: element("fieldset", { class: "control pad" }, element("legend", {}, name(parameter)), pad, element("div", { class: "words" }, erase, clear), said),
        show(shown) {
            numbers = shown;
            paint();
        },
    };
}
