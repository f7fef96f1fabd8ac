// Where a page's live cells say what they are set to: in its address, `#cell.3&f=5&p=2`.
"use strict";
const liveAddress = {
    // The end of the address: each cell that is not as it is written, with the values that differ.
    text(cells) {
        const parts = cells.filter(cell => !cell.isWritten).flatMap(cell => [cell.id, ...cell.parameters.flatMap((parameter, index) => {
            const numbers = cell.numbers[index];
            return liveValues.same(parameter.written, numbers) ? [] : [`${encodeURIComponent(parameter.name)}=${liveValues.text(parameter, numbers)}`];
        })]);
        return parts.length > 0 ? "#" + parts.join("&") : "";
    },

    // The cells that an address names with values, and all their numbers; what a cell does not have, or allow, is left as it is written.
    read(cells, text) {
        const read = [];
        let cell;
        for (const part of text.slice(1).split("&")) {
            const [name, value] = part.split("=");
            if (value === undefined) {
                cell = cells.find(cell => cell.id === name);
                continue;
            }
            const index = cell?.parameters.findIndex(parameter => encodeURIComponent(parameter.name) === name) ?? -1;
            const found = index < 0 ? null : liveValues.numbers(cell.parameters[index], value);
            if (!found) continue;
            if (read.at(-1)?.[0] !== cell) read.push([cell, cell.parameters.map(parameter => parameter.written)]);
            read.at(-1)[1][index] = found;
        }
        return read;
    },
};
