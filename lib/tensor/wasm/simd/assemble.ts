import { type Code, type Local, unsigned } from "./code.ts";

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

/** A function of integers (addresses, counts) that works on the memory and returns nothing. */
export interface WasmFunction {
  parameters: number;
  locals: readonly number[];
  body: Code;
}

export interface Temporaries {
  integer(): Local;
  float(): Local;
  vector(): Local;
}

/** Writes one function: `parameters` are its arguments by name and in order. */
export function defineFunction<Name extends string>(
  parameters: readonly Name[],
  write: (parameter: Record<Name, Local>, temporary: Temporaries) => Code,
): WasmFunction {
  const named = Object.fromEntries(parameters.map((name, index) => [name, { index }])) as Record<Name, Local>;
  const locals: number[] = [];
  const take = (type: number): Local => ({ index: parameters.length + locals.push(type) - 1 });
  const body = write(named, {
    integer: () => take(I32),
    float: () => take(F32),
    vector: () => take(V128),
  });
  return { parameters: parameters.length, locals, body };
}

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const name = (text: string): Code => sized([...new TextEncoder().encode(text)]);

/** A module that imports `env.memory` and exports the functions by their names. WebAssembly 2.0, binary format. */
export function assemble(functions: Record<string, WasmFunction>): Uint8Array<ArrayBuffer> {
  const all = Object.values(functions);
  const types = all.map((f) => [0x60, ...list(Array.from({ length: f.parameters }, () => [I32])), 0]);
  const bodies = all.map((f) => sized([...list(f.locals.map((type) => [1, type])), ...f.body, 0x0b]));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([[...name("env"), ...name("memory"), 0x02, 0x00, 1]])),
    ...section(3, list(all.map((_, i) => unsigned(i)))),
    ...section(7, list(Object.keys(functions).map((key, i) => [...name(key), 0x00, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  ]);
}
