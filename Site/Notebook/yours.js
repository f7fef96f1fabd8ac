// Whether the page shows what the reader changed or the verified text alone, and the bar that tells and switches.
"use strict";
const yours = (function () {
    const { element } = course;
    const key = "plain " + document.body.dataset.path;
    const areHidden = sessionStorage.getItem(key) === "yes";

    const text = element("span", {});
    const toOther = element("button", { type: "button" }, areHidden ? "Show yours" : "Show the verified page");
    const stop = element("button", { type: "button", hidden: "" }, "Stop");
    const bar = element("div", { class: "yours", role: "region", "aria-label": "Your changes", hidden: "" }, text, stop, toOther);
    stop.addEventListener("click", () => connection.send({ stop: {} }));
    toOther.addEventListener("click", async () => {
        for (const work of connection.beforeReload) await work();
        if (areHidden) sessionStorage.removeItem(key); else sessionStorage.setItem(key, "yes");
        location.reload();
    });
    return {
        areHidden,
        // Shows the bar where the reader has changed so many cells of the page, or a program runs.
        show(count, isRunning) {
            if (!bar.isConnected) document.body.append(bar);
            bar.hidden = count === 0 && !isRunning;
            stop.hidden = !isRunning;
            text.textContent = areHidden
                ? `This is the verified page. You have changed ${count} ${count === 1 ? "cell" : "cells"} of it.`
                : "What is marked as yours was not verified.";
        },
    };
})();
