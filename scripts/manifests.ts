/** Writes the manifests that are made of the systems' own descriptions: deploy/kubernetes/base. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderManifests } from './manifests/render.ts'

const ROOT = join(import.meta.dirname, '..')

for (const [file, text] of renderManifests()) {
  await mkdir(dirname(join(ROOT, file)), { recursive: true })
  await writeFile(join(ROOT, file), text)
}
console.log(`${renderManifests().size} files written`)
