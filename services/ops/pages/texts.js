// The page's own words. What events say comes from the server, in both languages.
const TEXTS = {
  zh: {
    title: "信贷实时动态", skip: "跳到动态列表", technical: "技术视图", signOut: "退出", close: "关闭",
    pause: "暂停", resume: "继续", filters: "筛选", search: "搜索", searchHint: "搜索姓名、编号或词语",
    empty: "暂时没有动态。新的事件会出现在这里。",
    live: "实时", connecting: "正在连接…", paused: "已暂停", replay: "回放", heldBack: "{count} 条新动态",
    gap: "有 {count} 条动态来不及显示，可在存档中查到", signedOut: "登录已失效，正在转到登录页",
    appliedToday: "今日申请", approvalRate: "批准率", balance: "贷款余额", overdueBalance: "逾期贷款余额",
    appliedCaption: "累计 {applied} 笔", approvalCaption: "已答复 {answered} 笔，批准 {approved} 笔",
    balanceCaption: "营业日 {date}", overdueCaption: "占余额 {share}", noOverdue: "没有逾期",
    journeyOnly: "只看这一笔业务", storyOf: "{name}的全过程", storyOfJourney: "这笔业务的全过程", oneCustomer: "客户",
    storySummary: "{count} 个事件，{services} 个系统，{days}", truncated: "只显示最近 {count} 个事件",
    play: "播放", stop: "停止", position: "进度", speed: "速度", businessDay: "营业日 {date}", payload: "事件内容",
    failed: "读取失败，请重试",
    stage: {BUSINESS: "业务", ALL: "全部", ACQUISITION: "获客建档", DECISION: "申请审批", CONTRACT: "签约放款", REPAYMENT: "还款", COLLECTION: "逾期催收", BANK_DAY: "日终", PLATFORM: "系统"},
    service: {onboarding: "进件", scoring: "评分", credit: "信贷", collections: "催收", partners: "合作方", ops: "运营"},
  },
  en: {
    title: "Lending, live", skip: "Skip to the events", technical: "Technical view", signOut: "Sign out", close: "Close",
    pause: "Pause", resume: "Resume", filters: "Filters", search: "Search", searchHint: "Name, number or word",
    empty: "Nothing yet. Events will appear here as they happen.",
    live: "Live", connecting: "Connecting…", paused: "Paused", replay: "Replay", heldBack: "{count} new events",
    gap: "{count} events came too fast to show; the archive has them", signedOut: "Signed out; taking you to sign-in",
    appliedToday: "Applied today", approvalRate: "Approval rate", balance: "Loan balance", overdueBalance: "Overdue balance",
    appliedCaption: "{applied} in all", approvalCaption: "{approved} of {answered} answered",
    balanceCaption: "Business day {date}", overdueCaption: "{share} of the balance", noOverdue: "Nothing overdue",
    journeyOnly: "Only this journey", storyOf: "The whole story of {name}", storyOfJourney: "The whole journey", oneCustomer: "a customer",
    storySummary: "{count} events from {services} systems, {days}", truncated: "Showing the latest {count} events",
    play: "Play", stop: "Stop", position: "Position", speed: "Speed", businessDay: "Business day {date}", payload: "Payload",
    failed: "Could not be read; try again",
    stage: {BUSINESS: "Business", ALL: "All", ACQUISITION: "Acquisition", DECISION: "Decision", CONTRACT: "Contract", REPAYMENT: "Repayment", COLLECTION: "Collection", BANK_DAY: "Day end", PLATFORM: "Platform"},
    service: {onboarding: "Onboarding", scoring: "Scoring", credit: "Credit", collections: "Collections", partners: "Partners", ops: "Operations"},
  },
};

const LANGUAGE_KEY = "o2o-language";
let language = rememberedLanguage();

export function currentLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // a page opened from a file may have no storage
  }
}

export function text(key, values = {}) {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "—");
}

export function label(group, code) {
  return TEXTS[language][group][code] ?? code;
}

export function labelPage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = text("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  const button = document.getElementById("language");
  button.textContent = language === "zh" ? "English" : "中文";
  button.lang = language === "zh" ? "en" : "zh-CN";
}

function rememberedLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked in TEXTS) return asked;
  try {
    const stored = localStorage.getItem(LANGUAGE_KEY);
    return stored in TEXTS ? stored : "zh";
  } catch {
    return "zh";
  }
}
