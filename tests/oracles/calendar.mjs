// Reads days, writes them as YYYY-MM-DD of one of ICU's calendars.
import { readFileSync } from "node:fs";

const calendar = process.argv[2];
const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
  year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC",
});
const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const parts = format.formatToParts(new Date(`${line}T00:00:00Z`));
  const part = (type, width) => parts.find((one) => one.type === type).value.padStart(width, "0");
  return `${part("year", 4)}-${part("month", 2)}-${part("day", 2)}`;
});
console.log(answers.join("\n"));
