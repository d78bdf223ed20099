// No index at all: every word is looked for in every text, as in the oldest way to search a page. The floor of effort, and a
// measure of what an index gains. Papers with the words in their titles come first.

import { Columns, wordsOf } from "./shared.js";

export function create() {
  let columns;
  let titles;
  let names;
  let texts;
  return {
    build(papers) {
      columns = Columns.of(papers);
      titles = papers.map(({ title }) => title.toLowerCase());
      names = papers.map(({ authors }) => authors.join(", ").toLowerCase());
      texts = papers.map(({ abstract }, place) => `${titles[place]}\n${names[place]}\n${abstract.toLowerCase()}`);
    },
    query({ text, want, filters, limit }) {
      const words = wordsOf(text);
      const searched = want === "author" ? names : texts;
      // A list for each number of words in the title, so that no sort is needed.
      const byScore = Array.from({ length: words.length + 1 }, () => []);
      searched.forEach((within, place) => {
        if (!words.every((word) => within.includes(word)) || !columns.admits(place, filters)) return;
        byScore[words.filter((word) => titles[place].includes(word)).length].push(place);
      });
      const found = byScore.reverse().flat();
      return { ids: found.slice(0, limit).map((place) => columns.ids[place]), total: found.length };
    },
  };
}
