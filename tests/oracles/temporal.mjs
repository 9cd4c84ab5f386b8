// Reads `YYYY-MM-DD YEARS MONTHS WEEKS DAYS`, the counts below zero for earlier; writes the day that
// Temporal counts to, `none` where it refuses or leaves the years 1 to 9999.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, overflow] = process.argv.slice(2);
const { Temporal } = createRequire(import.meta.url)(folder);
const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [word, ...counts] = line.split(" ");
  const day = Temporal.PlainDate.from(word);
  const later = counts.every((count) => Number(count) >= 0);
  const [years, months, weeks, days] = counts.map((count) => Math.abs(Number(count)));
  const duration = { years, months, weeks, days };
  try {
    const end = later ? day.add(duration, { overflow }) : day.subtract(duration, { overflow });
    return end.year >= 1 && end.year <= 9999 ? end.toString() : "none";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "none";
  }
});
console.log(answers.join("\n"));
