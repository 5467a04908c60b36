// The figures that documents quote, by name, from server/docs/figures.json, which `make bench KEEP=1` writes.
//
//   figures.mjs check   prints every place where a document and the file differ, and every group that no document shows; exit 1 if there is one
//   figures.mjs write   rewrites the documents
//   figures.mjs fresh   prints every group of the file that is older than the source it measures; exit 1 if there is one
//
// A document has `<!-- figure: GROUP.NAME -->…<!-- /figure -->` for one figure within a line, and the lines `<!-- figures: GROUP … -->`
// and `<!-- /figures -->` around a table of groups. This program writes what is between them. Marks in backticks are only examples.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';

const FILE = 'server/docs/figures.json';
const GROUPS = 'server/benches/groups.json';

const read = (file) => readFileSync(file, 'utf8');
const groups = JSON.parse(read(GROUPS));
const held = existsSync(FILE) ? JSON.parse(read(FILE)) : {};
const inFolder = (folder) => readdirSync(folder).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
const documents = ['README.md', 'app/ARCHITECTURE.md', ...inFolder('server/docs'), ...inFolder('.github')];

// --- How a figure is told ----------------------------------------------------------------------------------------

// Three significant digits, with thousands separators.
function number(value) {
  const size = Math.abs(value);
  const decimals = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: decimals });
}

const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);

function told(figure) {
  if (figure.left_out) return `not measured: ${figure.left_out}`;
  if (figure.error !== undefined) return withUnit(`${number(figure.value)} ± ${number(figure.error)}`, figure.unit);
  if (figure.p99 !== undefined) return `p50 ${number(figure.value)} ms, p99 ${number(figure.p99)} ms`;
  return withUnit(number(figure.value), figure.unit);
}

function spread(figure) {
  if (figure.left_out || figure.error !== undefined) return '';
  if (figure.p99 !== undefined) return `longest of ${number(figure.samples)}: ${number(figure.max)} ms`;
  if (figure.runs !== undefined) return withUnit(`${number(figure.min)} – ${number(figure.max)}`, figure.unit);
  return '';
}

// A line that belongs to the one before it is indented.
const label = (text) => (text.startsWith(' ') ? `– ${text.trim()}` : text);

function table(name) {
  const { title } = groups.find((group) => group.name === name);
  const measured = held[name];
  const { machine, fdatasync_ms: sync } = measured;
  const where = `${machine.cores} cores of ${machine.cpu}, ${machine.memory_gib} GiB`;
  const syncs = `fdatasync p50 ${number(sync.p50)}, p99 ${number(sync.p99)} ms`;
  return [
    `**${title}.** ${measured.date.slice(0, 10)}, commit ${(measured.commit ?? 'unknown').slice(0, 9)}, ${where}, ${syncs}.`,
    '',
    '| Figure | Value | Spread |',
    '|---|---|---|',
    ...measured.figures.map((figure) => `| ${label(figure.label)} | ${told(figure)} | ${spread(figure)} |`),
  ];
}

// --- Documents ---------------------------------------------------------------------------------------------------

const faults = [];
const inTables = new Set();

function quoted(name, place) {
  const [group, ...rest] = name.split('.');
  const figure = held[group]?.figures.find((one) => one.name === rest.join('.'));
  if (!figure) faults.push(`${place}: ${FILE} holds no figure ${name}`);
  return figure ? told(figure) : '';
}

function inLine(line, place) {
  const marks = (line.match(/(?<!`)<!-- figure: /g) ?? []).length;
  const ends = (line.match(/<!-- \/figure -->(?!`)/g) ?? []).length;
  if (marks !== ends) faults.push(`${place}: a mark of a figure is not closed in its line`);
  const mark = /(?<!`)(<!-- figure: ([a-z0-9_.-]+) -->).*?(<!-- \/figure -->)/g;
  return line.replace(mark, (_, begin, name, end) => begin + quoted(name, place) + end);
}

function tables(names, place) {
  const unknown = names.filter((name) => !groups.some((group) => group.name === name));
  if (unknown.length) faults.push(`${place}: there is no group ${unknown.join(', ')}`);
  const known = names.filter((name) => !unknown.includes(name));
  known.forEach((name) => inTables.add(name));
  const [measured, missing] = [known.filter((name) => held[name]), known.filter((name) => !held[name])];
  const note = missing.length ? ['', `Not measured yet: ${missing.map((name) => `\`${name}\``).join(', ')}.`] : [];
  return measured.flatMap((name) => ['', ...table(name)]).concat(note, '');
}

function rewritten(document, text) {
  const lines = [];
  let open = 0;
  text.split('\n').forEach((line, at) => {
    const place = `${document}:${at + 1}`;
    const begin = /^<!-- figures: (.+) -->$/.exec(line);
    if (line === '<!-- /figures -->') open = 0;
    if (open) return;
    lines.push(inLine(line, place));
    if (!begin) return;
    open = at + 1;
    lines.push(...tables(begin[1].split(' '), place));
  });
  if (open) faults.push(`${document}:${open}: a mark of figures is not closed`);
  return lines.join('\n');
}

function each(differs) {
  for (const document of documents) {
    const text = read(document);
    const should = rewritten(document, text);
    if (text !== should) differs(document, should, text);
  }
}

function check() {
  for (const { name, paths } of groups) {
    for (const path of paths.filter((one) => !existsSync(one))) faults.push(`${GROUPS}: ${name} measures ${path}, which is not there`);
  }
  each((document, should, text) => {
    const [lines, before] = [should.split('\n'), text.split('\n')];
    const at = before.findIndex((line, i) => line !== lines[i]);
    faults.push(`${document}:${at + 1}: differs from ${FILE}; make figures rewrites it`);
  });
  for (const { name } of groups.filter((group) => !inTables.has(group.name))) faults.push(`${GROUPS}: no document has a table of ${name}`);
}

// --- Age ---------------------------------------------------------------------------------------------------------

const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

function says(...args) {
  try {
    git(...args);
    return true;
  } catch {
    return false;
  }
}

// Whether a measurement includes a change. If the measured commit was rewritten since, only its date can tell.
function holds(measured, newest) {
  if (says('cat-file', '-e', `${measured.commit}^{commit}`)) return says('merge-base', '--is-ancestor', newest, measured.commit);
  return Date.parse(git('log', '-1', '--format=%cI', newest)) <= Date.parse(measured.date);
}

function fresh() {
  if (!says('rev-parse', 'HEAD')) return;
  const stale = groups.filter(({ name, paths }) => {
    const newest = git('log', '-1', '--format=%H', '--', ...paths);
    return held[name] && newest && !(held[name].is_committed && holds(held[name], newest));
  });
  const names = stale.map(({ name }) => name);
  if (names.length) faults.push(`${FILE}: older than what it measures: make bench ARGS="${names.join(' ')}" KEEP=1, then make figures`);
}

const tasks = { check, write: () => each((document, should) => writeFileSync(document, should)), fresh };
tasks[process.argv[2]]();
faults.forEach((fault) => console.log(fault));
if (faults.length) process.exitCode = 1;
