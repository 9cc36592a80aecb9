// Wires the page: where events come from, where they are shown, what the controls do.
import { Feed } from "./feed.js";
import { showFigures } from "./figures.js";
import { element } from "./format.js";
import { LiveSource } from "./live_source.js";
import { ReplaySource } from "./replay_source.js";
import { Story } from "./story.js";
import { label, labelPage, switchLanguage, text } from "./texts.js";

const BUSINESS = ["ACQUISITION", "DECISION", "CONTRACT", "REPAYMENT", "COLLECTION", "BANK_DAY"];
const VIEWS = { BUSINESS, ALL: [], ...Object.fromEntries([...BUSINESS, "PLATFORM"].map((stage) => [stage, [stage]])) };
const TYPING_PAUSE_MILLISECONDS = 250;
const NO_FIGURES = {
  business_date: null, applied_today: 0, applied: 0, approved: 0, declined: 0, approval_rate: null, balance_fen: 0, overdue_balance_fen: 0,
};

const kept = document.getElementById("replay-data");
const source = kept ? new ReplaySource(JSON.parse(kept.textContent), text) : new LiveSource();
const story = new Story(source);
const feed = new Feed((event) => story.open(event));
const filter = { stages: VIEWS.BUSINESS, keyword: "" };
const page = { state: "connecting", paused: false, figures: NO_FIGURES };

function follow() {
  feed.clear();
  source.follow(filter, {
    events: (events) => feed.add(events),
    figures: (figures) => {
      page.figures = figures;
      showFigures(figures);
    },
    restart: () => feed.clear(),
    gap: ({ count }) => announce(text("gap", { count })),
    state: (state) => {
      page.state = state;
      showState();
    },
    signedOut: () => {
      announce(text("signedOut"));
      location.assign("/auth/login?return_to=/stream");
    },
  });
}

function announce(words) {
  document.getElementById("state").textContent = words;
}

function showState() {
  const state = document.getElementById("state");
  const shown = page.paused ? "paused" : page.state;
  state.dataset.state = shown;
  announce(text(shown));
  const button = document.getElementById("pause");
  button.textContent = text(page.paused ? "resume" : "pause");
  button.setAttribute("aria-pressed", String(page.paused));
}

function showChips() {
  document.getElementById("chips").replaceChildren(...Object.keys(VIEWS).map((view) => {
    const chip = element("button", "chip", label("stage", view));
    chip.type = "button";
    chip.dataset.view = view;
    chip.setAttribute("aria-pressed", String(filter.stages === VIEWS[view]));
    return chip;
  }));
}

function showPage() {
  labelPage();
  showChips();
  showState();
  showFigures(page.figures);
  const keyword = document.getElementById("keyword");
  keyword.placeholder = text("searchHint");
  feed.redraw();
  story.redraw();
  source.redraw?.();
}

function togglePause() {
  page.paused = !page.paused;
  feed.paused = page.paused;
  showState();
}

function listen() {
  const on = (id, type, act) => document.getElementById(id).addEventListener(type, act);
  on("pause", "click", togglePause);
  on("language", "click", () => {
    switchLanguage();
    showPage();
  });
  on("technical", "click", (click) => {
    const shown = document.body.classList.toggle("technical-view");
    click.currentTarget.setAttribute("aria-pressed", String(shown));
  });
  on("chips", "click", (click) => {
    const chip = click.target.closest(".chip");
    if (!chip) return;
    filter.stages = VIEWS[chip.dataset.view];
    for (const other of chip.parentElement.children) other.setAttribute("aria-pressed", String(other === chip));
    follow();
  });
  let typing = null;
  on("keyword", "input", (input) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      filter.keyword = input.target.value.trim();
      follow();
    }, TYPING_PAUSE_MILLISECONDS);
  });
  addEventListener("keydown", (key) => {
    if (key.target.closest("input, select, dialog") || key.ctrlKey || key.metaKey || key.altKey) return;
    if (key.key === "p") togglePause();
    if (key.key === "/") {
      key.preventDefault();
      document.getElementById("keyword").focus();
    }
  });
}

async function offerSignOut() {
  const session = await source.session?.().catch(() => null);
  if (!session) return;
  const button = document.getElementById("sign-out");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await source.signOut(session);
    location.assign("/stream");
  });
}

showPage();
listen();
follow();
offerSignOut();
