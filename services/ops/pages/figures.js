// The four figures on top.
import { day, element, exactMoney, money, percent } from "./format.js";
import { text } from "./texts.js";

export function showFigures(figures) {
  const list = document.getElementById("figures");
  const overdueShare = figures.balance_fen > 0 ? percent(figures.overdue_balance_fen / figures.balance_fen) : "—";
  list.replaceChildren(
    figure("appliedToday", { digits: String(figures.applied_today) }, text("appliedCaption", { applied: figures.applied })),
    figure("approvalRate", { digits: figures.approval_rate === null ? "—" : percent(figures.approval_rate) },
      text("approvalCaption", { answered: figures.approved + figures.declined, approved: figures.approved })),
    figure("balance", money(figures.balance_fen), text("balanceCaption", { date: day(figures.business_date) }), exactMoney(figures.balance_fen)),
    overdue(figures, overdueShare),
  );
}

function overdue(figures, share) {
  const risky = figures.overdue_balance_fen > 0;
  const caption = risky ? text("overdueCaption", { share }) : text("noOverdue");
  const made = figure("overdueBalance", money(figures.overdue_balance_fen), caption, exactMoney(figures.overdue_balance_fen));
  made.classList.toggle("risk", risky);
  return made;
}

function figure(key, { prefix = "", digits, unit = "" }, caption, exact) {
  const group = element("div", "figure");
  group.dataset.figure = key;
  const value = element("dd", "value", prefix + digits);
  if (unit) value.append(element("span", "unit", unit));
  if (exact) value.title = exact;
  group.append(element("dt", "", text(key)), value, element("dd", "caption", caption));
  return group;
}
