// One customer's whole story, across services, in the order it happened.
import { technical } from "./feed.js";
import { clock, day, element, sentence } from "./format.js";
import { label, text } from "./texts.js";

export class Story {
  #dialog = document.getElementById("story");
  #only = document.getElementById("story-journey-only");
  #event = null;

  constructor(source) {
    this.source = source;
    document.getElementById("story-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (click) => {
      if (click.target === this.#dialog) this.#dialog.close();
    });
    this.#only.addEventListener("change", () => this.#load());
  }

  open(event) {
    this.#event = event;
    this.#only.checked = false;
    document.getElementById("story-journey").hidden = !event.party_id;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#load();
  }

  redraw() {
    if (this.#dialog.open) this.#load();
  }

  async #load() {
    const asked = this.#event;
    const title = document.getElementById("story-title");
    title.textContent = asked.party_id ? text("storyOf", { name: asked.name ?? text("oneCustomer") }) : text("storyOfJourney");
    try {
      const correlation = this.#only.checked || !asked.party_id ? asked.correlation_id : null;
      const { events, truncated } = await this.source.story(asked.party_id, correlation);
      if (asked === this.#event) this.#show(events, truncated);
    } catch {
      document.getElementById("story-summary").textContent = text("failed");
    }
  }

  #show(events, truncated) {
    const services = new Set(events.map((event) => event.service)).size;
    const days = [...new Set([day(events[0]?.business_date), day(events.at(-1)?.business_date)])].join("–");
    const summary = text("storySummary", { count: events.length, services, days });
    document.getElementById("story-summary").textContent = truncated ? `${summary} · ${text("truncated", { count: events.length })}` : summary;
    const list = document.getElementById("story-events");
    list.replaceChildren();
    let date = null;
    for (const event of events) {
      if (event.business_date !== date) list.append(element("li", "day", day(event.business_date)));
      date = event.business_date;
      list.append(this.#item(event));
    }
    list.querySelector(".current")?.scrollIntoView({ block: "center" });
  }

  #item(event) {
    const item = element("li", "moment " + event.tone.toLowerCase());
    if (event.log_id === this.#event.log_id) {
      item.classList.add("current");
      item.setAttribute("aria-current", "true");
    }
    item.append(element("time", "", clock(event)), sentence(event), element("span", "service", label("service", event.service)), technical(event));
    return item;
  }
}
