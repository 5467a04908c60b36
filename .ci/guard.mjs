// Compares two builds on one machine: no throughput, median or memory of the second may be more than a quarter worse than that of
// the first.
//
//   guard.mjs [COMMIT]   builds the benchmark of COMMIT (default: where the branch left main; on main itself, the commit before) in a
//                        work tree of its own, runs it and that of this build in turns, and compares the medians of three runs
//   guard.mjs compare BEFORE... -- AFTER...   only compares files of results
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GROUPS = ['change', 'board', 'wire', 'program'];
const RUNS = 3;
const WORSE_MAX = 1.25;

// --- Comparing ---------------------------------------------------------------------------------------------------

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// Figures by name, each with its values from all runs.
function figures(files) {
  const found = new Map();
  for (const file of files) {
    const held = JSON.parse(readFileSync(file, 'utf8'));
    for (const group of GROUPS.filter((name) => held[name])) {
      for (const figure of held[group].figures.filter((one) => one.value !== undefined && one.better)) {
        const name = `${group}.${figure.name}`;
        const known = found.get(name) ?? { ...figure, values: [] };
        known.values.push(figure.value);
        found.set(name, known);
      }
    }
  }
  return found;
}

// How many times worse; 1 means equal, also if both values are 0.
function worse(better, before, after) {
  const [less, more] = better === 'higher' ? [after, before] : [before, after];
  return more === less ? 1 : more / less;
}

function compare(beforeFiles, afterFiles) {
  const [before, after] = [figures(beforeFiles), figures(afterFiles)];
  const lines = [...after].filter(([name]) => before.has(name)).map(([name, { label, unit, better, values }]) => {
    const [was, is] = [median(before.get(name).values), median(values)];
    return { name, label: label.trim(), unit, was, is, ratio: worse(better, was, is) };
  });
  if (lines.length === 0) throw new Error('the two builds have no figure in common');
  for (const { name, unit, was, is, ratio } of lines) {
    const mark = ratio > WORSE_MAX ? 'WORSE' : '';
    const [told, now] = [was, is].map((value) => value.toPrecision(4).padStart(9));
    console.log(`${name.padEnd(40)} ${told} → ${now} ${unit.padEnd(18)} ${ratio.toFixed(2)} × ${mark}`);
  }
  const missed = lines.filter(({ ratio }) => ratio > WORSE_MAX);
  for (const { name, label, ratio } of missed) console.error(`guard: ${name} (${label}) is ${ratio.toFixed(2)} times worse`);
  return missed.length === 0;
}

// --- Building and running ----------------------------------------------------------------------------------------

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(project, 'target/guard');
const git = (...args) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();

function base() {
  const head = git('rev-parse', 'HEAD');
  const mains = ['origin/main', 'main'].filter((name) => spawnSync('git', ['rev-parse', '--verify', '--quiet', name], { cwd: project }).status === 0);
  const left = mains.map((name) => git('merge-base', 'HEAD', name)).find((commit) => commit !== head);
  return left ?? git('rev-parse', 'HEAD~1');
}

// The work tree is kept, so that the next run builds only what has changed.
function checkedOut(commit) {
  const tree = join(folder, 'before');
  if (existsSync(tree)) execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: tree });
  else git('worktree', 'add', '--quiet', '--detach', tree, commit);
  return tree;
}

// Builds the benchmark with the site that it serves; returns the path of the program.
function built(tree) {
  const shell = (command) => execFileSync('bash', ['-euc', `unset CARGO_TARGET_DIR; . .ci/env.sh; ${command}`], { cwd: tree, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 });
  shell('bash .ci/site.sh release >&2');
  const told = shell('cargo bench -p server --bench figures --no-run --message-format=json-render-diagnostics');
  const artifacts = told.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  return artifacts.find(({ executable, target }) => executable && target.name === 'figures').executable;
}

function run(program, file) {
  rmSync(file, { force: true });
  const done = spawnSync(program, GROUPS, { cwd: project, stdio: 'inherit', env: { ...process.env, BENCH_RESULTS: file, KEEP: '0' } });
  if (done.status !== 0 || !existsSync(file)) throw new Error(`${program} measured nothing`);
  return file;
}

function guard(commit) {
  mkdirSync(folder, { recursive: true });
  const before = commit ? git('rev-parse', commit) : base();
  console.log(`== before: ${git('log', '-1', '--format=%h %s', before)}`);
  const programs = { before: built(checkedOut(before)), after: built(project) };
  const files = { before: [], after: [] };
  for (let turn = 1; turn <= RUNS; turn += 1) {
    for (const [name, program] of Object.entries(programs)) {
      console.log(`== run ${turn} of ${RUNS}: ${name}`);
      files[name].push(run(program, join(folder, `${name}-${turn}.json`)));
    }
  }
  return compare(files.before, files.after);
}

const [task, ...rest] = process.argv.slice(2);
const at = rest.indexOf('--');
const isGood = task === 'compare' ? compare(rest.slice(0, at), rest.slice(at + 1)) : guard(task);
process.exitCode = isGood ? 0 : 1;
