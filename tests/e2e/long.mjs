// A site whose archive holds many invented papers, for the tests of long lists.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archive, feedsSettled, item } from "./feeds.mjs";
import { copyOfSite, open } from "./support.mjs";

/** Papers in a month's file. */
const MONTH = 2_500;

/** An invented paper, number 0 upwards; titles and abstracts are of many lengths, as those of papers are. */
function paper(number) {
  const day = `${2020 + Math.floor(number / MONTH / 12)}-${String((Math.floor(number / MONTH) % 12) + 1).padStart(2, "0")}-${String((number % 28) + 1).padStart(2, "0")}`;
  const words = (count, seed) => Array.from({ length: count }, (_, at) => WORDS[(seed * 7 + at * 13 + ((seed * at) % 5)) % WORDS.length]).join(" ");
  const title = `Invented ${number}: ${words(3 + ((number * 5) % 17), number)}`;
  const made = item(number + 1, { day, title, upvotes: (number * 37) % 400, categories: ["cs.CL", "cs.LG", "cs.CV"].slice(0, (number % 3) + 1) });
  const arxiv = `${day.slice(2, 4)}${day.slice(5, 7)}.${String(number % 100_000).padStart(5, "0")}`;
  made.id = made.url = `https://arxiv.org/abs/${arxiv}`;
  made._paper.arxiv = arxiv;
  made.content_text = `${words((number * 11) % 60, number + 3)}.`;
  made.authors = Array.from({ length: 1 + (number % 7) }, (_, at) => ({ name: `Author ${words(1, number + at)} ${at}` }));
  return made;
}

const WORDS = "learning of models with sparse attention for long documents and few examples a study on robust retrieval under noise large scale generation without labels towards efficient transfer in vision language tasks benchmark".split(" ");

/** The files of an archive of so many papers. */
export function longArchive(count) {
  const months = {};
  for (let number = 0; number < count; number += 1) {
    const made = paper(number);
    const [day] = made._paper.days;
    (months[day.slice(0, 7)] ??= []).push(made);
  }
  return archive(months, "Invented long archive");
}

/** The site with an archive of so many papers and nothing else, opened at `query` when all is read. */
export async function openLong(t, count, { query = "?window=all", ...options } = {}) {
  const root = await copyOfSite(t);
  const folder = join(root, "feed");
  await rm(folder, { recursive: true });
  await mkdir(folder);
  for (const [name, text] of Object.entries(longArchive(count))) await writeFile(join(folder, name), text);
  const opened = await open(t, { root, ...options });
  await opened.page.goto(opened.url + query);
  await feedsSettled(opened.page);
  return opened;
}
