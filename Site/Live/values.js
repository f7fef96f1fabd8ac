// What a live cell's parameters may be set to, and how their values are written in code and in addresses.
"use strict";
const liveValues = (function () {
    // So many digits after the point tell a thousand places of a range apart.
    const digits = ({ lower, upper }) => Math.min(Math.max(Math.ceil(3 - Math.log10(upper - lower)), 0), 12);

    // The number nearest to one that the range allows.
    function fitted({ lower, upper, step, log }, number) {
        if (step) {
            const count = Math.round((Math.min(Math.max(number, lower), upper) - lower) / step);
            return Number((lower + Math.min(count, Math.floor((upper - lower) / step + 1e-6)) * step).toPrecision(12));
        }
        const short = log ? Number(number.toPrecision(2)) : Number(number.toFixed(digits({ lower, upper })));
        return Math.min(Math.max(short, lower), upper);
    }

    // Whether the range allows a number as it is.
    function allows({ lower, upper, step }, number) {
        if (!Number.isFinite(number) || number < lower || number > upper) return false;
        return !step || Math.abs((number - lower) / step - Math.round((number - lower) / step)) < 1e-6;
    }

    // The numbers as Swift code, in the style of the literal that they replace.
    function literal(parameter, numbers, written) {
        const one = number => parameter.type.includes("Int") || !Number.isInteger(number) || !/\d[.e]/.test(written) ? String(number) : number.toFixed(1);
        switch (parameter.kind) {
            case "switch": return String(numbers[0] !== 0);
            case "choice": return `"${parameter.words[numbers[0]]}"`;
            case "slider": return one(numbers[0]);
            default: {
                const rows = [];
                for (let start = 0; start < numbers.length; start += parameter.columns) {
                    rows.push(`[${numbers.slice(start, start + parameter.columns).map(one).join(", ")}]`);
                }
                return `[${rows.join(", ")}]`;
            }
        }
    }

    // The numbers in an address: equal ones that follow each other are counted.
    function text(parameter, numbers) {
        if (parameter.kind === "choice") return encodeURIComponent(parameter.words[numbers[0]]);
        if (parameter.kind === "switch") return String(numbers[0] !== 0);
        const runs = [];
        for (const number of numbers) {
            if (runs.length > 0 && runs.at(-1)[0] === number) runs.at(-1)[1] += 1; else runs.push([number, 1]);
        }
        return runs.map(([number, count]) => count > 1 ? `${number}*${count}` : String(number)).join(",");
    }

    // The numbers that an address names; null for what its parameter does not allow.
    function numbers(parameter, text) {
        let words;
        try { words = decodeURIComponent(text); } catch { return null; }
        if (parameter.kind === "switch") return { true: [1], false: [0] }[words] ?? null;
        if (parameter.kind === "choice") return parameter.words.includes(words) ? [parameter.words.indexOf(words)] : null;
        const found = [];
        for (const run of words.split(",")) {
            const [number, count] = run.split("*");
            if (number.trim() === "" || !allows(parameter, Number(number))) return null;
            for (let n = 0; n < Math.min(Number(count ?? 1), 4096); n++) found.push(Number(number));
        }
        return found.length === parameter.written.length ? found : null;
    }

    const same = (a, b) => a.every((number, index) => number === b[index]);
    return { fitted, allows, literal, text, numbers, same };
})();
