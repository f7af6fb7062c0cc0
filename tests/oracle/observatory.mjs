// Judges sites with Mozilla's own Observatory: a JSON line in for each site, a verdict out.
// node observatory.mjs FOLDER, where FOLDER holds @mdn/mdn-http-observatory; with a second word it
// prints its points for each result and its grade for each score instead.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2]);
const ours = (file) => import(pathToFileURL(path.join(folder, "src", file)));
const theirs = createRequire(path.join(folder, "package.json"));

// Its own installer downloads the list of preloaded hosts; here no host is preloaded.
const readFileSync = fs.readFileSync;
fs.readFileSync = (file, ...rest) =>
  String(file).endsWith("hsts-preload.json") ? "{}" : readFileSync(file, ...rest);
// It parses pages with jsdom, which tells the console of every style sheet it cannot read.
console.error = () => {};

const { AxiosHeaders } = theirs("axios");
const { CookieJar } = theirs("tough-cookie");
const { ALL_TESTS } = await ours("constants.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT, SCORE_TABLE } = await ours("grader/charts.js");
const { getGradeForScore, getScoreModifier } = await ours("grader/grader.js");
const { parseHttpEquivHeaders } = await ours("retriever/utils.js");
const { HTML_TYPES, Requests } = await ours("types.js");

// What Node's http makes of fields that are sent more than once.
const FIRST_COUNTS = new Set([
  "age", "content-length", "content-type", "etag", "expires",
  "last-modified", "location", "retry-after", "server",
]);

function headersOf(pairs) {
  const values = {};
  for (const [name, value] of pairs) (values[name.toLowerCase()] ??= []).push(value);
  const headers = new AxiosHeaders();
  for (const [name, list] of Object.entries(values)) {
    const joined = FIRST_COUNTS.has(name) ? list[0] : list.join(", ");
    headers.set(name, name === "set-cookie" ? list : joined);
  }
  return headers;
}

function response(given) {
  return given && { status: given.status, headers: headersOf(given.headers), verified: given.verified };
}

function jarOf(site) {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false, allowSpecialUseDomain: true });
  for (const [name, value] of site.auto.headers) {
    if (name.toLowerCase() !== "set-cookie") continue;
    try {
      jar.setCookieSync(value, site.url);
    } catch {
      // A cookie the jar does not take.
    }
  }
  return jar;
}

function requestsOf(site) {
  const requests = new Requests(site.hostname);
  requests.session = { url: new URL(site.url), jar: jarOf(site) };
  const auto = response(site.auto);
  const isHtml = HTML_TYPES.has(auto.headers["content-type"]?.split(";")[0]) && site.body;
  auto.httpEquiv = isHtml ? parseHttpEquivHeaders(site.body, site.url) : new Map();
  const cors = response(site.cors);
  if (cors) cors.request = { headers: { origin: site.cors.request_origin } };
  const httpRedirects = site.http_redirects.map(([url, status]) => ({ url: new URL(url), status }));
  Object.assign(requests.responses, {
    auto, cors, http: response(site.http), https: response(site.https), httpRedirects,
  });
  requests.resources.path = site.body;
  return requests;
}

function judge(site) {
  const requests = requestsOf(site);
  const tests = {};
  let least = 100;
  let most = 100;
  for (const test of ALL_TESTS) {
    const output = test(requests);
    const modifier = getScoreModifier(output.result);
    tests[output.constructor.name] = { result: output.result, pass: output.pass, modifier };
    most += modifier;
    if (modifier < 0) least += modifier;
  }
  const score = least >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? most : least;
  return { ...getGradeForScore(score), tests };
}

if (process.argv[3]) {
  const points = Object.fromEntries([...SCORE_TABLE].map(([code, { modifier }]) => [code, modifier]));
  const grades = Array.from({ length: 151 }, (_, score) => getGradeForScore(score).grade);
  process.stdout.write(JSON.stringify({ points, grades }) + "\n");
  process.exit();
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let verdict;
  try {
    verdict = judge(JSON.parse(line));
  } catch (error) {
    verdict = { error: String(error).split("\n")[0] };
  }
  process.stdout.write(JSON.stringify(verdict) + "\n");
}
