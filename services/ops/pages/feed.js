// The list of events, newest first. At most ROW_LIMIT rows exist, whatever arrives.
import { clock, day, element, sentence } from "./format.js";
import { label, text } from "./texts.js";

export const ROW_LIMIT = 300;
const SCROLLED_AWAY = 240;

export class Feed {
  #list = document.getElementById("feed");
  #fresh = document.getElementById("fresh");
  #shown = [];
  #waiting = [];
  #held = 0;
  #paused = false;
  #drawing = false;

  constructor(open) {
    this.open = open;
    this.#fresh.addEventListener("click", () => {
      scrollTo({ top: 0 });
      this.#draw(true);
    });
    addEventListener("scroll", () => this.#schedule(), { passive: true });
    this.#list.addEventListener("click", (click) => this.#openRow(click.target));
    this.#list.addEventListener("keydown", (key) => this.#move(key));
  }

  // Newest last, as they happened. Rows that could never be shown are counted, not kept.
  add(events) {
    this.#waiting.push(...events);
    this.#held += events.length;
    if (this.#waiting.length > ROW_LIMIT) this.#waiting.splice(0, this.#waiting.length - ROW_LIMIT);
    this.#schedule();
  }

  clear() {
    this.#shown = [];
    this.#waiting = [];
    this.#held = 0;
    this.#list.replaceChildren();
    this.#announce();
  }

  set paused(paused) {
    this.#paused = paused;
    this.#schedule();
  }

  redraw() {
    const events = [...this.#shown].reverse();
    this.#shown = [];
    this.#list.replaceChildren();
    this.#insert(events, false);
    this.#announce();
  }

  #schedule() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw(false);
    });
  }

  #draw(asked) {
    const away = !asked && document.documentElement.scrollTop > SCROLLED_AWAY;
    if ((asked || !this.#paused) && !away && this.#waiting.length) {
      this.#insert(this.#waiting, this.#shown.length > 0);
      this.#waiting = [];
      this.#held = 0;
    }
    this.#announce();
  }

  #announce() {
    this.#fresh.hidden = this.#held === 0;
    this.#fresh.textContent = text("heldBack", { count: this.#held });
    document.getElementById("empty").hidden = this.#shown.length > 0;
  }

  #insert(events, animated) {
    const rows = document.createDocumentFragment();
    for (const event of [...events].reverse()) rows.append(this.#row(event, animated));
    this.#list.prepend(rows);
    this.#shown = [...[...events].reverse(), ...this.#shown].slice(0, ROW_LIMIT);
    while (this.#list.childElementCount > ROW_LIMIT) this.#list.lastElementChild.remove();
    this.#markDays();
    if (!this.#list.querySelector("[tabindex='0']")) this.#list.querySelector(".row")?.setAttribute("tabindex", "0");
  }

  #row(event, animated) {
    const item = element("li", "event " + event.tone.toLowerCase() + (animated ? " arriving" : ""));
    item.dataset.stage = event.stage;
    item.dataset.date = event.business_date;
    item.event = event;
    const row = element("button", "row");
    row.type = "button";
    row.tabIndex = -1;
    row.append(element("time", "", clock(event)), element("span", "stage", label("stage", event.stage)), sentence(event));
    item.append(row, technical(event));
    return item;
  }

  // A heading above the first row of each business day.
  #markDays() {
    let before = null;
    for (const item of this.#list.children) {
      const first = item.dataset.date !== before;
      item.classList.toggle("first-of-day", first);
      if (first) item.dataset.heading = text("businessDay", { date: day(item.dataset.date) });
      before = item.dataset.date;
    }
  }

  #openRow(target) {
    const row = target.closest(".row");
    if (row) this.open(row.parentElement.event);
  }

  #move(key) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[key.key];
    const row = key.target.closest(".row");
    const next = step && row?.parentElement[step]?.querySelector(".row");
    if (!next) return;
    key.preventDefault();
    row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

export function technical(event) {
  const box = element("div", "technical");
  const facts = [
    ["#", event.log_id], ["type", event.type], ["topic", `${event.topic} [${event.partition}] @ ${event.offset}`],
    ["subject", `${event.subject} · ${event.sequence}`], ["party", event.party_id ?? "—"],
    ["correlation", event.correlation_id], ["causation", event.causation_id ?? "—"], ["event", event.event_id],
  ];
  const list = element("dl");
  for (const [name, value] of facts) list.append(element("dt", "", name), element("dd", "", String(value)));
  const details = element("details");
  details.append(element("summary", "", text("payload")), element("pre", "", JSON.stringify(event.payload, null, 1)));
  box.append(list, details);
  return box;
}
