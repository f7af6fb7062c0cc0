// Runs first in every document, whatever its policy is, and tells the top page what happens there.
(() => {
  const query = new URLSearchParams(location.search);
  const tell = (number, what) => top.postMessage({ number, what }, "*");

  if (location.protocol === "chrome-error:") return tell(null, "refused");
  // What was asked for has come: a document in a frame, or the answer to a form.
  if (query.has("for")) return tell(query.get("for"), "arrived");
  if (["data:", "blob:"].includes(location.protocol))
    return addEventListener("DOMContentLoaded", () => tell(document.title, "arrived"));
  if (!query.has("case")) return;

  const say = (what) => tell(query.get("case"), what);
  const yes = () => say("yes");
  const no = () => say("no");
  const decide = (allowed) => (allowed ? yes() : no());
  say("shown");
  addEventListener("securitypolicyviolation", (e) => {
    console.debug(`all said of case ${query.get("case")}`); // after the lines about the violation
    say("violation of " + e.effectiveDirective);
  });
  Object.defineProperty(window, "ran", { set: yes });

  const isDocument = (it) => it.tagName === "IFRAME"; // its load event also comes when blocked
  for (const [event, what] of [["load", "yes"], ["loadedmetadata", "yes"], ["error", "no"]])
    document.addEventListener(
      event,
      ({ target: it }) => it.id === "it" && it.tagName !== "STYLE" && !isDocument(it) && say(what),
      true,
    );

  const connect = (url) => {
    if (!/^wss?:/i.test(url)) return fetch(url, { mode: "no-cors" }).then(yes, no);
    Object.assign(new WebSocket(url), { onopen: yes, onerror: no });
  };
  const acts = {
    font: (url) => new FontFace("f", `url("${CSS.escape(url)}")`).load().then(yes, no),
    connect,
    worker: (url) => Object.assign(new Worker(url), { onmessage: yes, onerror: no }),
    eval: () => decide((0, eval)("1")),
    "form-action": (_, it) => it.submit(),
    "event-handler": (_, it) => it.click(),
    "javascript-url": (_, it) => it.click(),
    "base-uri": (url) => decide(document.baseURI === new URL(url).href),
    "inline-style": (_, it) => decide(it.sheet),
    "style-attribute": (_, it) => decide(it.style.length),
  };
  const make = ({ tag, attributes, text }, url) => {
    const it = document.createElement(tag);
    it.textContent = text;
    for (const [name, value] of Object.entries(attributes))
      it.setAttribute(name, value.startsWith("blob:") ? url : value);
    (tag === "link" ? document.head : document.body).append(it);
  };

  addEventListener("DOMContentLoaded", () => {
    const { kind, url, element, later, blob } = JSON.parse(document.documentElement.dataset.case);
    const bytes = Uint8Array.from(blob.body, (character) => character.charCodeAt(0));
    const at = url?.startsWith("blob:") ? URL.createObjectURL(new Blob([bytes], blob)) : url;
    if (later) make(element, at);
    try {
      acts[kind]?.(at, document.getElementById("it"));
    } catch {
      no();
    }
  });
})();
