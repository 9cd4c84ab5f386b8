// Reads `YYYY-MM-DD YEARS MONTHS WEEKS DAYS`, the counts below zero for earlier; writes the day that
// Date counts to, surplus days running over, `none` beyond the years 1 to 9999.
import { readFileSync } from "node:fs";

const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [day, ...counts] = line.split(" ");
  const [year, month, number] = day.split("-").map(Number);
  const [years, months, weeks, days] = counts.map(Number);
  const end = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for those from 1900 on.
  end.setUTCFullYear(year + years, month - 1 + months, number);
  end.setUTCDate(end.getUTCDate() + weeks * 7 + days);
  const within = end.getUTCFullYear() >= 1 && end.getUTCFullYear() <= 9999;
  return within ? end.toISOString().slice(0, 10) : "none";
});
console.log(answers.join("\n"));
