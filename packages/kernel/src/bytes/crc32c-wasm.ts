/**
 * The checksum's inner loop as a WebAssembly module, put together here so that there is no binary to trust:
 * `(at, end, crc) => crc` over the module's own memory, `SLICES` bytes a step, at least one step.
 */
import { SLICES, TABLES } from './crc32c-tables.ts'

const TABLE_BYTES = 256 * 4
/** The tables lie at 0, the bytes to check behind them. */
const DATA = SLICES * TABLE_BYTES
/** Bytes that are copied in and checked at a time: what the second-level cache holds. */
const CHUNK_BYTES = 112 * 1024
const PAGES = 2

/** Opcodes of the WebAssembly core specification, section 5.4. */
const OP = {
  loop: [0x03, 0x40],
  branchIf: (depth: number) => [0x0d, depth],
  end: [0x0b],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  /** Alignment of four bytes; `offset` is added to the address on the stack. */
  load: (offset: number) => [0x28, 2, ...unsigned(offset)],
  constant: (value: number) => [0x41, ...signed(value)],
  less: [0x49],
  add: [0x6a],
  and: [0x71],
  xor: [0x73],
  shiftLeft: [0x74],
  shiftRight: [0x76],
}

const AT = 0
const END = 1
const CRC = 2
const WORD = 3
const SUM = 4

type Run = (at: number, end: number, crc: number) => number

/** What is used of the platform's global, which TypeScript only knows among the browser's types. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** A checksum over any whole number of steps: `crc` is the inverted value, in and out. */
export interface LargeChecksum {
  /** Bytes must be a multiple of `SLICES`, and not none. */
  over(bytes: Uint8Array, start: number, end: number, crc: number): number
}

export function largeChecksum(): LargeChecksum {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()))
  const { memory, run } = exports as { memory: { buffer: ArrayBuffer }; run: Run }
  const words = new Int32Array(memory.buffer)
  for (const [index, table] of TABLES.entries()) words.set(table, index * 256)
  const data = new Uint8Array(memory.buffer)
  return {
    over(bytes, start, end, crc) {
      let value = crc
      for (let at = start; at < end; at += CHUNK_BYTES) {
        const length = Math.min(CHUNK_BYTES, end - at)
        data.set(bytes.subarray(at, at + length), DATA)
        value = run(DATA, DATA + length, value)
      }
      return value
    },
  }
}

/** sum = tables of all bytes of the step, the first word mixed with the sum of the step before. */
function step(): number[] {
  const code: number[] = []
  for (let byte = 0; byte < SLICES; byte++) {
    if (byte % 4 === 0) code.push(...OP.get(AT), ...OP.load(byte), ...(byte === 0 ? mixed() : []), ...OP.set(WORD))
    code.push(...OP.get(WORD), ...index(byte % 4), ...OP.load((SLICES - 1 - byte) * TABLE_BYTES))
    if (byte > 0) code.push(...OP.get(SUM), ...OP.xor)
    code.push(...OP.set(SUM))
  }
  return [...code, ...OP.get(SUM), ...OP.set(CRC)]
}

function mixed(): number[] {
  return [...OP.get(CRC), ...OP.xor]
}

/** From the word on the stack, the position of its byte `byte` in a table of words. */
function index(byte: number): number[] {
  if (byte === 0) return [...OP.constant(2), ...OP.shiftLeft, ...OP.constant(0x3fc), ...OP.and]
  return [...OP.constant(8 * byte - 2), ...OP.shiftRight, ...OP.constant(0x3fc), ...OP.and]
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const next = [...OP.get(AT), ...OP.constant(SLICES), ...OP.add, ...OP.tee(AT), ...OP.get(END), ...OP.less]
  const body = [...OP.loop, ...step(), ...next, ...OP.branchIf(0), ...OP.end, ...OP.get(CRC), ...OP.end]
  const i32 = 0x7f
  const locals = [1, 2, i32]
  const code = [...locals, ...body]
  const magicAndVersion = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, [1, 0x60, 3, i32, i32, i32, 1, i32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, PAGES]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('run'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)]
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** LEB128 of a number that is not negative: one more bit, so that it is not read as negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]
}
