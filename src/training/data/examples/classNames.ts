// Names of classes that stand beside the numbers: `datasets` writes its features into a parquet file's
// key-value metadata, and into the front matter of a data set's README.

/** By column; a name's place is the number of its class. */
export type ClassNames = Readonly<Record<string, readonly string[]>>;

interface Feature {
  readonly _type?: unknown;
  readonly names?: unknown;
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');

/** Of the key `huggingface`; what cannot be read there is no reason to refuse the rows. */
export function classNamesOf(
  keyValues: readonly (readonly [key: string, value: string])[],
): ClassNames {
  const json = keyValues.find(([key]) => key === 'huggingface')?.[1];
  if (json === undefined) return {};
  try {
    const { info } = JSON.parse(json) as { info?: { features?: Record<string, Feature> } };
    const found = Object.entries(info?.features ?? {}).flatMap(([column, feature]) =>
      feature?._type === 'ClassLabel' && isNames(feature.names) ? [[column, feature.names]] : [],
    );
    return Object.fromEntries(found) as ClassNames;
  } catch {
    return {};
  }
}

/**
 * Of `dataset_info` in a README's front matter: under a feature's `name`, its `class_label` with `names`,
 * a number and a name a line. Other YAML is passed over.
 */
export function classNamesOfReadme(text: string): ClassNames {
  const matter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1];
  if (matter === undefined) return {};
  const found: [column: string, names: string[]][] = [];
  let column: string | null = null;
  let names: string[] | null = null;
  for (const line of matter.split(/\r?\n/)) {
    const name = /^\s*-\s+name:\s*(.+?)\s*$/.exec(line)?.[1];
    const label = /^\s*['"]?(\d+)['"]?:\s*(.+?)\s*$/.exec(line);
    if (name !== undefined) {
      column = unquoted(name);
      names = null;
    } else if (/^\s*class_label:\s*$/.test(line)) {
      names = [];
      if (column !== null) found.push([column, names]);
    } else if (names && label && Number(label[1]) === names.length) {
      names.push(unquoted(label[2]!));
    }
  }
  // GLUE has a column "label" in every configuration, each with classes of its own.
  const agreed = found.filter(([name, own]) =>
    found.every(([other, others]) => other !== name || String(others) === String(own)),
  );
  return Object.fromEntries(agreed.filter(([, own]) => own.length > 0));
}

const unquoted = (text: string): string => text.replace(/^(['"])(.*)\1$/, '$2');
