// The conversation with the server: what it says, whether it is there, and a new page when the site has changed.
"use strict";
const connection = (function () {
    const address = (name) => "ws://" + location.host + "/.lessons/" + name;

    // MARK: Coming back to the same place after a page has been loaded again

    const place = "place " + location.pathname;
    const y = sessionStorage.getItem(place);
    if (y !== null) {
        sessionStorage.removeItem(place);
        scrollTo({ top: Number(y), behavior: "instant" });
    }
    const beforeReload = [];
    let isReloading = false;
    async function reload() {
        if (isReloading) return;
        isReloading = true;
        for (const work of beforeReload) await work();
        sessionStorage.setItem(place, String(scrollY));
        location.reload();
    }

    // MARK: Whether the server is there

    const line = document.getElementById("notebook.status") || Object.assign(document.createElement("p"), { id: "notebook.status" });
    line.setAttribute("role", "status");
    if (!line.isConnected) document.body.append(line);
    function say(text, isTrouble) {
        line.textContent = text;
        line.hidden = text === "";
        line.classList.toggle("trouble", Boolean(isTrouble));
    }
    // What holds as long as the page is open; it gives way to what is said, and comes back after it.
    let lasting = "";
    function quiet() { say(lasting); }
    function notice(text) {
        lasting = text;
        quiet();
    }
    quiet();

    const listeners = [];
    let wasLost = false;

    // The site changes often while its lessons are checked; this page only if its text is another one.
    // What it shows is in the document: a text that is asked for later may be newer already.
    const isAwaited = document.body.matches(".preparing, .missing");
    const version = document.querySelector("meta[name='lessons.version']")?.outerHTML;
    async function reloadIfChanged() {
        if (isAwaited) return reload();
        try { if ((await fetch(location.pathname).then((answer) => answer.text())).includes(version)) return; } catch { return; }
        reload();
    }

    // Listens as long as the page is open. A server that comes back brings a new page.
    function listen() {
        const socket = new WebSocket(address("changes"));
        socket.onopen = () => {
            quiet();
            document.documentElement.dataset.server = "there";
            // The site may have changed after this page was sent, and before it listened.
            if (wasLost) reload(); else if (!isAwaited) reloadIfChanged();
        };
        socket.onmessage = (message) => {
            if (message.data === "changed") return reloadIfChanged();
            const { done, total, running } = JSON.parse(message.data);
            if (done >= total) return quiet();
            say(`Checking the lessons: ${done} of ${total}` + (running.length ? `, now ${running.join(" and ")}` : ""));
        };
        socket.onclose = () => {
            if (isReloading) return;
            wasLost = true;
            document.documentElement.dataset.server = "gone";
            say("The server has stopped. What you saved is kept; start it again with ‘lessons serve’, and this page follows.", true);
            setTimeout(listen, 500);
        };
    }
    addEventListener("pagehide", () => { isReloading = true; });
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    listen();

    // MARK: The notebook, for whoever came with the address that the terminal shows

    let socket = null;
    const waiting = [];
    // The name by which this window knows its own requests in what the server says.
    const ownWindow = String(Math.random());
    function send(request) {
        const text = JSON.stringify(request);
        if (socket?.readyState === WebSocket.OPEN) socket.send(text); else waiting.push(text);
    }
    async function open(lesson) {
        const answer = await fetch("/.lessons/access").catch(() => null);
        if (!answer?.ok) return null;
        const { passed } = await answer.json();
        if (lesson !== null) {
            socket = new WebSocket(address("notebook"));
            socket.onopen = () => {
                socket.send(JSON.stringify({ open: { lesson } }));
                for (const text of waiting.splice(0)) socket.send(text);
            };
            socket.onmessage = (message) => {
                const event = JSON.parse(message.data);
                const [name] = Object.keys(event);
                for (const listener of listeners) listener(name, event[name]);
            };
        }
        return passed;
    }
    // Sends one request from a page without a lesson.
    function tell(request) {
        const single = new WebSocket(address("notebook"));
        single.onopen = () => { single.send(JSON.stringify(request)); single.close(); };
    }
    return { ownWindow, open, send, tell, say, notice, beforeReload, onEvent: (listener) => listeners.push(listener) };
})();
