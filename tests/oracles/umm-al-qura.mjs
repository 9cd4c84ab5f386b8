// Reads days, writes them as YYYY-MM-DD of the calendar of Umm al-Qura.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const library = createRequire(import.meta.url)(process.argv[2]);
const convert = library.default ?? library;
const answers = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => {
  const [year, month, day] = line.split("-").map(Number);
  // Noon, for the library reads the day in the zone of this process.
  const { hy, hm, hd } = convert(new Date(year, month - 1, day, 12));
  const part = (value, width) => String(value).padStart(width, "0");
  return `${part(hy, 4)}-${part(hm, 2)}-${part(hd, 2)}`;
});
console.log(answers.join("\n"));
