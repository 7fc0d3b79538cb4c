// The module in headless Chromium: a page loads it as an application would, and runs the vectors.

import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { told } from "./vectors.mjs";

const home = fileURLToPath(new URL("../../../", import.meta.url));
const { chromium } = createRequire(join(process.env.PMS_NPM, "package.json"))("playwright-core");
const kinds = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", html: "text/html" };
const folders = {
  "/package/": process.env.PMS_PACKAGE,
  "/test/": join(home, "bindings/wasm/test"),
  "/vectors/": join(home, "tests/vectors"),
};
const vectors = readdirSync(folders["/vectors/"]).filter((name) => name.endsWith(".jsonl")).sort();

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
  const base = Object.keys(folders).find((start) => path.startsWith(start));
  const file = base && join(folders[base], path.slice(base.length));
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": kinds[file.split(".").pop()] ?? "text/plain" });
  return createReadStream(file).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const profile = mkdtempSync(join(tmpdir(), "pms-chromium-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const counts = await page.evaluate(async (names) => {
    const fetched = async (url) => (await fetch(url)).text();
    const pms = await import("/package/web/pms.js");
    await pms.default();
    const { run } = await import("/test/vectors.mjs");
    const text = (await Promise.all(names.map((name) => fetched(`/vectors/${name}`)))).join("");
    return run(pms, await fetched("/package/web/pms.d.ts"), text);
  }, vectors);
  process.exitCode = told("chromium", counts, 0) ? 0 : 1;
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
