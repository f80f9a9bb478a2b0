// What leaves the page: a file where downloads go, or files in a folder that the user picks.

/** The browser puts it where downloads go. */
export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N}.]+/gu, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

interface FolderPicker {
  showDirectoryPicker(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

export const canPickFolder = (): boolean => 'showDirectoryPicker' in window;

/** Null where the user picked none. Asks at once: the browser wants a fresh press of a key. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (window as unknown as FolderPicker).showDirectoryPicker({ mode: 'readwrite' });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null;
    throw thrown;
  }
}

/** Into a folder of its own inside the one that was picked. */
export async function writeInto(
  picked: FileSystemDirectoryHandle,
  name: string,
  files: readonly { readonly path: string; readonly blob: Blob }[],
): Promise<void> {
  const safe = name.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^[.-]+/, '') || 'model';
  const folder = await picked.getDirectoryHandle(safe, { create: true });
  for (const { path, blob } of files) {
    const handle = await folder.getFileHandle(path, { create: true });
    await blob.stream().pipeTo(await handle.createWritable());
  }
}
