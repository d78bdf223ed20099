// What a list should be, worked out anew from the documents alone: docs/feed-format.md and the page "About".

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DIST } from "./support.mjs";

const text = (value) => value ?? "";

/** A feed's items as plain papers. */
export function papersOf(feed) {
  return feed.items.map((item) => {
    const more = item._paper ?? {};
    const authors = more.authors ?? item.authors ?? [];
    return {
      id: more.arxiv,
      days: more.days ?? [],
      published: more.published ?? item.date_published?.slice(0, 10),
      votes: more.upvotes,
      categories: more.categories ?? item.tags ?? [],
      keywords: more.keywords ?? [],
      code: more.repository !== undefined,
      organisation: more.organisation,
      title: item.title,
      words: [item.title, ...authors.map((author) => author.name), ...(more.keywords ?? []), text(more.organisation), text(more.summary), text(item.content_text)].join("\n"),
    };
  });
}

/** The papers that come with the site. */
export async function builtIn() {
  const manifest = JSON.parse(await readFile(join(DIST, "feed/manifest.json"), "utf8"));
  const shards = await Promise.all(manifest.shards.map(({ file }) => readFile(join(DIST, "feed", file), "utf8")));
  return shards.flatMap((shard) => papersOf(JSON.parse(shard)));
}

function plain(words) {
  const letters = { æ: "ae", œ: "oe", ß: "ss", ø: "o", đ: "d", ł: "l", ı: "i" };
  return words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[æœßøđłı]/g, (letter) => letters[letter]);
}

/** Whether each typed word begins a word of the paper, accents and letter case aside. */
function speaksOf(paper, typed) {
  const words = plain(typed).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u").test(plain(paper.words)));
}

const lastDay = (paper) => [...paper.days].sort().at(-1);
const number = (day) => Date.parse(day) / 86_400_000;
const date = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

// First and last day of a window around a day.
function range(window, day) {
  if (window === "day") return [day, day];
  const monday = number(day) - ((new Date(day).getUTCDay() + 6) % 7);
  return window === "week" ? [date(monday), date(monday + 6)] : [`${day.slice(0, 7)}-01`, `${day.slice(0, 7)}-31`];
}

/** Votes against age, as the page "About" gives it. */
export function trending(paper, today) {
  const since = lastDay(paper) ?? paper.published;
  const age = since === undefined ? 2 ** 31 : Math.max(0, number(today) - number(since));
  return ((paper.votes ?? 0) + 1) / (age + 2) ** 1.5;
}

const absentLast = (a, b) => (a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : a < b ? 1 : -1);
const byVotes = (a, b) => absentLast(a.votes, b.votes) || absentLast(a.published, b.published) || absentLast(a.id, b.id);
const byDay = (a, b) => absentLast(lastDay(a), lastDay(b)) || byVotes(a, b);

/** Ids of the list that a query string asks for. `marks` holds sets of ids: starred, read, dismissed. */
export function list(papers, query, { starred = new Set(), read = new Set(), dismissed = new Set() } = {}, today = date(Math.floor(Date.now() / 86_400_000))) {
  const asked = new URLSearchParams(query);
  const newest = papers.map(lastDay).filter(Boolean).sort().at(-1);
  const window = asked.get("window") ?? "day";
  const [from, to] = window === "all" ? [] : range(window, asked.get("day") ?? newest);
  const wanted = (paper) =>
    (window === "all" || paper.days.some((day) => from <= day && day <= to)) &&
    speaksOf(paper, asked.get("q") ?? "") &&
    (!asked.has("cat") || paper.categories.includes(asked.get("cat"))) &&
    (!asked.has("kw") || paper.keywords.some((keyword) => plain(keyword) === plain(asked.get("kw")))) &&
    (!asked.has("code") || paper.code) &&
    (!asked.has("starred") || starred.has(paper.id)) &&
    (!asked.has("unread") || !read.has(paper.id)) &&
    dismissed.has(paper.id) === asked.has("dismissed");
  const orders = { newest: byDay, votes: byVotes, trending: (a, b) => trending(b, today) - trending(a, today) || byDay(a, b) };
  return papers.filter(wanted).sort(orders[asked.get("sort") ?? "newest"]).map((paper) => paper.id);
}

/** A feed over several days with every kind of tie: votes alike, absent or none, papers on two days, on no day, without a date. */
export function madeFeed(count = 130) {
  const days = ["2025-06-30", "2025-07-21", "2025-07-27", "2025-07-28", "2025-07-30", "2025-07-31", "2025-08-01"];
  // The same on every run, and of no order that the app could fall into by chance.
  const mixed = (at, modulus) => ((at * 2_654_435_761) >>> 7) % modulus;
  const items = Array.from({ length: count }, (_, at) => {
    const arxiv = `2506.${10_000 + mixed(at, 89_000)}`;
    const votes = mixed(at + 11, 6);
    const published = mixed(at + 5, 9) === 0 ? undefined : `2025-06-${String(1 + mixed(at + 3, 4)).padStart(2, "0")}`;
    const on = mixed(at + 7, 8);
    const shown = on === 7 ? [] : mixed(at + 1, 5) === 0 ? [...new Set([days[on], days[6]])] : [days[on]];
    return {
      id: `https://arxiv.org/abs/${arxiv}`,
      title: `Made paper ${at} on ${["Schrödinger bridges", "retrieval", "C++ agents"][at % 3]}`,
      content_text: `An abstract for paper ${at}.`,
      authors: [{ name: `Ada Example ${at % 7}` }],
      tags: [["cs.CL"], ["cs.CV", "cs.LG"], ["math.PR"]][at % 3],
      _paper: {
        arxiv,
        ...(shown.length && { days: shown }),
        ...(published && { published }),
        ...(votes !== 5 && { upvotes: votes * 4 }),
        ...(at % 4 === 0 && { repository: `https://github.com/example/code-${at}` }),
        keywords: [["Made Up", "bridges"], ["retrieval"]][at % 2],
      },
    };
  });
  return { version: "https://jsonfeed.org/version/1.1", title: "Made for the test", _paper: { format: 1 }, items };
}
