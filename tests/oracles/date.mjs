// Reads `YYYY-MM-DD MONTHS DAYS`, writes the day that Date counts to, surplus days running over.
import { readFileSync } from "node:fs";

const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [day, months, days] = line.split(" ");
  const [year, month, number] = day.split("-").map(Number);
  const end = new Date(0);
  end.setUTCFullYear(year, month - 1 + Number(months), number);
  // Months first, in one step; the calendar may be left on the way.
  const beyond = () => end.getUTCFullYear() < 1 || end.getUTCFullYear() > 9999;
  if (beyond()) return "none";
  end.setUTCDate(end.getUTCDate() + Number(days));
  return beyond() ? "none" : end.toISOString().slice(0, 10);
});
console.log(answers.join("\n"));
