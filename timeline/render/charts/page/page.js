// Shows the page as of another day. Each part that changes says on which days it is shown: from the
// day data-from to the day data-until. Days are numbered from 1970-01-01. Nothing is computed here but
// differences of days, and the pace on the line that the page gives.

const find = (selector) => [...document.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("_data").textContent);

const MILLISECONDS = 864e5;
const numberOf = (text) => Date.parse(text) / MILLISECONDS;
const isoOf = (day) => (Number.isInteger(day) ? new Date(day * MILLISECONDS).toISOString().slice(0, 10) : "");
const canBeShown = (day) => isoOf(day) >= field.min && isoOf(day) <= field.max;
const weekdayOf = (day) =>
  `${["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][new Date(day * MILLISECONDS).getUTCDay()]} ${isoOf(day)}`;

const holding = find("[data-from], [data-until]").map((element) => ({
  element,
  from: Number(element.dataset.from ?? -Infinity),
  until: Number(element.dataset.until ?? Infinity),
}));
const counts = find("[data-to], [data-since]");
const days = find("[data-day]");
const lines = find("[data-line]").map((element) => ({ element, line: element.dataset.line.split(" ") }));
const following = find("[data-follows]").map((element) => ({ element, ends: element.dataset.follows.split(" ") }));
const markers = find("line.as-of[data-follows]");
const [field, slider] = ["_day", "_slider"].map(byId);
const table = document.querySelector(".milestones");
const targets = find("tbody[id], h2[id]");

let shown = data.on;
let order;

function last(changes, day) {
  return changes.findLast(([from]) => from <= day)?.[1];
}

function count({ to, since }, day) {
  return to === undefined ? day - since : to - day;
}

// Rounded half up; whole numbers that are too large for floating point are exact.
function pace([startDay, startLevel, endDay, endLevel], day) {
  const length = BigInt(endDay) - BigInt(startDay);
  const change = (BigInt(endLevel) - BigInt(startLevel)) * (BigInt(day) - BigInt(startDay));
  return (2n * (BigInt(startLevel) * length + change) + length) / (2n * length);
}

function show(day) {
  shown = day;
  for (const { element, from, until } of holding) element.toggleAttribute("hidden", day < from || day > until);
  // Rows come before counts, since a count in a hidden row is left as it is.
  const names = last(data.order, day);
  if (table && names !== order) {
    // A recurring duty has one row, in the place of its first occurrence.
    const rows = new Set(names.map((name) => data.rows[name].row));
    for (const body of table.tBodies) body.hidden = !rows.has(body.id);
    table.append(...[...rows].map(byId));
    order = names;
  }
  for (const element of counts) {
    if (element.closest("[hidden]")) continue;
    const number = count(element.dataset, day);
    const unit = number === 1 ? " day" : " days";
    element.textContent = number + ("unit" in element.dataset ? unit : "");
  }
  for (const element of days) element.textContent = element.dataset.day === "iso" ? isoOf(day) : weekdayOf(day);
  for (const { element, line } of lines) {
    if (!element.hidden) element.textContent = pace(line, day).toLocaleString("en");
  }
  const place = (100 * (day - data.first)) / (data.last - data.first);
  for (const element of markers) element.toggleAttribute("hidden", place < 0 || place > 100);
  for (const { element, ends } of following) {
    if (element.hasAttribute("hidden")) continue;
    for (const end of ends) element.setAttribute(end, `${Math.min(Math.max(place, 0), 100)}%`);
  }
  slider.value = day;
  slider.setAttribute("aria-valuetext", weekdayOf(day));
  if (document.activeElement !== field) field.value = isoOf(day);
}

// The address holds the day, and a milestone or a series if one was chosen: #drawdown&on=2020-07-01.
function writeAddress() {
  const parts = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith("on="));
  history.replaceState(null, "", `#${[...parts, `on=${isoOf(shown)}`].join("&")}`);
}

function readAddress() {
  const parts = location.hash.slice(1).split("&");
  const days = parts.filter((part) => part.startsWith("on=")).map((part) => part.slice(3));
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isoOf(numberOf(text)) === text;
  const [day] = days.filter(isDay).map(numberOf).filter(canBeShown);
  if (day !== undefined) show(day);
  // A link to a milestone or a series keeps the day.
  else if (parts[0] && shown !== data.on) writeAddress();
  for (const before of find(".chosen")) before.classList.remove("chosen");
  const chosen = byId(parts[0]);
  if (!chosen || !(table?.contains(chosen) || targets.includes(chosen))) return;
  chosen.classList.add("chosen");
  const fold = chosen.closest("details");
  if (fold) fold.open = true;
  chosen.scrollIntoView();
}

function today() {
  const now = new Date();
  const format = (timeZone) => new Intl.DateTimeFormat("en-CA-u-ca-iso8601", { timeZone, dateStyle: "short" }).format(now);
  try {
    return numberOf(format(data.zone ?? undefined));
  } catch {
    return numberOf(format(undefined)); // the browser does not know the zone
  }
}

function fileOf(format) {
  const filled = (changes) =>
    last(changes, shown)
      .map((piece) => (typeof piece === "string" ? piece : piece.shown ? isoOf(shown) : count(piece, shown)))
      .join("");
  const rows = last(data.order, shown).map((name) => filled(data.rows[name][format]));
  return format === "json"
    ? `${filled(data.envelope).slice(0, -1)},"milestones":[\n${rows.join(",\n")}\n]}\n`
    : [data.keys, ...rows, ""].join("\n");
}

function save(format) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fileOf(format)]));
  link.download = `${data.name}-${isoOf(shown)}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

slider.min = data.sliderStart;
slider.max = data.sliderEnd;
slider.addEventListener("input", () => show(slider.valueAsNumber));
slider.addEventListener("change", writeAddress);
field.addEventListener("input", () => {
  if (field.validity.valid) show(numberOf(field.value));
});
field.addEventListener("change", writeAddress);
byId("_today").addEventListener("click", () => {
  show(today());
  writeAddress();
});
byId("_today").disabled = !canBeShown(today());
for (const button of find("[data-format]")) button.addEventListener("click", () => save(button.dataset.format));
addEventListener("hashchange", readAddress);
byId("_as-of").hidden = false;
if (byId("_save")) byId("_save").hidden = false;
show(data.on);
readAddress();
