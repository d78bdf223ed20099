// The options of scripts/bench. Started by itself, this only says whether they are good.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ENGINES } from "./engines.mjs";

const QUICK = { sizes: "1000,10000", passes: 3 };
const FULL = { sizes: "1000,10000,50000,100000", passes: 9 };

/** `{sizes, engines, repetitions, passes, papers, name, out, quick, synthetic}`; throws with words about what is wrong. */
export function optionsOf(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      sizes: { type: "string" },
      engines: { type: "string" },
      repetitions: { type: "string", default: "1" },
      papers: { type: "string" },
      name: { type: "string" },
      out: { type: "string" },
      quick: { type: "boolean", default: false },
      synthetic: { type: "boolean", default: false },
    },
  });
  const { sizes, passes } = values.quick ? QUICK : FULL;
  return {
    ...values,
    passes,
    sizes: (values.sizes ?? sizes).split(",").map((size) => positive("--sizes", size)).sort((a, b) => a - b),
    engines: values.engines?.split(",").map(engineNamed) ?? ENGINES,
    repetitions: positive("--repetitions", values.repetitions),
    name: values.name ?? new Date().toISOString().slice(0, 16).replace(":", ""),
  };
}

function positive(option, word) {
  const number = Number(word);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option}: ${word} is no number of 1 or more`);
  return number;
}

function engineNamed(name) {
  const engine = ENGINES.find((known) => known.name === name);
  if (!engine) throw new Error(`--engines: there is no ${name}, only ${ENGINES.map((known) => known.name).join(", ")}`);
  return engine;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    optionsOf(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
