// What somebody types or pastes as the place of a model or data set on the Hugging Face hub: a name, or an
// address of its page, with a revision and a folder or file in it.

export interface HubPlace {
  /** Null where only a name was given. */
  readonly kind: 'model' | 'dataset' | null;
  readonly name: string;
  readonly revision: string | null;
  /** A folder or file in the repository; empty: all of it. */
  readonly path: string;
}

const HOSTS = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;
const PART = /^[\w][\w.-]*$/;

/** Null where it is no place on the hub. */
export function parseHubAddress(text: string): HubPlace | null {
  const [plain = ''] = text.trim().split(/[?#]/);
  const isAddress = HOSTS.test(plain) || /^hf:\/\//i.test(plain);
  const rest = plain
    .replace(HOSTS, '')
    .replace(/^hf:\/\//i, '')
    .replace(/\/+$/, '');
  if (!isAddress && /^[a-z]+:\/\//i.test(rest)) return null;
  const parts = decoded(rest).split('/');
  const kinds = { datasets: 'dataset', models: 'model' } as const;
  const kind = Object.hasOwn(kinds, parts[0] ?? '')
    ? kinds[parts.shift() as keyof typeof kinds]
    : null;
  if (parts[0] === 'spaces') return null;
  const at = parts.findIndex((part, i) => i > 0 && /^(?:tree|resolve|blob|raw)$/.test(part));
  const [named, behind] = at < 0 ? [parts, []] : [parts.slice(0, at), parts.slice(at + 1)];
  // Behind a plain name of two parts a path may follow.
  const nameParts = named.slice(0, 2);
  const [last = '', revision = null] = (nameParts.at(-1) ?? '').split('@');
  const name = [...nameParts.slice(0, -1), last].join('/');
  if (!name.split('/').every((part) => PART.test(part))) return null;
  return {
    kind: kind ?? (isAddress ? 'model' : null),
    name,
    revision: behind[0] ?? revision,
    path: [...named.slice(2), ...behind.slice(1)].join('/'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
