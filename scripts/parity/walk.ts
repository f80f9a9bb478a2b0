// Finds the cases below a folder by what its files say, never by what they are called.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Case, CaseJson } from './case';

/** Every case below the given folders (or JSON files), in order of path. */
export function findCases(roots: readonly string[]): Case[] {
  const cases = roots.flatMap((root) => jsonFiles(path.resolve(root)).flatMap(toCase));
  return [...new Map(cases.map((found) => [found.file, found])).values()];
}

function jsonFiles(root: string): string[] {
  if (!statSync(root).isDirectory()) return [root];
  // What lies beside or below a case about file formats is its input, and may be broken on purpose.
  const formatCase = path.join(root, 'case.json');
  if (existsSync(formatCase) && isFormatCase(formatCase)) return [formatCase];
  return readdirSync(root, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(root, entry.name);
      if (entry.isDirectory()) return jsonFiles(full);
      return entry.name.endsWith('.json') ? [full] : [];
    });
}

function isFormatCase(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as CaseJson).category === 'formats';
  } catch {
    return false;
  }
}

function toCase(file: string): Case[] {
  const folder = path.dirname(file);
  const id = path.relative(process.cwd(), file).replace(/\.json$/, '');
  let json: CaseJson;
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as CaseJson;
  } catch {
    return [{ id, kind: 'unreadable', file, folder, json: {} }];
  }
  const kind = kindOf(file, json);
  return kind ? [{ id, kind, file, folder, json }] : [];
}

/** Null for files that are part of a case but no case themselves (config.json, an index of files). */
function kindOf(file: string, json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return null;
  const { category, op, task, kind, weight_map, vocab, merges, cases, tensors, files } =
    json as CaseJson;
  switch (category) {
    case undefined:
      break;
    case 'ops':
      return `ops/${String(op)}`;
    case 'models':
      return `models/${String(kind)}`;
    case 'formats':
      return `formats/${String(kind)}`;
    case 'training':
      return `training/${String(task)}`;
    case 'quant':
    case 'generate':
      return category;
    default:
      return String(category);
  }
  if (isObject(weight_map)) return 'io/sharded';
  if (Array.isArray(cases) && vocab !== undefined && merges !== undefined) return 'tokenizer';
  const sibling = file.replace(/\.json$/, '.safetensors');
  if (isObject(tensors) && existsSync(sibling)) return 'io/dtypes';
  const refused = Array.isArray(files) && files.every((name) => typeof name === 'string');
  if (refused && files.length > 0) return 'io/bad';
  return null;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
