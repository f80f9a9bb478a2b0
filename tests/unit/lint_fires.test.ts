// A rule that never fires looks like a clean house, so each one is broken here once on purpose:
// files that violate it are linted with the project's own configuration.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Case {
  file: string;
  code: string;
  /** The rule that must fire on the file; null for a file that must be clean. */
  rule: string | null;
}

const use = (specifier: string): string =>
  `import { a } from '${specifier}';\nexport const b = a;\n`;
const useType = (specifier: string): string =>
  `import type { A } from '${specifier}';\nexport const b: A | null = null;\n`;
const IMPORTS = 'eslint(no-restricted-imports)';
const GLOBALS = 'eslint(no-restricted-globals)';
const PROPERTIES = 'eslint(no-restricted-properties)';
const COMPILE = `export const f = (d: GPUDevice) => d.createShaderModule({ code: '' });\n`;
const SUBMIT = `export const f = (d: GPUDevice) => d.queue.submit([]);\n`;

const cases: Case[] = [
  // Directions.
  { file: 'src/shaders/wrong.ts', code: use('../gpu/ok'), rule: IMPORTS },
  { file: 'src/gpu/up_training.ts', code: use('../training/ok'), rule: IMPORTS },
  { file: 'src/gpu/kernels/up_host.ts', code: use('../../host/ok'), rule: IMPORTS },
  { file: 'src/gpu/up_cpu.ts', code: use('../cpu/ok'), rule: IMPORTS },
  { file: 'src/cpu/up_training.ts', code: use('../training/ok'), rule: IMPORTS },
  { file: 'src/cpu/families/up_host.ts', code: use('../../host/ok'), rule: IMPORTS },
  { file: 'src/gpu/up_type.ts', code: useType('../training/ok'), rule: IMPORTS },
  { file: 'src/gpu/re_export.ts', code: `export { a } from '../host/ok';\n`, rule: IMPORTS },
  { file: 'src/training/ops/up_host.ts', code: use('../../host/ok'), rule: IMPORTS },
  { file: 'src/training/up_cpu.ts', code: use('../cpu/ok'), rule: IMPORTS },
  { file: 'src/training/up_ui.ts', code: use('../ui/ok'), rule: IMPORTS },
  { file: 'src/training/up_data.ts', code: use('../experiments/ok'), rule: IMPORTS },
  { file: 'src/host/storage/up_ui.ts', code: use('../../ui/ok'), rule: IMPORTS },
  { file: 'src/ui/app/skip.ts', code: use('../../gpu/ok'), rule: IMPORTS },
  { file: 'src/experiments/value.ts', code: use('../training/ok'), rule: IMPORTS },
  { file: 'src/gpu/from_tests.ts', code: use('../../tests/ok'), rule: IMPORTS },
  { file: 'src/ui/from_bench.ts', code: use('../../bench/ok'), rule: IMPORTS },
  { file: 'src/host/from_e2e.ts', code: use('../../e2e/ok'), rule: IMPORTS },
  { file: 'src/gpu/ok.ts', code: `export const a = 1;\nexport type A = number;\n`, rule: null },
  { file: 'src/training/ok.ts', code: `${use('../gpu/ok')}export type A = number;\n`, rule: null },
  { file: 'src/host/ok.ts', code: `${use('../training/ok')}export type A = number;\n`, rule: null },
  { file: 'src/host/worker.ts', code: `export const a = self.name;\n`, rule: null },
  {
    file: 'src/ui/ok.ts',
    code: `${useType('../gpu/ok')}export const c = import('uplot');\n`,
    rule: null,
  },
  { file: 'src/experiments/ok.ts', code: useType('../training/ok'), rule: null },
  // Rooms of the host and of the page.
  { file: 'src/ui/app/worker.ts', code: use('../../host/worker/serve'), rule: IMPORTS },
  { file: 'src/ui/app/worker_type.ts', code: useType('../../host/worker/serve'), rule: IMPORTS },
  { file: 'src/ui/app/node.ts', code: useType('../../host/node/files'), rule: IMPORTS },
  { file: 'src/ui/app/cli.ts', code: use('../../host/cli/verb'), rule: IMPORTS },
  { file: 'src/ui/app/run.ts', code: use('../../host/run/run'), rule: IMPORTS },
  { file: 'src/ui/stores/study.ts', code: use('../../host/studies/studies'), rule: IMPORTS },
  { file: 'src/ui/app/client.ts', code: use('../../host/client/client'), rule: null },
  { file: 'src/ui/app/errors.ts', code: use('../../host/lab/labError'), rule: null },
  { file: 'src/ui/app/run_type.ts', code: useType('../../host/ok'), rule: null },
  {
    file: 'src/ui/features/models/worker.ts',
    code: use('../../../host/worker/serve'),
    rule: IMPORTS,
  },
  {
    file: 'src/ui/features/compare/figures.ts',
    code: use('../../../host/studies/compare/figures'),
    rule: null,
  },
  {
    file: 'src/ui/features/models/shelf.ts',
    code: use('../../../host/models/modelLibrary'),
    rule: IMPORTS,
  },
  {
    file: 'src/ui/features/run/picture/run.ts',
    code: use('../../../../host/run/run'),
    rule: IMPORTS,
  },
  { file: 'src/host/protocol/sibling.ts', code: useType('../data/examples'), rule: IMPORTS },
  { file: 'src/host/protocol/study.ts', code: use('../studies/study'), rule: IMPORTS },
  { file: 'src/host/protocol/ok.ts', code: useType('../../training/ok'), rule: null },
  { file: 'src/ui/kit/store.ts', code: use('../stores/context'), rule: IMPORTS },
  { file: 'src/ui/kit/feature.ts', code: useType('../features/run/Intro'), rule: IMPORTS },
  { file: 'src/ui/charts/store.ts', code: useType('../stores/runView'), rule: IMPORTS },
  { file: 'src/ui/charts/feature.ts', code: use('../features/study/study'), rule: IMPORTS },
  {
    file: 'src/ui/kit/ok.ts',
    code: `${use('../i18n/settings/en')}export { c } from './format';
`,
    rule: null,
  },
  { file: 'src/ui/features/run/other.ts', code: use('../compare/metrics'), rule: IMPORTS },
  { file: 'src/ui/features/run/type.ts', code: useType('../compare/metrics'), rule: IMPORTS },
  { file: 'src/ui/features/study/up.ts', code: use('../compare/metrics'), rule: IMPORTS },
  { file: 'src/ui/features/run/picture/other.ts', code: use('../../models/Card'), rule: IMPORTS },
  { file: 'src/ui/features/run/shared.ts', code: use('../study/study'), rule: null },
  { file: 'src/ui/features/run/talk.ts', code: use('../playground/baseKey'), rule: null },
  { file: 'src/ui/features/run/pipes.ts', code: use('../pipeline/stage'), rule: IMPORTS },
  { file: 'src/ui/features/playground/up.ts', code: use('../models/words'), rule: IMPORTS },
  { file: 'src/ui/features/run/kit.ts', code: use('../../kit/format'), rule: null },
  { file: 'src/ui/features/run/picture/shared.ts', code: use('../../study/study'), rule: null },
  { file: 'src/ui/features/run/picture/own.ts', code: use('../WriteNow'), rule: null },
  { file: 'src/ui/features/run/picture/kit.ts', code: use('../../../kit/format'), rule: null },
  // Packages.
  { file: 'src/host/react.ts', code: use('react'), rule: IMPORTS },
  { file: 'src/training/store.ts', code: use('zustand/vanilla'), rule: IMPORTS },
  { file: 'src/experiments/chart.ts', code: use('recharts'), rule: IMPORTS },
  { file: 'src/host/table.ts', code: use('@tanstack/react-table'), rule: IMPORTS },
  { file: 'src/gpu/files.ts', code: use('node:fs'), rule: IMPORTS },
  { file: 'src/training/dawn.ts', code: use('webgpu'), rule: IMPORTS },
  // Globals of the page and the worker.
  { file: 'src/gpu/global.ts', code: `export const a = navigator.gpu;\n`, rule: GLOBALS },
  { file: 'src/training/global.ts', code: `export const a = window.name;\n`, rule: GLOBALS },
  { file: 'src/training/document.ts', code: `export const a = document.title;\n`, rule: GLOBALS },
  { file: 'src/experiments/global.ts', code: `export const a = self.name;\n`, rule: GLOBALS },
  { file: 'src/gpu/sly.ts', code: `export const a = globalThis.navigator;\n`, rule: PROPERTIES },
  // One place each.
  { file: 'src/gpu/device.ts', code: COMPILE, rule: PROPERTIES },
  { file: 'src/gpu/replay.ts', code: COMPILE, rule: PROPERTIES },
  { file: 'src/ui/compile.ts', code: COMPILE, rule: PROPERTIES },
  {
    file: 'src/gpu/taken_apart.ts',
    code: `export const f = ({ submit }: GPUQueue) => submit([]);\n`,
    rule: PROPERTIES,
  },
  { file: 'src/gpu/pipelines.ts', code: COMPILE, rule: null },
  { file: 'src/gpu/recorder.ts', code: SUBMIT, rule: PROPERTIES },
  { file: 'src/gpu/pipelines_submit.ts', code: SUBMIT, rule: PROPERTIES },
  { file: 'src/host/submit.ts', code: SUBMIT, rule: PROPERTIES },
  { file: 'src/gpu/buffers.ts', code: SUBMIT, rule: null },
  // Shape of the code.
  {
    file: 'src/gpu/ring_a.ts',
    code: `import { b } from './ring_b';\nexport const a = () => b;\n`,
    rule: 'import(no-cycle)',
  },
  {
    file: 'src/gpu/ring_b.ts',
    code: `export { a as b } from './ring_a';\n`,
    rule: 'import(no-cycle)',
  },
  // Types alone make a circle too.
  {
    file: 'src/gpu/type_ring_a.ts',
    code: `import type { B } from './type_ring_b';\nexport type A = B | null;\n`,
    rule: 'import(no-cycle)',
  },
  {
    file: 'src/gpu/type_ring_b.ts',
    code: `import type { A } from './type_ring_a';\nexport interface B {\n  readonly a: A;\n}\n`,
    rule: 'import(no-cycle)',
  },
  { file: 'src/gpu/index.ts', code: `export * from './ok';\n`, rule: 'oxc(no-barrel-file)' },
  {
    file: 'src/gpu/any.ts',
    code: `export const a: any = 1;\n`,
    rule: 'typescript(no-explicit-any)',
  },
  { file: 'src/gpu/eval.ts', code: `export const a = eval('1');\n`, rule: 'eslint(no-eval)' },
  {
    file: 'src/ui/hooks.ts',
    code: `import { useState } from 'react';\nexport const f = (a: boolean) => {\n  if (a) useState(1);\n};\n`,
    rule: 'react-hooks(rules-of-hooks)',
  },
  // These need types, so they show that the typed linter runs.
  {
    file: 'src/gpu/floating.ts',
    code: `const f = async () => 1;\nexport const g = () => {\n  f();\n};\n`,
    rule: 'typescript(no-floating-promises)',
  },
  {
    file: 'src/gpu/misused.ts',
    code: `const f = async () => true;\nexport const g = () => (f() ? 1 : 2);\n`,
    rule: 'typescript(no-misused-promises)',
  },
];

const root = process.cwd();
const folder = mkdtempSync(path.join(tmpdir(), 'benchtop-lint-'));
const fired = new Map<string, string[]>();

beforeAll(() => {
  for (const name of ['.oxlintrc.json', 'tsconfig.json'])
    copyFileSync(name, path.join(folder, name));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const { file, code } of cases) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), code);
  }
  let output: string;
  try {
    const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
    output = execFileSync(process.execPath, [oxlint, '--type-aware', '--format=json', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    // Findings make the exit code 1; the report is on stdout all the same.
    output = (error as { stdout: string }).stdout;
  }
  const report = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
  for (const { code, filename } of report.diagnostics) {
    const file = filename.replaceAll('\\', '/').replace(/^.*?(?=src\/)/, '');
    fired.set(file, [...(fired.get(file) ?? []), code]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(cases)('$rule in $file', ({ file, rule }) => {
  const codes = fired.get(file) ?? [];
  if (rule) expect(codes).toContain(rule);
  else expect(codes).toEqual([]);
});
