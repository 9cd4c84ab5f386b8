// Reads `YYYY-MM-DD MONTHS DAYS`, writes the day that Temporal counts to, `none` where it refuses.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, overflow] = process.argv.slice(2);
const { Temporal } = createRequire(import.meta.url)(folder);
const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [day, months, days] = line.split(" ");
  try {
    const duration = { months: Number(months), days: Number(days) };
    const end = Temporal.PlainDate.from(day).add(duration, { overflow });
    return end.year >= 1 && end.year <= 9999 ? end.toString() : "none";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "none";
  }
});
console.log(answers.join("\n"));
