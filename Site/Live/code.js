// The literals of a live cell's parameters in its code, each made an element of its own.
"use strict";
function liveCode(code, parameters) {
    const lines = code.textContent.split("\n");
    return parameters.map(({ line }) => {
        const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
        const [, before, literal] = lines[line].match(/^([^=]*=\s*)((?:"[^"]*"|[^"/]|\/(?!\/))*?)\s*\/\//);
        const place = document.createElement("span");
        place.className = "value";
        place.dataset.written = literal;
        const range = document.createRange();
        range.setStart(...position(start + before.length, true));
        range.setEnd(...position(start + before.length + literal.length, false));
        place.append(range.extractContents());
        range.insertNode(place);
        return place;
    });

    // The text that holds a character, and the character's place in it; at the border of two, the one that begins or ends there.
    function position(offset, begins) {
        const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
        let rest = offset;
        while (texts.nextNode()) {
            const length = texts.currentNode.length;
            if (begins ? rest < length : rest <= length) return [texts.currentNode, rest];
            rest -= length;
        }
        return [code, code.childNodes.length];
    }
}
