// Values as people read them. Everything lands in text nodes: data never becomes markup.
import { currentLanguage } from "./texts.js";

const EMPHASIS = /(¥\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?%)/;
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Asia/Shanghai" });

export function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

export function sentence(event) {
  const paragraph = element("span", "sentence");
  event[currentLanguage()].split(EMPHASIS).forEach((part, index) => {
    if (part) paragraph.append(index % 2 ? element("b", "", part) : part);
  });
  return paragraph;
}

export function clock(event) {
  return CLOCK.format(new Date(event.occurred_at));
}

export function day(date) {
  if (!date) return "—";
  const [year, month, number] = date.split("-").map(Number);
  if (currentLanguage() === "zh") return `${year}年${month}月${number}日`;
  return new Date(Date.UTC(year, month - 1, number)).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

// ¥ with at most two decimals: 万元 and 亿元 in Chinese, k and m in English.
export function money(fen) {
  const yuan = fen / 100;
  const units = currentLanguage() === "zh" ? [[1e8, "亿元"], [1e4, "万元"], [1, "元"]] : [[1e6, " m"], [1, ""]];
  const [size, unit] = units.find(([limit]) => Math.abs(yuan) >= limit) ?? units.at(-1);
  const digits = (yuan / size).toLocaleString("en-US", { maximumFractionDigits: 2 });
  return { prefix: currentLanguage() === "zh" ? "" : "¥", digits, unit };
}

export function exactMoney(fen) {
  return "¥" + (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
}

export function percent(share) {
  return (Number(share) * 100).toFixed(1) + "%";
}
