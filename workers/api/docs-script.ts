/**
 * What makes /api/docs send requests: plain JavaScript, put into the page as it stands here. It builds
 * what it shows from text nodes and elements alone, because answers hold words of strangers.
 */
export const DOCS_SCRIPT = String.raw`
"use strict";
(() => {
  const MOST_TEXT = 20000;
  const MOST_STRING = 2000;
  const MOST_MESSAGES = 100;
  const HEADERS = ["Content-Type", "Content-Length", "Content-Range", "Location", "Retry-After",
    "Preference-Applied", "Allow", "ETag", "Cache-Control", "X-Request-Id"];
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const ADDRESS = /"((?:\/api\/|https?:\/\/)[^"\\]*)"/g;
  const PICTURES = [["iVBOR", "png"], ["/9j/", "jpeg"], ["UklGR", "webp"]];

  const ids = document.body.appendChild(make("datalist", { id: "ids" }));
  const stops = new WeakMap();
  for (const details of document.querySelectorAll("details.try")) {
    details.hidden = false;
    const form = details.querySelector("form");
    const first = form.querySelector("button").textContent;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const running = stops.get(form);
      if (running) return running.abort();
      const stop = new AbortController();
      stops.set(form, stop);
      form.querySelector("button").textContent = "Stop";
      form.querySelector(".answer").replaceChildren();
      await (form.dataset.kind === "channel" ? follow : send)(form, stop.signal);
      form.querySelector("button").textContent = first;
      stops.delete(form);
    });
  }

  async function send(form, signal) {
    const address = addressOf(form);
    const { method } = form.dataset;
    const began = performance.now();
    say(form, "Waiting for the answer…");
    try {
      // A redirect leads to another host, which this page may show as a link but not read.
      const response = await fetch(address, { method, signal, redirect: "manual",
        cache: "no-store", headers: headersOf(form), body: bodyOf(form) });
      const parts = await partsOf(response, address, method);
      const what = response.type === "opaqueredirect" ? "A redirect"
        : (response.status + " " + response.statusText).trim();
      form.querySelector(".answer").replaceChildren(...parts);
      say(form, what + ", " + secondsSince(began), response.status < 400);
    } catch (error) {
      say(form, signal.aborted
        ? "Stopped after " + secondsSince(began) + ". Work that the server has begun goes on."
        : "No answer. The server is away, or the answer was cut off.", false);
    }
  }

  function follow(form, signal) {
    const began = performance.now();
    const answer = form.querySelector(".answer");
    const socket = new WebSocket(addressOf(form));
    let count = 0;
    const messages = () => count + (count === 1 ? " message, " : " messages, ") + secondsSince(began);
    say(form, "Opening the channel…");
    return new Promise((resolve) => {
      // A close is not waited for: the other side may be slow to agree.
      const end = (text, isGood) => {
        socket.onmessage = socket.onclose = null;
        socket.close();
        say(form, text, isGood);
        resolve();
      };
      socket.onmessage = ({ data }) => {
        count += 1;
        answer.append(...showText(data, true));
        if (count === MOST_MESSAGES) end("Closed after " + messages(), true);
        else say(form, messages(), true);
      };
      socket.onclose = () => count > 0 ? end("The server closed it after " + messages(), true)
        : end("The channel did not open. Is it the id of a project?", false);
      signal.onabort = () => end("Closed after " + messages(), true);
    });
  }

  function fieldsOf(form, place) {
    return [...new FormData(form)].flatMap(([name, value]) =>
      name.startsWith(place + ":") && value !== "" ? [[name.slice(place.length + 1), value]] : []);
  }

  function addressOf(form) {
    const params = new Map(fieldsOf(form, "path"));
    const path = form.dataset.path.replace(/\{(\w+)\}/g,
      (_, name) => encodeURIComponent((params.get(name) ?? "").trim()));
    const query = new URLSearchParams(fieldsOf(form, "query")).toString();
    return path + (query && "?" + query);
  }

  function headersOf(form) {
    const headers = new Headers(fieldsOf(form, "header"));
    // A form's own type carries its boundary, which only the browser knows.
    if (form.elements.body) headers.set("Content-Type", form.dataset.type);
    return headers;
  }

  function bodyOf(form) {
    const { body: whole } = form.elements;
    if (whole) return whole.type === "file" ? whole.files[0] : whole.value;
    if (form.dataset.type === "") return undefined;
    const body = new FormData();
    for (const [name, value] of fieldsOf(form, "form")) body.set(name, value);
    return body;
  }

  async function partsOf(response, address, method) {
    const request = make("p", { className: "mono address" }, method + " ");
    request.append(method === "GET" ? link(address) : address);
    if (response.type === "opaqueredirect") {
      return [request, make("p", {}, "It leads to the file's own host: follow the address above.")];
    }
    const told = HEADERS.filter((name) => response.headers.has(name));
    const list = make("dl", { className: "headers mono" });
    for (const name of told) {
      const value = response.headers.get(name);
      const shown = make("dd");
      shown.append(name === "Location" ? link(value) : value);
      list.append(make("dt", {}, name), shown);
    }
    return [request, list, ...(await contentOf(response, address))];
  }

  async function contentOf(response, address) {
    const type = response.headers.get("Content-Type") ?? "";
    const [kind] = type.split("/", 1);
    if (["image", "video", "audio"].includes(kind)) {
      // The element fetches it by itself, in ranges where it likes.
      await response.body?.cancel();
      if (kind === "image") return [make("img", { src: address, alt: "The picture that was answered" })];
      return [make(kind, { src: address, controls: true, preload: "metadata" })];
    }
    if (type === "application/zip") {
      await response.body?.cancel();
      return [make("p", {}, "A file to keep: follow the address above.")];
    }
    return showText(await response.text(), /json/.test(type));
  }

  function showText(text, isJson) {
    if (text === "") return [];
    const pictures = [];
    let shown = text;
    if (isJson) {
      try {
        shown = JSON.stringify(remember(JSON.parse(text), "", pictures), null, 2);
      } catch {
        // Shown as it came.
      }
    }
    const cut = shown.length - MOST_TEXT;
    if (cut > 0) shown = shown.slice(0, MOST_TEXT) + "\n… and " + cut + " characters more";
    const block = make("pre", { tabIndex: 0 });
    let at = 0;
    for (const match of isJson ? shown.matchAll(ADDRESS) : []) {
      block.append(shown.slice(at, match.index + 1), link(match[1]));
      at = match.index + 1 + match[1].length;
    }
    block.append(shown.slice(at));
    return [block, ...pictures];
  }

  /** The value as it is shown, long texts cut; its ids are offered in the fields from now on. */
  function remember(value, name, pictures) {
    if (Array.isArray(value)) return value.map((item) => remember(item, name, pictures));
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) =>
        [key, remember(item, key === "id" ? name + " id" : key, pictures)]));
    }
    if (typeof value !== "string") return value;
    if (UUID.test(value) && name !== "request_id") offer(value, name.trim().replaceAll("_", " "));
    if (value.length <= MOST_STRING) return value;
    const found = PICTURES.find(([start]) => value.startsWith(start));
    if (found) {
      const src = "data:image/" + found[1] + ";base64," + value;
      pictures.push(make("img", { src, alt: "Picture " + (pictures.length + 1) + " of the answer" }));
    }
    return value.slice(0, 60) + "… (" + value.length + " characters)";
  }

  function offer(id, label) {
    const isKnown = [...ids.children].some((option) => option.value === id);
    if (!isKnown) ids.prepend(make("option", { value: id, label }));
  }

  function say(form, text, isGood) {
    const status = form.querySelector("[role=status]");
    status.textContent = text;
    status.className = isGood === undefined ? "" : isGood ? "good" : "bad";
  }

  function secondsSince(began) {
    return ((performance.now() - began) / 1000).toFixed(2) + " s";
  }

  function link(address) {
    return make("a", { href: address, target: "_blank", rel: "noopener" }, address);
  }

  function make(name, properties = {}, text = "") {
    const element = Object.assign(document.createElement(name), properties);
    if (text) element.textContent = text;
    return element;
  }
})();
`;
