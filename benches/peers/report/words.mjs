// Numbers as a reader wants them.

const UNKNOWN = "–";

/** Three digits that count, whatever the size; thousands apart. */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN;
  if (value === Infinity) return "∞";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en");
  if (size === 0) return "0";
  return size >= 10 ? value.toFixed(1) : size >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}

export const megabytes = (bytes) => number(Number.isFinite(bytes) ? bytes / 1e6 : null);
export const kilobytes = (bytes) => number(Number.isFinite(bytes) ? bytes / 1e3 : null);
export const share = (value) => (value === null || value === undefined ? UNKNOWN : value.toFixed(2));
export const times = (ratio) => (ratio === null ? UNKNOWN : `${number(ratio)}×`);

/** A table of Markdown: the first column is words, the others are numbers. */
export function table(head, rows) {
  const cells = (row) => `| ${row.map((cell) => String(cell).replace(/[|\s]+/g, " ")).join(" | ")} |`;
  return [cells(head), cells(head.map((_, at) => (at === 0 ? "---" : "--:"))), ...rows.map(cells)].join("\n");
}

/** One measurement in a line, to be read while the others run. */
export function line({ error, build, memory, answers, load, process }) {
  const parts = [];
  if (build) parts.push(`parse ${number(build.parseMs)} ms`, `build ${number(build.buildMs)} ms`);
  if (memory) parts.push(`memory ${megabytes(memory.total)} MB`);
  if (process) parts.push(`at most ${megabytes(process.peak)} MB`);
  if (answers) {
    const waits = answers.results.flatMap(({ page }) => page).sort((a, b) => a - b);
    parts.push(`p50 ${number(waits[Math.floor(waits.length / 2)])} ms in ${answers.passes} passes`);
  }
  if (error) parts.push(`failed: ${error}`);
  return `${parts.join(", ")} (load ${load.toFixed(1)})`;
}
