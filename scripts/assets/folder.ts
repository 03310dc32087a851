import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Contents by path, with `/` between folders. */
export type Files = ReadonlyMap<string, Uint8Array | string>

/**
 * Makes a folder hold these files and nothing else. Files that are the same are left alone: the folder may be in
 * use by a server, or be written by another build of the same sources at the same time.
 */
export async function writeFolder(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true })
  const present = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of present) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1).replaceAll('\\', '/')
    if (entry.isFile() && !files.has(name)) await rm(path, { force: true })
  }
  for (const [name, content] of files) await writeChanged(join(folder, name), content)
}

async function writeChanged(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = Buffer.from(content)
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(bytes)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}
