// Medians and percentiles, by nearest rank. `null` stands for what is not known, in and out.

const known = (values) => values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);

/** The smallest value that `share` of the values do not exceed. */
export function percentile(values, share) {
  const sorted = known(values);
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => percentile(values, 0.5);

export function mean(values) {
  const all = known(values);
  return all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length;
}

/** How times are told: middle, slow, slowest but for a hundredth, slowest. */
export function spread(values) {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99), max: percentile(values, 1), samples: known(values).length };
}
