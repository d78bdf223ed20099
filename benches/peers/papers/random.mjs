// Chance that is the same on every machine: each generator is a function of its seed.

/** Mulberry32 (T. Ettinger, public domain): numbers in [0, 1) with a period of 2³². */
export function random(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number in [0, below). */
export const below = (next, limit) => Math.floor(next() * limit);

/** One of `values`, each as likely as the others. */
export const pick = (next, values) => values[below(next, values.length)];

/** A number of the normal distribution around 0 with variance 1 (Box and Muller). */
export const gaussian = (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** Puts `values` into a random order, in place (Fisher and Yates). */
export function shuffle(next, values) {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = below(next, at + 1);
    [values[at], values[other]] = [values[other], values[at]];
  }
  return values;
}

/** Draws places of `weights` in proportion to them, each in constant time (Walker's alias method, as Vose wrote it). */
export function weighted(next, weights) {
  const count = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const scaled = Float64Array.from(weights, (weight) => weight / mean);
  const keep = new Float64Array(count).fill(1);
  const alias = new Uint32Array(count);
  const [small, large] = [[], []];
  scaled.forEach((weight, place) => (weight < 1 ? small : large).push(place));
  while (small.length > 0 && large.length > 0) {
    const [poor, rich] = [small.pop(), large.pop()];
    keep[poor] = scaled[poor];
    alias[poor] = rich;
    scaled[rich] -= 1 - scaled[poor];
    (scaled[rich] < 1 ? small : large).push(rich);
  }
  return () => {
    const place = below(next, count);
    return next() < keep[place] ? place : alias[place];
  };
}
