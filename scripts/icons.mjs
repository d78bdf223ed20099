// Draws the PNG icons from the two SVGs in public/icons/ with the browser that the tests use.
// Run it after a change of an SVG: `node scripts/icons.mjs`.

import { readFile, writeFile } from "node:fs/promises";
import { launch } from "../tests/e2e/support.mjs";

const icons = new URL("../public/icons/", import.meta.url);

const { context, close } = await launch();
try {
  const page = await context.newPage();
  await draw(page, "icon.svg", 192, "icon-192.png");
  await draw(page, "icon.svg", 512, "icon-512.png");
  await draw(page, "maskable.svg", 512, "maskable-512.png");
  // This one is shown uncut and must have no transparent edge, which would turn black.
  await draw(page, "maskable.svg", 180, "apple-touch-icon.png");
} finally {
  await close();
}

async function draw(page, from, size, to) {
  const svg = await readFile(new URL(from, icons), "utf8");
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await writeFile(new URL(to, icons), await page.screenshot({ omitBackground: true }));
  console.log(`public/icons/${to}`);
}
