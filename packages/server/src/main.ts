#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { freshBundle } from './bundle/fresh-bundle.ts'
import { keepYoungGenerationSmall } from './platform/young-generation.ts'

keepYoungGenerationSmall()
// Before anything else is loaded: the cache halves the time to the first listener.
enableCompileCache()
const commandLine: typeof import('./commands/command-line.ts') = await import(
  freshBundle() ?? './commands/command-line.ts'
)
process.exitCode = await commandLine.runCommandLine(process.argv.slice(2), process.env)
