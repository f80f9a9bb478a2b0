// A folder's files as one zip, stored as they are: weights do not compress. Pieces go by as they are
// made, so the archive is never twice in memory.
import { Zip, ZipPassThrough } from 'fflate';
import type { FolderFiles } from './exportFolder';

export function zipFolder(folder: string, files: FolderFiles): Blob {
  const pieces: BlobPart[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece as Uint8Array<ArrayBuffer>);
  });
  for (const [name, parts] of files) {
    const file = new ZipPassThrough(`${folder}/${name}`);
    zip.add(file);
    for (const part of parts) file.push(part);
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(pieces, { type: 'application/zip' });
}
