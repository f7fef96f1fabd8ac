// The controls of a live cell's parameters: slider, switch, choice and grid; the pad is in a file of its own. Each shows numbers, and
// tells of new ones.
"use strict";
const liveControls = (function () {
    let count = 0;

    const { element } = course;
    const name = parameter => element("code", {}, parameter.name);
    const newID = () => "live.control." + (count += 1);

    // A logarithmic slider goes by powers, in steps that lead from one end to the other.
    const steps = 120;

    function slider(parameter, changed) {
        const { lower, upper, step, log } = parameter;
        const id = newID();
        const range = log ? { min: 0, max: steps, step: 1 } : { min: lower, max: upper, step: step || (upper - lower) / 100 };
        const input = element("input", { type: "range", id, ...range });
        const value = element("output", { for: id });
        const number = () => log ? lower * (upper / lower) ** (input.valueAsNumber / steps) : input.valueAsNumber;
        input.addEventListener("input", () => changed([liveValues.fitted(parameter, number())]));
        return {
            box: element("div", { class: "control slider" }, element("label", { for: id }, name(parameter)), input, value),
            show([number]) {
                const place = log ? steps * Math.log(number / lower) / Math.log(upper / lower) : number;
                // A place that the slider rounds would otherwise move under the reader's finger.
                if (Math.abs(input.valueAsNumber - place) > range.step / 2) input.value = place;
                value.textContent = String(number).replace("-", "−");
                input.setAttribute("aria-valuetext", String(number));
            },
        };
    }

    function toggle(parameter, changed) {
        const id = newID();
        const input = element("input", { type: "checkbox", role: "switch", id });
        input.addEventListener("change", () => changed([input.checked ? 1 : 0]));
        const value = element("output", { for: id });
        return {
            box: element("div", { class: "control switch" }, element("label", { for: id }, name(parameter)), input, value),
            show([number]) {
                input.checked = number !== 0;
                value.textContent = String(number !== 0);
            },
        };
    }

    function choice(parameter, changed) {
        const id = newID();
        const inputs = parameter.words.map((word, index) => {
            const input = element("input", { type: "radio", name: id, id: `${id}.${index}`, value: word });
            input.addEventListener("change", () => changed([index]));
            return input;
        });
        const words = inputs.map(input => element("span", { class: "word" }, input, element("label", { for: input.id }, input.value)));
        return {
            box: element("fieldset", { class: "control choice" }, element("legend", {}, name(parameter)), element("div", { class: "words" }, ...words)),
            show([number]) { inputs[number].checked = true; },
        };
    }

    function grid(parameter, changed) {
        const { lower, upper, step, columns, written } = parameter;
        const inputs = written.map((_, index) => element("input", {
            type: "number", min: lower, max: upper, step: step || "any",
            "aria-label": `${parameter.name}, row ${Math.floor(index / columns) + 1}, column ${index % columns + 1}`,
        }));
        let numbers = written;
        inputs.forEach((input, index) => {
            const take = number => changed(numbers.with(index, number));
            input.addEventListener("input", () => {
                if (input.value !== "" && liveValues.allows(parameter, input.valueAsNumber)) take(input.valueAsNumber);
            });
            // What is no number of the range becomes the nearest when the reader has done.
            input.addEventListener("change", () => {
                const number = input.value === "" ? numbers[index] : liveValues.fitted(parameter, input.valueAsNumber);
                input.value = number;
                if (number !== numbers[index]) take(number);
            });
        });
        const cells = element("div", { class: "cells" }, ...inputs);
        cells.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 4rem))`;
        return {
            box: element("fieldset", { class: "control grid" }, element("legend", {}, name(parameter)), cells),
            show(shown) {
                numbers = shown;
                inputs.forEach((input, index) => { if (input.valueAsNumber !== shown[index]) input.value = shown[index]; });
            },
        };
    }

    const kinds = { slider, switch: toggle, choice, grid, pad: (parameter, changed) => livePad(parameter, changed) };
    return { name, make: (parameter, changed) => kinds[parameter.kind](parameter, changed) };
})();
