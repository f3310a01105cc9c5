import { defineFunction, type WasmFunction } from "./assemble.ts";
import {
  add,
  and,
  type Code,
  get,
  increase,
  integer,
  type Local,
  multiply,
  repeat,
  set,
  shiftLeft,
  whileBelow,
} from "./code.ts";
import { accumulate, at, type Expression, type Lanes, write } from "./expression.ts";

type Values<Name extends string> = Record<Name, Expression>;

/** Walks a row of floats by vectors, then one by one; `offset` is the place in bytes. */
export function alongRow(offset: Local, bytes: Code, body: (lanes: Lanes) => Code): Code {
  const step = (lanes: Lanes) => [...body(lanes), ...increase(offset, integer(4 * lanes))];
  return [
    ...set(offset, integer(0)),
    ...whileBelow(offset, and(bytes, integer(-16)), step(4)),
    ...whileBelow(offset, bytes, step(1)),
  ];
}

/**
 * out = formula(inputs, vectors): inputs and out are [rows, channels], a vector is [channels], the same for every row.
 * Arguments of the function: rows, channels, out, the inputs, the vectors.
 */
export function mapRows<Input extends string, Vector extends string = never>(
  inputs: readonly Input[],
  vectors: readonly Vector[],
  formula: (values: Values<Input | Vector>) => Expression,
): WasmFunction {
  const names = ["rows", "channels", "out", ...inputs, ...vectors] as const;
  return defineFunction(names, (parameter, temporary) => {
    const [row, offset, bytes] = [temporary.integer(), temporary.integer(), temporary.integer()];
    const place = (name: (typeof names)[number]) => add(get(parameter[name]), get(offset));
    const values = Object.fromEntries([...inputs, ...vectors].map((name) => [name, at(place(name))]));
    const result = formula(values as Values<Input | Vector>);
    return [
      ...set(bytes, shiftLeft(get(parameter.channels), integer(2))),
      ...repeat(row, get(parameter.rows), [
        ...alongRow(offset, get(bytes), (lanes) => write(place("out"), result, lanes)),
        ...["out" as const, ...inputs].flatMap((name) => increase(parameter[name], get(bytes))),
      ]),
    ];
  });
}

/**
 * Adds to sums[k][channel] the formulas, over `groups` of `rows` rows of `channels` numbers. The sums are float64,
 * [formulas, channels]; from group to group they move on by `sums group` bytes, 0 to add all groups up. Every input has
 * its own steps in bytes from row to row and from group to group.
 * Arguments: groups, rows, channels, sums, sums group, for each input (address, row step, group step), the vectors.
 */
export function sumRows<Input extends string, Vector extends string = never>(
  inputs: readonly Input[],
  vectors: readonly Vector[],
  formulas: readonly ((values: Values<Input | Vector>) => Expression)[],
): WasmFunction {
  type Fixed = "groups" | "rows" | "channels" | "sums" | "sums group";
  type Name = Fixed | Vector | Input | `${Input} row` | `${Input} group`;
  const strided = inputs.flatMap((name): Name[] => [name, `${name} row`, `${name} group`]);
  const names: Name[] = ["groups", "rows", "channels", "sums", "sums group", ...strided, ...vectors];
  return defineFunction(names, (parameter, temporary) => {
    const [group, row, offset, bytes] = Array.from({ length: 4 }, () => temporary.integer());
    const scratch = temporary.vector();
    const current = Object.fromEntries(inputs.map((name) => [name, temporary.integer()]));
    const values = {
      ...Object.fromEntries(inputs.map((name) => [name, at(add(get(current[name]), get(offset)))])),
      ...Object.fromEntries(vectors.map((name) => [name, at(add(get(parameter[name]), get(offset)))])),
    } as Values<Input | Vector>;
    const sum = (k: number): Code => {
      const start = add(get(parameter.sums), shiftLeft(get(offset), integer(1)));
      return add(start, multiply(get(bytes), integer(2 * k)));
    };
    return [
      ...set(bytes, shiftLeft(get(parameter.channels), integer(2))),
      ...repeat(group, get(parameter.groups), [
        ...inputs.flatMap((name) => set(current[name], get(parameter[name]))),
        ...repeat(row, get(parameter.rows), [
          ...alongRow(offset, get(bytes), (lanes) =>
            formulas.flatMap((formula, k) => accumulate(sum(k), formula(values), lanes, scratch)),
          ),
          ...inputs.flatMap((name) => increase(current[name], get(parameter[`${name} row`]))),
        ]),
        ...inputs.flatMap((name) => increase(parameter[name], get(parameter[`${name} group`]))),
        ...increase(parameter.sums, get(parameter["sums group"])),
      ]),
    ];
  });
}
