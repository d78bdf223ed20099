// The questions that every engine is asked, in classes that are reported apart.
//
// `want` says what the words mean: `and` all of them, whole; `prefix` all, the last as far as it is typed; `fuzzy` all, each with
// a typo allowed; `author` all, in the authors' names. `intended` is what a typo should have been.

/** Classes in the order of the reports. */
export const CLASSES = [
  "common word",
  "medium word",
  "rare word",
  "two words",
  "three words",
  "four words",
  "typing",
  "typo",
  "author",
  "word + category",
  "word + date",
];

const simple = (name, ...texts) => texts.map((text) => ({ class: name, want: "and", text }));
const typo = (text, intended) => ({ class: "typo", want: "fuzzy", text, intended });
const author = (text) => ({ class: "author", want: "author", text });
const inCategory = (category, text) => ({ class: "word + category", want: "and", text, filters: { category } });
const between = (from, to, text) => ({ class: "word + date", want: "and", text, filters: { from, to } });

/** One question for each key that is pressed; a blank asks nothing new. */
function typing(text) {
  const typed = Array.from(text, (_, at) => text.slice(0, at + 1));
  return typed.filter((prefix) => !prefix.endsWith(" ")).map((prefix) => ({ class: "typing", want: "prefix", text: prefix }));
}

/** All questions, each with its class. */
export const QUERIES = [
  ...simple("common word", "learning", "model", "data", "neural", "training"),
  ...simple("medium word", "transformer", "retrieval", "contrastive", "robotics", "calibration"),
  ...simple("rare word", "grokking", "sinkhorn", "hopfield", "diophantine", "tokamak", "zzyzxqv"),
  ...simple("two words", "contrastive learning", "graph neural", "diffusion models", "sparse attention", "federated privacy", "protein structure"),
  ...simple(
    "three words",
    "large language models",
    "graph neural networks",
    "reinforcement learning robotics",
    "dense retrieval ranking",
    "bayesian inference uncertainty",
    "adversarial attack image",
  ),
  ...simple(
    "four words",
    "retrieval augmented generation language",
    "offline reinforcement learning policy",
    "medical image segmentation transformer",
    "differential privacy federated learning",
  ),
  ...typing("contrastive pre-training for retrieval"),
  ...typing("diffusion models"),
  typo("transfomer", "transformer"),
  typo("reinforcment learning", "reinforcement learning"),
  typo("retreival", "retrieval"),
  typo("contrastve learning", "contrastive learning"),
  typo("calibraton", "calibration"),
  typo("difusion models", "diffusion models"),
  ...["yoshua bengio", "lecun", "geoffrey hinton", "sergey levine", "chelsea finn", "wang"].map(author),
  inCategory("cs.CL", "retrieval"),
  inCategory("cs.CV", "transformer"),
  inCategory("cs.LG", "contrastive learning"),
  inCategory("stat.ML", "bayesian"),
  inCategory("cs.RO", "reinforcement learning"),
  inCategory("cs.IR", "dense retrieval"),
  between("2025-01-01", "2025-12-31", "diffusion"),
  between("2025-06-01", "2025-06-30", "learning"),
  between("2026-01-01", "2026-06-30", "transformer"),
  between("2026-03-01", "2026-03-31", "neural networks"),
];
