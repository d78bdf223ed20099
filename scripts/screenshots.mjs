// Takes the pictures that the manifest and the README show, of the site in dist/.
// Run it after a change of the look: `scripts/serve --build-only && node scripts/screenshots.mjs`, then build again.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DIST, launch, papersShown } from "../tests/e2e/support.mjs";
import { serve } from "./site.mjs";

const folder = fileURLToPath(new URL("../public/screenshots/", import.meta.url));
// Wide enough for a paper beside the list; a phone shows the list.
const views = {
  phone: { query: "", viewport: { width: 390, height: 844 } },
  desktop: { query: "?paper=2507.07996", viewport: { width: 1280, height: 800 } },
};

await mkdir(folder, { recursive: true });
const site = await serve({ root: DIST });
try {
  for (const [name, { query, viewport }] of Object.entries(views)) {
    for (const colorScheme of ["light", "dark"]) {
      // Each with a fresh profile: what a first visit shows.
      const { context, close } = await launch({ viewport, colorScheme, reducedMotion: "reduce" });
      try {
        const page = context.pages()[0];
        await page.goto(site.url + query);
        await papersShown(page);
        await page.evaluate(() => document.fonts.ready);
        await page.waitForTimeout(500);
        const path = `${folder}${name}${colorScheme === "dark" ? "-dark" : ""}.png`;
        await page.screenshot({ path });
        console.log(path);
      } finally {
        await close();
      }
    }
  }
} finally {
  await site.close();
}
