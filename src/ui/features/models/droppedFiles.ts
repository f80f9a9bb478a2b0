// Files of a drop, folders opened, with their paths.
import type { NamedBlob } from '../../../host/protocol/models';

/** Must be called in the drop's own event: afterwards the browser has forgotten the items. */
export function droppedFiles(data: DataTransfer): Promise<NamedBlob[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return Promise.all(entries.map(filesOf)).then((lists) => lists.flat());
}

/** Would this be a model: a folder, a zip, or weights? */
export function looksLikeModel(data: DataTransfer): boolean {
  const names = [...data.files].map(({ name }) => name.toLowerCase());
  const isFolder = [...data.items].some((item) => item.webkitGetAsEntry()?.isDirectory);
  return isFolder || names.some((name) => /\.(?:safetensors|zip)$/.test(name));
}

export const pickedFiles = (files: Iterable<File>): NamedBlob[] =>
  Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, blob: file }));

async function filesOf(entry: FileSystemEntry): Promise<NamedBlob[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = entry as FileSystemFileEntry;
    const blob = await new Promise<File>((resolve, reject) => file.file(resolve, reject));
    return [{ path, blob }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives its folder in pieces, and nothing when it is through.
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (piece.length === 0) break;
    found.push(...piece);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}
