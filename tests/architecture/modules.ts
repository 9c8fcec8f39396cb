import { type IModule, cruise } from 'dependency-cruiser'

const FOLDERS = ['packages', 'apps']

/** Every module of the workspace with what it imports, from one pass over the sources. */
export async function modules(): Promise<readonly IModule[]> {
  const { output } = await cruise(
    FOLDERS,
    {
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '/(dist|node_modules)/' },
    },
    { extensions: ['.ts', '.tsx', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  )
  if (typeof output === 'string') throw new TypeError('a report where modules were expected')
  return output.modules
}

export const isTest = (path: string): boolean => /\.test\.tsx?$|\/test\//.test(path)

/** `packages/log/src/log.ts` -> `packages/log`. */
export function packageOf(path: string): string | undefined {
  return /^(?:packages|apps)\/[^/]+/.exec(path)?.[0]
}
