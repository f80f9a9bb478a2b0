// `npm test`: every check in order, on a fresh clone too. `npm test -- unit e2e` runs those stages.
// A passing stage is one line, a failing one shows its output; the last line is the sum of all.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser, NO_BROWSER } from './browser.mjs';
import { installPackages, requireNode, root } from './install.mjs';

const reports = mkdtempSync(path.join(tmpdir(), 'benchtop-test-'));
const bin = (name, file) => path.join(root, 'node_modules', name, file);

function readReport(name) {
  const file = path.join(reports, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** A stage that passes or fails as a whole. */
function check(script, args) {
  return {
    command: [script, ...args],
    count: (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 }),
  };
}

function vitest(project) {
  const file = `${project}.json`;
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${path.join(reports, file)}`,
  ];
  return {
    command: [bin('vitest', 'vitest.mjs'), 'run', `--project=${project}`, ...reporters],
    count() {
      const report = readReport(file);
      if (!report) return { passed: 0, failed: 1 };
      // A file that does not even load has no tests, so it counts as one failure.
      const broken = report.testResults.filter(
        (suite) =>
          suite.status === 'failed' && suite.assertionResults.every((t) => t.status !== 'failed'),
      );
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests + broken.length,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    },
  };
}

function playwright() {
  return {
    command: [bin('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(reports, 'e2e.json') },
    count() {
      const stats = readReport('e2e.json')?.stats;
      if (!stats) return { passed: 0, failed: 1 };
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      };
    },
  };
}

const stages = {
  format: check(bin('oxfmt', 'bin/oxfmt'), ['--check', '.']),
  types: check(bin('typescript', 'bin/tsc'), ['--noEmit']),
  lint: check(bin('oxlint', 'bin/oxlint'), ['--type-aware', '--deny-warnings']),
  knip: check(bin('knip', 'bin/knip.js'), ['--no-progress']),
  assembly: check(path.join(root, 'scripts/assembly.mjs'), []),
  unit: vitest('unit'),
  engine: vitest('engine'),
  kernels: vitest('kernels'),
  build: check(bin('vite', 'bin/vite.js'), ['build', '--logLevel=warn']),
  e2e: playwright(),
};

function isDebianAsRoot() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Chromium brings the browser and SwiftShader; Dawn in Node needs the Vulkan loader too. */
function installBrowser() {
  console.log('Installing chromium and libvulkan1 (CI on Debian) …');
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-q');
  apt('install', '-y', '-q', '--no-install-recommends', 'chromium', 'libvulkan1');
}

function hasVulkanLoader() {
  const { stdout } = spawnSync('ldconfig', ['-p'], { encoding: 'utf8' });
  return (stdout ?? '').includes('libvulkan.so.1');
}

/** Runners report each file or test as it ends; the others take seconds. */
const LONGEST_SILENCE_MS = 20 * 60_000;

function run(stage) {
  const [script, ...args] = stage.command;
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...stage.env },
    });
    // A driver that hangs must not hang the whole run; a slow machine may take its time, as long as
    // something comes.
    const stop = () => child.kill('SIGKILL');
    let timer = setTimeout(stop, LONGEST_SILENCE_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        clearTimeout(timer);
        timer = setTimeout(stop, LONGEST_SILENCE_MS);
      });
    }
    child.on('error', (error) => resolve({ ok: false, output: String(error) }));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal) output += `\nEnded by ${signal}.`;
      resolve({ ok: code === 0, output });
    });
  });
}

requireNode();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`No stage ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
installPackages();

const names = Object.keys(stages).filter((name) => wanted.length === 0 || wanted.includes(name));
const needsBrowser = names.includes('e2e') && !findBrowser();
const needsLoader = process.platform === 'linux' && names.includes('kernels') && !hasVulkanLoader();
if ((needsBrowser || needsLoader) && process.env.CI && isDebianAsRoot()) installBrowser();

let passed = 0;
let failed = 0;

async function report(name) {
  if (name === 'e2e' && !findBrowser()) {
    console.log(`✗ e2e      ${NO_BROWSER}`);
    failed++;
    return;
  }
  const startMs = performance.now();
  const { ok, output } = await run(stages[name]);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const counts = stages[name].count(ok);
  // A runner that fails beside its tests (a crash, an unhandled error) must not look green.
  if (!ok && counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  const failures = counts.failed ? `, ${counts.failed} failed` : '';
  console.log(
    `${counts.failed ? '✗' : '✓'} ${name.padEnd(8)} ${counts.passed} passed${failures}${skipped}, ${seconds} s`,
  );
  if (counts.failed) console.log(output.trimEnd().replace(/^/gm, '    '));
}

async function inTurn(lane) {
  for (const name of lane) await report(name);
}

// What imports the kernels of the CPU comes when these have been compiled, unless they are known. Two software
// GPUs side by side take turns at waiting, three times as long each: the browser's comes when the kernels' is
// done. Both wait more than they work, so stages without one run beside them, shared out evenly.
const PHASES = [
  [['assembly']],
  [['kernels'], ['format', 'lint', 'knip', 'unit', 'build']],
  [['e2e'], ['engine', 'types']],
];
for (const lanes of PHASES)
  await Promise.all(lanes.map((lane) => inTurn(lane.filter((name) => names.includes(name)))));
rmSync(reports, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
