// Events from the server: a stream that resumes by itself, and stories on request.
const RECENT = 200;
const JOURNEY_LIMIT = 200;
const RETRY_MILLISECONDS = 3000;

export class LiveSource {
  kind = "live";
  #stream = null;
  #lastId = null;
  #generation = 0;

  // Calls `on.events`, `on.figures`, `on.gap`, `on.state` until the next `follow`.
  follow(filter, on) {
    this.#stream?.close();
    this.#lastId = null;
    this.#generation += 1;
    this.#connect(filter, on, this.#generation);
  }

  async story(partyId, correlationId) {
    const query = new URLSearchParams(correlationId ? { correlation_id: correlationId } : {});
    if (!partyId) query.set("page_size", JOURNEY_LIMIT);
    const answer = await getJson(`${partyId ? `/v1/timelines/${partyId}` : "/v1/events"}?${query}`);
    return { events: answer.items, truncated: answer.truncated ?? answer.next_cursor !== null };
  }

  async session() {
    return getJson("/auth/session");
  }

  async signOut(session) {
    await fetch("/auth/logout", { method: "POST", headers: { "X-CSRF-Token": session.csrf_token } });
  }

  #connect(filter, on, generation) {
    const query = new URLSearchParams();
    if (this.#lastId === null) query.set("recent", RECENT);
    else query.set("last_event_id", this.#lastId);
    for (const stage of filter.stages) query.append("stage", stage);
    if (filter.keyword) query.set("q", filter.keyword);
    on.state("connecting");
    const stream = new EventSource(`/v1/events/stream?${query}`);
    this.#stream = stream;
    stream.onopen = () => on.state("live");
    stream.onmessage = (message) => {
      this.#lastId = message.lastEventId;
      on.events([JSON.parse(message.data)]);
    };
    stream.addEventListener("figures", (message) => on.figures(JSON.parse(message.data)));
    stream.addEventListener("gap", (message) => {
      this.#lastId = message.lastEventId;
      on.gap(JSON.parse(message.data));
    });
    stream.onerror = () => {
      on.state("connecting");
      if (stream.readyState === EventSource.CLOSED) this.#retry(filter, on, generation);
    };
  }

  // A refused stream does not reconnect by itself: sign in again, or wait for a free place.
  async #retry(filter, on, generation) {
    const answer = await fetch("/auth/session").catch(() => null);
    if (answer?.status === 401) return on.signedOut();
    setTimeout(() => {
      if (generation === this.#generation) this.#connect(filter, on, generation);
    }, RETRY_MILLISECONDS);
  }
}

async function getJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
