// The same page from events kept inside it: opens without any server.
const SPEEDS = [1, 5, 20, 100];
const LONGEST_PAUSE_MILLISECONDS = 1500;

export class ReplaySource {
  kind = "replay";
  #events;
  #figures;
  #filter = {};
  #on = null;
  #next = 0;
  #timer = null;
  #controls = {
    play: document.getElementById("play"),
    position: document.getElementById("position"),
    speed: document.getElementById("speed"),
  };

  constructor({ events, figures }, text) {
    this.#events = events;
    this.#figures = figures;
    this.text = text;
    const { play, position, speed } = this.#controls;
    document.getElementById("player").hidden = false;
    speed.append(...SPEEDS.map((factor) => new Option(`${factor}×`, factor, factor === 5, factor === 5)));
    position.max = events.length;
    play.addEventListener("click", () => (this.#timer === null ? this.#start() : this.#stop()));
    position.addEventListener("input", () => this.#jump(Number(position.value)));
  }

  follow(filter, on) {
    this.#filter = filter;
    this.#on = on;
    const position = this.#next;
    this.#on.state("replay");
    this.#jump(position);
    if (position === 0) this.#start();
  }

  async story(partyId, correlationId) {
    const events = this.#events.filter((event) =>
      (!partyId || event.party_id === partyId) && (!correlationId || event.correlation_id === correlationId));
    return { events: events.toSorted((a, b) => a.occurred_at.localeCompare(b.occurred_at) || a.log_id - b.log_id), truncated: false };
  }

  redraw() {
    this.#controls.play.textContent = this.text(this.#timer === null ? "play" : "stop");
  }

  #start() {
    if (this.#next >= this.#events.length) this.#jump(0);
    this.#timer = setTimeout(() => this.#step(), 0);
    this.#controls.play.textContent = this.text("stop");
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#controls.play.textContent = this.text("play");
  }

  #step() {
    const event = this.#events[this.#next];
    if (!event) return this.#stop();
    this.#next += 1;
    this.#controls.position.value = this.#next;
    if (this.#matches(event)) this.#on.events([event]);
    if (event.figures) this.#on.figures(event.figures);
    const following = this.#events[this.#next];
    const pause = following ? Date.parse(following.occurred_at) - Date.parse(event.occurred_at) : 0;
    this.#timer = setTimeout(() => this.#step(), Math.min(Math.max(pause, 0), LONGEST_PAUSE_MILLISECONDS) / Number(this.#controls.speed.value));
  }

  #jump(position) {
    this.#next = position;
    this.#controls.position.value = position;
    this.#on.restart();
    this.#on.events(this.#events.slice(0, position).filter((event) => this.#matches(event)));
    this.#showFigures();
  }

  #showFigures() {
    const latest = this.#events.slice(0, this.#next).findLast((event) => event.figures);
    this.#on.figures(latest?.figures ?? this.#figures);
  }

  #matches(event) {
    const { stages, keyword } = this.#filter;
    if (stages.length && !stages.includes(event.stage)) return false;
    if (!keyword) return true;
    return JSON.stringify(event).toLowerCase().includes(keyword.toLowerCase());
  }
}
